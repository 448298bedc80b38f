"""Show the terms of an answer to people: as text, with a link."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from api.links import Links
from ontology.iris import VOCABULARY
from ontology.short import short
from ontology.terms import XSD
from store import Table
from store.result import Term


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person sees of a term: its text, where it leads, and the language or data type it has."""

    text: str
    href: str | None = None
    note: str = ""


def cell(term: Term | None, links: Links, labels: Mapping[str, str]) -> Cell:
    """Show one term; an IRI by its label where it has one."""
    if term is None:
        return Cell("")
    if isinstance(term, NamedNode):
        return Cell(labels.get(term.value) or fallback(term.value, links), links.to(term.value))
    if isinstance(term, Literal):
        return Cell(term.value, note=term.language or _datatype(term))
    return Cell(str(term))


def fallback(iri: str, links: Links) -> str:
    """Name a thing without a label: by its path under the base, else by its prefix and name."""
    for start in (f"{links.names.base}id/", f"{VOCABULARY}/"):
        if iri.startswith(start):
            return iri[len(start) :].replace("/", " · ")
    return short(iri)


def cells(table: Table, links: Links, labels: Mapping[str, str]) -> list[list[Cell]]:
    """Show the rows of a table."""
    return [[cell(term, links, labels) for term in row] for row in table.rows]


def _datatype(literal: Literal) -> str:
    return "" if literal.datatype == XSD.string else short(literal.datatype.value)
