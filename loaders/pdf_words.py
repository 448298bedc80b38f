"""Read PDF, first step: the text layer of a page -> its words, each with its place, size and weight."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import degrees
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage
    from pypdfium2.raw import FPDF_PAGEOBJECT

Box = tuple[float, float, float, float]
SHAPES = 300
"""So many shapes of a page are looked at for bullets; drawings have more."""
BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
BOLD_WEIGHT = 600
LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
    | dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060")
)
HYPHENS = {0x02: "\u00ad", 0xFFFE: "\u00ad"}
"""What PDFium gives for a hyphen that it takes for a break of the line; a soft hyphen says so to the next step."""
SPACES = frozenset([*range(0x21), 0xA0, 0x2028, 0x2029, 0x3000])
RAISED = 0.78
"""A digit this much smaller than the word before it is the mark of a footnote."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page. Places are points from the left and from the top of the page as a reader holds it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool
    mark: bool = False
    """A small raised number: the mark of a footnote."""

    @property
    def height(self) -> float:
        """The height of its line of letters, from ascender to descender, whatever letters it has."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in the order of its file."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    pictures: bool
    """Whether a page without words shows a picture, as a scan does."""


def page_words(document: "PdfDocument", index: int) -> PageWords:
    """Give the words of a page of a pypdfium2 document; text that stands otherwise than most is left out."""
    import pypdfium2.raw as pdfium

    page = document[index]
    text = page.get_textpage()
    try:
        spans = list(_spans(_characters(text)))
        reader = _Reader(page, text, [start for start, _ in spans])
        written = [word for span in spans for word in reader.words(*span)]
        words = (*_hung(reader.bullets(page), written), *written)
        pictures = not words and any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        return PageWords(index + 1, *reader.size, words, pictures)
    finally:
        text.close()
        page.close()


def _characters(text: "PdfTextPage") -> list[int]:
    """The code points of a page's characters, in one call where each has its place in the whole."""
    from pypdfium2.raw import FPDFText_GetUnicode

    count = text.count_chars()
    whole = text.get_text_range() if count else ""
    if len(whole) == count and max(whole, default="") < "\ud800":
        return list(map(ord, whole))
    return [FPDFText_GetUnicode(text.raw, index) for index in range(count)]


def _spans(points: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Where runs of characters without white space begin, and their code points; a hyphen at a line's end ends one."""
    start = 0
    for index, point in enumerate(points):
        if point in SPACES and point not in HYPHENS:
            if index > start:
                yield start, points[start:index]
            start = index + 1
        elif point in HYPHENS:
            yield start, points[start : index + 1]
            start = index + 1
    if len(points) > start:
        yield start, points[start:]


class _Reader:
    """The boxes and fonts of one page's characters, held so that most of its words stand level."""

    def __init__(self, page: "PdfPage", text: "PdfTextPage", starts: list[int]) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.raw = text.raw
        self.box = pdfium.FS_RECTF()
        self.styles: dict[int, tuple[int, bool]] = {}
        turns = Counter(self._style(start)[0] for start in starts)
        self.rotation = turns.most_common(1)[0][0] if turns else 0
        self.origin = left, bottom, right, top = page.get_cropbox()
        self.size = (right - left, top - bottom)
        if self.rotation in (90, 270):
            self.size = (top - bottom, right - left)

    def words(self, start: int, points: list[int]) -> Iterator[Word]:
        """The word of a span; two where a footnote's mark hangs on it."""
        turn, bold = self._style(start)
        if turn != self.rotation:
            return
        first, last = self._place(start), self._place(start + len(points) - 1)
        cut = next((n for n, point in enumerate(points) if n and 0x30 <= point <= 0x39), None)
        text = "".join(HYPHENS.get(point) or chr(point) for point in points)
        if cut is not None and text[cut:].strip(",.;:").isdigit():
            small = self._place(start + cut)
            if small[3] - small[1] < RAISED * (first[3] - first[1]):
                before = self._place(start + cut - 1)
                yield _word(text[:cut], first, before, bold=bold)
                yield _word(text[cut:], small, last, bold=bold, mark=True)
                return
        yield _word(text, first, last, bold=bold)

    def bullets(self, page: "PdfPage") -> Iterator[Word]:
        """Bullets that are drawn, not written, as browsers do: small shapes as wide as they are high."""
        pdfium = self.pdfium
        objects = (pdfium.FPDFPage_GetObject(page.raw, n) for n in range(pdfium.FPDFPage_CountObjects(page.raw)))
        shapes = (shape for shape in objects if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_PATH)
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        for shape in islice(shapes, SHAPES):
            pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top)
            side = right.value - left.value
            if 2 <= side <= 7 and abs(side - (top.value - bottom.value)) < 0.5:
                place = self._held(left.value, bottom.value, right.value, top.value)
                yield Word("•", place[0], place[2], place[1], place[3], bold=False)

    def _place(self, index: int) -> Box:
        box = self.box
        self.pdfium.FPDFText_GetLooseCharBox(self.raw, index, box)
        return self._held(box.left, box.bottom, box.right, box.top)

    def _held(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Left, top, right and bottom of a box as the page is held."""
        first, low, last, high = self.origin
        if self.rotation == 90:
            return bottom - low, left - first, top - low, right - first
        if self.rotation == 180:
            return last - right, bottom - low, last - left, top - low
        if self.rotation == 270:
            return high - top, last - right, high - bottom, last - left
        return left - first, high - top, right - first, high - bottom

    def _style(self, index: int) -> tuple[int, bool]:
        """How far to turn the page to read a character, and whether it is bold; found once for each piece of text."""
        piece = self.pdfium.FPDFText_GetTextObject(self.raw, index)
        key = ctypes.cast(piece, ctypes.c_void_p).value or 0
        if key not in self.styles:
            angle = degrees(self.pdfium.FPDFText_GetCharAngle(self.raw, index))
            quarter = round(angle / 90)
            turn = -90 * quarter % 360 if abs(angle - 90 * quarter) < 5 else -1
            self.styles[key] = (turn, self._bold(piece))
        return self.styles[key]

    def _bold(self, piece: "FPDF_PAGEOBJECT") -> bool:
        font = self.pdfium.FPDFTextObj_GetFont(piece) if piece else None
        if not font:
            return False
        name = ctypes.create_string_buffer(128)
        self.pdfium.FPDFFont_GetBaseFontName(font, name, 128)
        written = name.value.decode("utf-8", "replace")
        return bool(BOLD_NAME.search(written)) or self.pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT


def _hung(bullets: Iterable[Word], words: list[Word]) -> Iterator[Word]:
    """The bullets that stand before a word, each as high as it."""
    for bullet in bullets:
        middle = (bullet.top + bullet.bottom) / 2
        near = [w for w in words if 0 < w.left - bullet.right < 3 * w.height and w.top < middle < w.bottom]
        if near:
            first = min(near, key=lambda word: word.left)
            yield replace(bullet, top=first.top, bottom=first.bottom)


def _word(
    text: str,
    first: Box,
    last: Box,
    *,
    bold: bool,
    mark: bool = False,
) -> Word:
    return Word(text.translate(LIGATURES), first[0], max(first[2], last[2]), first[1], first[3], bold, mark)
