"""The one table of media types: what an answer can be written as, by the kind of answer."""

from types import MappingProxyType
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

RESULTS: Final = MappingProxyType(
    {
        "application/sparql-results+json": QueryResultsFormat.JSON,
        "application/json": QueryResultsFormat.JSON,
        "application/sparql-results+xml": QueryResultsFormat.XML,
        "application/xml": QueryResultsFormat.XML,
        "text/csv": QueryResultsFormat.CSV,
        "text/tab-separated-values": QueryResultsFormat.TSV,
    }
)
"""For SELECT and ASK; the first is the default. CSV and TSV can't carry a truth value."""

GRAPHS: Final = MappingProxyType(
    {
        "text/turtle": RdfFormat.TURTLE,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "application/rdf+xml": RdfFormat.RDF_XML,
        "application/ld+json": RdfFormat.JSON_LD,
        "application/trig": RdfFormat.TRIG,
        "application/n-quads": RdfFormat.N_QUADS,
        "text/n3": RdfFormat.N3,
    }
)
"""For CONSTRUCT and DESCRIBE, and for documents about things; the first is the default."""

TRUTHS: Final = tuple(
    name for name, form in RESULTS.items() if form in (QueryResultsFormat.JSON, QueryResultsFormat.XML)
)
"""What an ASK can be written as."""

SUFFIXES: Final = MappingProxyType(
    {
        "ttl": "text/turtle",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
        "jsonld": "application/ld+json",
        "trig": "application/trig",
    }
)
"""The endings under which a document about a thing can be asked for."""
