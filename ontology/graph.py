"""The two graphs that every store is born with: the ontology with its schemes, and the reference data."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from ontology.iris import VOCABULARY, Names
from ontology.organisations import organisation_triples
from ontology.published import published_triples
from ontology.reference import load_reference
from ontology.schemes import scheme_triples
from ontology.statements import english, put_in, say
from ontology.terms import DCAT, DCTERMS, RDF, SKOS, VOID

VOCABULARY_FILE: Final = Path(__file__).parent / "vocabulary.ttl"
LICENCE: Final = NamedNode("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")
TITLE: Final = "Reference data of peelgraph"
ABOUT: Final = (
    "Judgements, recommendations, figures and other facts gathered from published pages, each with the address it was "
    "read at. The bundled assessments are summaries written for this project from published assessments at the "
    "addresses given, which are under the Open Government Licence v3.0; the originals are at those addresses."
)
ATTRIBUTION: Final = (
    "Contains public sector information licensed under the Open Government Licence v3.0: HMICFRS (inspection "
    "findings and grades), Home Office (police workforce), Office for National Statistics (areas and the 2011 Census)."
)


def ontology_quads() -> list[Quad]:
    """Give the vocabulary and the schemes, in the graph `VOCABULARY`, sorted."""
    vocabulary = (quad.triple for quad in parse(path=VOCABULARY_FILE, format=RdfFormat.TURTLE))
    return _quads([*vocabulary, *scheme_triples(load_reference())], NamedNode(VOCABULARY))


def reference_quads(names: Names) -> list[Quad]:
    """Give the reference data, in the graph `names.graph("reference")`, sorted. Linear; well under a second."""
    reference = load_reference()
    graph = NamedNode(names.graph("reference"))
    made = [
        *_description(graph),
        *organisation_triples(reference, names),
        *published_triples(reference, names),
    ]
    return _quads(made, graph)


def _quads(triples: Iterable[Triple], graph: NamedNode) -> list[Quad]:
    return list(put_in(graph, sorted(dict.fromkeys(triples), key=str)))


def _description(graph: NamedNode) -> Iterator[Triple]:
    """Describe the data set, which bears the name of its graph."""
    yield from say(
        graph,
        (RDF.type, DCAT.Dataset),
        (RDF.type, VOID.Dataset),
        (SKOS.prefLabel, english(TITLE)),
        (DCTERMS.title, english(TITLE)),
        (DCTERMS.description, english(ABOUT)),
        (DCTERMS.license, LICENCE),
        (DCTERMS.rights, english(ATTRIBUTION)),
        (VOID.vocabulary, NamedNode(VOCABULARY)),
    )
