"""The store: one transaction a graph, generations that never change, nothing half there."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple

import store
from ontology.iris import VOCABULARY, Names
from store.errors import NotAcceptable, QueryError, QuerySyntax, StoreError, StoreLocked
from store.generations import KEEP, Folder

A, B, P = (NamedNode(f"https://example.org/{name}") for name in "abp")


def quads(graph: NamedNode, count: int, word: str = "x") -> list[Quad]:
    return [Quad(A, P, Literal(f"{word}{n}"), graph) for n in range(count)]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "s"
    with store.open(folder, write=True) as writer:
        writer.replace(A.value, quads(A, 3))
        writer.publish()
    return folder


def test_a_new_store_is_born_with_ontology_and_reference_data(seeded: Path) -> None:
    with store.open(seeded) as reader:
        assert {VOCABULARY, Names().graph("reference")} <= set(reader.graphs())
        figures = reader.statistics()
        assert (figures.forces, figures.judgements, figures.recommendations) == (45, 1558, 219)


def test_several_graphs_change_together_or_not_at_all(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer:
        writer.replace(A.value, quads(A, 3))
        writer.replace_together({A.value: quads(A, 1, "new"), B.value: quads(B, 2)})
        assert [len(writer.graph(name.value)) for name in (A, B)] == [1, 2]
        for wrong, message in (([], "without a statement"), (quads(A, 1), "among those of")):
            with pytest.raises(ValueError, match=message):
                writer.replace_together({A.value: quads(A, 5), B.value: wrong})
        assert [len(writer.graph(name.value)) for name in (A, B)] == [1, 2]


def test_replace_puts_a_whole_graph_in_place_and_remove_takes_it_away(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer:
        writer.replace(A.value, quads(A, 5))
        writer.replace(B.value, quads(B, 2, "b"))
        writer.replace(A.value, quads(A, 2, "y"))
        assert sorted(said.object.value for said in writer.graph(A.value)) == ["y0", "y1"]  # type: ignore[union-attr]
        assert len(writer.graph(B.value)) == 2
        assert writer.remove(A.value)
        assert not writer.remove(A.value)
        assert A.value not in writer.graphs()


def test_a_statement_of_another_graph_is_refused(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer, pytest.raises(ValueError, match="among those of"):
        writer.replace(A.value, quads(B, 1))


def test_queries_see_the_union_of_all_graphs(seeded: Path) -> None:
    with store.open(seeded) as reader:
        assert reader.ask(f"ASK {{ {A} {P} 'x0' }}")
        assert reader.ask("ASK { ?force a <https://w3id.org/peelgraph/def#Force> }")
        assert not reader.ask(f"ASK FROM <{VOCABULARY}> {{ {A} {P} 'x0' }}")


def test_readers_keep_their_generation_while_the_writer_goes_on(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer:
        writer.replace(A.value, quads(A, 3))
        first = writer.publish()
        with store.open(tmp_path / "s") as reader:
            writer.replace(A.value, quads(A, 7))
            second = writer.publish()
            assert len(reader.graph(A.value)) == 3
            assert reader.generation == first
        with store.open(tmp_path / "s") as reader:
            assert (reader.generation, len(reader.graph(A.value))) == (second, 7)


def test_old_generations_go_and_the_current_one_stays(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer:
        names = [writer.publish() for _ in range(KEEP + 3)]
    folder = Folder(tmp_path / "s")
    assert folder.names() == tuple(names[-KEEP:])
    assert folder.current() == names[-1]


def test_a_second_writer_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True), pytest.raises(StoreLocked, match=r"another process writes.*--store"):
        store.open(tmp_path / "s", write=True)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: None, "load something first", id="nothing there"),
        pytest.param(lambda path: path.write_text("x"), "is a file", id="a file"),
        pytest.param(
            lambda path: (path.mkdir(), (path / "x").write_text("x")), "no peelgraph store", id="another folder"
        ),
        pytest.param(
            lambda path: (path.mkdir(), (path / "peelgraph.json").write_text('{"layout": 9}')),
            "layout 9",
            id="of the future",
        ),
        pytest.param(
            lambda path: (path.mkdir(), (path / "peelgraph.json").write_text("{")), "can't be read", id="damaged marker"
        ),
    ],
)
def test_what_is_no_store_is_refused_by_name(tmp_path: Path, make: object, message: str) -> None:
    make(tmp_path / "s")  # type: ignore[operator]
    with pytest.raises(StoreError, match=message):
        store.open(tmp_path / "s")


def test_a_syntax_error_has_its_place(seeded: Path) -> None:
    with store.open(seeded) as reader, pytest.raises(QuerySyntax) as caught:
        reader.select("SELECT *\nWHERE { ?s ?p }")
    assert (caught.value.line, str(caught.value).startswith("line 2, column ")) == (2, True)


@pytest.mark.parametrize("method", ["select", "ask", "construct"])
def test_a_query_of_another_form_is_refused(seeded: Path, method: str) -> None:
    texts = {"select": "ASK {}", "ask": "SELECT * {}", "construct": "ASK {}"}
    with store.open(seeded) as reader, pytest.raises(QueryError, match="this is no"):
        getattr(reader, method)(texts[method])


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", ("text/csv",), "text/csv"),
        (
            "SELECT * { ?s ?p ?o } LIMIT 1",
            ("image/png", "application/sparql-results+json"),
            "application/sparql-results+json",
        ),
        ("ASK {}", ("text/csv", "application/sparql-results+xml"), "application/sparql-results+xml"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1", ("text/csv", "text/turtle"), "text/turtle"),
    ],
)
def test_an_answer_is_written_as_the_first_type_that_can_carry_it(
    seeded: Path, query: str, accept: tuple[str, ...], expected: str
) -> None:
    with store.open(seeded) as reader:
        answer = reader.answer(query, accept)
        assert answer.media_type == expected
        assert answer.body


def test_a_type_that_cannot_carry_the_answer_is_refused_with_what_is_offered(seeded: Path) -> None:
    with store.open(seeded) as reader, pytest.raises(NotAcceptable, match="offered are text/turtle"):
        reader.answer("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1", ("text/csv",))


def test_rdflib_asks_the_same_store_by_text(seeded: Path) -> None:
    with store.open(seeded) as reader:
        dataset = reader.dataset()
        rows = list(dataset.query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/peelgraph/def#Force> }"))  # type: ignore[attr-defined]
        assert int(rows[0][0]) == 45


terms = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40).map(Literal)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(terms, min_size=1, max_size=5))
def test_any_text_comes_back_as_it_went_in(writer: store.Writer, values: list[Literal]) -> None:
    writer.replace(B.value, [Quad(A, P, value, B) for value in values])
    assert set(writer.graph(B.value)) == {Triple(A, P, value) for value in values}


@pytest.fixture
def writer(tmp_path: Path) -> store.Writer:
    return store.open(tmp_path / "s", write=True)


LOADER = """
import sys
import store
from pyoxigraph import Literal, NamedNode, Quad
with store.open(sys.argv[1], write=True) as writer:
    print("open", flush=True)
    round = 0
    while True:
        round += 1
        for n in range(8):
            graph = NamedNode(f"https://example.org/g{n}")
            size = 200 + 50 * n
            writer.replace(graph.value, [Quad(graph, graph, Literal(f"{round} {i}"), graph) for i in range(size)])
        writer.publish()
"""


@pytest.mark.slow
def test_a_loader_killed_at_any_moment_leaves_every_graph_whole_or_absent(tmp_path: Path) -> None:
    folder, chance = tmp_path / "s", random.Random(20261124)  # noqa: S311 - chance, not secrecy
    with store.open(folder, write=True):
        pass
    script = tmp_path / "loader.py"
    script.write_text(textwrap.dedent(LOADER), encoding="utf-8")
    root = Path(__file__).parent.parent
    for _ in range(8):
        loader = subprocess.Popen(
            [sys.executable, str(script), str(folder)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        assert loader.stdout is not None
        loader.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.6))
        loader.send_signal(signal.SIGKILL)
        loader.wait()
        loader.stdout.close()
        for write in (False, True):
            opened = store.open(folder, write=True) if write else store.open(folder)
            with opened as reader:
                _assert_whole(reader)
    assert len(Folder(folder).names()) <= KEEP


def _assert_whole(reader: store.Reader) -> None:
    for n in range(8):
        said = reader.graph(f"https://example.org/g{n}")
        rounds = {triple.object.value.split()[0] for triple in said}  # type: ignore[union-attr]
        assert len(said) in (0, 200 + 50 * n)
        assert len(rounds) <= 1
    assert not [name for name in reader.graphs() if name.startswith("urn:")]
