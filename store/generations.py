"""Keep the generations of a store: checkpoints that never change, one of them current.

    LOCATION/peelgraph.json     what this folder is, and which of its folders is the writer's
    LOCATION/writer/            the writer's store; after a rollback it bears another name
    LOCATION/generations/NAME/  checkpoints: hard links to the writer's files, made in milliseconds
    LOCATION/history.json       when each was published, and which was current before it
    LOCATION/current            the name of the one that readers open, replaced in one step

A name is a number that only rises and a random tag: no two generations of any two stores share one, so it is a
strong ETag.
"""

import json
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from ontology.iris import DEFAULT_BASE
from store.errors import StoreError
from store.hold import alone
from store.put import aside, put, sync

LAYOUT = 1
KEEP = 5
"""How many generations stay unless the store says otherwise, the current one among them."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is noted of a generation when it is published."""

    at: str = ""
    """In UTC, to the second; empty where a store of an earlier version noted nothing."""
    before: str = ""
    """The generation that was current before it."""
    graphs: int | None = None
    seed: str = ""
    """The digest of the ontology and the reference data in it."""


class Folder:
    """The files of one store. It holds no engine open."""

    def __init__(self, location: Path) -> None:
        self.location = location
        self.generations = location / "generations"
        self._marker = location / "peelgraph.json"
        self._history = location / "history.json"
        self._current = location / "current"
        self._seen: tuple[tuple[int, int], str] | None = None
        """What the pointer said, and the file's number and time at that moment."""

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
        if any(path != aside(self._marker) for path in self.location.iterdir()):
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

    def note(self, facts: Mapping[str, str]) -> None:
        """Write the marker, in one step; facts that say nothing are left out."""
        said = {name: value for name, value in facts.items() if value}
        put(self._marker, json.dumps(said, indent=1, sort_keys=True) + "\n")

    @property
    def base(self) -> str:
        """What the identifiers of this store's things begin with."""
        return self.facts().get("base", DEFAULT_BASE)

    @property
    def writer(self) -> Path:
        """The writer's store. A rollback puts another in its place, so look again once it is locked."""
        return self.location / self.facts().get("writer", "writer")

    @property
    def keep(self) -> int:
        """How many generations stay."""
        return int(self.facts().get("keep", KEEP))

    @property
    def ahead(self) -> bool:
        """Whether the writer's store may hold what no generation does, such as a load that was cut short."""
        return bool(self.facts().get("ahead"))

    def change(self) -> None:
        """Note, before a first change, that the writer's store goes ahead of the generations."""
        facts = self.facts()
        if not facts.get("ahead"):
            self.note(facts | {"ahead": "yes"})

    @property
    def attempted(self) -> bool:
        """Whether a change was begun that should be whole with its generation or leave nothing, and wasn't ended."""
        facts = self.facts()
        return bool(facts.get("attempt")) and facts["attempt"] == self.current()

    def attempt(self) -> None:
        """Note that what is written from now on is undone by the next writer, unless a generation is published."""
        self.note(self.facts() | {"attempt": self.current() or ""})

    def current(self) -> str | None:
        """Give the name of the generation that readers open; None before the first is published."""
        # Asked before each query: a look at the file's number and time takes a fifth of the time of reading it.
        try:
            facts = self._current.stat()
            mark = (facts.st_ino, facts.st_mtime_ns)
            if self._seen is None or self._seen[0] != mark:
                self._seen = mark, self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return self._seen[1]

    def names(self) -> tuple[str, ...]:
        """Give the names of the generations that are there, oldest first."""
        if not self.generations.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.generations.iterdir() if not path.name.startswith(".")))

    def history(self) -> dict[str, Published]:
        """Give what is noted of the generations that are there, oldest first."""
        try:
            noted = json.loads(self._history.read_text(encoding="utf-8"))
            return {name: Published(**noted.get(name, {})) for name in self.names()}
        except FileNotFoundError:
            return {name: Published() for name in self.names()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise StoreError(f"{self._history}: can't be read ({error}); remove it: only dates are lost") from error

    def publish(self, engine: ox.Store) -> str:
        """Take a checkpoint of the writer's store and point readers at it; old ones beyond `keep` go."""
        facts = self.facts()
        number = int(facts.get("generation", "0")) + 1
        name = f"{number:06d}-{secrets.token_hex(4)}"
        facts |= {"generation": str(number), "ahead": "yes"}
        self.note(facts)
        unfinished = self.generations / f".{name}"
        engine.backup(str(unfinished))
        unfinished.rename(self.generations / name)
        sync(self.generations)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        graphs = sum(1 for _ in engine.named_graphs())
        self._remember({name: Published(now, self.current() or "", graphs, facts.get("seed", ""))})
        self.point(name)
        self.note(facts | {"ahead": "", "attempt": ""})
        self.clean()
        return name

    def point(self, name: str) -> None:
        """Make a generation the one that readers open."""
        put(self._current, name + "\n")

    def turn(self, writer: str, generation: str) -> None:
        """Put another writer's store in place, which holds a generation, and point readers at that.

        The marker names both in one step; should the process die right after it, the next writer goes on (`resume`).
        """
        seed = self.history()[generation].seed
        self.note(self.facts() | {"writer": writer, "turning": generation, "seed": seed, "ahead": "", "attempt": ""})
        self.resume()

    def resume(self) -> None:
        """End what a rollback began. For the writer alone."""
        facts = self.facts()
        if facts.get("turning"):
            self.point(facts["turning"])
            self.note(facts | {"turning": ""})

    def clean(self) -> tuple[str, ...]:
        """Remove the oldest generations beyond `keep` and what an interrupted process left; give the names removed.

        The current one stays and, where two may, the one to go back to from it; one that a reader has open stays until
        a later cleaning. For the writer alone.
        """
        self.generations.mkdir(exist_ok=True)
        history, current, keep = self.history(), self.current() or "", self.keep
        wanted = (current, history[current].before) if keep > 1 and current in history else (current,)
        # Last those that are wanted: they may be the oldest, after a rollback.
        oldest = sorted(history, key=lambda name: (name in wanted, name))
        removed = [name for name in oldest[:-keep] if name != current and self._hide(name)]
        for path in self.generations.glob(".*"):
            _remove(path)
        for path in [*self.location.glob(".writer*"), *self.location.glob("writer*")]:
            if path != self.writer:
                _remove(path)
        if removed:
            self._remember({})
        return tuple(removed)

    def _hide(self, name: str) -> bool:
        with alone(self.generations / name) as unused:
            if unused:
                # Hidden first, so that a removal cut short leaves nothing that looks whole.
                (self.generations / name).rename(self.generations / f".{name}")
        return unused

    def _remember(self, more: Mapping[str, Published]) -> None:
        noted = {name: asdict(known) for name, known in {**self.history(), **more}.items()}
        put(self._history, json.dumps(noted, indent=1, sort_keys=True) + "\n")


def _remove(folder: Path) -> None:
    """Remove a folder out of which another process may still take files."""
    while folder.exists():
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
