"""What a person decided on a finding, as a record and as statements of the graph (`peel:Review`), there and back.

All decisions on the findings of one assessment stand in one graph of their own (`reviews_graph`), so that they outlive
the assessment's graph, which a new reading replaces. Decisions are added, never changed: a later one counts.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Final
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology.details import Details, mention_triples, partners_of
from ontology.errors import PeelgraphError
from ontology.iris import HASH_LENGTH, concept, digest
from ontology.statements import Node, Said, Term, a, english, put_in, say, texts
from ontology.terms import FOAF, PEEL, PROV, RDF, RDFS, SKOS, XSD

FINDING: Final = re.compile(r"(https?://[\w.~%:/-]+/)id/finding/([\w.~%-]+/[\w.~%-]+/[\w.~%-]+)/([0-9a-f]{16})", re.A)
"""Base, place of the assessment (force/programme/document) and digest of the quote in a finding's identifier."""
DECISIONS: Final = ("accepted", "corrected", "rejected")


class ReviewError(PeelgraphError):
    """A decision that can't be taken or read: on which finding or in which line, why, and the remedy."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is held of a finding, all by slug; the main theme comes first, the others sorted."""

    kind: str
    themes: tuple[str, ...]
    change: str | None = None
    since: str | None = None
    formal: bool = False
    details: Details | None = None
    """None in a decision of a time when they couldn't be corrected: then it leaves them alone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a finding, of which passage, and what a program had read there."""

    finding: str
    decision: str
    """One of DECISIONS."""
    by: str
    at: str
    """In UTC, to the second: 2026-11-24T13:30:00Z; so decisions sort by it."""
    quote: str
    passage: str | None
    """Digest of the text around the quote; None where the finding was no longer in the document."""
    read: Reading
    confidence: float
    """Of what was read, to three places."""
    corrected: Reading | None = None
    """What the person put in its place, where the decision is `corrected`."""
    note: str | None = None

    @property
    def held(self) -> Reading:
        """What holds since: as corrected, else as read."""
        return self.corrected or self.read

    @property
    def iri(self) -> str:
        """The identifier of the review: the finding and the hash of all that was decided."""
        base, place, words = parts(self.finding)
        facts = (*astuple(self)[:6], _hashed(self.read), self.confidence, _hashed(self.corrected), self.note)
        said = json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return f"{base}id/review/{place}/{words}/{hashlib.sha256(said).hexdigest()[:HASH_LENGTH]}"

    @property
    def order(self) -> tuple[str, str]:
        """What decisions are sorted by: the time, then the identifier."""
        return self.at, self.iri


def _hashed(held: Reading | None) -> tuple[object, ...] | None:
    """Give what counts for the identifier of a decision: one from before there were details keeps that it has."""
    if held is None:
        return None
    return astuple(held) if held.details else astuple(held)[:-1]


def parts(finding: str) -> tuple[str, str, str]:
    """Give base, place of the assessment and digest of the quote of a finding's IRI. Raises ReviewError."""
    found = FINDING.fullmatch(finding)
    if not found or not is_iri(finding):
        raise ReviewError(
            f"{finding!r} is no identifier of a finding; it looks like …/id/finding/force/programme/name/hash"
        )
    return found[1], found[2], found[3]


def is_iri(text: str) -> bool:
    """Tell whether a text may stand as an IRI, by the engine's own rules."""
    try:
        return bool(NamedNode(text))
    except ValueError:
        return False


def assessment_of(finding: str) -> str:
    """Give the IRI of the assessment that a finding was read from."""
    base, place, _ = parts(finding)
    return f"{base}id/assessment/{place}"


def reviews_graph(assessment: str) -> str:
    """Give the named graph of the decisions on an assessment's findings."""
    base, _, place = assessment.partition("id/assessment/")
    return f"{base}graph/reviews/{place}"


def review_quads(decisions: Iterable[Decision]) -> list[Quad]:
    """Give the statements of decisions, each in the graph of its assessment, in the order of time."""
    return [
        quad
        for decision in sorted(set(decisions), key=lambda known: known.order)
        for quad in put_in(
            NamedNode(reviews_graph(assessment_of(decision.finding))), dict.fromkeys(_statements(decision))
        )
    ]


def _statements(decision: Decision) -> Iterator[Triple]:
    node, finding = NamedNode(decision.iri), NamedNode(decision.finding)
    base, _, words = parts(decision.finding)
    person = NamedNode(f"{base}id/reviewer/{quote(decision.by, safe='')}")
    # Labels carry the review's own hash: in a store, the blank nodes of all graphs share one space.
    label = decision.iri.rpartition("/")[2] + words
    read, corrected = BlankNode(f"r{label}"), BlankNode(f"c{label}")
    yield from say(
        node,
        (RDF.type, PEEL.Review),
        (PROV.used, finding),
        (PEEL.assessment, NamedNode(assessment_of(decision.finding))),
        (PROV.wasAssociatedWith, person),
        (PROV.endedAtTime, Literal(decision.at, datatype=XSD.dateTime)),
        (PEEL.decision, a("review-state", decision.decision)),
        (RDFS.comment, Literal(decision.note) if decision.note else None),
        (PEEL.quote, Literal(decision.quote)),
        (PEEL.quoteDigest, Literal(words)),
        (PEEL.passageDigest, Literal(decision.passage) if decision.passage else None),
        (PEEL.asRead, read),
        (PEEL.correctedTo, corrected if decision.corrected else None),
    )
    sure = Literal(f"{decision.confidence:.3f}", datatype=XSD.decimal)
    yield from say(read, (PEEL.confidence, sure))
    for part, held in ((read, decision.read), (corrected, decision.corrected)):
        if held:
            yield from say(part, (PEEL.kind, a("kind", held.kind)), *values(held))
        if held and held.details:
            yield from _details(part, node, held.details)
    yield from say(
        person, (RDF.type, FOAF.Person), (FOAF.name, Literal(decision.by)), (SKOS.prefLabel, english(decision.by))
    )


def _details(part: BlankNode, review: NamedNode, held: Details) -> Iterator[Triple]:
    yield from say(
        part,
        (PEEL.quote, Literal(held.quote)),
        *((PEEL.initiativeName, Literal(name)) for name in held.initiatives),
        (PEEL.action, Literal(held.action) if held.action else None),
        (PEEL.deadlineText, Literal(held.deadline) if held.deadline else None),
    )
    for partner in held.partners:
        yield from mention_triples(part, review, partner)


def values(reading: Reading) -> Iterator[tuple[NamedNode, NamedNode | Literal | None]]:
    """Give the properties that say what is held of a finding, its kind apart."""
    yield PEEL.mainTheme, a("theme", reading.themes[0])
    for theme in reading.themes:
        yield PEEL.theme, a("theme", theme)
    yield PEEL.change, a("change", reading.change) if reading.change else None
    yield PEEL.since, Literal(reading.since, datatype=XSD.gYear) if reading.since else None
    yield PEEL.formal, Literal(reading.formal)


def index(triples: Iterable[Triple]) -> dict[Node, Said]:
    """Arrange statements by subject and property. Linear."""
    found: dict[Node, defaultdict[NamedNode, list[Term]]] = {}
    for said in triples:
        if not isinstance(said.subject, Triple):
            found.setdefault(said.subject, defaultdict(list))[said.predicate].append(said.object)
    return dict(found)


def decisions_of(triples: Iterable[Triple]) -> tuple[Decision, ...]:
    """Read decisions back from their statements, in the order of time. Raises ReviewError where one is incomplete."""
    known = index(triples)
    reviews = [node for node, said in known.items() if PEEL.Review in said.get(RDF.type, ())]
    return tuple(sorted((_decision(node, known) for node in reviews), key=lambda decision: decision.order))


def _decision(node: Node, known: Mapping[Node, Said]) -> Decision:
    said = known[node]
    try:
        read, corrected = said[PEEL.asRead][0], next(iter(said.get(PEEL.correctedTo, ())), None)
        return Decision(
            finding=_text(said, PROV.used),
            decision=_slug(said, PEEL.decision),
            by=_text(known[_node(said, PROV.wasAssociatedWith)], FOAF.name),
            at=_text(said, PROV.endedAtTime),
            quote=_text(said, PEEL.quote),
            passage=_text(said, PEEL.passageDigest) if said.get(PEEL.passageDigest) else None,
            read=_held(read, known),
            confidence=float(_text(known[read], PEEL.confidence)),  # type: ignore[index]
            corrected=_held(corrected, known) if corrected else None,
            note=_text(said, RDFS.comment) if said.get(RDFS.comment) else None,
        )
    except (KeyError, IndexError, ValueError) as error:
        raise ReviewError(f"{node}: the graph of reviews lacks {error} of it; import the decisions again") from error


def _held(part: Term, known: Mapping[Node, Said]) -> Reading:
    said = known[part]  # type: ignore[index]
    held, quoted = reading(said, kind=None), texts(said, PEEL.quote)
    if not quoted:
        return held
    initiatives = texts(said, PEEL.initiativeName)
    action, deadline = (next(iter(texts(said, name)), None) for name in (PEEL.action, PEEL.deadlineText))
    return replace(held, details=Details(quoted[0], partners_of(said, known), initiatives, action, deadline))


def reading(said: Said, kind: str | None) -> Reading:
    """Read what is held of a finding from its statements; without `kind`, `peel:kind` says it."""
    main = _slug(said, PEEL.mainTheme)
    others = sorted({_last(term) for term in said.get(PEEL.theme, ())} - {main})
    return Reading(
        kind=kind or _slug(said, PEEL.kind),
        themes=(main, *others),
        change=_slug(said, PEEL.change) if said.get(PEEL.change) else None,
        since=_text(said, PEEL.since) if said.get(PEEL.since) else None,
        formal=_text(said, PEEL.formal) == "true",
    )


def passage_digest(texts: Iterable[str]) -> str:
    """Hash the passages that a finding stands in; white space, case and typographic variants don't count."""
    return digest(*sorted(texts))


def state(name: str) -> NamedNode:
    """Give a review state: unreviewed, needs-review, accepted, corrected, rejected or reopened."""
    return NamedNode(concept("review-state", name))


def _text(said: Said, predicate: NamedNode) -> str:
    term = said[predicate][0]
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _node(said: Said, predicate: NamedNode) -> Node:
    term = said[predicate][0]
    if isinstance(term, Literal | Triple):
        raise KeyError(predicate.value)
    return term


def _slug(said: Said, predicate: NamedNode) -> str:
    return _last(said[predicate][0])


def _last(term: Term) -> str:
    return str(term).strip("<>").rpartition("/")[2]
