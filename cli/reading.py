"""Read documents in processes of their own, so that no file can hang or exhaust the program that asked."""

import math
import os
import resource
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from loaders.collect import Source
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.model import Assessment, Notice
from ontology.errors import PeelgraphError

SPENT = 75
"""The exit code of a process that ran out of its memory."""
WAITING = 2
"""Documents asked for ahead, a process: it never waits for us, and memory doesn't grow with their number."""

P = ParamSpec("P")
T = TypeVar("T")


class Readers:
    """Processes that read, unpack and fetch within limits, and a folder for what they unpack; use it in a `with`.

    They are started when first needed and kept over documents; one that goes over a limit is killed and replaced.
    """

    def __init__(self, jobs: int = 1, limits: Limits | None = None) -> None:
        self.jobs = jobs
        self.limits = limits or Limits()
        self._held = ExitStack()
        self._pool: ProcessPool | None = None
        self._scratch: Path | None = None

    def __enter__(self) -> Self:
        """Give the readers themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes and remove the folder."""
        self._held.close()

    def folder(self) -> Path:
        """Give a new empty folder that lasts as long as the readers."""
        if self._scratch is None:
            self._scratch = Path(self._held.enter_context(tempfile.TemporaryDirectory(prefix="peelgraph-")))
        return Path(tempfile.mkdtemp(dir=self._scratch))

    def read(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Assessment | Notice]]:
        """Give each document's assessment, or why it was refused, in the order asked."""
        waiting: deque[tuple[Source, ProcessFuture[Assessment | Notice]]] = deque()
        for source in sources:
            waiting.append((source, self._ask(read_one, source, self.limits)))
            if len(waiting) > WAITING * self.jobs:
                yield self._answer(*waiting.popleft())
        while waiting:
            yield self._answer(*waiting.popleft())

    def call(self, shown: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function of ours in such a process. Raises what it raises; ReadError where it went over a limit."""
        return self._result(shown, self._ask(function, *args, **kwargs))

    def _answer(
        self, source: Source, future: "ProcessFuture[Assessment | Notice]"
    ) -> tuple[Source, Assessment | Notice]:
        try:
            return source, self._result(source.shown, future)
        except ReadError as error:
            return source, Notice("error", source.shown, "", str(error).removeprefix(f"{source.shown}: "))

    def _ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "ProcessFuture[T]":
        if self._pool is None:
            # Spawned, not forked: a forked child of a process that has a store open hangs.
            self._pool = ProcessPool(
                self.jobs, initializer=_ready, initargs=(self.limits.memory,), context=get_context("spawn")
            )
            self._held.callback(self._end, self._pool)
        return self._pool.schedule(_bounded, (self.limits.seconds, function, *args), kwargs, self.limits.seconds)

    @staticmethod
    def _end(pool: ProcessPool) -> None:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()

    def _result(self, shown: str, future: "ProcessFuture[T]") -> T:
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, PeelgraphError):
            raise error
        raise ReadError(f"{shown}: {self._why(error)}")

    def _why(self, error: BaseException) -> str:
        """Say why a process gave no answer, and what to do about it."""
        code = error.exitcode if isinstance(error, ProcessExpired) else 0
        if isinstance(error, TimeoutError) or code == -signal.SIGXCPU:
            return f"took longer than the limit of {self.limits.seconds:g} seconds; leave it out, or raise the limit"
        if code in (SPENT, -signal.SIGKILL):
            return f"took more memory than the limit of {self.limits.memory:,} bytes; leave it out, or raise the limit"
        if code:
            return f"ended the process that read it ({_named(code)}); it is damaged, or made to do harm: leave it out"
        # A fault of ours, which one document shows: the others can be read all the same.
        return f"can't be read for a fault in peelgraph ({type(error).__name__}: {error}); please report it"


def _named(code: int) -> str:
    return signal.Signals(-code).name if -code in signal.valid_signals() else f"exit code {code}"


def read_one(source: Source, limits: Limits) -> Assessment | Notice:
    """Give a document's assessment, whose own notices tell what it lacks, or the notice that it can't be read."""
    from loaders.extract import extract
    from loaders.read import read_document

    try:
        return extract(read_document(source.path, limits, source.charset), source.known)
    except ReadError as error:
        reason = str(error).removeprefix(f"{source.path}: ").removeprefix(f"{source.path.name}: ")
        return Notice("error", source.shown, "", reason)


def _ready(memory: int) -> None:
    """Load code, rules and models once, then bound the memory that documents may take beyond them."""
    import loaders.read  # noqa: F401 - loaded for the documents to come
    from loaders.extract import extract
    from loaders.read_text import read_text

    extract(read_text("Kent Police: PEEL 2016\n\nThe force is good at preventing crime.\n", "warm.txt", ""))
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text(encoding="ascii").split()[0]) if statm.exists() else 0
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _bounded(seconds: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    # The pool watches the clock from outside; this ends the process even where nobody is left to watch.
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds) + 1, hard))
    try:
        return function(*args, **kwargs)
    except MemoryError:
        # The next allocation may fail as well: this process is spent.
        os._exit(SPENT)
