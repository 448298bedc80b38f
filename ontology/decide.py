"""Make a decision from what a person says about a finding, as it stands in its assessment's graph."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from pyoxigraph import NamedNode, Triple

from ontology.iris import digest
from ontology.kinds import KINDS
from ontology.reference import load_reference
from ontology.reviews import Decision, Reading, ReviewError, index, parts
from ontology.rulings import NONE, Ruling, corrected_details, known_as
from ontology.settle import Stand, asks_for, stand
from ontology.statements import Node, Said, texts
from ontology.terms import PEEL, RDF


def decide(finding: str, graph: Iterable[Triple], earlier: Collection[Decision], ruling: Ruling) -> Decision:
    """Give the decision on a finding; `graph` is its assessment's, `earlier` the decisions made before.

    It is made on what the program read, also where an earlier decision corrected that. Raises ReviewError where the
    finding isn't there, where nothing is corrected, or where a value isn't known.
    """
    parts(finding)
    by, note = " ".join(ruling.by.split()), " ".join((ruling.note or "").split()) or None
    if not by:
        raise ReviewError("who decides? give a name with --by, or in PEELGRAPH_REVIEWER")
    known = index(graph)
    now = stand(finding, known)
    before = {decision.iri: decision for decision in earlier if decision.finding == finding}
    if now is None:
        return _gone(finding, tuple(before.values()), Ruling(ruling.decision, by, ruling.at, note))
    holds = now.state in ("accepted", "corrected", "rejected") and now.review
    read = before[holds].read if holds in before else now.reading
    if read is None:
        raise ReviewError(
            f"{finding}: is rejected, but the graph of reviews doesn't say by whom; load its document again"
        )
    if not read.details:  # decided on before there were any: so those of the graph are as read
        read = replace(read, details=now.details)
    corrected = None
    if ruling.decision == "corrected":
        corrected = _corrected(finding, read, ruling, now)
        _refuse_other(finding, corrected, known)
    return Decision(
        finding=finding,
        decision=ruling.decision,
        by=by,
        at=_after(ruling.at, before.values()),
        quote=before[holds].quote if holds in before else now.quote,
        passage=now.passage,
        read=read,
        confidence=now.confidence,
        corrected=corrected,
        note=note,
    )


def _gone(finding: str, before: tuple[Decision, ...], ruling: Ruling) -> Decision:
    """Close the question of a finding that was reviewed and isn't in the document any more."""
    if not before:
        raise ReviewError(f"{finding}: the store holds no such finding; `peelgraph review` lists them")
    if ruling.decision != "rejected":
        raise ReviewError(f"{finding}: is no longer in the document; reject it to close the question")
    last = max(before, key=lambda decision: decision.order)
    return replace(
        last,
        decision="rejected",
        by=ruling.by,
        at=_after(ruling.at, before),
        passage=None,
        corrected=None,
        note=ruling.note,
    )


def _after(at: str, before: Iterable[Decision]) -> str:
    """Give the time of a decision: a second after the last before it, where the clock says no more than that."""
    last = max((decision.at for decision in before), default="")
    return at if at > last else f"{datetime.fromisoformat(last) + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"


def _corrected(finding: str, read: Reading, ruling: Ruling, now: Stand) -> Reading:
    main = ruling.main_theme or (ruling.themes or read.themes)[0]
    change = None if ruling.change == NONE else ruling.change or read.change
    since = None if ruling.since == NONE else ruling.since or read.since
    if ruling.since not in (None, NONE, read.since) and not change:
        raise ReviewError("since: a year goes with a change alone; say which with --change")
    corrected = Reading(
        kind=ruling.kind or read.kind,
        themes=(main, *sorted({*(ruling.themes or read.themes)} - {main})),
        change=change,
        since=since if change else None,
        formal=read.formal if ruling.formal is None else ruling.formal,
    )
    check(corrected)
    corrected = replace(corrected, details=corrected_details(read.details or now.details, ruling, now.passages))
    if ruling.action not in (None, NONE, now.details.action) and not asks_for(corrected):
        raise ReviewError(
            "action: goes with improvement, concern and what is formally listed; say which with --kind or --formal"
        )
    if corrected == replace(read, themes=(read.themes[0], *sorted(read.themes[1:]))):
        raise ReviewError(f"{finding}: nothing is corrected; accept it, or say what is different (--kind, --theme …)")
    return corrected


def _refuse_other(finding: str, corrected: Reading, graph: Mapping[Node, Said]) -> None:
    """Refuse words that are another finding of the same document already."""
    quote = corrected.details.quote if corrected.details else ""
    for node, said in graph.items():
        others = PEEL.Finding in said.get(RDF.type, ()) and node != NamedNode(finding)
        if others and digest(*texts(said, PEEL.quote)) == digest(quote):
            raise ReviewError(f"quote: {quote!r} is {node} already; correct that one, and reject this")


def check(reading: Reading) -> None:
    """Refuse values that the vocabulary doesn't know. Raises ReviewError with the nearest that it does."""
    known_as("kind", reading.kind, KINDS)
    for theme in reading.themes:
        known_as("theme", theme, themes())
    if reading.change:
        known_as("change", reading.change, changes())
    if reading.since and not re.fullmatch("[12][0-9]{3}", reading.since):
        raise ReviewError(f"since: {reading.since!r} is no year; write YYYY, or {NONE}")


def themes() -> frozenset[str]:
    """Give the slugs of all themes."""
    return frozenset(theme.slug for theme in load_reference().themes)


def changes() -> frozenset[str]:
    """Give the slugs of the kinds of change."""
    return frozenset(known.slug for known in load_reference().concepts if known.scheme == "change")
