"""Give the terms of an answer as plain values, for programs that know no RDF: JSON, CSV, data frames."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.terms import XSD
from store import Table
from store.result import Term

Plain = str | int | float | bool | None
_WHOLE: Final = frozenset({XSD.integer, XSD.nonNegativeInteger, XSD.gYear})
_BROKEN: Final = frozenset({XSD.decimal, XSD.double})


def plain(term: Term | None) -> Plain:
    """Give numbers, years and truth values as such, an IRI and all else as text."""
    if not isinstance(term, Literal):
        return lexical(term) if term is not None else None
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
    """Give a term as SPARQL's own CSV does: its IRI or its text, nothing where it is unbound."""
    return "" if term is None else term.value if isinstance(term, NamedNode | Literal) else str(term)


def records(table: Table) -> list[dict[str, Plain]]:
    """Give a table as one dictionary a row, by column."""
    return [dict(zip(table.variables, map(plain, row), strict=True)) for row in table.rows]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as CSV (RFC 4180), in UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode()
