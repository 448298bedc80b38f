"""Ask workers, which can be killed: the only sure way to stop a query (the engine has no time-out).

A query over a second old is a long one: it steps back behind others (a lower priority), and only so many may run at
once, so that a worker is free for a light query within about a second whatever else is asked.
"""

import asyncio
import os
import select
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

from store.errors import Busy, QueryMemory, QueryTimeout, StoreError, WorkerDied
from store.generations import Folder
from store.keeper import DISK
from store.keeping import START_SECONDS, Kept
from store.result import Answer
from store.wire import LENGTH, STATUS, WORKER, loads, pack
from store.worker import Limits

BUFFER = 1 << 20
"""Bytes of an answer that are taken from its socket at once."""
LONG_SECONDS = 1.0
STEP_BACK = 10
"""Added to the niceness of the process of a long query."""
CRASHES = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL)
"""How a process ends whose stack overflowed and the like; memory that runs out aborts instead."""
CLOSING = "the service is shutting down"


class _Killed(Exception):
    """A worker was killed, not by us."""


class _Worker:
    """One process and our end of its socket."""

    def __init__(self, bench: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int) -> None:
        self.bench = bench
        self.pid = pid
        self.slow = False
        self._reader = reader
        self._writer = writer
        self._due: int | None = None
        """The length of what it is about to say, where that has been read already."""
        self._handle: int | None = os.pidfd_open(pid)

    def send(self, method: str, arguments: tuple[object, ...]) -> None:
        """Put a question."""
        self._writer.write(pack((method, arguments)))

    async def receive(self) -> tuple[str, str, object]:
        """Wait for what it says; raises EOFError or OSError where it died. A wait that is given up may be taken up."""
        if self._due is None:
            (self._due,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
        said = await self._reader.readexactly(self._due)
        self._due = None
        return cast("tuple[str, str, object]", loads(said))

    @property
    def ended(self) -> bool:
        """Whether it has gone."""
        if self._handle is None:
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
        self._writer.close()


class Workers:
    """A store behind killable processes, for one event loop.

    Each query sees one whole generation, the one current when it starts. Raises, beside what Reader raises: Busy,
    QueryTimeout, QueryMemory, WorkerDied. A worker over a limit is killed and replaced; the others notice nothing.
    """

    def __init__(self, location: Path, kept: Kept | Path, count: int = 4, limits: Limits | None = None) -> None:
        """Ask workers of a keeper, or of one that another process keeps, whose folder of sockets is given."""
        self.limits = limits or Limits()
        self.count = count
        self._kept = kept if isinstance(kept, Kept) else None
        self._sockets = kept.sockets if isinstance(kept, Kept) else kept
        self._folder = Folder(location)
        self._idle: dict[str, list[_Worker]] = {}
        self._busy: set[_Worker] = set()
        self._turns = asyncio.Semaphore(count)
        self._long = 0
        self._closed = False

    @property
    def generation(self) -> str:
        """The name of the generation that the next query will see."""
        return self._folder.current() or ""

    @property
    def held(self) -> bool:
        """Whether that generation is in memory."""
        return (self._sockets / self.generation).exists()

    async def ask(self, method: str, *arguments: object) -> tuple[str, object]:
        """Have a worker call a method of Reader; give the generation it was answered from, and the value."""
        async with self._turn():
            try:
                outcome, generation, value = await self._put(method, arguments)
            except _Killed:
                # From outside, perhaps while it was idle: no fault of the query's, so another answers it.
                try:
                    outcome, generation, value = await self._put(method, arguments)
                except _Killed:
                    raise WorkerDied(
                        "the process that answered the query was killed from outside, twice: by the operator, or by "
                        "the system where memory runs out; try again later"
                    ) from None
        if outcome == "failed":
            raise cast("Exception", value)
        return generation, value

    async def _put(self, method: str, arguments: tuple[object, ...]) -> tuple[str, str, object]:
        """Put a question to a free worker, and keep it for the next."""
        worker = await self._take()
        self._busy.add(worker)
        try:
            said = await self._run(worker, method, arguments)
        except BaseException:
            # Also where the asking task was cancelled: its client has gone, so its query ends.
            worker.kill()
            raise
        finally:
            self._busy.discard(worker)
        if worker.slow or self._closed:
            worker.kill()
        else:
            self._idle.setdefault(worker.bench, []).append(worker)
        return said

    async def answer(
        self,
        text: str,
        accept: tuple[str, ...],
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> Answer:
        """Write an answer in a media type the client accepts; see Reader.answer. A long one is left in a file."""
        generation, value = await self.ask("answer", text, accept, default_graphs, named_graphs)
        answer = cast("Answer", value)
        return Answer(answer.media_type, answer.body, answer.spooled, answer.size, generation)

    async def close(self) -> None:
        """End every worker; calls from now on are refused."""
        self._closed = True
        for worker in [*self._busy, *(worker for bench in self._idle.values() for worker in bench)]:
            worker.kill()
        self._idle.clear()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self.limits.queue_seconds):
                await self._turns.acquire()
        except TimeoutError:
            raise Busy(f"no worker was free for {self.limits.queue_seconds:g} s; try again later") from None
        try:
            yield
        finally:
            self._turns.release()

    async def _take(self) -> _Worker:
        """Give a worker of the current generation: one in memory, else one on disk."""
        if self._closed:
            raise StoreError(CLOSING)
        generation = self.generation
        self._leave(generation)
        bench = generation if generation and (self._sockets / generation).exists() else DISK
        idle = self._idle.get(bench, [])
        while idle:
            worker = idle.pop()
            if not worker.ended:
                return worker
            # It ended while idle, by no query's fault.
            worker.kill()
        try:
            return await self._new(bench)
        except (OSError, EOFError):
            if bench == DISK:
                raise
            # The holder has just gone.
            return await self._new(DISK)

    def _leave(self, generation: str) -> None:
        for bench in [name for name in self._idle if name not in (generation, DISK)]:
            for worker in self._idle.pop(bench):
                worker.kill()

    async def _new(self, bench: str) -> _Worker:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                async with asyncio.timeout(START_SECONDS):
                    reader, writer = await asyncio.open_unix_connection(self._sockets / bench, limit=BUFFER)
                    writer.write(WORKER)
                    pid = cast("int", await _receive(reader))
                return _Worker(bench, reader, writer, pid)
            except (OSError, EOFError):
                if bench != DISK or self._closed or time.monotonic() > until:
                    raise
            # It starts, or has ended and is started again.
            if self._kept is not None:
                self._kept.ensure()
            await asyncio.sleep(0.02)

    async def _run(self, worker: _Worker, method: str, arguments: tuple[object, ...]) -> tuple[str, str, object]:
        seconds = self.limits.seconds
        try:
            worker.send(method, arguments)
            try:
                async with asyncio.timeout(min(LONG_SECONDS, seconds)):
                    return await worker.receive()
            except TimeoutError:
                if seconds > LONG_SECONDS:
                    return await self._run_long(worker, seconds - LONG_SECONDS)
                raise
        except TimeoutError:
            raise QueryTimeout(f"the query was stopped at its limit of {seconds:g} s; ask for less") from None
        except (EOFError, OSError):
            raise await self._cause(worker) from None

    async def _run_long(self, worker: _Worker, seconds: float) -> tuple[str, str, object]:
        if self._long >= max(1, self.count - 1):
            raise Busy(
                f"the query was stopped after {LONG_SECONDS:g} s, because {self._long} other long ones are being "
                "answered; try again later"
            )
        self._long += 1
        worker.step_back()
        try:
            async with asyncio.timeout(seconds):
                return await worker.receive()
        finally:
            self._long -= 1

    async def _cause(self, worker: _Worker) -> Exception:
        """Tell why a worker has ended."""
        if self._closed:
            return StoreError(CLOSING)
        code = await self._exit_code(worker)
        if code == -signal.SIGKILL:
            return _Killed()
        if code in CRASHES:
            return WorkerDied("the query ended the process that answered it: a fault of the engine's; write it simpler")
        memory = self.limits.memory / 1e9
        return QueryMemory(f"the query was stopped at the memory limit of {memory:.1f} GB; ask for less")

    async def _exit_code(self, worker: _Worker) -> int | None:
        """Ask the process that forked it; None where that has gone as well."""
        with suppress(OSError, EOFError):
            for _ in range(20):
                reader, writer = await asyncio.open_unix_connection(self._sockets / worker.bench)
                writer.write(STATUS + pack(worker.pid))
                code = await _receive(reader)
                writer.close()
                if isinstance(code, int):
                    return code
                await asyncio.sleep(0.02)
        return None


async def _receive(reader: asyncio.StreamReader) -> object:
    (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    return loads(await reader.readexactly(length))
