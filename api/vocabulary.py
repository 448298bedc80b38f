"""The vocabulary at `/def` and its concepts at `/def/…`, for programs and for people."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import NamedNode

from api import render, requests
from api.cells import Cell, cell
from api.linked_data import FORMS, about, alternates, split
from api.negotiate import HTML
from api.respond import send
from api.service import Served, Service
from ontology.context import CONTEXT_FILE
from ontology.iris import VOCABULARY
from ontology.short import short
from ontology.terms import OWL, RDF, RDFS, SKOS

router: Final = APIRouter(tags=["vocabulary"])
CONTEXT: Final = "application/ld+json"
_ALL: Final = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{VOCABULARY}> {{ ?s ?p ?o }} }}"
_KINDS: Final = {
    "Classes": (OWL.Class,),
    "Properties": (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property),
    "Concept schemes": (SKOS.ConceptScheme,),
}
_TERMS: Final = f"""
SELECT ?term (MIN(?label) AS ?name) (MIN(?text) AS ?definition) WHERE {{{{
  VALUES ?kind {{{{ {{kinds}} }}}}
  ?term a ?kind .
  FILTER(STRSTARTS(STR(?term), "{VOCABULARY}"))
  OPTIONAL {{{{ ?term {RDFS.label}|{SKOS.prefLabel} ?label . FILTER(LANG(?label) IN ("", "en")) }}}}
  OPTIONAL {{{{ ?term {SKOS.definition}|{RDFS.comment} ?text . FILTER(LANG(?text) IN ("", "en")) }}}}
}}}} GROUP BY ?term ORDER BY LCASE(STR(?term))"""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary as its page shows it."""

    anchor: str
    name: Cell
    label: str
    definition: str


@router.get("/def", summary="The vocabulary")
@router.get("/def.{suffix}", include_in_schema=False)
def vocabulary(request: Request, service: Served) -> Response:
    """Give the whole vocabulary with its schemes as RDF, or a page of its terms."""
    form = requests.form(request, FORMS)
    generation, links = service.pool.generation, render.links(request)
    forms = {name: links.path(f"/def.{name}") for name in FORMS}
    if form == HTML:
        groups = {title: _terms(request, service, kinds) for title, kinds in _KINDS.items()}
        body = bytes(render.page(request, "vocabulary.html", {"groups": groups, "forms": forms}).body)
    else:
        body = service.pool.answer(_ALL, (form,)).body
    return send(request, body, form, generation, alternates(forms, VOCABULARY))


@router.get("/def/context.jsonld", summary="The JSON-LD context")
def context(request: Request, service: Served) -> Response:
    """Give the short keys under which JSON-LD may speak of the terms of the vocabulary and of those it reuses."""
    return send(request, CONTEXT_FILE.read_bytes(), CONTEXT, service.pool.generation, settled=False)


@router.get("/def/{path:path}", summary="A concept or a concept scheme of the vocabulary")
def concept(request: Request, service: Served, path: str) -> Response:
    """Tell what the graph says of a concept (a theme, a grade, a partner type) and what points at it."""
    name, form = split(path)
    return about(request, service, NamedNode(f"{VOCABULARY}/{quote(name)}"), f"/def/{quote(name)}", form)


def _terms(request: Request, service: Service, kinds: tuple[NamedNode, ...]) -> list[Term]:
    links = render.links(request)
    rows = service.pool.select(_TERMS.format(kinds=" ".join(map(str, kinds)))).rows
    return [
        Term(
            term.value.removeprefix(VOCABULARY).strip("#/"),
            Cell(short(term.value), links.to(term.value)),
            cell(label, links, {}).text,
            cell(definition, links, {}).text,
        )
        for term, label, definition in rows
        if isinstance(term, NamedNode)
    ]
