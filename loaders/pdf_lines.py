"""Read PDF, third step: the rows of a page -> its lines in reading order: column after column, tables by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.pdf_gutters import parted, split
from loaders.pdf_rows import MARKER, Line, Row, frame_of, stretches
from loaders.pdf_tables import table

COLUMN_WORDS = 25
"""Fewer words than these make no column, where it isn't one by its lines."""
COLUMNS = 4
"""Columns within columns, at most."""
NEAR = 4.0
"""Points between two edges that are the same on two pages."""


@dataclass(slots=True)
class Seen:
    """What the pages before showed: how many tables, and where columns of prose begin."""

    tables: int = 0
    gutters: list[float] = field(default_factory=list)


def lines(found: Sequence[Row], page: int, seen: Seen) -> list[Line]:
    """Give the lines of a page's rows in reading order, and add to what was `seen`. Linear in words."""
    return list(_ordered(list(found), page, seen, COLUMNS))


def _ordered(found: list[Row], page: int, seen: Seen, depth: int) -> Iterator[Line]:
    while found:
        part = parted(found) if depth else None
        columns = part is not None and _columns(found[part[0] : part[1]], part[2], seen)
        if depth and not columns:
            part = parted(found, tight=True) or part
        if part is None:
            around = frame_of(found)
            yield from (Line(row, page, around) for row in found)
            return
        first, last, edge = part
        yield from _ordered(found[:first], page, seen, depth - 1)
        inner = found[first:last]
        if columns:
            for side in split(inner, edge):
                yield from _ordered(side, page, seen, depth - 1)
        else:
            seen.tables += 1
            yield from table(inner, edge, page, seen.tables)
        found = found[last:]


def _columns(found: list[Row], edge: float, seen: Seen) -> bool:
    """Whether what a gutter parts are columns: prose on both sides, lines that don't stand level, or known ones."""
    left, right = split(found, edge)
    prose = _prose(left), _prose(right)
    if all(prose):
        seen.gutters.append(edge)
        return True
    level = (len(left) + len(right) - len(found)) / min(len(left), len(right))
    if any(prose) and level < 0.5 and min(sum(map(len, left)), sum(map(len, right))) >= COLUMN_WORDS:
        return True
    return any(abs(edge - known) < NEAR for known in seen.gutters)


def _prose(found: list[Row]) -> bool:
    """Whether rows run on from one to the next as prose does, not as the cells of a table."""
    if len(found) < 4:
        return False
    if sum(len(stretches(row)) > 1 for row in found) > 0.3 * len(found):
        part = parted(found)
        return part is not None and all(map(_prose, split(found[part[0] : part[1]], part[2])))
    low, high = frame_of(found)
    full = sum(row[-1].right - row[0].left >= 0.6 * (high - low) for row in found)
    running = sum(row[MARKER.fullmatch(row[0].text) is not None and len(row) > 1].text[:1].islower() for row in found)
    return full >= 0.5 * len(found) and running >= 0.35 * len(found) and sum(map(len, found)) >= 3 * len(found)
