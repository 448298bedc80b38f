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
    task = asyncio.ensure_future(work)
    receive, gone = _receive.get(), None
    try:
        await asyncio.wait({task}, timeout=PATIENCE if receive else None)
        if not task.done() and receive is not None:
            gone = asyncio.ensure_future(_gone(receive))
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone("the client has gone")
        return task.result()
    finally:
        for waited in (task, gone):
            if waited is not None and not waited.done():
                waited.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
