"""Attribute: which of the forces that are judged together a passage of a joint report speaks of."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from loaders.elsewhere import Elsewhere
from loaders.forces import mentions, named_in
from loaders.model import Document, Finding
from loaders.outline import Context
from loaders.patterns import plain
from ontology.records import Force

ALL: Final = re.compile(
    r"\b(?:both|two|three|four|all|each|either|neither|the|every)(?: of the| the| these)?(?: (?:two|three|four))?"
    r" (?:forces|constabularies)\b|\b(?:each|either|neither|every)(?: of the)? (?:force|constabulary)s?\b"
    r"|\balliance\b|\bthe two\b|\bthe collaboration\b|\bjointly\b",
    re.IGNORECASE,
)
"""Words for all the forces of a joint report."""
CONTRAST: Final = re.compile(
    r"\b(?:(?:by|in) contrast|(?:by way of|for|in) comparison|compared with|unlike|elsewhere"
    r"|neighbour\w*|other forces)\b",
    re.IGNORECASE,
)
"""Words by which another force is named on purpose; without them its name may be a slip for this one's."""
OPENING: Final = 5
"""Characters of a finding within which its subject begins."""
SENTENCE: Final = re.compile(r"[.!?]['\")]*\s+(?=[\"'(A-Z])")


class Attribution:
    """Tells, place by place, which of several forces is spoken of."""

    def __init__(
        self, document: Document, contexts: Sequence[Context], own: tuple[str, ...], forces: tuple[Force, ...]
    ) -> None:
        self.text = plain(document.text)
        self.blocks = document.blocks
        self.contexts = contexts
        self.own = own
        self.known = tuple(force for force in forces if force.slug in own)

    def of(self, start: int, end: int) -> tuple[str, ...]:
        """Give the forces of a passage: named in it, else all where it says so, else those the text spoke of last.

        What speaks of none in particular ("the force" under a heading for all) is every force's.
        """
        said = self.text[start:end]
        number = bisect_right(self.blocks, start, key=lambda block: block.start) - 1
        if ALL.search(said):
            return self.own
        return self.named(said) or self._before(number, start) or self.own

    def named(self, text: str) -> tuple[str, ...]:
        """Give the forces that a text names."""
        found = named_in(text, self.known)
        return tuple(slug for slug in self.own if slug in found)

    def _before(self, number: int, start: int) -> tuple[str, ...]:
        """Give the forces named last before a place: in its table's row or column head, its block, its headings."""
        block = self.blocks[number]
        if block.row is not None:
            return self._cell(number)
        for sentence in reversed(SENTENCE.split(self.text[block.start : start])):
            if ALL.search(sentence):
                return self.own
            if found := self.named(sentence):
                return found
        headings = reversed(self.contexts[number].headings)
        return next((found for heading in headings if (found := self._heading(heading))), ())

    def _heading(self, heading: str) -> tuple[str, ...]:
        return self.own if ALL.search(heading) else self.named(heading)

    def _cell(self, number: int) -> tuple[str, ...]:
        block = self.blocks[number]
        table = [other for other in self.blocks if other.table == block.table and other.row is not None]
        row = " ".join(self.text[other.start : other.end] for other in table if other.row == block.row)
        heads = (other for other in table if other.row == table[0].row and other.column == block.column)
        return self.named(row) or next((self.named(self.text[head.start : head.end]) for head in heads), ())


def own_alone(
    document: Document,
    findings: Sequence[Finding],
    own: str | None,
    forces: tuple[Force, ...],
    elsewhere: Elsewhere,
) -> tuple[Finding, ...]:
    """Leave out what a report on one force says of another: in links and teasers, and where it is compared with it.

    Its name alone isn't enough: writers name a wrong force by a slip.
    """
    return tuple(
        finding
        for finding in findings
        if not (elsewhere.holds(finding.start) or _of_another(document, finding, own, forces))
    )


def _of_another(document: Document, finding: Finding, own: str | None, forces: tuple[Force, ...]) -> bool:
    named = mentions(plain(finding.quote), forces)
    if not named or named[0][0] > OPENING or own in {slug for _, _, slug in named}:
        return False
    block = document.text.rfind("\n", 0, finding.start) + 1
    before = SENTENCE.split(plain(document.text[block : finding.start]))[-1]
    return bool(CONTRAST.search(before) or CONTRAST.search(plain(finding.quote)))


def attributed(findings: Sequence[Finding], attribution: Attribution) -> tuple[Finding, ...]:
    """Give each finding the forces that it is about; none of them is its partner there."""
    names = {force.name for force in attribution.known}
    return tuple(
        replace(
            finding,
            forces=attribution.of(finding.start, finding.end),
            partners=tuple(partner for partner in finding.partners if partner.name not in names),
        )
        for finding in findings
    )
