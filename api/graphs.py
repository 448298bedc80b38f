"""The SPARQL 1.1 Graph Store HTTP Protocol at `/graphs`, for who bears a token with the right.

https://www.w3.org/TR/sparql11-http-rdf-update/: a graph is named by `?graph=`, by `?default`, or by the address itself.
"""

import dataclasses
import secrets
from typing import Final, cast

from fastapi import APIRouter, Request
from fastapi.responses import Response
from werkzeug.http import parse_options_header

from api import render, requests
from api.access import GraphsReading, GraphsWriting
from api.attend import attend
from api.commit import commit
from api.errors import BadRequest, UnsupportedMedia
from api.negotiate import acceptable
from api.respond import send_answer
from api.service import Served, Service
from store.change import Content, Delete, Put
from store.media import GRAPHS
from store.result import Answer

router: Final = APIRouter(tags=["graph store"])
PATH: Final = "/graphs"
FILES: Final = "multipart/form-data"
_SENT: Final[dict[str, object]] = {
    "requestBody": {"required": True, "content": {name: {"schema": {"type": "string"}} for name in GRAPHS}}
}
_NAMED: Final[list[dict[str, object]]] = [
    {"name": name, "in": "query", "required": False, "description": sentence, "schema": {"type": "string"}}
    for name, sentence in (("graph", "the IRI of a graph"), ("default", "without a value: the default graph"))
]


@router.get(PATH, openapi_extra={"parameters": _NAMED}, summary="A graph, by its IRI")
@router.get(PATH + "/{path:path}", summary="The graph whose IRI is this address")
async def get(request: Request, service: Served, who: GraphsReading) -> Response:  # noqa: ARG001 - asked for its right
    """Send a named graph, or the default graph itself, in an RDF form that the client accepts."""
    graph = _named(request)
    accepted = acceptable(request.headers.get("accept"), tuple(GRAPHS))
    generation, answer = await attend(service.workers.ask("dump", graph, accepted))
    return send_answer(request, dataclasses.replace(cast("Answer", answer), generation=generation))


@router.put(PATH, openapi_extra=_SENT | {"parameters": _NAMED}, summary="Put a graph in place of what bears its IRI")
@router.put(PATH + "/{path:path}", openapi_extra=_SENT, summary="Put a graph in place of what is at this address")
async def put(request: Request, service: Served, who: GraphsWriting) -> Response:
    """Replace or make a graph, whole or not at all."""
    graph = _named(request)
    contents = await _contents(request, service)
    return await commit(request, service, who, Put(graph, _base(request, graph), contents, beside=False))


@router.post(PATH, openapi_extra=_SENT | {"parameters": _NAMED}, summary="Add to a graph, or make a new one")
@router.post(PATH + "/{path:path}", openapi_extra=_SENT, summary="Add to the graph at this address")
async def post(request: Request, service: Served, who: GraphsWriting) -> Response:
    """Add statements to a graph; without a graph's name, make a new graph and tell its address."""
    new = "path" not in request.path_params and not request.url.query
    graph = f"{render.public(request)}{PATH}/{secrets.token_hex(8)}" if new else _named(request)
    contents = await _contents(request, service)
    change = Put(graph, _base(request, graph), contents, beside=True)
    return await commit(request, service, who, change, location=graph if new else "")


@router.delete(PATH, openapi_extra={"parameters": _NAMED}, status_code=204, summary="Withdraw a graph, by its IRI")
@router.delete(PATH + "/{path:path}", status_code=204, summary="Withdraw the graph at this address")
async def delete(request: Request, service: Served, who: GraphsWriting) -> Response:
    """Remove a named graph, or all that the default graph says."""
    return await commit(request, service, who, Delete(_named(request)))


@router.options(PATH, status_code=204, include_in_schema=False)
@router.options(PATH + "/{path:path}", status_code=204, include_in_schema=False)
async def options() -> Response:
    """Tell the methods; nothing of the store, so no token is needed."""
    return Response(status_code=204, headers={"Allow": "GET, HEAD, PUT, POST, DELETE, OPTIONS"})


def _named(request: Request) -> str:
    """Give the IRI of the graph that a request names, "" for the default graph. Raises BadRequest."""
    given = requests.values(request)
    if "path" in request.path_params:
        if given:
            raise BadRequest("an address below /graphs names a graph itself, so it takes no parameters")
        return requests.iri("the address", _address(request))
    if set(given) == {"default"} and not given["default"]:
        return ""
    if set(given) == {"graph"}:
        return requests.iri("graph", given["graph"])
    raise BadRequest("name one graph: ?graph=IRI with its IRI percent-encoded, or ?default")


def _address(request: Request) -> str:
    """Give the address of a request as its client wrote it: two spellings of an escape are two IRIs."""
    raw = bytes(request.scope["raw_path"]).decode("ascii", "replace")
    root = str(request.scope.get("root_path", ""))
    below = raw.removeprefix(root) if raw.startswith(f"{root}/") else raw
    return render.public(request) + below.rstrip("/")


def _base(request: Request, graph: str) -> str:
    """Give what relative IRIs are resolved against: the graph's own, or the address of the default graph."""
    return graph or f"{render.public(request)}{PATH}?default"


async def _contents(request: Request, service: Service) -> tuple[Content, ...]:
    """Read what was sent: RDF in one form, or a form with files of RDF. Raises UnsupportedMedia and BadRequest."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMedia("a compressed body isn't read here, send it as it is", ("identity",))
    offered = (*GRAPHS, FILES) if request.method == "POST" else tuple(GRAPHS)
    media_type = requests.content_type(request, offered)
    body = await requests.body(request, service.settings.update_bytes)
    if media_type != FILES:
        return (Content(body, media_type),)
    return tuple(Content(taken, _content_type(name, kind)) for name, kind, taken in await requests.files(request, body))


def _content_type(name: str, given: str) -> str:
    media_type, _ = parse_options_header(given)
    if media_type not in GRAPHS:
        raise UnsupportedMedia(f"{name}: a file of type {media_type or '(none)'} isn't read here", tuple(GRAPHS))
    return media_type
