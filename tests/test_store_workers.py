"""What the pool's processes do when something goes wrong around them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from ontology.iris import Names
from store.errors import (
    QueryError,
    QueryRefused,
    QuerySyntax,
    QueryTooLarge,
    ResultTooLarge,
    StoreError,
    StoreLocked,
    WorkerDied,
)
from store.guard import Bounds
from store.pool import Pool, open_pool
from store.worker import Limits
from store.workers import Workers

CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("workers") / "s"
    with store.open(where, write=True):
        pass
    return where


@pytest.fixture
def pool(folder: Path) -> Iterator[Pool]:
    with open_pool(folder, workers=1, limits=Limits(seconds=20, result_bytes=20_000)) as made:
        yield made


def workers(pool: Pool) -> Workers:
    """Give what a pool asks, which is processes here."""
    assert isinstance(pool._workers, Workers)
    return pool._workers


def processes(pool: Pool) -> list[int]:
    idle = [worker for bench in workers(pool)._idle.values() for worker in bench]
    return [worker.pid for worker in (*idle, *workers(pool)._busy)]


def test_a_worker_that_ended_while_idle_costs_no_query(pool: Pool) -> None:
    assert pool.ask("ASK {}")
    (before,) = processes(pool)
    os.kill(before, signal.SIGKILL)
    while _runs(before):
        time.sleep(0.01)
    assert pool.ask("ASK {}")
    assert processes(pool) != [before]


def test_a_keeper_that_ended_is_started_again(pool: Pool) -> None:
    assert pool.ask("ASK {}")
    kept = workers(pool)._kept
    assert kept is not None
    assert kept._process is not None
    kept._process.kill()
    for pid in processes(pool):
        os.kill(pid, signal.SIGKILL)
        while _runs(pid):
            time.sleep(0.01)
    assert pool.ask("ASK {}")


def test_a_query_that_overflows_the_engines_stack_is_told_so_and_the_next_is_answered(folder: Path) -> None:
    deep = "SELECT (" + "(" * 20_000 + "1" + ")" * 20_000 + " AS ?x) {}"
    with open_pool(folder, workers=1, limits=Limits(query=Bounds(depth=50_000, terminals=100_000))) as unguarded:
        with pytest.raises(WorkerDied, match="write it simpler"):
            unguarded.select(deep)
        assert unguarded.ask("ASK {}")
    with open_pool(folder, workers=1) as guarded, pytest.raises(QueryTooLarge, match="nests deeper"):
        guarded.select(deep)


def test_a_table_over_the_limit_never_reaches_the_parent(pool: Pool) -> None:
    with pytest.raises(ResultTooLarge, match="20,000 bytes"):
        pool.select("SELECT * { ?s ?p ?o } LIMIT 5000")
    assert len(pool.select("SELECT * { ?s ?p ?o } LIMIT 20").rows) == 20


def test_closing_ends_what_runs(folder: Path) -> None:
    caught: list[Exception] = []
    with open_pool(folder, workers=1) as pool:
        assert pool.ask("ASK {}")
        pids = processes(pool)

        def run() -> None:
            try:
                pool.select(CROSS)
            except StoreError as error:
                caught.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(0.2)
    thread.join(10)
    assert "shutting down" in str(caught[0])
    until = time.monotonic() + 10
    while any(_runs(pid) for pid in pids):
        assert time.monotonic() < until, "a worker outlives its pool"
        time.sleep(0.05)


def test_a_light_query_costs_about_a_millisecond(pool: Pool) -> None:
    pool.ask("ASK {}")
    times = []
    for _ in range(200):
        started = time.perf_counter()
        pool.ask("ASK {}")
        times.append(time.perf_counter() - started)
    assert sorted(times)[100] < 0.005


PARENT = """
import sys
from store.pool import open_pool
from store.worker import Limits

if __name__ == "__main__":
    with open_pool(sys.argv[1], workers=1, limits=Limits(seconds=1), hold="never") as pool:
        pool.ask("ASK {}")
        print(pool._workers._idle["disk"][0].pid, flush=True)
        pool.select(sys.argv[2])
"""


@pytest.mark.slow
def test_a_worker_does_not_outlive_a_killed_parent(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    command = [sys.executable, str(script), str(folder), CROSS]
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        time.sleep(0.2)
        parent.kill()
    until = time.monotonic() + 20
    while _runs(worker):
        assert time.monotonic() < until, "the worker goes on without its parent"
        time.sleep(0.1)


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_store_keeps_the_base_it_was_made_with(tmp_path: Path) -> None:
    elsewhere = Names("https://example.org/police/")
    with store.open(tmp_path / "s", write=True, names=elsewhere) as writer:
        assert elsewhere.graph("reference") in writer.graphs()
    with store.open(tmp_path / "s", write=True) as writer:
        assert Names().graph("reference") not in writer.graphs()
    with pytest.raises(StoreError, match="keep to that base"):
        store.open(tmp_path / "s", write=True, names=Names())


def test_an_update_is_one_transaction_and_reaches_out_to_nobody(tmp_path: Path) -> None:
    graph = "https://example.org/g"
    lines = "".join(f"<{graph}> <{graph}> {number} ." for number in range(5_000))
    with store.open(tmp_path / "s", write=True) as writer:
        writer.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {lines} }} }}")
        assert len(writer.graph(graph)) == 5_000
        for bad, error in (
            (f"DROP GRAPH <{graph}> ; INSERT DATA {{", QuerySyntax),
            (f"DROP GRAPH <{graph}> ; LOAD <http://127.0.0.1:1/>", QueryRefused),
            (f"DROP GRAPH <{graph}> ; DROP GRAPH <{graph}x>", QueryError),
        ):
            with pytest.raises(error):
                writer.update(bad)
            assert len(writer.graph(graph)) == 5_000


def test_a_folder_half_made_by_a_killed_process_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / ".peelgraph.json.new").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="load something first"):
        store.open(tmp_path / "s")
    with store.open(tmp_path / "s", write=True) as writer:
        assert writer.statistics().forces


def test_what_an_interrupted_publication_left_is_removed_and_the_last_one_served(folder: Path) -> None:
    unfinished = folder / "generations" / ".000009-leftover"
    unfinished.mkdir()
    with store.open(folder) as reader:
        served = reader.generation
    with store.open(folder, write=True) as writer:
        assert not unfinished.exists()
        assert writer.generation == served


def test_a_folder_that_cannot_be_written_is_not_called_locked(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True):
        pass
    (tmp_path / "s" / "writer" / "CURRENT").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreError, match="can't be opened to write") as caught:
        store.open(tmp_path / "s", write=True)
    assert not isinstance(caught.value, StoreLocked)
