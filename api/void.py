"""Describe the graph by VoID: https://www.w3.org/TR/void/. Every number was counted in the store."""

from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from api.release import Release
from ontology.iris import Names
from ontology.release import TITLE, release_triples
from ontology.short import short
from ontology.statements import english, say
from ontology.terms import DCTERMS, FOAF, RDF, VOID
from store.survey import Survey


def describe(names: Names, release: Release, survey: Survey, space: str) -> Iterator[Triple]:
    """Describe the dataset, whose entities have IRIs that begin with `space`, and its parts by class and property."""
    data = NamedNode(f"{names.base}dataset")
    yield from say(
        NamedNode(f"{release.public}/void"),
        (RDF.type, VOID.DatasetDescription),
        (DCTERMS.title, english(f"What is in {TITLE}")),
        (FOAF.primaryTopic, data),
    )
    yield from release_triples(names, survey.generation)
    yield from say(
        data,
        (DCTERMS.modified, release.published),
        (FOAF.homepage, NamedNode(f"{release.public}/")),
        (VOID.sparqlEndpoint, NamedNode(f"{release.public}/sparql")),
        (VOID.dataDump, release.download),
        (VOID.uriSpace, Literal(space)),
        *((VOID.exampleResource, NamedNode(thing)) for thing in survey.examples),
        *((VOID.vocabulary, NamedNode(namespace)) for namespace in survey.vocabularies),
    )
    yield from totals(data, survey)
    yield from _parts(names, survey)


def totals(data: NamedNode, survey: Survey) -> Iterator[Triple]:
    """Give the figures of the whole."""
    yield from say(
        data,
        (VOID.triples, Literal(survey.triples)),
        (VOID.entities, Literal(survey.entities)),
        (VOID.classes, Literal(len(survey.classes))),
        (VOID.properties, Literal(len(survey.properties))),
        (VOID.distinctSubjects, Literal(survey.subjects)),
        (VOID.distinctObjects, Literal(survey.objects)),
    )


def _parts(names: Names, survey: Survey) -> Iterator[Triple]:
    data = NamedNode(f"{names.base}dataset")
    for part in survey.classes:
        named = _part(names, "class", part.iri)
        yield Triple(data, VOID.classPartition, named)
        yield from say(named, (VOID.class_, NamedNode(part.iri)), (VOID.entities, Literal(part.subjects)))
    for part in survey.properties:
        named = _part(names, "property", part.iri)
        yield Triple(data, VOID.propertyPartition, named)
        yield from say(
            named,
            (VOID.property, NamedNode(part.iri)),
            (VOID.triples, Literal(part.triples)),
            (VOID.distinctSubjects, Literal(part.subjects)),
        )


def _part(names: Names, kind: str, iri: str) -> NamedNode:
    return NamedNode(f"{names.base}void#{kind}-{quote(short(iri), safe=':')}")
