"""Elsewhere: which passages of a report speak of another force than its own: links, teasers, tables."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from loaders.forces import mentions, named_in
from loaders.model import Block, Document
from loaders.patterns import plain
from loaders.wording import load_wording
from ontology.records import Force

TITLE_WORDS: Final = 9
"""Words of a line that may be the title of what follows it."""
PROSE: Final = re.compile(r"[.;]\s*$")
SENTENCE: Final = re.compile(r"[.!?]['\")]*\s+(?=[\"'(A-Z])")
JOINED: Final = re.compile(
    r"\b(?:with|and|like|unlike|from|than|as|to|of|between|alongside|against|by|in|for|at)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before a force that a sentence mentions without judging it."""
OWN: Final = re.compile(
    r"(?:[,;:]|\b(?:but|while|whereas|though|although))\s+(?:in this |here )?"
    r"(?:it|(?:this|the) (?:force|constabulary))\b",
    re.IGNORECASE,
)
"""How a sentence comes back to the force of the report."""


class Elsewhere:
    """Tells of a report's passages whether they speak of another force; of none where its own isn't known."""

    def __init__(self, document: Document, own: tuple[str, ...], forces: tuple[Force, ...]) -> None:
        self.text = plain(document.text)
        self.own = frozenset(own)
        self.forces = forces if own else ()
        self.blocks = document.blocks
        self.foreign = tuple(self._walk()) if own else (False,) * len(document.blocks)

    def holds(self, offset: int) -> bool:
        """Tell whether a place stands among links and teasers, or under the name of another force."""
        number = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        return number >= 0 and self.foreign[number]

    def names_other(self, text: str) -> bool:
        """Tell whether a text names other forces alone, in full or in short."""
        named = named_in(text, self.forces) if self.forces else set()
        return bool(named) and self.own.isdisjoint(named)

    def says_other(self, start: int, end: int) -> bool:
        """Tell whether the subject of a sentence, up to the end of a passage in it, is another force."""
        before = SENTENCE.split(self.text[self.text.rfind("\n", 0, start) + 1 : end])[-1]
        found = mentions(before, self.forces) if self.forces else []
        found = found or (mentions(before, self.forces, short=True) if self.forces else [])
        if not found or not self.own.isdisjoint(slug for _, _, slug in found):
            # Where its own force is named too, the one that was named last before the grade is the subject.
            found = [one for one in found[-1:] if one[2] not in self.own]
        return any(not (JOINED.search(before[:first]) or OWN.search(before[last:])) for first, last, _ in found[:1])

    def _walk(self) -> Iterator[bool]:
        """Give each block whether it stands under the name of another force or among links, from top to bottom."""
        links = load_wording().patterns["links"]
        level, container, open_ = 0, 0, False
        for block in self.blocks:
            said = self.text[block.start : block.end]
            heads = block.kind == "heading"
            titled = heads or (block.row is None and self._titles(said))
            if open_ and (block.container < container or (heads and block.level <= level) or self._own(said)):
                open_ = False
            if not open_ and titled and (links.match(said) or self._other(said)):
                level, container, open_ = (block.level if heads else 0), block.container, True
            yield open_ or self._teases(block, said)

    def _titles(self, said: str) -> bool:
        return len(said.split()) <= TITLE_WORDS and not PROSE.search(said)

    def _own(self, said: str) -> bool:
        return len(said.split()) <= TITLE_WORDS and not self.own.isdisjoint(named_in(said, self.forces))

    def _other(self, said: str) -> bool:
        """Tell whether a line's beginning is another force's name in full."""
        found = mentions(said, self.forces)
        return bool(found) and found[0][0] <= 1 and self.own.isdisjoint(slug for _, _, slug in found)

    def _teases(self, block: Block, said: str) -> bool:
        """Tell whether a line is a link or a list's item about another force: "Related: Essex Police is good at …"."""
        teaser = load_wording().patterns["teasers"].match(said) or block.kind == "item"
        return bool(teaser) and self.names_other(said) and (block.kind != "item" or self._other(said))
