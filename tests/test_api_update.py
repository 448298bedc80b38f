"""SPARQL updates over a socket: who may, how they are sent, all or nothing, and the limits."""

import logging
import multiprocessing
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import served
import writing
from writing import UPDATE, ask, bearer, update, values

import store
from api.app import create_app
from api.settings import SettingError, Settings
from api.tokens import load
from ontology.iris import Names
from store.generations import Folder

FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": UPDATE}
G, H = "http://example.org/g", "http://example.org/h"
CROSS = (
    f"INSERT {{ GRAPH <{G}> {{ ?a <{G}> ?i }} }} WHERE {{ GRAPH ?x {{ ?a ?b ?c }} GRAPH ?y {{ ?d ?e ?f }} "
    "GRAPH ?z { ?g ?h ?i } }"
)
"""An update without end."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return writing.make_store(tmp_path_factory.mktemp("update") / "store")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    tokens = writing.write_tokens(folder.parent / "tokens.yaml")
    settings = Settings(
        store=str(folder), tokens=str(tokens), update_seconds=2.0, update_bytes=200_000, queue_seconds=1.0
    )
    with served.serving(settings) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60, headers=bearer("updater")) as made:
        yield made
        assert update(made, f"CLEAR DEFAULT; DROP SILENT GRAPH <{G}>; DROP SILENT GRAPH <{H}>").status_code == 204


def test_without_a_token_set_the_addresses_are_absent(served_store: Path) -> None:
    paths = create_app(Settings(store=str(served_store))).openapi()["paths"]
    assert not {"/update", "/graphs"} & set(paths)
    with served.serving(Settings(store=str(served_store), workers=1)) as address:
        for path in ("/update", "/graphs", "/graphs/a"):
            for method in ("GET", "POST", "PUT"):
                assert httpx.request(method, address + path, headers=bearer("all")).status_code == 404


GOOD = "INSERT DATA { <http://example.org/s> <http://example.org/p> 1 }"
REFUSED: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("GET", {"params": {"update": GOOD}}, 405, "wrong-method", "an update by GET"),
    ("PUT", {"content": GOOD, "headers": DIRECT}, 405, "wrong-method", "no such method"),
    ("POST", {"data": {"update": GOOD}, "headers": {"authorization": ""}}, 401, "unauthorised", "no token"),
    ("POST", {"data": {"update": GOOD}, "headers": {"authorization": "Bearer x"}}, 401, "unauthorised", "unknown"),
    ("POST", {"data": {"update": GOOD}, "headers": {"authorization": "Bearer"}}, 401, "unauthorised", "an empty token"),
    (
        "POST",
        {"data": {"update": GOOD}, "headers": {"authorization": f"Basic {writing.TOKENS['updater']}"}},
        401,
        "unauthorised",
        "the right token in another scheme",
    ),
    ("POST", {"data": {"update": GOOD}, "headers": bearer("keeper")}, 403, "missing-right", "a token for graphs alone"),
    ("POST", {"data": {}, "headers": FORM}, 400, "bad-request", "no update"),
    ("POST", {"data": {"update": [GOOD, GOOD]}}, 400, "bad-request", "two updates: which one is meant?"),
    ("POST", {"data": {"query": "ASK {}"}}, 400, "bad-request", "a query"),
    ("POST", {"content": b"\xff", "headers": DIRECT}, 400, "bad-request", "not UTF-8"),
    ("POST", {"data": {"update": GOOD, "using-graph-uri": "no iri"}}, 400, "bad-request", "a graph that can't be one"),
    ("POST", {"content": "INSERT DATA {", "headers": DIRECT}, 400, "query-syntax", "no SPARQL"),
    ("POST", {"content": "SELECT * {}", "headers": DIRECT}, 400, "query-syntax", "a query isn't an update"),
    ("POST", {"content": f"CLEAR GRAPH <{G}>", "headers": DIRECT}, 400, "query-failed", "no such graph, not SILENT"),
    ("POST", {"content": "LOAD <http://127.0.0.1:1/>", "headers": DIRECT}, 403, "query-refused", "it would fetch"),
    (
        "POST",
        {"content": "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "headers": DIRECT},
        403,
        "query-refused",
        "it would ask another service",
    ),
    ("POST", {"content": "LOAD <file:///etc/passwd>", "headers": DIRECT}, 403, "query-refused", "no files"),
    ("POST", {"content": " " * 300_000, "headers": DIRECT}, 413, "body-too-large", "over the limit"),
    (
        "POST",
        {"content": "INSERT DATA " + "{ " * 200 + "} " * 200, "headers": DIRECT},
        413,
        "query-too-large",
        "nests too deep",
    ),
    ("POST", {"content": GOOD, "headers": {"content-type": "text/plain"}}, 415, "unsupported-media", "of another type"),
    ("POST", {"content": GOOD}, 415, "unsupported-media", "without a type"),
    (
        "POST",
        {"content": "ASK {}", "headers": {"content-type": "application/sparql-query"}},
        415,
        "unsupported-media",
        "a query's type",
    ),
    (
        "POST",
        {"content": f"INSERT {{ <{G}> <{G}> ?o }} WHERE {{ {'?s ?p ?o . ' * 10_000} }}", "headers": DIRECT},
        503,
        "worker-died",
        "the engine's stack overflows",
    ),
    ("POST", {"content": CROSS, "headers": DIRECT}, 504, "query-timeout", "without end"),
]


@pytest.mark.parametrize(
    ("method", "options", "status", "name", "reason"), REFUSED, ids=[f"{row[3]}: {row[4]}" for row in REFUSED]
)
def test_what_is_refused_changes_nothing(
    client: httpx.Client, folder: Path, method: str, options: dict[str, Any], status: int, name: str, reason: str
) -> None:
    before = Folder(folder).current()
    response = client.request(method, "/update", **options)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json"), reason
    assert response.json()["type"].endswith(f"/problems#{name}")
    assert ("retry-after" in response.headers) == (status in (503, 504))
    challenge = response.headers.get("www-authenticate", "")
    assert challenge.startswith("Bearer") == (status == 401 or name == "missing-right")
    assert Folder(folder).current() == before


def test_a_challenge_says_what_is_wrong_with_the_token(client: httpx.Client) -> None:
    told = [
        client.post("/update", data={"update": GOOD}, headers=headers).headers["www-authenticate"]
        for headers in ({"authorization": ""}, {"authorization": "bearer x"}, bearer("reader"))
    ]
    assert "error" not in told[0]
    assert 'error="invalid_token"' in told[1]
    assert 'error="insufficient_scope", scope="update"' in told[2]


@pytest.mark.parametrize("way", ["form", "direct", "direct/"])
def test_every_way_of_sending_arrives_and_the_next_query_sees_it(client: httpx.Client, way: str) -> None:
    text = f"INSERT DATA {{ GRAPH <{G}> {{ <{G}/a%20b> <{G}> '50 % + é & ü' }} }}"
    if way == "form":
        response = client.post("/update", data={"update": text})
    else:
        response = client.post(f"/update{way[6:]}", content=text.encode(), headers=DIRECT)
    assert (response.status_code, response.content) == (204, b"")
    answer = client.get("/sparql", params={"query": f"SELECT ?o {{ GRAPH <{G}> {{ <{G}/a%20b> ?p ?o }} }}"})
    assert [row["o"]["value"] for row in answer.json()["results"]["bindings"]] == ["50 % + é & ü"]
    assert answer.headers["etag"].startswith(response.headers["etag"].rstrip('"'))


def test_the_scheme_is_written_in_any_case_and_the_one_token_of_the_settings_may_all(tmp_path: Path) -> None:
    where = writing.make_store(tmp_path / "s")
    with served.serving(Settings(store=str(where), workers=1, token="only-one!")) as address:
        sent = httpx.post(f"{address}/update", data={"update": GOOD}, headers={"authorization": "bEaReR only-one!"})
        assert sent.status_code == 204
        assert httpx.get(f"{address}/graphs?default", headers={"authorization": "Bearer only-one!"}).status_code == 200


def test_several_operations_are_one_transaction(client: httpx.Client) -> None:
    assert (
        update(client, f"INSERT DATA {{ <{G}> <{G}> 1 }}; DELETE DATA {{ <{G}> <{G}> 1 }}; {GOOD}").status_code == 204
    )
    assert not ask(client, f"ASK {{ <{G}> ?p ?o }}")
    for bad in (f"CLEAR GRAPH <{G}/absent>", "INSERT DATA { <a> <b> }", "LOAD <http://127.0.0.1:1/>", CROSS):
        assert update(client, f"CLEAR DEFAULT; {bad}").status_code >= 400
        assert ask(client, "ASK { <http://example.org/s> <http://example.org/p> 1 }"), bad


def test_a_syntax_error_tells_its_place_also_where_a_dataset_is_written_in(client: httpx.Client) -> None:
    text = f"DELETE WHERE {{ <{G}> ?p ?o }} ;\nINSERT {{ <{G}> <{G}> ?o }}\n  WHERE {{ ?s ?p }}"
    plain, with_dataset = update(client, text), update(client, text, **{"using-graph-uri": G})
    assert (plain.status_code, plain.json()["line"], plain.json()["column"]) == (400, 3, 18)
    assert {**with_dataset.json(), "detail": ""} == {**plain.json(), "detail": ""}


def test_relative_iris_are_resolved_against_the_address(client: httpx.Client, address: str) -> None:
    assert update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <x> <#y> </z> }} }}").status_code == 204
    found = client.get("/sparql", params={"query": f"SELECT * {{ GRAPH <{G}> {{ ?s ?p ?o }} }}"}).json()
    (row,) = found["results"]["bindings"]
    assert [row[name]["value"] for name in "spo"] == [f"{address}/x", f"{address}/update#y", f"{address}/z"]


def test_a_pattern_sees_the_default_graph_itself_and_named_ones_by_name(client: httpx.Client) -> None:
    update(client, f"INSERT DATA {{ <{G}> <{G}> 'default' . GRAPH <{G}> {{ <{G}> <{G}> 'named' }} }}")
    assert values(client, f"SELECT ?o {{ <{G}> <{G}> ?o }}") == ["default", "named"], "a query sees the union"
    update(client, f"INSERT {{ GRAPH <{H}> {{ <{H}> <{H}> ?o }} }} WHERE {{ <{G}> <{G}> ?o }}")
    assert values(client, f"SELECT ?o {{ GRAPH <{H}> {{ ?s ?p ?o }} }}") == ["default"]
    update(client, f"INSERT {{ GRAPH <{H}> {{ <{H}> <{H}> ?o }} }} WHERE {{ GRAPH ?g {{ <{G}> <{G}> ?o }} }}")
    assert values(client, f"SELECT ?o {{ GRAPH <{H}> {{ ?s ?p ?o }} }}") == ["default", "named"]


ONE, TWO, THREE = (f"http://example.org/graph/{number}" for number in (1, 2, 3))
DATA = " ".join(f"GRAPH <{graph}> {{ <{G}> <{G}/p> '{graph[-1]}' }}" for graph in (ONE, TWO, THREE))
PLAIN = f"INSERT {{ GRAPH <{G}> {{ <{G}> <{G}/found> ?o }} }} WHERE {{ <{G}> <{G}/p> ?o }}"
NAMED = f"INSERT {{ GRAPH <{G}> {{ <{G}> <{G}/found> ?o }} }} WHERE {{ GRAPH ?g {{ <{G}> <{G}/p> ?o }} }}"
DATASETS: list[tuple[str, list[str], list[str], list[str], str]] = [
    (PLAIN, [ONE], [], ["1"], "one graph"),
    (PLAIN, [ONE, TWO], [], ["1", "2"], "two make up the default graph"),
    (PLAIN, [], [ONE], [], "named ones alone: an empty default graph"),
    (NAMED, [], [ONE, TWO], ["1", "2"], "named ones"),
    (NAMED, [THREE], [ONE], ["1"], "both: only the named ones have names"),
    (PLAIN.replace(" WHERE {", "WHERE{").replace("INSERT {", "insert{"), [ONE], [], ["1"], "without spaces"),
    (f"{PLAIN} ; {PLAIN}", [TWO], [], ["2"], "each operation"),
    (f"# WHERE {{\n{PLAIN}", [TWO], [], ["2"], "a comment is none"),
    (
        f"INSERT {{ GRAPH <{G}> {{ <{G}> <{G}/found> ' WHERE ' }} }} WHERE {{}}",
        [TWO],
        [],
        [" WHERE "],
        "a string is none",
    ),
    (
        f"PREFIX WHERE: <{G}/> INSERT {{ GRAPH <{G}> {{ <{G}> WHERE:found ?o }} }} WHERE {{ <{G}> WHERE:p ?o }}",
        [TWO],
        [],
        ["2"],
        "a prefix is none",
    ),
    (
        f"INSERT {{ GRAPH <{G}> {{ <{G}> <{G}/found> ?o }} }} WHERE {{ {{ SELECT ?o WHERE {{ <{G}> <{G}/p> ?o }} }} }}",
        [TWO],
        [],
        ["2"],
        "a query within has no USING",
    ),
]


@pytest.fixture
def three(client: httpx.Client) -> Iterator[httpx.Client]:
    assert update(client, f"INSERT DATA {{ {DATA} }}").status_code == 204
    yield client
    update(client, "; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in (ONE, TWO, THREE)))


@pytest.mark.parametrize(("text", "graphs", "named", "found", "reason"), DATASETS, ids=[row[4] for row in DATASETS])
@pytest.mark.parametrize("way", ["form", "direct"])
def test_the_dataset_of_the_request_is_the_updates(
    three: httpx.Client, text: str, graphs: list[str], named: list[str], found: list[str], reason: str, way: str
) -> None:
    dataset = {"using-graph-uri": graphs, "using-named-graph-uri": named}
    response = (
        three.post("/update", data={"update": text, **dataset}) if way == "form" else update(three, text, **dataset)
    )
    assert response.status_code == 204, response.text
    assert values(three, f"SELECT ?o {{ GRAPH <{G}> {{ ?s <{G}/found> ?o }} }}") == found, reason


def test_delete_where_takes_the_dataset_too(three: httpx.Client) -> None:
    text = f"DELETE WHERE {{ <{G}> <{G}/p> ?o }} ; DELETE WHERE {{ GRAPH <{TWO}> {{ ?s ?p ?o }} }}"
    assert update(three, text, **{"using-graph-uri": ONE, "using-named-graph-uri": THREE}).status_code == 204
    every = f"SELECT ?o {{ <{G}> <{G}/p> ?o }}"
    assert values(three, every) == ["1", "2", "3"], (
        "templates delete from the default graph, and TWO isn't in the dataset"
    )
    assert update(three, text, **{"using-named-graph-uri": TWO}).status_code == 204
    assert values(three, every) == ["1", "3"]


CONFLICTS = [
    (f"WITH <{ONE}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "dataset-conflict", "WITH"),
    (f"INSERT {{ ?s ?p ?o }} USING <{ONE}> WHERE {{ ?s ?p ?o }}", "dataset-conflict", "USING"),
    (f"INSERT {{ ?s ?p ?o }} using named <{ONE}> WHERE {{ ?s ?p ?o }}", "dataset-conflict", "USING NAMED"),
    (f"{GOOD} ; WITH <{ONE}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "dataset-conflict", "in a later operation"),
    ("DELETEWHERE{ ?s ?p ?o }", "query-syntax", "glued keywords, which the engine reads"),
    (
        f"PREFIX g: <{ONE}> WITHg: DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        "query-syntax",
        "a keyword glued to a name",
    ),
]


@pytest.mark.parametrize(("text", "name", "reason"), CONFLICTS, ids=[row[2] for row in CONFLICTS])
def test_a_dataset_in_both_is_refused(three: httpx.Client, text: str, name: str, reason: str) -> None:
    for parameter in ("using-graph-uri", "using-named-graph-uri"):
        response = update(three, text, **{parameter: ONE})
        assert response.status_code == 400, reason
        assert response.json()["type"].endswith(name)


def test_an_update_without_end_is_stopped_and_nothing_remains(client: httpx.Client, folder: Path) -> None:
    update(client, f"INSERT DATA {{ <{G}> <{G}> 'stays' }}")
    before, started = Folder(folder).current(), time.monotonic()
    response = update(client, f"DELETE DATA {{ <{G}> <{G}> 'stays' }} ; {CROSS}")
    assert (response.status_code, response.json()["type"].partition("#")[2]) == (504, "query-timeout")
    assert 1.9 < time.monotonic() - started < 4
    assert Folder(folder).current() == before
    assert ask(client, f"ASK {{ <{G}> <{G}> 'stays' }}")
    assert update(client, f"INSERT DATA {{ <{H}> <{H}> 'next' }}").status_code == 204
    assert ask(
        client,
        f"ASK {{ <{G}> <{G}> 'stays' . <{H}> <{H}> 'next' FILTER NOT EXISTS {{ ?s <{G}> ?o FILTER (?s != <{G}>) }} }}",
    )


def hold(folder: str, seconds: float, held: Any) -> None:
    with store.open(folder, write=True):
        held.set()
        time.sleep(seconds)


@pytest.mark.parametrize(("seconds", "status"), [(0.5, 204), (4.0, 503)], ids=["a short load", "a long load"])
def test_while_another_process_writes_a_change_waits_then_is_told(
    client: httpx.Client, folder: Path, seconds: float, status: int
) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    other = context.Process(target=hold, args=(str(folder), seconds, held))
    other.start()
    try:
        assert held.wait(20)
        response = update(client, GOOD)
        assert response.status_code == status, response.text
        if status == 503:
            assert response.json()["type"].endswith("store-locked")
            assert "another process" in response.json()["detail"]
            assert str(folder) not in response.text
            assert response.headers["retry-after"]
    finally:
        other.join(20)


def test_changes_from_many_clients_are_carried_out_one_after_another(address: str, client: httpx.Client) -> None:
    def add(number: int) -> None:
        with httpx.Client(base_url=address, timeout=60, headers=bearer("all")) as own:
            for count in range(4):
                text = f"INSERT DATA {{ GRAPH <{G}> {{ <{G}/{number}> <{G}> {count} }} }}"
                while (response := update(own, text)).status_code == 503:
                    # The wait for a turn has ended on a busy machine: nothing was done, and it may be sent again.
                    assert response.json()["type"].endswith("#busy"), response.text
                statuses.append(response.status_code)

    statuses: list[int] = []
    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [204] * 16
    assert len(values(client, f"SELECT ?o {{ GRAPH <{G}> {{ ?s ?p ?o }} }}")) == 16


def test_a_load_at_a_terminal_can_write_between_two_updates(client: httpx.Client, folder: Path) -> None:
    update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> 'over HTTP' }} }}")
    with store.open(folder, write=True) as writer:
        assert [said.object.value for said in writer.graph(G)] == ["over HTTP"]  # type: ignore[union-attr]
        writer.update(f"INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> 'at a terminal' }} }}")
        writer.publish()
    update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> 'again' }} }}")
    assert values(client, f"SELECT ?o {{ GRAPH <{G}> {{ ?s ?p ?o }} }}") == ["again", "at a terminal", "over HTTP"]


def test_a_small_update_is_quick(client: httpx.Client) -> None:
    times = []
    for number in range(10):
        started = time.perf_counter()
        assert update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> {number} }} }}").status_code == 204
        assert ask(client, f"ASK {{ GRAPH <{G}> {{ <{G}> <{G}> {number} }} }}")
        times.append(time.perf_counter() - started)
    # Measured 0.05 to 0.1 s on a store of 100,000 statements; a busy machine takes several times that.
    assert min(times) < 1.0


def test_each_change_is_logged_with_who_and_never_with_the_token(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="peelgraph"):
        update(client, GOOD)
        update(client, "INSERT DATA {")
        client.post("/update", data={"update": GOOD}, headers=bearer("reader"))
    assert re.search(r"POST /update by updater: generation \d{6}-", caplog.text)
    assert "by updater failed: QuerySyntax" in caplog.text
    assert not any(token in caplog.text for token in writing.TOKENS.values())


def test_scripts_of_other_sites_may_ask_beforehand(client: httpx.Client) -> None:
    for path, method in (("/update", "POST"), ("/graphs", "PUT"), ("/graphs/a", "DELETE")):
        headers = {
            "origin": "https://example.org",
            "access-control-request-method": method,
            "access-control-request-headers": "authorization,content-type",
            "authorization": "",
        }
        asked = client.options(path, headers=headers)
        assert asked.status_code == 200
        assert method in asked.headers["access-control-allow-methods"]
        assert "authorization" in asked.headers["access-control-allow-headers"].lower()


def test_the_ontology_and_the_reference_data_may_be_changed_with_the_right(client: httpx.Client) -> None:
    graph = Names().graph("reference")
    assert update(client, f"INSERT DATA {{ GRAPH <{graph}> {{ <{G}> <{G}> 'mine' }} }}").status_code == 204
    assert ask(client, f"ASK {{ GRAPH <{graph}> {{ <{G}> <{G}> 'mine' }} }}")


ROW = "tokens:\n  - name: a\n    rights: [update]\n    "
WRONG = [
    ("tokens: []", "tokens is not as it should be", "no token in it"),
    ("- a", "the file is not as it should be", "a list"),
    ("tokens: [", "is no YAML", "no YAML"),
    (ROW + "sha256: 12", "tokens/0/sha256", "no digest"),
    (ROW + "token: secret\n    sha256: " + "a" * 64, "tokens/0", "both"),
    (ROW + "token: secret word", "tokens/0/token", "a token no header can carry"),
    (ROW.replace("update", "all") + "token: secret", "rights", "an unknown right"),
    (ROW.replace("name: a", 'name: "a\\nb"') + "token: secret", "name", "a name that would break the log"),
    (
        ROW + "token: secret\n  - name: a\n    rights: [update]\n    token: secret2",
        "a name stands twice",
        "a name twice",
    ),
    (
        ROW + "token: secret\n  - name: b\n    rights: [update]\n    token: secret",
        "a token stands twice",
        "a token twice",
    ),
]


@pytest.mark.parametrize(("text", "message", "reason"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_file_of_tokens_is_refused_and_no_token_told(
    tmp_path: Path, text: str, message: str, reason: str
) -> None:
    file = tmp_path / "tokens.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError) as caught:
        create_app(Settings(tokens=str(file)))
    assert message in str(caught.value), reason
    assert "secret" not in str(caught.value)


def test_tokens_are_shown_nowhere(tmp_path: Path) -> None:
    settings = Settings(token="secret-of-mine", tokens=str(writing.write_tokens(tmp_path / "tokens.yaml")))
    shown = repr(settings) + repr(load(settings)._tokens)
    assert "secret-of-mine" not in shown
    assert writing.TOKENS["reader"] not in shown
    with pytest.raises(SettingError, match="can't be read"):
        load(Settings(tokens=str(tmp_path / "absent.yaml")))
    with pytest.raises(SettingError, match="visible ASCII"):
        load(Settings(token="two words"))


def test_a_change_that_was_not_sent_whole_is_none(
    address: str, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    asked = httpx.URL(address)
    with socket.create_connection((asked.host, asked.port or 80)) as connection:
        head = f"POST /update HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer('all')['authorization']}\r\n"
        body = f"INSERT DATA {{ <{G}> <{G}> 1 }}"
        head += f"Content-Type: {UPDATE}\r\nContent-Length: {len(body) + 1}\r\n\r\n"
        connection.sendall((head + body).encode())
        time.sleep(0.2)
    time.sleep(0.5)
    assert not ask(client, f"ASK {{ <{G}> <{G}> 1 }}")
    assert "Traceback" not in caplog.text


def test_more_changes_than_there_are_places_are_told_to_come_again(address: str, client: httpx.Client) -> None:
    def run() -> None:
        with httpx.Client(base_url=address, timeout=60, headers=bearer("all")) as own:
            statuses.append(update(own, CROSS).status_code)

    statuses: list[int] = []
    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    assert ask(client, "ASK {}"), "queries are answered meanwhile"
    for thread in threads:
        thread.join()
    assert set(statuses) == {503, 504}
    assert update(client, GOOD).status_code == 204
