"""Clients that are slow, idle or too large, over raw sockets: each ends by its limit, and nobody else notices."""

import contextlib
import json
import selectors
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
import served

from api.settings import Settings

LIGHT = "/sparql?query=ASK%20%7B%7D"
WAIT = 8.0


@pytest.fixture(scope="module")
def quick(served_store: Path) -> Iterator[str]:
    """A server whose patience tests can wait out."""
    limits = {"header_seconds": 1.5, "body_seconds": 1.5, "send_seconds": 1.5, "idle_seconds": 1, "connections": 700}
    with served.serving(Settings(store=str(served_store), header_bytes=8_000, **limits)) as found:  # type: ignore[arg-type]
        yield found


def connect(address: str, receive: int = 0) -> socket.socket:
    made = socket.socket()
    if receive:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    made.settimeout(WAIT)
    made.connect(("127.0.0.1", urlsplit(address).port))
    return made


def read(client: socket.socket) -> bytes:
    taken = bytearray()
    with contextlib.suppress(ConnectionError):
        while piece := client.recv(65_536):
            taken += piece
    return bytes(taken)


def problem(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    told = json.loads(body)
    assert told["status"] == int(head.split()[1])
    assert told["title"]
    assert told["detail"]
    return told["status"], told["type"].rpartition("#")[2]


POST = b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param(b"", None, id="nothing sent: nothing to answer"),
        pytest.param(b"\r\n\r\n", None, id="empty lines are no request"),
        pytest.param(b"GET", (408, "request-timeout"), id="within the method"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: h\r\nX-Lo", (408, "request-timeout"), id="within a header"),
        pytest.param(POST, (408, "request-timeout"), id="no body at all"),
        pytest.param(POST + b"ASK {", (408, "request-timeout"), id="within the body"),
        pytest.param(b"\x16\x03\x01\x00 not HTTP\r\n\r\n", (400, "bad-request"), id="not HTTP"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: h\r\nX-A: " + b"a" * 9_000 + b"\r\n\r\n",
            (431, "headers-too-large"),
            id="a header",
        ),
        pytest.param(b"GET /?query=" + b"a" * 400_000, (414, "address-too-long"), id="an address without end"),
        pytest.param(
            b"GET / HTTP/1.1\r\nX-A: " + b"a" * 400_000, (431, "headers-too-large"), id="a header without end"
        ),
    ],
)
def test_what_is_never_finished_or_too_large_is_ended(
    quick: str, sent: bytes, expected: tuple[int, str] | None
) -> None:
    with connect(quick) as client:
        begun = time.monotonic()
        client.sendall(sent)
        answer = read(client)
        assert time.monotonic() - begun < 5
    assert (problem(answer) if expected else answer) == (expected or b"")


def test_a_connection_that_asks_no_more_is_closed(quick: str) -> None:
    with connect(quick) as client:
        client.sendall(f"GET {LIGHT} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        begun = time.monotonic()
        assert read(client).startswith(b"HTTP/1.1 200")
        assert 0.5 < time.monotonic() - begun < 4


def test_a_refused_body_that_goes_on_is_cut_off(quick: str) -> None:
    """The answer is there before the body is: what still drips in mustn't keep the connection open."""
    with connect(quick) as client:
        client.sendall(POST.replace(b"/sparql ", b"/forces ").replace(b"1000", b"900000"))
        begun = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() < begun + WAIT:
                client.sendall(b"a" * 1_000)
                time.sleep(0.1)
        assert time.monotonic() < begun + WAIT / 2


def test_a_steady_body_may_take_longer_than_the_limit(quick: str) -> None:
    text = b"ASK { } #".ljust(60_000, b"a")
    with connect(quick) as client:
        client.sendall(POST.replace(b"1000", b"60000").replace(b"Host: h", b"Host: h\r\nConnection: close"))
        for start in range(0, len(text), 2_000):
            client.sendall(text[start : start + 2_000])
            time.sleep(0.1)
        assert read(client).startswith(b"HTTP/1.1 200")


def test_a_long_query_in_an_address_works_up_to_the_limit(quick: str) -> None:
    text = "ASK { } #".ljust(100_000, "ü")[: 100_000 - 49_996]
    text += "!" * (100_000 - len(text.encode()))
    asked = "".join(f"%{byte:02X}" for byte in text.encode())
    assert (len(text.encode()), len(asked)) == (100_000, 300_000)
    with connect(quick) as client:
        client.sendall(f"GET /sparql?query={asked} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        assert read(client).startswith(b"HTTP/1.1 200")


def test_who_doesnt_read_an_answer_is_ended(quick: str) -> None:
    query = quote("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    with connect(quick, receive=4_096) as client:
        client.sendall(f"GET /sparql.csv?query={query} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        head = client.recv(200)
        size = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        assert size > 5_000_000
        time.sleep(6)
        assert len(read(client)) < size


def test_hundreds_of_slow_clients_harm_nobody(quick: str) -> None:
    idle = [connect(quick) for _ in range(400)]
    slow = [connect(quick) for _ in range(200)]
    ended: dict[socket.socket, bytes] = {}
    with selectors.DefaultSelector() as selector, httpx.Client(base_url=quick) as light:
        for client in (*idle, *slow):
            selector.register(client, selectors.EVENT_READ)
        drip, sent = b"GET / HTTP/1.1\r\nX: ".ljust(1_000, b"a"), 0
        until = time.monotonic() + 3 * WAIT
        while len(ended) < 600 and time.monotonic() < until:
            for client in [one for one in slow if one not in ended]:
                with contextlib.suppress(OSError):
                    client.send(drip[sent : sent + 1])
            sent += 1
            begun = time.monotonic()
            assert light.get(LIGHT, headers={"X": str(begun)}).status_code == 200
            assert time.monotonic() - begun < 1
            for key, _ in selector.select(0.2):
                client = key.fileobj  # type: ignore[assignment]
                ended[client] = read(client)
                selector.unregister(client)
                client.close()
    assert len(ended) == 600
    assert {ended[client] for client in idle} == {b""}
    assert {problem(ended[client]) for client in slow} == {(408, "request-timeout")}


def test_the_idlest_makes_room(served_store: Path) -> None:
    with served.serving(Settings(store=str(served_store), connections=5)) as address, contextlib.ExitStack() as stack:
        crowd = [connect(address) for _ in range(5)]
        for client in crowd:
            stack.enter_context(client)
        begun = time.monotonic()
        assert httpx.get(f"{address}{LIGHT}").status_code == 200
        assert time.monotonic() - begun < 3
        assert read(crowd[0]) == b""
