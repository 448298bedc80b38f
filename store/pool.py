"""A store behind killable processes, for threads: it answers as a Reader does."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from pyoxigraph import Triple

from store.answering import Answering
from store.keeping import Kept
from store.result import Answer, Statistics, Table
from store.worker import Limits
from store.workers import Workers


class Run(Protocol):
    """Runs an asynchronous function in the event loop of the workers and waits for it, as anyio's `from_thread.run`."""

    def __call__(self, function: Callable[..., Awaitable[Any]], /, *arguments: object) -> Any:  # noqa: ANN401
        """Give what the function gives."""


class Pool:
    """Workers, asked from any thread but that of their event loop.

    Raises, beside what Reader raises: Busy, QueryTimeout, QueryMemory, WorkerDied.
    """

    def __init__(self, workers: Answering, run: Run) -> None:
        self._workers = workers
        self._run = run

    @property
    def generation(self) -> str:
        """The name of the generation that the next query will see."""
        return self._workers.generation

    def evaluate(self, text: str) -> Table | bool | tuple[Triple, ...]:
        """Answer any query; see Reader.evaluate."""
        return cast("Table | bool | tuple[Triple, ...]", self._ask("evaluate", text))

    def select(self, text: str) -> Table:
        """Answer a SELECT query."""
        return cast("Table", self._ask("select", text))

    def ask(self, text: str) -> bool:
        """Answer an ASK query."""
        return cast("bool", self._ask("ask", text))

    def construct(self, text: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        return cast("tuple[Triple, ...]", self._ask("construct", text))

    def answer(
        self,
        text: str,
        accept: tuple[str, ...],
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> Answer:
        """Write an answer in a media type the client accepts, its bytes in `body`; see Reader.answer."""
        answer = cast("Answer", self._run(self._workers.answer, text, accept, default_graphs, named_graphs))
        if not answer.spooled:
            return answer
        body = Path(answer.spooled).read_bytes()
        Path(answer.spooled).unlink()
        return Answer(answer.media_type, body, generation=answer.generation)

    def graphs(self) -> tuple[str, ...]:
        """Give the names of all named graphs, sorted."""
        return cast("tuple[str, ...]", self._ask("graphs"))

    def graph(self, name: str) -> tuple[Triple, ...]:
        """Give the statements of one named graph."""
        return cast("tuple[Triple, ...]", self._ask("graph", name))

    def statistics(self) -> Statistics:
        """Count what the store holds."""
        return cast("Statistics", self._ask("statistics"))

    def _ask(self, method: str, *arguments: object) -> object:
        return self._run(self._workers.ask, method, *arguments)[1]


@contextmanager
def open_pool(
    location: str | Path, workers: int = 2, limits: Limits | None = None, hold: str = "auto"
) -> Iterator[Pool]:
    """Give a pool with a keeper and an event loop of its own. Raises StoreError where there is no store."""
    from anyio.from_thread import start_blocking_portal

    kept = Kept(Path(location), limits or Limits(), hold)
    try:
        with start_blocking_portal() as portal:
            made = Workers(Path(location), kept, workers, limits)
            try:
                yield Pool(made, portal.call)
            finally:
                portal.call(made.close)
    finally:
        kept.close()
