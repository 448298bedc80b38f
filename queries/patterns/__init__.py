"""Patterns across forces, over networkx: each states its population, its measure, its uncertainty and its evidence.

What comes in: a reader of the graph, a pattern's name, parameters as words. What goes out: a PatternResult (`result`).
A pattern is a module of its own with `INFO` and `find`; `candidates`, `closed_sets` and `statistics` are its tools,
`evidence` opens it down to the sentences.
"""

from collections.abc import Mapping

from queries.errors import UnknownName, suggestion
from queries.patterns import shared_weaknesses
from queries.patterns.result import COLUMNS, Evidence, Item, PatternInfo, PatternResult, Thing
from queries.reader import Asked

__all__ = ["COLUMNS", "Evidence", "Item", "PatternInfo", "PatternResult", "Thing", "find", "patterns"]

_PATTERNS = {shared_weaknesses.INFO.name: (shared_weaknesses.INFO, shared_weaknesses.find)}


def patterns() -> dict[str, PatternInfo]:
    """Give every pattern by name."""
    return {name: info for name, (info, _) in sorted(_PATTERNS.items())}


def find(reader: Asked, name: str, values: Mapping[str, str]) -> PatternResult:
    """Find a pattern. Raises UnknownName, WrongParameter or TooLittleData, each saying what would do."""
    if name not in _PATTERNS:
        raise UnknownName(f"no pattern is called {name!r}{suggestion(name, _PATTERNS)}")
    _, finding = _PATTERNS[name]
    return finding(reader, values)
