"""Split: a document -> passages that fit a budget of tokens, cut at headings where possible, else between blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from loaders.model import Document
from loaders.outline import Context
from loaders.second.count import CHARACTERS, tokens_of

PAUSE = re.compile(r"[.!?;][\"”’')\]]*\s+|\s+")
"""Where a block that is too long may be cut; after a sentence before any other space."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document's text; all passages together are the whole text, in order."""

    start: int
    end: int
    headings: tuple[str, ...] = ()
    """Those over its beginning, outermost first."""
    lead: str | None = None
    """The lead-in of the list that it begins within."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never cut: a block, or a part of one that alone is too long."""

    start: int
    end: int
    heading: bool
    context: Context


def split(document: Document, contexts: Sequence[Context], budget: int) -> tuple[Passage, ...]:
    """Give the passages of a document, each of about `budget` tokens at most; `contexts` is its outline. Linear."""
    pieces = list(_pieces(document, contexts, budget))
    made = []
    for first, last in _groups([tokens_of(document.text[piece.start : piece.end]) for piece in pieces], pieces, budget):
        top = pieces[first]
        made.append(Passage(top.start, pieces[last - 1].end, top.context.headings, top.context.lead))
    return tuple(passage for passage in made if any(map(str.isalpha, document.text[passage.start : passage.end])))


def _pieces(document: Document, contexts: Sequence[Context], budget: int) -> Iterator[_Piece]:
    """Cut the text before every block, and a block that is too long within."""
    blocks = document.blocks
    starts = [0, *(block.start for block in blocks[1:]), len(document.text)]
    for number, (start, end) in enumerate(pairwise(starts)):
        heading = bool(blocks) and blocks[number].kind == "heading"
        context = contexts[number] if blocks else Context()
        for cut, after in _cuts(document.text, start, end, budget):
            yield _Piece(cut, after, heading, context)


def _cuts(text: str, start: int, end: int, budget: int) -> Iterator[tuple[int, int]]:
    most = int(budget * CHARACTERS)
    while end - start > most:
        pauses = PAUSE.finditer(text, start + 1, start + most)
        cut = max(((not found.group().isspace(), found.end()) for found in pauses), default=(False, start + most))[1]
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def _groups(sizes: Sequence[int], pieces: Sequence[_Piece], budget: int) -> Iterator[tuple[int, int]]:
    """Fill passages with pieces; the next one begins at a heading where that leaves this one at least half full."""
    sums = [0, *accumulate(sizes)]
    first = 0
    while first < len(sizes):
        last = first + 1
        while last < len(sizes) and sums[last + 1] - sums[first] <= budget:
            last += 1
        if last < len(sizes):
            half = sums[first] + budget / 2
            heads = (place for place in range(last, first, -1) if pieces[place].heading and sums[place] >= half)
            last = next(heads, last)
        yield first, last
        first = last
