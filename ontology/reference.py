"""Read the reference data, each cell checked as it is read; nothing unknown falls to a default.

The files are `reference/*.csv`; `reference/README.md` says where each came from and under which licence.
"""

import csv
import functools
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final, TypeVar, get_type_hints

from ontology.errors import PeelgraphError
from ontology.records import (
    Collaboration,
    Concept,
    Crosswalk,
    Figure,
    Force,
    GradeStep,
    Inspector,
    Inspectorate,
    LocalArea,
    Monitoring,
    PartnerType,
    Pillar,
    Programme,
    PublishedGrade,
    PublishedRecommendation,
    Reference,
    Theme,
)

FOLDER: Final = Path(__file__).parent / "reference"
Record = TypeVar("Record")
Check = Callable[[str], bool]
DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
ADDRESS: Final = re.compile(r"https?://\S+")


@functools.cache
def load_reference() -> Reference:
    """Give the reference data that ship. Raises PeelgraphError naming file, line, column, value and remedy."""
    return read_reference(FOLDER)


def read_reference(folder: Path) -> Reference:
    """Read and check the reference files of a folder; see `load_reference`. Linear in the number of rows."""
    ranges = _ranges(folder)
    pillars = _read(folder, ranges, "pillars.csv", Pillar, {})
    labels: dict[str, list[str]] = {}
    for row in _rows(folder / "theme_labels.csv", {"theme", "label"}):
        labels.setdefault(row["theme"], []).append(row["label"])
    slugs = {row["slug"] for row in _rows(folder / "themes.csv", {"slug"})}
    theme = _one_of(slugs)
    themes = _read(
        folder, ranges, "themes.csv", Theme, {"broader": theme, "pillar": _one_of({p.slug for p in pillars})}
    )
    themes = tuple(_with_labels(known, labels) for known in themes)
    partner_types = _read(folder, ranges, "partner_types.csv", PartnerType, {}, separator=", ")
    steps = _read(folder, ranges, "grade_scales.csv", GradeStep, {})
    scale, grade = _one_of({step.scale for step in steps}), _one_of({step.grade for step in steps})
    programmes = _read(folder, ranges, "programmes.csv", Programme, {"scale": scale})
    forces = _read(folder, ranges, "forces.csv", Force, {})
    concepts = _read(folder, ranges, "concepts.csv", Concept, {})
    known: dict[str, Check] = {
        "force": _one_of({force.slug for force in forces}),
        "programme": _one_of({programme.name for programme in programmes}),
        "theme": theme,
        "question": _one_of(slugs | {pillar.slug for pillar in pillars}),
        "grade": grade,
        "published": lambda cell: bool(DATE.fullmatch(cell)),
        "source_url": lambda cell: bool(ADDRESS.fullmatch(cell)),
    }
    read = functools.partial(_read, folder, ranges)
    of = {s: _one_of({c.slug for c in concepts if c.scheme == s}) for s in ("kind", "status", "stage")}
    partner_kind = _one_of({kind.slug for kind in partner_types})
    return Reference(
        forces=forces,
        themes=themes,
        partner_types=partner_types,
        pillars=pillars,
        programmes=programmes,
        inspectorates=read("inspectorates.csv", Inspectorate, {}),
        inspectors=read("inspectors.csv", Inspector, {}),
        concepts=concepts,
        grade_scales=steps,
        crosswalk=read("grade_crosswalk.csv", Crosswalk, {"from_scale": scale, "from_grade": grade, "to_grade": grade}),
        grades=read("grades.csv", PublishedGrade, known),
        recommendations=read(
            "recommendations.csv", PublishedRecommendation, known | {k: of[k] for k in ("kind", "status")}
        ),
        figures=read("force_figures.csv", Figure, known | {"date": known["published"], "value": _is_number}),
        local_areas=read("local_areas.csv", LocalArea, known),
        monitoring=read("monitoring.csv", Monitoring, known | {"stage": of["stage"], "reasons": theme}),
        collaborations=read("collaborations.csv", Collaboration, known | {"kind": partner_kind, "themes": theme}),
    )


def _one_of(allowed: set[str]) -> Check:
    return allowed.__contains__


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", cell) is not None


def _with_labels(theme: Theme, labels: Mapping[str, list[str]]) -> Theme:
    return Theme(
        theme.slug, theme.label, theme.pillar, theme.broader, theme.definition, tuple(labels.get(theme.slug, ()))
    )


def _ranges(folder: Path) -> dict[str, tuple[int, int]]:
    rows = _rows(folder / "expected.csv", {"file", "minimum", "maximum"})
    return {row["file"]: (int(row["minimum"]), int(row["maximum"])) for row in rows}


def _rows(path: Path, needed: set[str]) -> list[dict[str, str]]:
    """Give a file's rows; every needed column is there, and every row has as many cells as the header."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = needed - set(reader.fieldnames or ())
            if missing:
                raise PeelgraphError(f"{path}: line 1: lacks the column {', '.join(sorted(missing))}; add it")
            rows = []
            for row in reader:
                if None in row or None in row.values():
                    raise PeelgraphError(
                        f"{path}: line {reader.line_num}: has not as many cells as the header; mend it"
                    )
                rows.append({key: cell.strip() for key, cell in row.items()})
            return rows
    except OSError as error:
        raise PeelgraphError(f"{path}: can't be read ({error.strerror}); restore it from the repository") from error


def _read(
    folder: Path,
    ranges: Mapping[str, tuple[int, int]],
    name: str,
    record: type[Record],
    checks: Mapping[str, Check],
    separator: str = "|",
) -> tuple[Record, ...]:
    """Read a file into records: cells by the names of their fields, lists split, empty optional cells None."""
    path = folder / name
    hints = get_type_hints(record)
    columns = [field.name for field in fields(record) if not (record is Theme and field.name == "alternatives")]  # type: ignore[arg-type]
    rows = _rows(path, set(columns))
    least, most = ranges[name]
    if not least <= len(rows) <= most:
        raise PeelgraphError(
            f"{path}: {len(rows)} rows, expected {least} to {most}; mend it, or expected.csv if it grew"
        )
    records = []
    for number, row in enumerate(rows, start=2):
        cells = {
            c: _cell(row[c], hints[c], separator, checks.get(c), f"{path}: line {number}, column {c}") for c in columns
        }
        records.append(record(**cells, **({"alternatives": ()} if record is Theme else {})))
    return tuple(records)


def _cell(cell: str, hint: object, separator: str, check: Check | None, place: str) -> object:
    parts = [part.strip() for part in cell.split(separator) if part.strip()] if hint == tuple[str, ...] else [cell]
    optional = isinstance(hint, types.UnionType) or hint == tuple[str, ...]
    if not cell:
        if optional:
            return () if hint == tuple[str, ...] else None
        raise PeelgraphError(f"{place}: is empty; give a value")
    for part in parts:
        if check is not None and not check(part):
            raise PeelgraphError(
                f"{place}: {part!r} is not known here; correct it, or add it to the file that defines it"
            )
    if hint is int:
        if not re.fullmatch(r"\d+", cell):
            raise PeelgraphError(f"{place}: {cell!r} is no whole number; write digits alone")
        return int(cell)
    return tuple(parts) if hint == tuple[str, ...] else cell
