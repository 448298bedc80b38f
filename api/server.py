"""Speak HTTP with clients that may be slow, idle or hostile: uvicorn's protocol with a limit on all it waits for.

A client that has sent nothing is closed without a word, one that has begun a request gets a problem document. Sizes
are limited before anything is read by the application, which never sees such a request.
"""

import json
import time
from asyncio import AbstractEventLoop, BaseTransport, TimerHandle, Transport
from typing import Any, Final, cast

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from api.errors import BadRequest, ConnectionsTaken, HeadersTooLarge, RequestTimeout, UriTooLong, kind_of
from api.logs import ACCESS
from api.metrics import Metrics
from api.record import Record
from api.settings import Settings
from ontology.errors import PeelgraphError

_LINGER: Final = 1.0
"""Seconds in which a refused client may read why, while what it still sends is thrown away."""
_ENCODED: Final = 3
"""Bytes that a byte of a query may take in an address."""
_BESIDE: Final = 10_000
"""Bytes that an address may have beside its query."""
_JSON: Final = b"application/problem+json"


class Config(uvicorn.Config):
    """How the service is served."""

    def __init__(self, app: FastAPI, settings: Settings, **more: Any) -> None:  # noqa: ANN401 - as uvicorn takes them
        self.settings = settings
        self.metrics: Metrics = app.state.metrics
        super().__init__(
            Record(app, settings),
            http=Connection,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=settings.idle_seconds,
            timeout_graceful_shutdown=settings.shutdown_seconds,
            **more,
        )


class Connection(HttpToolsProtocol):
    """One client's connection."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._settings = config.settings
        self._metrics = config.metrics
        self._address_bytes = _ENCODED * self._settings.query_bytes + _BESIDE
        self._in_head = self._in_body = self._refused = False
        self._head = self._body = self._unsent = 0
        # The loop's own time stands still while it accepts several.
        self._begun = time.monotonic()
        self._reading: TimerHandle | None = None
        self._writing: TimerHandle | None = None

    @property
    def waiting(self) -> bool:
        """Whether it is the client's turn, and nothing is being answered."""
        return self._in_body or not self._answering()

    @property
    def begun(self) -> float:
        """When the connection was made."""
        return self._begun

    def connection_made(self, transport: BaseTransport) -> None:
        """Wait for a request; where too many are here, the one that keeps us waiting longest makes room."""
        super().connection_made(cast("Transport", transport))
        self._await_head()
        if len(self.connections) <= self._settings.connections:
            return
        others = [other for other in cast("set[Connection]", self.connections) if other is not self and other.waiting]
        if others:
            min(others, key=lambda other: other.begun).leave()
        else:
            self._refuse(ConnectionsTaken(f"{self._settings.connections} connections are open; try again later"))

    def leave(self) -> None:
        """End a connection at once."""
        self.connections.discard(self)
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._stop_reading()
        self._stop_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what a client sends; what it hasn't finished must be finished in time."""
        if self._ended():
            return
        super().data_received(data)
        if self._ended():
            return
        if self._in_head:
            self._head += len(data)
            if self._head > self._address_bytes + self._settings.header_bytes:
                self._refuse_head()
                return
        if self._reading is None:
            if self._in_body:
                self._await_body()
            elif not self._answering():
                self._await_head()

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._in_head, self._head = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Hand a request on whose head is within its limits."""
        self._stop_reading()
        self._in_head = False
        size = sum(len(name) + len(value) for name, value in self.headers)
        if len(self.url) > self._address_bytes or size > self._settings.header_bytes:
            self._refuse_head()
            return
        self._in_body, self._body = True, 0
        # The parser of addresses takes no more than 64 kB, which a query may have.
        self.url, _, query = self.url.partition(b"?")
        super().on_headers_complete()
        self.scope["query_string"] = query.partition(b"#")[0]

    def on_body(self, body: bytes) -> None:
        """Count what has come of a body."""
        if not self._refused:
            self._body += len(body)
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        if not self._refused:
            self._stop_reading()
            self._in_body = False
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """See that a client takes the end of an answer too."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._await_reader()

    def timeout_keep_alive_handler(self) -> None:
        """Close what is idle."""
        super().timeout_keep_alive_handler()
        self._await_reader()

    def pause_writing(self) -> None:
        """Wait for a client to read."""
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._stop_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse what isn't HTTP."""
        if not self._refused:
            self._refuse(BadRequest(msg))

    def _answering(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and not cycle.response_complete

    def _ended(self) -> bool:
        return self._refused or self.transport.is_closing()

    def _await_head(self) -> None:
        self._reading = self.loop.call_later(self._settings.header_seconds, self._head_late)

    def _head_late(self) -> None:
        if self._in_head:
            seconds = self._settings.header_seconds
            self._refuse(RequestTimeout(f"the head of the request took longer than the limit of {seconds:g} s"))
        else:
            self.transport.close()
            self._await_reader()

    def _await_body(self) -> None:
        self._reading = self.loop.call_later(self._settings.body_seconds, self._body_late, self._body)

    def _body_late(self, before: int) -> None:
        seconds, least = self._settings.body_seconds, self._settings.slow_bytes
        answered = self.cycle.response_complete or self.cycle.response_started
        if not answered and (self.flow.read_paused or self._body - before >= seconds * least):
            # It is the application that hasn't read on, or the client goes on sending.
            self._await_body()
        elif answered:
            self.leave()
        else:
            self._refuse(RequestTimeout(f"the body came slower than {least:,} bytes a second for {seconds:g} s"))

    def _await_reader(self) -> None:
        if self._writing is None:
            self._unsent = self.transport.get_write_buffer_size()
            self._writing = self.loop.call_later(self._settings.send_seconds, self._reader_late)

    def _reader_late(self) -> None:
        self._writing = None
        read = self._unsent - self.transport.get_write_buffer_size()
        if read >= self._settings.send_seconds * self._settings.slow_bytes:
            self._await_reader()
        else:
            self.leave()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _stop_writing(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def _refuse_head(self) -> None:
        if len(self.url) > self._address_bytes:
            self._refuse(UriTooLong(f"the address is longer than {self._address_bytes:,} bytes; send a query by POST"))
        else:
            self._refuse(HeadersTooLarge(f"the headers are over the limit of {self._settings.header_bytes:,} bytes"))

    def _refuse(self, error: PeelgraphError) -> None:
        """Tell a client why, and end; what has been begun for it stops."""
        self._refused = True
        kind = kind_of(error)
        self._metrics.fail(kind.name)
        ACCESS.info("refused", extra={"fields": {"status": kind.status, "problem": kind.name}})
        self._stop_reading()
        if self._answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.write(_problem(error, self._settings))
        if self.transport.can_write_eof():
            # Were it closed with something unread, the client might not get to read the answer.
            self.transport.write_eof()
        self._writing = self.loop.call_later(_LINGER, self.leave)


def _problem(error: PeelgraphError, settings: Settings) -> bytes:
    kind = kind_of(error)
    public = settings.public_url.rstrip("/") or settings.root_path
    told = {
        "type": f"{public}/problems#{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": str(error),
    }
    body = json.dumps(told).encode()
    headers = {
        b"content-type": _JSON,
        b"content-length": b"%d" % len(body),
        b"connection": b"close",
        b"cache-control": b"no-store",
        b"access-control-allow-origin": b"*",
        b"x-content-type-options": b"nosniff",
    }
    if kind.retry:
        headers[b"retry-after"] = b"%d" % settings.retry_seconds
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers.items())
    return STATUS_LINE[kind.status] + lines + b"\r\n" + body
