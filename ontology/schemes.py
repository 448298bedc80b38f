"""The SKOS schemes as statements: themes, pillars, partner types, grade scales and the small ones."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.iris import VOCABULARY, concept, slug
from ontology.records import Reference
from ontology.statements import english, say
from ontology.terms import DCTERMS, PEEL, RDF, RDFS, SKOS

SCHEMES = {
    "theme": ("Themes", "What a finding is about; a theme may be narrower than another."),
    "pillar": ("Pillars", "The three parts of PEEL that earlier cycles graded as a whole, and the force overall."),
    "partner-type": ("Partner types", "Kinds of organisation that forces work with."),
    "kind": ("Kinds", "What a finding or a formal outcome amounts to."),
    "change": ("Kinds of change", "How a matter stands against an earlier inspection."),
    "review-state": ("Review states", "Whether a person has checked what a program read."),
    "status": ("Statuses of recommendations", "Whether a recommendation is met, where a page states it."),
    "stage": ("Stages of monitoring", "How closely the inspectorate watches a force."),
    "measure": ("Measures", "What a published figure counts."),
    "unit": ("Units", "What a published figure is counted in."),
    "region": ("Regions", "Regions of England, Wales, and the nation."),
}
COMPARABLE = (
    "Grades compare within this scale alone. The inspectorate says that grades of the four-point and the five-point "
    "scale don't compare directly; the matches between their steps say how the words relate, not that they mean the "
    "same."
)


def scheme_triples(reference: Reference) -> Iterator[Triple]:
    """Give all schemes with their concepts. Linear in the reference data."""
    for name, (label, definition) in SCHEMES.items():
        yield from _scheme(NamedNode(concept(name)), label, definition)
    yield from _themes(reference)
    for pillar in reference.pillars:
        yield from _concept("pillar", pillar.slug, pillar.label, pillar.definition)
    for kind in reference.partner_types:
        node = NamedNode(concept("partner-type", kind.slug))
        yield from _concept(
            "partner-type", kind.slug, kind.label, f"An organisation of the kind: {', '.join(kind.examples)}"
        )
        yield from say(node, *((SKOS.example, english(example)) for example in kind.examples))
    for known in reference.concepts:
        yield from _concept(known.scheme, known.slug, known.label, known.definition, known.alternatives, known.broader)
        yield from say(NamedNode(concept(known.scheme, known.slug)), (SKOS.example, english(known.example)))
    yield from _grades(reference)


def _scheme(node: NamedNode, label: str, definition: str, *kinds: NamedNode) -> Iterator[Triple]:
    yield from say(
        node,
        (RDF.type, SKOS.ConceptScheme),
        *((RDF.type, kind) for kind in kinds),
        (SKOS.prefLabel, english(label)),
        (DCTERMS.title, english(label)),
        (SKOS.definition, english(definition)),
        (RDFS.isDefinedBy, NamedNode(VOCABULARY)),
    )


def _concept(
    scheme: str, name: str, label: str, definition: str, alternatives: Iterable[str] = (), broader: str | None = None
) -> Iterator[Triple]:
    node, within = NamedNode(concept(scheme, name)), NamedNode(concept(scheme))
    above = NamedNode(concept(scheme, broader)) if broader else None
    yield from say(
        node,
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, within),
        (SKOS.prefLabel, english(label)),
        *((SKOS.altLabel, english(other)) for other in alternatives if other != label),
        (SKOS.notation, Literal(name)),
        (SKOS.definition, english(definition)),
        (SKOS.broader, above),
        (SKOS.topConceptOf, None if above else within),
        (RDFS.isDefinedBy, NamedNode(VOCABULARY)),
    )
    if above:
        yield from say(above, (SKOS.narrower, node))
    else:
        yield from say(within, (SKOS.hasTopConcept, node))


def _themes(reference: Reference) -> Iterator[Triple]:
    for theme in reference.themes:
        yield from _concept("theme", theme.slug, theme.label, theme.definition, theme.alternatives, theme.broader)
        yield from say(
            NamedNode(concept("theme", theme.slug)), (PEEL.pillar, NamedNode(concept("pillar", theme.pillar)))
        )


def _grades(reference: Reference) -> Iterator[Triple]:
    for scale in sorted({step.scale for step in reference.grade_scales}):
        steps = sorted((step for step in reference.grade_scales if step.scale == scale), key=lambda step: step.order)
        node = NamedNode(concept("grade", scale))
        label = f"{scale.replace('-', ' ').capitalize()} scale of grades"
        used = ", ".join(programme.name for programme in reference.programmes if programme.scale == scale)
        yield from _scheme(node, label, f"The grades of {used}, from worst to best by their order.", PEEL.GradeScale)
        yield from say(node, (SKOS.scopeNote, english(COMPARABLE)))
        ordered = NamedNode(concept("grade", scale, "in-order"))
        yield from say(ordered, (RDF.type, SKOS.OrderedCollection), (SKOS.prefLabel, english(f"{label}, worst first")))
        members = [NamedNode(concept("grade", scale, step.grade)) for step in steps]
        yield from say(ordered, *((SKOS.member, member) for member in members))
        yield from _list(ordered, members, scale)
        for step, member in zip(steps, members, strict=True):
            yield from say(
                member,
                (RDF.type, SKOS.Concept),
                (SKOS.inScheme, node),
                (SKOS.topConceptOf, node),
                (SKOS.prefLabel, english(step.label)),
                (SKOS.notation, Literal(step.grade)),
                (SKOS.definition, english(step.definition)),
                (PEEL.order, Literal(step.order)),
                (PEEL.scale, node),
                (RDFS.isDefinedBy, NamedNode(VOCABULARY)),
                *((PEEL.comparableWith, other) for other in members if other != member),
            )
            yield from say(node, (SKOS.hasTopConcept, member))
    for relation in reference.crosswalk:
        there = NamedNode(concept("grade", relation.from_scale, relation.from_grade))
        here = NamedNode(concept("grade", relation.to_scale, relation.to_grade))
        match = SKOS.closeMatch if relation.relation == "closeMatch" else SKOS.relatedMatch
        note = english(f"{relation.to_grade} on five steps: {relation.note}")
        yield from say(there, (match, here), (SKOS.note, note))
        yield from say(here, (match, there))


def _list(ordered: NamedNode, members: list[NamedNode], scale: str) -> Iterator[Triple]:
    """Give the RDF list of an ordered collection, its blank nodes labelled by scale and step."""
    nodes = [BlankNode(f"{slug(scale)}{number}") for number in range(len(members))]
    yield from say(ordered, (SKOS.memberList, nodes[0]))
    for number, (node, member) in enumerate(zip(nodes, members, strict=True)):
        rest = nodes[number + 1] if number + 1 < len(nodes) else RDF.nil
        yield from say(node, (RDF.first, member), (RDF.rest, rest))
