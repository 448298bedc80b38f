"""What a store by URL does before and around a request: addresses, credentials, limits, tries, refusals by name."""

import base64
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import remotes
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import store
from store.errors import Busy, QueryError, QueryRefused, QuerySyntax, QueryTimeout, ResultTooLarge, StoreError
from store.remote.access import Access, access
from store.remote.batches import batches
from store.remote.dialect import check_dialect, form
from store.remote.engine import Service
from store.remote.servers import named, servers

YES = b'{"head":{},"boolean":true}'
PLAIN = "http://127.0.0.1:1/plain"
JSON = "application/sparql-results+json"


class Scripted:
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[tuple[Mapping[str, str], str]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = reply(200, YES)

    def access(self, server: str = "oxigraph", **more: object) -> Access:
        made = Access(named(server), self.address + "/query", self.address + "/update")
        return replace(made, **more)  # type: ignore[arg-type]


def reply(status: int, body: bytes = b"", kind: str = JSON, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with serving() as server:
        yield server


@contextmanager
def serving() -> Iterator[Scripted]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made.asked.append((dict(self.headers), body))
            made.answer(self)

        def do_GET(self) -> None:
            made.asked.append((dict(self.headers), ""))
            made.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the original names it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Scripted(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


def test_the_table_of_servers_is_whole() -> None:
    assert set(servers()) == {"oxigraph", "virtuoso", "fuseki", "graphdb", "peelgraph", "plain"}
    assert all(server.batch > 0 and server.title and server.union for server in servers().values())
    assert servers()["virtuoso"].atomic is False


@pytest.mark.parametrize(
    ("location", "environment", "query", "update"),
    [
        pytest.param("/", {"PEELGRAPH_SERVER": "oxigraph"}, "/query", "/update", id="base"),
        pytest.param("/query", {"PEELGRAPH_SERVER": "oxigraph"}, "/query", "/update", id="query address"),
        pytest.param("/ds", {"PEELGRAPH_SERVER": "fuseki"}, "/ds/query", "/ds/update", id="dataset"),
        pytest.param(
            "/repositories/p",
            {"PEELGRAPH_SERVER": "graphdb"},
            "/repositories/p",
            "/repositories/p/statements",
            id="repository",
        ),
        pytest.param("/sparql", {"PEELGRAPH_SERVER": "virtuoso"}, "/sparql", "/sparql-auth", id="two addresses"),
        pytest.param("", {"PEELGRAPH_SERVER": "peelgraph"}, "/sparql", "/update", id="our own"),
    ],
)
def test_addresses_follow_the_kind_of_server(
    location: str, environment: dict[str, str], query: str, update: str
) -> None:
    found = access("http://127.0.0.1:1" + location, environment)
    assert (found.query, found.update) == ("http://127.0.0.1:1" + query, "http://127.0.0.1:1" + update)


def test_stated_addresses_go_before_those_of_the_kind() -> None:
    stated = {"PEELGRAPH_QUERY_URL": "https://a.example/q", "PEELGRAPH_UPDATE_URL": "https://b.example/u"}
    found = access("http://127.0.0.1:1", {"PEELGRAPH_SERVER": "plain", **stated})
    assert (found.query, found.update) == ("https://a.example/q", "https://b.example/u")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ({"Server": "Oxigraph/0.5.13"}, "oxigraph"),
        ({"Server": "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu"}, "virtuoso"),
        ({"Fuseki-Request-Id": "3"}, "fuseki"),
        ({"Cache-Status": "peelgraph; fwd=miss"}, "peelgraph"),
    ],
)
def test_a_server_is_known_by_its_headers(scripted: Scripted, header: dict[str, str], name: str) -> None:
    # Whatever the status: Virtuoso has no page at its base.
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response_only(404)
        for field, value in {**header, "Content-Length": "0"}.items():
            request.send_header(field, value)
        request.end_headers()

    scripted.answer = answer
    assert access(scripted.address, {}).server.name == name


@pytest.mark.parametrize(
    ("location", "environment", "message"),
    [
        pytest.param("http://me:word@127.0.0.1:1/", {}, "PEELGRAPH_STORE_PASSWORD", id="credentials in the address"),
        pytest.param("http://", {}, "is not the address", id="no host"),
        pytest.param("http://127.0.0.1:1/?a=b", {}, "is not the address", id="parameters"),
        pytest.param("http://127.0.0.1:1/", {}, "is the server running", id="nobody there"),
        pytest.param("http://127.0.0.1:1/", {"PEELGRAPH_SERVER": "other"}, "known are oxigraph, virtuoso", id="kind"),
        pytest.param(PLAIN, {"PEELGRAPH_STORE_SECONDS": "soon"}, "number of seconds", id="seconds"),
        pytest.param(PLAIN, {"PEELGRAPH_QUERY_URL": "ftp://a/"}, "PEELGRAPH_QUERY_URL: ftp", id="address"),
    ],
)
def test_what_is_no_service_is_refused_by_name(location: str, environment: dict[str, str], message: str) -> None:
    kind = {"PEELGRAPH_SERVER": "plain"} if location == PLAIN else {}
    with pytest.raises(StoreError, match=message) as caught:
        access(location, kind | environment)
    assert "me:word" not in str(caught.value)


def test_a_server_that_cannot_be_told_is_refused_with_the_remedy(scripted: Scripted) -> None:
    with pytest.raises(StoreError, match="name it by PEELGRAPH_SERVER"):
        access(scripted.address, {})
    assert access(scripted.address, {"PEELGRAPH_QUERY_URL": scripted.address + "/q"}).server.name == "plain"


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ({"user": "ann", "password": "pass:word"}, "Basic " + base64.b64encode(b"ann:pass:word").decode()),
        ({"token": "abc"}, "Bearer abc"),
        ({}, None),
    ],
)
def test_credentials_are_sent_as_a_header(scripted: Scripted, given: dict[str, str], header: str | None) -> None:
    asking = scripted.access(**given)
    assert Service(asking).query("ASK {}")
    assert scripted.asked[0][0].get("Authorization") == header
    assert not {"pass:word", "abc"} & set(repr(asking).split("'"))


def test_credentials_go_to_no_other_address(scripted: Scripted) -> None:
    with serving() as other:
        scripted.answer = reply(307, Location=other.address + "/query")
        with pytest.raises(StoreError, match="is not the address to ask"):
            Service(scripted.access(token="x")).query("ASK {}")
        assert other.asked == []


def test_white_space_and_blank_nodes_survive_the_parser_of_xml(scripted: Scripted) -> None:
    cells = "<literal> a &amp; b\n</literal>", '<literal xml:lang="en"> </literal>', "<bnode>nodeID://b1</bnode>"
    names = "".join(f'<variable name="v{n}"/>' for n in range(3))
    row = "".join(f'<binding name="v{n}">{cell}</binding>' for n, cell in enumerate(cells))
    space = "http://www.w3.org/2005/sparql-results#"
    body = f'<sparql xmlns="{space}"><head>{names}</head><results><result>{row}</result></results></sparql>'
    scripted.answer = reply(200, body.encode(), "application/sparql-results+xml")
    (found,) = Service(scripted.access("virtuoso")).query("SELECT * {}")  # type: ignore[misc]
    assert tuple(found) == (Literal(" a & b\n"), Literal(" ", language="en"), BlankNode("b1"))


def test_the_dataset_travels_as_parameters(scripted: Scripted) -> None:
    names = [NamedNode("https://example.org/a"), NamedNode("https://example.org/b")]
    Service(scripted.access()).query("ASK {}", default_graph=names[:1], named_graphs=names[1:])
    sent = parse_qs(scripted.asked[0][1])
    assert sent == {
        "query": ["ASK {}"],
        "default-graph-uri": ["https://example.org/a"],
        "named-graph-uri": ["https://example.org/b"],
    }


@pytest.mark.parametrize(
    ("answer", "error", "message", "tries"),
    [
        pytest.param(reply(503, b"full"), Busy, "answer now: full", 3, id="busy"),
        pytest.param(reply(502, b"gone"), StoreError, "can't answer now", 3, id="gateway"),
        pytest.param(reply(500, b"Virtuoso S1T00 Error SR171"), QueryTimeout, "S1T00", 1, id="its own limit"),
        pytest.param(reply(504), QueryTimeout, "has stopped the query", 1, id="gateway out of time"),
        pytest.param(reply(500, b"<p>it <b>broke\n\nSPARQL query: ..."), QueryError, "this: it broke", 1, id="error"),
        pytest.param(reply(401), StoreError, "credentials are wanted; set PEELGRAPH_STORE_USER", 1, id="credentials"),
        pytest.param(reply(404), StoreError, "is not the address to ask", 1, id="not there"),
        pytest.param(reply(413, b"1 MB"), QueryError, "over its limit", 1, id="too large"),
        pytest.param(reply(200, b"<p>hello", "text/html"), QueryError, "answered with text/html", 1, id="a page"),
        pytest.param(reply(200, b'{"head":'), QueryError, "can't be read", 1, id="broken off, with status 200"),
    ],
)  # fmt: skip
def test_what_a_server_refuses_is_told_in_our_words(
    scripted: Scripted,
    answer: Callable[[BaseHTTPRequestHandler], None],
    error: type[Exception],
    message: str,
    tries: int,
) -> None:
    scripted.answer = answer
    with pytest.raises(error, match=message):
        Service(scripted.access()).query("ASK {}")
    assert len(scripted.asked) == tries


def test_a_text_that_is_no_sparql_is_the_askers_fault(scripted: Scripted) -> None:
    scripted.answer = reply(400, b"error at 2:7: expected one of PREFIX")
    with pytest.raises(SyntaxError, match="error at 2:7"):
        Service(scripted.access()).query("ASK {")


def test_a_read_is_tried_again_and_a_write_is_not(scripted: Scripted) -> None:
    answers = iter([reply(503), reply(200, YES)])
    scripted.answer = lambda request: next(answers)(request)
    assert Service(scripted.access()).query("ASK {}")
    assert len(scripted.asked) == 2
    scripted.answer = reply(503)
    with pytest.raises(Busy):
        Service(scripted.access()).update("CLEAR ALL")
    assert len(scripted.asked) == 3


def test_a_server_that_sends_a_byte_now_and_then_meets_the_limit_of_time(scripted: Scripted) -> None:
    def slowly(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.end_headers()
        for byte in YES * 10:
            try:
                request.wfile.write(bytes([byte]))
            except OSError:
                return
            time.sleep(0.1)

    scripted.answer = slowly
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"within 0\.5 s"):
        Service(scripted.access(seconds=0.5)).query("ASK {}")
    assert time.monotonic() - start < 3


def test_an_answer_over_the_limit_of_bytes_is_refused(scripted: Scripted) -> None:
    scripted.answer = reply(200, b"x" * 10_000)
    with pytest.raises(ResultTooLarge):
        Service(scripted.access(result_bytes=5_000)).query("ASK {}")


@pytest.mark.parametrize("header", [{"X_SPARQL_MaxRows": "10000"}, {"X_SQL_State": "S1TAT"}])
def test_a_part_of_an_answer_is_no_answer(scripted: Scripted, header: dict[str, str]) -> None:
    scripted.answer = reply(200, YES, **header)
    with pytest.raises(ResultTooLarge, match="cut the answer short"):
        Service(scripted.access("virtuoso")).query("ASK {}")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        pytest.param('define get:soft "soft" SELECT * FROM <http://a/> { ?s ?p ?o }', "DEFINE", id="pragma"),
        pytest.param('SELECT (bif:http_get("http://127.0.0.1/") AS ?x) {}', "bif:", id="function"),
        pytest.param('SELECT (<bif:http_get>("http://127.0.0.1/") AS ?x) {}', "bif:", id="written in full"),
        pytest.param('PREFIX a: <BIF:> SELECT (a:http_get("http://127.0.0.1/") AS ?x) {}', "BIF:", id="prefix"),
        pytest.param(r'SELECT (<\u0062if:http_get>("http://127.0.0.1/") AS ?x) {}', "bif:", id="escaped"),
        pytest.param("SELECT * { FILTER(?a<bif:http_get(?b)&&?c>?d) }", "bif:", id="an IRI here, an expression there"),
        pytest.param("SELECT * { ?s ?p ?o OPTION (transitive) }", "OPTION", id="option"),
        pytest.param("SELECT (sql:f(1) AS ?x) {}", "sql:", id="sql"),
        pytest.param(
            "SELECT * { OPTIONAL { ?s ?p 'define bif:x OPTION' } # sql:x\n }", None, id="in words and comments"
        ),
        pytest.param("SELECT ?define { ?s <http://a/notbif:x> ?option }", None, id="in names"),
    ],
)
def test_what_virtuoso_adds_to_sparql_is_refused(text: str, refused: str | None) -> None:
    server = named("virtuoso")
    if refused is None:
        check_dialect(text, server.refused_words, server.refused_schemes)
        return
    with pytest.raises(QueryRefused, match=f"^{refused} is not allowed"):
        check_dialect(text, server.refused_words, server.refused_schemes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select * {}", "SELECT"),
        ("PREFIX ask: <http://select/> BASE <http://ask/> # construct\n CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("DESCRIBE <http://a/>", "DESCRIBE"),
        ("ASK { FILTER('select') }", "ASK"),
    ],
)
def test_the_form_of_a_query_is_read(text: str, expected: str) -> None:
    assert form(text) == expected


def test_a_text_without_a_form_is_no_query() -> None:
    with pytest.raises(QuerySyntax, match="this is no query"):
        form("INSERT DATA { }")


def chain(name: str, count: int) -> list[Quad]:
    p, graph = NamedNode("https://example.org/p"), NamedNode("https://example.org/g")
    return [Quad(BlankNode(f"{name}{n}"), p, BlankNode(f"{name}{n + 1}"), graph) for n in range(count)]


def test_blank_nodes_stay_with_what_they_are_tied_to() -> None:
    nets = [chain(name, 4) for name in "abcde"]
    mixed = [quad for step in zip(*nets, strict=True) for quad in step]
    cut = list(batches(mixed, 10))
    assert [len(batch) for batch in cut] == [8, 8, 4]
    for net in nets:
        assert sum(set(net) <= set(batch) for batch in cut) == 1


def test_statements_without_blank_nodes_fill_each_batch() -> None:
    p, graph = NamedNode("https://example.org/p"), NamedNode("https://example.org/g")
    listed = [Quad(p, p, Literal(n), graph) for n in range(25)]
    assert [len(batch) for batch in batches(listed, 10)] == [10, 10, 5]


def test_a_net_larger_than_a_request_is_refused_by_name() -> None:
    with pytest.raises(StoreError, match="hang together by blank nodes"):
        list(batches(chain("a", 11), 10))


def test_a_server_without_the_union_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    with remotes.oxigraph() as address:
        with pytest.raises(StoreError, match="oxigraph serve --union-default-graph"):
            store.open(address, write=True)
        # It was told before anything but the marker was written.
        with pytest.raises(StoreError, match="oxigraph serve --union-default-graph"):
            store.open(address)


def test_a_server_without_a_graph_of_ours_is_refused() -> None:
    with remotes.oxigraph("--union-default-graph") as address, pytest.raises(StoreError, match="load something first"):
        store.open(address)


def test_the_document_has_the_table() -> None:
    text = (Path(__file__).parent.parent / "docs" / "stores.md").read_text(encoding="utf-8")
    for server in servers().values():
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{server.name}` |")]
        told = {server.title, server.authentication, f"{server.batch:,}"}
        assert told <= {cell.strip() for cell in row.split("|")}
        assert all(f"`{path}`" in row for path in (server.query, server.update) if path)
