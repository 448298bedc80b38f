"""Generations: the way back, pruning beside readers, what was withdrawn, and a kill at any moment."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import store
from ontology.iris import Names
from ontology.terms import PEEL, PROV, RDF
from store.errors import StoreError, StoreLocked
from store.generations import Folder
from store.listing import generations, prune
from store.rollback import rollback

ROOT = Path(__file__).parent.parent
NAMES = Names()
A, B, P = (NamedNode(f"https://example.org/{name}") for name in "abp")
WITHDRAWN = NAMES.graph("withdrawn")


def quads(graph: NamedNode, *words: str) -> list[Quad]:
    return [Quad(A, P, Literal(word), graph) for word in words]


def thing(name: str) -> NamedNode:
    return NamedNode(NAMES.thing("partner", name))


def about(graph: NamedNode, *names: str) -> list[Quad]:
    return [Quad(thing(name), RDF.type, PEEL.Partner, graph) for name in names]


def publish(folder: Path, *words: str) -> str:
    with store.open(folder, write=True) as writer:
        writer.replace(A.value, quads(A, *words))
        return writer.publish()


def words(reader: store.Reader) -> set[str]:
    return {said.object.value for said in reader.graph(A.value)}  # type: ignore[union-attr]


def served(folder: Path) -> set[str]:
    with store.open(folder) as reader:
        return words(reader)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with three generations after its birth: one, two, three."""
    for word in ("one", "two", "three"):
        publish(tmp_path / "s", word)
    return tmp_path / "s"


def test_the_list_tells_when_what_and_which_is_current(folder: Path) -> None:
    found = generations(folder, count=True)
    assert [known.current for known in found] == [False, False, False, True]
    assert [known.before for known in found] == [None, *(known.name for known in found[:-1])]
    assert [known.graphs for known in found] == [2, 3, 3, 3]
    assert found[1].statements == found[0].statements + 1  # type: ignore[operator]
    assert all(known.published and known.published.startswith("20") for known in found)
    assert all(known.own_bytes > 0 for known in found)


def test_a_store_of_an_earlier_version_lists_without_dates_and_goes_back_by_number(folder: Path) -> None:
    (folder / "history.json").unlink()
    assert [(known.published, known.graphs) for known in generations(folder)] == [(None, None)] * 4
    assert rollback(folder).generation.startswith("000003-")
    assert served(folder) == {"two"}


def test_rollback_takes_readers_and_the_writer_back(folder: Path) -> None:
    left = Folder(folder).current()
    turned = rollback(folder)
    assert (turned.left, turned.dropped) == (left, False)
    assert served(folder) == {"two"}
    with store.open(folder, write=True) as writer:
        assert words(writer) == {"two"}
        assert not writer.ahead
        writer.replace(B.value, quads(B, "more"))
        writer.publish()
    assert served(folder) == {"two"}


def test_what_was_left_is_not_returned_to_unasked_but_by_name(folder: Path) -> None:
    one, two, three = Folder(folder).names()[1:]
    rollback(folder, one)
    four = publish(folder, "four")
    assert rollback(folder).generation == one
    assert rollback(folder, three).generation == three
    assert served(folder) == {"three"}
    assert rollback(folder, "5").generation == four
    assert rollback(folder, "000003").generation == two


def test_rollback_drops_what_was_never_published_and_says_so(folder: Path) -> None:
    with store.open(folder, write=True) as writer:
        writer.replace(A.value, quads(A, "unseen"))
        assert writer.ahead
    current = Folder(folder).current()
    assert current
    assert rollback(folder, current).dropped
    with store.open(folder, write=True) as writer:
        assert words(writer) == {"three"}


def test_rollback_mends_a_damaged_writer(folder: Path) -> None:
    (Folder(folder).writer / "CURRENT").write_text("nonsense", encoding="utf-8")
    current = Folder(folder).current()
    assert current
    rollback(folder, current)
    assert publish(folder, "four")
    assert served(folder) == {"four"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("9", r"no generation 9; it has 000001-", id="one that never was"),
        pytest.param("../generations", "no generation", id="a way out of the folder"),
    ],
)
def test_an_unknown_generation_is_refused(folder: Path, name: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        rollback(folder, name)
    with pytest.raises(StoreError, match="no generation"):
        store.open(folder, generation=name)


def test_the_first_has_none_before_it(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True):
        pass
    with pytest.raises(StoreError, match="isn't kept"):
        rollback(tmp_path / "s")
    with pytest.raises(StoreError, match="holds no store"):
        rollback(tmp_path / "other")


def test_nobody_goes_back_or_prunes_while_another_writes(folder: Path) -> None:
    with store.open(folder, write=True):
        for act in (rollback, prune):
            with pytest.raises(StoreLocked, match="another process writes"):
                act(folder)
    assert served(folder) == {"three"}


def test_an_earlier_generation_is_read_by_name(folder: Path) -> None:
    with store.open(folder, generation=Folder(folder).names()[2]) as reader:
        assert words(reader) == {"two"}


def test_pruning_keeps_the_number_and_the_current_one(folder: Path) -> None:
    names = Folder(folder).names()
    rollback(folder, names[1])
    assert prune(folder, keep=3) == (names[2],)
    assert prune(folder, keep=2) == (names[3],)
    assert [known.name for known in generations(folder)] == list(names[:2])
    assert set(json.loads((folder / "history.json").read_text(encoding="utf-8"))) == set(names[:2])
    last = publish(folder, "four")
    assert Folder(folder).names() == (names[1], last)
    assert rollback(folder).generation == names[1]
    with store.open(folder, write=True) as writer:
        last = [writer.publish() for _ in range(3)][-1]
    assert prune(folder, keep=1)
    assert Folder(folder).names() == (last,)


def test_a_generation_that_is_read_is_not_pruned(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with store.open(folder, write=True) as writer:
        for number in range(40):
            # Many files: the engine opens the first sixteen of a kind, the others when it needs them.
            graph = NamedNode(f"https://example.org/g{number}")
            writer._engine.bulk_extend(Quad(NamedNode(f"{graph.value}/{n}"), P, graph, graph) for n in range(300))
        first = writer.publish()
        with store.open(folder) as reader:
            for word in "xyz":
                writer.replace(A.value, quads(A, word))
                writer.publish()
            Folder(folder).note(Folder(folder).facts() | {"keep": "1"})
            Folder(folder).clean()
            assert Folder(folder).names() == tuple(sorted({first, writer.generation}))
            assert sum(1 for _ in reader.quads()) == reader.statements
        Folder(folder).clean()
        assert Folder(folder).names() == (writer.generation,)


def stones(reader: store.Reader) -> set[str]:
    assert all(said.predicate == PROV.invalidatedAtTime for said in reader.graph(WITHDRAWN))
    return {said.subject.value.rpartition("/")[2] for said in reader.graph(WITHDRAWN)}  # type: ignore[union-attr]


def test_what_vanishes_is_remembered_and_what_returns_is_not(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer:
        partners = writer.statistics().partners
        writer.replace(A.value, about(A, "alone", "shared", "kept"))
        writer.replace(B.value, about(B, "shared"))
        writer.replace(A.value, about(A, "kept"))
        assert stones(writer) == {"alone"}
        writer.remove(A.value)
        assert stones(writer) == {"alone", "kept"}
        before = writer.graph(WITHDRAWN)
        writer.replace(A.value, about(A, "alone"))
        writer.remove(A.value)
        assert writer.graph(WITHDRAWN) == before
        writer.replace(A.value, about(A, "alone"))
        writer.publish()
        assert stones(writer) == {"kept"}
        assert writer.statistics().partners == partners + 2
        writer.update(f"INSERT DATA {{ GRAPH {B} {{ {thing('kept')} a {PEEL.Partner} }} }}")
        writer.publish()
        assert WITHDRAWN not in writer.graphs()


def test_only_our_own_identifiers_are_remembered(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer:
        writer.replace(A.value, quads(A, "x"))
        writer.remove(A.value)
        assert WITHDRAWN not in writer.graphs()


def test_a_thing_that_moves_to_another_graph_of_the_same_change_stays(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True) as writer:
        writer.replace_together({A.value: about(A, "one"), B.value: about(B, "two")})
        writer.replace_together({A.value: about(A, "two"), B.value: about(B, "three")})
        assert stones(writer) == {"one"}


LOADER = """
import random, sys
import store
from pyoxigraph import Literal, NamedNode, Quad
from pathlib import Path
from store.generations import Folder
from store.rollback import rollback
folder, chance = sys.argv[1], random.Random(int(sys.argv[2]))
while True:
    with store.open(folder, write=True) as writer:
        turn = 1 + max([int(said.object.value.split()[0]) for said in writer.graph("https://example.org/g0")] or [0])
        for n in range(5):
            graph = NamedNode(f"https://example.org/g{n}")
            writer.replace(graph.value, [Quad(graph, graph, Literal(f"{turn} {i}"), graph) for i in range(100)])
        print("published", writer.publish(), turn, flush=True)
    known = Folder(Path(folder))
    if chance.random() < 0.3 and known.history()[known.current()].before in known.names()[1:]:
        print("back to", rollback(folder).generation, flush=True)
"""


def killed(folder: Path, seed: int, seconds: float) -> list[str]:
    """Run a loader that is killed after a while; give what it acknowledged."""
    loader = subprocess.Popen(
        [sys.executable, "-c", LOADER, str(folder), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    time.sleep(seconds)
    loader.send_signal(signal.SIGKILL)
    said, complaint = loader.communicate()
    assert complaint == ""
    return [line for line in said.splitlines(keepends=True) if line.endswith("\n")]


def turns(reader: store.Reader) -> set[str]:
    """The turns of which the five graphs tell: one, as each is whole; none before the first."""
    graphs = [reader.graph(f"https://example.org/g{n}") for n in range(5)]
    assert {len(graph) for graph in graphs} in ({100}, {0})
    told = {said.object.value.split()[0] for graph in graphs for said in graph}  # type: ignore[union-attr]
    assert len(told) <= 1
    return told


@pytest.mark.slow
def test_a_process_killed_at_any_moment_loses_nothing_and_leaves_nothing_half(tmp_path: Path) -> None:
    folder, chance = tmp_path / "s", random.Random(20261124)  # noqa: S311 - chance, not secrecy
    last = publish(folder, "born")
    published: dict[str, set[str]] = {last: set()}
    steps = 0
    for moment in range(30):
        lines = [line.split() for line in killed(folder, moment, chance.uniform(0.4, 1.8))]
        steps += len(lines)
        for line in lines:
            last = line[-1] if line[0] == "back" else line[1]
            published |= {line[1]: {line[2]}} if line[0] == "published" else {}
        with store.open(folder) as reader:
            told, generation = turns(reader), reader.generation
        # What was acknowledged is served as it was; else one step more was done, and the kill came before its word.
        before = Folder(folder).history()[last].before
        assert generation in (last, before) or generation > max(published), (last, generation)
        assert told == published.get(generation, told)
        with store.open(folder, write=True) as writer:
            assert not [name for name in writer.graphs() if name.startswith("urn:")]
        # A rollback that was begun is ended by now.
        with store.open(folder) as reader:
            last = reader.generation
            published.setdefault(last, turns(reader))
    assert steps > 60
    assert not list(folder.glob(".writer*"))
    assert len(list(folder.glob("writer*"))) == 1
