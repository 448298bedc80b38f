"""Show the terms of an answer: as text with a link for people, as plain values for programs."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from api.links import Links, short
from ontology.iris import VOCABULARY
from ontology.terms import XSD
from store import Table
from store.result import Term

Plain = str | int | float | bool | None
_WHOLE: Final = frozenset({XSD.integer, XSD.nonNegativeInteger})
_BROKEN: Final = frozenset({XSD.decimal, XSD.double})


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


def plain(term: Term | None) -> Plain:
    """Give a term as JSON holds it: numbers and truth values as such, the rest as text."""
    if not isinstance(term, Literal):
        return None if term is None else term.value if isinstance(term, NamedNode) else str(term)
    if term.datatype == XSD.boolean:
        return term.value in ("true", "1")
    try:
        if term.datatype in _WHOLE:
            return int(term.value)
        if term.datatype in _BROKEN:
            return float(term.value)
    except ValueError:
        # RDF lets a literal break its type ("many"^^xsd:integer): its text is all there is.
        return term.value
    return term.value


def lexical(term: Term | None) -> str:
    """Give a term as CSV holds it, as SPARQL's own CSV does: its IRI or its text."""
    return "" if term is None else term.value if isinstance(term, NamedNode | Literal) else str(term)


def records(table: Table) -> list[dict[str, Plain]]:
    """Give a table as one object a row, by column."""
    return [dict(zip(table.variables, map(plain, row), strict=True)) for row in table.rows]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as CSV (RFC 4180), in UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _datatype(literal: Literal) -> str:
    return "" if literal.datatype == XSD.string else short(literal.datatype.value)
