"""What descriptions of the dataset tell of it: counted once a generation, whoever asks."""

import asyncio
from typing import cast

from api.attend import attend
from ontology.iris import Names
from store.answering import Answering
from store.survey import Survey


class Figures:
    """The figures of the current generation, for the event loop."""

    def __init__(self, workers: Answering, names: Names) -> None:
        self._workers = workers
        self.space = f"{names.base}id/"
        """What the IRIs of all entities begin with."""
        self._counting = asyncio.Lock()
        self._last: Survey | None = None

    async def now(self) -> Survey:
        """Count, or give what was counted; raises what Workers raise."""
        async with self._counting:
            if self._last is None or self._last.generation != self._workers.generation:
                _, found = await attend(self._workers.ask("survey", self.space))
                self._last = cast("Survey", found)
            return self._last
