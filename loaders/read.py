"""Read: a file's bytes -> Document, by its ending. The first step; `outline` and `segment` come next."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from loaders import read_docx, read_odt
from loaders.decode import decode
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.model import Document, Notice
from loaders.read_html import read_html
from loaders.read_markdown import read_markdown
from loaders.read_pdf import read_pdf
from loaders.read_text import read_text

__all__ = ["MEDIA_TYPES", "Limits", "read_document"]

MEDIA_TYPES: Final = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": read_docx.MEDIA_TYPE,
    ".odt": read_odt.MEDIA_TYPE,
}
TEXTS: Final[dict[str, Callable[[str, str, str, Limits], Document]]] = {
    "text/plain": read_text,
    "text/html": read_html,
    "text/markdown": read_markdown,
}
BYTES: Final[dict[str, Callable[[bytes, str, str, Limits], Document]]] = {
    "application/pdf": read_pdf,
    read_docx.MEDIA_TYPE: read_docx.read_docx,
    read_odt.MEDIA_TYPE: read_odt.read_odt,
}


def read_document(path: Path, limits: Limits | None = None, charset: str | None = None) -> Document:
    """The document in a file, with its text, its blocks and their offsets; `charset` is what its server said of it.

    Raises ReadError, with the remedy, where the file is missing, a directory, empty, binary, too large, of an unknown
    ending, in an encoding that can't be told, encrypted, damaged, scanned, or nested too deeply. Time and memory grow
    linearly with the file; what can't be limited so is bounded by the process that reads (`cli/reading.py`).
    """
    limits = limits or Limits()
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise ReadError(f"{path}: documents ending in {path.suffix or 'nothing'!r} can't be read; give one of {known}")
    data = _bytes(path, limits)
    digest = hashlib.sha256(data).hexdigest()
    if media_type in BYTES:
        return BYTES[media_type](data, path.name, digest, limits)
    text, doubt = decode(data, str(path), html=media_type == "text/html", charset=charset)
    document = TEXTS[media_type](text, path.name, digest, limits)
    if doubt is None:
        return document
    return replace(document, notices=(*document.notices, Notice("warning", path.name, "", doubt)))


def _bytes(path: Path, limits: Limits) -> bytes:
    if path.is_dir():
        raise ReadError(f"{path}: is a folder; name a document in it")
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise ReadError(
                f"{path}: {size:,} bytes, more than the limit of {limits.bytes:,}; split it or raise the limit"
            )
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file; check the name") from None
    except OSError as error:
        raise ReadError(f"{path}: can't be opened ({error.strerror}); check its permissions") from error
    if len(data) > limits.bytes:
        raise ReadError(f"{path}: more than the limit of {limits.bytes:,} bytes; split it or raise the limit")
    if not data.strip():
        raise ReadError(f"{path}: is empty; fetch it again or leave it out")
    return data
