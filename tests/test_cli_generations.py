"""Generations at the terminal and in the web service: the list, the way back, withdrawal and 410."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import served
from test_cli import ASSESSMENTS, ROOT, run

import store as stores
from api.settings import Settings
from store.generations import Folder

CLEVELAND = "cleveland-2018-pillar"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two loads: first Kent, then Cleveland."""
    folder = tmp_path_factory.mktemp("generations") / "s"
    for pattern in ("kent*", "cleveland*"):
        assert run("load", *sorted(ASSESSMENTS.glob(pattern)), store=folder).returncode == 0
    return folder


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Path:
    """A copy of that store to change."""
    return Path(shutil.copytree(loaded, tmp_path / "s"))


def listed(store: Path, *options: object) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(run("generations", "--format", "json", *options, store=store).stdout)
    return rows


def assessments(store: Path) -> int:
    return int(json.loads(run("stats", "--format", "json", store=store).stdout)["store"]["assessments"])


def test_the_list_and_the_way_back(store: Path) -> None:
    assert [row["current"] for row in listed(store)] == [False, False, True]
    assert all(row["statements"] for row in listed(store, "--count"))
    assert "current" in run("generations", store=store).stdout
    done = run("rollback", store=store)
    assert (done.returncode, done.stdout) == (0, "")
    assert "000002-" in done.stderr
    assert assessments(store) == 3
    done = run("load", *sorted(ASSESSMENTS.glob("kent*")), store=store)
    assert "0 loaded, 3 loaded already" in done.stderr
    assert assessments(store) == 3
    assert run("rollback", 3, store=store).returncode == 0
    assert assessments(store) == 6
    done = run("generations", "--keep", 1, "--prune", store=store)
    assert done.stderr.startswith("2 removed: 000001-")
    assert len(listed(store)) == 1
    assert run("rollback", store=store).returncode == 1


def test_a_second_writer_is_refused_with_the_remedy(store: Path) -> None:
    with stores.open(store, write=True):
        for command in (("load", ASSESSMENTS / "kent-2017-pillar.html"), ("withdraw", CLEVELAND), ("rollback",)):
            done = run(*command, store=store)
            assert done.returncode == 1
            assert "another process writes to this store; wait for it" in done.stderr
            assert "Traceback" not in done.stderr


def test_what_a_killed_load_left_is_published_by_the_next(store: Path) -> None:
    writing = (
        "import os, signal, sys, store\n"
        "from pyoxigraph import NamedNode, Quad\n"
        "writer, a = store.open(sys.argv[1], write=True), NamedNode('https://example.org/a')\n"
        "writer.replace(a.value, [Quad(a, a, a, a)])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", writing, str(store)], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    with stores.open(store) as reader:
        assert "https://example.org/a" not in reader.graphs()
    assert "0 loaded, 3 loaded already" in run("load", *sorted(ASSESSMENTS.glob("kent*")), store=store).stderr
    with stores.open(store) as reader:
        assert "https://example.org/a" in reader.graphs()
    assert len(listed(store)) == 4
    run("load", *sorted(ASSESSMENTS.glob("kent*")), store=store)
    assert len(listed(store)) == 4


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("atlantis", "no assessment is called atlantis"),
        ('" } DROP ALL #', "no assessment is called"),
        ("", "no assessment is called"),
    ],
)
def test_what_is_not_there_is_not_withdrawn(store: Path, word: str, message: str) -> None:
    done = run("withdraw", CLEVELAND, word, store=store)
    assert done.returncode == 1
    assert message in done.stderr
    assert assessments(store) == 6


def test_what_was_withdrawn_is_gone_until_it_comes_back(store: Path) -> None:
    with stores.open(store) as reader:
        before = {name: set(reader.graph(name)) for name in reader.graphs()}
        iri = next(name for name in before if name.endswith(CLEVELAND))
        finding = next(str(said.subject)[1:-1] for said in before[iri] if "/id/finding/" in str(said.subject))
    paths = [address.removeprefix("https://w3id.org/peelgraph") for address in (iri, finding)]
    with served.serving(Settings(store=str(store))) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert {client.get(path).status_code for path in paths} == {303}
        assert run("withdraw", CLEVELAND, store=store).returncode == 0
        for path in [*paths, *(path.replace("/id/", "/doc/", 1) for path in paths)]:
            problem = client.get(path, headers={"accept": "text/turtle"})
            assert (problem.status_code, problem.headers["content-type"]) == (410, "application/problem+json")
            assert problem.json()["type"].endswith("#gone")
            assert "was withdrawn on 20" in problem.json()["detail"]
            page = client.get(f"{path}.ttl", headers={"accept": "text/html"})
            assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (410, "text/html")
        assert client.get("/doc/force/cleveland").status_code == 200
        assert client.get("/doc/force/atlantis").status_code == 404
        assert assessments(store) == 5
        assert run("load", ASSESSMENTS / f"{CLEVELAND}.html", store=store).returncode == 0
        assert {client.get(path.replace("/id/", "/doc/", 1)).status_code for path in paths} == {200}
    with stores.open(store) as reader:
        assert {name: set(reader.graph(name)) for name in reader.graphs()} == before
    assert run("validate", store=store).returncode == 0


def test_a_server_goes_back_and_on_with_its_generations(store: Path) -> None:
    query = {"query": "SELECT (COUNT(?a) AS ?n) { ?a a <https://w3id.org/peelgraph/def#Assessment> }"}
    with served.serving(Settings(store=str(store))) as address, httpx.Client(base_url=address, timeout=30) as client:

        def count() -> str:
            return client.get("/sparql.csv", params=query).text.split()[-1]

        assert count() == "6"
        run("rollback", store=store)
        assert (count(), client.get("/health").json()["generation"]) == ("3", Folder(store).current())
        run("rollback", 3, store=store)
        run("generations", "--keep", 1, "--prune", store=store)
        assert count() == "6"
