"""Labels for what pages mention: the graph's own, and words made of the facts of what bears none of its own."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.terms import DCTERMS, FOAF, OA, PEEL, PROV, RDFS, SKOS
from store.pool import Pool
from store.result import Term

_LABELS: Final = f"""
SELECT ?thing (MIN(?text) AS ?label) WHERE {{{{
  VALUES ?thing {{{{ {{things}} }}}}
  ?thing {SKOS.prefLabel}|{RDFS.label}|{DCTERMS.title}|{FOAF.name}|{PEEL.quote} ?text .
  FILTER(LANG(?text) IN ("", "en"))
}}}} GROUP BY ?thing"""
_FACTS: Final = f"""
SELECT DISTINCT ?thing ?made ?first ?second ?third WHERE {{{{
  VALUES ?thing {{{{ {{things}} }}}}
  {{{{ ?thing {OA.hasSelector}/{OA.exact} ?first . OPTIONAL {{{{ ?thing {PEEL.page} ?second }}}}
     BIND("evidence" AS ?made) BIND("" AS ?third) }}}}
  UNION {{{{ ?thing a {PEEL.Inspection} ; {PEEL.force}/{SKOS.prefLabel} ?first ;
       {PEEL.programme}/{SKOS.prefLabel} ?second .
     BIND("inspection" AS ?made) BIND("" AS ?third) }}}}
  UNION {{{{ ?thing a {PEEL.Review} ; {PEEL.decision}/{SKOS.prefLabel} ?first ;
       {PROV.wasAssociatedWith}/{FOAF.name} ?second ; {PROV.endedAtTime} ?third . BIND("review" AS ?made) }}}}
  UNION {{{{ ?thing a {PEEL.ReadingRun} ; {PROV.used}/{DCTERMS.title} ?first .
     BIND("reading" AS ?made) BIND("" AS ?second) BIND("" AS ?third) }}}}
}}}} ORDER BY ?thing ?first ?second"""
LABELLED: Final = 400
"""Things whose labels one question may ask for; the rest of a very long list goes by its identifiers."""
LABEL_LENGTH: Final = 120
"""Characters of a label; a finding is labelled by its quote, which may be long."""


def labels(pool: Pool, terms: Iterable[object]) -> dict[str, str]:
    """Find an English label for each of the IRIs among some terms, by IRI; what has none is left out.

    A label made goes before the graph's: a review bears the words of its finding.
    """
    things = sorted({str(term) for term in terms if isinstance(term, NamedNode)})[:LABELLED]
    if not things:
        return {}
    rows = pool.select(_LABELS.format(things=" ".join(things))).rows
    found = {
        thing.value: _cut(label.value)
        for thing, label in rows
        if isinstance(thing, NamedNode) and isinstance(label, Literal)
    }
    return found | _made(pool, things)


def _made(pool: Pool, things: list[str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for thing, kind, *facts in pool.select(_FACTS.format(things=" ".join(things))).rows:
        if isinstance(thing, NamedNode) and isinstance(kind, Literal):
            made.setdefault(thing.value, _worded(kind.value, *map(_text, facts)))
    return made


def _worded(kind: str, first: str, second: str, third: str) -> str:
    """Name a thing by its facts: the passage and its page; force and programme; decision, person and day."""
    if kind == "evidence":
        return f"{f'Page {second}: ' if second else ''}“{_cut(' '.join(first.split()))}”"
    if kind == "inspection":
        return f"Inspection of {first}, {second}"
    if kind == "review":
        return f"{first} by {second}, {third.partition('T')[0]}"
    return f"Reading of {_cut(first)}"


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""


def _cut(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else f"{text[:LABEL_LENGTH].rsplit(' ', 1)[0]} …"
