"""Read a CSV table of facts row by row; every refusal names file, line, column and value, and says what to do."""

import csv
import difflib
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import quote

from ontology.errors import PeelgraphError
from ontology.periods import is_period

Record = TypeVar("Record")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"[0-9]+")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_LEGAL = "%:/?#[]@!$&'()*+,;=~-._"
"""What an IRI may hold unescaped (RFC 3987) beside letters and digits."""


class BadReference(PeelgraphError):
    """A table of the reference data is not as it should be."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with the place it came from; each method checks and gives one cell."""

    file: str
    line: int
    cells: dict[str, str]

    def refuse(self, column: str, remedy: str) -> NoReturn:
        """Raise the error for a cell."""
        value = self.cells[column]
        raise BadReference(f"{self.file}: line {self.line}, column {column}: {value!r} {remedy}")

    def text(self, column: str) -> str:
        """Give a cell that must not be empty."""
        return self.cells[column] or self.refuse(column, "is empty; this column needs a value")

    def optional(self, column: str) -> str | None:
        """Give a cell, or None where it is empty."""
        return self.cells[column] or None

    def slug(self, column: str) -> str:
        """Give a cell that serves as an identifier: lower-case words joined by hyphens."""
        value = self.text(column)
        return value if _SLUG.fullmatch(value) else self.refuse(column, "is no slug; use a-z, 0-9 and single hyphens")

    def words(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """Give the entries of a cell that a sign separates."""
        entries = tuple(entry.strip() for entry in self.cells[column].split(separator)) if self.cells[column] else ()
        if not all(entries) or len(set(entries)) < len(entries):
            self.refuse(column, f"holds an empty or a repeated entry; separate different entries by one {separator!r}")
        return entries

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Give a cell that must be one of the values allowed."""
        return self._known(column, self.text(column), allowed)

    def choices(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Give the entries of a cell, each one of the values allowed."""
        return tuple(self._known(column, entry, allowed) for entry in self.words(column))

    def period(self, column: str) -> str | None:
        """Give a year, month or day (ISO 8601), or None where the cell is empty."""
        value = self.optional(column)
        if value is not None and not is_period(value):
            self.refuse(column, "is no date; write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty")
        return value

    def year(self, column: str) -> str | None:
        """Give a year of four digits, or None where the cell is empty."""
        value = self.period(column)
        if value is not None and len(value) != len("2014"):
            self.refuse(column, "is no year; write YYYY")
        return value

    def number(self, column: str) -> str:
        """Give a decimal number, zero or more, as it is written."""
        value = self.text(column)
        return value if _NUMBER.fullmatch(value) else self.refuse(column, "is no number; write digits with a point")

    def whole(self, column: str) -> int:
        """Give a whole number, zero or more."""
        value = self.text(column)
        return int(value) if _WHOLE.fullmatch(value) else self.refuse(column, "is no whole number; write digits alone")

    def code(self, column: str, letters: str) -> str | None:
        """Give an ONS code that begins with one of the letters (`EW`), or None where the cell is empty."""
        value = self.optional(column)
        if value is not None and not re.fullmatch(f"[{letters}][0-9]{{8}}", value):
            self.refuse(column, f"is no ONS code; it needs one of {letters} and eight digits")
        return value

    def address(self, column: str) -> str:
        """Give a web address as a valid IRI: what an IRI may not hold is percent-encoded."""
        value = self.text(column)
        if not _ADDRESS.fullmatch(value):
            self.refuse(column, "is no web address; write it with http:// or https:// and without spaces")
        return quote(value, safe=_LEGAL)

    def _known(self, column: str, value: str, allowed: Collection[str]) -> str:
        if value not in allowed:
            entry = "" if value == self.cells[column] else f"holds {value!r}, which "
            self.refuse(column, f"{entry}is unknown{suggest(value, allowed)}")
        return value


def suggest(value: str, allowed: Iterable[str]) -> str:
    """Give the end of a message: the nearest known values, or all of them where none is near."""
    known = sorted(allowed)
    near = difflib.get_close_matches(value, known, n=2)
    return f"; did you mean {' or '.join(near)}?" if near else f"; known are {', '.join(known[:12])}"


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Give the rows of a CSV file (UTF-8) that must have exactly these columns, in any order."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_columns(path.name, reader.fieldnames or [], columns)
            for cells in reader:
                if None in cells or None in cells.values():
                    raise BadReference(
                        f"{path.name}: line {reader.line_num}: the row has more or fewer cells than the {len(columns)} "
                        "columns of the first line; quote a cell that holds a comma"
                    )
                yield Row(path.name, reader.line_num, {name: cell.strip() for name, cell in cells.items()})
    except FileNotFoundError:
        raise BadReference(f"{path.name} is missing from the reference data; put it back at {path}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadReference(f"{path.name} is no CSV file in UTF-8: {error}; save it as that") from error


def read_table(
    path: Path, columns: tuple[str, ...], make: Callable[[Row], Record], key: Callable[[Record], Hashable]
) -> tuple[Record, ...]:
    """Give a record a row, in the order of the file; two rows with the same key are refused."""
    seen: dict[Hashable, int] = {}
    records = []
    for row in read_rows(path, columns):
        record = make(row)
        if (first := seen.setdefault(key(record), row.line)) != row.line:
            said = f"states {key(record)!r} again, which line {first} states"
            raise BadReference(f"{row.file}: line {row.line}: {said}; keep one of the two")
        records.append(record)
    return tuple(records)


def _check_columns(file: str, found: Sequence[str], wanted: tuple[str, ...]) -> None:
    """Refuse missing, unknown and repeated columns by name."""
    faults = {
        "lacks": [name for name in wanted if name not in found],
        "has the unknown": [name for name in found if name not in wanted],
        "repeats": [name for name in found if found.count(name) > 1],
    }
    told = [f"{fault} column {', '.join(sorted(set(names)))}" for fault, names in faults.items() if names]
    if told:
        raise BadReference(f"{file}: line 1: {' and '.join(told)}; it must have exactly {', '.join(wanted)}")
