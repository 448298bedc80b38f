"""Web addresses, from servers of our own on loopback: what is fetched, and every way it is refused."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from loaders.errors import ReadError
from loaders.fetch import _public, fetch
from loaders.limits import Limits

PAGE = b"<p>The force is good at it."
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/kent-2016/": (200, {"Content-Type": "text/html; charset=windows-1252"}, PAGE),
    "/report.pdf": (200, {"Content-Type": "text/html"}, PAGE),
    "/data": (200, {"Content-Type": "application/pdf"}, b"%PDF"),
    "/all.zip": (200, {"Content-Type": "application/zip"}, b"PK"),
    "/notes": (200, {"Content-Type": "text/markdown"}, b"# Kent"),
    "/moved": (302, {"Location": "/kent-2016/"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/elsewhere": (302, {"Location": "http://elsewhere.invalid/x"}, b""),
    "/to-a-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-inside": (302, {"Location": "http://localhost.invalid:1/"}, b""),
    "/program": (200, {"Content-Type": "application/octet-stream"}, b"x"),
    "/untyped": (200, {}, b"x"),
    "/gone": (404, {"Content-Type": "text/html"}, b"x"),
    "/packed": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, b"x"),
    "/large": (200, {"Content-Type": "text/plain"}, b"x" * 5000),
    "/..%2f..%2fetc%2fcron": (200, {"Content-Type": "text/plain"}, b"x"),
}


class Handler(BaseHTTPRequestHandler):
    """Answers by the table; `/slow` sends a byte at a time."""

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
            return
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


FETCHED = [
    ("/kent-2016/", "kent-2016.html", "windows-1252", "the last part of the path; the server's encoding"),
    ("/report.pdf", "report.html", None, "the content type goes before the ending"),
    ("/data", "data.pdf", None, "no ending of its own"),
    ("/all.zip", "all.zip", None, "an archive"),
    ("/notes", "notes.md", None, "Markdown"),
    ("/moved", "kent-2016.html", "windows-1252", "a redirect on the same host"),
    ("/..%2f..%2fetc%2fcron", "cron.txt", None, "a path that would lead elsewhere"),
]


@pytest.mark.parametrize(("path", "name", "charset", "reason"), FETCHED, ids=[row[3] for row in FETCHED])
def test_what_is_fetched(tmp_path: Path, server: str, path: str, name: str, charset: str | None, reason: str) -> None:
    got = fetch(f"http://{server}{path}", tmp_path, [server], Limits())
    assert (got.path, got.charset) == (tmp_path / name, charset), reason
    assert got.path.read_bytes() == ANSWERS[urlsplit(got.address).path][2]
    assert got.address == f"http://{server}{'/kent-2016/' if path == '/moved' else path}"


REFUSED = [
    ("/round", "redirects more often than the limit of 5", "a circle of redirects"),
    ("/elsewhere", "elsewhere.invalid/x: its host isn't allowed", "a redirect to another host"),
    ("/to-a-file", "is no address that is fetched", "a redirect to a file"),
    ("/to-inside", "its host isn't allowed", "a redirect to another port"),
    ("/program", "of the type application/octet-stream", "a type that isn't read"),
    ("/untyped", "of the type that is not stated", "no type"),
    ("/gone", "status 404", "an answer that is none"),
    ("/packed", "comes packed", "an answer packed unasked"),
    ("/large", "more than the limit of 1,000 bytes", "a large answer"),
    ("/slow", "limit of", "an answer a byte at a time"),
]


@pytest.mark.parametrize(("path", "message", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_refused_on_the_way(tmp_path: Path, server: str, path: str, message: str, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError, match=message):
        fetch(f"http://{server}{path}", tmp_path, [server], Limits(bytes=1000, seconds=1))
    assert time.monotonic() - started < 3, reason


HOSTS: list[tuple[str, list[str], str, str]] = [
    (
        "http://{}/kent-2016/",
        [],
        "isn't allowed; allow it with --allow-host 127.0.0.1:",
        "nothing is allowed by default",
    ),
    ("http://{}/kent-2016/", ["127.0.0.1"], "isn't allowed", "a host without its port means the usual ones"),
    ("http://{}@example.org/", ["example.org"], "no password", "a name before the host"),
    ("http://sub.example.org/", ["example.org"], "isn't allowed", "a host below an allowed one"),
    ("http://example.org.evil.invalid/", ["example.org"], "isn't allowed", "a name that begins alike"),
    ("http:///x", ["127.0.0.1"], "is no address", "no host"),
    ("http://127.0.0.1:99999/", ["127.0.0.1"], "is no web address", "no such port"),
    ("http://localhost:{port}/", ["localhost:{port}"], "isn't public; where that is meant", "a name that leads inside"),
    ("http://[::1]:{port}/", ["localhost:{port}"], "isn't allowed", "another way to write it"),
    ("http://127.1:{port}/", ["127.1:{port}"], "isn't public", "a short way to write it"),
    ("http://nowhere.invalid/", ["nowhere.invalid"], "can't be fetched", "a host that isn't there"),
]


@pytest.mark.parametrize(("address", "hosts", "message", "reason"), HOSTS, ids=[row[3] for row in HOSTS])
def test_which_hosts_are_asked(
    tmp_path: Path, server: str, address: str, hosts: list[str], message: str, reason: str
) -> None:
    port = server.partition(":")[2]
    with pytest.raises(ReadError, match=message):
        fetch(
            address.format(server, port=port), tmp_path, [host.format(port=port) for host in hosts], Limits(seconds=5)
        )
    assert not list(tmp_path.iterdir()), reason


def test_a_name_that_leads_inside_is_asked_where_both_are_allowed(tmp_path: Path, server: str) -> None:
    port = server.partition(":")[2]
    got = fetch(f"http://localhost:{port}/data", tmp_path, [f"localhost:{port}", "127.0.0.1"], Limits())
    assert got.path.name == "data.pdf"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert _public(address) is public
