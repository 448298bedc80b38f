"""Maximal groups of things that share several properties: closed sets, from the largest group down."""

import heapq
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

MOST_VISITED: Final = 200_000
"""Closed sets visited at most: the largest groups come first, so what is left out is the smallest."""


class ClosedSet(NamedTuple):
    """Properties (column numbers) and all the things (row numbers) that have every one of them; neither can grow."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]


def closed_sets(rows: list[set[int]], width: int, least_rows: int, least_columns: int) -> list[ClosedSet]:
    """Give the closed sets with enough rows and columns, larger groups first.

    `rows` holds the columns of each row, of `width` columns. Each closed set is reached once, by extension that keeps
    the prefix (Uno, Asai, Uchida & Arimura 2004, LCM ver. 2), so work is linear in the number of closed sets, which the
    least number of rows and MOST_VISITED bound. They are the maximal bicliques of the network of rows and columns.
    """
    masks = [sum(1 << column for column in row) for row in rows]
    visited = islice(_visit(masks, width, least_rows), MOST_VISITED)
    return [ClosedSet(_bits(c), _bits(r)) for c, r in visited if c.bit_count() >= least_columns]


def _visit(masks: list[int], width: int, least_rows: int) -> Iterator[tuple[int, int]]:
    """Go through the closed sets as pairs of bit masks (columns, rows), most rows first, ties by columns."""
    holders = [sum(1 << row for row, mask in enumerate(masks) if mask >> column & 1) for column in range(width)]
    everyone = (1 << len(masks)) - 1
    heap = [(-len(masks), _shared(masks, everyone, width), everyone, -1)]
    while heap:
        _, columns, members, last = heapq.heappop(heap)
        yield columns, members
        for column in range(last + 1, width):
            left = members & holders[column]
            if columns >> column & 1 or left.bit_count() < least_rows:
                continue
            closure = _shared(masks, left, width)
            if not (closure ^ columns) & ((1 << column) - 1):
                heapq.heappush(heap, (-left.bit_count(), closure, left, column))


def _shared(masks: list[int], members: int, width: int) -> int:
    shared = (1 << width) - 1
    for row in _bits(members):
        shared &= masks[row]
    return shared


def _bits(mask: int) -> tuple[int, ...]:
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return tuple(found)
