"""Open a store: the current generation for readers, the writer's store for the one writer."""

from pathlib import Path
from typing import Literal, overload

import pyoxigraph as ox

from ontology.iris import Names
from store.errors import StoreError, StoreLocked
from store.generations import Folder
from store.guard import Size
from store.read import Reader
from store.seed import seed
from store.write import Writer


@overload
def open_store(location: str | Path, *, write: Literal[True], names: Names | None = None) -> Writer: ...
@overload
def open_store(location: str | Path, *, write: Literal[False] = False, names: Names | None = None) -> Reader: ...
def open_store(location: str | Path, *, write: bool = False, names: Names | None = None) -> Reader | Writer:
    """Open the store in a folder: to read its current generation, or as its writer.

    A new store is made for a writer only, and is born with the ontology and the reference data. Raises StoreError where
    there is none to read or the folder is something else's, StoreLocked where another process writes.
    """
    if str(location).startswith(("http://", "https://")):
        raise StoreError(f"{location}: SPARQL services by URL are not supported by this version; name a folder")
    folder = Folder(Path(location))
    return open_writer(folder, names or Names()) if write else open_reader(folder)


def open_reader(folder: Folder, size: Size | None = None, rows: int | None = None) -> Reader:
    """Open the current generation; `size` and `rows` bound queries and answers."""
    missing = f"{folder.location}: holds no store; load something first: peelgraph load PATH --store {folder.location}"
    if not folder.exists():
        raise StoreError(missing)
    for _ in range(3):
        name = folder.current()
        if name is None:
            raise StoreError(missing)
        try:
            return Reader(ox.Store.read_only(str(folder.generations / name)), name, size, rows)
        except OSError:
            # Pruned between the pointer and the opening: the pointer has moved on since.
            if folder.current() == name:
                raise StoreError(
                    f"{folder.location}: generation {name} can't be opened; load the documents anew"
                ) from None
    raise StoreError(f"{folder.location}: generations change faster than they can be opened; try again")


def open_writer(folder: Folder, names: Names) -> Writer:
    """Open the writer's store, made and seeded where it is new, and seeded anew where ontology or reference changed."""
    if not folder.exists():
        folder.create()
    try:
        engine = ox.Store(str(folder.writer))
    except OSError as error:
        raise StoreLocked(
            f"{folder.location}: another process writes to this store; wait for it, or name another with --store"
        ) from error
    folder.clean()
    writer = Writer(engine, folder.current() or "", folder.publish)
    digest = seed(writer, names, folder.facts().get("seed"))
    if digest != folder.facts().get("seed"):
        folder.note(folder.facts() | {"seed": digest})
        writer.publish()
    return writer
