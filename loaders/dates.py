"""Dates: when a document says it was published, in any of the ways in which dates are written."""

import re
from collections import Counter
from typing import Final

from loaders.model import Document
from loaders.patterns import plain
from ontology.periods import is_period

MONTHS: Final = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH: Final = rf"(?P<month>{'|'.join(MONTHS)}|{'|'.join(rf'{name[:3]}t?' for name in MONTHS if name != 'may')})\.?"
_YEAR: Final = r"(?P<year>20\d\d)"
FORMS: Final = tuple(
    re.compile(rf"\b{form}(?!\w)", re.IGNORECASE)
    for form in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"{_MONTH},?\s+{_YEAR}",
    )
)
PUBLISHED: Final = re.compile(
    r"\b(?:published|publication|issued|released|dated|date|publishes|posted)\b"
    r"(?:\s+(?:on|date|in|by\s+[\w ]{2,60}|:|of publication))*[\s,:–—-]*"
    r"(?:\(?(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?$",
    re.IGNORECASE,
)
UPDATED: Final = re.compile(r"\b(?:last |page )?(?:updated|modified|reviewed)\b(?:\s+on)?[\s:–—-]*$", re.IGNORECASE)
LABEL: Final = re.compile(
    r"^\W*(?:date (?:of publication|published|of issue)|(?:first )?published(?: on)?|publication date"
    r"|issued(?: on)?|date)\W*$",
    re.IGNORECASE,
)
OTHER: Final = re.compile(
    r"\b(?:fieldwork|inspect(?:ed|ion)|visit(?:ed|s)?|as at|data|year (?:ending|to|ended)|since|until|by|before|after"
    r"|between|from|to|and|during|next|due|ends?|on or around)"
    r"(?:\s+(?:\w+\s+){0,3})?(?:on|in|of|the|:)?\s*$",
    re.IGNORECASE,
)
"""What tells that a date is of something else."""
HEAD, TAIL, LINE = 12, 4, 120
"""Blocks at the top and at the foot, and characters of a line, in which a date may stand without a label."""


def published(document: Document) -> str | None:
    """Give the date of publication (ISO 8601: a day, a month); None where none is stated.

    A date that is called so goes before one that stands bare in a line at the top or at the foot, and that before
    the date of an update.
    """
    text = plain(document.text)
    said: list[str] = []
    bare: list[str] = []
    updated: list[str] = []
    before = ""
    for number, block in enumerate(document.blocks):
        line = text[block.start : block.end]
        near = number < HEAD or number >= len(document.blocks) - TAIL
        for date, start in dates(line):
            lead = line[max(0, start - LINE) : start]
            if PUBLISHED.search(lead) or (not lead.strip() and LABEL.match(before)):
                said.append(date)
            elif UPDATED.search(lead):
                updated.append(date)
            elif near and len(line) < LINE and not OTHER.search(lead):
                bare.append(date)
        before = line
    return next(iter([*said, *updated, *bare]), None)


def about_when(document: Document) -> str | None:
    """Give the year that a document names most often, the later of two: a guess at when it was written."""
    named = Counter(re.findall(r"\b20[0-4]\d\b", document.text))
    return max(named, key=lambda year: (named[year], year), default=None)


def dates(text: str) -> list[tuple[str, int]]:
    """Give the dates of a text that exist in the calendar, each with its place, in order."""
    found: dict[int, str] = {}
    if "20" not in text:
        return []
    taken: set[int] = set()
    for pattern in FORMS:
        for match in pattern.finditer(text):
            if not taken.isdisjoint(range(*match.span())):
                continue
            taken.update(range(*match.span()))
            month = match["month"].lower()
            number = next((at for at, name in enumerate(MONTHS, 1) if name.startswith(month[:3])), None) or int(month)
            day = match.groupdict().get("day")
            date = f"{match['year']}-{number:02d}" + (f"-{int(day):02d}" if day else "")
            if is_period(date):
                found[match.start()] = date
    return [(found[start], start) for start in sorted(found)]
