"""Send an answer with what caches need: Vary, a strong ETag, and 304 where the client has it already."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, Final

from anyio import to_thread
from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.datastructures import Headers

from api.negotiate import HTML
from store.result import Answer

_PIECE: Final = 1 << 18

OPEN_LICENCE: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def send(
    request: Request, body: bytes, media_type: str, generation: str, link: str = "", *, settled: bool = True
) -> Response:
    """Answer with a body read from one generation of the graph.

    A generation never changes, so with the media type it is the ETag; a page also changes with its template, and what
    isn't `settled` by the generation with the settings, so their ETag has their digest.
    """
    mark = hashlib.sha256(body).hexdigest()[:16] if media_type == HTML else f"{generation}.{media_type.split('/')[1]}"
    if not settled and media_type != HTML:
        mark += f".{hashlib.sha256(body).hexdigest()[:16]}"
    headers = _headers(mark, link)
    if not settled:
        # Not for caches that others share, ours among them, which goes by the generation.
        headers["Cache-Control"] = "private, no-cache"
    if known(request.headers, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def send_answer(request: Request, answer: Answer) -> Response:
    """Send the answer of a query; one that is left in a file is read piece by piece, and the file removed."""
    if not answer.spooled:
        return send(request, answer.body, answer.media_type, answer.generation)
    headers = _headers(f"{answer.generation}.{answer.media_type.split('/')[1]}", "")
    # Opened before it is removed: the file lasts as long as it is read.
    file = Path(answer.spooled).open("rb")  # noqa: SIM115 - closed once the last piece is sent
    Path(answer.spooled).unlink()
    if known(request.headers, headers["ETag"]):
        file.close()
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(answer.size)
    return StreamingResponse(_pieces(file), media_type=answer.media_type, headers=headers)


def known(headers: Headers, tag: str) -> bool:
    """Tell by a request's headers whether the client has what bears a tag."""
    asked = headers.get("if-none-match", "")
    return asked.strip() == "*" or tag in (known.strip().removeprefix("W/") for known in asked.split(","))


def _headers(mark: str, link: str) -> dict[str, str]:
    headers = {"Vary": "Accept", "ETag": f'"{mark}"', "Cache-Control": "no-cache"}
    return headers | {"Link": link} if link else headers


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while piece := await to_thread.run_sync(file.read, _PIECE):
            yield piece
