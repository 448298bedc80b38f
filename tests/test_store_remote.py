"""A store by URL, on real servers: the same answers as of a folder, whole graphs, names that change with the data."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import remotes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

import store
from ontology.iris import VOCABULARY, Names
from ontology.terms import XSD
from queries import patterns
from queries.catalogue import ResearchQuery, catalogue
from queries.run import run
from store.errors import QueryError, QueryRefused, QuerySyntax, StoreError
from store.listing import generations
from store.remote.marker import MARKER
from store.rollback import rollback

ROOT = Path(__file__).parent.parent
A, B, P = (NamedNode(f"https://example.org/{name}") for name in "abp")
pytestmark = pytest.mark.slow


def quads(graph: NamedNode, count: int, word: str = "x") -> list[Quad]:
    return [Quad(A, P, Literal(f"{word}{n}"), graph) for n in range(count)]


def load(location: str | Path) -> None:
    command = [sys.executable, "-c", "from cli.main import main; main()", "load", "examples/assessments", "--jobs", "2"]
    done = subprocess.run(
        [*command, "--store", str(location)], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module", autouse=True)
def credentials() -> Iterator[None]:
    """Oxigraph heeds none, Virtuoso wants them for writing."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in remotes.ENVIRONMENT.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Reader]:
    folder = tmp_path_factory.mktemp("embedded") / "store"
    load(folder)
    with store.open(folder) as reader:
        yield reader


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the bundled assessments, loaded by the command line."""
    started = (
        remotes.oxigraph("--union-default-graph")
        if request.param == "oxigraph"
        else remotes.virtuoso(tmp_path_factory.mktemp("virtuoso"))
    )
    with started as found:
        load(found)
        yield found


@pytest.fixture(scope="module")
def reader(address: str) -> Iterator[store.Reader]:
    with store.open(address) as opened:
        yield opened


@pytest.fixture
def writer(address: str) -> Iterator[store.Writer]:
    """The same server's writer; what a test writes is taken away again."""
    with store.open(address, write=True) as opened:
        yield opened
        for name in (A, B):
            opened.remove(name.value)


def asked(query: ResearchQuery) -> Iterator[dict[str, str]]:
    """The required values alone, each of the others with them, and all at once."""
    needed = {p.name: str(p.example) for p in query.parameters if p.required}
    others = {p.name: str(p.example) for p in query.parameters if not p.required}
    yield needed
    yield from (needed | {name: value} for name, value in others.items())
    yield needed | others


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_research_query_gives_the_same_rows_in_the_same_order(
    embedded: store.Reader, reader: store.Reader, name: str
) -> None:
    for values in asked(catalogue()[name]):
        ours, theirs = run(embedded, name, values), run(reader, name, values)
        assert ours.variables == theirs.variables
        assert [list(map(str, row)) for row in theirs.rows] == [list(map(str, row)) for row in ours.rows], values


@pytest.mark.parametrize("name", sorted(patterns.patterns()))
def test_a_pattern_is_the_same(embedded: store.Reader, reader: store.Reader, name: str) -> None:
    ours, theirs = (patterns.find(asked, name, {}).as_dict() for asked in (embedded, reader))
    assert theirs | {"generation": ""} == ours | {"generation": ""}


def test_the_figures_and_the_graphs_are_the_same(embedded: store.Reader, reader: store.Reader) -> None:
    assert reader.graphs() == embedded.graphs()
    ours, theirs = embedded.statistics().as_dict(), reader.statistics().as_dict()
    assert theirs | {"generation": ""} == ours | {"generation": ""}
    assert theirs["generation"] == reader.generation


def test_a_graph_comes_back_as_it_went_in(embedded: store.Reader, reader: store.Reader) -> None:
    """Blank nodes have other names; by what is said of them, and how often, the graphs are the same."""
    for name in (VOCABULARY, next(name for name in embedded.graphs() if "/id/assessment/" in name)):
        ours, theirs = (Counter(map(nameless, asked.graph(name))) for asked in (embedded, reader))
        assert theirs == ours


def nameless(triple: Triple) -> tuple[str, ...]:
    return tuple("_" if isinstance(term, BlankNode) else str(term) for term in triple)


def test_loading_again_changes_nothing(address: str, reader: store.Reader) -> None:
    load(address)
    with store.open(address) as again:
        assert again.generation == reader.generation


def test_a_graph_is_replaced_whole_and_each_change_has_a_name(address: str, writer: store.Writer) -> None:
    names = [writer.generation]
    for count in (5, 2):
        writer.replace(A.value, quads(A, count, "y"))
        names.append(writer.generation)
        assert sorted(said.object.value for said in writer.graph(A.value)) == [f"y{n}" for n in range(count)]  # type: ignore[union-attr]
        with store.open(address) as reader:
            assert reader.generation == writer.generation
    assert writer.remove(A.value)
    names.append(writer.generation)
    assert not writer.remove(A.value)
    assert A.value not in writer.graphs()
    names.append(writer.publish())
    assert len(set(names)) == len(names)
    assert names == sorted(names)


def test_several_graphs_change_together(writer: store.Writer) -> None:
    writer.replace_together({A.value: quads(A, 1, "new"), B.value: quads(B, 2)})
    assert [len(writer.graph(name.value)) for name in (A, B)] == [1, 2]
    with pytest.raises(ValueError, match="without a statement"):
        writer.replace_together({A.value: quads(A, 5), B.value: []})


def test_a_graph_larger_than_a_request_is_put_in_place_with_its_blank_nodes(writer: store.Writer) -> None:
    size = 25_000
    pairs = [(BlankNode(f"n{n}"), BlankNode(f"m{n}")) for n in range(size // 2)]
    tied = [Quad(one, P, two, A) for one, two in pairs]
    said = [Quad(two, P, Literal(f"v{n}"), A) for n, (_, two) in enumerate(pairs)]
    writer.replace(A.value, [*tied, *said])
    assert len(writer.graph(A.value)) == size
    chains = writer.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {A} {{ ?one {P} ?two . ?two {P} ?value }} }}").rows
    assert chains[0][0] == Literal(size // 2)
    assert not [name for name in writer.graphs() if name.startswith("urn:")]


def test_an_update_runs_and_is_named(writer: store.Writer) -> None:
    before = writer.generation
    writer.update(f"INSERT DATA {{ GRAPH {A} {{ {A} {P} 1 }} }}")
    assert writer.ask(f"ASK {{ {A} {P} 1 }}")
    assert writer.generation != before
    with pytest.raises(QuerySyntax):
        writer.update("INSERT DATUM { }")
    with pytest.raises(QueryRefused):
        writer.update("LOAD <http://127.0.0.1:1/>")


def test_what_is_withdrawn_is_dated_until_it_is_spoken_of_again(writer: store.Writer) -> None:
    names = Names()
    one, two = (NamedNode(names.thing("partner", f"withdrawn-{word}")) for word in ("one", "two"))
    stones = f"SELECT ?thing {{ GRAPH <{names.graph('withdrawn')}> {{ ?thing ?p ?when }} }} ORDER BY ?thing"
    said = {name: [Quad(thing, P, Literal("x"), name) for thing in (one, two)] for name in (A, B)}
    writer.replace(A.value, said[A])
    writer.replace(B.value, said[B][:1])
    # The other graph still speaks of the first; the reader's own IRIs alone count.
    writer.remove(A.value)
    assert writer.select(stones).rows == ((two,),)
    writer.replace(B.value, [Quad(A, P, Literal("x"), B)])
    assert writer.select(stones).rows == ((one,), (two,))
    writer.replace_together({A.value: said[A], B.value: said[B]})
    assert writer.select(stones).rows == ()
    writer.replace(A.value, said[A][:1])
    assert writer.select(stones).rows == ()
    for name in (A, B):
        writer.remove(name.value)
    assert len(writer.select(stones).rows) == 2
    writer.remove(names.graph("withdrawn"))


def test_generations_are_refused_by_name(address: str) -> None:
    for refused in (
        lambda: rollback(address),
        lambda: generations(address),
        lambda: store.open(address, generation="1"),
    ):
        with pytest.raises(StoreError, match="keeps no generations"):
            refused()


def test_a_seeded_store_keeps_its_base(address: str) -> None:
    with pytest.raises(StoreError, match="keep to that base"):
        store.open(address, write=True, names=Names("https://example.org/other/"))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_comes_back_as_it_went_in(writer: store.Writer, texts: list[str]) -> None:
    writer.replace(B.value, [Quad(A, P, Literal(text), B) for text in texts])
    assert set(writer.graph(B.value)) == {Triple(A, P, Literal(text)) for text in texts}
    rows = writer.select(f"SELECT ?text {{ GRAPH {B} {{ ?s {P} ?text }} }}").rows
    assert {row[0] for row in rows} == {Literal(text) for text in texts}


@pytest.mark.parametrize(
    "term",
    [
        Literal("true", datatype=XSD.boolean),
        Literal("0.75", datatype=XSD.decimal),
        Literal("2016-11-03", datatype=XSD.date),
        Literal("2016-11", datatype=XSD.gYearMonth),
        Literal("2016", datatype=XSD.gYear),
        Literal('line\nand "quote" and \\ and \' and {', language="en"),
        NamedNode("https://example.org/a%20b?c=d#e"),
    ],
    ids=str,
)
def test_a_term_comes_back_as_it_went_in(writer: store.Writer, term: Literal | NamedNode) -> None:
    writer.replace(B.value, [Quad(A, P, term, B)])
    assert writer.graph(B.value) == (Triple(A, P, term),)
    assert writer.select(f"SELECT ?o {{ GRAPH {B} {{ ?s ?p ?o }} }}").rows == ((term,),)


def test_every_form_of_query_is_answered(reader: store.Reader) -> None:
    assert reader.ask("ASK { ?force a <https://w3id.org/peelgraph/def#Force> }")
    assert not reader.ask("ASK { ?force a <https://example.org/Nothing> }")
    assert (
        len(
            reader.construct(
                "CONSTRUCT { ?f a ?c } WHERE { VALUES ?c { <https://w3id.org/peelgraph/def#Force> } ?f a ?c }"
            )
        )
        == 45
    )
    csv = reader.answer("SELECT (1 AS ?one) {}", ("text/csv",))
    assert csv.body.split() == [b"one", b"1"]
    assert reader.answer("ASK {}", ("application/sparql-results+json",)).body == b'{"head":{},"boolean":true}'
    turtle = reader.answer(f"DESCRIBE <{Names().force('cleveland')}>", ("text/turtle",)).body
    assert b"Cleveland" in turtle


@pytest.mark.parametrize(
    "text", ["SELECT * WHERE { ?s ?p }", "ASK { FILTER(", "hello", "INSERT DATA { <a:a> <a:b> 1 }"]
)
def test_what_is_no_query_is_refused(reader: store.Reader, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        reader.evaluate(text)
    assert isinstance(caught.value, QuerySyntax)


def test_rdflib_asks_the_same_service(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEELGRAPH_STORE_USER")
    with store.open(address) as reader:
        dataset = reader.dataset()
        rows = list(dataset.query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/peelgraph/def#Force> }"))  # type: ignore[attr-defined]
    assert int(rows[0][0]) == 45


def test_the_marker_is_no_graph_of_the_data(reader: store.Reader) -> None:
    assert MARKER not in reader.graphs()
    assert len(reader.graph(MARKER)) == 3
