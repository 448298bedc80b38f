"""A query can't bring the service down: refused before the engine or stopped by a limit, while others are answered."""

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
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
from store.guard import Bounds, check
from store.keeping import Kept
from store.pool import Pool, open_pool
from store.spool import INLINE
from store.worker import Limits
from store.workers import Workers

CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("pool") / "s"
    with store.open(where, write=True):
        pass
    return where


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[Pool]:
    with open_pool(folder, workers=2, limits=Limits(seconds=2, result_rows=1000, result_bytes=50_000)) as made:
        yield made


def workers(pool: Pool) -> Workers:
    """Give what a pool asks, which is processes here."""
    assert isinstance(pool._workers, Workers)
    return pool._workers


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
    made = text[chain].format(chain * (Bounds().terminals // 2 - 20))
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
    with open_pool(folder, workers=1, limits=Limits(seconds=60, memory=300_000_000)) as small:
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
        open_pool(folder, workers=1, limits=Limits(seconds=3, queue_seconds=0.2)) as narrow,
        ThreadPoolExecutor() as threads,
    ):
        narrow.ask("ASK {}")
        runaway = threads.submit(narrow.select, CROSS)
        while not workers(narrow)._busy:
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
    with store.open(tmp_path / "s", write=True) as writer, open_pool(tmp_path / "s", workers=1) as pool:
        assert not pool.graph(name.value)
        writer.replace(name.value, [Quad(name, name, Literal("x"), name)])
        published = writer.publish()
        assert len(pool.graph(name.value)) == 1
        assert pool.generation == published


def test_a_closed_pool_refuses(folder: Path) -> None:
    with start_blocking_portal() as portal:
        kept = Kept(folder, Limits())
        workers = Workers(folder, kept, 1)
        pool = Pool(workers, portal.call)
        assert pool.ask("ASK {}")
        portal.call(workers.close)
        kept.close()
        with pytest.raises(StoreError, match="shutting down"):
            pool.ask("ASK {}")


def test_long_queries_leave_a_worker_to_light_ones(folder: Path) -> None:
    with open_pool(folder, workers=2, limits=Limits(seconds=6)) as narrow, ThreadPoolExecutor() as threads:
        narrow.ask("ASK {}")
        runaways = [threads.submit(narrow.select, CROSS) for _ in range(4)]
        time.sleep(0.2)
        started = time.monotonic()
        while any(not runaway.done() for runaway in runaways):
            before = time.monotonic()
            assert narrow.ask("ASK { ?s ?p ?o }")
            assert time.monotonic() - before < 5, "the light query waited for all long ones"
            time.sleep(0.1)
        assert time.monotonic() - started > 4
        ends = sorted(type(runaway.exception()).__name__ for runaway in runaways)
        assert set(ends) == {"Busy", "QueryTimeout"}


@pytest.mark.parametrize("hold", ["always", "never"])
def test_memory_and_disk_give_the_same_answers(folder: Path, hold: str) -> None:
    with store.open(folder) as reader, open_pool(folder, hold=hold) as pool:
        until = time.monotonic() + 30
        while hold == "always" and not workers(pool).held:
            assert time.monotonic() < until, "the generation isn't held"
            time.sleep(0.05)
        assert pool.statistics() == reader.statistics()
        assert workers(pool).held == (hold == "always")
        query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 500"
        assert pool.select(query) == reader.select(query)


def test_a_long_answer_comes_by_way_of_a_file_that_is_removed(folder: Path) -> None:
    query = "SELECT * { ?s ?p ?o . ?a a ?b } LIMIT 100000"
    with open_pool(folder) as pool, store.open(folder) as reader:
        answer = pool.answer(query, ("text/csv",))
        assert len(answer.body) > INLINE
        assert answer.body == reader.answer(query, ("text/csv",)).body
        assert answer.generation == reader.generation
        assert not list(workers(pool)._sockets.glob("answer-*"))
