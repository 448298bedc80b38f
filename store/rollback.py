"""Go back to an earlier generation: readers at once, and the writer's store with them.

Would only the readers' pointer move, the next load would publish again what was rolled back. So the writer's store is
replaced by a copy of the generation (hard links, milliseconds); what was written after it, published or not, is gone
from the writer's store, and stays in the later generations until these are pruned.
"""

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from store.errors import StoreError, StoreLocked
from store.generations import Folder
from store.opening import lock, turn
from store.remote.access import KEEPS_NONE, is_remote


@dataclass(frozen=True, slots=True)
class Turn:
    """What a rollback did."""

    left: str
    """The generation that was current."""
    generation: str
    """The one that is now."""
    dropped: bool
    """Whether the writer's store held changes that were never published; they are gone."""


def rollback(location: str | Path, name: str | None = None) -> Turn:
    """Make an earlier generation current and the writer's store its copy; without a name, the one before the current.

    A later one that was left can be returned to by its name. Raises StoreError for an unknown name or where there is
    no earlier one, StoreLocked where another process writes.
    """
    if is_remote(location):
        raise StoreError(KEEPS_NONE.format(location=location))
    folder = Folder(Path(location))
    if not folder.exists() or folder.current() is None:
        raise StoreError(f"{location}: holds no store; name another with --store")
    # Both writers' stores stay locked until all is done: the old one against those who looked at the marker before.
    old = _lock_if_whole(folder)
    folder.resume()
    folder.clean()
    current = folder.current() or ""
    chosen = _known(folder, name) if name else _before(folder, current)
    dropped = folder.ahead
    new = turn(folder, chosen)
    turned = Turn(current, chosen, dropped)
    folder.clean()
    del old, new
    return turned


def _lock_if_whole(folder: Folder) -> ox.Store | None:
    try:
        return lock(folder)
    except StoreLocked:
        raise
    except StoreError:
        # Damaged: nobody else can open it either, and a copy of a generation is what mends it.
        return None


def _known(folder: Folder, name: str) -> str:
    """Find a generation by its name or its number."""
    found = [known for known in folder.names() if name in (known, known.split("-")[0], known.split("-")[0].lstrip("0"))]
    if not found:
        raise StoreError(f"{folder.location}: has no generation {name}; it has {', '.join(folder.names())}")
    return found[0]


def _before(folder: Folder, current: str) -> str:
    """Follow what was current before, so that a generation that was left once is not returned to unasked."""
    history = folder.history()
    noted = history[current].before if current in history else ""
    earlier = [noted] if noted else [name for name in history if name < current][-1:]
    if not earlier or earlier[0] not in history:
        raise StoreError(
            f"{folder.location}: the generation before {current or 'the first'} isn't kept; "
            f"name one of {', '.join(name for name in history if name != current) or 'none'}"
        )
    return earlier[0]
