"""The process that answers queries: it opens the current generation, and may be killed at any moment."""

import pickle
import resource
import signal
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from store.errors import QueryError, ResultTooLarge, StoreError
from store.generations import Folder
from store.guard import Size
from store.opening import open_reader
from store.read import Reader

METHODS = frozenset({"select", "ask", "construct", "evaluate", "answer", "graphs", "graph", "statistics"})
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
    query: Size = field(default_factory=Size)
    """How large a query may be."""


def work(connection: Connection, location: Path, limits: Limits) -> None:
    """Answer calls until the other end closes. Each is a method of Reader and its arguments."""
    # Ctrl-C in a terminal reaches the whole group; the parent decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Folder(location)
    try:
        reader = open_reader(folder, limits.query, limits.result_rows)
    except StoreError as error:
        connection.send(("failed", error))
        return
    _bound_memory(limits.memory)
    connection.send(("ready", reader.generation))
    while True:
        try:
            method, arguments = connection.recv()
        except (EOFError, OSError):
            return
        # Should the parent be killed, nobody else stops this query: the alarm ends the process even within the engine.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE_SECONDS)
        try:
            if folder.current() != reader.generation:
                reader = open_reader(folder, limits.query, limits.result_rows)
            said = _bounded(("done", _call(reader, method, arguments)), limits)
        except (QueryError, StoreError) as error:
            said = pickle.dumps(("failed", error))
        except MemoryError:
            # The next allocation may fail as well: this process is spent.
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send_bytes(said)


def _call(reader: Reader, method: str, arguments: tuple[object, ...]) -> object:
    if method not in METHODS:
        raise QueryError(f"a worker has no method {method}")
    return getattr(reader, method)(*arguments)


def _bounded(said: tuple[str, object], limits: Limits) -> bytes:
    packed = pickle.dumps(said)
    if len(packed) > limits.result_bytes:
        raise ResultTooLarge(
            f"the answer has more than {limits.result_bytes:,} bytes; ask for less, or in parts by LIMIT"
        )
    return packed


def _bound_memory(more: int) -> None:
    pages = (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if Path("/proc/self/statm").exists() else 0
    )
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
