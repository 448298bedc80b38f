"""The Graph Store HTTP Protocol over a socket: naming a graph, methods, forms, rights, all or nothing."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import served
import writing
from writing import TURTLE, ask, bearer, update

from api.settings import Settings
from ontology.iris import Names
from store.generations import Folder
from store.media import GRAPHS

G = "http://example.org/g"
AT = f"/graphs?graph={quote(G, safe='')}"
SAID = "<http://example.org/s> <http://example.org/p> 'ü', 2 ."
AS_TURTLE = {"content-type": TURTLE}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return writing.make_store(tmp_path_factory.mktemp("graphs") / "store")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    tokens = writing.write_tokens(folder.parent / "tokens.yaml")
    settings = Settings(store=str(folder), tokens=str(tokens), update_seconds=15.0, update_bytes=3_000_000)
    with served.serving(settings) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60, headers=bearer("all")) as made:
        yield made
        assert update(made, f"CLEAR DEFAULT; DROP SILENT GRAPH <{G}>").status_code == 204


def put(client: httpx.Client, path: str, body: str | bytes, media_type: str = TURTLE) -> httpx.Response:
    return client.put(path, content=body, headers={"content-type": media_type})


def triples(client: httpx.Client, path: str) -> set[ox.Triple]:
    response = client.get(path, headers={"accept": "application/n-triples"})
    assert response.status_code == 200, response.text
    return {quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)}


def objects(client: httpx.Client, path: str) -> list[str]:
    return sorted(triple.object.value for triple in triples(client, path))  # type: ignore[union-attr]


BAD_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:Description><p xmlns="http://z#">1</p>'
)
BOMB = (
    "<!DOCTYPE r [<!ENTITY a0 'x'>"
    + "".join(f"<!ENTITY a{level} '{f'&a{level - 1};' * 20}'>" for level in range(1, 12))
    + "]><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description>"
    "<p xmlns='http://z#'>&a11;</p></rdf:Description></rdf:RDF>"
)
OUTSIDE = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>'
    '<p xmlns="http://z#">&x;</p></rdf:Description></rdf:RDF>'
)
XML, LD = "application/rdf+xml", "application/ld+json"
DEEP = "<http://a> <http://b> " + "( " * 500_000


def sent(body: str | bytes, media_type: str = TURTLE, **headers: str) -> dict[str, Any]:
    return {"content": body, "headers": {"content-type": media_type, **headers}}


REFUSED: list[tuple[str, str, dict[str, Any], int, str, str]] = [
    ("GET", "/graphs", {}, 400, "bad-request", "no graph is named"),
    ("GET", f"{AT}&default", {}, 400, "bad-request", "two graphs"),
    ("GET", f"{AT}&graph=http://example.org/h", {}, 400, "bad-request", "two graphs"),
    ("GET", "/graphs?default=yes", {}, 400, "bad-request", "default takes no value"),
    ("GET", "/graphs?graph=relative", {}, 400, "bad-request", "not an absolute IRI"),
    ("GET", "/graphs?graph=", {}, 400, "bad-request", "an empty IRI"),
    ("GET", "/graphs?name=a", {}, 400, "bad-request", "an unknown parameter"),
    ("GET", "/graphs/a?default", {}, 400, "bad-request", "the address names one already"),
    ("PUT", "/graphs", sent(SAID), 400, "bad-request", "no graph is named"),
    ("DELETE", "/graphs", {}, 400, "bad-request", "no graph is named"),
    ("GET", AT, {"headers": {"authorization": ""}}, 401, "unauthorised", "reading wants a token too"),
    ("PUT", AT, sent(SAID, authorization="Bearer x"), 401, "unauthorised", "an unknown token"),
    ("PUT", AT, sent(SAID, **bearer("reader")), 403, "missing-right", "a token that only reads"),
    ("POST", AT, sent(SAID, **bearer("updater")), 403, "missing-right", "a token for updates"),
    ("DELETE", AT, {"headers": bearer("reader")}, 403, "missing-right", "a token that only reads"),
    ("GET", AT, {"headers": bearer("keeper")}, 403, "missing-right", "a token that only writes"),
    ("GET", AT, {}, 404, "no-such-graph", "an absent graph"),
    ("HEAD", AT, {}, 404, "no-such-graph", "an absent graph"),
    ("DELETE", AT, {}, 404, "no-such-graph", "an absent graph"),
    ("GET", "/graphs/nowhere", {}, 404, "no-such-graph", "an absent graph, by its address"),
    ("PATCH", AT, sent(SAID), 405, "wrong-method", "PATCH is for SPARQL updates, which are at /update"),
    ("GET", "/graphs?default", {"headers": {"accept": "image/png"}}, 406, "not-acceptable", "no pictures"),
    ("PUT", AT, sent(SAID, "text/csv"), 415, "unsupported-media", "no RDF"),
    ("PUT", AT, {"content": SAID}, 415, "unsupported-media", "without a type"),
    ("PUT", AT, sent(SAID, f"{TURTLE}; charset=latin-1"), 415, "unsupported-media", "another charset"),
    ("PUT", AT, sent(b"\x1f\x8b", **{"content-encoding": "gzip"}), 415, "unsupported-media", "compressed"),
    ("PUT", AT, {"files": {"a": ("a.ttl", SAID, TURTLE)}}, 415, "unsupported-media", "a form is for POST"),
    ("POST", AT, {"files": {"a": ("a.csv", SAID, "text/csv")}}, 415, "unsupported-media", "a file of no RDF"),
    ("POST", AT, sent(b"--x\r\n", "multipart/form-data; boundary=y"), 400, "bad-request", "a form without a file"),
    ("POST", AT, sent(b"", "multipart/form-data"), 400, "bad-request", "a form without a boundary"),
    ("PUT", AT, sent(f"{SAID}\n<http://a> <http://b> ."), 400, "rdf-syntax", "no Turtle"),
    ("PUT", AT, sent(b"<http://a> <http://b> '\xff' ."), 400, "rdf-syntax", "not UTF-8"),
    ("PUT", AT, sent("x:a x:b 1 ."), 400, "rdf-syntax", "a prefix without a meaning"),
    ("PUT", AT, sent("<a> <b> <c> .", "application/n-triples"), 400, "rdf-syntax", "relative IRIs in N-Triples"),
    ("PUT", AT, sent(SAID, XML), 400, "rdf-syntax", "another form than it is said to be in"),
    ("PUT", AT, sent(BAD_XML, XML), 400, "rdf-syntax", "XML that breaks off, which the engine would take"),
    ("PUT", AT, sent(BOMB, XML), 400, "rdf-syntax", "an entity bomb"),
    ("PUT", AT, sent(OUTSIDE, XML), 400, "rdf-syntax", "an entity that is a file of the server's"),
    ("PUT", AT, sent('{"@id": "http://a", "http://b": }', LD), 400, "rdf-syntax", "no JSON"),
    (
        "PUT",
        AT,
        sent('{"@context": "http://127.0.0.1:1/c", "@id": "http://a", "b": 1}', LD),
        400,
        "rdf-syntax",
        "a context elsewhere",
    ),
    (
        "PUT",
        AT,
        sent('{"@context": {"@import": "http://127.0.0.1:1/c"}, "@id": "http://a", "b": 1}', LD),
        400,
        "rdf-syntax",
        "a context that imports one",
    ),
    ("PUT", AT, sent(f"<{G}> {{ {SAID} }}", "application/trig"), 400, "rdf-syntax", "a graph of its own"),
    ("PUT", AT, sent(f"<{G}> <{G}> <{G}> <{G}> .", "application/n-quads"), 400, "rdf-syntax", "a graph of its own"),
    ("PUT", AT, sent(b" " * 4_000_000), 413, "body-too-large", "over the limit"),
]


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "name", "reason"), REFUSED, ids=[f"{r[4]}: {r[5]}" for r in REFUSED]
)
def test_what_is_refused_changes_nothing(
    client: httpx.Client,
    folder: Path,
    method: str,
    path: str,
    options: dict[str, Any],
    status: int,
    name: str,
    reason: str,
) -> None:
    before = Folder(folder).current()
    response = client.request(method, path, **options)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json"), reason
    if method != "HEAD":
        assert response.json()["type"].endswith(f"/problems#{name}"), response.text
    assert Folder(folder).current() == before


PLACES = [
    (TURTLE, f"{SAID}\n<http://a> <http://b> .", 2, 23),
    (XML, BAD_XML, 2, 44),
    (LD, '{"@id": "http://a",\n "http://b": }', 2, 14),
]


@pytest.mark.parametrize(("media_type", "body", "line", "column"), PLACES, ids=[row[0] for row in PLACES])
def test_what_is_no_rdf_is_told_with_its_place(
    client: httpx.Client, media_type: str, body: str, line: int, column: int
) -> None:
    put(client, AT, SAID)
    for method in ("PUT", "POST"):
        problem = client.request(method, AT, **sent(body, media_type)).json()
        assert (problem["status"], problem.get("line"), problem.get("column")) == (400, line, column)
    assert len(triples(client, AT)) == 2


@pytest.mark.parametrize("media_type", list(GRAPHS))
def test_every_form_goes_in_and_comes_out(client: httpx.Client, media_type: str) -> None:
    graph = [quad.triple for quad in ox.parse(SAID, format=ox.RdfFormat.TURTLE)]
    body = ox.serialize(graph, format=GRAPHS[media_type])
    assert body is not None
    assert put(client, AT, b"\xef\xbb\xbf" + body if media_type != LD else body, media_type).status_code == 201
    response = client.get(AT, headers={"accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    parsed = ox.parse(response.content, format=GRAPHS[media_type])
    assert {quad.triple for quad in parsed} == set(graph)


def test_put_makes_then_replaces_and_delete_withdraws(client: httpx.Client) -> None:
    made = put(client, AT, "<a> <b> 1 .")
    assert (made.status_code, put(client, AT, "<a> <b> 2 .").status_code) == (201, 204)
    assert objects(client, AT) == ["2"]
    got, head = client.get(AT), client.head(AT)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])
    assert client.get(AT, headers={"if-none-match": got.headers["etag"]}).status_code == 304
    gone = client.delete(AT)
    assert (gone.status_code, client.get(AT).status_code, client.delete(AT).status_code) == (204, 404, 404)
    assert len({made.headers["etag"], gone.headers["etag"]}) == 2


def test_post_adds_and_makes(client: httpx.Client) -> None:
    assert client.post(AT, **sent("<a> <b> 1 .")).status_code == 201
    assert client.post(AT, **sent("<a> <b> 1, 2 .")).status_code == 204
    assert objects(client, AT) == ["1", "2"]


def test_post_without_a_graph_makes_a_new_one_at_its_location(client: httpx.Client, address: str) -> None:
    made = [client.post("/graphs", **sent("<> <b> <c> .")) for _ in range(2)]
    where = [response.headers["location"] for response in made]
    assert [response.status_code for response in made] == [201, 201]
    assert len(set(where)) == 2
    for location in where:
        assert location.startswith(f"{address}/graphs/")
        assert triples(client, location) == triples(client, f"/graphs?graph={quote(location, safe='')}")
        (triple,) = triples(client, location)
        assert triple.subject == ox.NamedNode(location)
        assert client.delete(location).status_code == 204


def test_an_empty_graph_is_one_until_it_is_withdrawn(client: httpx.Client) -> None:
    assert put(client, AT, "").status_code == 201
    assert (client.get(AT).status_code, triples(client, AT)) == (200, set())
    put(client, AT, SAID)
    assert (put(client, AT, "").status_code, triples(client, AT)) == (204, set())
    assert client.delete(AT).status_code == 204
    assert client.post(AT, **sent("")).status_code == 201
    assert client.get(AT).status_code == 200


def test_the_default_graph_is_itself_and_not_the_union(client: httpx.Client, address: str) -> None:
    assert triples(client, "/graphs?default") == set()
    assert put(client, AT, "<a> <b> 'named' .").status_code == 201
    assert put(client, "/graphs?default", "<#a> <b> 'default' .").status_code == 201
    assert put(client, "/graphs?default=", "<#a> <b> 'again' .").status_code == 204
    assert client.post("/graphs?default", **sent("<#a> <b> 'more' .")).status_code == 204
    assert objects(client, "/graphs?default") == ["again", "more"]
    assert {triple.subject.value for triple in triples(client, "/graphs?default")} == {f"{address}/graphs?default#a"}  # type: ignore[union-attr]
    assert client.delete("/graphs?default").status_code == 204
    assert client.delete("/graphs?default").status_code == 204, "it is there always"
    assert objects(client, "/graphs?default") == []
    assert objects(client, AT) == ["named"]


@pytest.mark.parametrize("path", ["a", "some/path", "a%20b", "caf%C3%A9", "a%2Fb", "x.ttl", "a;b=c,d@e"])
def test_the_address_is_the_graphs_iri(client: httpx.Client, address: str, path: str) -> None:
    assert put(client, f"/graphs/{path}", "<> <b> <c> .").status_code == 201
    iri = f"{address}/graphs/{path}"
    assert ask(client, f"ASK {{ GRAPH <{iri}> {{ <{iri}> ?p ?o }} }}")
    assert triples(client, f"/graphs/{path}") == triples(client, f"/graphs?graph={quote(iri, safe='')}")
    assert client.delete(f"/graphs/{path}").status_code == 204


@pytest.mark.parametrize("below", ["", "/open/data"], ids=["the proxy cuts its prefix off", "the proxy leaves it on"])
def test_behind_a_proxy_the_public_address_is_the_graphs_iri(tmp_path: Path, below: str) -> None:
    where = writing.make_store(tmp_path / "s")
    settings = Settings(store=str(where), workers=1, public_url="https://example.org/open/data", token="t0")
    with (
        served.serving(settings) as address,
        httpx.Client(base_url=address, headers={"authorization": "Bearer t0"}, timeout=30) as client,
    ):
        assert put(client, f"{below}/graphs/a%20b", "<> <b> <c> .").status_code == 201
        assert ask(client, "ASK { GRAPH <https://example.org/open/data/graphs/a%20b> { ?s ?p ?o } }")
        new = client.post(f"{below}/graphs", **sent(SAID)).headers["location"]
        assert new.startswith("https://example.org/open/data/graphs/")


def test_relative_iris_are_the_graphs_and_blank_nodes_meet_no_others(client: httpx.Client) -> None:
    put(client, AT, "<> <#p> <other> . _:x <http://a> 1 .")
    client.post(AT, **sent("_:x <http://a> 2 ."))
    found = triples(client, AT)
    assert ox.Triple(ox.NamedNode(G), ox.NamedNode(f"{G}#p"), ox.NamedNode("http://example.org/other")) in found
    assert len({triple.subject for triple in found if isinstance(triple.subject, ox.BlankNode)}) == 2


def test_files_of_a_form_are_added_together(client: httpx.Client) -> None:
    files = [
        ("one", ("one.ttl", "<a> <b> 1 .", f"{TURTLE}; charset=utf-8")),
        ("two", ("two.nt", "<http://a> <http://b> <http://c> .", "application/n-triples")),
    ]
    assert client.post(AT, files=files).status_code == 201
    assert len(triples(client, AT)) == 2
    assert client.post(AT, files=[*files[:1], ("x", ("x.ttl", "no Turtle", TURTLE))]).status_code == 400
    assert client.post("/graphs", files=files).status_code == 201


def test_a_graph_is_put_whole_or_not_at_all_under_readers(client: httpx.Client, address: str) -> None:
    """Readers see the one content or the other, never a mixture, nothing or a failure."""

    def read() -> None:
        with httpx.Client(base_url=address, timeout=60, headers=bearer("reader")) as own:
            while not done.is_set():
                seen.add(tuple(objects(own, AT)))

    def content(word: str) -> str:
        return "\n".join(f"<{number}> <p> '{word}' ." for number in range(500))

    assert put(client, AT, content("0")).status_code == 201
    seen: set[tuple[str, ...]] = set()
    done = threading.Event()
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 6):
        assert put(client, AT, content(str(number))).status_code == 204
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= {(str(number),) * 500 for number in range(6)}
    assert len(seen) >= 2


def test_what_is_deep_ends_a_process_and_not_the_service(client: httpx.Client) -> None:
    started = time.monotonic()
    response = client.put(AT, **sent(DEEP))
    assert response.status_code in (400, 503, 504)
    assert time.monotonic() - started < 20
    assert client.get(AT).status_code == 404
    assert put(client, AT, SAID).status_code == 201


def test_things_of_a_graph_that_is_withdrawn_are_gone(client: httpx.Client) -> None:
    thing = Names().thing("partner", "of-a-graph")
    put(client, AT, f"<{thing}> a <https://w3id.org/peelgraph/def#Partner> .")
    assert client.get("/id/partner/of-a-graph").status_code == 303
    assert client.delete(AT).status_code == 204
    assert client.get("/id/partner/of-a-graph").status_code == 410


def test_the_methods_are_told_without_a_token(client: httpx.Client) -> None:
    for path in ("/graphs", "/graphs/a"):
        told = client.options(path, headers={"authorization": ""})
        assert (told.status_code, told.headers["allow"]) == (204, "GET, HEAD, PUT, POST, DELETE, OPTIONS")


def test_a_wrong_method_is_told_the_right_ones(client: httpx.Client) -> None:
    assert client.patch(AT).headers["allow"] == "GET, POST, PUT, DELETE, OPTIONS, HEAD"
    assert client.get("/update").headers["allow"] == "POST"


def test_a_large_graph_is_put_within_seconds(client: httpx.Client) -> None:
    body = "\n".join(f"<{number}> <p> <{number}> ." for number in range(50_000))
    for status in (201, 204):
        assert put(client, AT, body).status_code == status
    assert len(triples(client, AT)) == 50_000
    assert put(client, AT, SAID).status_code == 204
    assert len(triples(client, AT)) == 2


def test_a_change_of_what_has_changed_since_is_refused(client: httpx.Client) -> None:
    def conditional(method: str, **headers: str) -> int:
        sending = {} if method == "DELETE" else sent(SAID)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.request(method, AT, **sending | {"headers": {**AS_TURTLE, **named}}).status_code

    assert conditional("PUT", if_match="*") == 412, "not there yet"
    assert conditional("PUT", if_none_match="*") == 201
    assert conditional("PUT", if_none_match="*") == 412, "there by now"
    read = client.get(AT).headers["etag"]
    assert conditional("PUT", if_match=f"W/{read}") == 412, "a weak tag equals none"
    assert conditional("PUT", if_match=f'"other", {read}') == 204
    assert conditional("PUT", if_match=read) == 412, "it has been read before the last change"
    assert conditional("POST", if_match=read) == 412
    assert conditional("DELETE", if_match=read) == 412
    assert client.get(AT).status_code == 200
    assert conditional("PUT", if_none_match=read) == 400
    refused = client.post(
        "/update", data={"update": f"DROP GRAPH <{G}>"}, headers={"if-match": read, "content-type": writing.FORM}
    )
    assert (refused.status_code, refused.json()["type"].partition("#")[2]) == (412, "has-changed")
    assert conditional("DELETE", if_match=client.get(AT).headers["etag"]) == 204
