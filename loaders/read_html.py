"""Read HTML: markup -> blocks of readable text; what nobody reads (scripts, menus, footers) is left out."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.errors import ReadError
from loaders.model import Block, BlockKind, Document

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "svg",
        "iframe",
        "object",
        "dialog",
        "math",
    ]
)
HEADINGS = {f"h{n}": n for n in range(1, 7)}
CONTAINERS = frozenset(
    ["div", "section", "article", "aside", "main", "blockquote", "details", "fieldset", "figure", "header"]
)
BLOCKS = frozenset(
    [
        "p",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "pre",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "figcaption",
        "hr",
        "address",
        "summary",
        "center",
    ]
)
SPACE = re.compile(r"\s+")
BOLD = frozenset({"b", "strong"})


@dataclass(slots=True)
class _Place:
    """What the walk inherits on its way down."""

    kind: BlockKind = "paragraph"
    level: int = 0
    row: int | None = None
    column: int | None = None
    table: int | None = None
    container: int = 0
    bold: bool = False


@dataclass(slots=True)
class _Page:
    """The text and the blocks gathered so far, and the block still open."""

    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    words: list[str] = field(default_factory=list)
    place: _Place = field(default_factory=_Place)
    bold: bool = True
    rows: int = 0
    columns: int = 0
    tables: int = 0
    containers: int = 0

    def add(self, text: str, place: _Place) -> None:
        # A tag parts words as white space does, so that every quote stands verbatim in the page without its tags.
        folded = SPACE.sub(" ", text).strip(" ")
        if folded:
            if not self.words:
                self.place, self.bold = place, True
            self.words.append(folded)
            self.bold = self.bold and place.bold

    def close(self) -> None:
        if not self.words:
            return
        text = " ".join(self.words)
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


def read_html(markup: str, name: str, digest: str, depth: int = 400, most_blocks: int = 200_000) -> Document:
    """The document in a page of HTML: one line of `text` a block, white space folded to single spaces."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    title = tree.css_first("head > title")
    page = _Page()
    root = tree.body or tree.root
    if root is not None:
        _walk(root, page, name, depth)
    page.close()
    if not page.blocks:
        raise ReadError(f"{name}: holds no readable words; fetch the page itself, not its frame or its script")
    if len(page.blocks) > most_blocks:
        raise ReadError(f"{name}: {len(page.blocks):,} paragraphs, more than the limit of {most_blocks:,}; split it")
    heading = SPACE.sub(" ", title.text()).strip() if title else ""
    return Document(name, "\n".join(page.pieces), tuple(page.blocks), digest, "text/html", heading or None)


def _walk(root: "LexborNode", page: _Page, name: str, depth: int) -> None:
    """Every node in the order of the page, without recursion, so that depth is ours to limit."""
    stack: list[tuple[LexborNode | None, _Place, bool]] = [(root.child, _Place(), False)]
    while stack:
        node, place, closes = stack.pop()
        if node is None:
            if closes:
                page.close()
            continue
        if len(stack) > 2 * depth:
            raise ReadError(f"{name}: elements nest deeper than the limit of {depth}; save a simpler page or raise it")
        stack.append((node.next, place, closes))
        tag = node.tag or ""
        if tag == "-text":
            page.add(node.text_content or "", place)
        elif tag == "br":
            page.close()
        elif tag not in SKIPPED and not tag.startswith("-"):
            inner, block = _enter(tag, place, page)
            if block:
                page.close()
            stack.append((node.child, inner, block))


def _enter(tag: str, place: _Place, page: _Page) -> tuple[_Place, bool]:
    """What an element's children inherit, and whether it is a block of its own."""
    here = replace(place)
    if tag in HEADINGS:
        here.kind, here.level = "heading", HEADINGS[tag]
    elif tag == "li":
        here.kind, here.level = "item", 0
    elif tag in {"td", "th"}:
        here.kind, here.level, here.row, here.column = "cell", 0, page.rows, page.columns
        page.columns += 1
    elif tag == "tr":
        page.rows, page.columns = page.rows + 1, 0
    elif tag == "table":
        page.tables += 1
        here.table = page.tables
    elif tag in CONTAINERS:
        page.containers += 1
        here.container = page.containers
    elif tag not in BLOCKS:
        here.bold = place.bold or tag in BOLD
        return here, False
    return here, True
