"""Answers are kept by generation; a client that goes stops its query; SERVICE asks whom the operator lists."""

import socket
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest
import served
from pyoxigraph import Literal, NamedNode, Quad

import store
from api.settings import Settings

QUERY = "SELECT ?s WHERE { ?s a <https://w3id.org/peelgraph/def#Force> } ORDER BY ?s LIMIT 5"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HIT, MISS = "peelgraph; hit", "peelgraph; fwd=miss"


def status_of(answer: httpx.Response) -> str:
    return answer.headers["cache-status"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_same_question_is_answered_from_what_is_kept(client: httpx.Client, method: str) -> None:
    query = {"query": f"{QUERY} # {method}"}

    def ask(accept: str) -> httpx.Response:
        if method == "GET":
            return client.get("/sparql", params=query, headers={"Accept": accept})
        return client.post("/sparql", data=query, headers={"Accept": accept})

    first, again, other = ask("text/csv"), ask("text/csv"), ask("text/tab-separated-values")
    assert [status_of(answer) for answer in (first, again, other)] == [MISS, HIT, MISS]
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["content-type"] == again.headers["content-type"]


def test_what_is_kept_is_answered_with_304_to_who_has_it(client: httpx.Client) -> None:
    query = {"query": f"{QUERY} # 304"}
    tag = client.get("/sparql", params=query).headers["etag"]
    for known in (tag, f"W/{tag}", "*", f'"other", {tag}'):
        answer = client.get("/sparql", params=query, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    assert client.get("/sparql", params=query, headers={"If-None-Match": '"other"'}).status_code == 200


def test_failures_and_health_are_not_kept(client: httpx.Client) -> None:
    for path in ("/sparql?query=SELECT", "/doc/force/nowhere", "/health"):
        for _ in range(2):
            assert client.get(path).headers.get("cache-status") != HIT


def test_a_new_generation_is_asked_anew(tmp_path: Path) -> None:
    name = NamedNode("https://example.org/g")
    with store.open(tmp_path / "s", write=True):
        pass
    query = urlencode({"query": f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}"})
    with served.serving(Settings(store=str(tmp_path / "s"))) as address:
        assert [httpx.get(f"{address}/sparql?{query}").json()["boolean"] for _ in range(2)] == [False, False]
        with store.open(tmp_path / "s", write=True) as writer:
            writer.replace(name.value, [Quad(name, name, Literal("x"), name)])
            writer.publish()
        assert httpx.get(f"{address}/sparql?{query}").json()["boolean"] is True


def test_a_client_that_goes_stops_its_query(tmp_path: Path) -> None:
    with store.open(tmp_path / "s", write=True):
        pass
    with served.serving(Settings(store=str(tmp_path / "s"), workers=1, query_seconds=60.0)) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as leaving:
            leaving.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(1.0)
        started = time.monotonic()
        # The one worker is free again, long before the limit.
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=30).status_code == 200
        assert time.monotonic() - started < 15


def test_service_asks_an_address_that_the_operator_lists_and_no_other(address: str, served_store: Path) -> None:
    there = f"{address}/sparql"
    inner = "{ ?s a <https://w3id.org/peelgraph/def#Force> }"
    with served.serving(Settings(store=str(served_store), services=there)) as here:
        found = httpx.get(
            f"{here}/sparql.json", params={"query": f"SELECT ?s {{ SERVICE <{there}> {inner} }} LIMIT 3"}, timeout=30
        )
        assert len(found.json()["results"]["bindings"]) == 3
        for refused in (f"<{address}/other>", "?where", "<sparql>", "x:sparql", f"SILENT <{there}x>"):
            answer = httpx.get(f"{here}/sparql", params={"query": f"SELECT ?s {{ SERVICE {refused} {inner} }}"})
            assert answer.status_code == 403, refused
