"""Carry decisions from store to store: as CSV or as JSON Lines, one decision a row, in the same columns.

A file comes from outside: every cell is checked, and a fault names file, line and column.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from ontology import decide
from ontology.iris import digest
from ontology.kinds import KINDS
from ontology.reviews import DECISIONS, FINDING, Decision, Reading, ReviewError, is_iri, parts
from ontology.tables import Row

COLUMNS: Final = (
    *("finding", "decision", "by", "at", "note", "quote", "passage"),
    *("read_kind", "read_themes", "read_change", "read_since", "read_formal", "confidence"),
    *("kind", "themes", "change", "since", "formal"),
)
"""What was read; then, for a corrected finding alone, what was put in its place. Themes are parted by `|`."""
MOST_BYTES: Final = 50_000_000
"""Of a file of decisions: some hundred thousand."""
_TIME: Final = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.A)
_DIGEST: Final = re.compile("[0-9a-f]{16}")
_TRUTH: Final = ("true", "false")


def as_cells(decision: Decision) -> tuple[str, ...]:
    """Write a decision as the cells of COLUMNS."""
    head = (decision.finding, decision.decision, decision.by, decision.at, decision.note or "")
    sure = f"{decision.confidence:.3f}"
    corrected = _cells(decision.corrected) if decision.corrected else ("",) * len(_cells(decision.read))
    return (*head, decision.quote, decision.passage or "", *_cells(decision.read), sure, *corrected)


def as_json(decision: Decision) -> str:
    """Write a decision as one line of JSON, empty cells left out."""
    filled = {column: cell for column, cell in zip(COLUMNS, as_cells(decision), strict=True) if cell}
    return json.dumps(filled, ensure_ascii=False)


def read_decisions(path: Path, most: int = MOST_BYTES) -> tuple[Decision, ...]:
    """Read a file of decisions (`.csv`, `.jsonl`), at most `most` bytes, UTF-8.

    Raises PeelgraphError (ReviewError, BadReference) naming file, line and column of the first fault.
    """
    readers = {".csv": _csv_rows, ".jsonl": _json_rows}
    if path.suffix.lower() not in readers:
        raise ReviewError(f"{path}: is no file of decisions; they end in .csv or .jsonl")
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise ReviewError(f"{path}: can't be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path}: byte {error.start} isn't UTF-8; save it as that") from error
    if len(data) > most:
        raise ReviewError(f"{path}: has more than {most:,} bytes; part it")
    return tuple(_decision(row) for row in readers[path.suffix.lower()](path.name, text))


def _csv_rows(name: str, text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if sorted(reader.fieldnames or ()) != sorted(COLUMNS):
            raise ReviewError(f"{name}: line 1: must name exactly the columns {', '.join(COLUMNS)}")
        for cells in reader:
            if None in cells or None in cells.values():
                raise ReviewError(f"{name}: line {reader.line_num}: has more or fewer cells than the first line")
            yield Row(name, reader.line_num, {column: cell.strip() for column, cell in cells.items()})
    except csv.Error as error:
        raise ReviewError(
            f"{name}: line {reader.line_num}: is no CSV ({error}); quote a cell that holds a comma"
        ) from error


def _json_rows(name: str, text: str) -> Iterator[Row]:
    # Not splitlines: that would part a line at signs that JSON allows in a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ReviewError(f"{name}: line {number}: is no JSON ({error}); write one object a line") from error
        if not isinstance(said, dict) or not all(isinstance(cell, str) for cell in said.values()):
            raise ReviewError(f"{name}: line {number}: must be an object whose values are strings")
        if unknown := sorted(set(said) - set(COLUMNS)):
            raise ReviewError(
                f"{name}: line {number}: has unknown keys {', '.join(unknown)}; known are {', '.join(COLUMNS)}"
            )
        if re.search("[\ud800-\udfff]", "".join(said.values())):
            raise ReviewError(f"{name}: line {number}: holds half a character (a lone surrogate); write it whole")
        yield Row(name, number, {column: said.get(column, "").strip() for column in COLUMNS})


def _decision(row: Row) -> Decision:
    finding, quote = row.text("finding"), row.text("quote")
    if not (FINDING.fullmatch(finding) and is_iri(finding)):
        row.refuse("finding", "is no identifier of a finding")
    if digest(quote) != parts(finding)[2]:
        row.refuse("quote", f"is not the quote of {finding}: keep its words as they were exported")
    if (passage := row.optional("passage")) and not _DIGEST.fullmatch(passage):
        row.refuse("passage", "is no digest; it has 16 hexadecimal digits")
    decision = row.choice("decision", DECISIONS)
    if decision != "corrected" and any(row.cells[column] for column in COLUMNS[-5:]):
        row.refuse("decision", "has values in its last columns; they go with corrected alone")
    return Decision(
        finding=finding,
        decision=decision,
        by=" ".join(row.text("by").split()),
        at=_time(row),
        quote=quote,
        passage=passage,
        read=_reading(row, "read_"),
        confidence=_share(row, "confidence"),
        corrected=_reading(row, "") if decision == "corrected" else None,
        note=" ".join(row.cells["note"].split()) or None,
    )


def _reading(row: Row, prefix: str) -> Reading:
    themes = row.choices(f"{prefix}themes", decide.themes()) or row.refuse(f"{prefix}themes", "is empty; name a theme")
    return Reading(
        kind=row.choice(f"{prefix}kind", KINDS),
        themes=(themes[0], *sorted(themes[1:])),
        change=_optional(row, f"{prefix}change", decide.changes()),
        since=row.year(f"{prefix}since"),
        formal=row.choice(f"{prefix}formal", _TRUTH) == "true",
    )


def _optional(row: Row, column: str, allowed: Collection[str]) -> str | None:
    return row.choice(column, allowed) if row.optional(column) else None


def _time(row: Row) -> str:
    value = row.text("at")
    with suppress(ValueError):
        if _TIME.fullmatch(value):
            datetime.fromisoformat(value)
            return value
    return row.refuse("at", "is no time in UTC; write it as 2026-11-24T13:30:00Z")


def _share(row: Row, column: str) -> float:
    value = round(float(row.number(column)), 3)
    return value if value <= 1 else row.refuse(column, "is above 1; confidence goes from 0 to 1")


def _cells(reading: Reading) -> tuple[str, ...]:
    formal = str(reading.formal).lower()
    return reading.kind, "|".join(reading.themes), reading.change or "", reading.since or "", formal
