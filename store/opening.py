"""Open a store: the current generation for readers, the writer's store for the one writer."""

import os
import secrets
from pathlib import Path
from typing import Literal, overload

import pyoxigraph as ox

from ontology.iris import Names
from store.errors import StoreError, StoreLocked
from store.generations import Folder
from store.guard import Bounds
from store.hold import Hold
from store.put import sync
from store.read import Reader
from store.remote.access import KEEPS_NONE, is_remote
from store.seed import seed
from store.write import Writer

LOCKED = ("No locks available", "Resource temporarily unavailable")
"""How the engine says that this process, or another, holds the writer's store."""


@overload
def open_store(location: str | Path, *, write: Literal[True], names: Names | None = None) -> Writer: ...
@overload
def open_store(
    location: str | Path, *, write: Literal[False] = False, names: Names | None = None, generation: str | None = None
) -> Reader: ...
def open_store(
    location: str | Path, *, write: bool = False, names: Names | None = None, generation: str | None = None
) -> Reader | Writer:
    """Open the store in a folder or at the URL of a SPARQL service: to read a generation, or as its writer.

    A new store is made for a writer only, and is born with the ontology and the reference data. Raises StoreError where
    there is none to read or the folder is something else's, StoreLocked where another process writes.
    """
    if is_remote(location):
        from store.remote.opening import open_remote_reader, open_remote_writer

        if generation is not None:
            raise StoreError(KEEPS_NONE.format(location=location))
        # Credentials come from the environment alone, so that no command line or log shows them.
        if write:
            return open_remote_writer(str(location), os.environ, names)
        return open_remote_reader(str(location), os.environ)
    folder = Folder(Path(location))
    return open_writer(folder, names) if write else open_reader(folder, generation=generation)


def exists(location: str | Path) -> bool:
    """Tell whether there is a store to read. Raises StoreError where the folder is something else's."""
    if is_remote(location):
        from store.remote.opening import remote_exists

        return remote_exists(str(location), os.environ)
    folder = Folder(Path(location))
    return folder.exists() and folder.current() is not None


def base(location: str | Path) -> str:
    """Give the base under which a store names its things."""
    if is_remote(location):
        from store.remote.opening import remote_base

        return remote_base(str(location), os.environ)
    return Folder(Path(location)).base


def open_reader(
    folder: Folder, size: Bounds | None = None, rows: int | None = None, generation: str | None = None
) -> Reader:
    """Open the current generation, or the one named; `size` and `rows` bound queries and answers."""
    missing = f"{folder.location}: holds no store; load something first: peelgraph load PATH --store {folder.location}"
    if not folder.exists():
        raise StoreError(missing)
    for _ in range(3):
        name = generation or folder.current()
        if name is None:
            raise StoreError(missing)
        try:
            hold = Hold(folder.generations / name)
            return Reader(ox.Store.read_only(str(folder.generations / name)), name, size, rows, hold)
        except (OSError, RuntimeError):
            if generation:
                raise StoreError(
                    f"{folder.location}: has no generation {name} that can be opened; see: peelgraph generations"
                ) from None
            # Pruned between the pointer and the opening: the pointer has moved on since.
            if folder.current() == name:
                raise StoreError(
                    f"{folder.location}: generation {name} can't be opened; go back to another: peelgraph rollback NAME"
                ) from None
    raise StoreError(f"{folder.location}: generations change faster than they can be opened; try again")


def open_writer(folder: Folder, names: Names | None = None) -> Writer:
    """Open the writer's store, made and seeded where it is new, and seeded anew where ontology or reference changed.

    Without `names`, things are named under the base that the store was made with; another base is refused, because half
    the graph would keep the old names.
    """
    if not folder.exists():
        folder.create()
    engine = lock(folder)
    folder.resume()
    if folder.attempted:
        engine = turn(folder, folder.current() or "")
    folder.clean()
    base = folder.facts().get("base")
    names = names or (Names(base) if base else Names())
    if base not in (None, names.base):
        raise StoreError(
            f"{folder.location}: names its things under {base}, not {names.base}; "
            "keep to that base, or name another folder with --store"
        )
    writer = Writer(engine, folder, names)
    digest = seed(writer, names, folder.facts().get("seed"))
    if digest != folder.facts().get("seed"):
        folder.note(folder.facts() | {"seed": digest, "base": names.base})
        writer.publish()
    return writer


def turn(folder: Folder, generation: str) -> ox.Store:
    """Put a copy of a generation (hard links, milliseconds) in place of the writer's store, make it current, open it.

    For who has the writer's store locked, and keeps it so until the new one is returned.
    """
    writer = f"writer-{secrets.token_hex(4)}"
    unfinished = folder.location / f".{writer}"
    try:
        ox.Store.read_only(str(folder.generations / generation)).backup(str(unfinished))
        unfinished.rename(folder.location / writer)
        sync(folder.location)
        engine = ox.Store(str(folder.location / writer))
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"{folder.location}: generation {generation} can't be opened ({error}); choose another"
        ) from error
    folder.turn(writer, generation)
    return engine


def lock(folder: Folder) -> ox.Store:
    """Open the writer's store, which no other process can meanwhile. Raises StoreLocked where one has."""
    for _ in range(3):
        path = folder.writer
        try:
            engine = ox.Store(str(path))
        except (OSError, RuntimeError) as error:
            if folder.writer != path:
                continue
            if any(sign in str(error) for sign in LOCKED):
                raise StoreLocked(
                    f"{folder.location}: another process writes to this store; wait for it, "
                    "or name another with --store"
                ) from error
            raise StoreError(
                f"{path}: can't be opened to write ({error}); put a copy of a generation in its place: "
                "peelgraph rollback NAME"
            ) from error
        # A rollback may have put another in its place between the look at the marker and the lock.
        if folder.writer == path:
            return engine
        del engine
    raise StoreLocked(f"{folder.location}: another process turns this store back again and again; try later")
