"""Stop a query whose client has gone away."""

import asyncio
from collections.abc import Awaitable
from contextvars import ContextVar
from typing import Final, TypeVar

from starlette.types import Receive

from ontology.errors import PeelgraphError

T = TypeVar("T")
PATIENCE: Final = 0.05
"""Seconds before anybody looks whether the client is still there: most answers are on their way by then."""
_receive: Final[ContextVar[Receive | None]] = ContextVar("receive", default=None)


class ClientGone(PeelgraphError):
    """The client closed its connection; nobody reads what is answered."""


def watch(receive: Receive) -> None:
    """Say how the present request's client is heard, for `attend`."""
    _receive.set(receive)


async def attend(work: Awaitable[T]) -> T:
    """Wait for some work of the present request; cancel it and raise ClientGone where the client goes meanwhile.

    The request's body must have been read.
    """
    receive, here = _receive.get(), asyncio.current_task()
    if receive is None or here is None:
        return await work
    watching = _Watch(receive, here)
    timer = asyncio.get_running_loop().call_later(PATIENCE, watching.begin)
    try:
        return await work
    except asyncio.CancelledError:
        if watching.gone:
            here.uncancel()
            raise ClientGone("the client has gone") from None
        raise
    finally:
        timer.cancel()
        watching.end()


class _Watch:
    """Cancels the task that answers a client once the client has gone."""

    def __init__(self, receive: Receive, answering: asyncio.Task[object]) -> None:
        self._receive = receive
        self._answering = answering
        self._watching: asyncio.Task[None] | None = None
        self.gone = False

    def begin(self) -> None:
        self._watching = asyncio.ensure_future(self._wait())

    def end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self._answering.cancel()
