"""What the SPARQL service says of itself at `/sparql`: https://www.w3.org/TR/sparql11-service-description/."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from api.settings import Settings
from api.void import totals
from ontology.iris import Names
from ontology.release import release_triples
from ontology.statements import english, say
from ontology.terms import DCAT, DCTERMS, RDF, RDFS, SCHEMA, SD, VOID
from store.survey import Survey

FORMATS: Final = "http://www.w3.org/ns/formats/"
RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
    "N3",
)
"""The W3C's names of what `store.media` tables."""
LIMITS: Final = {
    "query_seconds": "s",
    "memory_bytes": "byte",
    "result_bytes": "byte",
    "result_rows": "row",
    "query_bytes": "byte",
    "workers": "query",
    "queue_seconds": "s",
}
"""The settings that limit a query, with their units."""


def describe(names: Names, public: str, settings: Settings, survey: Survey, *, writable: bool) -> Iterator[Triple]:
    """Describe the service at `{public}/sparql`, and the one that takes updates where there is one."""
    service, data = NamedNode(f"{names.base}dataset#sparql"), NamedNode(f"{names.base}dataset")
    yield from say(
        service,
        (RDF.type, SD.Service),
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, english("SPARQL endpoint of peelgraph")),
        (SD.endpoint, NamedNode(f"{public}/sparql")),
        (SD.supportedLanguage, SD.SPARQL11Query),
        *((SD.resultFormat, NamedNode(f"{FORMATS}{name}")) for name in RESULTS),
        (SD.feature, SD.UnionDefaultGraph),
        (SD.feature, SD.BasicFederatedQuery if settings.services.strip() else None),
        (SD.defaultDataset, data),
        (RDFS.comment, english(_told(settings))),
        *((SCHEMA.additionalProperty, _limit(service, name)) for name in LIMITS),
    )
    for name, unit in LIMITS.items():
        yield from say(
            _limit(service, name),
            (RDF.type, SCHEMA.PropertyValue),
            (SCHEMA.propertyID, Literal(name)),
            (SCHEMA.value, Literal(getattr(settings, name))),
            (SCHEMA.unitText, Literal(unit)),
            (SCHEMA.description, english(_sentence(name))),
        )
    yield from release_triples(names, survey.generation)
    yield from _dataset(data, survey)
    if writable:
        yield from say(
            NamedNode(f"{names.base}dataset#update"),
            (RDF.type, SD.Service),
            (DCTERMS.title, english("SPARQL updates of peelgraph, for who bears a token")),
            (SD.endpoint, NamedNode(f"{public}/update")),
            (SD.supportedLanguage, SD.SPARQL11Update),
            (SD.defaultDataset, data),
        )


def _dataset(data: NamedNode, survey: Survey) -> Iterator[Triple]:
    graph = NamedNode(f"{data.value}#union")
    yield from say(
        data,
        (RDF.type, SD.Dataset),
        (VOID.triples, Literal(survey.triples)),
        (SD.defaultGraph, graph),
        (RDFS.comment, english(f"The default graph is the union of {survey.graphs:,} named graphs.")),
    )
    yield from say(
        graph,
        (RDF.type, SD.Graph),
        (RDF.type, VOID.Dataset),
    )
    yield from totals(graph, survey)


def _limit(service: NamedNode, name: str) -> NamedNode:
    return NamedNode(f"{service.value}-{name}")


def _sentence(name: str) -> str:
    return next(str(row.metadata["sentence"]) for row in fields(Settings) if row.name == name)


def _told(settings: Settings) -> str:
    """Tell the limits in a sentence."""
    told = "; ".join(f"{_sentence(name)}: {getattr(settings, name):,}" for name in LIMITS)
    return f"Limits of a query. {told}. Over a limit the answer is 413, 503 or 504, and says which it was."
