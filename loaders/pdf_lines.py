"""Read PDF, second step: the words of a page -> lines in reading order: column after column, tables by row."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from loaders.pdf_words import Word

GAP = 0.8
"""White space within a row, in heights of its words, that may part columns; wider than the spaces of justified text."""
MARKER = re.compile(r"[•●▪◦‣·*\uf0b7\uf0a7–—-]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivx]{1,4})[.)]?")
"""What may stand before an item or a heading, with as much white space after it as one likes."""
TRIES = 8
"""So many left edges are tried as those of a column."""
COLUMNS = 4
"""Columns within columns, at most."""

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


def lines(found: Sequence[Row], page: int, tables: int = 0) -> list[Line]:
    """Give the lines of a page's rows in reading order; its tables are numbered on from `tables`. Linear in words."""
    counter = [tables]
    return list(_ordered(list(found), page, counter, COLUMNS))


def _ordered(found: list[Row], page: int, tables: list[int], depth: int) -> Iterator[Line]:
    while found:
        part = _parted(found) if depth else None
        columns = part is not None and all(map(_prose, _split(found[part[0] : part[1]], part[2])))
        if depth and not columns:
            part = _parted(found, tight=True) or part
        if part is None:
            frame = _frame(found)
            yield from (Line(row, page, frame) for row in found)
            return
        first, last, edge = part
        yield from _ordered(found[:first], page, tables, depth - 1)
        inner = found[first:last]
        if columns:
            for side in _split(inner, edge):
                yield from _ordered(side, page, tables, depth - 1)
        else:
            tables[0] += 1
            yield from _table(inner, edge, page, tables[0])
        found = found[last:]


def _frame(found: Sequence[Row]) -> Span:
    return min(row[0].left for row in found), max(row[-1].right for row in found)


def _segments(row: Row, edges: Sequence[float] = ()) -> list[Span]:
    """The stretches of a row between wide gaps; a marker belongs to what follows it. At an edge any space is a gap."""
    found = [(row[0].left, row[0].right)]
    gaps = [following.left - word.right for word, following in pairwise(row)]
    least = GAP * min(word.height for word in row)
    # White space that a printer spread over a line to fill it is the same everywhere in it.
    spread = len(gaps) > 1 and max(gaps) < 1.3 * min(gaps) and max(gaps) < 4 * least
    for number, (word, following) in enumerate(pairwise(row)):
        marker = number == 0 and MARKER.fullmatch(word.text)
        wide = gaps[number] >= least and not spread
        if (wide or any(edge <= following.left <= edge + 2 for edge in edges)) and not marker:
            found.append((following.left, following.right))
        else:
            found[-1] = (found[-1][0], max(found[-1][1], following.right))
    return found


def _parted(found: list[Row], *, tight: bool = False) -> tuple[int, int, float] | None:
    """The first and last of the rows that a gutter parts longest, and its right edge; None where none does.

    `tight` looks for tables whose cells some rows fill up to the next column.
    """
    segments = [_segments(row) for row in found]
    several = sum(len(row) > 1 for row in segments)
    if len(found) < 2 or (tight and several < 2):
        return None
    margin = min(row[0][0] for row in segments)
    edges = Counter(round(left / 3) for row in segments for left, _ in row if left > margin + 12)
    best: tuple[float, int, int, float] | None = None
    for edge, count in edges.most_common(TRIES):
        if count < 2:
            break
        # A point left of the leftmost word of this column.
        near = min(left for row in segments for left, _ in row if round(left / 3) in (edge, edge - 1)) - 0.5
        cut = [_cut(row, spans, near) if tight else spans for row, spans in zip(found, segments, strict=True)]
        for first, last in _runs(cut, near):
            if tight:
                first, last = _trustworthy(segments, cut, first, last, near)
            trimmed = _trimmed(found, cut, first, last, near)
            if trimmed and (best is None or trimmed[0] > best[0]):
                best = (*trimmed, near)
    return best[1:] if best else None


def _cut(row: Row, spans: list[Span], edge: float) -> list[Span]:
    return _segments(row, [edge]) if any(left < edge < right for left, right in spans) else spans


def _trustworthy(
    segments: list[list[Span]], cut: list[list[Span]], first: int, last: int, edge: float
) -> tuple[int, int]:
    """The part of a run that doesn't end in rows cut where a word begins by chance; none of it where most are such."""
    wide = [number for number in range(first, last) if any(left > edge for left, _ in segments[number][1:])]
    widest = max((segments[number][-1][1] for number in wide), default=0.0)

    def by_chance(number: int) -> bool:
        # A line of prose next to the table would run on to the right of it.
        return cut[number] is not segments[number] and segments[number][-1][1] > widest

    while first < last and by_chance(first):
        first += 1
    while first < last and by_chance(last - 1):
        last -= 1
    tight = sum(cut[number] is not segments[number] for number in range(first, last))
    return (first, last) if len(wide) >= max(2, tight) else (first, first)


def _runs(segments: list[list[Span]], edge: float) -> Iterator[tuple[int, int]]:
    """Runs of rows in which nothing crosses an edge."""
    first = 0
    for number, row in enumerate([*segments, [(edge - 1, edge + 1)]]):
        if any(left < edge < right for left, right in row):
            if number - first >= 2:
                yield first, number
            first = number + 1


def _trimmed(
    found: list[Row], segments: list[list[Span]], first: int, last: int, edge: float
) -> tuple[float, int, int] | None:
    """A run without what hangs over its ends, and how high both sides stand beside each other; None for one side."""
    left = [number for number in range(first, last) if segments[number][0][0] < edge]
    right = [number for number in range(first, last) if segments[number][-1][1] > edge]
    if len(left) < 2 or len(right) < 2:
        return None
    ending = min(left[-1], right[-1])
    apart = [n for n in range(first + 1, last) if found[n][0].top - found[n - 1][0].bottom > 0.6 * found[n][0].height]
    last = min((number for number in apart if number > ending), default=last)
    first = max((number for number in apart if number <= max(left[0], right[0])), default=first)
    top = max(found[left[0]][0].top, found[right[0]][0].top)
    shared = found[ending][0].bottom - top
    return (shared, first, last) if shared >= 1.8 * found[ending][0].height else None


def _split(found: list[Row], edge: float) -> tuple[list[Row], list[Row]]:
    left = [tuple(word for word in row if word.left < edge) for row in found]
    right = [tuple(word for word in row if word.left >= edge) for row in found]
    return [row for row in left if row], [row for row in right if row]


def _prose(found: list[Row]) -> bool:
    """Whether rows run on from one to the next as prose does, not as the cells of a table."""
    if len(found) < 4:
        return False
    if sum(len(_segments(row)) > 1 for row in found) > 0.3 * len(found):
        part = _parted(found)
        return part is not None and all(map(_prose, _split(found[part[0] : part[1]], part[2])))
    low, high = _frame(found)
    full = sum(row[-1].right - row[0].left >= 0.6 * (high - low) for row in found)
    running = sum(row[MARKER.fullmatch(row[0].text) is not None and len(row) > 1].text[:1].islower() for row in found)
    return full >= 0.5 * len(found) and running >= 0.35 * len(found) and sum(map(len, found)) >= 3 * len(found)


def _table(found: list[Row], edge: float, page: int, table: int) -> Iterator[Line]:
    """The lines of a table by row and column; rows that stand beside no cell are lines before or after it."""
    edges = _edges(found, edge)
    cut = [_cells(row, edges) for row in found]
    both = [number for number, cells in enumerate(cut) if len(cells) > 1]
    if len(both) < 2:
        frame = _frame(found)
        yield from (Line(row, page, frame) for row in found)
        return
    first, last = both[0], both[-1] + 1
    while last < len(found) and found[last][0].top - found[last - 1][0].bottom < 0.4 * found[last][0].height:
        last += 1
    frame = _frame(found)
    yield from (Line(row, page, frame) for row in found[:first])
    numbered: dict[tuple[int, int], list[Row]] = {}
    for number, cells in zip(_numbers(found[first:last], cut[first:last]), cut[first:last], strict=True):
        for column, words in cells.items():
            numbered.setdefault((number, column), []).append(words)
    for (row, column), pieces in sorted(numbered.items()):
        yield from (Line(words, page, frame, (table, row, column)) for words in pieces)
    yield from (Line(row, page, frame) for row in found[last:])


def _edges(found: list[Row], edge: float) -> list[float]:
    """The left edges of a table's columns but the first: those that most rows with several cells keep to."""
    segments = [_segments(row, [edge]) for row in found]
    several = [row for row in segments if len(row) > 1]
    counted = Counter(round(left / 6) for row in several for left, _ in row[1:])
    chosen = [edge]
    for near, count in sorted(counted.items()):
        place = min(left for row in several for left, _ in row[1:] if round(left / 6) == near) - 0.5
        crossed = sum(left < place < right for row in found for left, right in _segments(row, [place]))
        if count >= 2 and crossed <= 0.2 * len(found) and all(abs(place - other) > 12 for other in chosen):
            chosen.append(place)
    return sorted(chosen)


def _cells(row: Row, edges: list[float]) -> dict[int, Row]:
    cells: dict[int, list[Word]] = {}
    segments = _segments(row, edges)
    for word in row:
        # Words of one stretch stay together, though it runs over the next column's edge.
        left = max(left for left, _ in segments if left <= word.left)
        cells.setdefault(sum(left >= edge for edge in edges), []).append(word)
    return {column: tuple(words) for column, words in cells.items()}


def _numbers(found: list[Row], cut: list[dict[int, Row]]) -> Iterator[int]:
    """The number of the table's row to which each row of words belongs: a cell's text may run over several."""
    spaces = [below[0].top - above[0].bottom for above, below in pairwise(found)]
    more = 0.15 * found[0][0].height
    close = min((space for space in spaces if space > -more), default=0.0)
    padded = max(spaces, default=0.0) - close > more
    number = 0
    for index, cells in enumerate(cut):
        if index:
            apart = spaces[index - 1] - close > more
            number += apart if padded else 0 in cells
        yield number
