"""Read: a file's bytes -> Document, by its ending. The first step; `segment` comes next."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import ReadError
from loaders.model import Document
from loaders.read_html import read_html
from loaders.read_text import decode, read_text

MEDIA_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read before it is refused."""

    bytes: int = 20_000_000
    depth: int = 400
    """Elements within elements, for HTML."""
    blocks: int = 200_000


def read_document(path: Path, limits: Limits | None = None) -> Document:
    """The document in a file, with its text, its blocks and their offsets.

    Raises ReadError, with the remedy, where the file is missing, a directory, empty, binary, too large, of an unknown
    ending, in an encoding that can't be told, or nested too deeply. Time and memory grow linearly with the file.
    """
    limits = limits or Limits()
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise ReadError(f"{path}: documents ending in {path.suffix or 'nothing'!r} can't be read; give one of {known}")
    data = _bytes(path, limits)
    text = decode(data, str(path), html=media_type == "text/html")
    digest = hashlib.sha256(data).hexdigest()
    if media_type == "text/html":
        return read_html(text, path.name, digest, depth=limits.depth, most_blocks=limits.blocks)
    return read_text(text, path.name, digest, most_blocks=limits.blocks)


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
