"""Forces: which force a document judges, or which several, by the names that it bears, short, Welsh or misspelt."""

import difflib
import functools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from loaders.model import Block, Document, Metadata, Notice
from loaders.patterns import plain
from ontology.records import Force

HEAD: Final = 6
"""Blocks at the top where a document says what it is."""
KIND: Final = re.compile(r" (Police Service|Police|Constabulary)$")
KINDS: Final = ("police", "constabulary")
JOINING: Final = re.compile(
    r"[\s,&/+’'–—-]*(?:(?:and|with|police|constabulary|police service|forces?|the)[\s,&/’'–—-]*)*", re.IGNORECASE
)
"""What stands between the names of two forces that are judged together."""
WRITTEN: Final = re.compile(r"\b(?:[A-Z][\w'-]+ (?:(?:and|of|&) )?){1,4}(?:Police|Constabulary)\b")
"""What is written like the name of a force."""
ALIKE: Final = 0.88
"""Likeness, 0 to 1, from which on a name is taken for a misspelt one."""
BEFORE: Final = re.compile(r"[\w-]")
"""What doesn't stand right before a name."""
Found = list[tuple[int, int, str]]
"""Start, end and slug of each mention, in order."""


def short_name(force: Force) -> str:
    """Give the name of a force without its kind: "Kent Police" -> "Kent"."""
    return KIND.sub("", force.name)


def mentions(text: str, forces: tuple[Force, ...], *, short: bool = False) -> Found:
    """Give the mentions of forces in a text (straight apostrophes), by full name or by short name with a capital."""
    pattern, slugs, marks = _names(forces, short=short)
    lowered = text if short else text.lower()
    if not short and not any(mark in lowered for mark in marks):
        return []
    # A few letters change their length in lower case, and the places with it.
    found = pattern.finditer(lowered if len(lowered) == len(text) else text)
    return [
        (*match.span(), slugs[" ".join(match.group().lower().split())])
        for match in found
        if not BEFORE.search(text[: match.start()][-1:])
    ]


@functools.lru_cache(8)
def _names(forces: tuple[Force, ...], *, short: bool) -> tuple[re.Pattern[str], dict[str, str], tuple[str, ...]]:
    """Give one pattern for the names of all forces, the slug of each name in lower case, and the words sought first.

    One of those words stands in each name; most passages hold none, which is seen faster than by the pattern.
    """
    slugs: dict[str, str] = {}
    for force in forces:
        names = {short_name(force)} if short else {force.name, *force.aliases}
        names |= {name.replace(" and ", " & ") for name in names}
        slugs |= {plain(name).lower(): force.slug for name in names}
    ordered = sorted(slugs, key=lambda name: (-len(name), name))
    spelt = [form for name in ordered for form in ((_title(name), name.upper()) if short else (name,))]
    # Letters first and case heeded: so the engine leaps from one first letter to the next.
    pattern = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in spelt)
    marks = {next((kind for kind in KINDS if kind in name), name.split()[-1]) for name in slugs}
    return re.compile(rf"(?:{pattern})(?!\w)"), slugs, tuple(sorted(marks))


def _title(name: str) -> str:
    return re.sub(r"\b(?!and\b|of\b)[a-z]", lambda first: first.group().upper(), name)


def judged(
    document: Document, known: Metadata | None, forces: tuple[Force, ...], notices: list[Notice]
) -> tuple[str, ...]:
    """Give the forces that a document says it judges, the first first; none where it doesn't say, or one can't tell.

    What can't be told is an error notice, a misspelt name a warning.
    """
    texts = [plain(text) for text in titles(document)]
    groups = (group for text in texts if len(group := _together(text, forces)) > 1)
    together = next(groups, None) or _in_lines(texts, forces)
    first = next((text for text in texts if _all(text, forces)), "")
    alone = _alone(first, forces)
    if together and alone:
        return (alone,)
    if together:
        own = known.force if known and known.force in together else together[0]
        return (own, *(slug for slug in together if slug != own))
    one = _one(document, known, forces, texts, notices)
    return (one,) if one else ()


def titles(document: Document) -> list[str]:
    """Give the titles of a document: what its format calls so, its first headings, else its first line."""
    headings = _texts(document, [block for block in document.blocks[:HEAD] if block.kind == "heading"][:2])
    first = document.text[document.blocks[0].start : document.blocks[0].end].split("\n")[0] if document.blocks else ""
    return [document.title or "", *(headings or [first])]


def _texts(document: Document, blocks: Iterable[Block]) -> list[str]:
    return [document.text[block.start : block.end] for block in blocks]


def _all(text: str, forces: tuple[Force, ...]) -> Found:
    """Give the mentions by full or short name, the full one where both stand at a place."""
    full = mentions(text, forces)
    ends = {start: end for start, end, _ in full}
    starts = sorted(ends)
    short = [
        found
        for found in mentions(text, forces, short=True)
        if not (at := bisect_right(starts, found[0])) or ends[starts[at - 1]] <= found[0]
    ]
    return sorted([*full, *short])


def named_in(text: str, forces: tuple[Force, ...]) -> set[str]:
    """Give the forces that a text names, in full or in short."""
    return {slug for _, _, slug in _all(text, forces)}


def _together(text: str, forces: tuple[Force, ...]) -> tuple[str, ...]:
    """Give the forces that a title names one after the other, with nothing but "and" between."""
    group: list[str] = []
    end = None
    for start, stop, slug in _all(text, forces):
        if end is not None and not JOINING.fullmatch(text[end:start]):
            break
        group += [slug] if slug not in group else []
        end = stop
    return tuple(group)


def _in_lines(texts: list[str], forces: tuple[Force, ...]) -> tuple[str, ...]:
    """Give the forces whose names fill title lines of their own: one line each."""
    found = [(text.strip(), mentions(text.strip(), forces)) for text in texts]
    slugs = [named[0][2] for text, named in found if len(named) == 1 and named[0][:2] == (0, len(text))]
    return tuple(dict.fromkeys(slugs)) if len(set(slugs)) > 1 else ()


def _alone(text: str, forces: tuple[Force, ...]) -> str | None:
    """Give the force that a title names and no other, in a line that isn't its name alone."""
    found = _all(text, forces)
    single = len({slug for _, _, slug in found}) == 1 and found[0][1] - found[0][0] < len(text.strip())
    return found[0][2] if single else None


def _one(
    document: Document, known: Metadata | None, forces: tuple[Force, ...], texts: list[str], notices: list[Notice]
) -> str | None:
    top = plain(" \n".join([document.title or "", *_texts(document, document.blocks[:HEAD])]))
    headings = " \n".join(texts)
    whole = functools.cache(lambda: _count(mentions(plain(document.text), forces)))
    steps: tuple[Callable[[], Counter[str]], ...] = (
        lambda: _count(mentions(headings, forces)),
        lambda: _count(mentions(headings, forces, short=True)),
        lambda: _misspelt(document, headings, forces, notices),
        lambda: _count(mentions(top, forces)),
        whole,
        lambda: _count(mentions(top, forces, short=True)),
    )
    for step in steps:
        found = step()
        best = found.most_common(2)
        if len(best) == 1 or (len(best) == 2 and best[0][1] > 2 * best[1][1]):
            return best[0][0]
        if best:
            ranked = [slug for slug, _ in whole().most_common(2)]
            if len(ranked) == 2 and whole()[ranked[0]] > 2 * whole()[ranked[1]]:
                return ranked[0]
            if known and known.force in found:
                return known.force
            names = " and ".join(sorted(found))
            message = f"could be about {names}; give its force in a manifest.csv beside it (several are parted by |)"
            notices.append(Notice("error", document.name, "", message))
            return None
    return None


def _count(found: Found) -> Counter[str]:
    return Counter(slug for _, _, slug in found)


def _misspelt(document: Document, text: str, forces: tuple[Force, ...], notices: list[Notice]) -> Counter[str]:
    """Give the force whose name a title comes near to ("Bedforshire Police"), with a warning."""
    _, slugs, _ = _names(forces, short=False)
    for match in WRITTEN.finditer(text):
        near = difflib.get_close_matches(match.group().lower(), slugs, n=1, cutoff=ALIKE)
        if near:
            message = f"{match.group()!r} is taken for {slugs[near[0]]}: mend it, or give its force in a manifest.csv"
            notices.append(Notice("warning", document.name, "force", message))
            return Counter([slugs[near[0]]])
    return Counter()
