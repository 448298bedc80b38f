"""The process that forks workers; a child of it holds the current generation in memory, which its workers share.

    keeper                     forks workers that open the current generation on disk, read-only
      holder of generation N   has read N into memory once; forks workers that share those pages

Both listen in a folder of sockets and fork a worker for each connection; a fork takes milliseconds and each worker can
be killed alone. They are single-threaded and hold no store on disk open: only so is a fork safe. While a new generation
is read into memory, the keeper's workers answer from disk, so nobody waits. Everything ends when the process that
started the keeper goes, however it goes.
"""

import gc
import os
import pickle
import selectors
import shutil
import signal
import socket
import sys
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from store.errors import StoreError
from store.generations import Folder
from store.memory import fits
from store.opening import open_reader
from store.read import Reader
from store.scribe import write
from store.wire import LENGTH, SCRIBE, STATUS, WORKER, receive, send
from store.worker import Limits, Source, work

DISK = "disk"
"""The name of the keeper's own socket; a holder's is the generation's."""
LOOK_SECONDS = 0.1
"""How often a keeper looks for a new generation."""
SETTLE_SECONDS = 1.0
"""How long a generation must have been current before it is read into memory: updates may follow one another."""
REMEMBERED = 256
"""How many processes' ends are remembered."""
HELD = ("auto", "always", "never")
"""Whether a generation is held in memory: where it fits, in any case, not at all."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a keeper is told."""

    location: Path
    sockets: Path
    """A folder that only its owner may enter."""
    limits: Limits
    hold: str = "auto"


class _Forker:
    """Fork a worker for each connection, and tell how they ended."""

    def __init__(self, keeping: Keeping, name: str, source: Source, parent: int) -> None:
        self._keeping = keeping
        self._name = name
        self._source = source
        self._ended: OrderedDict[int, int] = OrderedDict()
        self._parent = parent
        path = keeping.sockets / name
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        # Under another name until it listens: who finds the socket may connect.
        aside = path.with_name(f".{name}")
        aside.unlink(missing_ok=True)
        try:
            self._listener.bind(str(aside))
            self._listener.listen(256)
            aside.rename(path)
        except FileNotFoundError:
            # The folder has been removed: who started it all is closing.
            os._exit(0)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(sys.stdin.buffer, selectors.EVENT_READ)

    def turn(self, seconds: float) -> None:
        """Serve what comes within some seconds; ends the process where the one that started it all has gone."""
        for key, _ in self._selector.select(seconds):
            if key.fileobj is not self._listener:
                # Nothing is ever written to it: it has been closed. To the keeper this says that who would remove the
                # folder has gone; a holder may hear it only because its keeper was killed and another has begun.
                if self._name == DISK:
                    shutil.rmtree(self._keeping.sockets, ignore_errors=True)
                os._exit(0)
            connection, _ = self._listener.accept()
            with connection:
                self._serve(connection)
        self._reap()
        if os.getppid() != self._parent:
            os._exit(0)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(1.0)
        try:
            wanted = connection.recv(1)
            if wanted == STATUS:
                pid = receive(connection)
                self._reap()
                send(connection, self._ended.get(pid) if isinstance(pid, int) else None)
            elif wanted in (WORKER, SCRIBE):
                connection.settimeout(None)
                if os.fork() == 0:
                    self._become(wanted, connection)
        except (EOFError, OSError):
            # Who connected has gone: nothing to do for it.
            return

    def _become(self, wanted: bytes, connection: socket.socket) -> None:
        """Answer questions in this process until nobody asks any more, or carry out one change; never returns."""
        self.leave()
        os.close(sys.stdin.fileno())
        try:
            if wanted == SCRIBE:
                write(connection, self._keeping.location)
            else:
                work(connection, self._source, self._keeping.sockets, self._keeping.limits)
        finally:
            os._exit(0)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._ended[pid] = os.waitstatus_to_exitcode(status)
            while len(self._ended) > REMEMBERED:
                self._ended.popitem(last=False)

    def leave(self) -> None:
        """Let go, in a child, of what its parent listens on: who connects there waits for the parent."""
        self._selector.close()
        self._listener.close()

    def ended(self, pid: int) -> bool:
        """Tell whether a child has ended."""
        return pid in self._ended


def keep(keeping: Keeping) -> None:
    """Fork workers, and a holder for the current generation where it fits; never returns."""
    folder = Folder(keeping.location)
    forker = _Forker(keeping, DISK, _following(folder, keeping.limits), os.getppid())
    seen, since, holder, held = folder.current(), -SETTLE_SECONDS, 0, ""
    while True:
        forker.turn(LOOK_SECONDS)
        current = folder.current()
        if current != seen:
            seen, since = current, time.monotonic()
        if holder and (held != current or forker.ended(holder)):
            # Its workers finish what they answer; it alone goes, and its memory with the last of them.
            if not forker.ended(holder):
                os.kill(holder, signal.SIGKILL)
            (keeping.sockets / held).unlink(missing_ok=True)
            holder = 0
        if current and current != held and time.monotonic() - since >= SETTLE_SECONDS:
            held = current
            if _may_hold(folder, current, keeping.hold):
                parent = os.getpid()
                holder = os.fork()
                if holder == 0:
                    forker.leave()
                    _hold(folder, current, keeping, parent)


def _hold(folder: Folder, generation: str, keeping: Keeping, parent: int) -> None:
    """Read a generation into memory and fork workers that share it; never returns."""
    try:
        engine = ox.Store()
        with open_reader(folder, generation=generation) as stored:
            engine.bulk_extend(stored.quads())
    except (StoreError, OSError, RuntimeError, MemoryError):
        # Pruned meanwhile, or too large after all: the keeper's workers answer from disk.
        os._exit(1)
    reader = Reader(engine, generation, keeping.limits.query, keeping.limits.result_rows)
    # What is frozen is looked at by no collection, so the pages stay shared.
    gc.collect()
    gc.freeze()
    forker = _Forker(keeping, generation, lambda _: reader, parent)
    while True:
        forker.turn(1.0)


def _following(folder: Folder, limits: Limits) -> Source:
    """Give a source that opens each new generation."""

    def follow(reader: Reader | None) -> Reader:
        if reader is not None and reader.generation == folder.current():
            return reader
        return open_reader(folder, limits.query, limits.result_rows)

    return follow


def _may_hold(folder: Folder, generation: str, hold: str) -> bool:
    return hold == "always" or (hold == "auto" and fits(folder.generations / generation))


def main() -> None:
    """Run a keeper: what it is told comes first on standard input, which then stays open as long as it is wanted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    (length,) = LENGTH.unpack(os.read(0, LENGTH.size))
    told = b""
    while len(told) < length:
        told += os.read(0, length - len(told))
    keeping = pickle.loads(told)  # noqa: S301 - of the process that started this one
    if not isinstance(keeping, Keeping):
        raise TypeError("a keeper is told a Keeping")
    keep(keeping)


if __name__ == "__main__":
    from store.keeper import main as start

    start()
