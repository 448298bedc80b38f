"""Read PDF: the gutter that parts the rows of a page longest, between columns or the cells of a table."""

from collections import Counter
from collections.abc import Iterator
from statistics import median

from loaders.pdf_rows import Row, Span, stretches

TRIES = 8
"""So many left edges are tried as those of a column."""


def parted(found: list[Row], *, tight: bool = False) -> tuple[int, int, float] | None:
    """The first and last of the rows that a gutter parts longest, and its right edge; None where none does.

    `tight` looks for tables whose cells some rows fill up to the next column.
    """
    segments = [stretches(row) for row in found]
    apart = [stretches(row, whole=False) for row in found]
    several = sum(len(row) > 1 for row in segments)
    if len(found) < 2 or (tight and several < 2):
        return None
    # Between columns that other rows show, less will do: headings are set in larger letters, not with wider gutters.
    space = 0.0 if tight else 0.5 * median(row[0].height for row in found)
    margin = min(row[0][0] for row in segments)
    edges = Counter(round(left / 3) for row in segments for left, _ in row if left > margin + 12)
    best: tuple[float, int, int, float] | None = None
    for edge, count in edges.most_common(TRIES):
        if count < 2:
            break
        # A point left of the leftmost word of this column.
        near = min(left for row in segments for left, _ in row if round(left / 3) in (edge, edge - 1)) - 0.5
        cut = [_cut(row, spans, near, space) for row, spans in zip(found, apart, strict=True)]
        for first, last in _runs(cut, near):
            if tight:
                first, last = _trustworthy(apart, cut, first, last, near)
            trimmed = _trimmed(found, cut, first, last, near)
            if trimmed and (best is None or trimmed[0] > best[0]):
                best = (*trimmed, near)
    return best[1:] if best else None


def _cut(row: Row, spans: list[Span], edge: float, space: float) -> list[Span]:
    crossed = any(left < edge < right for left, right in spans)
    return stretches(row, [edge], space, whole=False) if crossed else spans


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


def split(found: list[Row], edge: float) -> tuple[list[Row], list[Row]]:
    """The words left of an edge, and those right of it, row by row."""
    left = [tuple(word for word in row if word.left < edge) for row in found]
    right = [tuple(word for word in row if word.left >= edge) for row in found]
    return [row for row in left if row], [row for row in right if row]
