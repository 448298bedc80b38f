"""Layout: gathers the words of a marked-up document into blocks, a line of text a block, white space folded."""

import re
from dataclasses import dataclass, field

from loaders.model import Block, BlockKind

SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Place:
    """What words inherit from the elements around them."""

    kind: BlockKind = "paragraph"
    level: int = 0
    row: int | None = None
    column: int | None = None
    table: int | None = None
    container: int = 0
    bold: bool = False


@dataclass(slots=True)
class Layout:
    """The text and the blocks gathered so far, and the block still open."""

    joint: str = " "
    """What stands between two pieces of text. In HTML a tag parts words as white space does, so that every quote stands
    verbatim in the page without its tags; in other formats ("") words may be set half in bold."""
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    words: list[str] = field(default_factory=list)
    place: Place = field(default_factory=Place)
    bold: bool = True
    rows: int = 0
    columns: int = 0
    tables: int = 0
    containers: int = 0

    def add(self, text: str, place: Place) -> None:
        """Add a piece of text to the open block; the first one says of which kind the block is."""
        folded = SPACE.sub(" ", text)
        if self.joint:
            folded = folded.strip(" ")
        if folded.strip(" "):
            if not self.words:
                self.place, self.bold = place, True
            self.bold = self.bold and place.bold
        if folded and (self.words or folded != " "):
            self.words.append(folded)

    def close(self) -> None:
        """End the open block, if it has words."""
        if not self.words:
            return
        text = self.joint.join(self.words)
        text = text if self.joint else SPACE.sub(" ", text).strip(" ")
        place = self.place
        self.blocks.append(
            Block(
                self.length,
                self.length + len(text),
                place.kind,
                place.level,
                row=place.row,
                column=place.column,
                table=place.table,
                container=place.container,
                bold=self.bold,
            )
        )
        self.pieces.append(text)
        self.length += len(text) + 1
        self.words = []
