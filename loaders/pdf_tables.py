"""Read PDF: the rows of a table -> the lines of its cells, by row and column."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from loaders.pdf_rows import Line, Row, frame_of, stretches
from loaders.pdf_words import Word


def table(found: list[Row], edge: float, page: int, number: int) -> Iterator[Line]:
    """The lines of a table by row and column; rows that stand beside no cell are lines before or after it."""
    edges = _edges(found, edge)
    cut = [_cells(row, edges) for row in found]
    both = [place for place, cells in enumerate(cut) if len(cells) > 1]
    if len(both) < 2:
        frame = frame_of(found)
        yield from (Line(row, page, frame) for row in found)
        return
    first, last = both[0], both[-1] + 1
    while last < len(found) and found[last][0].top - found[last - 1][0].bottom < 0.4 * found[last][0].height:
        last += 1
    frame = frame_of(found)
    yield from (Line(row, page, frame) for row in found[:first])
    numbered: dict[tuple[int, int], list[Row]] = {}
    for row, cells in zip(_numbers(found[first:last], cut[first:last]), cut[first:last], strict=True):
        for column, words in cells.items():
            numbered.setdefault((row, column), []).append(words)
    for (row, column), pieces in sorted(numbered.items()):
        yield from (Line(words, page, frame, (number, row, column)) for words in pieces)
    yield from (Line(row, page, frame) for row in found[last:])


def _edges(found: list[Row], edge: float) -> list[float]:
    """The left edges of a table's columns but the first: those that most rows with several cells keep to."""
    segments = [stretches(row, [edge]) for row in found]
    several = [row for row in segments if len(row) > 1]
    counted = Counter(round(left / 6) for row in several for left, _ in row[1:])
    chosen = [edge]
    for near, count in sorted(counted.items()):
        place = min(left for row in several for left, _ in row[1:] if round(left / 6) == near) - 0.5
        crossed = sum(left < place < right for row in found for left, right in stretches(row, [place]))
        if count >= 2 and crossed <= 0.2 * len(found) and all(abs(place - other) > 12 for other in chosen):
            chosen.append(place)
    return sorted(chosen)


def _cells(row: Row, edges: list[float]) -> dict[int, Row]:
    cells: dict[int, list[Word]] = {}
    segments = stretches(row, edges)
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
