"""Apply decisions to the graph of an assessment: what a person decided holds there in place of what a program read.

A decision holds as long as the passage it was made on stands unchanged. Where the passage changed, the reading stands
and its state is `reopened`. What was rejected keeps its statements, but is no `peel:Finding` any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology.details import (
    COMPANY,
    Details,
    action_triples,
    initiative_triples,
    initiatives_of,
    partner_triples,
    partners_of,
)
from ontology.iris import Names, digest
from ontology.kinds import CRITICAL, KINDS
from ontology.passages import Passage, evidence_iri, evidence_triples, moved, passage_of, selectors
from ontology.reviews import Decision, Reading, ReviewError, index, parts, passage_digest, reading, state, values
from ontology.statements import Node, Said, put_in, say
from ontology.terms import PEEL, RDF

HELD: Final = frozenset({RDF.type, PEEL.mainTheme, PEEL.theme, PEEL.change, PEEL.since, PEEL.formal})
"""The properties that a decision sets anew on a finding."""
MARKS: Final = frozenset({PEEL.reviewState, PEEL.review})
SAYS: Final = COMPANY | {PEEL.quote, PEEL.evidence, PEEL.evidenceAsRead}
"""Those that it sets anew where it tells the details."""
FOLLOWS: Final = frozenset({RDF.type, PEEL.mainTheme, PEEL.theme, PEEL.formal})
"""Those that it sets on the recommendation that arises from one."""
ASKS: Final = frozenset({PEEL.force, PEEL.programme})
"""Those that a recommendation has of its finding, whatever is decided."""


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
    details: Details
    """As they count now, also where it was rejected."""
    passages: tuple[Passage, ...]
    """As they were read, whatever was corrected."""


@dataclass(slots=True)
class _Change:
    """What decisions do to a graph: the properties of a thing that go (None: all of it), and what is said instead."""

    dropped: dict[object, frozenset[NamedNode] | None] = field(default_factory=dict)
    made: list[Triple] = field(default_factory=list)
    loose: set[object] = field(default_factory=set)
    """What goes unless something still speaks of it: partners, initiatives, mentions, evidence."""


def stand(finding: str, graph: Mapping[Node, Said]) -> Stand | None:
    """Tell how a finding stands in its assessment's graph; None where the graph doesn't hold it (any more)."""
    said = graph.get(NamedNode(finding), {})
    quote = _first(said, PEEL.quote)
    if quote is None:
        return None
    kind = next((name for name, term in KINDS.items() if term in said.get(RDF.type, ())), None)
    passages = tuple(passage_of(node, graph) for node in _read_evidence(said))
    texts = {text for passage in passages for text in passage.around}
    if not texts or (said.get(PEEL.partnerType) and not said.get(PEEL.mention)):
        raise ReviewError(
            f"{finding}: the store holds no passage around it, or no mention of its partners; load its document again"
        )
    details = _details(finding, quote, passages, graph)
    return Stand(
        quote=quote,
        passage=passage_digest(texts),
        state=str(_first(said, PEEL.reviewState)).rpartition("/")[2],
        review=_first(said, PEEL.review),
        confidence=float(str(_first(said, PEEL.confidence))),
        reading=replace(reading(said, kind), details=details) if kind else None,
        details=details,
        passages=passages,
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
    change = _Change()
    for finding, made_on_it in sorted(about.items()):
        now = stand(finding, graph)
        if now is None:
            continue
        fitting = [known for known in made_on_it if known.passage == now.passage and _holds(known, now.passages)]
        latest = max(fitting or made_on_it, key=lambda decision: decision.order)
        node = NamedNode(finding)
        change.dropped[node] = HELD | MARKS if fitting else MARKS
        change.made += _marked(node, latest, reopened=not fitting)
        if not fitting:
            continue
        if latest.held.details:
            _say_details(node, latest, latest.held.details, now.passages, graph, change)
        else:
            for recommendation in arising.get(node, ()):
                change.dropped[recommendation] = FOLLOWS
                change.made += _recommended(recommendation, latest)
    return _changed(quads, change)


def _changed(quads: Sequence[Quad], change: _Change) -> list[Quad]:
    """Give a graph with what changes: what goes, what comes, and nothing that only spoke of what went."""
    kept = [quad for quad in quads if not _goes(quad, change)]
    told = [*kept, *put_in(quads[0].graph_name, dict.fromkeys(change.made))]
    spoken = {quad.object for quad in told if quad.subject not in change.loose}
    spoken |= {quad.object for quad in told if quad.subject in spoken}
    gone = change.loose - spoken
    return [quad for quad in dict.fromkeys(told) if quad.subject not in gone]


def _goes(quad: Quad, change: _Change) -> bool:
    if quad.subject not in change.dropped:
        return False
    going = change.dropped[quad.subject]
    return going is None or quad.predicate in going


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
    asks = decision.decision != "rejected" and asks_for(decision.held)
    kept = [pair for pair in values(decision.held) if pair[0] in FOLLOWS]
    yield from say(node, (RDF.type, PEEL.Recommendation if asks else PEEL.Rejected), *kept)


def asks_for(held: Reading) -> bool:
    """Tell whether something should be done about what a finding says."""
    return held.kind in CRITICAL or held.formal


def _say_details(
    node: NamedNode,
    decision: Decision,
    held: Details,
    passages: Sequence[Passage],
    graph: Mapping[Node, Said],
    change: _Change,
) -> None:
    """Let the details that a decision tells stand in place of those in the graph."""
    base, place, _ = parts(decision.finding)
    names, force, said = Names(base), place.partition("/")[0], graph[node]
    change.dropped[node] = HELD | MARKS | SAYS
    change.loose |= {term for by in COMPANY - {PEEL.partnerType} for term in said.get(by, ())}
    for evidence in said.get(PEEL.evidence, ()):
        change.loose |= {evidence, *selectors(evidence, graph)}  # type: ignore[arg-type]
    forces = [term for term in said.get(PEEL.force, ()) if isinstance(term, NamedNode)]
    own = sorted(term.value.rpartition("/")[2] for term in forces)
    made = [
        *say(node, (PEEL.quote, Literal(held.quote))),
        *_evidence(node, NamedNode(f"{base}id/assessment/{place}"), held.quote, decision.quote, passages),
        *partner_triples(node, held.partners, names),
        *initiative_triples(node, held.initiatives, force if force in own else own[0], names),
    ]
    asked = _asked(decision.finding, decision.quote)
    change.dropped[asked] = None
    if held.action:
        about = [(by, term) for by in sorted(ASKS, key=str) for term in said.get(by, ()) if isinstance(term, NamedNode)]
        made += [*say(asked, *about), *_recommended(asked, decision)]
        made += action_triples(asked, node, forces, held.action, held.deadline)
    change.made += made


def _evidence(
    node: NamedNode, source: NamedNode, quote: str, read: str, passages: Sequence[Passage]
) -> Iterator[Triple]:
    """Tie a finding to its passages by the words that hold; those that were read stay, where they are others."""
    as_read = [triple for passage in passages for triple in evidence_triples(node, source, passage)]
    if digest(quote) == digest(read):
        yield from as_read
        return
    yield from (said for said in as_read if said.predicate != PEEL.evidence)
    yield from say(node, *((PEEL.evidenceAsRead, evidence_iri(node, passage)) for passage in passages))
    for passage in passages:
        if there := moved(passage, quote):
            yield from evidence_triples(node, source, there)


def _holds(decision: Decision, passages: Sequence[Passage]) -> bool:
    """Tell whether the words of a decision stand in the passages; those that were read do."""
    held = decision.held.details
    if not held or digest(held.quote) == digest(decision.quote):
        return True
    return any(moved(passage, held.quote) for passage in passages)


def _details(finding: str, quote: str, passages: Sequence[Passage], graph: Mapping[Node, Said]) -> Details:
    """Read what a finding says from its statements and those of its recommendation."""
    said, asked = graph[NamedNode(finding)], graph.get(_asked(finding, passages[0].exact), {})
    return Details(
        quote=quote,
        partners=partners_of(said, graph),
        initiatives=initiatives_of(said, quote, graph),
        action=_first(asked, PEEL.action),
        deadline=_first(asked, PEEL.deadlineText),
    )


def _asked(finding: str, read: str) -> NamedNode:
    """Give the identifier of the recommendation that arises from a finding, by the words that were read."""
    base, place, _ = parts(finding)
    force, programme, document = place.split("/")
    return NamedNode(Names(base).recommendation(force, programme, document, read))


def _read_evidence(said: Said) -> list[Node]:
    """Give the evidence that a program read: beside a corrected quote it stands apart."""
    found = said.get(PEEL.evidenceAsRead) or said.get(PEEL.evidence, ())
    return [term for term in found if isinstance(term, NamedNode | BlankNode)]


def _first(said: Said, predicate: NamedNode) -> str | None:
    term = next(iter(said.get(predicate, ())), None)
    return term.value if isinstance(term, NamedNode | Literal) else None
