"""What the graph is as a dataset: by VoID at `/void`, by DCAT at `/dataset`, on a page for people at both."""

from collections.abc import Callable, Iterable
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import Triple

from api import dcat, rdf, render, void
from api.cells import Cell
from api.negotiate import HTML
from api.release import Release, release
from api.respond import send
from api.service import Served, Service
from ontology.graph import ATTRIBUTION, LICENCE
from ontology.release import TITLE
from ontology.short import short
from store.survey import Part, Survey

router: Final = APIRouter(tags=["the dataset"])


@router.get("/.well-known/void", status_code=302, summary="The description by VoID, where robots look for it")
async def well_known(request: Request) -> RedirectResponse:
    """Redirect to `/void`."""
    return RedirectResponse(render.links(request).path("/void"), status_code=302)


@router.get("/void", summary="The dataset described by VoID")
@router.get("/void.{suffix}", include_in_schema=False)
async def by_void(request: Request, service: Served) -> Response:
    """Tell how many statements, things, classes and properties there are, counted in the store, and examples."""
    return await _described(
        request,
        service,
        "/void",
        lambda released, survey: void.describe(service.names, released, survey, service.figures.space),
    )


@router.get("/dataset", summary="The dataset described by DCAT")
@router.get("/dataset.{suffix}", include_in_schema=False)
async def by_dcat(request: Request, service: Served) -> Response:
    """Tell what the dataset is, whose, under which licence, of which version, and how it is to be had."""
    return await _described(request, service, "/dataset", lambda released, _: dcat.describe(service.names, released))


async def _described(
    request: Request, service: Service, path: str, describe: Callable[[Release, Survey], Iterable[Triple]]
) -> Response:
    """Send a description in RDF, or the page that both descriptions have."""
    form = rdf.chosen(request, rdf.WITH_PAGE)
    survey = await service.figures.now()
    released = release(request, service, survey.generation)
    if form == HTML:
        return _page(request, service, survey, released)
    return rdf.send_rdf(request, path, describe(released, survey), form, survey.generation)


def _page(request: Request, service: Service, survey: Survey, released: Release) -> Response:
    context = {
        "title": TITLE,
        "description": dcat.DESCRIPTION,
        "attribution": ATTRIBUTION,
        "licence": LICENCE.value,
        "released": released,
        "survey": survey,
        "space": service.figures.space,
        "examples": [_cell(request, iri) for iri in survey.examples],
        "classes": [(_cell(request, part.iri), part) for part in _largest(survey.classes)],
        "properties": [(_cell(request, part.iri), part) for part in _largest(survey.properties)],
        "descriptions": {"DCAT": rdf.forms(request, "/dataset"), "VoID": rdf.forms(request, "/void")},
    }
    body = bytes(render.page(request, "dataset.html", context).body)
    link = rdf.alternates(rdf.forms(request, "/dataset"))
    return send(request, body, HTML, survey.generation, link, settled=False)


def _largest(parts: tuple[Part, ...]) -> list[Part]:
    return sorted(parts, key=lambda part: (-(part.triples or part.subjects), part.iri))


def _cell(request: Request, iri: str) -> Cell:
    return Cell(short(iri), render.links(request).to(iri))
