"""The networks: what they hold, that they are sorted and plain, and that the order of the data doesn't matter."""

import json

import networkx as nx
import pytest
from goldgraph import GOLD, gold_assessments, gold_reader, shuffled, store_of
from pyoxigraph import NamedNode

from ontology.iris import Names, concept
from queries.project import POLARITIES, Polarity, findings_behind, force_force, force_theme, graphml
from store import Reader

NAMES = Names()
CLEVELAND, DURHAM = NAMES.force("cleveland"), NAMES.force("durham")
CUSTODY = concept("theme", "custody")
PEEL_2014 = NamedNode(NAMES.programme("PEEL 2014"))


def gold_cells(polarity: Polarity, programme: str | None = None) -> set[tuple[str, str]]:
    """The same question, asked of the gold files themselves."""
    cells = set()
    for path in GOLD.glob("*.gold.json"):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for finding in gold["findings"] if programme in (None, gold["programme"]) else ():
            if finding["kind"] in POLARITIES[polarity]:
                cells |= {(NAMES.force(gold["force"]), concept("theme", theme)) for theme in finding["themes"]}
    return cells


@pytest.mark.parametrize("polarity", ["weak", "strong", "any"])
def test_the_cells_are_those_of_the_gold_files(polarity: Polarity) -> None:
    assert set(findings_behind(gold_reader(), polarity)) == gold_cells(polarity)
    assert set(findings_behind(gold_reader(), polarity, PEEL_2014)) == gold_cells(polarity, "PEEL 2014")


def test_the_population_is_in_the_network_joined_or_not() -> None:
    graph = force_theme(gold_reader())
    kinds = [kind for _, kind in graph.nodes(data="kind")]
    assert (kinds.count("force"), kinds.count("theme")) == (43, 36)
    assert NAMES.force("btp") not in graph
    assert nx.is_bipartite(graph)
    assert graph.nodes[CLEVELAND] == {"kind": "force", "bipartite": 0, "label": "Cleveland Police"}
    assert graph.graph == {"generation": "gold", "polarity": "weak", "programme": "all"}


def test_edges_count_the_findings_behind_them() -> None:
    behind = findings_behind(gold_reader())
    edges = force_theme(gold_reader()).edges(data="support")
    assert {(force, theme): support for force, theme, support in edges} == {
        cell: len(found) for cell, found in behind.items()
    }
    assert all(list(found) == sorted(set(found)) for found in behind.values())


def test_nodes_and_edges_are_sorted_whatever_the_order_of_the_data() -> None:
    reader = Reader(shuffled(store_of(gold_assessments()), 1), "gold")
    for network in (force_theme, force_force):
        one, other = network(gold_reader()), network(reader)
        assert list(one.nodes(data=True)) == list(other.nodes(data=True))
        assert list(one.edges(data=True)) == list(other.edges(data=True))


def test_forces_are_joined_by_the_themes_they_share() -> None:
    weak = force_theme(gold_reader())
    forces = [node for node, kind in weak.nodes(data="kind") if kind == "force"]
    expected = nx.bipartite.weighted_projected_graph(weak, forces)
    graph = force_force(gold_reader())
    assert {frozenset(edge[:2]): edge[2] for edge in graph.edges(data="weight")} == {
        frozenset(edge[:2]): edge[2] for edge in expected.edges(data="weight")
    }
    shared = set(weak[CLEVELAND]) & set(weak[DURHAM])
    edge = graph.edges[CLEVELAND, DURHAM]
    assert edge["weight"] == len(shared) == len(edge["themes"].split("; "))
    assert edge["jaccard"] == len(shared) / len(set(weak[CLEVELAND]) | set(weak[DURHAM]))


@pytest.mark.parametrize("network", [force_theme, force_force])
def test_graphml_reads_back_the_same(network: object) -> None:
    graph = network(gold_reader())  # type: ignore[operator]
    again = nx.parse_graphml(graphml(graph))
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(again.edges(data=True)) == list(graph.edges(data=True))
    assert again.graph.items() >= graph.graph.items()
