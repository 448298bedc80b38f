"""Pages for people: home, forces, themes, the ways to fail, and what every address does."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pyoxigraph import NamedNode

from api import render, tallies
from api.errors import KINDS as PROBLEMS
from api.labels import labels
from api.negotiate import HTML
from api.respond import send
from api.service import Served, Service
from ontology.kinds import KINDS
from ontology.terms import PEEL
from queries.patterns import patterns

router: Final = APIRouter(tags=["pages"], default_response_class=HTMLResponse)
SHOWN_PATTERNS: Final = 3


@router.get("/", summary="Home")
def home(request: Request, service: Served) -> Response:
    """Tell what this is, what it holds and how to ask it."""
    links = render.links(request)
    context = {
        "statistics": service.pool.statistics(),
        "forces": tallies.named(service.pool, tallies.FORCES, links),
        "themes": tallies.named(service.pool, tallies.THEMES, links),
        "patterns": list(patterns().values())[:SHOWN_PATTERNS],
        "address": service.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/"),
    }
    return _page(request, service, "home.html", context)


@router.get("/forces", summary="The forces and their numbers of findings")
def forces(request: Request, service: Served) -> Response:
    """List the forces."""
    return _tallies(request, service, "Forces", tallies.FORCES, PEEL.force)


@router.get("/themes", summary="The themes and their numbers of findings")
def themes(request: Request, service: Served) -> Response:
    """List the themes."""
    return _tallies(request, service, "Themes", tallies.THEMES, PEEL.theme)


@router.get("/problems", summary="The ways in which a request can fail")
def problems(request: Request, service: Served) -> Response:
    """List the kinds of problem documents, which name their kind by a link to this page."""
    return _page(request, service, "problems.html", {"kinds": PROBLEMS})


@router.get("/docs", summary="What every address does")
def docs(request: Request, service: Served) -> Response:
    """Show the OpenAPI document as a page."""
    document: dict[str, Any] = request.app.openapi()
    operations = [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return _page(request, service, "docs.html", {"operations": operations})


def _tallies(request: Request, service: Service, title: str, things: str, by: NamedNode) -> Response:
    named = labels(service.pool, KINDS.values())
    rows = tallies.tally(service.pool, things, by, render.links(request))
    columns = [named.get(kind.value, name) for name, kind in KINDS.items()]
    return _page(request, service, "tallies.html", {"title": title, "columns": columns, "rows": rows})


def _page(request: Request, service: Service, template: str, context: dict[str, object]) -> Response:
    generation = service.pool.generation
    return send(request, bytes(render.page(request, template, context).body), HTML, generation)
