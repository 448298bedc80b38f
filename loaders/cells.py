"""Cells: which cells of tables are read like paragraphs, and what heads each: its column and its row."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from loaders.model import Block, Document
from loaders.patterns import plain

FEWEST: Final = 7
"""Words of a cell that may hold a sentence; figures, grades and labels have fewer."""
HEAD_WORDS: Final = 10
"""Words of a cell that may head a row or a column, at most."""
VERB: Final = re.compile(
    r"\b(?:should|must|needs?|is|are|was|were|does|do|did|has|have|had|can|could|will|isn't|aren't|doesn't|don't)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is read: what stands over it and before it, outermost first."""

    heads: tuple[str, ...]
    row: tuple[str, ...]
    """The other cells of its row: one may be its grade."""


def prose_cells(document: Document) -> dict[int, Cell]:
    """Give the cells that hold whole sentences, by the number of their block. Linear."""
    texts = [plain(document.text[block.start : block.end]) for block in document.blocks]
    rows: dict[int, list[int]] = defaultdict(list)
    first: dict[int | None, int] = {}
    for number, block in enumerate(document.blocks):
        if block.row is not None:
            rows[block.row].append(number)
            first.setdefault(block.table, block.row)
    found = {}
    for number, block in enumerate(document.blocks):
        if block.kind != "cell" or block.row is None or not _is_prose(texts[number]):
            continue
        top = rows[first[block.table]] if block.row != first[block.table] else []
        over = [at for at in top if document.blocks[at].column == block.column]
        before = [at for at in rows[block.row] if _before(document.blocks[at], block)]
        heads = tuple(texts[at] for at in (*over[:1], *before[:1]) if len(texts[at].split()) <= HEAD_WORDS)
        found[number] = Cell(heads, tuple(texts[at] for at in rows[block.row] if at != number))
    return found


def _before(other: Block, block: Block) -> bool:
    """Tell whether a cell heads the row of another: it is the row's first."""
    return other.column == 0 != block.column


def _is_prose(text: str) -> bool:
    ends = text.rstrip().rstrip("\"')")[-1:]
    return len(text.split()) >= FEWEST and ends not in ("?", ":") and (ends in (".", "!") or bool(VERB.search(text)))
