"""The frozen dataclasses that travel between the steps: Document -> Finding -> Assessment.

Every offset counts Unicode code points of `Document.text`: start inclusive, end exclusive, 0 before the first.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from ontology.details import Partner as Partner

Kind = Literal["strength", "improvement", "concern", "progress", "watch"]
Change = Literal["improved", "worsened", "unchanged"]
BlockKind = Literal["heading", "paragraph", "item", "cell"]
RULES = "rules"
"""The name of the reader that everybody has."""


@dataclass(frozen=True, slots=True)
class Block:
    """What layout sets apart: a heading (with its level, 1 to 6), a paragraph, a list item or a table cell."""

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    row: int | None = None
    """For a cell: the number of its table row in the document, so that a row's cells can be read together."""
    column: int | None = None
    """For a cell: its place in the row, counted from 0."""
    table: int | None = None
    """For a cell: the number of its table in the document."""
    container: int = 0
    """Number of the innermost box of the layout that holds it (an HTML `div`, `section` …); 0 is the page."""
    bold: bool = False
    """Whether the whole block is set in bold, as titles within the text often are."""
    page: int | None = None
    """The page on which it begins, counted from 1; None where the format has no pages."""
    turns: tuple[tuple[int, int], ...] = ()
    """Where in it further pages begin: offset and page."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must tell: never lost, never guessed into a default."""

    severity: Literal["error", "warning"]
    file: str
    place: str
    """Where in the file: "line 12", "row 3, column grade", or "" for the whole file."""
    message: str
    """What is wrong and what to do about it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its text and where its blocks stand in it."""

    name: str
    """The file's name, with its ending."""
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    """Of the bytes as they came."""
    media_type: str
    title: str | None = None
    """The title that the format itself carries (HTML `title`), if any."""
    notices: tuple[Notice, ...] = ()
    """What reading could not be sure of: an encoding told by its characters, pages without text."""

    def page_at(self, offset: int) -> int | None:
        """Give the page, counted from 1, on which the character at an offset stands; None where there are no pages."""
        number = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if number < 0:
            return None
        block = self.blocks[number]
        return next((page for start, page in reversed(block.turns) if start <= offset), block.page)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where and when an assessment was made; None where nothing is known."""

    force: str | None = None
    inspectorate: str | None = None
    inspector: str | None = None
    programme: str | None = None
    published: str | None = None
    """ISO 8601: a year, a month or a day."""
    source_url: str | None = None
    forces: tuple[str, ...] = ()
    """In a joint report every force that it judges, `force` the first; empty where it judges one."""
    profile: str | None = None
    """The name of the profile it is, or is to be, read by (`profiles/`)."""
    stated: tuple[str, ...] = ()
    """The names of the fields that the document itself states, sorted."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What decided a finding: the rule's name, the words that matched, and what they decided ("kind" or "theme")."""

    rule: str
    words: str
    decides: str
    weight: float = 0.0
    """In log-odds: what the cue adds for what it decides."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement about one thing: `document.text[start:end] == quote`, always."""

    start: int
    end: int
    quote: str
    kind: Kind
    themes: tuple[str, ...]
    """Slugs, the main one first; never empty."""
    partners: tuple[Partner, ...] = ()
    initiatives: tuple[str, ...] = ()
    change: Change | None = None
    since: str | None = None
    formal: bool = False
    action: str | None = None
    deadline: str | None = None
    confidence: float = 1.0
    """0 to 1: how often findings read by these rules are right."""
    cues: tuple[Cue, ...] = ()
    readers: tuple[str, ...] = (RULES,)
    """Who read it: RULES, the name of a model that was asked, or both."""
    doubt: str | None = None
    """Why a person should look at it whatever its confidence, in words; None where nothing speaks against it."""
    forces: tuple[str, ...] = ()
    """In a joint report, the forces that it is about; empty where the document judges one."""

    def needs_review(self, below: float) -> bool:
        """Tell whether it is marked for a person: in doubt, or less sure than `below`."""
        return self.doubt is not None or self.confidence < below


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade that the document states, with the passage that states it."""

    question: str
    """A pillar (effectiveness, efficiency, legitimacy) or a theme slug."""
    grade: str
    start: int
    end: int
    carried: bool = False
    """Given in an earlier inspection and still standing: stated here, but no judgement of this inspection."""
    forces: tuple[str, ...] = ()
    """In a joint report, the forces that it is about; empty where the document judges one."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment read whole: one document, ready to become one named graph."""

    document: Document
    metadata: Metadata
    grades: tuple[Grade, ...]
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...] = ()
    reader: str = ""
    """Names what read it beside the rules (`second.read`), so that another way of reading has another name."""
