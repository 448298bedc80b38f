"""Make a decision from what a person says about a finding, as it stands in its assessment's graph."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pyoxigraph import Triple

from ontology.kinds import KINDS
from ontology.reference import load_reference
from ontology.reviews import Decision, Reading, ReviewError, index, parts
from ontology.settle import stand
from ontology.tables import suggest

NONE: Final = "none"
"""The word that takes a change or a year away."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says: the decision, who and when (UTC, to the second), and the values to put right, by slug.

    `themes` stand in place of all; `main_theme` goes before them; None leaves a value as it was read.
    """

    decision: str
    by: str
    at: str
    note: str | None = None
    kind: str | None = None
    themes: tuple[str, ...] = ()
    main_theme: str | None = None
    change: str | None = None
    since: str | None = None
    formal: bool | None = None


def decide(finding: str, graph: Iterable[Triple], earlier: Collection[Decision], ruling: Ruling) -> Decision:
    """Give the decision on a finding; `graph` is its assessment's, `earlier` the decisions made before.

    It is made on what the program read, also where an earlier decision corrected that. Raises ReviewError where the
    finding isn't there, where nothing is corrected, or where a value isn't known.
    """
    parts(finding)
    by, note = " ".join(ruling.by.split()), " ".join((ruling.note or "").split()) or None
    if not by:
        raise ReviewError("who decides? give a name with --by, or in PEELGRAPH_REVIEWER")
    now = stand(finding, index(graph))
    before = {decision.iri: decision for decision in earlier if decision.finding == finding}
    if now is None:
        return _gone(finding, tuple(before.values()), Ruling(ruling.decision, by, ruling.at, note))
    holds = now.state in ("accepted", "corrected", "rejected") and now.review
    read = before[holds].read if holds in before else now.reading
    if read is None:
        raise ReviewError(
            f"{finding}: is rejected, but the graph of reviews doesn't say by whom; load its document again"
        )
    corrected = _corrected(finding, read, ruling) if ruling.decision == "corrected" else None
    return Decision(
        finding=finding,
        decision=ruling.decision,
        by=by,
        at=_after(ruling.at, before.values()),
        quote=now.quote,
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


def _corrected(finding: str, read: Reading, ruling: Ruling) -> Reading:
    main = ruling.main_theme or (ruling.themes or read.themes)[0]
    since = ruling.since or read.since
    change = ruling.change or read.change
    corrected = Reading(
        kind=ruling.kind or read.kind,
        themes=(main, *sorted({*(ruling.themes or read.themes)} - {main})),
        change=None if change == NONE else change,
        # A year since when goes with a change alone.
        since=None if NONE in (since, change) or not change else since,
        formal=read.formal if ruling.formal is None else ruling.formal,
    )
    check(corrected)
    if corrected == replace(read, themes=(read.themes[0], *sorted(read.themes[1:]))):
        raise ReviewError(f"{finding}: nothing is corrected; accept it, or say what is different (--kind, --theme …)")
    return corrected


def check(reading: Reading) -> None:
    """Refuse values that the vocabulary doesn't know. Raises ReviewError with the nearest that it does."""
    _known("kind", reading.kind, KINDS)
    for theme in reading.themes:
        _known("theme", theme, themes())
    if reading.change:
        _known("change", reading.change, changes())
    if reading.since and not re.fullmatch("[12][0-9]{3}", reading.since):
        raise ReviewError(f"since: {reading.since!r} is no year; write YYYY, or {NONE}")


def themes() -> frozenset[str]:
    """Give the slugs of all themes."""
    return frozenset(theme.slug for theme in load_reference().themes)


def changes() -> frozenset[str]:
    """Give the slugs of the kinds of change."""
    return frozenset(known.slug for known in load_reference().concepts if known.scheme == "change")


def _known(what: str, value: str, allowed: Collection[str]) -> None:
    if value not in allowed:
        raise ReviewError(f"{what}: {value!r} is unknown{suggest(value, allowed)}")
