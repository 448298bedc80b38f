"""Gather what a person names (paths, archives, web addresses) as files to read."""

import dataclasses
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from cli.reading import Readers
from loaders.collect import Source, collect
from loaders.errors import ManifestError, ReadError
from loaders.fetch import fetch, is_address
from loaders.manifest import read_manifest
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
    if manifest and any(Path(name).is_dir() for name in named):
        told += _missing(manifest, {source.path.name for source in gathered})
    return tuple(sorted(gathered, key=lambda source: source.shown)), tuple(told)


def _missing(manifest: Path, gathered: Container[str]) -> list[Notice]:
    """Name the documents of a manifest named for whole folders that are neither among those gathered nor beside it."""
    try:
        rows, _ = read_manifest(manifest)
    except ManifestError:
        return []  # `collect` has told of it
    return [
        Notice("warning", str(manifest), "", f"names {name}, which isn't among the documents")
        for name in sorted(rows)
        if name not in gathered and not (manifest.parent / name).exists()
    ]


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
