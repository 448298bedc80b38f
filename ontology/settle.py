"""Apply decisions to the graph of an assessment: what a person decided holds there in place of what a program read.

A decision holds as long as the passage it was made on stands unchanged. Where the passage changed, the reading stands
and its state is `reopened`. What was rejected keeps its statements, but is no `peel:Finding` any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ontology.kinds import CRITICAL, KINDS
from ontology.reviews import (
    Decision,
    Node,
    Reading,
    ReviewError,
    Said,
    index,
    passage_digest,
    reading,
    state,
    values,
)
from ontology.statements import put_in, say
from ontology.terms import PEEL, RDF

HELD: Final = frozenset({RDF.type, PEEL.mainTheme, PEEL.theme, PEEL.change, PEEL.since, PEEL.formal})
"""The properties that a decision sets anew on a finding."""
MARKS: Final = frozenset({PEEL.reviewState, PEEL.review})
FOLLOWS: Final = frozenset({RDF.type, PEEL.mainTheme, PEEL.theme, PEEL.formal})
"""Those that it sets on the recommendation that arises from one."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a finding stands in its graph."""

    quote: str
    passage: str
    """Digest of the passages that it stands in."""
    state: str
    review: str | None
    confidence: float
    reading: Reading | None
    """As it counts now; None where it was rejected."""


def stand(finding: str, graph: Mapping[Node, Said]) -> Stand | None:
    """Tell how a finding stands in its assessment's graph; None where the graph doesn't hold it (any more)."""
    said = graph.get(NamedNode(finding), {})
    quote = _first(said, PEEL.quote)
    if quote is None:
        return None
    kind = next((name for name, term in KINDS.items() if term in said.get(RDF.type, ())), None)
    return Stand(
        quote=quote,
        passage=_passage(finding, said, graph),
        state=str(_first(said, PEEL.reviewState)).rpartition("/")[2],
        review=_first(said, PEEL.review),
        confidence=float(str(_first(said, PEEL.confidence))),
        reading=reading(said, kind) if kind else None,
    )


def settle(quads: Sequence[Quad], decisions: Iterable[Decision]) -> list[Quad]:
    """Give an assessment's graph with the decisions on its findings applied; again applied, they change nothing.

    Of several decisions on a finding the latest whose passage is the graph's counts. Linear.
    """
    about: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        about[decision.finding].append(decision)
    if not about or not quads:
        return list(quads)
    graph = index(quad.triple for quad in quads)
    arising = _arising(graph)
    dropped: dict[object, frozenset[NamedNode]] = {}
    made: list[Triple] = []
    for finding, made_on_it in sorted(about.items()):
        now = stand(finding, graph)
        if now is None:
            continue
        fitting = [decision for decision in made_on_it if decision.passage == now.passage]
        latest = max(fitting or made_on_it, key=lambda decision: decision.order)
        node = NamedNode(finding)
        dropped[node] = HELD | MARKS if fitting else MARKS
        made += _marked(node, latest, reopened=not fitting)
        for recommendation in arising.get(node, ()) if fitting else ():
            dropped[recommendation] = FOLLOWS
            made += _recommended(recommendation, latest)
    name = quads[0].graph_name
    kept = [quad for quad in quads if quad.predicate not in dropped.get(quad.subject, ())]
    return [*kept, *put_in(name, dict.fromkeys(made))]


def _arising(graph: Mapping[Node, Said]) -> dict[object, list[Node]]:
    """Give the recommendations that arise from each finding."""
    found: dict[object, list[Node]] = defaultdict(list)
    for node, said in graph.items():
        for finding in said.get(PEEL.arisesFrom, ()):
            found[finding].append(node)
    return found


def _marked(node: NamedNode, decision: Decision, *, reopened: bool) -> Iterator[Triple]:
    yield from say(node, (PEEL.review, NamedNode(decision.iri)))
    if reopened:
        yield from say(node, (PEEL.reviewState, state("reopened")))
        return
    rejected = decision.decision == "rejected"
    types = (PEEL.Rejected,) if rejected else (PEEL.Finding, KINDS[decision.held.kind])
    yield from say(node, (PEEL.reviewState, state(decision.decision)), *((RDF.type, kind) for kind in types))
    yield from say(node, *values(decision.held))


def _recommended(node: Node, decision: Decision) -> Iterator[Triple]:
    """What is said to be done well, and isn't formally listed, asks for nothing."""
    asks = decision.decision != "rejected" and (decision.held.kind in CRITICAL or decision.held.formal)
    kept = [pair for pair in values(decision.held) if pair[0] in FOLLOWS]
    yield from say(node, (RDF.type, PEEL.Recommendation if asks else PEEL.Rejected), *kept)


def _first(said: Said, predicate: NamedNode) -> str | None:
    term = next(iter(said.get(predicate, ())), None)
    return term.value if isinstance(term, NamedNode | Literal) else None


def _passage(finding: str, said: Said, graph: Mapping[Node, Said]) -> str:
    evidence = [term for term in said.get(PEEL.evidence, ()) if isinstance(term, NamedNode)]
    texts = {text.value for node in evidence for text in graph[node].get(PEEL.passage, ()) if isinstance(text, Literal)}
    if not texts:
        raise ReviewError(f"{finding}: the store holds no passage around it; load its document again")
    return passage_digest(texts)
