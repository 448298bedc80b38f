"""Cross-force patterns over HTTP: as JSON, CSV, GraphML or a page, each with the findings behind it."""

import json
from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import render, requests
from api.negotiate import CSV, GRAPHML, HTML, JSON
from api.parameters import described, documented
from api.respond import send
from api.service import Served, Service
from queries.errors import TooLittleData, UnknownName, suggestion
from queries.patterns import find, patterns
from queries.patterns.result import COLUMNS, PatternInfo, PatternResult
from queries.plain import as_csv
from queries.project import graphml

FORMS: Final = {"json": JSON, "csv": CSV, "graphml": GRAPHML, "html": HTML}
_LISTED: Final = {"json": JSON, "html": HTML}


def router() -> APIRouter:
    """Make the routes: the list, one for each pattern, and one that answers for names not known."""
    made = APIRouter(tags=["patterns"])
    made.add_api_route("/patterns", listing, summary="The cross-force patterns")
    made.add_api_route("/patterns.{suffix}", listing, include_in_schema=False)
    for info in patterns().values():
        ask = _asking(info)
        made.add_api_route(
            f"/patterns/{info.name}",
            ask,
            summary=info.title,
            description=f"{info.question}\n\n{info.reading}\n\nIt can't show: {info.cannot_show}",
            openapi_extra=documented(info.parameters),
            operation_id=f"pattern-{info.name}",
        )
        made.add_api_route(f"/patterns/{info.name}.{{suffix}}", ask, include_in_schema=False)
    made.add_api_route("/patterns/{name}", unknown, include_in_schema=False)
    return made


def listing(request: Request, service: Served) -> Response:
    """List the patterns with their parameters."""
    form, known = requests.form(request, _LISTED), list(patterns().values())
    if form == HTML:
        body = bytes(render.page(request, "patterns.html", {"patterns": known}).body)
    else:
        body = json.dumps([_described(request, info) for info in known], ensure_ascii=False).encode()
    return send(request, body, form, service.pool.generation)


def unknown(name: str) -> Response:
    """Refuse a name that no pattern has; raises UnknownName with the nearest."""
    raise UnknownName(f"no pattern is called {name!r}{suggestion(name, patterns())}")


def _described(request: Request, info: PatternInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "title": info.title,
        "question": info.question,
        "parameters": described(info.parameters),
        "reading": info.reading,
        "cannot_show": info.cannot_show,
        "address": render.links(request).path(f"/patterns/{info.name}"),
    }


def _asking(info: PatternInfo) -> Callable[[Request, Service], Response]:
    """Make the route of one pattern."""

    def ask(request: Request, service: Served) -> Response:
        form, values = requests.form(request, FORMS), requests.values(request)
        generation = service.pool.generation
        if form == HTML:
            body = _page(request, service, info, {name: value for name, value in values.items() if value})
        else:
            body = _data(find(service.pool, info.name, values), form)
        return send(request, body, form, generation)

    return ask


def _data(result: PatternResult, form: str) -> bytes:
    if form == CSV:
        return as_csv(COLUMNS, result.rows())
    if form == GRAPHML:
        return graphml(result.network).encode()
    return json.dumps(result.as_dict(), ensure_ascii=False).encode()


def _page(request: Request, service: Service, info: PatternInfo, values: dict[str, str]) -> bytes:
    """Show a pattern; where there is too little data to find it, say so beside the form, which can ask for more."""
    try:
        result, refusal = find(service.pool, info.name, values), ""
    except TooLittleData as error:
        result, refusal = None, str(error)
    context = {
        "info": info,
        "values": values,
        "result": result,
        "refusal": refusal,
        "downloads": render.downloads(request, f"/patterns/{info.name}", values, ("json", "csv", "graphml")),
    }
    return bytes(render.page(request, "pattern.html", context).body)
