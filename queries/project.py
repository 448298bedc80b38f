"""Project the graph to networkx: nodes are IRIs with `kind` and `label`, attributes plain values, all of it sorted.

Sorted, because the order of nodes decides what many algorithms of networkx give. Each network is built in one pass: one
query whose answer comes as CSV bytes into polars columns (no row of terms is ever made), plus the labels.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import NamedNode

from ontology.iris import VOCABULARY
from ontology.kinds import KINDS
from queries.reader import Asked

if TYPE_CHECKING:
    import networkx
    import polars

Polarity = Literal["weak", "strong", "any"]
POLARITIES: Final[Mapping[Polarity, tuple[str, ...]]] = {
    "weak": ("concern", "improvement"),
    "strong": ("strength",),
    "any": tuple(sorted(KINDS)),
}
"""The kinds of finding that count; `any` tells what an assessment speaks of at all."""
Cell = tuple[str, str]

_PREFIXES: Final = """
PREFIX peel: <https://w3id.org/peelgraph/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
_FINDINGS: Final = """
SELECT DISTINCT ?force ?theme ?finding WHERE {{
  VALUES ?class {{ {classes} }}
  ?finding a ?class ; peel:force ?force ; peel:theme ?theme{scope} .
}}
"""
_INSPECTED: Final = """
SELECT DISTINCT ?thing ?label WHERE {{
  ?assessment a peel:Assessment ; peel:force ?thing{scope} . ?thing skos:prefLabel ?label . FILTER(LANG(?label) = "en")
}}
"""
_THEMES: Final = f"""
SELECT ?thing ?label WHERE {{
  ?thing skos:inScheme <{VOCABULARY}/theme> ; skos:prefLabel ?label . FILTER(LANG(?label) = "en")
}}
"""


def columns(reader: Asked, query: str) -> "polars.DataFrame":
    """Give the answer of a SELECT query as columns of text; the prefixes peel, skos and dcterms are known."""
    import polars

    body = reader.answer(_PREFIXES + query, ("text/csv",)).body
    return polars.read_csv(body, infer_schema=False).fill_null("")


def inspected(reader: Asked, programme: NamedNode | None = None) -> dict[str, str]:
    """Give the forces that have an assessment in scope, IRI -> name, sorted by IRI."""
    return _labels(reader, _INSPECTED.format(scope=_scope(programme)))


def themes(reader: Asked) -> dict[str, str]:
    """Give all themes, IRI -> label, sorted by IRI."""
    return _labels(reader, _THEMES)


def findings_behind(
    reader: Asked, polarity: Polarity = "weak", programme: NamedNode | None = None
) -> dict[Cell, tuple[str, ...]]:
    """Give (force, theme) -> the IRIs of the findings behind it, all sorted. n log n in the number of findings."""
    import polars

    classes = " ".join(str(KINDS[kind]) for kind in POLARITIES[polarity])
    frame = columns(reader, _FINDINGS.format(classes=classes, scope=_scope(programme)))
    cells = frame.group_by("force", "theme").agg(polars.col("finding").sort()).sort("force", "theme")
    return {(force, theme): tuple(found) for force, theme, found in cells.iter_rows()}


def force_theme(
    reader: Asked, polarity: Polarity = "weak", programme: NamedNode | None = None
) -> "networkx.Graph[str]":
    """Give the network of forces and the themes they are weak (or strong) in.

    Every force with an assessment in scope is a node and every theme is, joined or not: the population. An edge carries
    `support`, the number of findings; `findings_behind` gives these.
    """
    forces, known = inspected(reader, programme), themes(reader)
    return bipartite(forces, known, findings_behind(reader, polarity, programme), about(reader, polarity, programme))


def about(reader: Asked, polarity: Polarity, programme: NamedNode | None) -> dict[str, str]:
    """Give what a network says of itself: the generation and the parameters it comes from."""
    scope = programme.value if programme else "all"
    return {"generation": reader.generation, "polarity": polarity, "programme": scope}


def bipartite(
    forces: Mapping[str, str], known: Mapping[str, str], cells: Mapping[Cell, tuple[str, ...]], about: Mapping[str, str]
) -> "networkx.Graph[str]":
    """Build the network of forces and themes from its parts, sorted; cells of other forces or themes are left out."""
    import networkx

    graph = networkx.Graph(**about)
    for kind, side, things in (("force", 0, forces), ("theme", 1, known)):
        graph.add_nodes_from((iri, {"kind": kind, "bipartite": side, "label": things[iri]}) for iri in sorted(things))
    graph.add_edges_from(
        (force, theme, {"support": len(cells[force, theme])})
        for force, theme in sorted(cells)
        if force in forces and theme in known
    )
    return graph


def force_force(reader: Asked, programme: NamedNode | None = None) -> "networkx.Graph[str]":
    """Give the network of forces joined where they share weak themes.

    An edge carries `weight` (weak themes shared), `jaccard` (their share of the themes weak in either) and `themes`
    (their labels). Quadratic in the number of forces.
    """
    import networkx

    weak = force_theme(reader, "weak", programme)
    forces = sorted(node for node, kind in weak.nodes(data="kind") if kind == "force")
    graph = networkx.Graph(**weak.graph)
    graph.add_nodes_from((force, {"kind": "force", "label": weak.nodes[force]["label"]}) for force in forces)
    for number, one in enumerate(forces):
        for other in forces[number + 1 :]:
            shared, either = set(weak[one]) & set(weak[other]), set(weak[one]) | set(weak[other])
            if shared:
                labels = "; ".join(sorted(weak.nodes[theme]["label"] for theme in shared))
                graph.add_edge(one, other, weight=len(shared), jaccard=len(shared) / len(either), themes=labels)
    return graph


def graphml(graph: "networkx.Graph[str]") -> str:
    """Write a network as GraphML; its attributes are plain already, so it reads back the same."""
    import networkx

    return "\n".join(networkx.generate_graphml(graph)) + "\n"


def _scope(programme: NamedNode | None) -> str:
    return f" ; peel:programme {programme}" if programme else ""


def _labels(reader: Asked, query: str) -> dict[str, str]:
    frame = columns(reader, query).sort("thing", "label")
    return dict(frame.iter_rows())
