"""Unpack: an archive -> a folder of its documents. Nothing in it decides where on the disk anything is written."""

import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.model import Notice

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
CHUNK = 1 << 16
NAME_BYTES = 200
"""The longest name of a file or folder that every file system takes, with room for ours."""
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
)
"""What the standard library raises for archives that aren't in order."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A file as an archive holds it, and why it can't be taken, if so."""

    name: str
    fault: str | None
    open: Callable[[], IO[bytes] | None]


@dataclass(slots=True)
class _Room:
    """What may still be unpacked, and what must be told."""

    limits: Limits
    members: int = 0
    bytes: int = 0
    notices: list[Notice] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Tell by its ending whether a file is an archive."""
    return path.name.lower().endswith(ARCHIVES)


def unpack(archive: Path, into: Path, limits: Limits, shown: str) -> tuple[Notice, ...]:
    """Write the files of an archive below the empty folder `into`, those of archives in it in folders of their names.

    Gives a notice for each member that isn't taken: a link or device, a path that leads out, an encrypted one, an
    archive nested too deeply. `shown` is what the archive is called in them. Raises ReadError, and the whole archive is
    refused, where it is damaged or over a limit.
    """
    room = _Room(limits)
    try:
        _unpack(archive, into, shown, 1, room)
    except DAMAGE as error:
        raise ReadError(f"{shown}: is damaged, or no archive of its ending ({error}); pack it again") from None
    return tuple(room.notices)


def _unpack(archive: Path, into: Path, shown: str, depth: int, room: _Room) -> None:
    if archive.stat().st_size > room.limits.unpacked:
        raise ReadError(f"{shown}: has more than the limit of {room.limits.unpacked:,} bytes unpacked; split it")
    listed = _zipped(archive) if archive.name.lower().endswith(".zip") else _tarred(archive)
    with closing(listed) as members:
        for member in members:
            room.members += 1
            if room.members > room.limits.members:
                most = room.limits.members
                raise ReadError(f"{shown}: holds more files than the limit of {most:,} (members); split it")
            target = _target(into, member.name)
            fault = member.fault or ("its path leads out of the archive" if target is None else _taken(target))
            if fault or target is None:
                room.notices.append(Notice("error", f"{shown}/{member.name}", "", f"isn't read: {fault}"))
                continue
            _write(member, target, shown, room)
            if is_archive(target):
                _inner(target, f"{shown}/{member.name}", depth, room)


def _inner(archive: Path, shown: str, depth: int, room: _Room) -> None:
    """Put a folder in the place of an archive that was in an archive."""
    packed = archive.with_name(
        f"{archive.name[:NAME_BYTES]}.packed{archive.name[archive.name.index('.', 1) :].lower()}"
    )
    archive.rename(packed)
    if depth >= room.limits.nesting:
        message = f"isn't read: archives within archives go deeper than the limit of {room.limits.nesting} (nesting)"
        room.notices.append(Notice("error", shown, "", message))
    else:
        _unpack(packed, archive, shown, depth + 1, room)
    packed.unlink()


def _zipped(archive: Path) -> Generator[_Member]:
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            mode = entry.external_attr >> 16
            if entry.is_dir():
                continue
            fault = "it is encrypted; pack it without a password" if entry.flag_bits & 1 else None
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                fault = "it is a link or a device, not a file"
            yield _Member(entry.filename, fault, partial(opened.open, entry))


def _tarred(archive: Path) -> Generator[_Member]:
    mode = "r:" if archive.name.lower().endswith(".tar") else "r:gz"
    with tarfile.open(archive, mode) as opened:  # type: ignore[call-overload]
        for entry in opened:
            if entry.isdir():
                continue
            fault = None if entry.isreg() else "it is a link or a device, not a file"
            yield _Member(entry.name, fault, partial(opened.extractfile, entry))


def _target(into: Path, name: str) -> Path | None:
    """Where a member is written: always below `into`; None for a name that would lead elsewhere."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or parts[0] == "/" or ":" in parts[0] or ".." in parts or "\0" in name:
        return None
    if any(len(part.encode("utf-8", "replace")) > NAME_BYTES for part in parts) or len(name) > 10 * NAME_BYTES:
        return None
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return into.joinpath(*parts)


def _taken(target: Path) -> str | None:
    if target.exists():
        return "the archive holds a second file of this name"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return "the archive holds a file where this one needs a folder"
    return None


def _write(member: _Member, target: Path, shown: str, room: _Room) -> None:
    with member.open() or io.BytesIO() as file, target.open("xb") as out:
        while piece := file.read(CHUNK):
            room.bytes += len(piece)
            if room.bytes > room.limits.unpacked:
                raise ReadError(f"{shown}: unpacks to more than the limit of {room.limits.unpacked:,} bytes; split it")
            out.write(piece)
