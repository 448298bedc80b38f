"""Read a folder's `manifest.csv`: what a document doesn't state about itself.

Columns: document, source_url, force, inspectorate, inspector, programme, published, profile. Only `document` must be
there. The forces of a joint report are parted by "|", the first first.
"""

import csv
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from loaders.errors import ManifestError
from loaders.model import Metadata, Notice
from loaders.profile import profile_names
from ontology.errors import PeelgraphError
from ontology.periods import is_period
from ontology.reference import load_reference

COLUMNS = ("document", "source_url", "force", "inspectorate", "inspector", "programme", "published", "profile")


def read_manifest(path: Path) -> tuple[dict[str, Metadata], tuple[Notice, ...]]:
    """Give each document's metadata by file name, and a notice for every cell that can't be used.

    A wrong cell is left out and told, the rest of its row stands. Raises ManifestError where the file is no manifest
    at all: unreadable, not UTF-8, without a `document` column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ManifestError(f"{path}: can't be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise ManifestError(f"{path}: can't be read as UTF-8 text ({error}); save the manifest as UTF-8 CSV") from error
    rows = csv.DictReader(text.splitlines())
    header = rows.fieldnames or []
    if "document" not in header:
        raise ManifestError(f"{path}: line 1: no column `document`; a manifest's columns are {', '.join(COLUMNS)}")
    notices = [
        _notice(path, f"line 1, column {name}", "is not one of a manifest's columns and is ignored")
        for name in header
        if name not in COLUMNS
    ]
    known: dict[str, Metadata] = {}
    for row in rows:
        name = (row["document"] or "").strip()
        if not name or name in known:
            problem = "a second row for this document is ignored" if name else "a row without a document is ignored"
            notices.append(_notice(path, f"line {rows.line_num}", problem))
            continue
        cells = {key: (row.get(key) or "").strip() for key in COLUMNS if key != "document"}
        for column, message in _faults(cells):
            notices.append(_notice(path, f"line {rows.line_num}, column {column}", message))
            cells[column] = ""
        known[name] = _metadata(cells)
    return known, tuple(notices)


def _metadata(cells: dict[str, str]) -> Metadata:
    forces = tuple(slug for part in cells.pop("force").split("|") if (slug := part.strip()))
    told = dataclasses.replace(Metadata(), **{key: value for key, value in cells.items() if value})  # type: ignore[arg-type]
    joint = tuple(dict.fromkeys(forces)) if len(set(forces)) > 1 else ()
    return dataclasses.replace(told, force=forces[0] if forces else None, forces=joint)


def _notice(path: Path, place: str, message: str) -> Notice:
    return Notice("warning", str(path), place, message)


def _faults(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    reference = load_reference()
    for force in filter(None, (part.strip() for part in cells["force"].split("|"))):
        try:
            reference.force(force)
        except PeelgraphError as error:
            yield "force", str(error)
            break
    if cells["profile"] and cells["profile"] not in profile_names():
        yield "profile", f"{cells['profile']!r} is no profile we know: write one of {', '.join(profile_names())}"
    if cells["inspectorate"]:
        try:
            reference.inspectorate(cells["inspectorate"])
        except PeelgraphError as error:
            yield "inspectorate", str(error)
    programmes = [programme.name for programme in reference.programmes]
    if cells["programme"] and cells["programme"] not in programmes:
        yield "programme", f"{cells['programme']!r} is no programme we know: write one of {', '.join(programmes)}"
    if cells["published"] and not is_period(cells["published"]):
        yield "published", f"{cells['published']!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD"
    if cells["source_url"] and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", cells["source_url"]):
        yield "source_url", f"{cells['source_url']!r} is no web address: write one that begins with http:// or https://"
