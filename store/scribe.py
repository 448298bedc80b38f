"""The process that carries out one change and ends; it may be killed at any moment, and leaves all of it or nothing.

It says what it has done and goes on only when it is told to, so that whoever asked decides, with no doubt left, whether
the change counts: a generation is published, or the next writer finds a change that was begun and undoes it.
"""

import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from store.change import Change, Condition, prepare
from store.errors import QueryError, QueryMemory, StoreError, StoreLocked
from store.generations import Folder
from store.guard import Bounds
from store.opening import open_writer
from store.wire import receive, send
from store.worker import GRACE_SECONDS, bound_memory
from store.write import Writer

READ, OPENED, WRITTEN, DONE, FAILED = "read", "opened", "written", "done", "failed"
"""What a scribe says, in this order; after each of the first three it waits for an answer."""
LOOK_SECONDS = 0.02
"""How often a scribe looks whether another writer has gone."""


@dataclass(frozen=True, slots=True)
class Order:
    """A change and what may be used for it."""

    change: Change
    condition: Condition
    seconds: float
    memory: int
    queue_seconds: float
    """How long it may wait for another process that writes."""
    size: Bounds


@dataclass(frozen=True, slots=True)
class Written:
    """What a change led to."""

    generation: str
    created: bool
    """Whether it made a graph that wasn't there."""


def write(connection: socket.socket, location: Path) -> None:
    """Carry out the one order that comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    send(connection, os.getpid())
    try:
        order = receive(connection)
        if not isinstance(order, Order):
            raise TypeError("a scribe is given an Order")
        try:
            said: tuple[str, object] = (DONE, _carry_out(connection, Folder(location), order))
        except MemoryError:
            raise QueryMemory(f"the change was stopped at the memory limit of {order.memory / 1e9:.1f} GB") from None
    except (QueryError, StoreError) as error:
        said = (FAILED, error)
    except (EOFError, OSError):
        # Whoever asked has gone, or wants it no more.
        return
    send(connection, said)


def _carry_out(connection: socket.socket, folder: Folder, order: Order) -> Written:
    _bound(order)
    apply = prepare(order.change, order.size)
    _ask(connection, READ)
    with _opened(folder, order.queue_seconds) as writer:
        _bound(order)
        _ask(connection, OPENED)
        if writer.ahead:
            # Whole documents of a load that was cut short: were this change undone, they would go with it.
            writer.publish()
        order.condition.check(order.change, writer)
        folder.attempt()
        created = apply(writer)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _ask(connection, WRITTEN)
        return Written(writer.publish(), created)


def _opened(folder: Folder, seconds: float) -> Writer:
    """Open the writer's store, as soon as no other process has it."""
    until = time.monotonic() + seconds
    while True:
        try:
            return open_writer(folder)
        except StoreLocked:
            if time.monotonic() > until:
                raise StoreLocked(
                    f"another process, such as a load, has been writing to the store for {seconds:g} s; try again later"
                ) from None
        time.sleep(LOOK_SECONDS)


def _ask(connection: socket.socket, stage: str) -> None:
    """Say what is done, and wait to be told to go on. Raises EOFError where nobody wants that."""
    send(connection, (stage, None))
    receive(connection)


def _bound(order: Order) -> None:
    bound_memory(order.memory)
    # Should the asking process be killed, nobody else stops this one: the alarm ends it even within the engine.
    signal.setitimer(signal.ITIMER_REAL, order.seconds + GRACE_SECONDS)
