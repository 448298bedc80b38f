"""What the graph holds about one thing: what is said of it, what points at it, and labels for what both mention."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology.terms import DCTERMS, FOAF, PEEL, RDFS, SKOS
from store.pool import Pool

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

_POINTING: Final = """
SELECT DISTINCT ?s ?p WHERE {{ ?s ?p {thing} . FILTER(isIRI(?s)) }} ORDER BY ?p ?s LIMIT {limit}"""

_LABELS: Final = f"""
SELECT ?thing (MIN(?text) AS ?label) WHERE {{{{
  VALUES ?thing {{{{ {{things}} }}}}
  ?thing {SKOS.prefLabel}|{RDFS.label}|{DCTERMS.title}|{FOAF.name}|{PEEL.quote} ?text .
  FILTER(LANG(?text) IN ("", "en"))
}}}} GROUP BY ?thing"""
LABELLED: Final = 400
"""Things whose labels one question may ask for; the rest of a very long list goes by its identifiers."""
LABEL_LENGTH: Final = 120
"""Characters of a label; a finding is labelled by its quote, which may be long."""


@dataclass(frozen=True, slots=True)
class Description:
    """A thing as the graph has it; `cut` where more points at it than `pointing` holds."""

    thing: NamedNode
    said: tuple[Triple, ...]
    pointing: tuple[Triple, ...]
    cut: bool
    labels: dict[str, str]

    @property
    def label(self) -> str | None:
        """The thing's own label."""
        return self.labels.get(self.thing.value)


def describe(pool: Pool, thing: NamedNode, most: int) -> Description | None:
    """Gather a thing with at most `most` statements that point at it; None where the graph doesn't know it."""
    below = str(Literal(f"{thing.value}/"))
    said = pool.construct(_SAID.format(thing=thing, below=below))
    rows = pool.select(_POINTING.format(thing=thing, limit=most + 1)).rows
    pointing = tuple(
        Triple(s, p, thing) for s, p in rows[:most] if isinstance(s, NamedNode) and isinstance(p, NamedNode)
    )
    if not said and not pointing:
        return None
    return Description(
        thing=thing,
        said=tuple(sorted(set(said), key=str)),
        pointing=pointing,
        cut=len(rows) > most,
        labels=labels(pool, (term for triple in (*said, *pointing) for term in triple)),
    )


def labels(pool: Pool, terms: Iterable[object]) -> dict[str, str]:
    """Find an English label for each of the IRIs among some terms, by IRI; what has none is left out."""
    things = sorted({str(term) for term in terms if isinstance(term, NamedNode)})
    if not things:
        return {}
    rows = pool.select(_LABELS.format(things=" ".join(things[:LABELLED]))).rows
    return {
        thing.value: _cut(label.value)
        for thing, label in rows
        if isinstance(thing, NamedNode) and isinstance(label, Literal)
    }


def _cut(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else f"{text[:LABEL_LENGTH].rsplit(' ', 1)[0]} …"
