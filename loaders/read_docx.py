"""Read .docx: mammoth turns it into HTML by its styles, and it is read as that."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.parsers.expat import ExpatError

from loaders.errors import ReadError
from loaders.layout import Layout
from loaders.limits import Limits
from loaders.model import Document
from loaders.office import DAMAGE, opened
from loaders.read_html import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

Element: TypeAlias = Any
"""An element of a document as mammoth has it: it tells no types."""
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='As larger heading'] => h2:fresh
p[style-name='As heading'] => h3:fresh
"""
HEADING_WORDS = 20
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """The document in a .docx: its text with insertions, without deletions and comments; footnotes come last.

    Raises ReadError where it is encrypted, damaged, empty or over a limit.
    """
    import mammoth

    archive = opened(data, name, "word/document.xml", limits)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=_no_image,
            transform_document=_headed,
        )
        title = _title(archive)
    except (*DAMAGE, ExpatError, AttributeError, IndexError, TypeError) as error:
        # mammoth has no error of its own: what a damaged part lacks shows as one of these.
        raise ReadError(f"{name}: is damaged ({type(error).__name__}: {error}); save it again") from None
    except RecursionError:
        raise ReadError(f"{name}: its elements nest too deeply; save a simpler document") from None
    read = read_markup(made.value, name, digest, MEDIA_TYPE, limits, Layout(joint=""), _without_references)
    return replace(read, title=title)


def _no_image(_: Element) -> list[Element]:
    return []


def _title(archive: zipfile.ZipFile) -> str | None:
    """The title among the document's properties."""
    from xml.etree.ElementTree import fromstring

    if "docProps/core.xml" not in archive.namelist():
        return None
    # Expat, on which this stands, refuses entities that swell, and Python's parser loads none from outside.
    found = fromstring(archive.read("docProps/core.xml")).find("{http://purl.org/dc/elements/1.1/}title")  # noqa: S314
    return (found.text or "").strip() or None if found is not None else None


def _without_references(tree: "LexborHTMLParser") -> None:
    """Take out the marks of footnotes, and the arrows that lead back from them."""
    for link in tree.css('a[href^="#footnote-"], a[href^="#endnote-"]'):
        link.decompose()


def _headed(document: Element) -> Element:
    """Give headings that are set by hand (short, wholly bold or larger) the style of one."""
    from mammoth import documents, transforms

    sizes: Counter[float] = Counter()
    for run in transforms.get_descendants_of_type(document, documents.Run):
        sizes[run.font_size or 0.0] += len(_written(run))
    # Where the size isn't set on the words themselves, it is that of Word's own styles: 10 to 12 points.
    body = (sizes.most_common(1)[0][0] if sizes else 0.0) or 12.0

    def styled(paragraph: Element) -> Element:
        text = _written(paragraph).strip()
        plain = not (paragraph.style_name or "").lower().startswith(("heading", "title", "subtitle", "list"))
        if not text or not plain or paragraph.numbering or len(text.split()) > HEADING_WORDS or text[-1] in ".;,:":
            return paragraph
        runs = [r for r in transforms.get_descendants_of_type(paragraph, documents.Run) if _written(r).strip()]
        if runs and all((run.font_size or 0) > 1.1 * body for run in runs):
            return paragraph.copy(style_name="As larger heading", style_id="As larger heading")
        if runs and all(run.is_bold for run in runs):
            return paragraph.copy(style_name="As heading", style_id="As heading")
        return paragraph

    # Cells keep their paragraphs as they are: a label in bold there is a cell, no heading.
    children = [styled(child) if isinstance(child, documents.Paragraph) else child for child in document.children]
    return document.copy(children=children)


def _written(element: Element) -> str:
    from mammoth import documents, transforms

    return "".join(text.value for text in transforms.get_descendants_of_type(element, documents.Text))
