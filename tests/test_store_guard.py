"""What the guard lets pass never reaches out and never ends the process, however laxly the engine reads it."""

import contextlib
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from store.errors import QueryRefused, QuerySyntax, QueryTooLarge
from store.guard import Bounds, check

PROLOGUE = "PREFIX : <{u}> PREFIX ex: <{u}> PREFIX SERVICE: <{u}> PREFIX SERVICEex: <{u}> "
GLUED = [
    ("SELECT * { SERVICE<{u}>{ } }", "no space after the keyword"),
    ("SELECT * { SERVICE:x{ } }", "a keyword and an empty prefix, or a name"),
    ("SELECT * { SERVICE:x # { \n { } }", "a comment before the bracket"),
    ("SELECT * { SERVICEex:x{ } }", "a keyword glued to a prefix"),
    ("SELECT * { SERVICESILENT<{u}>{ } }", "two keywords glued"),
    ("SELECT * { SERVICESILENT:x{ } }", "two keywords glued to a name"),
    ("SELECT * { ?s ?p trueSERVICE<{u}>{ } }", "behind a truth value"),
    ("SELECT * { ?s ?p trueSERVICE:x{ } }", "behind a truth value, before a name"),
    ("SELECT * { ?s ?p 1SERVICE<{u}>{ } }", "behind a number"),
    ("SELECT * { ?s ?p 1.0e1SERVICE:x{ } }", "behind a number, before a name"),
    ("SELECT * { ?s ?p 'a'SERVICE:x{ } }", "behind a string"),
    ("SELECT * { ?s ?p []SERVICE:x{ } }", "behind a bracket"),
    ("SELECT * { ?s ?p ?o.SERVICE<{u}>{ } }", "behind a dot"),
    ("SELECT * { ?s ?p ex:a.b.SERVICE<{u}>{ } }", "behind the second dot of a name, where the engine ends it"),
    ("SELECT * { ?s ?p ex:a.b.SERVICE:x{ } }", "the same before a name"),
    ("SELECT * { ?s ?p ex:.SERVICE<{u}>{ } }", "behind a name without a local part"),
    ("SELECT * { ?s ?p ''' \\''' '''SERVICE<{u}>{ } }", "behind a long string with an escaped quotation mark"),
    ("SELECT * { ?s ?p ?o FILTER(1<2)SERVICE<{u}>{ } }", "less-than opens no IRI"),
]
LOADS = [
    ("LOAD<{u}>", "no space after the keyword"),
    ("LOAD:x", "a keyword and an empty prefix, or a name"),
    ("LOADSILENT:x", "two keywords glued to a name"),
    ("INSERT DATA {};LOAD:x", "the second operation"),
    ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o SERVICE:x { } }", "SERVICE within an update"),
]
HARMLESS = [
    ("PREFIX service: <http://ex/> ASK { ?s service:p service:o . FILTER(service:o != 1) }", "names of that prefix"),
    ("PREFIX load: <http://ex/> SELECT ?s { GRAPH load:g { ?s load:p ?o } } GROUP BY ?s", "a graph of that prefix"),
    ("ASK { ?service <http://ex/service.load.SERVICE> ?load }", "variables and an IRI"),
    ("PREFIX ex: <http://ex/> ASK { ?s ex:service ex:a.load }", "local parts"),
    (
        "ASK { ?s ?p 'SERVICE', \"\"\"LOAD ' \" \"\"\", 'it\\'s SERVICE', 'a\\u0022 SERVICE' } # SERVICE",
        "strings, comment",
    ),
    ("ASK { ?s <http://ex/\\u00e9> 'caf\\u00e9' }", "escapes where they are plain text"),
    ("ASK { FILTER(1<2 && 3>2) }", "comparison without space"),
]
# Each stands for the longest text that passes: {n} repetitions of a link, at so many terminals a link.
CHAINS = [
    ("SELECT (1", "+1", " AS ?x) {}", 2, "sums"),
    ("SELECT (", "!", "1 AS ?x) {}", 1, "negations"),
    ("SELECT (", "-", "1 AS ?x) {}", 1, "minus signs"),
    ("SELECT (true", "-true", " AS ?x) {}", 1, "words with dashes"),
    ("SELECT (1", "||1", " AS ?x) {}", 3, "alternatives"),
    ("SELECT * { {}", "UNION{}", "}", 3, "unions"),
    ("SELECT * { ", "OPTIONAL{}", "}", 3, "optional parts"),
    ("SELECT * { ", "{}", "}", 2, "groups in a row"),
    ("ASK { ?s <a:b>", "/<a:b>", " ?o }", 2, "a path"),
    ("ASK { ?s <a:b>", "|<a:b>", " ?o }", 2, "a path of alternatives"),
    ("ASK { ?s ?p (", "1 ", ") }", 1, "a list"),
    ("ASK { ", "?s ?p ?o.", "}", 4, "patterns"),
]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address, and the requests that reached it."""
    reached: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reached.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815 - the name that the server looks for

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", reached
        server.shutdown()
        thread.join()


def engine(address: str = "http://ex/") -> ox.Store:
    """A store in which the patterns of the rows find something, so that the engine comes to the keyword."""
    made = ox.Store()
    values = ("1", "10.0e0", "true", "'a'", "''' \\''' '''", f"<{address}a.b>", f"<{address}>")
    for value in values:
        made.update(f"INSERT DATA {{ <http://ex/s> <http://ex/p> {value} }}")
    return made


@pytest.mark.parametrize(("text", "reason"), GLUED, ids=[row[1] for row in GLUED])
def test_a_query_that_the_engine_would_send_out_is_refused(
    listener: tuple[str, list[str]], text: str, reason: str
) -> None:
    address, reached = listener
    query = (PROLOGUE + text).replace("{u}", address)
    with pytest.raises(QueryRefused, match="fetch no address"):
        check(query)
    reached.clear()
    with contextlib.suppress(OSError):
        list(engine(address).query(query))  # type: ignore[arg-type]
    assert reached, "the engine itself reads this as no request: the row proves nothing"


@pytest.mark.parametrize(("text", "reason"), LOADS, ids=[row[1] for row in LOADS])
def test_an_update_that_would_reach_out_is_refused(text: str, reason: str) -> None:
    with pytest.raises(QueryRefused, match="fetch no address"):
        check((PROLOGUE + text).replace("{u}", "http://127.0.0.1/"))


@pytest.mark.parametrize(("text", "reason"), HARMLESS, ids=[row[1] for row in HARMLESS])
def test_the_words_elsewhere_are_no_keywords(text: str, reason: str) -> None:
    check(text)
    engine().query(text)


def test_an_escape_outside_strings_is_refused_and_an_open_string_has_its_place() -> None:
    with pytest.raises(QueryRefused, match="write it plainly"):
        check("ASK { \\u0053ERVICE <http://127.0.0.1/> {} }")
    with pytest.raises(QuerySyntax, match="line 2, column 10: a quotation mark") as caught:
        check("ASK {\n ?s ?p 1 'it is }")
    assert (caught.value.line, caught.value.column) == (2, 10)


@pytest.mark.parametrize(
    "piece", ["a.", "a-", "'\\", '"""\\"', "<a", "<", "²", "a:\\", "?", "'''a\"\"\"b", "(", "@a-", "1e", "%", "\\u"]
)
def test_the_guard_is_fast_whatever_the_text(piece: str) -> None:
    started = time.perf_counter()
    with contextlib.suppress(QueryRefused, QuerySyntax):
        check(piece * (Bounds().bytes // len(piece.encode())), Bounds(terminals=10**9, depth=10**9))
    assert time.perf_counter() - started < 1.0


@pytest.mark.slow
@pytest.mark.parametrize(("head", "link", "tail", "terminals", "reason"), CHAINS, ids=[row[4] for row in CHAINS])
def test_the_longest_chain_that_passes_does_not_end_the_process(
    head: str, link: str, tail: str, terminals: int, reason: str
) -> None:
    longest = (Bounds().terminals - 12) // terminals
    text = head + link * longest + tail
    check(text)
    with pytest.raises(QueryTooLarge):
        check(head + link * (longest + 20) + tail)
    script = "import sys, pyoxigraph; list(pyoxigraph.Store().query(sys.stdin.read()))"
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        process.communicate(text.encode(), timeout=3)
    except subprocess.TimeoutExpired:
        return  # It plans for long, which the time limit of the pool ends.
    finally:
        process.kill()
        process.wait()
    assert process.returncode in (0, 1), "the engine ended by a signal"
