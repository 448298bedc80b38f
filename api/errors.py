"""Every way to fail, in one table: which exception gets which status, and what it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.attend import ClientGone
from ontology.errors import PeelgraphError
from queries.errors import TooLittleData, UnknownName, WrongParameter
from store import errors as store


class BadRequest(PeelgraphError):
    """The request breaks a rule of its protocol."""


class NotFound(PeelgraphError):
    """Nothing is known under this address."""


class Gone(PeelgraphError):
    """What was known under this address was withdrawn."""


class Unauthorised(PeelgraphError):
    """The address wants a token that is known; `challenge` is what the header adds to that (RFC 6750)."""

    def __init__(self, message: str, challenge: str = "") -> None:
        super().__init__(message)
        self.challenge = challenge


class MissingRight(PeelgraphError):
    """The token lacks the right that the address asks for."""

    def __init__(self, message: str, right: str = "") -> None:
        super().__init__(message)
        self.challenge = f'error="insufficient_scope", scope="{right}"'


class WrongMethod(PeelgraphError):
    """The address doesn't take this method."""


class BodyTooLarge(PeelgraphError):
    """The body of a request is over the limit."""


class RequestTimeout(PeelgraphError):
    """The client took too long to send its request."""


class UriTooLong(PeelgraphError):
    """The address of a request is over the limit."""


class HeadersTooLarge(PeelgraphError):
    """The headers of a request are over the limit."""


class ConnectionsTaken(PeelgraphError):
    """As many clients are being answered as there may be."""


class Offering(PeelgraphError):
    """A refusal that names the media types that would have been taken."""

    def __init__(self, message: str, offered: Sequence[str]) -> None:
        super().__init__(f"{message}; offered are {', '.join(offered)}")
        self.offered = tuple(offered)


class NotAcceptable(Offering):
    """No form that the client accepts is offered."""


class UnsupportedMedia(Offering):
    """The body of a request is of a type that isn't read here."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure: the exception that tells of it, the status it gets, its name and its title."""

    error: type[Exception]
    status: int
    name: str
    title: str

    @property
    def retry(self) -> bool:
        """Whether the same request may do later."""
        return self.status in (503, 504)

    @property
    def open(self) -> bool:
        """Whether the client may read the exception's own message: not where it speaks of our side."""
        return self.error not in (store.StoreError, Exception)


KINDS: Final = (
    Kind(BadRequest, 400, "bad-request", "The request breaks a rule of its protocol"),
    Kind(store.QuerySyntax, 400, "query-syntax", "The query is not SPARQL"),
    Kind(store.RdfSyntax, 400, "rdf-syntax", "What was sent is not RDF in the form it is said to be in"),
    Kind(store.DatasetConflict, 400, "dataset-conflict", "The update and the request both name a dataset"),
    Kind(store.QueryError, 400, "query-failed", "The query can't be answered"),
    Kind(WrongParameter, 400, "wrong-parameter", "A parameter is wrong or missing"),
    Kind(Unauthorised, 401, "unauthorised", "The address wants a token"),
    Kind(MissingRight, 403, "missing-right", "The token lacks a right"),
    Kind(store.QueryRefused, 403, "query-refused", "The query asks for what this service doesn't do"),
    Kind(NotFound, 404, "not-found", "Nothing is known under this address"),
    Kind(store.NoSuchGraph, 404, "no-such-graph", "There is no graph of this name"),
    Kind(UnknownName, 404, "unknown-name", "No query or pattern has this name"),
    Kind(WrongMethod, 405, "wrong-method", "The address doesn't take this method"),
    Kind(NotAcceptable, 406, "not-acceptable", "No accepted form is offered"),
    Kind(store.NotAcceptable, 406, "answer-not-acceptable", "This kind of answer has no accepted form"),
    Kind(RequestTimeout, 408, "request-timeout", "The request was sent too slowly"),
    Kind(Gone, 410, "gone", "What was known under this address was withdrawn"),
    Kind(store.HasChanged, 412, "has-changed", "The store is not as the change expects it"),
    Kind(BodyTooLarge, 413, "body-too-large", "The body of the request is over the limit"),
    Kind(store.QueryTooLarge, 413, "query-too-large", "The query is over the limit"),
    Kind(UriTooLong, 414, "address-too-long", "The address is over the limit"),
    Kind(UnsupportedMedia, 415, "unsupported-media", "The body is of a type that isn't read here"),
    Kind(TooLittleData, 422, "too-little-data", "Too little was inspected to tell a pattern from chance"),
    Kind(HeadersTooLarge, 431, "headers-too-large", "The headers are over the limit"),
    Kind(ClientGone, 499, "client-gone", "The client closed its connection"),
    Kind(Exception, 500, "internal", "Something went wrong on our side"),
    Kind(store.QueryMemory, 503, "query-memory", "The query ran out of memory"),
    Kind(store.WorkerDied, 503, "worker-died", "The query ended its process"),
    Kind(store.ResultTooLarge, 503, "result-too-large", "The answer is over the limit"),
    Kind(store.Busy, 503, "busy", "All workers are busy"),
    Kind(ConnectionsTaken, 503, "connections", "Too many connections are open"),
    Kind(store.StoreLocked, 503, "store-locked", "Another process writes to the store"),
    Kind(store.StoreError, 503, "store", "The store can't answer now"),
    Kind(store.QueryTimeout, 504, "query-timeout", "The query ran out of time"),
)
"""A class not listed is as its nearest listed parent."""

_BY_CLASS: Final = {kind.error: kind for kind in KINDS}


def kind_of(error: Exception) -> Kind:
    """Find what kind of failure an exception tells of."""
    return next(_BY_CLASS[parent] for parent in type(error).__mro__ if parent in _BY_CLASS)
