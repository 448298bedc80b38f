"""The web service on a store by URL: the same doors, our guard and our limits before another server."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import remotes
import served
from pyoxigraph import Literal, NamedNode, Quad

import store
from api.settings import SettingError, Settings

A, P = NamedNode("https://example.org/a"), NamedNode("https://example.org/p")
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def location() -> Iterator[str]:
    with remotes.oxigraph("--union-default-graph", "--timeout-s", "5") as address:
        store.open(address, write=True).close()
        yield address


@pytest.fixture(scope="module")
def client(location: str) -> Iterator[httpx.Client]:
    settings = Settings(store=location, workers=2, query_seconds=2.0, queue_seconds=1.0, result_bytes=1_000_000)
    with served.serving(settings) as address, httpx.Client(base_url=address, timeout=30) as made:
        yield made


def ask(client: httpx.Client, query: str, accept: str = "text/csv") -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"Accept": accept})


def test_queries_are_passed_on(client: httpx.Client) -> None:
    answer = ask(client, "SELECT (COUNT(?f) AS ?n) { ?f a <https://w3id.org/peelgraph/def#Force> }")
    assert (answer.status_code, answer.text.split()) == (200, ["n", "45"])
    assert ask(client, "ASK {}", "application/sparql-results+json").json()["boolean"] is True
    turtle = ask(client, "DESCRIBE <https://w3id.org/peelgraph/id/force/cleveland>", "text/turtle")
    assert "Cleveland Police" in turtle.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/forces",
        "/id/force/cleveland",
        "/research/forces?limit=3",
        "/research/grade-history?force=cleveland",
        "/def",
        "/sparql",
        "/health",
        "/health/ready",
        "/metrics",
        "/void",
        "/dataset",
    ],
)
def test_the_doors_are_the_same(client: httpx.Client, path: str) -> None:
    assert client.get(path, follow_redirects=True).status_code == 200


def test_an_etag_holds_until_the_store_is_written_to(client: httpx.Client, location: str) -> None:
    query = f"SELECT ?o {{ {A} {P} ?o }}"
    first = ask(client, query)
    tag = first.headers["ETag"]
    again = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv", "If-None-Match": tag})
    assert again.status_code == 304
    with store.open(location, write=True) as writer:
        writer.replace(A.value, [Quad(A, P, Literal("new"), A)])
    until = time.monotonic() + 10
    while ask(client, query).headers["ETag"] == tag:
        assert time.monotonic() < until, "the new generation was never seen"
        time.sleep(0.1)
    assert ask(client, query).text.split() == ["o", "new"]


def test_the_service_describes_the_store_with_its_figures(client: httpx.Client) -> None:
    told = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert told.status_code == 200
    assert client.get("/health").json()["generation"] in told.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, id="outgoing"),
        pytest.param("SELECT * { ?s ?p }", 400, id="syntax"),
        pytest.param("SELECT * { " + "{" * 80 + "}" * 80 + " }", 413, id="deep"),
        pytest.param("SELECT * { ?s ?p ?o }", 503, id="too many bytes"),
        pytest.param(CROSS, 504, id="endless"),
    ],
)
def test_the_guard_and_the_limits_are_ours(client: httpx.Client, query: str, status: int) -> None:
    start = time.monotonic()
    answer = ask(client, query)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert time.monotonic() - start < 10


def test_more_queries_than_turns_wait_and_are_told(client: httpx.Client) -> None:
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(client, CROSS).status_code)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [503, 503, 504, 504]
    # The turns are given back.
    until = time.monotonic() + 20
    while ask(client, "ASK {}", "application/sparql-results+json").status_code != 200:
        assert time.monotonic() < until, "the turns were never free again"
        time.sleep(0.2)


def test_a_service_that_goes_away_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    with remotes.oxigraph("--union-default-graph") as address:
        store.open(address, write=True).close()
        with served.serving(Settings(store=address)) as found:
            assert httpx.get(found + "/health", timeout=30).status_code == 200
            remotes.stop(address)
            gone = httpx.get(found + "/health", timeout=30)
            assert gone.status_code == 503
            # The address of the server behind is no client's business.
            assert address not in gone.text


def test_no_files_are_made_of_a_store_by_url(client: httpx.Client) -> None:
    refused = client.get("/dumps", headers={"Accept": "application/json"})
    assert (refused.status_code, "peelgraph export" in refused.json()["detail"]) == (404, True)
    assert "/dumps" not in client.get("/dataset", headers={"Accept": "text/turtle"}).text
    assert "/dumps" not in client.get("/void", headers={"Accept": "text/turtle"}).text
    assert "/dumps" not in client.get("/dataset", headers={"Accept": "text/html"}).text


def test_changes_are_not_taken_for_another_service(location: str) -> None:
    from api.opened import opened

    async def open_it() -> None:
        async with opened(Settings(store=location, token="t" * 32)):
            pass

    import asyncio

    with pytest.raises(SettingError, match="takes no changes"):
        asyncio.run(open_it())


def test_a_peelgraph_service_is_a_store_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.open(tmp_path / "store", write=True).close()
    token = "t" * 32
    monkeypatch.setenv("PEELGRAPH_STORE_TOKEN", token)
    with served.serving(Settings(store=str(tmp_path / "store"), token=token)) as address:
        with store.open(address) as reader:
            first = reader.generation
            assert reader.statistics().forces == 45
        with store.open(address, write=True) as writer:
            writer.replace(A.value, [Quad(A, P, Literal("new"), A)])
            assert writer.select(f"SELECT ?o {{ {A} {P} ?o }}").rows == ((Literal("new"),),)
            assert writer.remove(A.value)
            last = writer.publish()
        with store.open(address) as reader:
            assert reader.generation == last != first
    with store.open(tmp_path / "store") as reader:
        assert reader.generation == last
