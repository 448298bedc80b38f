"""Small helpers that make statements."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology.iris import concept
from ontology.periods import period

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def say(subject: Node, *pairs: tuple[NamedNode, Value | None]) -> Iterator[Triple]:
    """Give a statement a pair; a pair without a value gives none."""
    for predicate, value in pairs:
        if value is not None:
            yield Triple(subject, predicate, value)


def say_in(graph: NamedNode, subject: Node, *pairs: tuple[NamedNode, Value | None]) -> Iterator[Quad]:
    """Give the same in a named graph."""
    for predicate, value in pairs:
        if value is not None:
            yield Quad(subject, predicate, value, graph)


def english(text: str) -> Literal:
    """Give an English literal."""
    return Literal(text, language="en")


def a(scheme: str, *path: str) -> NamedNode:
    """Give a concept of a scheme, or the scheme itself: `a("theme", "demand")`."""
    return NamedNode(concept(scheme, *path))


def dated(text: str | None) -> Literal | None:
    """Give a date typed by its precision, or None where none is known."""
    return period(text) if text else None
