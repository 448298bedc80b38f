"""Read PDF, between words and lines: leave out what stands in the margins (running heads and feet, page numbers)."""

import re
from collections.abc import Sequence

from loaders.pdf_rows import Row
from loaders.pdf_words import PageWords, Word

ZONE = 0.13
"""Heads and feet stand in this much of the page at its top and at its foot."""
NUMBER = re.compile(r"\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE)
PRINTED = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d.*|(?:https?|file):/{2,3}\S+(?: \d{1,4}\s*/\s*\d{1,4})?",
    re.IGNORECASE,
)
"""What browsers print over and under a page: date and title, address and number."""
SHARE = 0.2
"""A line at the edge of at least this share of the pages, and of three at least, is a running head or foot."""

MOST = 4
"""Rows that a head or foot has, at most."""
APART = 0.6
"""White space between a head and the text, in heights of the text."""

Key = tuple[str, int, int]


def text_rows(pages: Sequence[PageWords], found: Sequence[Sequence[Row]], body: float) -> list[list[Row]]:
    """Give each page's rows without its running heads, running feet and page number.

    A head is told by standing at the same height with the same words (numbers aside) on many pages or on neighbouring
    ones, in letters no larger than those of the text (`body`, points), so that headings at the top of a page stay.
    """
    seen: dict[Key, set[int]] = {}
    for page, rows in zip(pages, found, strict=True):
        for row in rows:
            if _outer(page, row):
                seen.setdefault(_key(row), set()).add(page.number)
    often = max(3, SHARE * len(pages))
    running = {
        key
        for key, numbers in seen.items()
        if key[2] <= 2 * body + 1 and (len(numbers) >= often or any({n + 1, n + 2} & numbers for n in numbers))
    }
    left = [_without(page, list(rows), running) for page, rows in zip(pages, found, strict=True)]
    return left if any(left) else [list(rows) for rows in found]


def _without(page: PageWords, rows: list[Row], running: set[Key]) -> list[Row]:
    head = [row for row in rows[: MOST + 1] if row[0].top < ZONE * page.height]
    foot = [row for row in rows[: -MOST - 2 : -1] if row[0].bottom > (1 - ZONE) * page.height]
    first, last = _edge(rows[: len(head) + 1], len(head), running), _edge(rows[::-1], len(foot), running)
    return rows[first : len(rows) - last]


def _edge(rows: Sequence[Row], most: int, running: set[Key]) -> int:
    """How many rows from the edge inwards are furniture; white space or their size sets them off from the text."""
    count = 0
    while count < min(MOST, most) and _furniture(rows[count], running):
        count += 1
    while 0 < count < len(rows) and not _apart(rows[count - 1][-1], rows[count][-1]):
        count -= 1
    return count


def _apart(one: Word, other: Word) -> bool:
    space = max(one.top, other.top) - min(one.bottom, other.bottom)
    return space >= APART * other.height or abs(one.height - other.height) > 0.1 * other.height


def _outer(page: PageWords, row: Row) -> bool:
    return row[0].top < ZONE * page.height or row[0].bottom > (1 - ZONE) * page.height


def _furniture(row: Row, running: set[Key]) -> bool:
    text = " ".join(word.text for word in row)
    return _key(row) in running or any(pattern.fullmatch(text) for pattern in (NUMBER, PRINTED))


def _key(row: Row) -> Key:
    words = re.sub(r"\d+", "#", " ".join(word.text for word in row)).casefold()
    return words, round(row[0].bottom / 6), round(2 * row[0].height)
