"""What a person says of a finding, and how the words among it are checked: each must stand in the document."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.details import Details, Partner, partner_order
from ontology.iris import digest, slug
from ontology.passages import Passage, moved
from ontology.reference import load_reference
from ontology.reviews import ReviewError
from ontology.spans import verbatim
from ontology.tables import suggest

SHOWN: Final = 160
"""Characters of a text that a message shows."""
LEAST: Final = 3
"""Characters of a quote."""
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
    quote: str | None = None
    partners: tuple[str, ...] = ()
    """Each `TYPE: MENTION` or `TYPE: MENTION = ORGANISATION`, in place of all; `none` alone takes all away."""
    initiatives: tuple[str, ...] = ()
    action: str | None = None
    deadline: str | None = None


def corrected_details(read: Details, ruling: Ruling, passages: Sequence[Passage]) -> Details:
    """Give what a finding says as a person put it right; what isn't named stays as read. Raises ReviewError.

    Words are kept as the document writes them.
    """
    same = ruling.quote is None or digest(ruling.quote) == digest(read.quote)
    quote = read.quote if same else _quote(str(ruling.quote), passages)
    action = None if ruling.action == NONE else ruling.action or read.action
    deadline = None if ruling.deadline == NONE else ruling.deadline or read.deadline
    if ruling.deadline not in (None, NONE, read.deadline) and not action:
        raise ReviewError("deadline: goes with an action alone; say what should be done with --action")
    partners, initiatives = read.partners, read.initiatives
    # What was read and isn't touched stands as it was read.
    if ruling.partners or not same:
        named = [partner_of(text) for text in _listed(ruling.partners)] if ruling.partners else partners
        partners = tuple(sorted({_within(partner, quote) for partner in named}, key=partner_order))
    if ruling.initiatives or not same:
        names = _listed(ruling.initiatives) if ruling.initiatives else initiatives
        initiatives = tuple(sorted({_initiative(name, quote) for name in names}))
    if action and (ruling.action or not same):
        action = " ".join(_said("action", action, quote).split())
    deadline = " ".join(deadline.split()) if deadline and action else None
    return Details(quote, partners, initiatives, action, deadline)


def partner_of(text: str) -> Partner:
    """Read a partner as a person writes it: `TYPE: MENTION`, or `TYPE: MENTION = ORGANISATION`. Raises ReviewError."""
    kind, colon, said = text.partition(":")
    mention, _, name = said.partition(" = ")
    if not colon or not mention.strip():
        raise ReviewError(f"partner: {text!r} must be TYPE: MENTION, or TYPE: MENTION = ORGANISATION; or {NONE}")
    known_as("partner type", kind.strip(), partner_types())
    name = " ".join(name.split())
    if name:
        _sluggable("organisation", name)
    return Partner(mention.strip(), kind.strip(), name or None)


def partner_text(partner: Partner) -> str:
    """Write a partner as `partner_of` reads it."""
    name = f" = {partner.name}" if partner.name else ""
    return f"{partner.type}: {' '.join(partner.mention.split())}{name}"


def partner_types() -> frozenset[str]:
    """Give the slugs of the types of partner."""
    return frozenset(known.slug for known in load_reference().partner_types)


def known_as(what: str, value: str, allowed: Collection[str]) -> None:
    """Refuse a value that isn't one of those allowed. Raises ReviewError with the nearest."""
    if value not in allowed:
        raise ReviewError(f"{what}: {value!r} is unknown{suggest(value, allowed)}")


def _listed(words: tuple[str, ...]) -> tuple[str, ...]:
    return () if words == (NONE,) else words


def _quote(words: str, passages: Sequence[Passage]) -> str:
    if len(words.strip()) < LEAST:
        raise ReviewError("quote: is empty; give the words of the document")
    there = next(filter(None, (moved(passage, words) for passage in passages)), None)
    if there is None:
        around = " … ".join(sorted({" ".join(text.split()) for passage in passages for text in passage.around}))
        raise ReviewError(
            f"quote: {words!r} doesn't stand in the passage, in whole words and as the document writes them; "
            f"it must be a part of: {_short(around)}"
        )
    return there.exact


def _within(partner: Partner, quote: str) -> Partner:
    return Partner(_said("partner", partner.mention, quote), partner.type, partner.name)


def _initiative(name: str, quote: str) -> str:
    _sluggable("initiative", name)
    return _said("initiative", name, quote)


def _sluggable(what: str, name: str) -> None:
    try:
        slug(name)
    except ValueError as error:
        raise ReviewError(f"{what}: {error}; give its name") from error


def _said(what: str, words: str, quote: str) -> str:
    found = verbatim(words, quote)
    if found is None:
        option = f"--{what}"
        raise ReviewError(
            f"{what}: {words!r} isn't in the quote {_short(quote)!r}; "
            f"give words of it with {option}, or {option} {NONE}, or more of the document with --quote"
        )
    return found


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"
