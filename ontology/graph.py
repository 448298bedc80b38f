"""The two graphs that every store is born with: the ontology with its schemes, and the reference data."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from ontology.iris import STATISTICAL_GEOGRAPHY, VOCABULARY, Names, concept, slug
from ontology.records import Collaboration, Force, Monitoring, PublishedGrade, PublishedRecommendation, Reference
from ontology.reference import load_reference
from ontology.schemes import english, say, scheme_triples
from ontology.terms import DCTERMS, FOAF, GEO, ORG, PEEL, QB, RDF, SCHEMA, SKOS, XSD

VOCABULARY_FILE = Path(__file__).parent / "vocabulary.ttl"
LICENCE = NamedNode("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")
DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
ABOUT = (
    "Judgements, recommendations, figures and other facts gathered from published pages, each with the address it was "
    "read at. The bundled assessments are summaries written for this project from published assessments at the "
    "addresses given, which are under the Open Government Licence v3.0; the originals are at those addresses."
)
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0: HMICFRS (inspection "
    "findings and grades), Home Office (police workforce), Office for National Statistics (areas and the 2011 Census)."
)


def ontology_quads() -> list[Quad]:
    """Give the vocabulary and the schemes, in the graph `VOCABULARY`, sorted."""
    graph = NamedNode(VOCABULARY)
    vocabulary = (quad.triple for quad in parse(path=VOCABULARY_FILE, format=RdfFormat.TURTLE))
    return _quads([*vocabulary, *scheme_triples(load_reference())], graph)


def reference_quads(names: Names) -> list[Quad]:
    """Give the reference data, in the graph `names.graph("reference")`, sorted. Linear; well under a second."""
    reference = load_reference()
    graph = NamedNode(names.graph("reference"))
    made = [
        *_dataset(graph),
        *_forces(reference, names),
        *_inspectorates(reference, names),
        *_programmes(reference, names),
        *_figures(reference, names),
        *_local_areas(reference, names),
    ]
    for grade in reference.grades:
        made += _judgement(grade, reference, names)
    for recommendation in reference.recommendations:
        made += _recommendation(recommendation, names)
    for spell in reference.monitoring:
        made += _monitoring(spell, names)
    for collaboration in reference.collaborations:
        made += _collaboration(collaboration, reference, names)
    return _quads(made, graph)


def _quads(triples: list[Triple], graph: NamedNode) -> list[Quad]:
    unique = sorted(dict.fromkeys(triples), key=str)
    return [Quad(said.subject, said.predicate, said.object, graph) for said in unique]


def address(url: str) -> NamedNode:
    """Give a published address as an IRI, what an IRI may not hold percent-encoded."""
    return NamedNode(quote(url, safe="%/:=&?~#+!$,;'@()*[]"))


def dated(text: str | None) -> Literal | None:
    """Give a date as exactly as it is known: a year, a month or a day."""
    return Literal(text, datatype=DATE_TYPES[len(text)]) if text else None


def _theme(name: str) -> NamedNode:
    return NamedNode(concept("theme", name))


def _dataset(graph: NamedNode) -> Iterator[Triple]:
    yield from say(
        graph,
        (RDF.type, QB.DataSet),
        (DCTERMS.title, english("Reference data of peelgraph")),
        (DCTERMS.description, english(ABOUT)),
        (DCTERMS.license, LICENCE),
        (DCTERMS.rights, english(ATTRIBUTION)),
    )


def _forces(reference: Reference, names: Names) -> Iterator[Triple]:
    for force in reference.forces:
        area = _area(force)
        yield from say(
            NamedNode(names.force(force.slug)),
            (RDF.type, PEEL.Force),
            (RDF.type, ORG.FormalOrganization),
            (SKOS.prefLabel, english(force.name)),
            *((SKOS.altLabel, english(alias)) for alias in force.aliases),
            (SKOS.notation, Literal(force.slug)),
            (PEEL.region, NamedNode(concept("region", slug(force.region)))),
            (PEEL.area, area),
        )
        if area:
            yield from say(
                area,
                (RDF.type, PEEL.ForceArea),
                (RDF.type, GEO.Feature),
                (SKOS.prefLabel, english(f"Area of {force.name}")),
                (SKOS.notation, Literal(str(force.ons_code))),
            )


def _area(force: Force) -> NamedNode | None:
    return NamedNode(STATISTICAL_GEOGRAPHY + force.ons_code) if force.ons_code else None


def _inspectorates(reference: Reference, names: Names) -> Iterator[Triple]:
    for known in reference.inspectorates:
        current = known.until is None
        yield from say(
            NamedNode(names.inspectorate(known.slug)),
            (RDF.type, PEEL.Inspectorate),
            (RDF.type, ORG.FormalOrganization),
            (SKOS.prefLabel if current else SKOS.altLabel, english(known.name)),
            (SKOS.altLabel, english(known.label)),
            *((SKOS.altLabel, english(alias)) for alias in known.aliases),
        )
    for inspector in reference.inspectors:
        person = NamedNode(names.inspector(inspector.name))
        yield from say(
            person,
            (RDF.type, FOAF.Person),
            (FOAF.name, Literal(inspector.name)),
            (SKOS.prefLabel, english(inspector.name)),
            (ORG.memberOf, NamedNode(names.inspectorate(inspector.inspectorate))),
        )


def _programmes(reference: Reference, names: Names) -> Iterator[Triple]:
    for programme in reference.programmes:
        yield from say(
            NamedNode(names.programme(programme.name)),
            (RDF.type, PEEL.Programme),
            (SKOS.prefLabel, english(programme.name)),
            (SKOS.notation, Literal(programme.slug)),
            (PEEL.scale, NamedNode(concept("grade", programme.scale))),
            (SCHEMA.startDate, dated(programme.start)),
            (SCHEMA.endDate, dated(programme.end)),
            (SKOS.note, english(programme.note) if programme.note else None),
        )


def _judgement(grade: PublishedGrade, reference: Reference, names: Names) -> Iterator[Triple]:
    pillars = {pillar.slug for pillar in reference.pillars}
    scheme = "pillar" if grade.question in pillars else "theme"
    yield from say(
        NamedNode(names.judgement(grade.force, grade.programme, grade.question)),
        (RDF.type, PEEL.Judgement),
        (QB.dataSet, NamedNode(names.graph("reference"))),
        (PEEL.force, NamedNode(names.force(grade.force))),
        (PEEL.programme, NamedNode(names.programme(grade.programme))),
        (PEEL.question, NamedNode(concept(scheme, grade.question))),
        (PEEL.grade, NamedNode(concept("grade", reference.scale(grade.programme), grade.grade))),
        (DCTERMS.issued, dated(grade.published)),
        (DCTERMS.source, address(grade.source_url)),
    )


def _recommendation(known: PublishedRecommendation, names: Names) -> Iterator[Triple]:
    yield from say(
        NamedNode(names.recommendation(known.force, known.programme, known.kind, known.theme, known.summary)),
        (RDF.type, PEEL.Recommendation),
        (PEEL.force, NamedNode(names.force(known.force))),
        (PEEL.programme, NamedNode(names.programme(known.programme))),
        (PEEL.addressedTo, NamedNode(names.force(known.force))),
        (PEEL.kind, NamedNode(concept("kind", known.kind))),
        (PEEL.mainTheme, _theme(known.theme)),
        (PEEL.theme, _theme(known.theme)),
        (PEEL.formal, Literal(value=True)),
        (SKOS.prefLabel, english(known.summary)),
        (PEEL.deadlineText, Literal(known.deadline) if known.deadline else None),
        (PEEL.status, NamedNode(concept("status", known.status)) if known.status else None),
        (DCTERMS.source, address(known.source_url)),
    )


def _figures(reference: Reference, names: Names) -> Iterator[Triple]:
    for figure in reference.figures:
        yield from say(
            NamedNode(names.thing("figure", figure.force, slug(figure.measure), figure.date)),
            (RDF.type, PEEL.Figure),
            (RDF.type, QB.Observation),
            (QB.dataSet, NamedNode(names.graph("reference"))),
            (PEEL.force, NamedNode(names.force(figure.force))),
            (PEEL.measure, NamedNode(concept("measure", slug(figure.measure)))),
            (PEEL.date, dated(figure.date)),
            (PEEL.value, Literal(figure.value, datatype=XSD.decimal)),
            (PEEL.unit, NamedNode(concept("unit", slug(figure.unit)))),
            (DCTERMS.bibliographicCitation, english(figure.source)),
            (DCTERMS.source, address(figure.source_url)),
        )


def _local_areas(reference: Reference, names: Names) -> Iterator[Triple]:
    areas = {force.slug: _area(force) for force in reference.forces}
    for local in reference.local_areas:
        yield from say(
            NamedNode(STATISTICAL_GEOGRAPHY + local.local_authority_code),
            (RDF.type, PEEL.LocalArea),
            (RDF.type, GEO.Feature),
            (SKOS.prefLabel, english(local.local_authority)),
            (SKOS.notation, Literal(local.local_authority_code)),
            (GEO.sfWithin, areas[local.force]),
        )
        # Named by its code: partnerships of one name exist in more than one place.
        yield from say(
            NamedNode(names.thing("partner", f"csp-{local.community_safety_partnership_code.lower()}")),
            (RDF.type, PEEL.Partner),
            (SKOS.prefLabel, english(f"{local.community_safety_partnership} Community Safety Partnership")),
            (SKOS.notation, Literal(local.community_safety_partnership_code)),
            (ORG.classification, NamedNode(concept("partner-type", "community-safety-partnership"))),
            (ORG.linkedTo, NamedNode(names.force(local.force))),
        )


def _monitoring(spell: Monitoring, names: Names) -> Iterator[Triple]:
    yield from say(
        NamedNode(names.thing("monitoring", spell.force, spell.stage, spell.entered)),
        (RDF.type, PEEL.Monitoring),
        (PEEL.force, NamedNode(names.force(spell.force))),
        (PEEL.stage, NamedNode(concept("stage", spell.stage))),
        (SCHEMA.startDate, dated(spell.entered)),
        (SCHEMA.endDate, dated(spell.left)),
        *((PEEL.reason, _theme(reason)) for reason in spell.reasons),
        (DCTERMS.source, address(spell.source_url)),
    )


def _collaboration(known: Collaboration, reference: Reference, names: Names) -> Iterator[Triple]:
    forces = {force.slug for force in reference.forces}
    partner = NamedNode(names.force(known.partner) if known.partner in forces else names.partner(known.partner))
    force = NamedNode(names.force(known.force))
    yield from say(
        NamedNode(names.thing("collaboration", known.force, slug(known.partner))),
        (RDF.type, PEEL.Collaboration),
        (RDF.type, ORG.OrganizationalCollaboration),
        (PEEL.force, force),
        (PEEL.partner, partner),
        (ORG.hasMember, force),
        (ORG.hasMember, partner),
        (PEEL.partnerType, NamedNode(concept("partner-type", known.kind))),
        (SCHEMA.startDate, dated(known.since)),
        *((PEEL.theme, _theme(theme)) for theme in known.themes),
        (DCTERMS.source, address(known.source_url)),
    )
    if known.partner not in forces:
        yield from say(
            partner,
            (RDF.type, PEEL.Partner),
            (SKOS.prefLabel, english(known.partner)),
            (ORG.classification, NamedNode(concept("partner-type", known.kind))),
        )
