"""Find the documents under the paths a user names, each with its row of the folder's manifest."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import ManifestError
from loaders.manifest import read_manifest
from loaders.model import Metadata, Notice
from loaders.read import MEDIA_TYPES
from loaders.unpack import ARCHIVES, is_archive

MANIFEST = "manifest.csv"
SUFFIXES = (*sorted(MEDIA_TYPES), *ARCHIVES)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what its manifest says of it; an archive is unpacked first (`cli/gather.py`)."""

    path: Path
    known: Metadata | None = None
    label: str = ""
    """What it is called where `path` is a file of ours: the archive and the place in it, or the web address."""
    charset: str | None = None
    """The encoding that its server states."""

    @property
    def shown(self) -> str:
        """What the person who named it calls it."""
        return self.label or str(self.path)


def collect(paths: Iterable[Path], manifest: Path | None = None) -> tuple[tuple[Source, ...], tuple[Notice, ...]]:
    """Give the documents and archives under `paths` (files, or folders with all below them), by path, without repeats.

    A `manifest` named explicitly goes before the `manifest.csv` that stands in a document's own folder. What can't be
    taken (a missing path, an unknown ending, a manifest row without its file) comes back as a notice; nothing is passed
    over in silence but hidden files.
    """
    notices: list[Notice] = []
    named = _manifest(manifest, notices) if manifest else {}
    folders: dict[Path, dict[str, Metadata]] = {}
    sources: dict[Path, Source] = {}
    for path in paths:
        files = _files(path, notices)
        # A manifest whose documents are all gone is told of, too.
        for folder in dict.fromkeys([*(file.parent for file in files), *_with_manifest(path)]):
            if folder not in folders:
                beside = folder / MANIFEST
                folders[folder] = _manifest(beside, notices) if beside.is_file() and beside != manifest else {}
        for file in files:
            known = named.get(file.name) or folders[file.parent].get(file.name)
            sources[file.resolve()] = Source(file, known)
    for folder, rows in folders.items():
        notices += [
            Notice("warning", str(folder / MANIFEST), "", f"names {name}, which isn't in the folder")
            for name in sorted(rows)
            if not (folder / name).exists()
        ]
    return tuple(sorted(sources.values(), key=lambda source: str(source.path))), tuple(notices)


def _with_manifest(path: Path) -> list[Path]:
    """Give the folders at and below a path that hold a manifest, hidden ones apart."""
    if not path.is_dir():
        return []
    below = (file.relative_to(path) for file in path.rglob(MANIFEST) if file.is_file())
    return sorted(path / file.parent for file in below if not any(part.startswith(".") for part in file.parts))


def _manifest(path: Path, notices: list[Notice]) -> dict[str, Metadata]:
    try:
        rows, found = read_manifest(path)
    except ManifestError as error:
        notices.append(Notice("error", str(path), "", str(error).removeprefix(f"{path}: ")))
        return {}
    notices += found
    return rows


def _files(path: Path, notices: list[Notice]) -> list[Path]:
    if not path.exists():
        notices.append(Notice("error", str(path), "", "there is no such file or folder; check the path"))
        return []
    if path.is_file():
        candidates = [path]
    else:
        below = (file for file in path.rglob("*") if file.is_file() and file.name != MANIFEST)
        candidates = sorted(file for file in below if not any(p.startswith(".") for p in file.relative_to(path).parts))
    taken = [file for file in candidates if file.suffix.lower() in MEDIA_TYPES or is_archive(file)]
    notices += [
        Notice(
            "error", str(file), "", f"{file.suffix or 'no ending'} is not read; documents end in {', '.join(SUFFIXES)}"
        )
        for file in candidates
        if file not in taken
    ]
    if not candidates:
        notices.append(Notice("error", str(path), "", f"holds no documents; documents are {', '.join(SUFFIXES)}"))
    return taken
