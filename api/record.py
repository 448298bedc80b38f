"""Record each request: an id for it, a line in the log, and the numbers of `metrics`."""

import logging
import re
import secrets
import time
from typing import Final

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from api.logs import ACCESS, REQUEST
from api.metrics import Metrics
from api.settings import Settings

_HEADER: Final = "X-Request-ID"
_VALID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Record:
    """What lies around the application, so that it sees all that is answered."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        self._app = app
        self._metrics: Metrics = app.state.metrics
        self._root = settings.root_path
        self._queries = settings.log_queries == "yes"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and record how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, answered = time.perf_counter(), _Answered(send)
        given = Headers(scope=scope).get(_HEADER.lower(), "")
        answered.request = given if _VALID.fullmatch(given) else secrets.token_hex(8)
        REQUEST.set(answered.request)
        scope.setdefault("state", {})
        try:
            await self._app(scope, receive, answered)
        finally:
            self._record(scope, answered, time.perf_counter() - begun)

    def _record(self, scope: Scope, answered: "_Answered", seconds: float) -> None:
        path = str(scope["path"])
        below = path.removeprefix(self._root) if self._root else path
        self._metrics.count(below, scope["method"], answered.status, seconds)
        if kind := scope["state"].get("kind"):
            self._metrics.fail(kind)
        if answered.cache:
            self._metrics.cached(answered.cache)
        level = logging.INFO if answered.status < 500 else logging.WARNING
        # A line for each request takes longer than answering a light one, so it isn't written unless it is wanted.
        if not ACCESS.isEnabledFor(level):
            return
        told: dict[str, object] = {
            "method": scope["method"],
            "path": path,
            "status": answered.status,
            "ms": round(seconds * 1000, 1),
            "bytes": answered.size,
            "generation": answered.generation,
            "cache": answered.cache,
            "problem": kind or "",
        }
        if self._queries and "query" in scope["state"]:
            told["query"] = scope["state"]["query"]
        ACCESS.log(level, "answered", extra={"fields": {name: value for name, value in told.items() if value != ""}})


class _Answered:
    """Looks at an answer that goes by."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.request = ""
        self.status = 500
        self.size = 0
        self.cache = ""
        self.generation = ""

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers[_HEADER] = self.request
            self.status = message["status"]
            tag = headers.get("etag", "")
            # A page's tag is its digest, all others name their generation.
            self.generation = tag.strip('"').rpartition(".")[0]
            if tag:
                self.cache = "hit" if headers.get("cache-status", "").endswith("hit") else "miss"
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)
