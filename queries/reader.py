"""The narrow part of a store that queries need, so that a Reader, a Writer and a Pool all serve."""

from typing import Protocol

from store import Table


class Selects(Protocol):
    """Something that answers SELECT queries about one generation of the graph."""

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""

    def select(self, text: str) -> Table:
        """Run a SELECT query."""
