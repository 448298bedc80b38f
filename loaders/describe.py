"""Describe: who judged whom, under which programme and when, as the document itself states it."""

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from loaders.patterns import plain
from loaders.model import Block, Document, Metadata, Notice
from ontology.periods import is_period
from ontology.records import Force
from ontology.reference import load_reference

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{'|'.join(MONTHS)}),?\s+(?P<year>20\d\d)"
MONTH = rf"(?P<month>{'|'.join(MONTHS)})\s+(?P<year>20\d\d)"
NUMBERS = r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>20\d\d)"
ISO = r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
DATES = tuple(re.compile(rf"\b{form}\b", re.IGNORECASE) for form in (DAY, NUMBERS, ISO, MONTH))
LABEL = re.compile(
    r"\b(published|publication|last updated|updated|issued|date)\b(\s+(on|date|in))?\s*:?\s*$", re.IGNORECASE
)
PROGRAMME = re.compile(r"(?P<first>20\d\d)(?:\s*[/–—-]\s*(?P<last>(?:20)?\d\d)(?!\d|-\d))?")
NAME = r"[A-Z][\w'’.-]+(?: (?:[A-Z][\w'’.-]+|de|van))? [A-Z][\w'’-]+"
OFFICE = (
    r"(?:Her |His )?(?:Majesty['’]s|HM) (?:Chief )?Inspector(?: of Constabulary)?"
    r"(?: and Fire (?:&|and) Rescue Services)?|HMI"
)
INSPECTOR = (
    re.compile(rf"(?:{OFFICE}),?:?\s+(?P<name>{NAME})(?:['’]s)?\b"),
    re.compile(rf"(?P<name>{NAME}),?\s+(?:{OFFICE})\b"),
)
HEAD, TAIL = 6, 4
"""Blocks at the top and at the foot where a document says what it is."""


def describe(document: Document, known: Metadata | None) -> tuple[Metadata, tuple[Notice, ...]]:
    """Give what a document states, filled from `known` (its manifest row) where it states nothing.

    A difference between the two is a warning, and the document's own word stands; no force or two is an error.
    """
    notices: list[Notice] = []
    force = _force(document, known, notices)
    found = {
        "force": force,
        "inspectorate": _inspectorate(document),
        "inspector": _inspector(document),
        "programme": _programme(document),
        "published": _published(document),
    }
    stated = {name: value for name, value in found.items() if value}
    given = known or Metadata()
    if not (found["inspectorate"] or given.inspectorate):
        # Not stated, but no secret: the name of the body that ran PEEL hangs on the time alone.
        given = replace(
            given, inspectorate=_name_at(found["published"] or given.published, found["programme"] or given.programme)
        )
    for name, value in stated.items():
        other = getattr(given, name)
        if other and other != value and not (name == "published" and _agree(other, value)):
            message = (
                f"the document says {value}, the manifest {other}; the document's word is taken: correct the manifest"
            )
            notices.append(Notice("warning", document.name, name, message))
    if not (force or given.force):
        message = "names no force we know; give its force in a manifest.csv beside it"
        notices.append(Notice("error", document.name, "", message))
    if not (found["programme"] or given.programme):
        message = "names no programme (such as PEEL 2016); give its programme in a manifest.csv beside it"
        notices.append(Notice("error", document.name, "", message))
    return replace(given, **stated, stated=tuple(sorted(stated))), tuple(notices)


def _name_at(published: str | None, programme: str | None) -> str | None:
    """Give the name that the inspectorate bore: HMIC until the summer of 2017, HMICFRS from PEEL 2017 on."""
    if published:
        return "HMIC" if published < "2017-07" else "HMICFRS"
    return ("HMIC" if programme < "PEEL 2017" else "HMICFRS") if programme else None


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def short_name(force: Force) -> str:
    """Give the name of a force without its kind: "Kent Police" -> "Kent"."""
    return re.sub(r" (Police Service|Police|Constabulary)$", "", force.name)


def mentions(text: str, *, short: bool = False) -> Counter[str]:
    """Count the full names of forces in a text (or their short names), by slug."""
    pattern, slugs = _names(short=short)
    found = (match.group() for match in pattern.finditer(text))
    return Counter(slugs[name.lower()] for name in found if not short or name[0].isupper())


@functools.cache
def _names(*, short: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    """Give one pattern for the names of all forces, and the slug of each name in lower case."""
    slugs: dict[str, str] = {}
    for force in load_reference().forces:
        names = {short_name(force)} if short else {force.name, *force.aliases}
        names |= {name.replace(" and ", " & ") for name in names}
        slugs |= {plain(name).lower(): force.slug for name in names}
    pattern = "|".join(sorted(map(re.escape, slugs), key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE), slugs


def _force(document: Document, known: Metadata | None, notices: list[Notice]) -> str | None:
    top = plain(" \n".join([document.title or "", *_texts(document, document.blocks[:HEAD])]))
    titles = [block for block in document.blocks[:HEAD] if block.kind == "heading"][:2]
    headings = plain(" \n".join([document.title or "", *_texts(document, titles)]))
    whole = mentions(plain(document.text))
    for found in (mentions(headings), mentions(headings, short=True), mentions(top), whole, mentions(top, short=True)):
        best = found.most_common(2)
        if len(best) == 1 or (len(best) == 2 and best[0][1] > 2 * best[1][1]):
            return best[0][0]
        if best:
            ranked = [slug for slug, _ in whole.most_common(2)]
            if len(ranked) == 2 and whole[ranked[0]] > 2 * whole[ranked[1]]:
                return ranked[0]
            if known and known.force in found:
                return known.force
            names = " and ".join(sorted(found))
            message = f"could be about {names}; give its force in a manifest.csv beside it"
            notices.append(Notice("error", document.name, "", message))
            return None
    return None


def _texts(document: Document, blocks: Iterable[Block]) -> list[str]:
    return [document.text[block.start : block.end] for block in blocks]


def _inspectorate(document: Document) -> str | None:
    text = f"{document.title or ''} {document.text}"
    if re.search(r"\bHMICFRS\b|Constabulary and Fire (&|and) Rescue", text):
        return "HMICFRS"
    return "HMIC" if re.search(r"\bHMIC\b|Inspectorate of Constabulary", text) else None


def _inspector(document: Document) -> str | None:
    known = {
        plain(name): name for inspector in load_reference().inspectors for name in (inspector.name, *inspector.aliases)
    }
    text = document.text
    for pattern in INSPECTOR:
        for match in pattern.finditer(text.replace("\n", "  ")):
            name = plain(match["name"]).removesuffix("'s")
            if name in known:
                return known[name]
    named = [(text.find(name), full) for name, full in known.items() if name in plain(text)]
    if named and re.search(r"\bInspector\b|\bHMI\b", text):
        return min(named)[1]
    for pattern in INSPECTOR:
        unknown = pattern.search(text)
        if unknown and not re.search(r"Police|Constabulary|Inspector|PEEL|Majesty", unknown["name"]):
            return plain(unknown["name"]).removesuffix("'s")
    return None


def _programme(document: Document) -> str | None:
    names = [programme.name for programme in load_reference().programmes]
    text = plain(f"{document.title or ''}\n{document.text}").replace("\n", " \n ")
    near = [m.end() for m in re.finditer(r"\bPEEL\b(?:[^.\n]{0,60}?)(?=20\d\d)", text)]
    for place in near:
        match = PROGRAMME.match(text, place)
        name = _named(match, names) if match else None
        if name:
            return name
    if not re.search(r"\bPEEL\b", text):
        return None
    for block in (document.title or "", *_texts(document, document.blocks[:HEAD])):
        for match in PROGRAMME.finditer(plain(block)):
            name = _named(match, names)
            if name and not re.search(rf"({'|'.join(MONTHS)})\s+$", block[: match.start()], re.IGNORECASE):
                return name
    return None


def _named(match: re.Match[str], names: list[str]) -> str | None:
    """Give the programme that bears a year or a pair of years: 2018 and 2018/19 are one, as are 2023-25 and 2023–25."""
    first, last = match["first"], (match["last"] or "")[-2:]
    for name in names:
        year, _, end = name.removeprefix("PEEL ").replace("/", "-").partition("-")
        if first == year and last in ("", end):
            return name
        if end and not last and first == f"20{end}" and int(end) - int(year[-2:]) == 1:
            return name
    return None


def _published(document: Document) -> str | None:
    text = plain(document.text)
    labelled, plain_dates = [], []
    places = [*document.blocks[: 2 * HEAD], *document.blocks[-TAIL:]]
    for block in document.blocks:
        for date, start in _dates(text[block.start : block.end]):
            if LABEL.search(text[block.start : block.start + start]):
                labelled.append(date)
            elif block in places and block.end - block.start < 120:
                plain_dates.append(date)
    return next(iter([*labelled, *plain_dates]), None)


def _dates(text: str) -> list[tuple[str, int]]:
    found: dict[int, tuple[str, int]] = {}
    taken: list[tuple[int, int]] = []
    for pattern in DATES:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            month = match["month"].lower()
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            day = match.groupdict().get("day")
            date = f"{match['year']}-{number:02d}" + (f"-{int(day):02d}" if day else "")
            if is_period(date):
                found[match.start()] = (date, match.start())
    return [found[start] for start in sorted(found)]
