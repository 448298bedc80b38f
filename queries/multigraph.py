"""The whole graph as a network: a node a thing, an edge a statement between two, typed by its property."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ontology.short import short
from ontology.terms import DCTERMS, FOAF, PEEL, RDF, RDFS, SKOS
from queries.plain import lexical
from store.result import Term

if TYPE_CHECKING:
    import networkx

LABELS: Final = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FOAF.name, PEEL.quote)
"""What a thing is called by, the best first."""
BETWEEN: Final = "; "
# XML has no way to write these.
_NO_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def multigraph(quads: Iterable[Quad], about: Mapping[str, str]) -> "networkx.MultiDiGraph[str]":
    """Build the network of all statements, sorted; `about` is what it says of itself. It is held in memory whole.

    Nodes are IRIs (or blank) with `kind`, `label` and an attribute for each property with a literal value; edges carry
    `property` and the named `graph`. All attributes are text; several values are joined by a semicolon.
    """
    import networkx

    texts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    labels: dict[str, tuple[int, str]] = {}
    edges: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for quad in quads:
        subject, by, value = _name(quad.subject), quad.predicate, quad.object
        said = texts[subject]
        if by == RDF.type:
            said["kind"].add(short(_name(value)))
        elif isinstance(value, Literal):
            said[short(by.value)].add(value.value.translate(_NO_XML))
            if by in LABELS and value.language in (None, "en"):
                found = (LABELS.index(by), value.value.translate(_NO_XML))
                labels[subject] = min(found, labels.get(subject, found))
        else:
            edges[subject, _name(value), short(by.value)].add(lexical_graph(quad))
            texts[_name(value)]
    graph = networkx.MultiDiGraph(**about)
    for node in sorted(texts):
        plain = {name: BETWEEN.join(sorted(values)) for name, values in sorted(texts[node].items())}
        graph.add_node(node, **{"kind": "", "label": labels.get(node, (0, short(node)))[1]} | plain)
    for number, (source, target, by_name) in enumerate(sorted(edges)):
        graphs = BETWEEN.join(sorted(edges[source, target, by_name]))
        graph.add_edge(source, target, key=f"e{number}", property=by_name, graph=graphs)
    return graph


def lexical_graph(quad: Quad) -> str:
    """Give the name of a statement's graph; nothing for the default graph."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _name(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else lexical(term)
