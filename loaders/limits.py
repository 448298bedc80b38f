"""The limits of reading: how much of a document, an archive or an answer is taken before it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Self

from loaders.errors import ReadError


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before a document is refused; `--limit NAME=VALUE` and PEELGRAPH_LIMITS set them by name."""

    bytes: int = 20_000_000
    """Of a document as its file has it, unpacked from an archive or fetched."""
    pages: int = 2_000
    """Of a PDF."""
    depth: int = 400
    """Elements within elements, and lists within lists."""
    blocks: int = 200_000
    """Headings, paragraphs, items and cells."""
    members: int = 10_000
    """Files in an archive, those of archives within it included."""
    unpacked: int = 500_000_000
    """Bytes of all files in an archive, those of archives within it included; of the parts of a .docx or .odt."""
    nesting: int = 2
    """Archives within archives: 1 is an archive that holds documents alone."""
    seconds: float = 120.0
    """For reading a document, for unpacking an archive, for fetching an address: of the clock, and of the processor."""
    memory: int = 2_000_000_000
    """Bytes that reading a document may take beyond what the reading process holds at its start."""
    redirects: int = 5
    """From one web address to the next."""

    def changed(self, settings: Iterable[str]) -> Self:
        """Give these limits with some set anew, each as "name=value". Raises ReadError for any other."""
        changes: dict[str, float] = {}
        kinds = {field.name: field.type for field in fields(self)}
        for setting in settings:
            name, equals, value = setting.partition("=")
            if name not in kinds or not equals:
                raise ReadError(f"limit {setting!r}: want NAME=VALUE, with one of {', '.join(kinds)}")
            try:
                number = float(value.replace("_", "")) if kinds[name] is float else int(value)
            except ValueError:
                number = -1
            if not 0 < number < float("inf"):
                raise ReadError(f"limit {setting!r}: {value!r} is no number above 0")
            changes[name] = number
        return replace(self, **changes)  # type: ignore[arg-type]
