"""Write the dataset of the SPARQL protocol (`using-graph-uri`, `using-named-graph-uri`) into the text of an update.

The engine has no parameter for it. Each operation with a pattern gets USING clauses before its WHERE, and `DELETE
WHERE {…}` becomes `DELETE {…} USING … WHERE {…}`. The engine's parser needs no spaces around keywords, so a text in
which a keyword might be hidden is refused rather than run over another dataset than was asked for.
"""

from bisect import bisect_right
from dataclasses import dataclass

from store.errors import DatasetConflict, QuerySyntax
from store.guard import Terminal, place, terminals

KEYWORDS = frozenset(
    {"BASE", "PREFIX", "VERSION", "INSERT", "DELETE", "DATA", "WHERE", "LOAD", "SILENT", "INTO", "GRAPH", "CLEAR"}
    | {"DROP", "CREATE", "ADD", "MOVE", "COPY", "TO", "DEFAULT", "NAMED", "ALL"}
)
"""The words that stand outside braces where no operation names a dataset of its own."""
OWN = frozenset({"USING", "WITH"})
NAMING = frozenset({"PREFIX", "LOAD", "SILENT", "INTO", "GRAPH", "ADD", "MOVE", "COPY", "TO"})
"""The words after which a prefixed name may stand."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An update's text with the clauses in it, and where its pieces stood in the text it was made from."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    original: str

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Give line and column in the original for those in this text."""
        lines = self.text.splitlines(keepends=True)
        offset = sum(len(above) for above in lines[: line - 1]) + column - 1
        piece = bisect_right(self.starts, offset) - 1
        return place(self.original, min(self.origins[piece] + offset - self.starts[piece], len(self.original)))


def using(text: str, graphs: tuple[str, ...], named: tuple[str, ...]) -> Rewritten:
    """Give every operation of an update a dataset; without one, the text stays as it is.

    Raises DatasetConflict where the text names a dataset itself, QuerySyntax where its operations can't be told apart.
    """
    pieces, done = [], 0
    if graphs or named:
        clauses = "".join([*(f"USING <{name}> " for name in graphs), *(f"USING NAMED <{name}> " for name in named)])
        for start, block in _wheres(text):
            # The block twice: as the template of what is deleted, and as the pattern.
            pieces += [(text[done:start], done), (block, start + len("WHERE")), (f" {clauses}", start)]
            done = start
    pieces.append((text[done:], done))
    starts, at = [], 0
    for piece, _ in pieces:
        starts.append(at)
        at += len(piece)
    return Rewritten("".join(piece for piece, _ in pieces), tuple(starts), tuple(start for _, start in pieces), text)


def _wheres(text: str) -> list[tuple[int, str]]:
    """Find where each WHERE of an operation stands, with its block where that is a template too."""
    found: list[tuple[int, str]] = []
    before, depth, template = Terminal("start", "", 0), 0, False
    for terminal in terminals(text):
        word = terminal.text.upper() if terminal.kind == "word" else ""
        if depth == 0:
            _check(text, before, terminal, word)
        if depth == 0 and word == "WHERE":
            template = before.text.upper() == "DELETE"
            found.append((terminal.start, ""))
        depth += (terminal.kind == "open") - (terminal.kind == "close")
        if template and depth == 0 and terminal.kind == "close":
            start, _ = found[-1]
            found[-1] = (start, text[start + len("WHERE") : terminal.start + 1])
            template = False
        before = terminal
    return found


def _check(text: str, before: Terminal, terminal: Terminal, word: str) -> None:
    """Refuse, outside braces, what names a dataset and what might hide a keyword."""
    if word in OWN:
        raise DatasetConflict(
            f"the update names its own dataset ({word}), and so does the request; leave out one of the two"
        )
    after = before.text.upper() if before.kind == "word" else ""
    hidden = (terminal.kind == "word" and word not in KEYWORDS) or (
        terminal.kind in ("name", "bare") and after not in NAMING
    )
    if hidden:
        raise QuerySyntax(
            f"{terminal.text} is no keyword; put spaces around keywords where the request names a dataset",
            *place(text, terminal.start),
        )
