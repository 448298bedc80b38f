"""Turn an assessment into the quads of one named graph, whose name is the assessment's IRI.

Same assessment, same quads in the same order: identifiers come from the text, blank nodes (selectors alone) from the
passage, and no clock is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from loaders.errors import LoadError
from loaders.evidence import evidence
from loaders.model import RULES, Assessment, Cue, Document, Finding, Grade, Metadata
from loaders.reading import REVIEW_BELOW, reading
from ontology.details import action_triples, initiative_triples, partner_triples
from ontology.errors import PeelgraphError
from ontology.iris import Names, concept, normalise, slug
from ontology.kinds import KINDS
from ontology.periods import period
from ontology.reference import load_reference
from ontology.reviews import state
from ontology.statements import put_in, say_in
from ontology.terms import DCTERMS, FOAF, PEEL, PROV, RDF, SKOS, XSD

PILLARS = ("effectiveness", "efficiency", "legitimacy")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an assessment stands in the graph: what each of its statements needs to know."""

    names: Names
    force: str
    programme: str
    slug: str
    document: Document
    graph: NamedNode
    run: NamedNode
    forces: tuple[str, ...]
    """Every force that it judges; `force`, the first, gives the identifiers their place."""

    @property
    def about(self) -> tuple[tuple[NamedNode, NamedNode], ...]:
        return self.about_those(self.forces)

    def about_those(self, forces: tuple[str, ...]) -> tuple[tuple[NamedNode, NamedNode], ...]:
        """Say force and programme of a thing; with no forces of its own, it is about all that are judged."""
        named = ((PEEL.force, NamedNode(self.names.force(force))) for force in forces or self.forces)
        return (*named, (PEEL.programme, NamedNode(self.names.programme(self.programme))))


def assessment_iri(assessment: Assessment, names: Names) -> str:
    """Give the IRI of an assessment, which is its graph's name too. Raises LoadError without force or programme."""
    return _place(assessment, names).graph.value


def triples(
    assessment: Assessment, names: Names, known: Metadata | None = None, review_below: float = REVIEW_BELOW
) -> list[Quad]:
    """Give the graph of an assessment, in a fixed order; `known` is what the manifest said when it was read.

    Findings whose confidence is below `review_below`, or that bear a doubt, are marked for review. Linear in the
    number of findings. Raises LoadError where force or programme is missing.
    """
    place = _place(assessment, names)
    made = [*_document(assessment, place, reading(known, review_below, assessment.reader))]
    made += _readers(assessment.findings, place)
    for grade in assessment.grades:
        made += _judgement(grade, place)
    first: dict[str, Finding] = {}
    for finding in assessment.findings:
        # The same words said again are the same finding with one more passage behind it (and maybe one more force).
        if first.setdefault(normalise(finding.quote), finding) is finding:
            made += _finding(finding, place, review_below)
        elif set(finding.forces) - set(first[normalise(finding.quote)].forces):
            made += say_in(place.graph, _node(finding, place), *place.about_those(finding.forces))
            made += evidence(_node(finding, place), place.document, place.graph, finding.start, finding.end)
        else:
            made += evidence(_node(finding, place), place.document, place.graph, finding.start, finding.end)
    return list(dict.fromkeys(made))


def _place(assessment: Assessment, names: Names) -> _Place:
    known, name = assessment.metadata, assessment.document.name
    for field in ("force", "programme"):
        if not getattr(known, field):
            raise LoadError(f"names no {field}; give its {field} in a manifest.csv beside it")
    force, programme, own = str(known.force), str(known.programme), slug(Path(name).stem)
    return _Place(
        names,
        force,
        programme,
        own,
        assessment.document,
        graph=NamedNode(names.assessment(force, programme, own)),
        run=NamedNode(names.thing("reading-run", force, slug(programme), own)),
        forces=known.forces or (force,),
    )


def _document(assessment: Assessment, place: _Place, run: str) -> Iterator[Quad]:
    known, document = assessment.metadata, assessment.document
    inspections = {force: NamedNode(place.names.inspection(force, place.programme)) for force in place.forces}
    body = load_reference().inspectorate(known.inspectorate) if known.inspectorate else None
    inspectorate = NamedNode(place.names.inspectorate(body.slug)) if body else None
    person = _full_name(known.inspector) if known.inspector else None
    inspector = NamedNode(place.names.inspector(person)) if person else None
    named = " and ".join(load_reference().force(force).name for force in place.forces)
    title = document.title or f"{named}: {place.programme}"
    yield from say_in(
        place.graph,
        place.graph,
        (RDF.type, PEEL.Assessment),
        *place.about,
        (DCTERMS.title, Literal(title, language="en")),
        (DCTERMS.identifier, Literal(document.name)),
        (DCTERMS.issued, period(known.published) if known.published else None),
        (DCTERMS.source, NamedNode(known.source_url) if known.source_url else None),
        (PEEL.inspectorate, inspectorate),
        (PEEL.inspector, inspector),
        (PEEL.contentDigest, Literal(document.sha256)),
        (PEEL.wordCount, Literal(len(document.text.split()))),
        *((PEEL.statedField, Literal(field)) for field in known.stated),
        *((PROV.wasGeneratedBy, inspection) for inspection in inspections.values()),
    )
    for force, inspection in inspections.items():
        about = place.about_those((force,))
        yield from say_in(
            place.graph, inspection, (RDF.type, PEEL.Inspection), *about, (PROV.wasAssociatedWith, inspectorate)
        )
    if inspector and person:
        label = Literal(person, language="en")
        yield from say_in(
            place.graph, inspector, (RDF.type, FOAF.Person), (FOAF.name, Literal(person)), (SKOS.prefLabel, label)
        )
    yield from say_in(
        place.graph,
        place.run,
        (RDF.type, PEEL.ReadingRun),
        (PROV.used, place.graph),
        (DCTERMS.identifier, Literal(run)),
    )


def _full_name(written: str) -> str:
    """Give the name that an inspector goes by here, where the document writes it in another way."""
    try:
        return load_reference().inspector(written).name
    except PeelgraphError:
        # A new inspector: a document may name one that the reference data don't know yet.
        return written


def _readers(findings: tuple[Finding, ...], place: _Place) -> Iterator[Quad]:
    """Tell of every reader, where others than the rules have read; the run itself stands for the rules alone."""
    for name in sorted({name for finding in findings if finding.readers != (RULES,) for name in finding.readers}):
        agent = _agent(name, place)
        yield from say_in(place.graph, place.run, (PROV.wasAssociatedWith, agent))
        yield from say_in(
            place.graph, agent, (RDF.type, PROV.SoftwareAgent), (SKOS.prefLabel, Literal(name, language="en"))
        )


def _agent(name: str, place: _Place) -> NamedNode:
    return NamedNode(place.names.thing("reader", slug(name)))


def _judgement(grade: Grade, place: _Place) -> Iterator[Quad]:
    scheme = "pillar" if grade.question in PILLARS else "theme"
    scale = load_reference().scale(place.programme)
    if scale is None:
        raise LoadError(f"states a grade ({grade.question}), but {place.programme} gives none; correct its programme")
    for force in grade.forces or place.forces:
        node = NamedNode(place.names.judgement(force, place.programme, grade.question, place.slug))
        yield from say_in(
            place.graph,
            node,
            (RDF.type, PEEL.Judgement),
            *place.about_those((force,)),
            (PEEL.question, NamedNode(concept(scheme, grade.question))),
            (PEEL.grade, NamedNode(concept("grade", scale, grade.grade))),
            (PEEL.assessment, place.graph),
            (PROV.wasGeneratedBy, place.run),
        )
        yield from evidence(node, place.document, place.graph, grade.start, grade.end)


def _node(finding: Finding, place: _Place) -> NamedNode:
    return NamedNode(place.names.finding(place.force, place.programme, place.slug, finding.quote))


def _finding(finding: Finding, place: _Place, review_below: float) -> Iterator[Quad]:
    node = _node(finding, place)
    yield from say_in(
        place.graph,
        node,
        (RDF.type, PEEL.Finding),
        (RDF.type, KINDS[finding.kind]),
        *place.about_those(finding.forces),
        (PEEL.assessment, place.graph),
        (PEEL.quote, Literal(finding.quote)),
        *_themes(finding),
        (PEEL.change, NamedNode(concept("change", finding.change)) if finding.change else None),
        (PEEL.since, Literal(finding.since, datatype=XSD.gYear) if finding.since else None),
        (PEEL.formal, Literal(finding.formal)),
        (PEEL.confidence, Literal(f"{finding.confidence:.3f}", datatype=XSD.decimal)),
        (PEEL.reviewState, state("needs-review" if finding.needs_review(review_below) else "unreviewed")),
        (PEEL.doubt, Literal(finding.doubt) if finding.doubt else None),
        *((PROV.wasAttributedTo, _agent(name, place)) for name in finding.readers if finding.readers != (RULES,)),
        *((PEEL.cue, Literal(_cue(cue))) for cue in finding.cues),
        (PROV.wasGeneratedBy, place.run),
    )
    yield from evidence(node, place.document, place.graph, finding.start, finding.end)
    force = (finding.forces or place.forces)[0]
    yield from put_in(place.graph, partner_triples(node, finding.partners, place.names))
    yield from put_in(place.graph, initiative_triples(node, finding.initiatives, force, place.names))
    if finding.action:
        yield from _recommendation(finding, " ".join(finding.action.split()), node, place)


def _cue(cue: Cue) -> str:
    weight = f" ({cue.weight:+.2f})" if cue.weight else ""
    return f"{cue.decides}: {cue.rule}: {cue.words}{weight}"


def _themes(finding: Finding) -> Iterator[tuple[NamedNode, NamedNode]]:
    yield PEEL.mainTheme, NamedNode(concept("theme", finding.themes[0]))
    for theme in finding.themes:
        yield PEEL.theme, NamedNode(concept("theme", theme))


def _recommendation(finding: Finding, action: str, node: NamedNode, place: _Place) -> Iterator[Quad]:
    asked = NamedNode(place.names.recommendation(place.force, place.programme, place.slug, finding.quote))
    forces = [NamedNode(place.names.force(force)) for force in finding.forces or place.forces]
    yield from say_in(
        place.graph,
        asked,
        (RDF.type, PEEL.Recommendation),
        *place.about_those(finding.forces),
        *_themes(finding),
        (PEEL.formal, Literal(finding.formal)),
    )
    yield from put_in(place.graph, action_triples(asked, node, forces, action, finding.deadline))
