"""Read what a request carries, strictly: UTF-8 or nothing, each parameter once, bodies up to a limit."""

from collections.abc import AsyncGenerator, Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request
from pyoxigraph import NamedNode
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from werkzeug.http import parse_options_header

from api.attend import ClientGone
from api.errors import BadRequest, BodyTooLarge, NotFound, UnsupportedMedia
from api.negotiate import acceptable

FORM: Final = "application/x-www-form-urlencoded"
_FIELDS: Final = 100
_FILES: Final = 100

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
    """Read the body, no further than `limit` bytes; raises BodyTooLarge, and ClientGone where it ends half-way."""
    taken = bytearray()
    try:
        async for chunk in request.stream():
            taken += chunk
            if len(taken) > limit:
                raise BodyTooLarge(f"the body has more than the limit of {limit:,} bytes; ask in parts")
    except ClientDisconnect:
        raise ClientGone("the client has gone") from None
    return bytes(taken)


def utf8(taken: bytes) -> str:
    """Decode a body; raises BadRequest where it isn't UTF-8."""
    try:
        return taken.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"the body is not UTF-8 (byte {error.start})") from error


async def files(request: Request, taken: bytes) -> tuple[tuple[str, str, bytes], ...]:
    """Give the files of a multipart form that was read: name, content type, bytes. Raises BadRequest where none is."""

    async def once() -> AsyncGenerator[bytes, None]:
        yield taken

    try:
        form = await MultiPartParser(request.headers, once(), max_files=_FILES, max_fields=_FILES).parse()
    except MultiPartException as error:
        raise BadRequest(f"the form can't be read: {error.message}") from error
    try:
        sent = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        if not sent:
            raise BadRequest("the form holds no file; send each as a part with a filename and a content type")
        return tuple([(part.filename or "", part.content_type or "", await part.read()) for part in sent])
    finally:
        await form.close()


def iri(parameter: str, name: str) -> str:
    """Pass the absolute IRI of a graph; raises BadRequest where it isn't one."""
    try:
        NamedNode(name)
    except ValueError as error:
        raise BadRequest(f"{parameter}: {name!r} is not an IRI ({error})") from error
    return name


def iris(given: Pairs, parameter: str) -> tuple[str, ...]:
    """Give all values of a parameter that names graphs; raises BadRequest where one is no IRI."""
    return tuple(iri(parameter, value) for name, value in given if name == parameter)


def content_type(request: Request, offered: tuple[str, ...]) -> str:
    """Give the media type of the body; raises UnsupportedMedia where it isn't offered or not in UTF-8."""
    media_type, options = parse_options_header(request.headers.get("content-type"))
    if media_type not in offered:
        raise UnsupportedMedia(f"a body of type {media_type or '(none)'} isn't read here", offered)
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMedia(f"a body in {options['charset']} isn't read here, send UTF-8", offered)
    return media_type
