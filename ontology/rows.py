"""What each table of the reference data holds: its columns, how a row becomes a record, and what must not occur twice.

`Known` is what rows may name, by kind ("force", "theme", "grade four-point" …); tables are read in the order in which
they lean on each other (see `reference.py`).
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ontology import records as record
from ontology.tables import Row

Known = Mapping[str, frozenset[str]]
Record = TypeVar("Record")
MATCHES: Final = frozenset({"closeMatch", "relatedMatch"})
"""How grades of two scales may relate: never exactly."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Record]):
    """A file, its columns, the maker of its records and the fact that only one row may state."""

    file: str
    columns: str
    make: Callable[[Row, Known], Record]
    key: Callable[[Record], Hashable]


def _pillar(row: Row, _: Known) -> record.Pillar:
    return record.Pillar(row.slug("slug"), row.text("label"), row.text("definition"))


def _theme(row: Row, known: Known) -> record.Theme:
    broader = row.choice("broader", known["theme"]) if row.optional("broader") else None
    pillar = row.choice("pillar", known["pillar"])
    return record.Theme(row.slug("slug"), row.text("label"), pillar, broader, row.text("definition"), ())


def _theme_label(row: Row, known: Known) -> tuple[str, str]:
    return row.choice("theme", known["theme"]), row.text("label")


def _partner_type(row: Row, _: Known) -> record.PartnerType:
    return record.PartnerType(row.slug("slug"), row.text("label"), row.words("examples", ","))


def _step(row: Row, _: Known) -> record.GradeStep:
    order, definition = row.whole("order"), row.text("definition")
    return record.GradeStep(row.slug("scale"), row.slug("grade"), row.text("label"), order, definition)


def _crosswalk(row: Row, known: Known) -> record.Crosswalk:
    from_scale, to_scale = row.choice("from_scale", known["scale"]), row.choice("to_scale", known["scale"])
    return record.Crosswalk(
        from_scale,
        row.choice("from_grade", known[f"grade {from_scale}"]),
        to_scale,
        row.choice("to_grade", known[f"grade {to_scale}"]),
        row.choice("relation", MATCHES),
        row.text("note"),
    )


def _programme(row: Row, known: Known) -> record.Programme:
    start, end = row.year("start") or row.refuse("start", "is empty"), row.year("end") or row.refuse("end", "is empty")
    if end < start:
        row.refuse("end", "comes before the start; swap them")
    scale = row.choice("scale", known["scale"]) if row.optional("scale") else None
    return record.Programme(row.slug("slug"), row.text("name"), scale, start, end, row.optional("note"))


def _inspectorate(row: Row, _: Known) -> record.Inspectorate:
    since, until = row.year("since"), row.year("until")
    label, name = row.text("label"), row.text("name")
    return record.Inspectorate(row.slug("slug"), label, name, row.words("aliases"), since, until)


def _inspector(row: Row, known: Known) -> record.Inspector:
    inspectorate = row.choice("inspectorate", known["inspectorate"])
    return record.Inspector(row.slug("slug"), row.text("name"), row.words("aliases"), inspectorate, row.text("post"))


def _concept(row: Row, known: Known) -> record.Concept:
    return record.Concept(
        row.slug("scheme"),
        row.slug("slug"),
        row.text("label"),
        row.choice("broader", known["concept"]) if row.optional("broader") else None,
        row.words("alternatives"),
        row.text("definition"),
        row.text("example"),
    )


def _force(row: Row, known: Known) -> record.Force:
    code = row.code("ons_code", "EWSN")
    region = row.choice("region", known["region"])
    return record.Force(row.slug("slug"), row.text("name"), row.words("aliases"), code, region, row.text("country"))


def _grade(row: Row, known: Known) -> record.PublishedGrade:
    programme = row.choice("programme", known["programme"])
    return record.PublishedGrade(
        row.choice("force", known["force"]),
        programme,
        row.choice("question", known["theme"] | known["pillar"]),
        row.choice("grade", known[f"grade of {programme}"]),
        row.period("published"),
        row.address("source_url"),
    )


def _recommendation(row: Row, known: Known) -> record.PublishedRecommendation:
    return record.PublishedRecommendation(
        row.choice("force", known["force"]),
        row.choice("programme", known["programme"]),
        row.choice("kind", known["kind"]),
        row.choice("theme", known["theme"]),
        row.text("summary"),
        row.optional("deadline"),
        row.choice("status", known["status"]) if row.optional("status") else None,
        row.address("source_url"),
    )


def _figure(row: Row, known: Known) -> record.Figure:
    return record.Figure(
        row.choice("force", known["force"]),
        row.choice("measure", known["measure"]),
        row.period("date") or row.refuse("date", "is empty; a figure is true on a date"),
        row.number("value"),
        row.choice("unit", known["unit"]),
        row.text("source"),
        row.address("source_url"),
    )


def _local_area(row: Row, known: Known) -> record.LocalArea:
    district, partnership = "local_authority_code", "community_safety_partnership_code"
    return record.LocalArea(
        row.choice("force", known["force"]),
        row.code(district, "EW") or row.refuse(district, "is empty"),
        row.text("local_authority"),
        row.code(partnership, "EW") or row.refuse(partnership, "is empty"),
        row.text("community_safety_partnership"),
    )


def _monitoring(row: Row, known: Known) -> record.Monitoring:
    entered = row.period("entered") or row.refuse("entered", "is empty; a spell needs its beginning")
    left = row.period("left")
    if left and left < entered[: len(left)]:
        row.refuse("left", f"comes before the spell began ({entered}); correct one of them")
    reasons = row.choices("reasons", known["theme"])
    force, stage = row.choice("force", known["force"]), row.choice("stage", known["stage"])
    return record.Monitoring(force, stage, entered, left, reasons, row.address("source_url"))


def _collaboration(row: Row, known: Known) -> record.Collaboration:
    kind = row.choice("kind", known["partner-type"])
    themes = row.choices("themes", known["theme"])
    force, partner = row.choice("force", known["force"]), row.text("partner")
    if partner == force:
        row.refuse("partner", "is the force itself; name the other side")
    return record.Collaboration(force, partner, kind, row.year("since"), themes, row.address("source_url"))


PILLARS = Table("pillars.csv", "slug label definition", _pillar, lambda made: made.slug)
THEMES = Table("themes.csv", "slug label pillar broader definition", _theme, lambda made: made.slug)
THEME_LABELS = Table("theme_labels.csv", "theme label", _theme_label, lambda made: made[1].casefold())
PARTNER_TYPES = Table("partner_types.csv", "slug label examples", _partner_type, lambda made: made.slug)
STEPS = Table("grade_scales.csv", "scale grade label order definition", _step, lambda made: (made.scale, made.order))
CROSSWALK = Table(
    "grade_crosswalk.csv",
    "from_scale from_grade to_scale to_grade relation note",
    _crosswalk,
    lambda made: (made.from_scale, made.from_grade, made.to_scale, made.to_grade),
)
PROGRAMMES = Table("programmes.csv", "slug name scale start end note", _programme, lambda made: made.name)
INSPECTORATES = Table(
    "inspectorates.csv", "slug label name aliases since until", _inspectorate, lambda made: made.label
)
INSPECTORS = Table("inspectors.csv", "slug name aliases inspectorate post", _inspector, lambda made: made.slug)
CONCEPTS = Table(
    "concepts.csv",
    "scheme slug label broader alternatives definition example",
    _concept,
    lambda made: (made.scheme, made.slug),
)
FORCES = Table("forces.csv", "slug name aliases ons_code region country", _force, lambda made: made.slug)
GRADES = Table(
    "grades.csv",
    "force programme question grade published source_url",
    _grade,
    lambda made: (made.force, made.programme, made.question),
)
RECOMMENDATIONS = Table(
    "recommendations.csv",
    "force programme kind theme summary deadline status source_url",
    _recommendation,
    lambda made: (made.force, made.programme, made.kind, made.theme, made.summary),
)
FIGURES = Table(
    "force_figures.csv",
    "force measure date value unit source source_url",
    _figure,
    lambda made: (made.force, made.measure, made.date),
)
LOCAL_AREAS = Table(
    "local_areas.csv",
    "force local_authority_code local_authority community_safety_partnership_code community_safety_partnership",
    _local_area,
    lambda made: made.local_authority_code,
)
MONITORING = Table(
    "monitoring.csv",
    "force stage entered left reasons source_url",
    _monitoring,
    lambda made: (made.force, made.stage, made.entered),
)
COLLABORATIONS = Table(
    "collaborations.csv",
    "force partner kind since themes source_url",
    _collaboration,
    lambda made: (made.force, made.partner, made.since, made.themes),
)
