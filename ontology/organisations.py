"""Who there is: forces and their areas, inspectorates, inspectors, partners, collaborations, spells of monitoring."""

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology.iris import STATISTICAL_GEOGRAPHY, Names, digest, slug
from ontology.records import Collaboration, Force, Inspectorate, LocalArea, Monitoring, Reference
from ontology.statements import a, dated, english, say
from ontology.terms import DCTERMS, FOAF, GEO, ORG, PEEL, RDF, SCHEMA, SKOS

_ACRONYM: Final = re.compile(r"(?P<name>.+) \((?P<acronym>[A-Z]{3,})\)")


def organisation_triples(reference: Reference, names: Names) -> Iterator[Triple]:
    """Give forces, inspectorates, inspectors, partners, collaborations and monitoring. Linear in the reference data."""
    for force in reference.forces:
        yield from _force(force, names)
    for inspectorate in reference.inspectorates:
        yield from _inspectorate(inspectorate, names)
    yield from _inspectors(reference, names)
    areas = {force.slug: _area(force) for force in reference.forces}
    for local in reference.local_areas:
        yield from _local_area(local, areas[local.force], names)
    for spell in reference.monitoring:
        yield from _monitoring(spell, names)
    for collaboration in reference.collaborations:
        yield from _collaboration(collaboration, frozenset(areas), names)


def _statistical(code: str) -> NamedNode:
    return NamedNode(STATISTICAL_GEOGRAPHY + code)


def _area(force: Force) -> NamedNode | None:
    return _statistical(force.ons_code) if force.ons_code else None


def _force(force: Force, names: Names) -> Iterator[Triple]:
    area = _area(force)
    yield from say(
        NamedNode(names.force(force.slug)),
        (RDF.type, PEEL.Force),
        (RDF.type, ORG.FormalOrganization),
        (SKOS.prefLabel, english(force.name)),
        *((SKOS.altLabel, english(alias)) for alias in force.aliases),
        (SKOS.notation, Literal(force.slug)),
        (PEEL.region, a("region", slug(force.region))),
        (SCHEMA.addressCountry, english(force.country)),
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


def _inspectorate(known: Inspectorate, names: Names) -> Iterator[Triple]:
    """One organisation, several names in time: the present one is preferred, the years stand in a note."""
    years = " ".join(f"{word} {year}" for word, year in (("from", known.since), ("until", known.until)) if year)
    yield from say(
        NamedNode(names.inspectorate(known.slug)),
        (RDF.type, PEEL.Inspectorate),
        (RDF.type, ORG.FormalOrganization),
        (SKOS.altLabel if known.until else SKOS.prefLabel, english(known.name)),
        (SKOS.altLabel, english(known.label)),
        *((SKOS.altLabel, english(alias)) for alias in known.aliases),
        (SKOS.notation, None if known.until else Literal(known.slug)),
        (SKOS.historyNote, english(f"Called {known.label} {years}") if years else None),
    )


def _inspectors(reference: Reference, names: Names) -> Iterator[Triple]:
    """A post outlives its holders: persons hold it, the inspectorate has it."""
    for inspector in reference.inspectors:
        person = NamedNode(names.inspector(inspector.name))
        inspectorate = NamedNode(names.inspectorate(inspector.inspectorate))
        post = NamedNode(names.post(inspector.inspectorate, inspector.post))
        yield from say(
            person,
            (RDF.type, FOAF.Person),
            (FOAF.name, Literal(inspector.name)),
            (SKOS.prefLabel, english(inspector.name)),
            *((SKOS.altLabel, english(alias)) for alias in inspector.aliases),
            (ORG.memberOf, inspectorate),
            (ORG.holds, post),
        )
        yield from say(
            post,
            (RDF.type, ORG.Post),
            (SKOS.prefLabel, english(inspector.post)),
            (ORG.postIn, inspectorate),
            (ORG.heldBy, person),
        )


def _local_area(local: LocalArea, within: NamedNode | None, names: Names) -> Iterator[Triple]:
    district = _statistical(local.local_authority_code)
    yield from say(
        district,
        (RDF.type, PEEL.LocalArea),
        (RDF.type, GEO.Feature),
        (SKOS.prefLabel, english(local.local_authority)),
        (SKOS.notation, Literal(local.local_authority_code)),
        (GEO.sfWithin, within),
    )
    # Named by its code: partnerships of one name exist in more than one place.
    yield from say(
        NamedNode(names.safety_partnership(local.community_safety_partnership_code)),
        (RDF.type, PEEL.Partner),
        (SKOS.prefLabel, english(f"{local.community_safety_partnership} Community Safety Partnership")),
        (SKOS.notation, Literal(local.community_safety_partnership_code)),
        (ORG.classification, a("partner-type", "community-safety-partnership")),
        (ORG.linkedTo, NamedNode(names.force(local.force))),
        (PEEL.area, district),
    )


def _monitoring(spell: Monitoring, names: Names) -> Iterator[Triple]:
    yield from say(
        NamedNode(names.thing("monitoring", spell.force, spell.stage, spell.entered)),
        (RDF.type, PEEL.Monitoring),
        (PEEL.force, NamedNode(names.force(spell.force))),
        (PEEL.stage, a("stage", spell.stage)),
        (SCHEMA.startDate, dated(spell.entered)),
        (SCHEMA.endDate, dated(spell.left)),
        *((PEEL.reason, a("theme", reason)) for reason in spell.reasons),
        (DCTERMS.source, NamedNode(spell.source_url)),
    )


def _collaboration(known: Collaboration, forces: frozenset[str], names: Names) -> Iterator[Triple]:
    """Two arrangements of the same two sides differ by their year and themes, so these are part of the name."""
    split = _ACRONYM.fullmatch(known.partner)
    name, acronym = (split["name"], split["acronym"]) if split else (known.partner, None)
    partner = NamedNode(names.force(name) if name in forces else names.partner(name))
    force = NamedNode(names.force(known.force))
    yield from say(
        NamedNode(names.thing("collaboration", known.force, slug(name), digest(known.since or "", *known.themes))),
        (RDF.type, PEEL.Collaboration),
        (RDF.type, ORG.OrganizationalCollaboration),
        (PEEL.force, force),
        (PEEL.partner, partner),
        (ORG.hasMember, force),
        (ORG.hasMember, partner),
        (PEEL.partnerType, a("partner-type", known.kind)),
        (SCHEMA.startDate, dated(known.since)),
        *((PEEL.theme, a("theme", theme)) for theme in known.themes),
        (DCTERMS.source, NamedNode(known.source_url)),
    )
    if name not in forces:
        yield from say(
            partner,
            (RDF.type, PEEL.Partner),
            (SKOS.prefLabel, english(name)),
            (SKOS.altLabel, english(acronym) if acronym else None),
            (ORG.classification, a("partner-type", known.kind)),
        )
