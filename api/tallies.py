"""Counts of findings for the pages of forces and themes."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from api.cells import Cell, cell
from api.links import Links
from ontology.iris import concept
from ontology.kinds import KINDS
from ontology.terms import PEEL, SKOS
from store.pool import Pool

FORCES: Final = f"SELECT ?thing (MIN(?label) AS ?name) WHERE {{ ?thing a {PEEL.Force} ; {SKOS.prefLabel} ?label }}"
THEMES: Final = f"""
SELECT ?thing (MIN(?label) AS ?name)
WHERE {{ ?thing {SKOS.inScheme} <{concept("theme")}> ; {SKOS.prefLabel} ?label }}"""
_COUNTS: Final = """
SELECT ?thing ?kind (COUNT(DISTINCT ?finding) AS ?number)
WHERE {{ VALUES ?kind {{ {kinds} }} ?finding a ?kind ; {by} ?thing }}
GROUP BY ?thing ?kind"""


@dataclass(frozen=True, slots=True)
class Tally:
    """A thing with its number of findings of each kind, in the order of the kinds."""

    thing: Cell
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All findings about it."""
        return sum(self.counts)


def named(pool: Pool, things: str, links: Links) -> list[Cell]:
    """Give the things that one of the queries above selects, by name."""
    rows = pool.select(f"{things} GROUP BY ?thing").rows
    labels = {t.value: name.value for t, name in rows if isinstance(t, NamedNode) and isinstance(name, Literal)}
    return [cell(NamedNode(iri), links, labels) for iri, _ in sorted(labels.items(), key=lambda pair: pair[1])]


def tally(pool: Pool, things: str, by: NamedNode, links: Links) -> list[Tally]:
    """Count the findings of each thing, reached by the property `by`; things without findings count nothing."""
    kinds = tuple(KINDS.values())
    rows = pool.select(_COUNTS.format(kinds=" ".join(map(str, kinds)), by=by)).rows
    counts = {
        (links.to(thing.value), kind): int(number.value)
        for thing, kind, number in rows
        if isinstance(thing, NamedNode) and isinstance(number, Literal)
    }
    return [
        Tally(thing, tuple(counts.get((thing.href, kind), 0) for kind in kinds)) for thing in named(pool, things, links)
    ]
