"""The page on which a browser writes a query and reads its answer; it works without a script."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from pyoxigraph import NamedNode

from api import render
from api.cells import Cell, fallback
from api.labels import labels
from api.links import Links
from api.service import Service
from ontology.short import short
from ontology.terms import PREFIXES
from queries.catalogue import catalogue
from store import Answer

FORMS: Final = ("application/sparql-results+json", "text/turtle")
"""What the page shows: tables and truth values out of JSON, graphs as Turtle."""
_SHOWN_PREFIXES: Final = ("peel", "skos", "dcterms")
START: Final = (
    "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in _SHOWN_PREFIXES)
    + """
# Which themes are written of most often as areas for improvement?
SELECT ?theme (COUNT(DISTINCT ?force) AS ?forces) (COUNT(?finding) AS ?findings)
WHERE {
  ?finding a peel:AreaForImprovement ;
    peel:mainTheme ?theme ;
    peel:force ?force .
}
GROUP BY ?theme
ORDER BY DESC(?forces) ?theme
LIMIT 20
"""
)


def empty(request: Request) -> HTMLResponse:
    """Show the page with a first query to try."""
    return _page(request, START, {})


def refused(request: Request, query: str, problem: Mapping[str, object], status: int) -> HTMLResponse:
    """Show a query with what is wrong with it."""
    return _page(request, query, {"problem": problem}, status)


def answered(request: Request, service: Service, query: str, answer: Answer) -> HTMLResponse:
    """Show a query with its answer: a page of its rows, and links to all of them in other forms."""
    if answer.media_type == "text/turtle":
        return _page(request, query, {"graph": answer.body.decode("utf-8")})
    found: dict[str, Any] = json.loads(answer.body)
    if "boolean" in found:
        return _page(request, query, {"truth": bool(found["boolean"])})
    rows: list[dict[str, dict[str, Any]]] = found["results"]["bindings"]
    shown, links = rows[: service.settings.page_size], render.links(request)
    named = labels(service.pool, (NamedNode(v["value"]) for row in shown for v in row.values() if v["type"] == "uri"))
    columns: list[str] = found["head"]["vars"]
    table = [[_cell(row.get(column), links, named) for column in columns] for row in shown]
    return _page(request, query, {"columns": columns, "rows": table, "total": len(rows)})


def _cell(value: dict[str, Any] | None, links: Links, named: Mapping[str, str]) -> Cell:
    if value is None:
        return Cell("")
    text = value["value"] if isinstance(value["value"], str) else json.dumps(value["value"], ensure_ascii=False)
    if value["type"] == "uri":
        return Cell(named.get(text) or fallback(text, links), links.to(text))
    return Cell(text, note=value.get("xml:lang") or short(value.get("datatype", "")))


def _page(request: Request, query: str, result: Mapping[str, object], status: int = 200) -> HTMLResponse:
    links = render.links(request)
    context = {
        "query": query,
        "prefixes": dict(PREFIXES),
        "samples": [(known, links.query(known.text)) for known in catalogue().values()],
        "downloads": {form: links.query(query, form) for form in ("json", "csv", "ttl")},
        "result": result,
    }
    return render.page(request, "sparql.html", context, status)
