"""Have the file of a generation made, once, by a process of its own, whoever asks for it and goes meanwhile."""

import asyncio
from pathlib import Path

from anyio import to_process

from api.attend import attend
from api.settings import Settings
from store.dump import Dump, listed, make_aside
from store.errors import StoreError


class Dumps:
    """The files of a store's generations, for the event loop."""

    def __init__(self, settings: Settings) -> None:
        self._location = Path(settings.store)
        self._folder = Path(settings.dumps) if settings.dumps else self._location / "dumps"
        self._keep = settings.dumps_kept
        self._making: dict[str, asyncio.Task[None]] = {}

    def listed(self) -> tuple[Dump, ...]:
        """Give the files that were made, of the newest generation first."""
        return listed(self._folder)

    def find(self, generation: str) -> Dump | None:
        """Give the file of a generation, where it was made."""
        return next((dump for dump in self.listed() if dump.generation == generation), None)

    async def of(self, generation: str) -> Dump:
        """Give the file of a generation that the store has, made now if need be. Raises StoreError."""
        found = self.find(generation)
        if found is None:
            making = self._making.get(generation)
            if making is None:
                making = self._making[generation] = asyncio.create_task(self._make(generation))
                making.add_done_callback(lambda _: self._making.pop(generation, None))
            await attend(asyncio.shield(making))
            found = self.find(generation)
        if found is None:
            raise StoreError(f"the file of generation {generation} was removed at once; let more of them stay")
        return found

    async def close(self) -> None:
        """End what is being made."""
        making = list(self._making.values())
        for task in making:
            task.cancel()
        await asyncio.gather(*making, return_exceptions=True)

    async def _make(self, generation: str) -> None:
        await to_process.run_sync(make_aside, self._location, self._folder, generation, self._keep, cancellable=True)
