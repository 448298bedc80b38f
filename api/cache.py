"""Keep answers: a generation never changes, so what was answered from it stays right.

An answer is kept by generation, address, Accept header and body, the least used going first where there is no more
room. `Cache-Status` (RFC 9211) says whether an answer was kept.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.respond import known
from api.service import Service

_NAME: Final = "peelgraph"
_SHARE: Final = 8
"""No answer takes more than this part of the room."""
_OVERHEAD: Final = 1_000
"""Bytes that an entry takes beside its body, about."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    start: Message
    body: bytes
    tag: str


class Cache:
    """A layer of the application that answers what it has answered before."""

    def __init__(self, app: ASGIApp, room: int, body_bytes: int) -> None:
        self._app = app
        self.most = room // _SHARE
        """Bytes of the largest answer that is kept."""
        self._body_bytes = body_bytes
        self._kept: LRUCache[Key, _Kept] = LRUCache(room, getsizeof=lambda kept: len(kept.body) + _OVERHEAD)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or pass the request on and keep its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        asks = method == "POST" and scope["path"] == f"{scope.get('root_path', '')}/sparql"
        headers = Headers(scope=scope)
        service = getattr(scope["app"].state, "service", None)
        if (
            not (method == "GET" or asks)
            or "authorization" in headers
            or "range" in headers
            or not isinstance(service, Service)
        ):
            await self._app(scope, receive, send)
            return
        body = b""
        if asks:
            body, receive = await _body(receive, self._body_bytes)
        generation = service.pool.generation
        key = (
            generation,
            method,
            scope["path"],
            scope["query_string"],
            *(headers.get(name) for name in ("accept", "host", "content-type")),
            hashlib.sha256(body).digest() if body else b"",
        )
        kept = self._kept.get(key)
        if kept is not None:
            await _again(kept, headers, send)
            return
        await self._app(scope, receive, _Keeping(self, key, service, send))

    def keep(self, key: Key, kept: _Kept) -> None:
        """Keep an answer of at most `most` bytes."""
        self._kept[key] = kept


class _Keeping:
    """Sends an answer on and keeps it, if it may be kept: whole, with an ETag, and of one generation."""

    def __init__(self, cache: Cache, key: Key, service: Service, send: Send) -> None:
        self._cache, self._key, self._service, self._send = cache, key, service, send
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._tag = ""

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            shared = message["status"] == 200 and "private" not in headers.get("cache-control", "")
            self._tag = headers.get("etag", "") if shared else ""
            headers["Cache-Status"] = f"{_NAME}; fwd=miss"
            self._start = {**message, "headers": [*message["headers"]]}
        elif message["type"] == "http.response.body" and self._tag:
            self._take(message)
        await self._send(message)

    def _take(self, message: Message) -> None:
        self._parts.append(message.get("body", b""))
        self._size += len(self._parts[-1])
        if self._size > self._cache.most:
            self._tag = ""
            self._parts.clear()
            return
        # A generation published meanwhile may have answered a part.
        whole = not message.get("more_body") and self._service.pool.generation == self._key[0]
        if whole and self._start is not None:
            MutableHeaders(scope=self._start)["Cache-Status"] = f"{_NAME}; hit"
            self._cache.keep(self._key, _Kept(self._start, b"".join(self._parts), self._tag))


async def _again(kept: _Kept, headers: Headers, send: Send) -> None:
    if known(headers, kept.tag):
        listed = [pair for pair in kept.start["headers"] if pair[0] not in (b"content-length", b"content-type")]
        await send({**kept.start, "status": 304, "headers": listed})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**kept.start, "headers": [*kept.start["headers"]]})
    await send({"type": "http.response.body", "body": kept.body})


async def _body(receive: Receive, most: int) -> tuple[bytes, Receive]:
    """Read a body as far as its limit, and give it with a way to read it again."""
    taken, more = bytearray(), True
    while more and len(taken) <= most:
        message = await receive()
        if message["type"] != "http.request":
            # The client has gone, which whoever reads on hears again; half a body isn't a whole one.
            break
        taken += message.get("body", b"")
        more = message.get("more_body", False)
    left: list[Message] = [{"type": "http.request", "body": bytes(taken), "more_body": more}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return bytes(taken), again
