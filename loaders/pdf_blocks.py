"""Read PDF, last step: lines in reading order -> paragraphs, headings, items, cells; parted words are joined."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from loaders.hyphens import load_hyphens
from loaders.model import Block, BlockKind
from loaders.pdf_rows import Line
from loaders.pdf_words import RAISED, Word

LARGER = 1.12
"""Letters this much higher than those of the text make a heading."""
SMALLER = 0.93
"""Letters at most this high beside those of the text, at the foot of a column, are those of footnotes."""
HEADING_WORDS = 24
BULLET = re.compile(r"[•●▪◦‣·\uf0b7\uf0a7\uf0fc➢➤✓■□]")
COUNTED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]")
NOTE = re.compile(r"(?:\d{1,3}|[*†‡§])(?:[.)]|(?=\D)|$)")
STOP = re.compile(r"""[.!?:;]["'”’)\]]*$""")
HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010]$")

Group = list[Line]


@dataclass(frozen=True, slots=True)
class Type:
    """How the text of a document is set."""

    body: float
    """The height of most of its words."""
    leading: float
    """From one line to the next, in heights of its words."""

    def heading(self, line: Line) -> bool:
        """Tell whether a line is set as headings are."""
        return line.height >= LARGER * self.body or line.bold


def body_height(words: Iterable[Word]) -> float:
    """Give the height in which most letters are set; 0 without any."""
    counted: Counter[float] = Counter()
    for word in words:
        counted[round(word.height * 2) / 2] += len(word.text)
    return counted.most_common(1)[0][0] if counted else 0.0


def set_type(lines: Sequence[Line], body: float) -> Type:
    """Measure how the lines of a document follow each other."""
    steps = [
        (below.top - above.top) / above.height
        for above, below in pairwise(lines)
        if _beside(above, below) and above.cell is None and abs(above.height - body) < 1
    ]
    usual = [step for step in steps if 0.5 < step < 2]
    return Type(body, median(usual) if usual else 1.2)


def without_notes(lines: Sequence[Line], body: float, middle: float) -> tuple[Group, Group]:
    """Part a page's lines from the footnotes under its columns; `middle` is half the height of the page."""
    text: Group = []
    notes: Group = []
    first = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and lines[number].frame == lines[first].frame:
            continue
        column = lines[first:number]
        cut = len(column)
        while cut and column[cut - 1].height <= SMALLER * body and column[cut - 1].top > middle:
            cut -= 1
        while cut < len(column) and not NOTE.match(column[cut].words[0].text):
            cut += 1
        text += column[:cut]
        notes += column[cut:]
        first = number
    return text, notes


def paragraphs(lines: Sequence[Line], kind: Type) -> list[Group]:
    """Put lines together that run on from one to the next, over columns and pages too."""
    groups: list[Group] = []
    for line in lines:
        if groups and _joins(groups[-1], line, kind):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _beside(above: Line, below: Line) -> bool:
    return above.page == below.page and above.frame == below.frame and below.top > above.top


def _joins(group: Group, line: Line, kind: Type) -> bool:
    last = group[-1]
    if last.cell or line.cell:
        return last.cell == line.cell
    if abs(last.height - line.height) > 0.08 * last.height or marker(line):
        return False
    if last.bold != line.bold and not (_full(last) and _lower(line)):
        return False
    if not _beside(last, line):
        return not kind.heading(line) and (_lower(line) or (_full(last) and not STOP.search(last.words[-1].text)))
    if line.top - last.top > 1.25 * kind.leading * line.height:
        return False
    return kind.heading(line) or (_aligned(group, line) and not _ended(last, line))


def _aligned(group: Group, line: Line) -> bool:
    """Whether a line stands where the paragraph's next line would: no indent, no step back to the margin."""
    step = 0.8 * line.height
    first = group[0]
    if len(group) == 1:
        inner = first.words[1].left if marker(first) and len(first.words) > 1 else first.left
        return first.left - 4 * step <= line.left <= inner + step and (line.left >= inner - step or _full(first))
    return abs(line.left - group[-1].left) <= step


def _ended(last: Line, line: Line) -> bool:
    """Whether a line was ended though the next word would have stood on it."""
    word = line.words[0]
    room = last.frame[1] - last.right - (word.right - word.left)
    return room > line.height and (bool(STOP.search(last.words[-1].text)) or not _lower(line))


def _full(line: Line) -> bool:
    return line.right >= line.frame[1] - 0.15 * (line.frame[1] - line.frame[0])


def _lower(line: Line) -> bool:
    return line.words[0].text[:1].islower()


def marker(line: Line) -> bool:
    """Tell whether a line begins with the bullet or the number of an item."""
    if len(line.words) < 2:
        return False
    first, second = line.words[:2]
    space = (second.left - first.right) / line.height
    if BULLET.fullmatch(first.text) or (COUNTED.fullmatch(first.text) and (space > 0.4 or first.text[0].isdigit())):
        return True
    return first.text in ("o", "-", "–", "—", "*") and space > 0.4


class Writer:
    """Writes groups of lines as text and blocks, a line of text each."""

    def __init__(self, kind: Type, groups: Sequence[Group]) -> None:
        self.kind = kind
        sizes = {self._size(group) for group in groups if self._heads(group)}
        self.levels = {size: min(6, number) for number, size in enumerate(sorted(sizes, reverse=True), 1)}
        whole = (
            word.text.strip(".,;:!?()“”‘’'\"").lower() for group in groups for line in group for word in line.words
        )
        self.words = frozenset(whole)
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.length = 0

    @property
    def text(self) -> str:
        """All that was written."""
        return "\n".join(self.pieces)

    def write(self, group: Group, *, note: bool = False) -> None:
        """Write one group as one block; a footnote is a paragraph without its number."""
        text, turns = self._text(group)
        if not text:
            return
        skipped = 0
        block_kind: BlockKind = "paragraph"
        first = group[0]
        if first.cell:
            block_kind = "cell"
        elif note:
            skipped = _after(text, NOTE)
        elif self._heads(group):
            block_kind = "heading"
        elif marker(first):
            block_kind = "item"
            skipped = len(text) - len(text.split(None, 1)[1]) if " " in text else 0
        table, row, column = first.cell or (None, None, None)
        self.blocks.append(
            Block(
                self.length + skipped,
                self.length + len(text),
                block_kind,
                self.levels.get(self._size(group), 6) if block_kind == "heading" else 0,
                row=row,
                column=column,
                table=table,
                bold=all(line.bold for line in group),
                page=first.page,
                turns=tuple((self.length + offset, page) for offset, page in turns),
            )
        )
        self.pieces.append(text)
        self.length += len(text) + 1

    def _size(self, group: Group) -> tuple[float, bool]:
        return round(2 * group[0].height) / 2, group[0].bold

    def _heads(self, group: Group) -> bool:
        """Whether a group is a heading: set as one, short, and not ending as sentences do."""
        words = sum(len(line.words) for line in group)
        last = group[-1].words[-1].text
        if group[0].cell or words > HEADING_WORDS or last[-1] in ".;,:" or BULLET.fullmatch(group[0].words[0].text):
            return False
        capitals = words > 1 and all(
            word.text.isupper() for line in group for word in line.words if word.text.isalpha()
        )
        return all(map(self.kind.heading, group)) or (capitals and len(group) == 1 and any(map(str.isalpha, last)))

    def _text(self, group: Group) -> tuple[str, list[tuple[int, int]]]:
        """The text of a group, and where in it a further page begins."""
        text, page = "", group[0].page
        turns: list[tuple[int, int]] = []
        for line in group:
            piece = " ".join(_words(line)).replace("\u00ad ", "-").strip()
            if not piece:
                continue
            joint = " " if text else ""
            if HYPHEN.search(text):
                text, joint = self._hyphen(text, piece), ""
            if line.page != page:
                page = line.page
                turns.append((len(text) + len(joint), page))
            text += joint + piece
        return text.replace("\u00ad", "-"), turns

    def _hyphen(self, text: str, following: str) -> str:
        """Decide whether the hyphen at a line's end belongs to the word: as the document writes the word elsewhere."""
        before = re.split(r"[\s(“‘/]", text[:-1])[-1].lower()
        after = re.match(r"[\w’'-]*", following)
        rest = after.group().lower() if after else ""
        whole = before + rest
        if whole in self.words:
            return text[:-1]
        if f"{before}-{rest}" in self.words or not rest[:1].isalpha() or following[:1].isupper():
            return text[:-1] + "-"
        kept = load_hyphens()
        return text[:-1] + ("-" if before.split("-")[-1] in kept.before or rest in kept.after else "")


def _after(text: str, pattern: re.Pattern[str]) -> int:
    """The length of what a text begins with, and of the white space after it; 0 where nothing would be left."""
    found = pattern.match(text)
    length = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip()) if found else 0
    return length if length < len(text) else 0


def _words(line: Line) -> Iterator[str]:
    """The words of a line without the marks of footnotes."""
    height = max(word.height for word in line.words)
    for number, word in enumerate(line.words):
        raised = number and word.height < RAISED * height and word.text.strip(",.;:").isdigit()
        if not (word.mark or raised):
            yield word.text.replace("\uf0b7", "•").replace("\uf0a7", "▪")
