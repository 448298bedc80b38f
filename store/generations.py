"""Keep the generations of a store: checkpoints that never change, one of them current.

    LOCATION/peelgraph.json     what this folder is
    LOCATION/writer/            the writer's store
    LOCATION/generations/NAME/  checkpoints: hard links to the writer's files, made in milliseconds
    LOCATION/current            the name of the one that readers open, replaced in one step

A name is a number that only rises and a random tag: no two generations of any two stores share one, so it is a
strong ETag.
"""

import json
import os
import secrets
import shutil
from pathlib import Path

import pyoxigraph as ox

from store.errors import StoreError

LAYOUT = 1
KEEP = 5
"""How many generations stay, the current one among them."""


class Folder:
    """The files of one store. It holds no engine open."""

    def __init__(self, location: Path) -> None:
        self.location = location
        self.writer = location / "writer"
        self.generations = location / "generations"
        self._marker = location / "peelgraph.json"
        self._current = location / "current"

    def exists(self) -> bool:
        """Tell whether there is a store here. Raises StoreError where the folder is something else's."""
        if not self.location.exists():
            return False
        if not self.location.is_dir():
            raise StoreError(f"{self.location}: is a file, not a folder; name another with --store")
        if self._marker.is_file():
            layout = self.facts().get("layout")
            if layout != str(LAYOUT):
                raise StoreError(f"{self.location}: has layout {layout}, this version reads {LAYOUT}; load it anew")
            return True
        if any(path != _aside(self._marker) for path in self.location.iterdir()):
            raise StoreError(f"{self.location}: is not empty and no peelgraph store; name another folder with --store")
        return False

    def create(self) -> None:
        """Make the folder of a new store."""
        self.location.mkdir(parents=True, exist_ok=True)
        # The marker first: a process that dies between the two leaves a folder that is known as ours.
        self.note({"layout": str(LAYOUT)})
        self.generations.mkdir(exist_ok=True)

    def facts(self) -> dict[str, str]:
        """Give what the marker says."""
        try:
            said = json.loads(self._marker.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(f"{self._marker}: can't be read ({error}); load the store anew") from error
        return {str(key): str(value) for key, value in said.items()}

    def note(self, facts: dict[str, str]) -> None:
        """Write the marker, in one step."""
        _put(self._marker, json.dumps(facts, indent=1, sort_keys=True) + "\n")

    def current(self) -> str | None:
        """Give the name of the generation that readers open; None before the first is published."""
        try:
            return self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def names(self) -> tuple[str, ...]:
        """Give the names of the generations that are there, oldest first."""
        if not self.generations.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.generations.iterdir() if not path.name.startswith(".")))

    def publish(self, engine: ox.Store) -> str:
        """Take a checkpoint of the writer's store and point readers at it; old ones beyond KEEP go."""
        facts = self.facts()
        number = int(facts.get("generation", "0")) + 1
        name = f"{number:06d}-{secrets.token_hex(4)}"
        self.note(facts | {"generation": str(number)})
        unfinished = self.generations / f".{name}"
        engine.backup(str(unfinished))
        unfinished.rename(self.generations / name)
        _sync(self.generations)
        _put(self._current, name + "\n")
        self.clean()
        return name

    def clean(self) -> None:
        """Remove the oldest generations beyond KEEP, never the current one, and what an interrupted process left."""
        self.generations.mkdir(exist_ok=True)
        current = self.current()
        for name in self.names()[:-KEEP]:
            if name != current:
                # Hidden first, so that a removal cut short leaves nothing that looks whole.
                (self.generations / name).rename(self.generations / f".{name}")
        for path in self.generations.glob(".*"):
            shutil.rmtree(path)


def _put(path: Path, text: str) -> None:
    """Replace a file in one step that survives a crash: written aside, synced, renamed."""
    aside = _aside(path)
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _sync(path.parent)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
