"""What the doors need of whoever answers queries: processes over a folder, or a service by URL."""

from typing import Protocol

from store.result import Answer


class Answering(Protocol):
    """Answers queries for one event loop, within limits of time, size and number at once."""

    count: int
    """How many queries are answered at once."""

    @property
    def busy(self) -> int:
        """How many queries are being answered."""

    @property
    def long(self) -> int:
        """How many of them have been for over a second."""

    @property
    def held(self) -> bool:
        """Whether the generation is in memory here."""

    @property
    def generation(self) -> str:
        """The name of the generation that the next query will see."""

    async def ask(self, method: str, *arguments: object) -> tuple[str, object]:
        """Call a method of Reader; give the generation it was answered from, and the value."""

    async def answer(
        self,
        text: str,
        accept: tuple[str, ...],
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> Answer:
        """Write an answer in a media type the client accepts; see Reader.answer."""

    async def close(self) -> None:
        """Refuse calls from now on."""
