"""Ask workers, which can be killed: the only sure way to stop a query (the engine has no time-out).

A query over a second old is a long one: it steps back behind others (a lower priority), and only so many may run at
once, so that a worker is free for a light query within about a second whatever else is asked.
"""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

from store.errors import CLOSING, Busy, QueryMemory, QueryTimeout, StoreError, WorkerDied
from store.generations import Folder
from store.keeper import DISK
from store.keeping import START_SECONDS, Kept
from store.line import Line, Worker
from store.result import Answer
from store.wire import STATUS, WORKER, pack
from store.worker import Limits

LONG_SECONDS = 1.0
CRASHES = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL)
"""How a process ends whose stack overflowed and the like; memory that runs out aborts instead."""


class _Killed(Exception):
    """A worker was killed, not by us."""


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
        self._idle: dict[str, list[Worker]] = {}
        self._busy: set[Worker] = set()
        self._turns = asyncio.Semaphore(count)
        self._long: set[Worker] = set()
        self._closed = False

    @property
    def generation(self) -> str:
        """The name of the generation that the next query will see."""
        return self._folder.current() or ""

    @property
    def busy(self) -> int:
        """How many queries are being answered."""
        return len(self._busy)

    @property
    def long(self) -> int:
        """How many of them are long ones."""
        return len(self._long)

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
        if self._turns.locked():
            try:
                async with asyncio.timeout(self.limits.queue_seconds):
                    await self._turns.acquire()
            except TimeoutError:
                raise Busy(f"no worker was free for {self.limits.queue_seconds:g} s; try again later") from None
        else:
            await self._turns.acquire()
        try:
            yield
        finally:
            self._turns.release()

    async def _take(self) -> Worker:
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

    async def _new(self, bench: str) -> Worker:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                async with asyncio.timeout(START_SECONDS):
                    line = await self._line(bench)
                    return Worker(bench, line, cast("int", await line.ask(WORKER)))
            except (OSError, EOFError):
                if bench != DISK or self._closed or time.monotonic() > until:
                    raise
            # It starts, or has ended and is started again.
            if self._kept is not None:
                self._kept.ensure()
            await asyncio.sleep(0.02)

    async def _line(self, bench: str) -> Line:
        _, line = await asyncio.get_running_loop().create_unix_connection(Line, str(self._sockets / bench))
        return line

    async def _run(self, worker: Worker, method: str, arguments: tuple[object, ...]) -> tuple[str, str, object]:
        clock = _Clock(self, worker)
        try:
            return cast("tuple[str, str, object]", await clock.wait(worker.ask(method, arguments)))
        except EOFError:
            raise clock.verdict or await self._cause(worker) from None

    async def _cause(self, worker: Worker) -> Exception:
        """Tell why a worker has ended."""
        if self._closed:
            return StoreError(CLOSING)
        code = await self._exit_code(worker)
        # Who forked it may have been killed as well, and with it what is known of its end.
        if code in (None, -signal.SIGKILL):
            return _Killed()
        if code in CRASHES:
            return WorkerDied("the query ended the process that answered it: a fault of the engine's; write it simpler")
        memory = self.limits.memory / 1e9
        return QueryMemory(f"the query was stopped at the memory limit of {memory:.1f} GB; ask for less")

    async def _exit_code(self, worker: Worker) -> int | None:
        """Ask the process that forked it; None where that has gone as well."""
        with suppress(OSError, EOFError):
            for _ in range(100):
                line = await self._line(worker.bench)
                code = await line.ask(STATUS + pack(worker.pid))
                line.close()
                if isinstance(code, int):
                    return code
                await asyncio.sleep(0.02)
        return None

    def _lengthen(self, worker: Worker) -> Exception | None:
        """Let a query go on as a long one; where there are too many, give why it can't."""
        if len(self._long) >= max(1, self.count - 1):
            return Busy(
                f"the query was stopped after {LONG_SECONDS:g} s, because {len(self._long)} other long ones are being "
                "answered; try again later"
            )
        self._long.add(worker)
        worker.step_back()
        return None


class _Clock:
    """Ends a worker's work at the limits of time. Timers cost less than a context for each wait would."""

    def __init__(self, workers: Workers, worker: Worker) -> None:
        self._workers = workers
        self._worker = worker
        self.verdict: Exception | None = None
        """Why the work was ended."""

    async def wait(self, said: asyncio.Future[object]) -> object:
        """Wait for what is said; a worker that is ended meanwhile says nothing, and the wait ends by EOFError."""
        seconds = self._workers.limits.seconds
        loop = asyncio.get_running_loop()
        timers = [loop.call_later(seconds, self._out_of_time)]
        if seconds > LONG_SECONDS:
            timers.append(loop.call_later(LONG_SECONDS, self._long))
        try:
            return await said
        finally:
            for timer in timers:
                timer.cancel()
            self._workers._long.discard(self._worker)

    def _long(self) -> None:
        self.verdict = self._workers._lengthen(self._worker)
        if self.verdict is not None:
            self._worker.kill()

    def _out_of_time(self) -> None:
        limit = self._workers.limits.seconds
        self.verdict = QueryTimeout(f"the query was stopped at its limit of {limit:g} s; ask for less")
        self._worker.kill()
