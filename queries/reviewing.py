"""What a person should look at: uncertain findings, what is known of one, and how often people agree with the reading.

The questions stand in `reviews/`, in the form of research queries.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode, Triple

from ontology.kinds import KINDS
from ontology.reviews import Decision, assessment_of, decisions_of, index, reviews_graph
from ontology.settle import Stand, stand
from ontology.statements import Said
from ontology.terms import PEEL
from queries.bind import bind
from queries.catalogue import read_query
from queries.errors import UnknownName
from queries.naming import the_one
from queries.plain import lexical
from queries.reader import Asked

FOLDER: Final = Path(__file__).parent / "reviews"
BANDS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""The steps of confidence by which agreement is told."""
_IDENTIFIER: Final = re.compile(r"[\w.~%:/-]+", re.A)
_NAMED: Final = """
PREFIX peel: <https://w3id.org/peelgraph/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?finding WHERE {{
  {{ ?finding peel:reviewState ?state }} UNION {{ ?review a peel:Review ; prov:used ?finding }}
  FILTER(STR(?finding) = {word} || STRENDS(STR(?finding), {ending}))
}} ORDER BY ?finding LIMIT 6
"""


class Graphs(Asked, Protocol):
    """A reader that gives whole graphs, too."""

    def graphs(self) -> tuple[str, ...]:
        """The names of all named graphs."""

    def graph(self, name: str) -> tuple[Triple, ...]:
        """The statements of one."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A finding in the list; `before`, `by` and `at` are the last decision, "" where there was none."""

    state: str
    """A review state, or `gone`: reviewed, but no longer in its document."""
    confidence: float
    force: str
    programme: str
    kind: str
    theme: str
    quote: str
    before: str
    by: str
    at: str
    finding: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with all that a person needs to decide; `now` is None where it is gone."""

    finding: str
    now: Stand | None
    passages: tuple[str, ...]
    cues: tuple[str, ...]
    doubts: tuple[str, ...]
    """Why it is marked whatever its confidence."""
    decisions: tuple[Decision, ...]
    """Those made on it, oldest first."""


def pending(reader: Asked, values: Mapping[str, str], limit: int | None = None) -> list[Pending]:
    """List findings for review: what is open again first, then the least sure.

    `values` are the parameters of `reviews/pending.rq`, as a person types them. Raises WrongParameter.
    """
    asked = read_query(FOLDER / "pending.rq")
    rows = [_row(*map(lexical, row)) for row in reader.select(bind(asked, values, reader)).rows]
    if values.get("state", "pending") in ("pending", "undecided", "reopened", "any"):
        rows += _gone(reader, values)
    rows.sort(key=lambda row: (row.state not in ("gone", "reopened"), row.confidence, row.finding))
    return rows[:limit]


def _gone(reader: Asked, values: Mapping[str, str]) -> list[Pending]:
    query = read_query(FOLDER / "gone.rq")
    known = {parameter.name for parameter in query.parameters}
    text = bind(query, {name: word for name, word in values.items() if name in known}, reader)
    rows = (_row("gone", *map(lexical, row)) for row in reader.select(text).rows)
    last: dict[str, Pending] = {}
    for row in rows:
        last.setdefault(row.finding, row)
    return list(last.values())


def _row(state: str, confidence: str, *cells: str) -> Pending:
    force, programme, kind, theme, quote, before, by, at, finding = cells
    slugs = [word.rpartition("/")[2] for word in (force, programme, theme, before)]
    return Pending(
        state=state.rpartition("/")[2],
        confidence=float(confidence),
        force=slugs[0],
        programme=slugs[1],
        kind=kind,
        theme=slugs[2],
        quote=quote,
        before=slugs[3],
        by=by,
        at=at,
        finding=finding,
    )


def named(reader: Asked, word: str) -> str:
    """Give the IRI of a finding by its IRI, or by the end of it, such as its hash. Raises UnknownName."""
    if not _IDENTIFIER.fullmatch(word):
        raise UnknownName(f"{word!r} is no identifier of a finding; `peelgraph review` lists them")
    return the_one(reader, _NAMED, word, f"no finding is called {word}; `peelgraph review` lists them")


def show(reader: Graphs, finding: str) -> Shown:
    """Gather what is known of a finding, by its IRI. Linear in its assessment's graph."""
    graph = index(reader.graph(assessment_of(finding)))
    said = graph.get(NamedNode(finding), {})
    evidence = [graph.get(node, {}) for node in said.get(PEEL.evidence, ()) if isinstance(node, NamedNode)]
    texts = {text for part in evidence for text in _texts(part, PEEL.passage)}
    made = decisions_of(reader.graph(reviews_graph(assessment_of(finding))))
    return Shown(
        finding=finding,
        now=stand(finding, graph),
        passages=tuple(sorted(texts)),
        cues=_texts(said, PEEL.cue),
        doubts=_texts(said, PEEL.doubt),
        decisions=tuple(decision for decision in made if decision.finding == finding),
    )


def _texts(said: Said, predicate: NamedNode) -> tuple[str, ...]:
    return tuple(sorted(text.value for text in said.get(predicate, ()) if isinstance(text, Literal)))


def all_decisions(reader: Graphs) -> tuple[Decision, ...]:
    """Give every decision in the store, by assessment and time."""
    names = [name for name in reader.graphs() if "/graph/reviews/" in name]
    return tuple(decision for name in names for decision in decisions_of(reader.graph(name)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often people agreed with the reading, over the last decision on each finding."""

    of: str
    """A kind, as read; a band of confidence; or all."""
    accepted: int
    corrected: int
    rejected: int
    confidence: float
    """The mean of the confidence that the reading gave: what `agreed` should be near to."""

    @property
    def reviewed(self) -> int:
        """All decisions."""
        return self.accepted + self.corrected + self.rejected

    @property
    def agreed(self) -> float:
        """The share accepted as read."""
        return self.accepted / self.reviewed


def agreement(decisions: Iterable[Decision]) -> list[Agreement]:
    """Count the last decisions by kind, by band of confidence, and all; groups without any are left out."""
    last: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda known: known.order):
        # A finding that was gone when it was decided tells nothing of how it had been read.
        if decision.passage:
            last[decision.finding] = decision
    groups: dict[str, list[Decision]] = defaultdict(list)
    for decision in last.values():
        groups[decision.read.kind].append(decision)
        groups[_band(decision.confidence)].append(decision)
        groups["all"].append(decision)
    order = [*KINDS, *map(_band, BANDS[:-1]), "all"]
    return [_agreement(name, groups[name]) for name in order if name in groups]


def _band(confidence: float) -> str:
    below = next((top for top in BANDS[1:] if confidence < top), BANDS[-1])
    return f"sure {BANDS[BANDS.index(below) - 1]:.1f} to {below:.1f}"


def _agreement(name: str, group: list[Decision]) -> Agreement:
    counts = Counter(decision.decision for decision in group)
    mean = sum(decision.confidence for decision in group) / len(group)
    return Agreement(name, counts["accepted"], counts["corrected"], counts["rejected"], round(mean, 3))
