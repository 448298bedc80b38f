"""Answer queries in processes that can be killed: the only sure way to stop one (the engine has no time-out)."""

import queue
import threading
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Self, cast

from pyoxigraph import Triple

from store.errors import Busy, QueryMemory, QueryTimeout, StoreError
from store.generations import Folder
from store.opening import open_reader
from store.result import Answer, Statistics, Table
from store.worker import Limits, work

START_SECONDS = 60.0


class _Worker:
    """One process and our end of its pipe."""

    def __init__(self, location: Path, limits: Limits) -> None:
        # Spawned: a child forked from a process with threads or an open store can hang.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self.connection: Connection = ours
        self.process: SpawnProcess = context.Process(target=work, args=(theirs, location, limits), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False

    def call(self, method: str, arguments: tuple[object, ...], limits: Limits) -> tuple[str, str, object]:
        if not self.ready:
            self._receive(START_SECONDS)
            self.ready = True
        self.connection.send((method, arguments))
        return cast("tuple[str, str, object]", self._receive(limits.seconds))

    def _receive(self, seconds: float) -> object:
        if not self.connection.poll(seconds):
            raise TimeoutError
        return self.connection.recv()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """A store behind killable processes; it answers as a Reader does, from any thread.

    Each query sees one whole generation, the one current when it starts. Raises, beside what Reader raises: Busy,
    QueryTimeout, QueryMemory. A worker over a limit is killed and replaced; the others notice nothing.
    """

    def __init__(self, location: str | Path, workers: int = 2, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._location = Path(location)
        self._folder = Folder(self._location)
        open_reader(self._folder).close()
        self._all: set[_Worker] = set()
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(workers):
            self._add()

    def __enter__(self) -> Self:
        """Give the pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def generation(self) -> str:
        """The name of the generation that the next query will see."""
        return self._folder.current() or ""

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
        """Write an answer in a media type the client accepts; see Reader.answer."""
        return cast("Answer", self._ask("answer", text, accept, default_graphs, named_graphs))

    def graphs(self) -> tuple[str, ...]:
        """Give the names of all named graphs, sorted."""
        return cast("tuple[str, ...]", self._ask("graphs"))

    def graph(self, name: str) -> tuple[Triple, ...]:
        """Give the statements of one named graph."""
        return cast("tuple[Triple, ...]", self._ask("graph", name))

    def statistics(self) -> Statistics:
        """Count what the store holds."""
        return cast("Statistics", self._ask("statistics"))

    def close(self) -> None:
        """End every worker; calls from now on are refused."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()
            self._all.clear()

    def _add(self) -> None:
        with self._lock:
            if not self._closed:
                worker = _Worker(self._location, self.limits)
                self._all.add(worker)
                self._idle.put(worker)

    def _ask(self, method: str, *arguments: object) -> object:
        if self._closed:
            raise StoreError("the service is shutting down")
        try:
            worker = self._idle.get(timeout=self.limits.queue_seconds)
        except queue.Empty:
            raise Busy(f"no worker was free for {self.limits.queue_seconds:g} s; try again later") from None
        started = time.monotonic()
        try:
            outcome, _, value = worker.call(method, arguments, self.limits)
        except TimeoutError:
            self._replace(worker)
            raise QueryTimeout(
                f"the query was stopped at its limit of {self.limits.seconds:g} s; ask for less"
            ) from None
        except (EOFError, OSError):
            self._replace(worker)
            seconds = time.monotonic() - started
            raise QueryMemory(
                f"the query ended its process after {seconds:.1f} s, most likely at the memory limit of "
                f"{self.limits.memory / 1e9:.1f} GB; ask for less, or write it simpler"
            ) from None
        except BaseException:
            self._replace(worker)
            raise
        self._idle.put(worker)
        if outcome == "failed":
            raise cast("Exception", value)
        return value

    def _replace(self, worker: _Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.kill()
        self._add()
