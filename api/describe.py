"""What the graph holds about one thing: what is said of it, what points at it, and labels for what both mention."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from api.errors import Gone
from api.labels import labels
from ontology.terms import PEEL, PROV
from store.pool import Pool
from store.result import Term

# The parts of a thing are blank nodes and what has its IRI under the thing's own, as evidence has.
_SAID: Final = """
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ VALUES ?s {{ {thing} }} ?s ?p ?o }}
  UNION
  {{ {thing} ?link ?s . FILTER(isBlank(?s) || STRSTARTS(STR(?s), {below})) ?s ?p ?o }}
  UNION
  {{ {thing} ?link ?part . FILTER(isBlank(?part) || STRSTARTS(STR(?part), {below}))
     ?part ?further ?s . FILTER(isBlank(?s)) ?s ?p ?o }}
}}"""

# What a person rejected points at nothing; it has a page of its own.
_POINTS: Final = f"FILTER(isIRI(?s)) MINUS {{{{ ?s a {PEEL.Rejected} }}}}"
_COUNTS: Final = f"""
SELECT ?p (COUNT(DISTINCT ?s) AS ?number) WHERE {{{{ ?s ?p {{thing}} . {_POINTS} }}}} GROUP BY ?p ORDER BY ?p"""
_BY: Final = f"""
{{{{ SELECT DISTINCT ?s ?p WHERE {{{{ VALUES ?p {{{{ {{by}} }}}} ?s ?p {{thing}} . {_POINTS} }}}}
   ORDER BY ?s LIMIT {{most}} }}}}"""

# A few suffice: a thing that was withdrawn has but the date of its end.
_ABOUT: Final = "SELECT ?p ?o WHERE {{ {thing} ?p ?o }} LIMIT 2"


@dataclass(frozen=True, slots=True)
class Description:
    """A thing as the graph has it.

    `pointing` holds a bounded number of statements of each property; `counts` tells how many there are of each.
    """

    thing: NamedNode
    said: tuple[Triple, ...]
    pointing: tuple[Triple, ...]
    counts: dict[NamedNode, int]
    labels: dict[str, str]

    @property
    def label(self) -> str | None:
        """The thing's own label."""
        return self.labels.get(self.thing.value)

    @property
    def cut(self) -> tuple[NamedNode, ...]:
        """The properties of which `pointing` holds a part."""
        held = Counter(triple.predicate for triple in self.pointing)
        return tuple(by for by, number in self.counts.items() if number > held[by])


def describe(pool: Pool, thing: NamedNode, most: int) -> Description | None:
    """Gather a thing with at most `most` statements of each property that point at it; None if it isn't known.

    Raises Gone for what was withdrawn, whatever still points at it.
    """
    below = str(Literal(f"{thing.value}/"))
    said = pool.construct(_SAID.format(thing=thing, below=below))
    _refuse_withdrawn(thing, [(triple.predicate, triple.object) for triple in said])
    rows = pool.select(_COUNTS.format(thing=thing)).rows
    counts = {p: int(n.value) for p, n in rows if isinstance(p, NamedNode) and isinstance(n, Literal)}
    if not said and not counts:
        return None
    pointing = _pointing(pool, thing, counts, most)
    return Description(
        thing=thing,
        said=tuple(sorted(set(said), key=str)),
        pointing=pointing,
        counts=counts,
        labels=labels(pool, (term for triple in (*said, *pointing) for term in triple)),
    )


def refuse_withdrawn(pool: Pool, thing: NamedNode) -> None:
    """Raise Gone for a thing that was withdrawn; pass any other, known or not."""
    _refuse_withdrawn(thing, pool.select(_ABOUT.format(thing=thing)).rows)


def _refuse_withdrawn(thing: NamedNode, said: Sequence[Sequence[Term | None]]) -> None:
    ends = [value.value for by, value in said if by == PROV.invalidatedAtTime and isinstance(value, Literal)]
    if ends and len(ends) == len(said):
        raise Gone(f"{thing.value} was withdrawn on {ends[0][:10]}; the graph says nothing more of it")


def _pointing(pool: Pool, thing: NamedNode, properties: Iterable[NamedNode], most: int) -> tuple[Triple, ...]:
    parts = [_BY.format(thing=thing, by=by, most=most) for by in properties]
    if not parts:
        return ()
    rows = pool.select(f"SELECT ?s ?p WHERE {{ {' UNION '.join(parts)} }} ORDER BY ?p ?s").rows
    return tuple(Triple(s, p, thing) for s, p in rows if isinstance(s, NamedNode) and isinstance(p, NamedNode))
