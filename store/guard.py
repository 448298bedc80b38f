"""Refuse, before the engine sees it, a query that would reach out or that would overflow the engine's stack.

The engine fetches addresses for SERVICE and LOAD and offers no way to forbid it, and deep nesting or very long chains
end its process (measured in pyoxigraph 0.5). So a query is split into the terminals of the SPARQL grammar
(https://www.w3.org/TR/sparql11-query/#grammar): a word inside a string, an IRI, a comment or a name is no keyword.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.errors import QueryRefused, QueryTooLarge

TERMINALS = re.compile(
    r"""
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*+\"\"\" | '''(?:(?:'|'')?(?:[^'\\]|\\.))*+'''
             | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
  | (?P<comment>\#[^\n\r]*)
  | (?P<name>[?$]\w+ | [\w.-]*:(?:[\w.:%-]|\\.)* | @[A-Za-z][A-Za-z0-9-]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<number>[0-9.]+(?:[eE][+-]?[0-9]+)?)
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | (?P<space>\s+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
OUTGOING = frozenset({"SERVICE", "LOAD"})


@dataclass(frozen=True, slots=True)
class Size:
    """How large a query may be."""

    bytes: int = 100_000
    depth: int = 60
    """Brackets within brackets."""
    terminals: int = 6_000
    """Words, names, values, signs and brackets."""


def check(text: str, size: Size | None = None) -> None:
    """Pass a query or an update, or refuse it.

    Raises QueryTooLarge over a limit of `size`, QueryRefused for SERVICE and LOAD. Linear in the length of the text.
    """
    size = size or Size()
    length = len(text.encode("utf-8", "surrogatepass"))
    if length > size.bytes:
        raise QueryTooLarge(f"the query has {length:,} bytes, more than the limit of {size.bytes:,}; ask in parts")
    # Code point escapes hold outside strings too, so both spellings of the text are looked at.
    for spelling in dict.fromkeys((text, ESCAPE.sub(_character, text))):
        _check_terminals(spelling, size)


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= 0x10FFFF else " "


def _terminals(text: str) -> Iterator[tuple[str, str]]:
    for match in TERMINALS.finditer(text):
        kind = str(match.lastgroup)
        if kind not in ("space", "comment"):
            yield kind, match.group()


def _check_terminals(text: str, size: Size) -> None:
    depth = 0
    for count, (kind, word) in enumerate(_terminals(text), start=1):
        depth += (kind == "open") - (kind == "close")
        if depth > size.depth:
            raise QueryTooLarge(f"the query nests deeper than {size.depth} brackets; write it flatter")
        if count > size.terminals:
            raise QueryTooLarge(f"the query has more than {size.terminals:,} words and signs; ask in parts")
        if kind == "word" and word.upper() in OUTGOING:
            raise QueryRefused(f"{word.upper()} is not allowed: a query makes this service fetch no address")
