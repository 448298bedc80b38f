"""Have a change carried out by a process that can be killed (see `scribe`), from any thread."""

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from store.change import Change, Condition
from store.errors import CLOSING, Busy, QueryMemory, QueryTimeout, StoreError, WorkerDied
from store.guard import Bounds
from store.keeper import DISK
from store.keeping import START_SECONDS, Kept
from store.scribe import DONE, FAILED, OPENED, READ, WRITTEN, Order, Written
from store.wire import SCRIBE, STATUS, pack, receive, send
from store.workers import CRASHES
from store.write import UPDATE

PUBLISH_SECONDS = 60.0
"""How long publishing may take once a change has been written."""
ALWAYS = Condition()


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """What one change may use; over a limit it is stopped, and nothing of it remains."""

    seconds: float = 30.0
    """For reading what was sent and for writing it, without the wait for other writers."""
    memory: int = 2_000_000_000
    queue_seconds: float = 5.0
    """How long a change waits for another of this process, then for another process that writes."""
    size: Bounds = field(default_factory=lambda: UPDATE)


class Writes:
    """The changes to one store that are asked for in this process; they are carried out one after another."""

    def __init__(self, kept: Kept | Path, limits: WriteLimits | None = None) -> None:
        """Take scribes of a keeper, or of one that another process keeps, whose folder of sockets is given."""
        self.limits = limits or WriteLimits()
        self._kept = kept if isinstance(kept, Kept) else None
        self._sockets = kept.sockets if isinstance(kept, Kept) else kept
        self._turn = threading.Lock()
        self._running: set[_Scribe] = set()
        self._closed = False

    def carry_out(self, change: Change, condition: Condition = ALWAYS) -> Written:
        """Carry out a change and publish it; when this returns, readers see it.

        Raises QuerySyntax, RdfSyntax, DatasetConflict, QueryRefused, QueryTooLarge, QueryError, NoSuchGraph for what
        was sent; HasChanged; Busy, StoreLocked, QueryTimeout, QueryMemory, WorkerDied, StoreError. Nothing of the
        change remains then, unless it was killed from outside while it published.
        """
        limits = self.limits
        order = Order(change, condition, limits.seconds, limits.memory, limits.queue_seconds, limits.size)
        with self._scribe() as scribe:
            used = scribe.order(order, limits.seconds)
            if not self._turn.acquire(timeout=limits.queue_seconds):
                raise Busy(f"other changes have been carried out for {limits.queue_seconds:g} s; try again later")
            try:
                scribe.go_on(OPENED, limits.queue_seconds + START_SECONDS)
                scribe.go_on(WRITTEN, max(0.1, limits.seconds - used))
                return self._publish(scribe)
            finally:
                scribe.end()
                self._turn.release()

    def _publish(self, scribe: "_Scribe") -> Written:
        try:
            return cast("Written", scribe.go_on(DONE, PUBLISH_SECONDS))
        except (EOFError, OSError):
            raise WorkerDied(
                "the process that carried out the change ended while it published; look whether the change is there"
            ) from None

    def close(self) -> None:
        """Stop every change that isn't published yet; those asked for from now on are refused."""
        self._closed = True
        for scribe in list(self._running):
            scribe.kill()

    @contextmanager
    def _scribe(self) -> Iterator["_Scribe"]:
        scribe = self._new()
        self._running.add(scribe)
        try:
            yield scribe
        except TimeoutError:
            raise QueryTimeout(
                f"the change was stopped at its limit of {self.limits.seconds:g} s; nothing of it remains"
            ) from None
        except (EOFError, OSError):
            raise self._cause(scribe) from None
        finally:
            scribe.end()
            self._running.discard(scribe)

    def _new(self) -> "_Scribe":
        until = time.monotonic() + START_SECONDS
        while not self._closed:
            try:
                return _Scribe(self._connect(SCRIBE))
            except (OSError, EOFError):
                if time.monotonic() > until:
                    raise StoreError("no process that writes could be started") from None
            # It starts, or has ended and is started again.
            if self._kept is not None:
                self._kept.ensure()
            time.sleep(0.02)
        raise StoreError(CLOSING)

    def _connect(self, first: bytes) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(START_SECONDS)
        try:
            connection.connect(str(self._sockets / DISK))
            connection.sendall(first)
        except OSError:
            connection.close()
            raise
        return connection

    def _cause(self, scribe: "_Scribe") -> Exception:
        """Tell why a scribe has ended."""
        if self._closed:
            return StoreError(CLOSING)
        code = self._exit_code(scribe.pid)
        if code in CRASHES:
            return WorkerDied("the change ended its process: a fault of the engine's; make it simpler")
        if code in (None, 0, -signal.SIGKILL):
            return WorkerDied("the process that carried out the change was killed from outside; try again later")
        return QueryMemory(
            f"the change was stopped at the memory limit of {self.limits.memory / 1e9:.1f} GB; make several of it"
        )

    def _exit_code(self, pid: int) -> int | None:
        with suppress(OSError, EOFError):
            for _ in range(20):
                with self._connect(STATUS + pack(pid)) as connection:
                    code = receive(connection)
                if isinstance(code, int):
                    return code
                time.sleep(0.02)
        return None


class _Scribe:
    """One process and our end of its socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.pid = cast("int", receive(connection))
        self._handle = os.pidfd_open(self.pid)
        self._ended = False

    def order(self, order: Order, seconds: float) -> float:
        """Give it its order and wait until it has read that; give the seconds it took."""
        started = time.monotonic()
        self._connection.settimeout(seconds)
        send(self._connection, order)
        self._hear(READ, seconds)
        return time.monotonic() - started

    def go_on(self, stage: str, seconds: float) -> object:
        """Let it go on to another stage, and give what it says then."""
        send(self._connection, None)
        return self._hear(stage, seconds)

    def _hear(self, stage: str, seconds: float) -> object:
        self._connection.settimeout(seconds)
        said, value = cast("tuple[str, object]", receive(self._connection))
        if said == FAILED:
            raise cast("Exception", value)
        if said != stage:
            raise TypeError(f"a scribe says {said} in place of {stage}")
        return value

    def kill(self) -> None:
        """End it, whatever it does."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def end(self) -> None:
        """See that it has ended, so that the store is free."""
        if not self._ended:
            self._ended = True
            self.kill()
            poll = select.poll()
            poll.register(self._handle, select.POLLIN)
            poll.poll()
            os.close(self._handle)
            self._connection.close()
