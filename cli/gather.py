"""Gather what a person names (paths, archives, web addresses) as files to read."""

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

from cli.reading import Readers
from loaders.collect import Source, collect
from loaders.errors import ReadError
from loaders.fetch import fetch, is_address
from loaders.model import Metadata, Notice
from loaders.unpack import is_archive, unpack


def gather(
    named: Sequence[str], manifest: Path | None, readers: Readers, hosts: Iterable[str] = ()
) -> tuple[tuple[Source, ...], tuple[Notice, ...]]:
    """Give the documents under paths and addresses, in order of what they are called, and what can't be taken.

    Addresses are fetched and archives unpacked by the readers' processes, into the readers' folder.
    """
    found, notices = collect([Path(name) for name in named if not is_address(name)], manifest)
    told = list(notices)
    gathered: list[Source] = []
    allowed = tuple(hosts)
    for address in dict.fromkeys(name for name in named if is_address(name)):
        gathered += _fetched(address, manifest, readers, allowed, told)
    for source in found:
        gathered += _unpacked(source, manifest, readers, told) if is_archive(source.path) else [source]
    return tuple(sorted(gathered, key=lambda source: source.shown)), tuple(told)


def _fetched(
    address: str, manifest: Path | None, readers: Readers, hosts: tuple[str, ...], told: list[Notice]
) -> list[Source]:
    try:
        got = readers.call(address, fetch, address, readers.folder(), hosts, readers.limits)
    except ReadError as error:
        told.append(_refusal(address, error))
        return []
    (row,), notices = collect([got.path], manifest)
    told += notices
    source = Source(got.path, row.known, address, got.charset)
    if is_archive(got.path):
        return _unpacked(source, manifest, readers, told)
    return [dataclasses.replace(source, known=dataclasses.replace(row.known or Metadata(), source_url=got.address))]


def _unpacked(source: Source, manifest: Path | None, readers: Readers, told: list[Notice]) -> list[Source]:
    into = readers.folder()
    try:
        told += readers.call(source.shown, unpack, source.path, into, readers.limits, source.shown)
    except ReadError as error:
        told.append(_refusal(source.shown, error))
        return []
    found, notices = collect([into], manifest)
    told += [dataclasses.replace(notice, file=_label(source, into, notice.file)) for notice in notices]
    return [dataclasses.replace(inner, label=_label(source, into, str(inner.path))) for inner in found]


def _label(source: Source, into: Path, file: str) -> str:
    """Call a file by its archive and its place in it."""
    path = Path(file)
    return f"{source.shown}/{path.relative_to(into)}" if path != into and path.is_relative_to(into) else source.shown


def _refusal(shown: str, error: ReadError) -> Notice:
    return Notice("error", shown, "", str(error).removeprefix(f"{shown}: "))
