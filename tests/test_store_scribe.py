"""Changes by processes that can be killed: at whatever moment, all of a change is there or nothing."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import store
from store.change import Condition, Content, Put, Update
from store.errors import (
    HasChanged,
    QueryMemory,
    QuerySyntax,
    QueryTimeout,
    StoreError,
    WorkerDied,
)
from store.generations import Folder
from store.keeping import Kept
from store.scribe import DONE, OPENED, WRITTEN, Order
from store.submit import WriteLimits, Writes
from store.worker import Limits
from store.write import UPDATE

ROOT = Path(__file__).parent.parent
G, H = "https://example.org/g", "https://example.org/h"
CROSS = (
    f"INSERT {{ <{G}> <{G}> ?o }} WHERE {{ GRAPH ?x {{ ?a ?b ?c }} GRAPH ?y {{ ?d ?e ?f }} GRAPH ?z {{ ?s ?p ?o }} }}"
)
LINES = 200


def update(text: str) -> Update:
    return Update(text, "https://example.org/update")


def numbered(number: int) -> Update:
    """A change that says one thing in two graphs, many times."""
    data = " ".join(f"<{G}/{line}> <{G}> {number} ." for line in range(LINES))
    return update(f"INSERT DATA {{ GRAPH <{G}> {{ {data} }} }} ; INSERT DATA {{ GRAPH <{H}> {{ {data} }} }}")


def counted(folder: Path, writer: bool = False) -> dict[int, int]:
    """How often each number is said in both graphs."""
    with store.open(folder, write=writer) as reader:  # type: ignore[call-overload]
        rows = reader.select(
            "SELECT ?n (COUNT(*) AS ?times) { GRAPH ?g { ?s ?p ?n } FILTER isNumeric(?n) "
            f"FILTER(?p = <{G}>) }} GROUP BY ?n"
        ).rows
    return {int(number.value): int(times.value) for number, times in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with store.open(tmp_path / "s", write=True):
        return tmp_path / "s"


@pytest.fixture
def kept(folder: Path) -> Iterator[Kept]:
    made = Kept(folder, Limits(), hold="never")
    yield made
    made.close()


def order(change: Update, **more: float) -> Order:
    return Order(change, Condition(), more.get("seconds", 20.0), 2_000_000_000, 5.0, UPDATE)


@pytest.mark.parametrize("stage", [OPENED, WRITTEN], ids=["before it writes", "before it publishes"])
def test_a_scribe_that_is_killed_leaves_nothing(folder: Path, kept: Kept, stage: str) -> None:
    writes = Writes(kept)
    writes.carry_out(numbered(1))
    scribe = writes._new()
    scribe.order(order(numbered(2)), 20)
    for step in (OPENED, WRITTEN)[: (OPENED, WRITTEN).index(stage) + 1]:
        scribe.go_on(step, 20)
    scribe.end()
    assert counted(folder) == {1: 2 * LINES}
    assert counted(folder, writer=True) == {1: 2 * LINES}, "also for the next writer"
    writes.carry_out(numbered(3))
    assert counted(folder) == {1: 2 * LINES, 3: 2 * LINES}


def test_what_a_load_had_left_unpublished_outlives_a_change_that_is_killed(folder: Path, kept: Kept) -> None:
    with store.open(folder, write=True) as writer:
        writer.replace(H, [Quad(NamedNode(H), NamedNode(H), Literal("loaded"), NamedNode(H))])
    writes = Writes(kept)
    scribe = writes._new()
    scribe.order(order(numbered(1)), 20)
    scribe.go_on(OPENED, 20)
    scribe.go_on(WRITTEN, 20)
    scribe.end()
    with store.open(folder, write=True) as writer:
        assert len(writer.graph(H)) == 1
        assert writer.graph(G) == ()


def test_a_change_over_a_limit_is_told_so_and_leaves_nothing(folder: Path, kept: Kept) -> None:
    writes = Writes(kept, WriteLimits(seconds=1.5))
    before = Folder(folder).current()
    with pytest.raises(QueryTimeout, match="nothing of it remains"):
        writes.carry_out(update(CROSS))
    long = "x" * 60_000
    grow = f'INSERT {{ ?s <{G}> ?t }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} BIND(CONCAT(STR(?s), "{long}") AS ?t) }}'
    small = Writes(kept, WriteLimits(seconds=20, memory=150_000_000))
    with pytest.raises(QueryMemory):
        small.carry_out(update(grow))
    large = Content(b'{"@id": "http://a", "http://b": [' + b"[" * 20_000_000, "application/ld+json")
    with pytest.raises((QueryMemory, WorkerDied, QuerySyntax)):
        small.carry_out(Put(G, G, (large,), beside=False))
    assert Folder(folder).current() == before
    assert writes.carry_out(numbered(1)).generation == Folder(folder).current()
    assert counted(folder, writer=True) == {1: 2 * LINES}


def test_a_change_waits_for_its_condition_to_be_looked_at_under_the_lock(folder: Path, kept: Kept) -> None:
    writes = Writes(kept)
    read = Folder(folder).current() or ""
    writes.carry_out(numbered(1), Condition(generations=(read,)))
    with pytest.raises(HasChanged):
        writes.carry_out(numbered(2), Condition(generations=(read,)))
    assert counted(folder) == {1: 2 * LINES}


def test_closing_stops_what_is_not_published(folder: Path, kept: Kept) -> None:
    writes = Writes(kept)
    caught: list[Exception] = []

    def run() -> None:
        try:
            writes.carry_out(update(CROSS))
        except StoreError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.5)
    writes.close()
    thread.join(10)
    assert "shutting down" in str(caught[0])
    with pytest.raises(StoreError, match="shutting down"):
        writes.carry_out(numbered(1))


@pytest.mark.slow
def test_kills_at_random_moments_lose_nothing_that_was_acknowledged(folder: Path, kept: Kept) -> None:
    """Of each change all is there or nothing: all if it was acknowledged, nothing where it is told to have failed."""
    writes, chance = Writes(kept), random.Random(4)  # noqa: S311 - chance, not secrecy
    acknowledged: set[int] = set()
    failed: set[int] = set()
    unsure: set[int] = set()
    for number in range(60):
        timer = threading.Timer(chance.uniform(0.0, 0.08), writes_kill, [writes])
        timer.start()
        try:
            writes.carry_out(numbered(number))
            acknowledged.add(number)
        except WorkerDied as error:
            (unsure if "while it published" in str(error) else failed).add(number)
        timer.cancel()
        timer.join()
        if number % 10 == 0:
            assert set(counted(folder).values()) <= {2 * LINES}
    said = counted(folder, writer=True)
    assert set(said.values()) <= {2 * LINES}
    assert acknowledged <= set(said) <= acknowledged | unsure
    assert acknowledged
    assert failed


def writes_kill(writes: Writes) -> None:
    for scribe in list(writes._running):
        os.kill(scribe.pid, signal.SIGKILL)


ASKER = """
import sys
from pathlib import Path
from store.change import Update
from store.keeping import Kept
from store.submit import Writes
from store.worker import Limits

if __name__ == "__main__":
    kept = Kept(Path(sys.argv[1]), Limits(), hold="never")
    writes = Writes(kept)
    number = 0
    while True:
        number += 1
        data = " ".join(f"<{sys.argv[2]}/{line}> <{sys.argv[2]}> {number} ." for line in range(int(sys.argv[4])))
        graphs = " ".join(f"GRAPH <{graph}> {{ {data} }}" for graph in sys.argv[2:4])
        writes.carry_out(Update(f"INSERT DATA {{ {graphs} }}", "https://example.org/"))
        print(number, flush=True)
"""


@pytest.mark.slow
def test_a_service_that_is_killed_leaves_whole_changes(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "asker.py"
    script.write_text(ASKER, encoding="utf-8")
    command = [sys.executable, str(script), str(folder), G, H, str(LINES)]
    chance = random.Random(7)  # noqa: S311 - chance, not secrecy
    for _ in range(6):
        with store.open(folder, write=True) as writer:
            writer.update(f"DROP SILENT GRAPH <{G}> ; DROP SILENT GRAPH <{H}>")
            writer.publish()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as asker:
            assert asker.stdout is not None
            acknowledged = [int(asker.stdout.readline())]
            time.sleep(chance.uniform(0.0, 0.4))
            asker.kill()
            acknowledged += [int(line) for line in asker.stdout]
        until = time.monotonic() + 10
        while True:
            # What had been told to publish does so, then lets the store go.
            try:
                said = counted(folder, writer=True)
                break
            except StoreError:
                assert time.monotonic() < until, "a scribe holds the store without its service"
                time.sleep(0.05)
        assert set(said.values()) == {2 * LINES}
        assert set(acknowledged) <= set(said) <= {*acknowledged, acknowledged[-1] + 1}
        assert counted(folder) == said


def test_a_generation_is_published_only_when_told_to(folder: Path, kept: Kept) -> None:
    writes = Writes(kept)
    scribe = writes._new()
    scribe.order(order(numbered(1)), 20)
    scribe.go_on(OPENED, 20)
    scribe.go_on(WRITTEN, 20)
    time.sleep(0.2)
    assert counted(folder) == {}
    scribe.go_on(DONE, 20)
    scribe.end()
    assert counted(folder) == {1: 2 * LINES}
