"""Read .odt: the elements of its text, as it stands with all changes accepted -> blocks."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.errors import ReadError
from loaders.layout import Layout, Place
from loaders.limits import Limits
from loaders.model import Document
from loaders.office import DAMAGE, opened

if TYPE_CHECKING:
    from odfdo import Document as OpenDocument
    from odfdo import Element

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
SKIPPED = frozenset(
    [
        "text:tracked-changes",
        "office:annotation",
        "office:forms",
        "text:sequence-decls",
        "text:note-citation",
        "text:table-of-content",
        "text:alphabetical-index",
        "text:illustration-index",
        "text:table-index",
        "svg:title",
        "svg:desc",
    ]
)
SPACES = frozenset(["text:s", "text:tab"])
TITLES = {"Title": 1, "Subtitle": 2}


def read_odt(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """The document in an .odt: insertions are in, deletions, comments and lists of contents out; footnotes come last.

    Raises ReadError where it is encrypted, damaged, empty or over a limit.
    """
    import odfdo
    from lxml.etree import LxmlError

    archive = opened(data, name, "content.xml", limits)
    try:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise ReadError(f"{name}: is encrypted; save a copy without its password")
        document = odfdo.Document(io.BytesIO(data))
        walk = _Walk(document, limits, name)
        walk.whole(document.body)
        title = document.meta.title
    except (*DAMAGE, LxmlError, TypeError, AttributeError, OSError) as error:
        raise ReadError(f"{name}: is damaged ({type(error).__name__}: {error}); save it again") from None
    except RecursionError:
        raise ReadError(f"{name}: its elements nest too deeply; save a simpler document") from None
    blocks = walk.page.blocks
    if not blocks:
        raise ReadError(f"{name}: holds no readable words; look at it, and leave it out")
    return Document(name, "\n".join(walk.page.pieces), tuple(blocks), digest, MEDIA_TYPE, (title or "").strip() or None)


class _Walk:
    """The way through the elements, and what waits until the paragraph or the whole text is done."""

    def __init__(self, document: "OpenDocument", limits: Limits, name: str) -> None:
        self.page = Layout(joint="")
        self.limits = limits
        self.name = name
        self.bold, self.parents = _styles(document)
        self.frames: list[tuple[Element, Place]] = []
        self.notes: list[Element] = []

    def whole(self, body: "Element") -> None:
        """Read the text, then the notes under it."""
        self._children(body, Place(), 0)
        self.page.close()
        notes, self.notes = self.notes, []
        for note in notes:
            self._children(note, Place(), 0)
            self.page.close()

    def _children(self, element: "Element", place: Place, depth: int) -> None:
        if depth > self.limits.depth:
            raise ReadError(f"{self.name}: elements nest deeper than the limit of {self.limits.depth}; raise it")
        if len(self.page.blocks) > self.limits.blocks:
            raise ReadError(f"{self.name}: more paragraphs than the limit of {self.limits.blocks:,}; split it")
        self.page.add(element.text or "", place)
        for child in element.children:
            self._enter(child, place, depth + 1)
            self.page.add(child.tail or "", place)

    def _enter(self, element: "Element", place: Place, depth: int) -> None:
        tag = element.tag
        if tag in SKIPPED:
            return
        if tag in SPACES:
            self.page.add(" ", place)
        elif tag == "text:line-break":
            self.page.close()
        elif tag == "text:note":
            self.notes.append(element)
        elif tag == "draw:frame":
            self.frames.append((element, replace(place, kind="paragraph")))
        elif tag in ("text:p", "text:h"):
            self._paragraph(element, place, depth)
        elif tag == "text:span":
            inner = replace(place, bold=place.bold or self._bold(element.get_attribute_string("text:style-name")))
            self._children(element, inner, depth)
        else:
            self._children(element, self._box(tag, place), depth)

    def _paragraph(self, element: "Element", place: Place, depth: int) -> None:
        style = element.get_attribute_string("text:style-name")
        inner = replace(place, bold=self._bold(style))
        titled = next((TITLES[known] for known in self._line(style) if known in TITLES), None)
        if place.kind != "cell" and (element.tag == "text:h" or titled):
            level = titled or element.get_attribute_integer("text:outline-level") or 1
            inner.kind, inner.level = "heading", min(6, max(1, level))
        self.page.close()
        self._children(element, inner, depth)
        self.page.close()
        # A text box hangs on a paragraph, and may stand in the midst of a sentence: it is read after it.
        frames, self.frames = self.frames, []
        for frame, around in frames:
            self.page.containers += 1
            self._children(frame, replace(around, container=self.page.containers), depth + 1)
            self.page.close()

    def _box(self, tag: str, place: Place) -> Place:
        """What the paragraphs in an element are."""
        here, page = replace(place), self.page
        if tag == "text:list-item":
            here.kind = "item"
        elif tag == "table:table":
            page.tables += 1
            here.table = page.tables
        elif tag == "table:table-row":
            page.rows, page.columns = page.rows + 1, 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            here.kind, here.row, here.column = "cell", page.rows, page.columns
            page.columns += 1
        elif tag == "text:section":
            page.containers += 1
            here.container = page.containers
        return here

    def _bold(self, style: str | None) -> bool:
        return next((self.bold[known] for known in self._line(style) if known in self.bold), False)

    def _line(self, style: str | None) -> Iterator[str]:
        """A style and those it descends from."""
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self.parents.get(style)


def _styles(document: "OpenDocument") -> tuple[dict[str, bool], dict[str, str]]:
    """Whether each style is bold, where it says so, and its parent."""
    bold: dict[str, bool] = {}
    parents: dict[str, str] = {}
    for style in document.get_styles():
        name = style.get_attribute_string("style:name")
        if not name:
            continue
        parent = style.get_attribute_string("style:parent-style-name")
        if parent:
            parents[name] = parent
        for child in style.children:
            weight = child.get_attribute_string("fo:font-weight") if child.tag == "style:text-properties" else None
            if weight:
                bold[name] = weight not in ("normal", "400")
    return bold, parents
