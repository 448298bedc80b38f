"""Read the rules for hyphens at line ends: with which parts of words they stay (`rules/hyphens.yaml`)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.errors import RuleError
from loaders.patterns import has_keys, load_yaml

FILE = Path(__file__).parent / "rules" / "hyphens.yaml"


@dataclass(frozen=True, slots=True)
class Hyphens:
    """Parts of words, in lower case, that keep the hyphen after them, and those that keep the one before them."""

    before: frozenset[str]
    after: frozenset[str]


@cache
def load_hyphens() -> Hyphens:
    """Give the rules that ship. Raises RuleError naming the file and the entry."""
    entries = load_yaml(FILE, dict)
    has_keys(entries, {"before", "after"}, FILE.name)
    found = {}
    for number, name in enumerate(("before", "after")):
        has_keys(entries[name], {"reason", "example", "words"}, f"{FILE.name}: {name}")
        words = set(entries[name]["words"])
        if entries[name]["example"].split("-")[number] not in words:
            raise RuleError(f"{FILE.name}: {name}: its example {entries[name]['example']!r} holds none of its words")
        found[name] = frozenset(words)
    return Hyphens(**found)
