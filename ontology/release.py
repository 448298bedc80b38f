"""What a copy of the graph says of itself wherever it goes: what it is, whose, under which licence."""

from pyoxigraph import Literal, NamedNode, Triple

from ontology.graph import ATTRIBUTION, LICENCE
from ontology.iris import Names
from ontology.statements import english, say
from ontology.terms import DCAT, DCTERMS, RDF, VOID

TITLE = "peelgraph: a knowledge graph of policing findings"


def release_triples(names: Names, generation: str | None = None) -> tuple[Triple, ...]:
    """Describe a copy of the graph, as `{base}dataset`; its version is the generation it was read from.

    Without one the description is the same for every copy, so that the same content gives the same bytes.
    """
    said = say(
        NamedNode(f"{names.base}dataset"),
        (RDF.type, DCAT.Dataset),
        (RDF.type, VOID.Dataset),
        (DCTERMS.title, english(TITLE)),
        (DCTERMS.license, LICENCE),
        (DCTERMS.rights, english(ATTRIBUTION)),
        (DCAT.version, Literal(generation) if generation else None),
    )
    return tuple(said)
