"""Place: a quote -> where it stands in the passage, word for word; white space is the document's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loaders.model import Document
from loaders.outline import Context
from loaders.second.split import Passage
from loaders.segment import sentences

WORD: Final = re.compile(r"\S+")
INNER: Final = frozenset("'’")
FEWEST: Final = 2
"""A quote has at least so many words; one word judges nothing."""
SHOWN: Final = 80
"""Characters of a quote that a notice shows."""


class PlaceError(Exception):
    """A quote that has no place: why, in words that follow the quote in a notice. Caught within this folder."""


@dataclass(frozen=True, slots=True)
class View:
    """A passage with single spaces between its words, and where each of its characters stands in the document."""

    text: str
    offsets: tuple[int, ...]


def view(document: Document, passage: Passage) -> View:
    """Give the view of a passage in which quotes are looked for. Linear."""
    parts: list[str] = []
    offsets: list[int] = []
    for found in WORD.finditer(document.text, passage.start, passage.end):
        if parts:
            parts.append(" ")
            offsets.append(found.start() - 1)
        parts.append(found.group())
        offsets.extend(range(*found.span()))
    return View("".join(parts), tuple(offsets))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a quote may not reach over: the blocks of a document, and the sentences of those that are read."""

    blocks: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]


def bounds(document: Document, contexts: Sequence[Context]) -> Bounds:
    """Give the bounds of a document, of the given outline. Linear."""
    read = sentences(document, contexts)
    return Bounds(
        tuple((block.start, block.end) for block in document.blocks),
        tuple((sentence.starts[0], sentence.ends[-1]) for sentence in read if sentence.words),
    )


def place(quote: str, seen: View, limits: Bounds, taken: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Give start and end of a quote in the document's text: its first place that isn't `taken`.

    A full stop at its end isn't part of it. Raises PlaceError where it isn't in the passage word for word, is no run
    of whole words, is longer than a sentence, or overlaps what is taken.
    """
    words = " ".join(quote.split()).rstrip(".;, ")
    if words.count(" ") < FEWEST - 1:
        raise PlaceError(f"has fewer than {FEWEST} words")
    places = _places(words, seen)
    if not places:
        raise PlaceError("isn't in the passage word for word")
    free = [span for span in places if not any(span[0] < end and start < span[1] for start, end in taken)]
    if not free:
        raise PlaceError("overlaps a finding before it")
    start, end = free[0]
    if _reached(limits.blocks, start, end) > 1:
        raise PlaceError("reaches over two paragraphs")
    if _reached(limits.sentences, start, end) > 1:
        raise PlaceError("is longer than a sentence")
    return start, end


def shown(text: str) -> str:
    """Give the beginning of a text from outside as a notice may show it: one line, no control characters."""
    kept = "".join(character if character.isprintable() else " " for character in text[: 2 * SHOWN])
    line = " ".join(kept.split())
    return f"“{line[:SHOWN]}…”" if len(line) > SHOWN or len(text) > 2 * SHOWN else f"“{line}”"


def _places(words: str, seen: View) -> list[tuple[int, int]]:
    found = []
    at = seen.text.find(words)
    while at >= 0:
        after = at + len(words)
        if _edge(seen.text, at) and _edge(seen.text, after):
            found.append((seen.offsets[at], seen.offsets[after - 1] + 1))
        at = seen.text.find(words, at + 1)
    return found


def _edge(text: str, at: int) -> bool:
    """Tell whether no word goes on over a place in a text ("force's" is one word)."""
    before, after = text[max(0, at - 2) : at][::-1], text[at : at + 2]
    if len(before) > 1 and before[0] in INNER:
        before = before[1:]
    elif len(after) > 1 and after[0] in INNER:
        after = after[1:]
    return not (before[:1].isalnum() and after[:1].isalnum())


def _reached(spans: Sequence[tuple[int, int]], start: int, end: int) -> int:
    return sum(1 for first, last in spans if first < end and start < last)
