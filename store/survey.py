"""Count what a dataset's description tells of it: statements, entities, classes, properties, examples."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode

from ontology.terms import PEEL, PREFIXES
from store.result import Table, Term

# A statement that stands in several graphs is one, and the union alone wouldn't tell.
PROPERTIES = """
SELECT ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) WHERE { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }
GROUP BY ?p ORDER BY ?p"""
CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c FILTER(isIRI(?c)) } GROUP BY ?c ORDER BY ?c"
TOTALS = """
SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) (COUNT(DISTINCT ?e) AS ?entities)
{ ?s ?p ?o BIND(IF(isIRI(?s) && STRSTARTS(STR(?s), SPACE), ?s, ?none) AS ?e) }"""
EXAMPLES = f"""
SELECT ?c (MIN(?s) AS ?first)
{{ ?s a ?c FILTER(STRSTARTS(STR(?c), "{PREFIXES["peel"]}") && isIRI(?s) && STRSTARTS(STR(?s), SPACE)) }}
GROUP BY ?c ORDER BY ?c"""
SHOWN = (PEEL.Force, PEEL.Assessment, PEEL.Finding, PEEL.Judgement, PEEL.Recommendation)
"""The classes that examples are given of, where the store holds any."""


@dataclass(frozen=True, slots=True)
class Part:
    """What there is of one class (`subjects` alone) or of one property."""

    iri: str
    subjects: int
    triples: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """The figures of one generation, each counted in the store."""

    generation: str
    graphs: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[Part, ...]
    properties: tuple[Part, ...]
    examples: tuple[str, ...]

    @property
    def triples(self) -> int:
        """Statements of the union of all graphs, each once."""
        return sum(part.triples for part in self.properties)

    @property
    def vocabularies(self) -> tuple[str, ...]:
        """The namespaces of the classes and properties that are used, of those that we know by a prefix."""
        used = [part.iri for part in (*self.classes, *self.properties)]
        return tuple(space for space in PREFIXES.values() if any(iri.startswith(space) for iri in used))


def survey(select: Callable[[str], Table], generation: str, graphs: int, space: str) -> Survey:
    """Count by queries; entities are the things whose IRIs begin with `space`. n log n in the statements."""
    begins = str(Literal(space))
    ((subjects, objects, entities),) = select(TOTALS.replace("SPACE", begins)).rows
    first = {cls: cast("NamedNode", thing).value for cls, thing in select(EXAMPLES.replace("SPACE", begins)).rows}
    return Survey(
        generation=generation,
        graphs=graphs,
        entities=_number(entities),
        subjects=_number(subjects),
        objects=_number(objects),
        classes=tuple(Part(_iri(c), _number(n)) for c, n in select(CLASSES).rows),
        properties=tuple(Part(_iri(p), _number(n), _number(all_)) for p, all_, n in select(PROPERTIES).rows),
        examples=tuple(first[cls] for cls in SHOWN if cls in first),
    )


def _number(term: Term | None) -> int:
    return int(cast("Literal", term).value)


def _iri(term: Term | None) -> str:
    return cast("NamedNode", term).value
