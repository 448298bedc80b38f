"""Pass queries on to a service by URL, for the event loop of our own web service: the guard and the limits are ours."""

import asyncio
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final, cast

from anyio import CapacityLimiter, to_thread

from store.errors import CLOSING, Busy, QueryError, ResultTooLarge, StoreError
from store.remote.access import access
from store.remote.engine import Service
from store.remote.marker import Marker
from store.remote.opening import open_found
from store.remote.read import RemoteReader, current
from store.result import Answer
from store.worker import METHODS, Limits
from store.workers import LONG_SECONDS

LOOK_SECONDS: Final = 1.0
"""How often the service is asked for its generation, which is at most so old."""


class RemoteWorkers:
    """A service by URL, asked in threads of its own; it answers as `store.workers.Workers` does.

    A query keeps its turn until the service has answered or its time is up, also where its client has gone: what runs
    on another machine can't be killed from here. Raises, beside what Reader raises: Busy, QueryTimeout, StoreError.
    """

    def __init__(
        self, location: str, environment: Mapping[str, str], count: int = 4, limits: Limits | None = None
    ) -> None:
        """Open the service; raises StoreError as `store.open` does."""
        self.limits = limits or Limits()
        bounded = replace(
            access(location, environment), seconds=self.limits.seconds, result_bytes=self.limits.result_bytes
        )
        self._service = Service(bounded)
        found = open_found(self._service, location)
        self.base = found.base
        self._generation = found.generation
        self.count = count
        self._turns = asyncio.Semaphore(count)
        self._since: dict[asyncio.Future[object], float] = {}
        """Since when each query has been asked."""
        self._threads = CapacityLimiter(count)
        self._closed = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    @property
    def busy(self) -> int:
        """How many queries are being answered."""
        return len(self._since)

    @property
    def long(self) -> int:
        """How many of them have been for over a second."""
        return sum(time.monotonic() - since > LONG_SECONDS for since in self._since.values())

    @property
    def held(self) -> bool:
        """Whether the generation is in memory here: it is the other server's to hold."""
        return False

    @property
    def generation(self) -> str:
        """The name of the generation that the next query will see; one that came within the last second may lack."""
        return self._generation

    async def ask(self, method: str, *arguments: object) -> tuple[str, object]:
        """Call a method of Reader; give the generation that was current before, and the value."""
        if method not in (*METHODS, "answer"):
            raise QueryError(f"a store by URL has no method {method}")
        await self._turn()
        generation = self._generation
        reader = RemoteReader(
            self._service, Marker(generation, base=self.base), self.limits.query, self.limits.result_rows
        )
        call = asyncio.ensure_future(to_thread.run_sync(_call, reader, method, arguments, limiter=self._threads))
        self._since[call] = time.monotonic()
        # Whoever waits may give up; the turn ends with the thread.
        call.add_done_callback(self._ended)
        return generation, await asyncio.shield(call)

    async def answer(
        self,
        text: str,
        accept: tuple[str, ...],
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> Answer:
        """Write an answer in a media type the client accepts; see Reader.answer."""
        generation, value = await self.ask("answer", text, accept, default_graphs, named_graphs)
        answer = cast("Answer", value)
        if len(answer.body) > self.limits.result_bytes:
            raise ResultTooLarge.over(self.limits.result_bytes, "bytes")
        return replace(answer, generation=generation)

    async def close(self) -> None:
        """Refuse calls from now on, and ask the service no more."""
        self._closed.set()

    async def _turn(self) -> None:
        if self._closed.is_set():
            raise StoreError(CLOSING)
        try:
            async with asyncio.timeout(self.limits.queue_seconds):
                await self._turns.acquire()
        except TimeoutError:
            raise Busy(f"no turn was free for {self.limits.queue_seconds:g} s; try again later") from None

    def _ended(self, call: "asyncio.Future[object]") -> None:
        self._turns.release()
        del self._since[call]
        if not call.cancelled():
            # Looked at, so that nobody is told of an error that a client who has gone would have had.
            call.exception()

    def _look(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            # A service that is away for a moment has the queries fail, which say so.
            with suppress(StoreError, QueryError):
                self._generation = current(self._service) or self._generation


def _call(reader: RemoteReader, method: str, arguments: tuple[object, ...]) -> object:
    return getattr(reader, method)(*arguments)
