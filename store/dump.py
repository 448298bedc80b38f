"""Write a generation as a file to be downloaded: sorted N-Quads, packed, the same bytes whenever it is made.

FOLDER/NAME.nq.gz         the file; it takes its name once it is whole
FOLDER/NAME.nq.gz.sha256  its digest, as sha256sum writes it; there before the file is
"""

import fcntl
import gzip
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from ontology.iris import Names
from ontology.release import release_triples
from ontology.statements import put_in
from store.errors import StoreError
from store.export import write
from store.generations import Folder
from store.opening import open_reader

SUFFIX = ".nq.gz"
NICE = 10
"""How far the making of a file steps back behind the answers to queries."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that was made of a generation."""

    generation: str
    path: Path
    size: int
    sha256: str


def listed(folder: Path) -> tuple[Dump, ...]:
    """Give the files that are there, of the newest generation first."""
    found = (_read(path) for path in folder.glob(f"[!.]*{SUFFIX}"))
    return tuple(sorted((dump for dump in found if dump), key=lambda dump: dump.generation, reverse=True))


def _read(path: Path) -> Dump | None:
    try:
        digest = _digest(path).read_text(encoding="ascii").partition(" ")[0]
        return Dump(path.name.removesuffix(SUFFIX), path, path.stat().st_size, digest)
    except FileNotFoundError:
        # Removed meanwhile.
        return None


def make_aside(location: Path, folder: Path, generation: str, keep: int) -> None:
    """Do as `make` does, in a process of its own, which steps back behind others for good."""
    os.setpriority(os.PRIO_PROCESS, 0, NICE)
    make(location, folder, generation, keep)


def make(location: Path, folder: Path, generation: str, keep: int) -> None:
    """Make the file of a generation, unless it is there, and remove the oldest beyond `keep`; n log n.

    Raises StoreError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            path = folder / f"{generation}{SUFFIX}"
            if not path.exists():
                _make(location, path)
            for old in [dump for dump in listed(folder) if dump.path != path][max(0, keep - 1) :]:
                old.path.unlink()
                _digest(old.path).unlink()
    except OSError as error:
        raise StoreError(f"{folder}: the file of generation {generation} can't be written ({error})") from error


def _make(location: Path, path: Path) -> None:
    unfinished = path.with_name(".unfinished")
    names = Names(Folder(location).base)
    with open_reader(Folder(location), generation=path.name.removesuffix(SUFFIX)) as reader:
        # Without the generation: the same content gives the same bytes.
        heads = put_in(ox.DefaultGraph(), release_triples(names))
        pack(chain(heads, reader.quads()), unfinished)
    with unfinished.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    _digest(path).write_text(f"{digest}  {path.name}\n", encoding="ascii")
    unfinished.rename(path)


def pack(quads: Iterable[ox.Quad], path: Path) -> None:
    """Write sorted N-Quads, packed without a name and a date."""
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        write(quads, ox.RdfFormat.N_QUADS, cast("IO[bytes]", packed))


def _digest(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
