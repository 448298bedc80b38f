"""Answer queries in processes that can be killed: the only sure way to stop one (the engine has no time-out)."""

import queue
import signal
import threading
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Self, cast

from pyoxigraph import Triple

from store.errors import Busy, QueryMemory, QueryTimeout, StoreError, WorkerDied
from store.generations import Folder
from store.opening import open_reader
from store.result import Answer, Statistics, Table
from store.worker import Limits, work

START_SECONDS = 60.0
CRASHES = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL)
"""Exit codes of a stack that overflowed and the like; memory that runs out aborts instead."""


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

    def call(self, method: str, arguments: tuple[object, ...], seconds: float) -> tuple[str, object]:
        """Give "done" and the answer, or "failed" and the error. Raises TimeoutError, or EOFError where it died."""
        if not self.ready:
            outcome, value = self._receive(START_SECONDS)
            if outcome == "failed":
                raise cast("Exception", value)
            self.ready = True
        self.connection.send((method, arguments))
        return self._receive(seconds)

    def _receive(self, seconds: float) -> tuple[str, object]:
        if not self.connection.poll(seconds):
            raise TimeoutError
        return cast("tuple[str, object]", self.connection.recv())

    def exit_code(self) -> int | None:
        """Tell how a process that has hung up ended."""
        self.process.join(timeout=1.0)
        return self.process.exitcode

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
        self._idle: queue.Queue[_Worker] = queue.Queue()
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
        worker = self._take()
        try:
            outcome, value = worker.call(method, arguments, self.limits.seconds)
        except TimeoutError:
            self._replace(worker)
            raise QueryTimeout(
                f"the query was stopped at its limit of {self.limits.seconds:g} s; ask for less"
            ) from None
        except (EOFError, OSError):
            code = worker.exit_code()
            self._replace(worker)
            raise self._cause(code) from None
        except BaseException:
            self._replace(worker)
            raise
        self._idle.put(worker)
        if outcome == "failed":
            raise cast("Exception", value)
        return value

    def _take(self) -> _Worker:
        until = time.monotonic() + self.limits.queue_seconds
        while not self._closed:
            try:
                worker = self._idle.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise Busy(f"no worker was free for {self.limits.queue_seconds:g} s; try again later") from None
            if not worker.ready or worker.process.is_alive():
                return worker
            # It ended while idle, by no query's fault: the query goes to another.
            self._replace(worker)
        raise StoreError("the service is shutting down")

    def _cause(self, exit_code: int | None) -> Exception:
        if self._closed:
            return StoreError("the service is shutting down")
        if exit_code in CRASHES:
            return WorkerDied("the query ended the process that answered it: a fault of the engine's; write it simpler")
        memory = self.limits.memory / 1e9
        return QueryMemory(f"the query was stopped at the memory limit of {memory:.1f} GB; ask for less")

    def _replace(self, worker: _Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.kill()
        self._add()
