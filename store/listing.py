"""List the generations of a store, with what each holds and what it costs."""

import stat
from dataclasses import asdict, dataclass
from pathlib import Path

from store.errors import StoreError
from store.generations import Folder
from store.opening import lock, open_reader
from store.remote.access import KEEPS_NONE, is_remote


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation; None for what an earlier version didn't note or what wasn't counted."""

    name: str
    published: str | None
    """In UTC, to the second."""
    before: str | None
    """The generation that was current when it was published."""
    graphs: int | None
    statements: int | None
    own_bytes: int
    """Of files that neither the writer's store nor another generation shares: what its removal would free."""
    current: bool

    def as_dict(self) -> dict[str, object]:
        """Give it by the names above."""
        return asdict(self)


def generations(location: str | Path, *, count: bool = False) -> tuple[Generation, ...]:
    """Give the generations of a store, oldest first; to `count` statements takes a third of a second a million."""
    folder = _folder(location)
    current = folder.current()
    return tuple(
        Generation(
            name=name,
            published=known.at or None,
            before=known.before or None,
            graphs=known.graphs,
            statements=_statements(folder, name) if count else None,
            own_bytes=_own_bytes(folder.generations / name),
            current=name == current,
        )
        for name, known in folder.history().items()
    )


def prune(location: str | Path, keep: int | None = None, *, now: bool = True) -> tuple[str, ...]:
    """Set how many generations a store keeps, where `keep` says so, and remove those beyond; give their names.

    Raises StoreLocked where another process writes.
    """
    folder = _folder(location)
    engine = lock(folder)
    folder.resume()
    if keep is not None:
        folder.note(folder.facts() | {"keep": str(keep)})
    removed = folder.clean() if now else ()
    del engine
    return removed


def _folder(location: str | Path) -> Folder:
    if is_remote(location):
        raise StoreError(KEEPS_NONE.format(location=location))
    folder = Folder(Path(location))
    if not folder.exists() or folder.current() is None:
        raise StoreError(f"{location}: holds no store; load something first: peelgraph load PATH --store {location}")
    return folder


def _statements(folder: Folder, name: str) -> int:
    with open_reader(folder, generation=name) as reader:
        return reader.statements


def _own_bytes(folder: Path) -> int:
    """Sum the files that bear no other name. One that is pruned meanwhile has none."""
    found = (path.stat() for path in folder.glob("*"))
    return sum(status.st_size for status in found if stat.S_ISREG(status.st_mode) and status.st_nlink == 1)
