"""Read a query as far as a server's dialect goes: its form, and what the server adds to SPARQL, which is refused."""

import re
from typing import Final

from store.errors import QueryRefused, QuerySyntax
from store.guard import NAMES, terminals

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def form(text: str) -> str:
    """Give the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE. Raises QuerySyntax where it has none."""
    for terminal in terminals(text):
        if terminal.kind == "word" and terminal.text.upper() in FORMS:
            return terminal.text.upper()
    raise QuerySyntax(f"this is no query: none of {', '.join(FORMS)} stands in it")


def check_dialect(text: str, words: tuple[str, ...], schemes: tuple[str, ...]) -> None:
    """Refuse what a server adds to SPARQL: words such as DEFINE, functions under schemes such as `bif:`."""
    keyword = re.compile("|".join(words), re.IGNORECASE) if words else None
    scheme = re.compile(rf"(?<![\w-])(?:{'|'.join(schemes)}):", re.IGNORECASE) if schemes else None
    for terminal in terminals(text):
        if keyword and terminal.kind == "word" and (found := keyword.search(terminal.text)):
            raise QueryRefused(f"{found.group().upper()} is not allowed: it is no SPARQL, and reaches into the server")
        # Anywhere in an IRI: what is one here may be an expression there (`?a<bif:f(?b)&&?c>?d`).
        if scheme and terminal.kind in ("iri", *NAMES) and (found := scheme.search(_unescaped(terminal.text))):
            raise QueryRefused(f"{found.group()} is not allowed: such functions reach into the server")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda sign: chr(min(int(sign[1] or sign[2], 16), 0x10FFFF)), text)
