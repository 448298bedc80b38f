"""Read Markdown (CommonMark with tables): rendered as HTML, and read as that."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.errors import ReadError
from loaders.layout import Layout
from loaders.limits import Limits
from loaders.model import Document
from loaders.read_html import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"""^title:[ \t]*(["']?)(?P<title>.+?)\1[ \t]*$""", re.MULTILINE)


def read_markdown(text: str, name: str, digest: str, limits: Limits) -> Document:
    """The document in a Markdown text: its marks are no part of `Document.text`; the title may stand in front matter.

    Front matter (YAML between `---` at the top) isn't read but for its title: a manifest gives metadata.
    """
    from markdown_it import MarkdownIt

    front = FRONT.match(text)
    titled = TITLE.search(front[1]) if front else None
    # Its own limit of nesting would leave out what lies deeper without a word.
    maker = MarkdownIt("commonmark", {"maxNesting": len(text) + 1}).enable(["table", "strikethrough"])
    try:
        body = maker.render(text[front.end() :] if front else text)
    except RecursionError:
        raise ReadError(f"{name}: its elements nest too deeply; save a simpler document") from None
    if not body.strip():
        raise ReadError(f"{name}: holds no words; fetch it again or leave it out")
    read = read_markup(body, name, digest, "text/markdown", limits, Layout(joint=""), _struck)
    return replace(read, title=titled["title"]) if titled else read


def _struck(tree: "LexborHTMLParser") -> None:
    """Take out what is struck through: its writer took it back."""
    tree.strip_tags(["s", "del"], recursive=True)
