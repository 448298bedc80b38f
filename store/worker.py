"""The process that answers queries: it opens the current generation, and may be killed at any moment."""

import resource
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from store.errors import QueryError, ResultTooLarge
from store.generations import Folder
from store.guard import Size
from store.opening import open_reader
from store.read import Reader
from store.result import Answer

METHODS = frozenset({"select", "ask", "construct", "evaluate", "answer", "graphs", "graph", "statistics"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use; over a limit it is stopped and told so."""

    seconds: float = 30.0
    """From the moment a worker takes it: parsing, planning, evaluating and writing."""
    memory: int = 2_000_000_000
    """Bytes of address space beyond what the worker has after opening."""
    result_bytes: int = 100_000_000
    """Of an answer as it travels."""
    result_rows: int = 200_000
    """Of a table or a graph."""
    queue_seconds: float = 10.0
    """How long a query waits for a free worker."""
    query: Size = field(default_factory=Size)
    """How large a query may be."""


def work(connection: Connection, location: Path, limits: Limits) -> None:
    """Answer calls until the other end closes. Each is a method of Reader and its arguments."""
    folder = Folder(location)
    reader = open_reader(folder, limits.query, limits.result_rows)
    _bound_memory(limits.memory)
    connection.send(("ready", reader.generation))
    while True:
        try:
            method, arguments = connection.recv()
        except (EOFError, OSError):
            return
        if folder.current() != reader.generation:
            reader.close()
            reader = open_reader(folder, limits.query, limits.result_rows)
        try:
            connection.send(("done", reader.generation, _call(reader, method, arguments, limits)))
        except QueryError as error:
            connection.send(("failed", reader.generation, error))
        except MemoryError:
            # The next allocation may fail as well: this process is spent.
            return


def _call(reader: Reader, method: str, arguments: tuple[object, ...], limits: Limits) -> object:
    if method not in METHODS:
        raise QueryError(f"a worker has no method {method}")
    result = getattr(reader, method)(*arguments)
    if isinstance(result, Answer) and len(result.body) > limits.result_bytes:
        raise ResultTooLarge(
            f"the answer has more than {limits.result_bytes:,} bytes; ask for less, or in parts by LIMIT"
        )
    return result


def _bound_memory(more: int) -> None:
    pages = (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if Path("/proc/self/statm").exists() else 0
    )
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
