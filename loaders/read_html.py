"""Read HTML: markup -> blocks of readable text; what nobody reads (scripts, menus, footers) is left out."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.errors import ReadError
from loaders.layout import SPACE, Layout, Place
from loaders.limits import Limits
from loaders.model import Document
from loaders.wording import is_grade

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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
BOLD = frozenset({"b", "strong"})


def read_html(
    markup: str,
    name: str,
    digest: str,
    limits: Limits | None = None,
) -> Document:
    """The document in a page of HTML: one line of `text` a block, white space folded to single spaces."""
    return read_markup(markup, name, digest, "text/html", limits or Limits(), Layout())


def read_markup(
    markup: str,
    name: str,
    digest: str,
    media_type: str,
    limits: Limits,
    page: Layout,
    prepare: "Callable[[LexborHTMLParser], None] | None" = None,
) -> Document:
    """The document in markup, whatever format it was made from (`media_type`).

    `prepare` may take out of the parsed page what another format's reader put into it and nobody reads.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    if prepare:
        prepare(tree)
    title = tree.css_first("head > title")
    root = tree.body or tree.root
    if root is not None:
        _walk(root, page, name, limits.depth)
    page.close()
    if not page.blocks:
        raise ReadError(f"{name}: holds no readable words; fetch the page itself, not its frame or its script")
    if len(page.blocks) > limits.blocks:
        raise ReadError(f"{name}: {len(page.blocks):,} paragraphs, more than the limit of {limits.blocks:,}; split it")
    heading = SPACE.sub(" ", title.text()).strip() if title else ""
    return Document(name, "\n".join(page.pieces), tuple(page.blocks), digest, media_type, heading or None)


def _walk(root: "LexborNode", page: Layout, name: str, depth: int) -> None:
    """Every node in the order of the page, without recursion, so that depth is ours to limit."""
    stack: list[tuple[LexborNode | None, Place, bool]] = [(root.child, Place(), False)]
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
        elif tag == "img" and not page.words and is_grade(node.attributes.get("alt")):
            page.add(node.attributes["alt"] or "", place)
            page.close()
        elif tag not in SKIPPED and not tag.startswith("-"):
            inner, block = _enter(tag, place, page)
            if block:
                page.close()
            stack.append((node.child, inner, block))


def _enter(tag: str, place: Place, page: Layout) -> tuple[Place, bool]:
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
