"""Refuse, before the engine sees it, a query that would reach out or that would overflow the engine's stack.

The engine fetches addresses for SERVICE and LOAD and offers no way to forbid it, and deep nesting or very long chains
end its process (measured in pyoxigraph 0.5). So a query is split into the terminals of the SPARQL grammar
(https://www.w3.org/TR/sparql11-query/#grammar): a word inside a string, an IRI, a comment or a name is no keyword.

The engine's own parser is laxer than that grammar, measured too: it needs no space around a keyword, so it reads
`trueSERVICE<http://x/>{}`, `SERVICE:x{}` and `x:a.b.SERVICE<http://x/>{}` as requests. Where a name could be taken for
one, it is refused; its IRI written in full passes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.errors import QueryRefused, QuerySyntax, QueryTooLarge

TAIL = r"\w\u00b7\u0300-\u036f\u203f\u2040"
"""What a name may go on with, inside a class of characters."""

# Possessive throughout (`*+`), and a run of letters is taken as one piece: the time stays linear whatever the text.
TERMINALS = re.compile(
    rf"""
    (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*+\"\"\" | '''(?:(?:'|'')?(?:[^'\\]|\\.))*+'''
             | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
  | (?P<comment>\#[^\n\r]*+)
  | (?P<variable>[?$][{TAIL}]*+)
  | (?P<language>@[A-Za-z][A-Za-z0-9-]*+)
  | (?P<word>[^\W\d][{TAIL}.-]*+)(?P<name>:(?:[{TAIL}.:%-]|\\[^uU])*+)?
  | (?P<bare>:(?:[{TAIL}.:%-]|\\[^uU])*+)
  | (?P<number>[0-9.]++(?:[eE][+-]?[0-9]++)?)
  | (?P<open>[({{\[])
  | (?P<close>[)}}\]])
  | (?P<space>\s++)
  | (?P<unclosed>["'])
  | (?P<escape>\\[uU])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# What the engine reads as the local part of a name: it ends before a second dot.
LOCAL = re.compile(r"(?:[^.]+(?:\.+[^.]+)?)?")
OUTGOING = re.compile("SERVICE|LOAD", re.IGNORECASE)
KEYWORDS = ("SERVICE", "LOAD")
SKIPPED = ("space", "comment")
NAMES = ("name", "bare")
FORBIDDEN = "a query makes this service fetch no address"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a query may be, and which addresses it may have fetched."""

    bytes: int = 100_000
    depth: int = 60
    """Brackets within brackets."""
    terminals: int = 4_000
    """Words, names, values, signs and brackets."""
    services: frozenset[str] = frozenset()
    """The IRIs that SERVICE and LOAD may name, as the operator lists them, character by character."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """One terminal of a text: what kind it is of, how it is written, and where it begins."""

    kind: str
    text: str
    start: int


def check(text: str, size: Bounds | None = None) -> None:
    """Pass a query or an update, or refuse it.

    Raises QueryTooLarge over a limit of `size`, QueryRefused for SERVICE and LOAD of an address that isn't listed there
    and for what could be taken for them, QuerySyntax for a string without an end. Linear in the length of the text.
    """
    size = size or Bounds()
    if _plainly_harmless(text, size):
        return
    outgoing = _Outgoing(size.services)
    length = len(text.encode("utf-8", "surrogatepass"))
    if length > size.bytes:
        raise QueryTooLarge(f"the query has {length:,} bytes, more than the limit of {size.bytes:,}; ask in parts")
    before, depth, count = Terminal("start", "", 0), 0, 0
    for terminal in terminals(text):
        depth += (terminal.kind == "open") - (terminal.kind == "close")
        # A word takes in dots and dashes, which may be signs between words: each counts.
        count += 1 + (terminal.text.count(".") + terminal.text.count("-") if terminal.kind == "word" else 0)
        if depth > size.depth:
            raise QueryTooLarge(f"the query nests deeper than {size.depth} brackets; write it flatter")
        if count > size.terminals:
            raise QueryTooLarge(f"the query has more than {size.terminals:,} words and signs; ask in parts")
        outgoing.check(before, terminal, depth)
        _check_readable(terminal, text)
        before = terminal
    outgoing.end()


def names_dataset(text: str) -> bool:
    """Tell whether a query names its own dataset (FROM, FROM NAMED)."""
    if "FROM" not in text.upper():
        return False
    return any(terminal.kind == "word" and terminal.text.upper().endswith("FROM") for terminal in terminals(text))


def _plainly_harmless(text: str, size: Bounds) -> bool:
    """Tell whether a short text holds nothing that a closer look could refuse, as most do.

    Fewer characters than terminals allowed, fewer brackets than depth allowed, no letters that could make a keyword, no
    escape that could hide one, no string that could have no end.
    """
    upper = text.upper()
    return (
        len(text) < size.terminals
        and '"' not in text
        and "'" not in text
        and text.count("(") + text.count("[") + text.count("{") <= size.depth
        and "\\" not in text
        and "SERVICE" not in upper
        and "LOAD" not in upper
    )


def terminals(text: str) -> Iterator[Terminal]:
    """Split a text into the terminals of the grammar, without space and comments."""
    for match in TERMINALS.finditer(text):
        kind = str(match.lastgroup)
        if kind not in SKIPPED:
            yield Terminal(kind, match.group(), match.start())


class _Outgoing:
    """Looks at terminal after terminal for what would have an address fetched."""

    def __init__(self, services: frozenset[str]) -> None:
        self._services = services
        self._asked = ""
        """SERVICE or LOAD, until the address after it has been seen."""

    def check(self, before: Terminal, terminal: Terminal, depth: int) -> None:
        """Look at the next terminal; raises QueryRefused."""
        if self._asked:
            self._check_address(terminal)
        elif terminal.kind == "word":
            keyword = OUTGOING.search(terminal.text)
            if keyword and self._services and terminal.text.upper() in KEYWORDS:
                self._asked = terminal.text.upper()
            elif keyword:
                raise QueryRefused(f"{keyword.group().upper()} is not allowed: {FORBIDDEN}")
        # `SERVICE:x {`, whatever its prefix is glued to.
        elif terminal.text == "{" and before.kind in NAMES and "SERVICE" in before.text.partition(":")[0].upper():
            raise _doubtful(before)
        elif terminal.kind in NAMES:
            prefix, _, local = terminal.text.partition(":")
            # `LOAD:x` where an operation may begin: outside brackets, and after no keyword (PREFIX, GRAPH, WITH ...).
            begins = depth == 0 and before.kind != "word"
            if (begins and "LOAD" in prefix.upper()) or OUTGOING.search(LOCAL.sub("", local, count=1)):
                raise _doubtful(terminal)

    def end(self) -> None:
        """Refuse a text that ends where an address is due."""
        if self._asked:
            raise QueryRefused(f"{self._asked} names no address: {FORBIDDEN} but those its operator lists")

    def _check_address(self, terminal: Terminal) -> None:
        if terminal.kind == "word" and terminal.text.upper() == "SILENT":
            return
        # As written: an escape, a prefix or a relative address might lead elsewhere.
        if terminal.kind != "iri" or terminal.text[1:-1] not in self._services:
            raise QueryRefused(
                f"{self._asked} {terminal.text} is not allowed: {FORBIDDEN} but those its operator lists, "
                "written in full"
            )
        self._asked = ""


def _doubtful(name: Terminal) -> QueryRefused:
    return QueryRefused(f"{name.text} could be read as SERVICE or LOAD, and {FORBIDDEN}; write its IRI in full")


def _check_readable(terminal: Terminal, text: str) -> None:
    if terminal.kind == "escape":
        raise QueryRefused(
            f"an escaped character outside strings and IRIs could hide a keyword, and {FORBIDDEN}; write it plainly"
        )
    if terminal.kind == "unclosed":
        raise QuerySyntax("a quotation mark opens a string that has no end", *place(text, terminal.start))


def place(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, from 1, of a place in a text."""
    above = text[:offset]
    return above.count("\n") + 1, offset - above.rfind("\n")
