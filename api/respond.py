"""Send an answer with what caches need: Vary, a strong ETag, and 304 where the client has it already."""

import hashlib
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from api.negotiate import HTML

OPEN_LICENCE: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def send(request: Request, body: bytes, media_type: str, generation: str, link: str = "") -> Response:
    """Answer with a body read from one generation of the graph.

    A generation never changes, so with the media type it is the ETag; a page also changes with its template, so its
    ETag is its digest.
    """
    mark = hashlib.sha256(body).hexdigest()[:16] if media_type == HTML else f"{generation}.{media_type.split('/')[1]}"
    tag = f'"{mark}"'
    headers = {"Vary": "Accept", "ETag": tag, "Cache-Control": "no-cache"}
    if link:
        headers["Link"] = link
    asked = request.headers.get("if-none-match", "")
    if asked.strip() == "*" or tag in (known.strip().removeprefix("W/") for known in asked.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
