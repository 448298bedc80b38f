"""Read and check the reference data: forces, themes, programmes, published grades and the other tables of `reference/`.

Each row is checked against the tables before it (a grade against forces, programmes, questions and its programme's own
scale), so that an unknown word is an error naming file, line, column, value and remedy, and never reaches the graph.
`reference/README.md` says where each file came from and under which licence.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ontology import rows
from ontology.records import Concept, GradeStep, Programme, Reference, Theme
from ontology.rows import Known, Record, Table
from ontology.tables import BadReference, read_rows, read_table

FOLDER: Final = Path(__file__).parent / "reference"
LABELLED: Final[Mapping[str, Callable[[str], str]]] = {"region": str, "measure": str.lower, "unit": str.lower}
"""The schemes whose concepts the tables name by label, and how they write it."""


@functools.cache
def load_reference() -> Reference:
    """Give the reference data that ship. Raises PeelgraphError naming file, line, column, value and remedy."""
    return read_reference(FOLDER)


def read_reference(folder: Path) -> Reference:
    """Read and check the reference files of a folder; see `load_reference`. Linear in the number of rows."""
    reader = _Reader(folder, _ranges(folder))
    themes = _themes(reader)
    steps = reader.read(rows.STEPS, {})
    scales = _scales(steps)
    programmes = reader.read(rows.PROGRAMMES, scales)
    inspectorates = reader.read(rows.INSPECTORATES, {})
    concepts = reader.read(rows.CONCEPTS, {"concept": reader.slugs(rows.CONCEPTS)})
    partner_types = reader.read(rows.PARTNER_TYPES, {})
    known = scales | _words(concepts) | _grades(programmes, scales)
    known |= {
        "theme": frozenset(theme.slug for theme in themes),
        "pillar": reader.slugs(rows.PILLARS),
        "partner-type": frozenset(kind.slug for kind in partner_types),
        "programme": frozenset(programme.name for programme in programmes),
        "inspectorate": frozenset(inspectorate.slug for inspectorate in inspectorates),
        "force": reader.slugs(rows.FORCES),
    }
    return Reference(
        forces=reader.read(rows.FORCES, known),
        themes=themes,
        partner_types=partner_types,
        pillars=reader.read(rows.PILLARS, {}),
        programmes=programmes,
        inspectorates=inspectorates,
        inspectors=reader.read(rows.INSPECTORS, known),
        concepts=concepts,
        grade_scales=steps,
        crosswalk=reader.read(rows.CROSSWALK, known),
        grades=reader.read(rows.GRADES, known),
        recommendations=reader.read(rows.RECOMMENDATIONS, known),
        figures=reader.read(rows.FIGURES, known),
        local_areas=reader.read(rows.LOCAL_AREAS, known),
        monitoring=reader.read(rows.MONITORING, known),
        collaborations=reader.read(rows.COLLABORATIONS, known),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """The folder that is read, and how many rows each file should have."""

    folder: Path
    ranges: dict[str, tuple[int, int]]

    def read(self, table: Table[Record], known: Known) -> tuple[Record, ...]:
        """Read one table; its rows may name what is known."""
        columns = tuple(table.columns.split())
        made = read_table(self.folder / table.file, columns, lambda row: table.make(row, known), table.key)
        least, most = self.ranges.get(table.file) or self._unexpected(table.file)
        if not least <= len(made) <= most:
            remedy = "restore it, or mend expected.csv if it grew"
            raise BadReference(f"{table.file}: {len(made)} rows, expected {least} to {most}; {remedy}")
        return made

    def slugs(self, table: Table[Record]) -> frozenset[str]:
        """Give the slugs of a table whose rows name one another."""
        return frozenset(row.slug("slug") for row in read_rows(self.folder / table.file, tuple(table.columns.split())))

    def _unexpected(self, file: str) -> tuple[int, int]:
        raise BadReference(f"expected.csv: no row for {file}; add one with the number of rows to expect")


def _ranges(folder: Path) -> dict[str, tuple[int, int]]:
    """Give the least and the greatest number of rows to expect, by file."""
    found = read_rows(folder / "expected.csv", ("file", "minimum", "maximum"))
    return {row.text("file"): (row.whole("minimum"), row.whole("maximum")) for row in found}


def _themes(reader: _Reader) -> tuple[Theme, ...]:
    """Read the themes, each with its other labels."""
    known = {"theme": reader.slugs(rows.THEMES), "pillar": reader.slugs(rows.PILLARS)}
    labels = defaultdict(list)
    for theme, label in reader.read(rows.THEME_LABELS, known):
        labels[theme].append(label)
    return tuple(replace(theme, alternatives=tuple(labels[theme.slug])) for theme in reader.read(rows.THEMES, known))


def _scales(steps: Iterable[GradeStep]) -> dict[str, frozenset[str]]:
    """Give the scales, and the grades of each under "grade" and its name."""
    grades = defaultdict(set)
    for step in steps:
        grades[step.scale].add(step.grade)
    return {"scale": frozenset(grades)} | {f"grade {scale}": frozenset(found) for scale, found in grades.items()}


def _grades(programmes: Iterable[Programme], scales: Known) -> dict[str, frozenset[str]]:
    """Give the grades that each programme could give."""
    return {
        f"grade of {programme.name}": scales[f"grade {programme.scale}"] if programme.scale else frozenset()
        for programme in programmes
    }


def _words(concepts: Iterable[Concept]) -> dict[str, frozenset[str]]:
    """Give the words by which tables name the concepts of each small scheme: slugs, except where they write labels."""
    words: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        write = LABELLED.get(concept.scheme)
        words[concept.scheme].add(write(concept.label) if write else concept.slug)
    return {scheme: frozenset(found) for scheme, found in words.items()}
