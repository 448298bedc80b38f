"""A chat endpoint of the tests' own, on loopback: it answers what it is told to, and remembers what it was asked."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer; `body` None closes the connection without one."""

    body: bytes | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0
    """Seconds between single bytes."""


@dataclass
class Chat:
    """Answers one after the other, the last again and again."""

    replies: list[Reply]
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def next(self) -> Reply:
        return self.replies[min(len(self.asked), len(self.replies)) - 1]


def wrote(content: str | None, usage: Any = (100, 20), finish: str = "stop", **more: Any) -> Reply:
    """An answer in the form of chat completions in which the model wrote `content`."""
    told: dict[str, Any] = {"choices": [{"message": {"content": content}, "finish_reason": finish}], **more}
    if isinstance(usage, tuple):
        usage = dict(zip(("prompt_tokens", "completion_tokens"), usage, strict=True))
    if usage is not None:
        told["usage"] = usage
    return Reply(json.dumps(told).encode())


def found(*findings: dict[str, Any]) -> Reply:
    """An answer with findings, each given by what differs from the usual."""
    return wrote(json.dumps({"findings": [finding(**known) for known in findings]}))


def finding(**known: Any) -> dict[str, Any]:
    usual = {
        "quote": "The force is good at preventing crime",
        "kind": "strength",
        "cue": None,
        "themes": ["crime-prevention"],
        "partners": [],
        "initiatives": [],
        "change": None,
        "since": None,
        "formal": False,
        "action": None,
        "deadline": None,
    }
    return usual | known


@contextlib.contextmanager
def chatting(*replies: Reply) -> Iterator[Chat]:
    """Run the endpoint on a free port."""
    chat = Chat(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            chat.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            chat.headers.append(dict(self.headers))
            chat.paths.append(self.path)
            reply = chat.next()
            time.sleep(reply.wait)
            if reply.body is None:
                self.close_connection = True
                return
            with contextlib.suppress(OSError):  # the client may have gone: that is what is tested
                self.answer(reply, reply.body)

        def answer(self, reply: Reply, body: bytes) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not reply.drip:
                self.wfile.write(body)
                return
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(reply.drip)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        chat.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)
