"""Decode: bytes -> characters, with every line end as "\\n"; what isn't certain is refused, or told."""

import codecs
import re

from loaders.errors import ReadError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""<(?:meta\s[^>]{0,200}?charset|\?xml\s[^>]{0,100}?encoding)\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE
)
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
LETTERS = "àáâäçèéêëìíîïñòóôöùúûüÿœæ"
"""Of Windows-1252: the letters in English, Welsh and French words; they stand beside other letters."""
SIGNS = "‘’“”–—…•£€§©®™°±²½¼¾×·« »\xa0"
"""Of Windows-1252: the signs of English print."""
WESTERN = re.compile(
    rf"(?:[\x00-\x7f{SIGNS}]|[A-Za-z][{LETTERS}]|[{LETTERS}](?=[A-Za-z{LETTERS}])|[ÀÁÂÉÈÊÎÔ](?=[a-z])|(?<= )à(?= ))*"
)


def decode(data: bytes, place: str, *, html: bool = False, charset: str | None = None) -> tuple[str, str | None]:
    """Give the text, and a warning where its encoding was told by its characters alone.

    By byte order mark; else as the server (`charset`) or the page (HTML) declares; else UTF-8; else UTF-16 or
    Windows-1252, where every character is one that English text in it has. Anything else is refused with the place of
    the first byte that isn't UTF-8, because a wrong guess would change quotes.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _newlines(_decode(data[len(mark) :], encoding, place)), None
    declared = DECLARED.search(data[:2048]) if html else None
    named = charset or (declared.group(1).decode("ascii") if declared else None)
    if named:
        return _newlines(_decode(data, _known(named, place), place)), None
    if b"\0" in data:
        return _wide(data, place)
    try:
        return _newlines(data.decode("utf-8")), None
    except UnicodeDecodeError as error:
        return _western(data, place, error.start)


def _known(encoding: str, place: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        b"".decode(name)
    except (LookupError, ValueError):
        raise ReadError(f"{place}: declares the unknown encoding {encoding!r}; save it as UTF-8") from None
    # Browsers read pages that declare Latin-1 as Windows-1252, its superset in print.
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _decode(data: bytes, encoding: str, place: str) -> str:
    try:
        return codecs.decode(data, encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{place}: byte {error.start} (0x{data[error.start]:02x}) isn't {encoding}; save the document as UTF-8 "
            "(from Windows-1252, say, with iconv -f windows-1252 -t utf-8)"
        ) from None


def _wide(data: bytes, place: str) -> tuple[str, str]:
    """UTF-16 without a mark: English in it has a NUL in every other byte, and nothing else has."""
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if len(data) % 2 == 0 and high.count(0) >= 0.8 * len(high):
            text = _newlines(_decode(data, encoding, place))
            if "\0" not in text:
                return text, f"has no byte order mark; read as {encoding}; save it as UTF-8 to be sure"
    raise ReadError(f"{place}: byte {data.index(0)} is NUL, so this is no text; give the text of the document")


def _western(data: bytes, place: str, first: int) -> tuple[str, str]:
    """Windows-1252, where each of its characters is one that English print has, where English print has it."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = None
    if text is None or not WESTERN.fullmatch(text):
        _decode(data, "utf-8", place)
    text = str(text)
    found = "".join(sorted(set(re.findall(r"[^\x00-\x7f\s]", text))))[:12]
    return _newlines(text), (
        f"byte {first} (0x{data[first]:02x}) isn't utf-8; read as windows-1252, in which all its other characters "
        f"({found}) are those of English text; save it as UTF-8 to be sure"
    )


def _newlines(text: str) -> str:
    return LINE_ENDS.sub("\n", text)
