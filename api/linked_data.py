"""Linked data: every thing's address answers, by a redirect to the document about it (`/id/…` 303 `/doc/…`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from api import render
from api.cells import Cell, cell, fallback
from api.describe import Description, describe, refuse_withdrawn
from api.errors import NotFound
from api.links import Links
from api.negotiate import HTML, best
from api.respond import OPEN_LICENCE, send
from api.service import Served, Service
from ontology.short import short
from ontology.terms import DCTERMS, FOAF, PEEL, PREFIXES, RDF, RDFS
from queries.catalogue import catalogue
from store.media import GRAPHS, SUFFIXES
from store.result import Term

router: Final = APIRouter(tags=["linked data"])
FORMS: Final = {**SUFFIXES, "html": HTML}
"""The suffixes of a document and the media types they stand for; Turtle is what a client without wishes gets."""


@router.get("/id/{path:path}", status_code=303, summary="A thing: see the document about it")
def thing(request: Request, service: Served, path: str) -> RedirectResponse:
    """Redirect to the document; a suffix such as .ttl and the query string go along. What was withdrawn is gone."""
    refuse_withdrawn(service.pool, NamedNode(service.names.thing(*split(path)[0].split("/"))))
    target = render.links(request).path(f"/doc/{quote(path)}")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(target + query, status_code=303, headers={"Vary": "Accept"})


@router.get("/doc/{path:path}", summary="The document about a thing")
def document(request: Request, service: Served, path: str) -> Response:
    """Tell what the graph says of a thing and what points at it, in HTML or a form of RDF."""
    name, form = split(path)
    iri = service.names.thing(*name.split("/"))
    return about(request, service, NamedNode(iri), f"/doc/{quote(name)}", form)


def split(path: str) -> tuple[str, str | None]:
    """Take the suffix off a path: `force/kent.ttl` -> `force/kent` and the media type it stands for."""
    name, dot, suffix = path.rpartition(".")
    return (name, FORMS[suffix]) if dot and suffix in FORMS else (path, None)


def about(request: Request, service: Service, iri: NamedNode, path: str, form: str | None) -> Response:
    """Send the document about an IRI, which is served at `path`. Raises NotFound, Gone and NotAcceptable."""
    form = form or best(request.headers.get("accept"), tuple(FORMS.values()))
    generation = service.pool.generation
    found = describe(service.pool, iri, service.settings.page_size)
    if found is None:
        raise NotFound(f"the graph holds nothing about {iri.value}")
    links = render.links(request)
    forms = {suffix: links.path(f"{path}.{suffix}") for suffix in FORMS}
    if form == HTML:
        response = render.page(
            request, "thing.html", _shown(found, links) | {"forms": forms, "asks": _asks(path, links)}
        )
        body = bytes(response.body)
    else:
        suffix = next(suffix for suffix, media_type in FORMS.items() if media_type == form)
        own = NamedNode(f"{service.names.base.rstrip('/')}{path}.{suffix}")
        body = serialize(_statements(found, own), format=GRAPHS[form], prefixes=dict(PREFIXES)) or b""
    return send(request, body, form, generation, alternates(forms, iri.value))


def alternates(forms: dict[str, str], iri: str) -> str:
    """Write the Link header: the other forms of a document, its licence and what it is about."""
    links = [f'<{address}>; rel="alternate"; type="{FORMS[suffix]}"' for suffix, address in forms.items()]
    return ", ".join([*links, f'<{iri}>; rel="describes"', f'<{OPEN_LICENCE}>; rel="license"'])


def _statements(found: Description, own: NamedNode) -> list[Triple]:
    """Give a document's triples: about itself, what is said, what points, labels of what is mentioned."""
    head = [
        Triple(own, RDF.type, FOAF.Document),
        Triple(own, FOAF.primaryTopic, found.thing),
        Triple(own, DCTERMS.license, NamedNode(OPEN_LICENCE)),
        *(Triple(own, RDFS.comment, Literal(_cut(found, by))) for by in found.cut),
    ]
    named = [Triple(NamedNode(iri), RDFS.label, Literal(label)) for iri, label in sorted(found.labels.items())]
    return [*head, *found.said, *found.pointing, *named]


def _cut(found: Description, by: NamedNode) -> str:
    given = sum(triple.predicate == by for triple in found.pointing)
    return f"Cut: {given} of the {found.counts[by]} statements that point at this thing by {short(by.value)} are given."


@dataclass(frozen=True, slots=True)
class Property:
    """A row of a page: a property with its values, or the things that point by it; `more` leads to those left out."""

    name: Cell
    values: tuple[Cell, ...]
    total: int
    more: str


def _shown(found: Description, links: Links) -> dict[str, object]:
    """Arrange a thing for its page."""
    own = [(triple.predicate, triple.object) for triple in found.said if triple.subject == found.thing]
    behind = {value for by, value in own if by == PEEL.evidence}
    pages = {(t.predicate, t.object) for t in found.said if t.predicate == PEEL.page and t.subject in behind}
    parts: dict[str, list[tuple[NamedNode, Term]]] = {}
    for triple in found.said:
        if triple.subject != found.thing:
            parts.setdefault(str(triple.subject), []).append((triple.predicate, triple.object))
    return {
        "label": found.label or fallback(found.thing.value, links),
        "iri": found.thing.value,
        "types": [cell(value, links, found.labels) for by, value in own if by == RDF.type],
        "states": [cell(value, links, found.labels) for by, value in own if by == PEEL.reviewState],
        "said": _grouped([*(pair for pair in own if pair[0] != RDF.type), *pages], found, links),
        "parts": [_grouped(part, found, links) for _, part in sorted(parts.items())],
        "pointing": _grouped([(t.predicate, t.subject) for t in found.pointing], found, links, found.counts),
    }


def _asks(path: str, links: Links) -> list[tuple[str, str]]:
    """Give title and address of the research queries that can be asked about a thing: `/doc/force/kent`, as a force."""
    kind, _, name = path.split("/", 2)[2].partition("/")
    return [
        (query.title, links.path(f"/research/{query.name}?{urlencode({parameter.name: name})}"))
        for query in catalogue().values()
        for parameter in query.parameters
        if parameter.type == kind and name and "/" not in name
    ]


def _grouped(
    pairs: list[tuple[NamedNode, Term]], found: Description, links: Links, counts: Mapping[NamedNode, int] | None = None
) -> list[Property]:
    """Put the values of each property together, properties and values in the order of their texts."""
    groups: dict[NamedNode, list[Cell]] = {}
    for predicate, value in pairs:
        # A blank node has no name that says anything; what is said of it stands among the parts.
        shown = Cell("among its parts") if isinstance(value, BlankNode) else cell(value, links, found.labels)
        groups.setdefault(predicate, []).append(shown)
    rows = [
        Property(
            name=Cell(found.labels.get(by.value) or short(by.value), links.to(by.value)),
            values=tuple(sorted(values, key=lambda value: value.text)),
            total=(counts or {}).get(by, len(values)),
            more=links.query(f"SELECT ?thing WHERE {{ ?thing {by} {found.thing} }} ORDER BY ?thing"),
        )
        for by, values in groups.items()
    ]
    return sorted(rows, key=lambda row: row.name.text)
