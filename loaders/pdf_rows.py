"""Read PDF, second step: the words of a page -> rows, and the stretches of a row that wide gaps part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from loaders.pdf_words import Word

GAP = 0.8
"""White space within a row, in heights of its words, that may part columns; wider than the spaces of justified text."""
MARKER = re.compile(r"[•●▪◦‣·*\uf0b7\uf0a7–—-]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivx]{1,4})[.)]?")
"""What may stand before an item or a heading, with as much white space after it as one likes."""

Row = tuple[Word, ...]
"""Words on one level, from left to right."""
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column, or of a cell of a table (its table, row and column)."""

    words: Row
    page: int
    frame: Span
    """Left and right of the column that holds it."""
    cell: tuple[int, int, int] | None = None

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return self.words[-1].right

    @property
    def top(self) -> float:
        """The top of its highest word."""
        return min(word.top for word in self.words)

    @property
    def height(self) -> float:
        """The height of its words, the middle one of them."""
        return median(word.height for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)


def rows(words: Sequence[Word]) -> list[Row]:
    """Give the rows of a page from top to bottom: words of which each overlaps the first by half its height."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        if found and _level(found[-1][0], word):
            found[-1].append(word)
        else:
            found.append([word])
    return [tuple(sorted(row, key=lambda word: word.left)) for row in found]


def _level(one: Word, other: Word) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.5 * min(one.height, other.height)


def frame_of(found: Sequence[Row]) -> Span:
    """The left and right of rows."""
    return min(row[0].left for row in found), max(row[-1].right for row in found)


def stretches(row: Row, edges: Sequence[float] = (), space: float = 0.0, *, whole: bool = True) -> list[Span]:
    """The stretches of a row between wide gaps; a marker belongs to what follows it.

    At an edge, any gap of at least `space` parts. `whole` keeps a line together whose words a printer spread evenly to
    fill it.
    """
    found = [(row[0].left, row[0].right)]
    gaps = [following.left - word.right for word, following in pairwise(row)]
    least = GAP * min(word.height for word in row)
    spread = whole and len(gaps) > 1 and max(gaps) < 1.3 * min(gaps) and max(gaps) < 4 * least
    for number, (word, following) in enumerate(pairwise(row)):
        marker = number == 0 and MARKER.fullmatch(word.text)
        wide = gaps[number] >= least and not spread
        at_edge = gaps[number] >= space and any(edge <= following.left <= edge + 2 for edge in edges)
        if (wide or at_edge) and not marker:
            found.append((following.left, following.right))
        else:
            found[-1] = (found[-1][0], max(found[-1][1], following.right))
    return found
