"""Outline: what each block inherits from the layout (headings, formal list, lead-in, grade), or that it is skipped."""

import re
from dataclasses import dataclass

from loaders.cells import prose_cells
from loaders.lexicon import load_rules
from loaders.model import Block, Document
from loaders.patterns import plain
from loaders.profile import DEFAULT, Profile, load_profile

TITLE = re.compile(
    r"^(?=(?:\S+\s+){4})[^?]*\b(should|must|needs?|(?:is|are|does|do|has|have)(?: not|n't)?|isn't|can't)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"^(\d+\W+)?(how|to what extent) [^.]*\?$", re.IGNORECASE)
RECOMMENDED = frozenset({"area-for-improvement", "recommendation"})
NO_LIST = re.compile(
    r"\b(previous(ly)?|earlier|last|progress|closed?|discharged|removed|lifted|respon(ded|se)|addressed"
    r"|what (is|are))\b",
    re.IGNORECASE,
)
"""What tells that a heading speaks of a formal list of before, or of such lists in general."""
SENTENCE = re.compile(r"[.!?][\"')]*\s+[\"'(]*[A-Z0-9]")
ASKS = re.compile(r"\b(should|must|needs? to|we recommend)\b", re.IGNORECASE)
LABEL_WORDS, TITLE_WORDS = 6, 26
EXPLAINED = {"area-for-improvement": 1, "cause-of-concern": 3, "recommendation": 0}
"""Paragraphs that explain a title, at most, where no box of the layout holds them together."""


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
    cell: bool = False
    """A cell of a table that holds sentences: it is read like a paragraph, under what heads its column and row."""


@dataclass(slots=True)
class _Formal:
    """A formal list that is open: its label's level and box, and whether its bullets have begun."""

    level: int
    name: str
    container: int
    several: bool
    boxed: bool = False
    """Whether the layout gives it a box of its own, which then tells where it ends."""
    listed: bool = False
    titled: bool = False
    explained: int = 0


def block_contexts(document: Document, profile: Profile | None = None) -> tuple[Context, ...]:
    """Give each block's context, by walking the blocks from top to bottom in the way of an inspectorate. Linear."""
    walk = _Walk(document, profile or load_profile(DEFAULT))
    return tuple(walk.enter(number, block) for number, block in enumerate(document.blocks))


class _Walk:
    """The state of a walk down a document."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self.document = document
        self.profile = profile
        words = profile.grade_words()
        self.label = re.compile(rf"^\W*(?:grade\W+)?(?P<grade>\b(?:{words})\b)\W*$", re.IGNORECASE)
        self.graded = re.compile(rf"\W(?P<grade>\b(?:{words})\b)\W*$", re.IGNORECASE)
        self.headings: list[tuple[int, str]] = []
        self.formal: _Formal | None = None
        self.skipped: int | None = None
        self.lead: str | None = None
        self.grade: str | None = None
        self.cells = prose_cells(document)
        self.tables = {document.blocks[number].table for number in self.cells}

    def enter(self, number: int, block: Block) -> Context:
        """Give the context of the next block."""
        text = plain(self.document.text[block.start : block.end])
        self._leave_formal(block, text)
        if block.kind == "cell" and block.table in self.tables:
            return self._in_table(number)
        title = False
        label = self.label.match(text)
        if label:
            self.grade = label["grade"].lower()
        elif block.kind == "heading" or QUESTION.match(text):
            title = self._is_title(block, text)
            if not title and not self._summary(number, text):
                self._head(number, block, text)
                title = bool(self._labelled(text)) and bool(TITLE.search(text))
        elif self._formal_name(text) and len(text.split()) <= LABEL_WORDS:
            self._head(number, block, text)
        elif name := self._labelled(text):
            self.formal = _Formal(6, name, block.container, several=False, titled=True)
            self.lead = text if text.rstrip().endswith(":") else None
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

    def _in_table(self, number: int) -> Context:
        """Give the context of a cell in a table that holds sentences: no list is opened by its labels."""
        cell = self.cells.get(number)
        headings = tuple(heading for _, heading in self.headings)
        skipped, listed = self.skipped is not None, self.formal.name if self.formal else None
        if not cell:
            return Context(headings, listed, skipped=skipped, grade=self.grade)
        own = next((name for head in cell.heads if (name := self._formal_name(head))), listed)
        grade = next((label["grade"].lower() for text in cell.row if (label := self.label.match(text))), self.grade)
        return Context((*headings, *cell.heads), own, skipped=skipped, grade=grade, cell=True)

    def _is_title(self, block: Block, text: str) -> bool:
        """Tell whether a heading is the title of an entry of the formal list that is open, and no new section."""
        formal = self.formal
        if formal is None or not TITLE.search(text) or (formal.listed and block.level <= formal.level):
            return False
        formal.titled, formal.explained = True, 0
        return True

    def _head(self, number: int, block: Block, text: str) -> None:
        level = block.level or 6
        self.headings = [known for known in self.headings if known[0] < level] + [(level, text)]
        name = self._formal_name(text)
        if name:
            several = re.search(r"\b(areas|causes)\b|s\W*$", text, re.IGNORECASE) is not None
            before = self.document.blocks[number - 1].container if number else 0
            boxed = block.container > 0 and block.container != before
            self.formal = _Formal(level, name, block.container, several, boxed)
        elif self.formal and level <= self.formal.level:
            self.formal = None
        if load_rules().skipped_headings.search(text) or self.profile.skipped_headings.search(text):
            self.skipped = level
        elif self.skipped is not None and level <= self.skipped:
            self.skipped = None
        if not name:
            graded = self.graded.search(text)
            self.grade = graded["grade"].lower() if graded else None
        self.lead = None

    def _formal_name(self, text: str) -> str | None:
        if NO_LIST.search(text) and "(" not in text:
            return None
        return next((name for pattern, name in self.profile.formal if pattern.search(text)), None)

    def _labelled(self, text: str) -> str | None:
        """Give the list whose label opens a sentence: "Area for improvement 2: The force should …"."""
        for pattern, name in self.profile.formal:
            label = pattern.match(text.lstrip())
            if label and re.match(r"\s*(\d[\d.]*|[A-Z])?\s*[:.–—-]\s+\S+\s\S", text.lstrip()[label.end() :]):
                return name
        return None

    def _leave_formal(self, block: Block, text: str) -> None:
        """Close a formal list at the end of its box, or where prose goes on after its bullets or its explanations."""
        formal = self.formal
        if formal is None:
            return
        if block.container < formal.container:
            self.formal = None
        elif block.kind == "item":
            formal.listed = True
        elif block.kind == "paragraph" and not text.rstrip().endswith(":"):
            if formal.listed and formal.several and formal.name in RECOMMENDED:
                self.formal = None
            elif not formal.boxed and formal.name in EXPLAINED:
                self._explain(formal, block, text)

    def _explain(self, formal: _Formal, block: Block, text: str) -> None:
        """Take a paragraph as a title, as what explains one, or as prose that the list doesn't hold."""
        single = not SENTENCE.search(text) and len(text.split()) <= TITLE_WORDS
        if not formal.titled or (formal.several and single) or block.bold or self._formal_name(text):
            formal.titled, formal.explained = True, 0
            return
        formal.explained += 1
        if formal.explained > EXPLAINED[formal.name] and not ASKS.search(SENTENCE.split(text)[0]):
            self.formal = None

    def _summary(self, number: int, text: str) -> bool:
        """Tell whether a heading-like line is one of several lines of grades, which head nothing."""
        near = self.document.blocks[max(0, number - 1) : number] + self.document.blocks[number + 1 : number + 2]
        return bool(self.graded.search(text)) and any(
            self.graded.search(plain(self.document.text[block.start : block.end])) and block.kind == "heading"
            for block in near
        )
