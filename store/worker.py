"""The process that answers queries, of one generation or of the current one; it may be killed at any moment."""

import os
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from store.errors import QueryError, StoreError
from store.guard import Bounds
from store.read import Reader
from store.spool import Spool
from store.wire import pack, receive, send

SPOOLED = {"answer": "write", "dump": "dump"}
"""The methods of Reader that write into a file, by what they are called as."""
METHODS = frozenset({"select", "ask", "construct", "evaluate", "graphs", "graph", "statistics", "survey"})
GRACE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use; over a limit it is stopped and told so."""

    seconds: float = 30.0
    """From the moment a worker takes it: parsing, planning, evaluating and writing."""
    memory: int = 2_000_000_000
    """Bytes of address space beyond what the worker has after opening."""
    result_bytes: int = 100_000_000
    """Of an answer as it leaves the worker."""
    result_rows: int = 200_000
    """Of a table or a graph."""
    queue_seconds: float = 10.0
    """How long a query waits for a free worker."""
    query: Bounds = field(default_factory=Bounds)
    """How large a query may be, and whom it may ask."""


Source = Callable[[Reader | None], Reader]
"""Gives the reader that the next question is put to, from the one of the last."""


def work(connection: socket.socket, source: Source, spools: Path, limits: Limits) -> None:
    """Answer calls until the other end closes. Each is a method of Reader and its arguments.

    Says its process number first; then "done", the generation and the value for each call, or "failed", the generation
    and the error. Long answers are left in files under `spools`.
    """
    # Ctrl-C in a terminal reaches the whole group; whoever asks decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    reader = _opened(source)
    bound_memory(limits.memory)
    send(connection, os.getpid())
    while True:
        try:
            method, arguments = cast("tuple[str, tuple[object, ...]]", receive(connection))
        except (EOFError, OSError):
            return
        # Should the asking process be killed, nobody else stops this query: the alarm ends it even within the engine.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE_SECONDS)
        try:
            reader = source(reader)
            value = _call(reader, method, arguments, spools, limits)
            said = pack(("done", reader.generation, value), limits.result_bytes)
        except (QueryError, StoreError) as error:
            said = pack(("failed", reader.generation if reader else "", error))
        except MemoryError:
            # The next allocation may fail as well: this process is spent.
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.sendall(said)
        except OSError:
            return


def _opened(source: Source) -> Reader | None:
    """Open a reader ahead of the first question, so that the memory this takes isn't counted as the question's."""
    try:
        return source(None)
    except StoreError:
        # The first question opens it again, and is told why that fails.
        return None


def _call(reader: Reader, method: str, arguments: tuple[object, ...], spools: Path, limits: Limits) -> object:
    if method in SPOOLED:
        spool = Spool(spools, limits.result_bytes)
        try:
            return spool.answer(getattr(reader, SPOOLED[method])(spool, *arguments))
        except BaseException:
            spool.discard()
            raise
    if method not in METHODS:
        raise QueryError(f"a worker has no method {method}")
    return getattr(reader, method)(*arguments)


def bound_memory(more: int) -> None:
    """Let this process take so many bytes of address space beyond what it has; called again, from then on."""
    pages = (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if Path("/proc/self/statm").exists() else 0
    )
    most = pages * resource.getpagesize() + more
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
