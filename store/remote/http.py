"""Talk to a SPARQL 1.1 service through SPARQLWrapper: one request, its limits, and what went wrong in our words."""

import http.client
import math
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Final

from SPARQLWrapper import BASIC, JSON, POST, XML, SPARQLWrapper
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from store.errors import Busy, QueryError, QueryTimeout, QueryTooLarge, ResultTooLarge, StoreError
from store.remote.access import Access

Graphs = tuple[str, ...]
GRAPH: Final = "application/n-triples"
PIECE: Final = 1 << 18
SHOWN: Final = 300
_LATE: Final = re.compile(r"time-?d? ?out|timeout|S1T00", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Received:
    """An answer as it came."""

    media_type: str
    body: bytes
    headers: Mapping[str, str]


class _Passing(Exception):
    """What may be over in a moment, so that a read is tried again; `told` is what the caller is told otherwise."""

    def __init__(self, told: StoreError | Busy) -> None:
        super().__init__(str(told))
        self.told = told


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: credentials and data go where the operator says."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Give no further request: the redirection is the answer."""


class _Wrapper(SPARQLWrapper):
    """A SPARQLWrapper with an opener of its own: the original installs its digest credentials for the whole process."""

    def __init__(self, access: Access) -> None:
        super().__init__(access.query, access.update)
        self.setOnlyConneg(onlyConneg=True)
        self.setMethod(POST)
        handlers: list[urllib.request.BaseHandler] = [_Stay()]
        if access.token:
            self.addCustomHttpHeader("Authorization", f"Bearer {access.token}")
        elif access.user and access.server.authentication == "digest":
            keeper = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            keeper.add_password(None, [access.query, access.update], access.user, access.password)
            handlers.append(urllib.request.HTTPDigestAuthHandler(keeper))
        elif access.user:
            self.setHTTPAuth(BASIC)
            self.setCredentials(access.user, access.password)
        self._opener = urllib.request.build_opener(*handlers)

    def state(self, text: str, form: str) -> None:
        """Set the text and its form, which the original guesses by a pattern."""
        self.queryString, self.queryType = text, form

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        return self._opener.open(self._createRequest(), timeout=self.timeout), self.returnFormat


def ask(access: Access, text: str, form: str, default_graphs: Graphs = (), named_graphs: Graphs = ()) -> Received:
    """Send a query, up to three times where the server can't be reached or is busy."""
    wrapper = _Wrapper(access)
    wrapper.state(text, form)
    wrapper.setReturnFormat(XML if access.server.results == "xml" else JSON)
    if form in ("CONSTRUCT", "DESCRIBE"):
        wrapper.setReturnFormat(XML)
        wrapper.addCustomHttpHeader("Accept", GRAPH)
    for name in default_graphs:
        wrapper.addDefaultGraph(name)
    for name in named_graphs:
        wrapper.addNamedGraph(name)
    try:
        return _again(wrapper, access)
    except _Passing as passing:
        raise passing.told from None


def change(access: Access, text: str) -> None:
    """Send an update, once: a second time might do what the first has done already."""
    wrapper = _Wrapper(access)
    wrapper.state(text, "INSERT")
    try:
        _send(wrapper, access)
    except _Passing as passing:
        raise passing.told from None


@retry(
    retry=retry_if_exception_type(_Passing),
    stop=stop_after_attempt(3),
    wait=wait_random_exponential(multiplier=0.2, max=2.0),
    reraise=True,
)
def _again(wrapper: _Wrapper, access: Access) -> Received:
    return _send(wrapper, access)


def _send(wrapper: _Wrapper, access: Access) -> Received:
    until = time.monotonic() + access.seconds
    wrapper.setTimeout(math.ceil(access.seconds))
    address = wrapper.updateEndpoint if wrapper.isSparqlUpdateRequest() else wrapper.endpoint
    try:
        with wrapper.query().response as response:
            headers = response.headers
            body = _read(response, access, until)
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(access, address, error, _text(error)) from None
    except TimeoutError:
        raise _late(access) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _late(access) from None
        raise _Passing(StoreError(f"{address}: can't be reached ({error.reason}); is the server running?")) from None
    except (OSError, http.client.HTTPException) as error:
        hung_up = f"{address}: hung up ({type(error).__name__}); look at the server's log"
        raise _Passing(StoreError(hung_up)) from None
    for name in access.server.partial:
        if name in headers:
            raise ResultTooLarge(
                f"{access.server.title} has cut the answer short ({name}: {headers[name]}); ask for less, or raise "
                "its limits (docs/stores.md)"
            )
    return Received(headers.get_content_type(), body, dict(headers.items()))


def _read(response: http.client.HTTPResponse, access: Access, until: float) -> bytes:
    """Read an answer as far as the limits of bytes and time; a server that sends a byte a second meets the latter."""
    taken, whole = bytearray(), int(response.headers.get("Content-Length") or -1)
    while len(taken) != whole and (piece := response.read1(PIECE)):
        taken += piece
        if len(taken) > access.result_bytes:
            raise ResultTooLarge.over(access.result_bytes, "bytes")
        if time.monotonic() > until:
            raise _late(access)
    if len(taken) < whole:
        raise http.client.IncompleteRead(b"", whole - len(taken))
    return bytes(taken)


def _late(access: Access) -> QueryTimeout:
    return QueryTimeout(f"{access.server.title} hasn't answered within {access.seconds:g} s; ask for less")


def _text(error: urllib.error.HTTPError) -> str:
    try:
        said = error.read(10_000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return error.reason
    # What follows an empty line is the query again.
    first = _MARKUP.sub(" ", said).strip().partition("\n\n")[0]
    return " ".join(first.split())[:SHOWN] or str(error.reason)


def _refused(access: Access, address: str, error: urllib.error.HTTPError, said: str) -> Exception:
    """Put a status into our words; a text that isn't SPARQL is a SyntaxError, as of the embedded engine."""
    title, code = access.server.title, error.code
    if code in (401, 403):
        given = "these credentials aren't enough" if access.user or access.token else "credentials are wanted"
        return StoreError(
            f"{address}: {given}; set PEELGRAPH_STORE_USER and PEELGRAPH_STORE_PASSWORD, or PEELGRAPH_STORE_TOKEN"
        )
    if code in (404, 405) or 300 <= code < 400:
        where = f" (it names {error.headers['Location']})" if error.headers.get("Location") else ""
        return StoreError(f"{address}: is not the address to ask {title}{where}; see docs/stores.md")
    if code in (413, 414):
        return QueryTooLarge(f"{title}: the text is over its limit ({said}); ask in parts")
    if code in (408, 504) or _LATE.search(said):
        return QueryTimeout(f"{title} has stopped the query: {said}; ask for less")
    if code in (429, 502, 503):
        kind = StoreError if code == 502 else Busy
        return _Passing(kind(f"{title} can't answer now: {said}; try again later"))
    if code == 400:
        return SyntaxError(said)
    return QueryError(f"{title} can't run this: {said}")
