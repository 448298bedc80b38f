"""Tabled: what a grade in a cell of a table is the grade of, in tables of all kinds."""

import re
from collections.abc import Iterator, Sequence

from loaders.asked import Asked
from loaders.attribute import Attribution
from loaders.elsewhere import Elsewhere
from loaders.model import Block
from loaders.outline import Context
from loaders.wording import forms, load_wording

OVERALL = re.compile(r"^\W*(?:overall|(?:overall |our )?(?:grade|judge?ment|rating|result))\W*$", re.IGNORECASE)
"""The name of a row whose question stands over the table."""
LINE = 120
"""Characters of a line that is a label or a pair and no prose."""
TOP = 4
"""Lines at the top of a document that may name its one question."""


class Tables:
    """The tables of a document, with what is asked of it."""

    def __init__(
        self,
        blocks: Sequence[Block],
        contexts: Sequence[Context],
        lines: Sequence[str],
        asked: Asked,
        attribution: Attribution | None,
        elsewhere: Elsewhere | None,
    ) -> None:
        self.blocks = blocks
        self.contexts = contexts
        self.lines = lines
        self.asked = asked
        self.attribution = attribution
        self.elsewhere = elsewhere
        self.forms = forms(asked.profile.grade_words())
        self.words = load_wording().patterns
        self.tables: dict[int | None, list[int]] = {}
        for number, block in enumerate(blocks):
            if block.row is not None:
                self.tables.setdefault(block.table, []).append(number)

    def questions(self, number: int) -> list[str]:
        """Give what the grade in a cell is of: its row's question, or those under it where it heads a column."""
        block = self.blocks[number]
        table = self.tables[block.table]
        row = [other for other in table if self.blocks[other].row == block.row]
        beside = [other for other in row if self.blocks[other].column != block.column]
        asked = list(dict.fromkeys(q for other in beside for q in self.asked.named(self.lines[other])))
        if not asked and any(OVERALL.match(self.lines[other]) for other in beside):
            asked = self.over(number)
        head = self._head(block, table)
        if asked and not self._past_column(number, row, table):
            return asked
        if not asked and head is not None and self.asked.question(self.lines[head]):
            return [] if self._past_row(beside, table) else [str(self.asked.question(self.lines[head]))]
        if not asked and (len(row) > 1 or row[0] == table[0]):
            return list(self._column(number, table))
        return []

    def over(self, number: int) -> list[str]:
        """Give the question of the headings over a block, the nearest first; else of the lines at the top."""
        over = [*self.lines[:TOP], *self.contexts[number].headings]
        return [q for heading in reversed(over) if len(heading) < LINE and (q := self.asked.question(heading))][:1]

    def _head(self, block: Block, table: list[int]) -> int | None:
        """Give the cell that heads a cell's column, unless the cell stands in the first row itself."""
        first = self.blocks[table[0]].row
        heads = (at for at in table if self.blocks[at].row == first and self.blocks[at].column == block.column)
        return next(heads, None) if block.row != first else None

    def _past_row(self, beside: list[int], table: list[int]) -> bool:
        """Tell whether a row of grades is an earlier inspection's: by its name, or by a later year in another row."""
        named = " ".join(self.lines[at] for at in beside)
        years = re.findall(r"20\d\d", named)
        all_years = [
            year for at in table if self.blocks[at].column == 0 for year in re.findall(r"20\d\d", self.lines[at])
        ]
        return bool(self.words["earlier"].search(named)) or bool(years and max(all_years, default="") not in years)

    def _past_column(self, number: int, row: list[int], table: list[int]) -> bool:
        """Tell whether a column holds an earlier inspection's grades: by its head, or beside one of a later year."""
        block = self.blocks[number]
        heads = {
            self.blocks[at].column: self.lines[at] for at in table if self.blocks[at].row == self.blocks[table[0]].row
        }
        graded = [self.blocks[at].column for at in row if self.forms["label"].match(self.lines[at])]
        head = heads.get(block.column, "")
        if self.elsewhere and self.elsewhere.names_other(head):
            return True
        if self.forms["label"].match(head) or (self.attribution and self.attribution.named(head)):
            return False
        if self.words["earlier"].search(head):
            return True
        years = {column: re.findall(r"20\d\d", heads.get(column, "")) for column in graded}
        latest = max((year for listed in years.values() for year in listed), default=None)
        if latest:
            return bool(years[block.column]) and latest not in years[block.column]
        return block.column != next(at for at in graded if not self.words["earlier"].search(heads.get(at, "")))

    def _column(self, number: int, table: list[int]) -> Iterator[str]:
        """Give the questions under a grade that heads a column, named there or ticked in their row."""
        head = self.blocks[number]
        for at in table:
            block = self.blocks[at]
            if block.column != head.column or block.row == head.row:
                continue
            names = [at]
            if self.words["ticks"].search(self.lines[at]):
                names = [other for other in table if self.blocks[other].row == block.row and other != at]
            questions = [question for name in names if (question := self.asked.question(self.lines[name]))]
            if questions:
                yield questions[0]
