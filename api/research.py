"""Research queries over HTTP: each its own address, with typed parameters, as JSON, CSV or a page."""

import json
from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import render, requests
from api.cells import cells
from api.labels import labels
from api.negotiate import CSV, HTML, JSON
from api.parameters import described, documented
from api.respond import send
from api.service import Served, Service
from queries import catalogue
from queries.catalogue import ResearchQuery
from queries.plain import as_csv, lexical, records
from queries.run import run
from store import Table

FORMS: Final = {"json": JSON, "csv": CSV, "html": HTML}
_LISTED: Final = {"json": JSON, "html": HTML}


def router() -> APIRouter:
    """Make the routes: the list, one for each query that ships, and one that answers for names not known."""
    made = APIRouter(tags=["research"])
    made.add_api_route("/research", listing, summary="The research queries")
    made.add_api_route("/research.{suffix}", listing, include_in_schema=False)
    for query in catalogue.catalogue().values():
        ask = _asking(query)
        made.add_api_route(
            f"/research/{query.name}",
            ask,
            summary=query.title,
            description=f"{query.question}\n\n{query.reading}\n\nIt can't show: {query.cannot_show}",
            openapi_extra=documented(query.parameters),
            operation_id=f"research-{query.name}",
        )
        made.add_api_route(f"/research/{query.name}.{{suffix}}", ask, include_in_schema=False)
    made.add_api_route("/research/{name}", unknown, include_in_schema=False)
    return made


def listing(request: Request, service: Served) -> Response:
    """List the research queries with their parameters."""
    form, queries = requests.form(request, _LISTED), catalogue.catalogue().values()
    if form == HTML:
        body = bytes(render.page(request, "research.html", {"queries": list(queries)}).body)
    else:
        body = json.dumps([_described(request, query) for query in queries], ensure_ascii=False).encode()
    return send(request, body, form, service.pool.generation)


def unknown(name: str) -> Response:
    """Refuse a name that no query has; raises UnknownName with the nearest."""
    catalogue.get(name)
    raise LookupError(f"the query {name} has no route")


def _described(request: Request, query: ResearchQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "parameters": described(query.parameters),
        "reading": query.reading,
        "cannot_show": query.cannot_show,
        "address": render.links(request).path(f"/research/{query.name}"),
    }


def _asking(query: ResearchQuery) -> Callable[[Request, Service], Response]:
    """Make the route of one query."""

    def ask(request: Request, service: Served) -> Response:
        form, values = requests.form(request, FORMS), requests.values(request)
        generation = service.pool.generation
        missing = [p.name for p in query.parameters if p.required and p.default is None and not values.get(p.name)]
        if form == HTML:
            # A form sends its empty fields too; and without what is needed there is only the form to show.
            values = {name: value for name, value in values.items() if value}
            table = None if missing else run(service.pool, query.name, values)
            body = _page(request, service, query, values, table)
        else:
            body = _data(query, values, run(service.pool, query.name, values), generation, form)
        return send(request, body, form, generation)

    return ask


def _data(query: ResearchQuery, values: dict[str, str], table: Table, generation: str, form: str) -> bytes:
    if form == CSV:
        return as_csv(table.variables, ([lexical(term) for term in row] for row in table.rows))
    answer = {
        "name": query.name,
        "question": query.question,
        "parameters": values,
        "generation": generation,
        "columns": table.variables,
        "rows": records(table),
        "reading": query.reading,
        "cannot_show": query.cannot_show,
    }
    return json.dumps(answer, ensure_ascii=False).encode()


def _page(
    request: Request, service: Service, query: ResearchQuery, values: dict[str, str], table: Table | None
) -> bytes:
    shown = Table(table.variables, table.rows[: service.settings.page_size]) if table else Table((), ())
    named = labels(service.pool, (term for row in shown.rows for term in row))
    context = {
        "query": query,
        "values": values,
        "columns": shown.variables,
        "rows": cells(shown, render.links(request), named),
        "total": len(table.rows) if table else None,
        "downloads": render.downloads(request, f"/research/{query.name}", values, ("json", "csv")),
    }
    return bytes(render.page(request, "query.html", context).body)
