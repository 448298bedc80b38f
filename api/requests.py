"""Read what a request carries, strictly: UTF-8 or nothing, each parameter once, bodies up to a limit."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request
from werkzeug.http import parse_options_header

from api.errors import BadRequest, BodyTooLarge, NotFound, UnsupportedMedia
from api.negotiate import acceptable

_FIELDS: Final = 100

Pairs = tuple[tuple[str, str], ...]


def pairs(encoded: str) -> Pairs:
    """Decode a query string or a form body, once. Raises BadRequest where it isn't UTF-8 or has too many fields."""
    try:
        return tuple(parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS))
    except UnicodeDecodeError as error:
        raise BadRequest("a parameter is not UTF-8; percent-encode its UTF-8 bytes") from error
    except ValueError as error:
        raise BadRequest(f"more than {_FIELDS} parameters") from error


def values(request: Request) -> dict[str, str]:
    """Give the parameters of a URL; raises BadRequest where one stands twice."""
    found: dict[str, str] = {}
    for name, value in pairs(request.url.query):
        if name in found:
            raise BadRequest(f"the parameter {name} stands twice; give it once")
        found[name] = value
    return found


def accepted(request: Request, forms: Mapping[str, str]) -> tuple[str, ...]:
    """Give the media types of `forms` (suffix -> media type) that a client takes, the best first.

    The suffix of the address decides, else the Accept header. Raises NotFound for a suffix without a form,
    NotAcceptable where the header allows none.
    """
    suffix = request.path_params.get("suffix")
    if suffix is None:
        return acceptable(request.headers.get("accept"), tuple(dict.fromkeys(forms.values())))
    if suffix not in forms:
        raise NotFound(f"there is no form .{suffix} here; there are {', '.join(f'.{known}' for known in forms)}")
    return (forms[suffix],)


def form(request: Request, forms: Mapping[str, str]) -> str:
    """Choose the best media type of `forms`; raises as `accepted` does."""
    return accepted(request, forms)[0]


async def body(request: Request, limit: int) -> bytes:
    """Read the body, no further than `limit` bytes; raises BodyTooLarge."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > limit:
            raise BodyTooLarge(f"the body has more than the limit of {limit:,} bytes; ask in parts")
    return bytes(taken)


def content_type(request: Request, offered: tuple[str, ...]) -> str:
    """Give the media type of the body; raises UnsupportedMedia where it isn't offered or not in UTF-8."""
    media_type, options = parse_options_header(request.headers.get("content-type"))
    if media_type not in offered:
        raise UnsupportedMedia(f"a body of type {media_type or '(none)'} isn't read here", offered)
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMedia(f"a body in {options['charset']} isn't read here, send UTF-8", offered)
    return media_type
