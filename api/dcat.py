"""Describe the graph by DCAT 3: https://www.w3.org/TR/vocab-dcat-3/."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from api.release import Release
from ontology.graph import LICENCE
from ontology.iris import Names
from ontology.release import TITLE, release_triples
from ontology.statements import english, say
from ontology.terms import DCAT, DCTERMS, FOAF, RDF, SPDX, XSD

DESCRIPTION: Final = (
    "What inspectorates found about police forces: assessments, findings, judgements and recommendations, each tied "
    "to the sentence or table behind it, with themes, partners and initiatives, so that forces can be compared."
)
KEYWORDS: Final = ("policing", "inspections", "police forces", "recommendations", "linked data")
PROTOCOL: Final = NamedNode("http://www.w3.org/TR/sparql11-protocol/")
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/application/"


def describe(names: Names, release: Release) -> Iterator[Triple]:
    """Describe the catalogue, its dataset, how that is distributed and the services on it."""
    data, public = f"{names.base}dataset", release.public
    dataset, publisher = NamedNode(data), NamedNode(f"{data}#publisher")
    asked, services = NamedNode(f"{data}#queried"), (NamedNode(f"{data}#sparql"), NamedNode(f"{data}#http"))
    facts = ((DCTERMS.publisher, publisher), (DCTERMS.issued, release.published), (DCTERMS.modified, release.published))
    yield from say(
        NamedNode(f"{data}#catalogue"),
        (RDF.type, DCAT.Catalog),
        (DCTERMS.title, english("Catalogue of this peelgraph service")),
        (DCTERMS.description, english("The graph that this service holds, and the ways to it.")),
        (DCTERMS.license, LICENCE),
        *facts,
        (FOAF.homepage, NamedNode(f"{public}/")),
        (DCAT.dataset, dataset),
        *((DCAT.service, service) for service in services),
    )
    yield from say(publisher, (RDF.type, FOAF.Agent), (FOAF.name, Literal(release.publisher)))
    yield from release_triples(names, release.generation)
    yield from say(
        dataset,
        (DCTERMS.description, english(DESCRIPTION)),
        (DCTERMS.identifier, Literal(data)),
        *facts,
        *((DCAT.keyword, english(word)) for word in KEYWORDS),
        (DCAT.landingPage, NamedNode(f"{public}/dataset")),
        (DCAT.distribution, asked),
        (DCAT.distribution, NamedNode(f"{data}#file") if release.files else None),
    )
    yield from say(
        asked,
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, english("By SPARQL queries")),
        (DCTERMS.license, LICENCE),
        (DCAT.accessURL, NamedNode(f"{public}/sparql")),
        (DCAT.accessService, services[0]),
        (DCAT.mediaType, NamedNode(f"{MEDIA_TYPES}sparql-results+json")),
    )
    if release.files:
        yield from _file(NamedNode(f"{data}#file"), release)
    yield from _services(services, release, dataset)


def _file(file: NamedNode, release: Release) -> Iterator[Triple]:
    made, checksum = release.dump, NamedNode(f"{file.value}-checksum")
    yield from say(
        file,
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, english("All of it as sorted N-Quads")),
        (DCTERMS.license, LICENCE),
        (DCTERMS.issued, release.published),
        (DCAT.accessURL, NamedNode(f"{release.public}/dumps")),
        (DCAT.downloadURL, release.download),
        (DCAT.mediaType, NamedNode(f"{MEDIA_TYPES}n-quads")),
        (DCAT.compressFormat, NamedNode(f"{MEDIA_TYPES}gzip")),
        (DCAT.byteSize, Literal(str(made.size), datatype=XSD.nonNegativeInteger) if made else None),
        (SPDX.checksum, checksum if made else None),
    )
    if made:
        yield from say(
            checksum,
            (RDF.type, SPDX.Checksum),
            (SPDX.algorithm, SPDX.checksumAlgorithm_sha256),
            (SPDX.checksumValue, Literal(made.sha256, datatype=XSD.hexBinary)),
        )


def _services(services: tuple[NamedNode, NamedNode], release: Release, dataset: NamedNode) -> Iterator[Triple]:
    rows = (
        ("SPARQL endpoint of " + TITLE, "/sparql", "/sparql.ttl", PROTOCOL),
        ("HTTP service on " + TITLE, "/", "/openapi.json", None),
    )
    for service, (title, endpoint, description, protocol) in zip(services, rows, strict=True):
        yield from say(
            service,
            (RDF.type, DCAT.DataService),
            (DCTERMS.title, english(title)),
            (DCTERMS.license, LICENCE),
            (DCTERMS.conformsTo, protocol),
            (DCAT.endpointURL, NamedNode(f"{release.public}{endpoint}")),
            (DCAT.endpointDescription, NamedNode(f"{release.public}{description}")),
            (DCAT.servesDataset, dataset),
        )
