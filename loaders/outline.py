"""Outline: what each block inherits from the layout (headings, formal list, lead-in, grade), or that it is skipped."""

import re
from dataclasses import dataclass

from loaders.lexicon import Rules, load_rules, plain
from loaders.model import Block, Document

TITLE = re.compile(
    r"^(?=(?:\S+\s+){4})[^?]*\b(should|must|needs?|(?:is|are|does|do|has|have)(?: not|n't)?|isn't|can't)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"^(\d+\W+)?(how|to what extent) [^.]*\?$", re.IGNORECASE)
RECOMMENDED = frozenset({"area-for-improvement", "recommendation"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a block inherits: headings above it, the formal list it stands in, its lead-in; or that it is skipped."""

    headings: tuple[str, ...] = ()
    formal: str | None = None
    lead: str | None = None
    skipped: bool = False
    title: bool = False
    """A heading that is a whole sentence within a formal list: the title of an area for improvement or concern."""
    grade: str | None = None
    """The grade printed over the section."""


@dataclass(slots=True)
class _Formal:
    """A formal list that is open: its label's level and box, and whether its bullets have begun."""

    level: int
    name: str
    container: int
    several: bool
    listed: bool = False


def block_contexts(document: Document) -> tuple[Context, ...]:
    """Give each block's context, by walking the blocks from top to bottom. Linear."""
    walk = _Walk(document, load_rules())
    return tuple(walk.enter(number, block) for number, block in enumerate(document.blocks))


class _Walk:
    """The state of a walk down a document."""

    def __init__(self, document: Document, rules: Rules) -> None:
        self.document = document
        self.rules = rules
        self.label = re.compile(rf"^\W*(?:grade\W+)?(?P<grade>{rules.grade_word.pattern})\W*$", re.IGNORECASE)
        self.graded = re.compile(rf"\W(?P<grade>{rules.grade_word.pattern})\W*$", re.IGNORECASE)
        self.headings: list[tuple[int, str]] = []
        self.formal: _Formal | None = None
        self.skipped: int | None = None
        self.lead: str | None = None
        self.grade: str | None = None

    def enter(self, number: int, block: Block) -> Context:
        """Give the context of the next block."""
        text = plain(self.document.text[block.start : block.end])
        self._leave_formal(block, text)
        title = False
        label = self.label.match(text)
        if label:
            self.grade = label["grade"].lower()
        elif block.kind == "heading" or QUESTION.match(text):
            title = self.formal is not None and bool(TITLE.search(text))
            if not title and not self._summary(number, text):
                self._head(block, text)
        elif self._formal_name(text) and len(text.split()) <= 6:
            self._head(block, text)
        elif block.kind == "paragraph":
            self.lead = text if text.rstrip().endswith(":") else None
        return Context(
            tuple(heading for _, heading in self.headings),
            self.formal.name if self.formal else None,
            self.lead if block.kind == "item" else None,
            self.skipped is not None or bool(QUESTION.match(text)),
            title,
            self.grade,
        )

    def _head(self, block: Block, text: str) -> None:
        level = block.level or 6
        self.headings = [known for known in self.headings if known[0] < level] + [(level, text)]
        name = self._formal_name(text)
        if name:
            self.formal = _Formal(
                level, name, block.container, re.search(r"\b(areas|causes)\b|s\W*$", text, re.I) is not None
            )
        elif self.formal and level <= self.formal.level:
            self.formal = None
        if self.rules.skipped_headings.search(text):
            self.skipped = level
        elif self.skipped is not None and level <= self.skipped:
            self.skipped = None
        if not name:
            graded = self.graded.search(text)
            self.grade = graded["grade"].lower() if graded else None
        self.lead = None

    def _formal_name(self, text: str) -> str | None:
        return next((name for pattern, name in self.rules.formal_headings if pattern.search(text)), None)

    def _leave_formal(self, block: Block, text: str) -> None:
        """Close a formal list at the end of its box, or where prose goes on after its bullets."""
        formal = self.formal
        if formal is None:
            return
        if block.container < formal.container:
            self.formal = None
        elif block.kind == "item":
            formal.listed = True
        elif block.kind == "paragraph" and formal.listed and formal.several and formal.name in RECOMMENDED:
            self.formal = formal if text.rstrip().endswith(":") else None

    def _summary(self, number: int, text: str) -> bool:
        """Tell whether a heading-like line is one of several lines of grades, which head nothing."""
        near = self.document.blocks[max(0, number - 1) : number] + self.document.blocks[number + 1 : number + 2]
        return bool(self.graded.search(text)) and any(
            self.graded.search(plain(self.document.text[block.start : block.end])) and block.kind == "heading"
            for block in near
        )
