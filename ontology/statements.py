"""Small helpers that make statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from ontology.iris import concept
from ontology.periods import period

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal
Term = NamedNode | BlankNode | Literal | Triple
Said = Mapping[NamedNode, Sequence[Term]]
"""What is said of one thing: the values of each property."""


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


def put_in(graph: NamedNode | BlankNode | DefaultGraph, triples: Iterable[Triple | Quad]) -> Iterator[Quad]:
    """Give statements that were made already, of whichever graph, in this one."""
    for said in triples:
        yield Quad(said.subject, said.predicate, said.object, graph)


def texts(said: Said, predicate: NamedNode) -> tuple[str, ...]:
    """Give the literals of a property, sorted."""
    return tuple(sorted(term.value for term in said.get(predicate, ()) if isinstance(term, Literal)))


def english(text: str) -> Literal:
    """Give an English literal."""
    return Literal(text, language="en")


def a(scheme: str, *path: str) -> NamedNode:
    """Give a concept of a scheme, or the scheme itself: `a("theme", "demand")`."""
    return NamedNode(concept(scheme, *path))


def dated(text: str | None) -> Literal | None:
    """Give a date typed by its precision, or None where none is known."""
    return period(text) if text else None
