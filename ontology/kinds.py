"""The kinds of finding: the word that people and files use, and the class of the graph that each stands for."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from ontology.terms import PEEL

KINDS: Final[Mapping[str, NamedNode]] = {
    "strength": PEEL.Strength,
    "improvement": PEEL.AreaForImprovement,
    "concern": PEEL.CauseOfConcern,
    "progress": PEEL.Progress,
    "watch": PEEL.Watch,
}
CRITICAL: Final = frozenset({"improvement", "concern"})
"""The kinds that ask for something to be done."""
