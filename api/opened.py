"""Open the store that is served: a folder with processes that answer, or a service by URL that is asked instead."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from api.settings import SettingError, Settings
from ontology.iris import Names
from store.answering import Answering
from store.generations import Folder
from store.keeping import Kept
from store.remote.access import is_remote
from store.submit import Writes
from store.workers import Workers


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store: the names its things have, who answers, and who writes, where that is for us."""

    names: Names
    workers: Answering
    writes: Writes | None


@asynccontextmanager
async def opened(settings: Settings, sockets: Path | None = None) -> AsyncIterator[Opened]:
    """Open the store while it is served; where another process keeps it, `sockets` is its folder of sockets.

    Raises StoreError where there is none, SettingError where tokens are set for what isn't written here.
    """
    if is_remote(settings.store):
        async with _service(settings) as service:
            yield service
    else:
        async with _folder(settings, sockets) as folder:
            yield folder


@asynccontextmanager
async def _folder(settings: Settings, sockets: Path | None) -> AsyncIterator[Opened]:
    location = Path(settings.store)
    kept = sockets or Kept(location, settings.limits, settings.hold)
    workers = Workers(location, kept, settings.workers, settings.limits)
    writes = Writes(kept, settings.write_limits)
    try:
        # Things keep the names that their store gave them.
        yield Opened(Names(Folder(location).base), workers, writes)
    finally:
        writes.close()
        await workers.close()
        if isinstance(kept, Kept):
            kept.close()


@asynccontextmanager
async def _service(settings: Settings) -> AsyncIterator[Opened]:
    from store.remote.asking import RemoteWorkers

    if settings.token or settings.tokens:
        raise SettingError(
            f"{settings.store}: is another service's, so this one takes no changes for it; "
            "leave PEELGRAPH_TOKEN and PEELGRAPH_TOKENS out, and change it there"
        )
    workers = RemoteWorkers(settings.store, os.environ, settings.workers, settings.limits)
    try:
        yield Opened(Names(workers.base), workers, None)
    finally:
        await workers.close()
