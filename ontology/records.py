"""The reference data in memory: a frozen dataclass a file, one field a column; an empty cell is None."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from ontology.errors import PeelgraphError


@dataclass(frozen=True, slots=True, eq=False)
class Force:
    """A police force, one object each; its slug is that of data.police.uk."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    ons_code: str | None
    """The ONS code of its area; None for British Transport Police, which has none."""
    region: str
    country: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What a finding can be about."""

    slug: str
    label: str
    pillar: str
    broader: str | None
    definition: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerType:
    """A kind of organisation that forces work with."""

    slug: str
    label: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the three parts of PEEL, or the whole."""

    slug: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A cycle of inspections; `start` and `end` are years."""

    slug: str
    name: str
    scale: str | None
    """The scale of its grades; None where it gives none."""
    start: str
    end: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Inspectorate:
    """A name that an inspectorate bore, and when; several rows may be one organisation."""

    slug: str
    label: str
    name: str
    aliases: tuple[str, ...]
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Inspector:
    """An HM Inspector whom assessments name."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    inspectorate: str
    post: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of one of the small schemes: kinds, changes, review states, stages, measures, regions and the like."""

    scheme: str
    slug: str
    label: str
    broader: str | None
    alternatives: tuple[str, ...]
    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class GradeStep:
    """A step of a scale of grades; a higher `order` is better, within the scale alone."""

    scale: str
    grade: str
    label: str
    order: int
    definition: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """How a step of one scale relates to a step of the other."""

    from_scale: str
    from_grade: str
    to_scale: str
    to_grade: str
    relation: str
    note: str


@dataclass(frozen=True, slots=True)
class PublishedGrade:
    """The grade a force was given on a question (a theme or a pillar)."""

    force: str
    programme: str
    question: str
    grade: str
    published: str | None
    source_url: str


@dataclass(frozen=True, slots=True)
class PublishedRecommendation:
    """A formal area for improvement, cause of concern or recommendation, in a few words of our own."""

    force: str
    programme: str
    kind: str
    theme: str
    summary: str
    deadline: str | None
    status: str | None
    source_url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number about a force at a date."""

    force: str
    measure: str
    date: str
    value: str
    unit: str
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class LocalArea:
    """A local authority district and its community safety partnership, within a force's area."""

    force: str
    local_authority_code: str
    local_authority: str
    community_safety_partnership_code: str
    community_safety_partnership: str


@dataclass(frozen=True, slots=True)
class Monitoring:
    """A spell of enhanced monitoring; `left` None says only that no page about its end was found."""

    force: str
    stage: str
    entered: str
    left: str | None
    reasons: tuple[str, ...]
    source_url: str


@dataclass(frozen=True, slots=True)
class Collaboration:
    """A lasting formal collaboration; `partner` is a force's slug or a name."""

    force: str
    partner: str
    kind: str
    since: str | None
    themes: tuple[str, ...]
    source_url: str


Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference data, each table in the order of its file."""

    forces: tuple[Force, ...]
    themes: tuple[Theme, ...]
    partner_types: tuple[PartnerType, ...]
    pillars: tuple[Pillar, ...]
    programmes: tuple[Programme, ...]
    inspectorates: tuple[Inspectorate, ...]
    inspectors: tuple[Inspector, ...]
    concepts: tuple[Concept, ...]
    grade_scales: tuple[GradeStep, ...]
    crosswalk: tuple[Crosswalk, ...]
    grades: tuple[PublishedGrade, ...]
    recommendations: tuple[PublishedRecommendation, ...]
    figures: tuple[Figure, ...]
    local_areas: tuple[LocalArea, ...]
    monitoring: tuple[Monitoring, ...]
    collaborations: tuple[Collaboration, ...]

    def force(self, slug: str) -> Force:
        """Give a force by its slug. Raises PeelgraphError with the nearest slug."""
        return _find({force.slug: force for force in self.forces}, slug, "force")

    def theme(self, slug: str) -> Theme:
        """Give a theme by its slug. Raises PeelgraphError with the nearest slug."""
        return _find({theme.slug: theme for theme in self.themes}, slug, "theme")

    def partner_type(self, slug: str) -> PartnerType:
        """Give a partner type by its slug. Raises PeelgraphError with the nearest slug."""
        return _find({kind.slug: kind for kind in self.partner_types}, slug, "partner type")

    def programme(self, name: str) -> Programme:
        """Give a programme by its name ("PEEL 2018/19"). Raises PeelgraphError with the nearest name."""
        return _find({programme.name: programme for programme in self.programmes}, name, "programme")

    def inspectorate(self, name: str) -> Inspectorate:
        """Give an inspectorate by any name that it bears or bore. Raises PeelgraphError with the nearest name."""
        names = {
            written: known for known in self.inspectorates for written in (known.label, known.name, *known.aliases)
        }
        return _find(names, name, "inspectorate")

    def inspector(self, name: str) -> Inspector:
        """Give an inspector by name or alias. Raises PeelgraphError with the nearest name."""
        names = {written: known for known in self.inspectors for written in (known.name, *known.aliases)}
        return _find(names, name, "inspector")

    def scale(self, programme: str) -> str | None:
        """Give the scale of grades that a programme, named as in `programmes.csv`, used; None where it gives none."""
        return self.programme(programme).scale


def _find(things: Mapping[str, Named], name: str, what: str) -> Named:
    """Give a thing by its name, or say which names are near."""
    if name not in things:
        near = get_close_matches(name, things, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(things))}"
        raise PeelgraphError(f"no {what} is called {name!r}; {hint}")
    return things[name]
