"""The narrow part of a store that queries need, so that a Reader, a Writer and a Pool all serve."""

from typing import Protocol

from store import Answer, Table


class Asked(Protocol):
    """Something that answers queries about a graph."""

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""

    def select(self, text: str) -> Table:
        """Answer a SELECT query."""

    def answer(self, text: str, accept: tuple[str, ...]) -> Answer:
        """Write an answer in the first media type of `accept` that can carry it."""
