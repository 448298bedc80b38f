"""What was published about forces: programmes, judgements, formal recommendations, figures."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology.iris import Names, slug
from ontology.periods import due
from ontology.records import Figure, Programme, PublishedGrade, PublishedRecommendation, Reference
from ontology.statements import a, dated, english, say
from ontology.terms import DCTERMS, PEEL, PROV, QB, RDF, SCHEMA, SKOS, XSD

INTERVAL: Final = "http://reference.data.gov.uk/id/gregorian-interval/{start}-01-01T00:00:00/P{years}Y"
"""The government's identifiers of spans of time: whole years from the first of January."""


def published_triples(reference: Reference, names: Names) -> Iterator[Triple]:
    """Give programmes, judgements, recommendations and figures. Linear in the reference data."""
    yield from _data_set("grades", "Grades by force, programme and question", names)
    yield from _data_set("figures", "Figures by force, measure and date", names)
    for programme in reference.programmes:
        yield from _programme(programme, names)
    pillars = frozenset(pillar.slug for pillar in reference.pillars)
    scales = {programme.name: programme.scale for programme in reference.programmes if programme.scale}
    for grade in reference.grades:
        scheme = "pillar" if grade.question in pillars else "theme"
        yield from _judgement(grade, a(scheme, grade.question), scales[grade.programme], names)
    for recommendation in reference.recommendations:
        yield from _recommendation(recommendation, names)
    for figure in reference.figures:
        yield from _figure(figure, names)


def _data_set(name: str, title: str, names: Names) -> Iterator[Triple]:
    yield from say(
        NamedNode(names.thing("dataset", name)),
        (RDF.type, QB.DataSet),
        (QB.structure, a("structure", name)),
        (SKOS.prefLabel, english(title)),
        (DCTERMS.title, english(title)),
        (DCTERMS.isPartOf, NamedNode(names.graph("reference"))),
    )


def _programme(programme: Programme, names: Names) -> Iterator[Triple]:
    years = int(programme.end) - int(programme.start) + 1
    yield from say(
        NamedNode(names.programme(programme.name)),
        (RDF.type, PEEL.Programme),
        (RDF.type, PROV.Plan),
        (SKOS.prefLabel, english(programme.name)),
        (SKOS.notation, Literal(programme.slug)),
        (PEEL.scale, a("grade", programme.scale) if programme.scale else None),
        (DCTERMS.temporal, NamedNode(INTERVAL.format(start=programme.start, years=years))),
        (SCHEMA.startDate, dated(programme.start)),
        (SCHEMA.endDate, dated(programme.end)),
        (SKOS.note, english(programme.note) if programme.note else None),
    )


def _judgement(grade: PublishedGrade, question: NamedNode, scale: str, names: Names) -> Iterator[Triple]:
    yield from say(
        NamedNode(names.judgement(grade.force, grade.programme, grade.question)),
        (RDF.type, PEEL.Judgement),
        (RDF.type, QB.Observation),
        (QB.dataSet, NamedNode(names.thing("dataset", "grades"))),
        (PEEL.force, NamedNode(names.force(grade.force))),
        (PEEL.programme, NamedNode(names.programme(grade.programme))),
        (PEEL.question, question),
        (PEEL.grade, a("grade", scale, grade.grade)),
        (DCTERMS.issued, dated(grade.published)),
        (DCTERMS.source, NamedNode(grade.source_url)),
    )


def _recommendation(known: PublishedRecommendation, names: Names) -> Iterator[Triple]:
    force, theme = NamedNode(names.force(known.force)), a("theme", known.theme)
    yield from say(
        NamedNode(names.recommendation(known.force, known.programme, known.kind, known.theme, known.summary)),
        (RDF.type, PEEL.Recommendation),
        (PEEL.force, force),
        (PEEL.programme, NamedNode(names.programme(known.programme))),
        (PEEL.addressedTo, force),
        (PEEL.kind, a("kind", known.kind)),
        (PEEL.mainTheme, theme),
        (PEEL.theme, theme),
        (PEEL.formal, Literal(value=True)),
        (SKOS.prefLabel, english(known.summary)),
        (PEEL.deadlineText, Literal(known.deadline) if known.deadline else None),
        (PEEL.due, due(known.deadline) if known.deadline else None),
        (PEEL.status, a("status", known.status) if known.status else None),
        (DCTERMS.source, NamedNode(known.source_url)),
    )


def _figure(figure: Figure, names: Names) -> Iterator[Triple]:
    yield from say(
        NamedNode(names.thing("figure", figure.force, slug(figure.measure), figure.date)),
        (RDF.type, PEEL.Figure),
        (RDF.type, QB.Observation),
        (QB.dataSet, NamedNode(names.thing("dataset", "figures"))),
        (PEEL.force, NamedNode(names.force(figure.force))),
        (PEEL.measure, a("measure", slug(figure.measure))),
        (PEEL.date, dated(figure.date)),
        (PEEL.value, Literal(figure.value, datatype=XSD.decimal)),
        (PEEL.unit, a("unit", slug(figure.unit))),
        (DCTERMS.bibliographicCitation, english(figure.source)),
        (DCTERMS.source, NamedNode(figure.source_url)),
    )
