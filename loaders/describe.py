"""Describe: who judged whom, under which programme and when, as the document itself states it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from loaders.dates import MONTHS, published
from loaders.forces import HEAD, judged
from loaders.model import Document, Metadata, Notice
from loaders.patterns import plain
from loaders.profile import Profile

YEARS: Final = re.compile(r"(?P<first>20\d\d)(?:\s*(?:[/–—-]|to)\s*(?P<last>(?:20)?\d\d)(?!\d|-\d))?")
BEFORE: Final = re.compile(rf"({'|'.join(MONTHS)})\s+$", re.IGNORECASE)
NAME: Final = (
    r"(?<![\w'.-])(?:(?:Sir|Dame|Mr|Mrs|Ms|Miss|Dr)\.? )?"
    r"(?P<name>[A-Z][\w'.-]{1,40}(?: (?:[A-Z][\w'.-]{1,40}|de|van))? [A-Z][\w'-]{1,40})"
)
HONOURS: Final = re.compile(r"(?:,? (?:QPM|CBE|OBE|MBE|KPM|DL|CB)\b)+$")
NO_NAME: Final = re.compile(
    r"Police|Constabulary|Inspect|PEEL|Majesty|Report|Summary|Force|Area|Authority|\bFor\b|\bThe\b"
)
NEAR: Final = 60
"""Characters between a programme's mark and its years."""


def describe(document: Document, known: Metadata | None, profile: Profile) -> tuple[Metadata, tuple[Notice, ...]]:
    """Give what a document states, filled from `known` (its manifest row) where it states nothing.

    A difference between the two is a warning, and the document's own word stands; no force, or several that aren't
    judged together, is an error.
    """
    notices: list[Notice] = []
    forces = judged(document, known, profile.reference.forces, notices)
    found = {
        "force": forces[0] if forces else None,
        "inspectorate": _inspectorate(document, profile),
        "inspector": _inspector(document, profile),
        "programme": _programme(document, profile),
        "published": published(document),
    }
    stated = {name: value for name, value in found.items() if value}
    given = known or Metadata()
    if not (found["inspectorate"] or given.inspectorate):
        # Not stated, but no secret: the name of the body that ran the programme hangs on the time alone.
        date = found["published"] or given.published or _began(found["programme"] or given.programme, profile)
        given = replace(given, inspectorate=profile.name_at(date))
    notices += _differences(document, stated, given)
    for name, example in (("force", ""), ("programme", f" (such as {profile.example})")):
        if not (found[name] or getattr(given, name)):
            message = f"names no {name} we know{example}; give its {name} in a manifest.csv beside it"
            notices.append(Notice("error", document.name, "", message))
    together = forces if len(forces) > 1 else given.forces
    joint = together if len(together) > 1 and (not forces or len(forces) > 1) else ()
    told = replace(given, **stated, forces=joint, profile=profile.name, stated=tuple(sorted(stated)))
    return told, tuple(notices)


def _differences(document: Document, stated: dict[str, str], given: Metadata) -> Iterator[Notice]:
    for name, value in stated.items():
        other = getattr(given, name)
        if other and other != value and not (name == "published" and _agree(other, value)):
            message = (
                f"the document says {value}, the manifest {other}; the document's word is taken: correct the manifest"
            )
            yield Notice("warning", document.name, name, message)


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _began(programme: str | None, profile: Profile) -> str | None:
    """Give the time when a programme's reports began to appear: the middle of its first year."""
    return f"{profile.reference.programme(programme).start}-07" if programme else None


def _inspectorate(document: Document, profile: Profile) -> str | None:
    text = plain(f"{document.title or ''} {document.text}")
    return next((name.label for name in profile.names if name.pattern.search(text)), None)


def _inspector(document: Document, profile: Profile) -> str | None:
    known = {
        plain(name): inspector.name if name == inspector.name else name
        for inspector in profile.reference.inspectors
        if inspector.inspectorate == profile.inspectorate
        for name in (inspector.name, *inspector.aliases)
    }
    text = plain(document.text).replace("\n", "  ")
    held = [*_office_holders(text, profile)]
    for name in held:
        if name in known:
            return known[name]
    named = [(at, full) for name, full in known.items() if (at := text.find(name)) >= 0]
    if named and re.search(r"\bInspector\b|\bHMC?I", text):
        return min(named)[1]
    return next((name for name in held if not NO_NAME.search(name)), None)


def _office_holders(text: str, profile: Profile) -> Iterator[str]:
    """Give the names that stand before or behind an inspector's office, or behind the label "Inspector:"."""
    office = profile.office.pattern
    for form in (
        rf"(?:{office}),?:?\s+{NAME}\b",
        rf"(?:\bInspector|\bReport(?: |ing )by|\bSigned)\s*:\s+{NAME}\b",
        rf"{NAME},?\s+(?:{office})\b",
    ):
        for match in re.finditer(form, text):
            yield HONOURS.sub("", match["name"].removesuffix("'s"))


def _programme(document: Document, profile: Profile) -> str | None:
    """Give the programme by its mark and years ("PEEL 2018/19"), wherever, or by its name at the top."""
    text = plain(f"{document.title or ''}\n{document.text}").replace("\n", " \n ")
    names = profile.cycles()
    for mark, _ in profile.series:
        for match in mark.finditer(text):
            years = re.compile(rf"[^.\n]{{0,{NEAR}}}?(?=20\d\d)").match(text, match.end())
            name = _cycle(YEARS.match(text, years.end()), names) if years else None
            if name:
                return name
    top = [plain(document.title or ""), *(plain(document.text[b.start : b.end]) for b in document.blocks[:HEAD])]
    if any(mark.search(text) for mark, _ in profile.series):
        for line in top:
            for years in YEARS.finditer(line):
                name = _cycle(years, names)
                if name and not BEFORE.search(line[: years.start()]):
                    return name
    named = ((line, pattern, programme) for line in top for pattern, programme in profile.programmes)
    return next((programme for line, pattern, programme in named if pattern.search(line)), None)


def _cycle(match: re.Match[str] | None, names: dict[str, str]) -> str | None:
    """Give the programme that bears a year or a pair of years: 2018 and 2018/19 are one, as are 2023-25 and 2023–25."""
    if match is None:
        return None
    first, last = match["first"], (match["last"] or "")[-2:]
    for name, years in names.items():
        year, _, end = years.replace("/", "-").partition("-")
        if first == year and last in ("", end):
            return name
        if end and not last and first == f"20{end}" and int(end) - int(year[-2:]) == 1:
            return name
    return None
