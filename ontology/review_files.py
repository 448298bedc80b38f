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
from ontology.details import Details, Partner, partner_order
from ontology.iris import digest, slug
from ontology.kinds import KINDS
from ontology.reviews import DECISIONS, FINDING, Decision, Reading, ReviewError, is_iri, parts
from ontology.rulings import partner_types
from ontology.spans import verbatim
from ontology.tables import Row, suggest

VERDICT: Final = (
    *("finding", "decision", "by", "at", "note", "quote", "passage"),
    *("read_kind", "read_themes", "read_change", "read_since", "read_formal", "confidence"),
    *("kind", "themes", "change", "since", "formal"),
)
"""What was read; then, for a corrected finding alone, what was put in its place. Themes are parted by `|`."""
SAID: Final = ("partners", "initiatives", "action", "deadline")
COLUMNS: Final = (*VERDICT, *(f"read_{name}" for name in SAID), "corrected_quote", *SAID)
"""All columns; the later ones say partners and initiatives as JSON, in the form of the annotation guidelines. A file
from before they were there has VERDICT alone, and leaves partners, initiatives, actions and deadlines as they are."""
CORRECTED: Final = ("kind", "themes", "change", "since", "formal", "corrected_quote", *SAID)
MOST_BYTES: Final = 50_000_000
"""Of a file of decisions: some hundred thousand."""
_TIME: Final = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.A)
_DIGEST: Final = re.compile("[0-9a-f]{16}")
_TRUTH: Final = ("true", "false")


def as_cells(decision: Decision) -> tuple[str, ...]:
    """Write a decision as the cells of COLUMNS."""
    corrected = decision.corrected
    head = (decision.finding, decision.decision, decision.by, decision.at, decision.note or "")
    sure = f"{decision.confidence:.3f}"
    right = _cells(corrected) if corrected else ("",) * len(_cells(decision.read))
    said = corrected.details if corrected else None
    read = _said_cells(decision.read.details)
    verdict = (*head, decision.quote, decision.passage or "", *_cells(decision.read), sure, *right)
    return (*verdict, *read, said.quote if said else "", *_said_cells(said))


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
        if sorted(reader.fieldnames or ()) not in (sorted(COLUMNS), sorted(VERDICT)):
            raise ReviewError(f"{name}: line 1: must name exactly the columns {', '.join(COLUMNS)}")
        for cells in reader:
            if None in cells or None in cells.values():
                raise ReviewError(f"{name}: line {reader.line_num}: has more or fewer cells than the first line")
            filled = {column: cell.strip() for column, cell in cells.items()}
            yield Row(name, reader.line_num, dict.fromkeys(COLUMNS, "") | filled)
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
    if decision != "corrected" and any(row.cells[column] for column in CORRECTED):
        row.refuse("decision", "has values in its last columns; they go with corrected alone")
    read = _reading(row, "read_", quote)
    corrected = _reading(row, "", row.optional("corrected_quote")) if decision == "corrected" else None
    if corrected and corrected.details:
        if not read.details:
            row.refuse("read_partners", "is empty; say what was read where you say what was corrected")
        _refuse_foreign(row, read.details, corrected.details)
    return Decision(
        finding=finding,
        decision=decision,
        by=" ".join(row.text("by").split()),
        at=_time(row),
        quote=quote,
        passage=passage,
        read=read,
        confidence=_share(row, "confidence"),
        corrected=corrected,
        note=" ".join(row.cells["note"].split()) or None,
    )


def _reading(row: Row, prefix: str, quote: str | None) -> Reading:
    themes = row.choices(f"{prefix}themes", decide.themes()) or row.refuse(f"{prefix}themes", "is empty; name a theme")
    return Reading(
        kind=row.choice(f"{prefix}kind", KINDS),
        themes=(themes[0], *sorted(themes[1:])),
        change=_optional(row, f"{prefix}change", decide.changes()),
        since=row.year(f"{prefix}since"),
        formal=row.choice(f"{prefix}formal", _TRUTH) == "true",
        details=_details(row, prefix, quote),
    )


def _details(row: Row, prefix: str, quote: str | None) -> Details | None:
    """Read partners, initiatives, action and deadline; a row without the cell of partners doesn't tell of them."""
    if not row.optional(f"{prefix}partners"):
        return None
    if not quote:
        row.refuse("corrected_quote", "is empty; write the words of the finding, also where they weren't corrected")
    column = f"{prefix}partners"
    partners = sorted((_partner(row, column, told) for told in _listed(row, column)), key=partner_order)
    initiatives = sorted(_name(row, f"{prefix}initiatives", told) for told in _listed(row, f"{prefix}initiatives"))
    action, deadline = row.optional(f"{prefix}action"), row.optional(f"{prefix}deadline")
    return Details(quote, tuple(partners), tuple(initiatives), action, deadline)


def _refuse_foreign(row: Row, read: Details, put: Details) -> None:
    """Refuse words that a person put in place of those read and that don't stand in the quote."""
    words = {
        "partners": ([known.mention for known in put.partners], [known.mention for known in read.partners]),
        "initiatives": (put.initiatives, read.initiatives),
        "action": ([put.action or ""], [read.action or ""]),
    }
    for column, (now, before) in words.items():
        for text in now:
            if text and text not in before and verbatim(text, put.quote) is None:
                row.refuse(column, f"holds {text!r}, which isn't in the quote")


def _listed(row: Row, column: str) -> list[object]:
    try:
        told = json.loads(row.text(column))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, list) or re.search("[\ud800-\udfff]", json.dumps(told, ensure_ascii=False)):
        row.refuse(column, "is no JSON list; write [] where there are none")
    return told


def _partner(row: Row, column: str, told: object) -> Partner:
    keys = {"mention", "type", "name"}
    if (
        not isinstance(told, dict)
        or not {"mention", "type"} <= told.keys() <= keys
        or not all(isinstance(word, str) and word.strip() for word in told.values())
    ):
        row.refuse(column, 'must hold objects such as {"mention": "its partners", "type": "unspecified"}')
    if told["type"] not in partner_types():
        row.refuse(column, f"holds the type {told['type']!r}, which is unknown{suggest(told['type'], partner_types())}")
    name = _name(row, column, told["name"]) if "name" in told else None
    return Partner(told["mention"], told["type"], name)


def _name(row: Row, column: str, told: object) -> str:
    """Give a name of which an identifier can be made."""
    with suppress(ValueError):
        if isinstance(told, str) and slug(told):
            return told
    return row.refuse(column, f"holds {told!r}, which is no name")


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


def _said_cells(details: Details | None) -> tuple[str, ...]:
    if details is None:
        return ("",) * len(SAID)
    partners = [
        {"mention": known.mention, "type": known.type} | ({"name": known.name} if known.name else {})
        for known in details.partners
    ]
    lists = (json.dumps(told, ensure_ascii=False) for told in (partners, details.initiatives))
    return (*lists, details.action or "", details.deadline or "")
