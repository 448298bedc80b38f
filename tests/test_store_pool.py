"""A query can't bring the service down: refused before the engine or stopped by a limit, while others are answered."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

import store
from store.errors import (
    Busy,
    QueryMemory,
    QueryRefused,
    QuerySyntax,
    QueryTimeout,
    QueryTooLarge,
    ResultTooLarge,
    StoreError,
)
from store.guard import Size, check
from store.pool import Pool
from store.worker import Limits

CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("pool") / "s"
    with store.open(where, write=True):
        pass
    return where


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[Pool]:
    with Pool(folder, workers=2, limits=Limits(seconds=2, result_rows=1000, result_bytes=50_000)) as made:
        yield made


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT ?service { ?service ?p ?o } LIMIT 1", id="a variable"),
        pytest.param("SELECT * { ?s ?p 'SERVICE <http://x/>' } LIMIT 1", id="a string"),
        pytest.param('SELECT * { ?s ?p """x " SERVICE <http://x/> """ } LIMIT 1', id="a long string with a quote"),
        pytest.param("SELECT * { ?s ?p ?o } LIMIT 1 # SERVICE <http://x/>", id="a comment"),
        pytest.param("SELECT * { ?s <http://x/SERVICE#load> ?o } LIMIT 1", id="an IRI"),
        pytest.param("PREFIX service: <http://x/> SELECT * { ?s service:load ?o } LIMIT 1", id="a prefixed name"),
        pytest.param("SELECT * { ?s ?p ?o FILTER(1 < 2 && 3 > 2) } LIMIT 1", id="less than is no IRI"),
        pytest.param("SELECT * { VALUES ?x { " + "'v' " * 2000 + "} } LIMIT 1", id="a long list of values"),
    ],
)
def test_harmless_queries_pass(pool: Pool, text: str) -> None:
    check(text)
    pool.select(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", id="service"),
        pytest.param("SELECT * { sErViCe SILENT <http://127.0.0.1/> { ?s ?p ?o } }", id="any case, silent"),
        pytest.param("SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }", id="escaped"),
        pytest.param("SELECT * { ?s ?p 'a'SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }", id="without space"),
        pytest.param(
            "SELECT * { ?s ?p '\\'' . SERVICE <http://127.0.0.1/> {} FILTER(?p = '\\'') }", id="behind a quote"
        ),
        pytest.param("LOAD <http://127.0.0.1/>", id="load"),
        pytest.param("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", id="in an update"),
    ],
)
def test_queries_that_reach_out_are_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="fetch no address"):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}", id="5,000 parentheses"),
        pytest.param("SELECT * " + "{" * 10_000, id="10,000 groups"),
        pytest.param("SELECT (1" + "+1" * 20_000 + " AS ?x) {}", id="20,000 sums"),
        pytest.param("SELECT * { " + "{} UNION " * 20_000 + "{} }", id="20,000 unions"),
        pytest.param("SELECT * { " + "?s ?p ?o . " * 20_000 + "}", id="20,000 patterns"),
        pytest.param("#" * 200_000, id="200 kB of comment"),
    ],
)
def test_queries_that_would_end_the_engine_are_refused(pool: Pool, text: str) -> None:
    with pytest.raises(QueryTooLarge):
        pool.select(text)


@pytest.mark.parametrize("chain", ["+1", "||true", "/<http://x/>"])
def test_the_longest_chain_that_passes_harms_nothing(pool: Pool, chain: str) -> None:
    text = {
        "+1": "SELECT (1{} AS ?x) {{}}",
        "||true": "ASK {{ FILTER(true{}) }}",
        "/<http://x/>": "ASK {{ ?s <http://x/>{} ?o }}",
    }
    made = text[chain].format(chain * (Size().terminals // 2 - 20))
    with contextlib.suppress(QueryTimeout, QueryTooLarge, QueryMemory):
        pool.evaluate(made)
    assert pool.ask("ASK {}")


@given(st.text(alphabet="SERVICE \"'\\<>#{}?:/u0053\n", max_size=60))
def test_the_guard_never_stumbles(text: str) -> None:
    with contextlib.suppress(QueryRefused, QueryTooLarge, QuerySyntax):
        check(text)


def test_a_query_over_its_time_is_stopped_and_others_are_answered(pool: Pool) -> None:
    with ThreadPoolExecutor() as threads:
        runaway = threads.submit(pool.select, CROSS)
        assert all(pool.ask("ASK { ?s ?p ?o }") for _ in range(20))
        with pytest.raises(QueryTimeout, match="limit of 2 s"):
            runaway.result()
    assert pool.ask("ASK { ?s ?p ?o }")


def test_a_query_over_its_memory_ends_alone(folder: Path) -> None:
    with Pool(folder, workers=1, limits=Limits(seconds=60, memory=300_000_000)) as small:
        with pytest.raises(QueryMemory, match="memory limit"):
            small.select("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f")
        assert small.ask("ASK { ?s ?p ?o }")


def test_an_answer_over_its_size_is_refused(pool: Pool) -> None:
    with pytest.raises(ResultTooLarge, match="1,000 rows"):
        pool.select("SELECT * { ?s ?p ?o }")
    with pytest.raises(ResultTooLarge, match="50,000 bytes"):
        pool.answer("SELECT * { ?s ?p ?o }", ("text/csv",))


def test_the_wait_for_a_worker_has_an_end(folder: Path) -> None:
    with (
        Pool(folder, workers=1, limits=Limits(seconds=3, queue_seconds=0.2)) as narrow,
        ThreadPoolExecutor() as threads,
    ):
        narrow.ask("ASK {}")
        runaway = threads.submit(narrow.select, CROSS)
        while narrow._idle.qsize():
            pass
        with pytest.raises(Busy, match="no worker was free"):
            narrow.ask("ASK {}")
        with pytest.raises(QueryTimeout):
            runaway.result()


def test_errors_keep_their_place_across_processes(pool: Pool) -> None:
    with pytest.raises(QuerySyntax) as caught:
        pool.select("SELECT * {\n ?s ?p }")
    assert caught.value.line == 2


def test_workers_follow_to_a_new_generation(tmp_path: Path) -> None:
    name = NamedNode("https://example.org/g")
    with store.open(tmp_path / "s", write=True) as writer, Pool(tmp_path / "s", workers=1) as pool:
        assert not pool.graph(name.value)
        writer.replace(name.value, [Quad(name, name, Literal("x"), name)])
        published = writer.publish()
        assert len(pool.graph(name.value)) == 1
        assert pool.generation == published


def test_a_closed_pool_refuses(folder: Path) -> None:
    pool = Pool(folder, workers=1)
    pool.close()
    with pytest.raises(StoreError, match="shutting down"):
        pool.ask("ASK {}")
