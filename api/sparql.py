"""The SPARQL 1.1 Protocol's query operation at `/sparql`, and a page to ask by for browsers.

https://www.w3.org/TR/sparql11-protocol/#query-operation: GET, POST of a form, POST of the query itself.
"""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api import editor, problems, rdf, render, requests, service_description
from api.attend import attend
from api.errors import BadRequest, Kind, kind_of
from api.negotiate import HTML, acceptable
from api.problems import document
from api.requests import Pairs
from api.respond import send, send_answer
from api.service import Served, Service, served
from ontology.errors import PeelgraphError
from store.errors import QueryTooLarge
from store.media import GRAPHS, RESULTS, SUFFIXES

router: Final = APIRouter(tags=["SPARQL"])
DIRECT: Final = "application/sparql-query"
FORMS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    **SUFFIXES,
}
"""What an answer can be asked for as by suffix."""
OFFERED: Final = (*RESULTS, *GRAPHS, HTML)
"""All that an answer may be written as, before its kind is known; a page last, so that only a browser gets it."""
_PARAMETERS: Final[list[dict[str, object]]] = [
    {
        "name": name,
        "in": "query",
        "required": name == "query",
        "description": sentence,
        "schema": {"type": "array", "items": {"type": "string"}} if "graph" in name else {"type": "string"},
        "example": example,
    }
    for name, sentence, example in (
        ("query", "the query", "SELECT ?force WHERE { ?force a <https://w3id.org/peelgraph/def#Force> } LIMIT 3"),
        ("default-graph-uri", "a graph to make up the default graph; none: the union of all", []),
        ("named-graph-uri", "a graph to be named in GRAPH; none: all", []),
    )
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the dataset it is put to."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@router.get("/sparql", openapi_extra={"parameters": _PARAMETERS}, summary="Ask a SPARQL query")
@router.get("/sparql.{suffix}", include_in_schema=False)
async def get(request: Request, service: Served) -> Response:
    """Answer a query of the URL; with no parameter at all, describe the service, to browsers by the page to ask on."""
    given = requests.pairs(request.url.query)
    if not given and request.path_params.get("suffix", "ttl") in SUFFIXES:
        return await _describe(request, service)
    return await _answer(request, service, given)


@router.post("/sparql", summary="Ask a SPARQL query by POST: a form, or the query itself")
async def post(request: Request, service: Served) -> Response:
    """Answer a query of the body."""
    media_type = requests.content_type(request, (DIRECT, requests.FORM))
    taken = await requests.body(request, service.settings.body_bytes)
    text = requests.utf8(taken)
    url = requests.pairs(request.url.query)
    given = (*url, *(requests.pairs(text) if media_type == requests.FORM else (("query", text),)))
    return await _answer(request, service, given)


class Lane:
    """A shorter way to the route above for a query by GET: most requests are one, and finding a route takes longer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a query for a program; all else goes on."""
        asked = scope["type"] == "http" and scope["method"] == "GET" and b"query=" in scope["query_string"]
        if not asked or scope["path"] != f"{scope.get('root_path', '')}/sparql":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            if _accepted(request)[0] == HTML:
                await self._app(scope, receive, send)
                return
            response = await _answer(request, served(request), requests.pairs(request.url.query))
        except PeelgraphError as error:
            response = problems.answer(request, error)
        await response(scope, receive, send)


def read(given: Pairs, limit: int) -> Asked:
    """Find the one query and its dataset among the parameters; raises BadRequest, and QueryTooLarge over the limit."""
    queries = [value for name, value in given if name == "query"]
    if any(name == "update" for name, _ in given):
        raise BadRequest("no updates are taken here; send a query in the parameter query")
    if len(queries) != 1:
        raise BadRequest(f"{'no query is' if not queries else 'more than one query is'} given; send one, as query")
    if (length := len(queries[0].encode())) > limit:
        raise QueryTooLarge(f"the query has {length:,} bytes, more than the limit of {limit:,}; ask in parts")
    return Asked(queries[0], requests.iris(given, "default-graph-uri"), requests.iris(given, "named-graph-uri"))


def _accepted(request: Request) -> tuple[str, ...]:
    """Give what the client takes, the best first: by suffix, else by Accept."""
    if "suffix" in request.path_params:
        return requests.accepted(request, FORMS)
    return acceptable(request.headers.get("accept"), OFFERED)


async def _describe(request: Request, service: Service) -> Response:
    form = rdf.chosen(request, rdf.WITH_PAGE)
    if form == HTML:
        return send(request, bytes(editor.empty(request).body), HTML, service.pool.generation)
    survey = await service.figures.now()
    writable = bool(request.app.state.tokens)
    said = service_description.describe(
        service.names, render.public(request), service.settings, survey, writable=writable
    )
    return rdf.send_rdf(request, "/sparql", said, form, survey.generation)


async def _answer(request: Request, service: Service, given: Pairs) -> Response:
    accepted = _accepted(request)
    if accepted[0] == HTML:
        return await run_in_threadpool(_page, request, service, given)
    asked = read(given, service.settings.query_bytes)
    request.state.query = asked.query
    data = tuple(media_type for media_type in accepted if media_type != HTML)
    answer = await attend(service.workers.answer(asked.query, data, asked.default_graphs, asked.named_graphs))
    return send_answer(request, answer)


def _page(request: Request, service: Service, given: Pairs) -> Response:
    """Show a query with its answer, or with what is wrong with it, so that it can be mended where it stands."""
    generation = service.pool.generation
    try:
        asked = read(given, service.settings.query_bytes)
        request.state.query = asked.query
        answer = service.pool.answer(asked.query, editor.FORMS, asked.default_graphs, asked.named_graphs)
    except PeelgraphError as error:
        kind: Kind = kind_of(error)
        text = next((value for name, value in given if name == "query"), "")
        return editor.refused(request, text, document(request, error), kind.status)
    response = editor.answered(request, service, asked.query, answer)
    return send(request, bytes(response.body), HTML, generation)
