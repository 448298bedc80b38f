"""What a pattern says: its items, each with a measure, its uncertainty and the findings behind it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from queries.parameters import Parameter

if TYPE_CHECKING:
    import networkx

COLUMNS: Final = ("kind", "statement", "support", "assessed", "expected", "effect", "low", "high", "p", "q", "findings")


@dataclass(frozen=True, slots=True)
class PatternInfo:
    """A pattern that can be asked for."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    reading: str
    cannot_show: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A force or a theme, with its name."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding behind an item: what the assessment says, word for word, and where."""

    finding: str
    force: str
    force_name: str
    theme: str
    theme_name: str
    quote: str
    assessment: str
    source: str
    """The address of the published assessment; empty where none is known."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found. `effect` is the share of forces above what chance gives, -1 to 1, between `low` and `high`."""

    kind: str
    statement: str
    themes: tuple[Thing, ...]
    forces: tuple[Thing, ...]
    support: int
    """Forces that show it."""
    assessed: int
    """Forces that could have: those whose assessments judge the themes."""
    expected: float
    """Forces that would show it by chance."""
    effect: float
    low: float
    high: float
    p: float
    q: float
    """p corrected for the number tried."""
    findings: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PatternResult:
    """A pattern as found in one generation of the graph: ask again with the same parameters and it is the same.

    How to misread it: an item with a large q may well be chance, and is shown so that one can see what was tried; p
    says how surprising, never how important; a force that isn't named may only not have been inspected on the theme.
    """

    info: PatternInfo
    generation: str
    parameters: Mapping[str, str | int]
    population: Mapping[str, int]
    tried: Mapping[str, int]
    """How many of each kind of item were tested: the correction for multiplicity counts them."""
    method: str
    versions: Mapping[str, str]
    items: tuple[Item, ...]
    network: "networkx.Graph[str]"
    """The network that the items stand on, with strings, numbers and booleans alone."""

    def as_dict(self) -> dict[str, Any]:
        """Give all but the network, ready for JSON."""
        return {
            "name": self.info.name,
            "title": self.info.title,
            "question": self.info.question,
            "generation": self.generation,
            "parameters": dict(self.parameters),
            "population": dict(self.population),
            "tried": dict(self.tried),
            "method": self.method,
            "versions": dict(self.versions),
            "reading": self.info.reading,
            "cannot_show": self.info.cannot_show,
            "items": [asdict(item) for item in self.items],
        }

    def rows(self) -> tuple[tuple[str | int | float, ...], ...]:
        """Give the items as a table with the columns of `COLUMNS`; the last counts the findings."""
        return tuple((*(getattr(item, name) for name in COLUMNS[:-1]), len(item.findings)) for item in self.items)
