"""Our end of a worker: the socket on which it is asked, and the process that can be killed."""

import asyncio
import os
import select
import signal
from contextlib import suppress
from typing import cast

from store.wire import LENGTH, loads, pack

STEP_BACK = 10
"""Added to the niceness of the process of a long query."""


class Line(asyncio.Protocol):
    """Our end of a socket on which messages come one at a time, each awaited by one task."""

    def __init__(self) -> None:
        self._taken = bytearray()
        self._transport: asyncio.Transport | None = None
        self._awaited: asyncio.Future[object] | None = None
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what is written to."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, _: Exception | None) -> None:
        """Tell whoever waits."""
        self.closed = True
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_exception(EOFError())

    def data_received(self, data: bytes) -> None:
        """Take a part of a message; the whole of it goes to whoever waits."""
        self._taken += data
        if len(self._taken) < LENGTH.size or self._awaited is None or self._awaited.done():
            return
        (length,) = LENGTH.unpack_from(self._taken)
        if len(self._taken) >= LENGTH.size + length:
            self._awaited.set_result(loads(memoryview(self._taken)[LENGTH.size :]))
            self._taken = bytearray()

    def ask(self, message: bytes) -> asyncio.Future[object]:
        """Send a message and give what will be said in return; it fails by EOFError where the other side goes."""
        self._awaited = asyncio.get_running_loop().create_future()
        if self.closed or self._transport is None:
            self._awaited.set_exception(EOFError())
        else:
            self._transport.write(message)
        return self._awaited

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


class Worker:
    """One process and our line to it."""

    def __init__(self, bench: str, line: Line, pid: int) -> None:
        self.bench = bench
        self.pid = pid
        self.slow = False
        self._line = line
        self._handle: int | None = os.pidfd_open(pid)

    def ask(self, method: str, arguments: tuple[object, ...]) -> asyncio.Future[object]:
        """Put a question, and give what will be said; it fails by EOFError where the process dies."""
        return self._line.ask(pack((method, arguments)))

    @property
    def ended(self) -> bool:
        """Whether it has gone."""
        if self._handle is None or self._line.closed:
            return True
        # The process itself is looked at: that its socket has closed may not have been heard of yet.
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        return bool(poll.poll(0))

    def step_back(self) -> None:
        """Let others go first."""
        self.slow = True
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.pid, STEP_BACK)

    def kill(self) -> None:
        """End it, whatever it does."""
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
            self._handle = None
        self._line.close()
