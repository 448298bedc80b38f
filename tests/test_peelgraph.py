"""The door for notebooks."""

import doctest
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import polars
import pytest

import peelgraph
from ontology.iris import Names
from queries.catalogue import catalogue

FORCES = "SELECT ?force WHERE { ?force a <https://w3id.org/peelgraph/def#Force> } ORDER BY ?force"


@pytest.fixture(scope="module")
def graph(served_store: Path) -> Iterator[peelgraph.Graph]:
    with peelgraph.open(served_store) as opened:
        yield opened


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_research_query_gives_a_data_frame(graph: peelgraph.Graph, name: str) -> None:
    values = {p.name: p.example for p in catalogue()[name].parameters if p.required}
    frame = graph.query(name, **values, limit=3)
    assert isinstance(frame, polars.DataFrame)
    assert 0 < frame.height <= 3
    assert polars.Null not in frame.dtypes


def test_sparql_gives_rows_a_truth_value_or_triples(graph: peelgraph.Graph) -> None:
    rows = graph.sparql(FORCES)
    assert isinstance(rows, list)
    assert rows[0] == {"force": Names().force("avon-and-somerset")}
    assert graph.sparql("ASK { }") is True
    assert graph.sparql("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2") != ()
    assert graph.sparql("SELECT (true AS ?a) (1.5 AS ?b) (2 AS ?c) ?d WHERE { }") == [
        {"a": True, "b": 1.5, "c": 2, "d": None}
    ]


def test_the_dataset_is_the_same_graph(graph: peelgraph.Graph) -> None:
    rows = graph.sparql(FORCES)
    assert isinstance(rows, list)
    assert len(list(graph.dataset().query(FORCES))) == len(rows)


def test_a_pattern_comes_with_its_findings_and_its_network(graph: peelgraph.Graph) -> None:
    found = graph.patterns("shared-weaknesses", limit=2)
    assert found.items[0].findings
    assert found.generation == graph.generation
    network = graph.network("shared-weaknesses")
    assert isinstance(network, nx.Graph)
    assert Names().force("kent") in network


def test_what_is_wrong_is_told(graph: peelgraph.Graph, tmp_path: Path) -> None:
    for ask in (
        lambda: graph.query("nonsense"),
        lambda: graph.patterns("nonsense"),
        lambda: graph.query(next(iter(catalogue())), nonsense=1),
        lambda: graph.sparql("SELECT"),
        lambda: peelgraph.open(tmp_path / "nowhere"),
    ):
        with pytest.raises(peelgraph.PeelgraphError):
            ask()


def test_the_example_runs(served_store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "peelgraph-data").symlink_to(served_store)
    monkeypatch.chdir(tmp_path)
    result = doctest.testmod(peelgraph)
    assert (result.failed, result.attempted > 0) == (0, True)
