"""Read PDF: the text layer, page after page, as headings, paragraphs, items and cells in the order of reading."""

import re
from typing import TYPE_CHECKING

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.model import Document, Notice
from loaders.pdf_blocks import Group, Writer, body_height, paragraphs, set_type, without_notes
from loaders.pdf_lines import Seen, lines
from loaders.pdf_margins import text_rows
from loaders.pdf_rows import rows
from loaders.pdf_words import PageWords, Word, page_words

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

PASSWORD = 4
"""PDFium's code for a document that wants a password."""
UNMAPPED = 0.2
"""Where more than this share of the letters has no known character, nothing read would be what is written."""
NO_TITLE = re.compile(r"microsoft word|\.\w{2,4}$|untitled|^\S*$", re.IGNORECASE)


def read_pdf(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """The document in a PDF's text layer; every block bears its page.

    Raises ReadError where it is encrypted, damaged, scanned without text, its letters can't be told, or over a limit.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD:
            raise ReadError(f"{name}: is encrypted; save a copy without its password") from None
        raise ReadError(f"{name}: is no PDF or a damaged one ({error}); fetch it again") from None
    with document:
        return _read(document, name, digest, limits)


def _read(document: "PdfDocument", name: str, digest: str, limits: Limits) -> Document:
    if len(document) > limits.pages:
        raise ReadError(
            f"{name}: {len(document):,} pages, more than the limit of {limits.pages:,}; split it or raise it"
        )
    pages = _pages(document, name)
    notices = _checked(pages, name)
    text, notes = _lines(pages)
    body = body_height(word for page in pages for word in page.words)
    kind = set_type(text, body)
    groups, foot = paragraphs(text, kind), paragraphs(notes, set_type(notes, body_height(_all(notes))))
    writer = Writer(kind, [*groups, *foot])
    for group in groups:
        writer.write(group)
    for group in foot:
        writer.write(group, note=True)
    if len(writer.blocks) > limits.blocks:
        raise ReadError(
            f"{name}: {len(writer.blocks):,} paragraphs, more than the limit of {limits.blocks:,}; split it"
        )
    title = str(document.get_metadata_value("Title") or "").strip()
    return Document(
        name,
        writer.text,
        tuple(writer.blocks),
        digest,
        "application/pdf",
        None if NO_TITLE.search(title) else title,
        notices,
    )


def _all(lines_: Group) -> list[Word]:
    return [word for line in lines_ for word in line.words]


def _pages(document: "PdfDocument", name: str) -> list[PageWords]:
    import pypdfium2

    try:
        return [page_words(document, index) for index in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{name}: holds a damaged page ({error}); fetch it again") from None


def _checked(pages: list[PageWords], name: str) -> tuple[Notice, ...]:
    """Refuse pages that show no text or only letters unknown; warn of some that do."""
    letters = "".join(word.text for page in pages for word in page.words)
    bare = [page.number for page in pages if page.pictures]
    if not letters:
        if bare:
            raise ReadError(
                f"{name}: is scanned: {len(bare)} pages of pictures and no text; give it a text layer by OCR"
            )
        raise ReadError(f"{name}: holds no text, and no pictures of any; look at it, and leave it out")
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uefff" or c < " " for c in letters)
    if unknown > UNMAPPED * len(letters):
        raise ReadError(f"{name}: its fonts don't tell which characters their letters are; give it a text layer by OCR")
    if bare:
        told = f"pages without text, scanned by the look of them, are not read: {', '.join(map(str, bare[:20]))}"
        return (Notice("warning", name, "", told + (" …" if len(bare) > 20 else "")),)
    return ()


def _lines(pages: list[PageWords]) -> tuple[Group, Group]:
    """The lines of all pages in reading order, and apart from them those of the footnotes."""
    body = body_height(word for page in pages for word in page.words)
    text: Group = []
    notes: Group = []
    seen = Seen()
    for page, found in zip(pages, text_rows(pages, [rows(page.words) for page in pages], body), strict=True):
        main, foot = without_notes(lines(found, page.number, seen), body, page.height / 2)
        text += main
        notes += foot
    return text, notes
