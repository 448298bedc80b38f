"""Fetch: a web address -> a file; only from hosts that the operator allows, and not from within the own network."""

import ipaddress
import re
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

import httpcore

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.read import MEDIA_TYPES

ENDINGS: Final = {media_type: ending for ending, media_type in reversed(MEDIA_TYPES.items())} | {
    "application/xhtml+xml": ".xhtml",
    "text/x-markdown": ".md",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/x-tar": ".tar",
    "application/gzip": ".tar.gz",
    "application/x-gzip": ".tar.gz",
}
"""The ending under which an answer is kept, so that its content type alone decides who reads it."""
PORTS: Final = {"http": 80, "https": 443}
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
HEADERS: Final = (
    ("User-Agent", "peelgraph"),
    ("Accept", ", ".join(dict.fromkeys(ENDINGS))),
    # Packed answers could swell without bound; they aren't asked for.
    ("Accept-Encoding", "identity"),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document fetched: its file, the address that gave it in the end, and the encoding its server states."""

    path: Path
    address: str
    charset: str | None


def is_address(path: str) -> bool:
    """Tell a web address from a path."""
    return path.lower().startswith(("http://", "https://"))


def fetch(address: str, into: Path, hosts: Iterable[str], limits: Limits) -> Fetched:
    """Fetch a document into a folder; every redirect is checked as the first address is.

    `hosts` are names ("example.org": that host on the usual ports, no other below it), with a port where it is another
    ("localhost:8080"). An address that isn't public is refused, whatever name leads to it, unless it is one of `hosts`.
    Raises ReadError: a host not allowed, no answer, over a limit of bytes, seconds or redirects, of a type not read.
    """
    allowed = frozenset(host.strip().lower() for host in hosts)
    until = time.monotonic() + limits.seconds
    with httpcore.ConnectionPool(network_backend=_Guarded(allowed), retries=0) as pool:
        for _ in range(limits.redirects + 1):
            _check(address, allowed)
            with _told(address), pool.stream("GET", address, headers=HEADERS, extensions=_patience(until)) as answer:
                if answer.status not in REDIRECTS:
                    return _kept(answer, address, into, limits, until)
                address = urljoin(address, _header(answer, "location"))
    raise ReadError(
        f"{address}: redirects more often than the limit of {limits.redirects}; give the address it leads to"
    )


def _patience(until: float) -> dict[str, dict[str, float]]:
    left = max(0.1, until - time.monotonic())
    return {"timeout": {"connect": left, "read": left, "write": left, "pool": left}}


def _check(address: str, allowed: frozenset[str]) -> None:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise ReadError(f"{address}: is no web address ({error}); check it") from None
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise ReadError(f"{address}: is no address that is fetched; give http:// or https://, a host and no password")
    usual = port in (None, 80, 443)
    wanted = host if usual else f"{host}:{port}"
    if not ((usual and host in allowed) or f"{host}:{port or PORTS[parts.scheme]}" in allowed):
        raise ReadError(
            f"{address}: its host isn't allowed; allow it with --allow-host {wanted} (or PEELGRAPH_HOSTS), "
            "or fetch the document yourself"
        )


class _Guarded(httpcore.SyncBackend):
    """Connects to the address that was looked at, so that a name can't lead to another one afterwards."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__()
        self.named = frozenset(re.sub(r"^\[?([^\]]*?)\]?(?::\d+)?$", r"\1", host) for host in allowed) | allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that may be connected to."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise httpcore.ConnectError(f"the host has no address: {error}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        open_to = [address for address in addresses if _public(address) or address in self.named]
        if not open_to:
            raise ReadError(
                f"{host}: leads to {', '.join(addresses)}, which isn't public; where that is meant, allow it as well: "
                f"--allow-host {addresses[0]}"
            )
        return super().connect_tcp(open_to[0], port, timeout, local_address, socket_options)


def _public(address: str) -> bool:
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return (mapped or found).is_global and not found.is_multicast


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Turn what can go wrong on the way into a refusal that names the address."""
    try:
        yield
    except httpcore.TimeoutException:
        raise ReadError(f"{address}: gives no answer within the limit of time (seconds); try again later") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise ReadError(f"{address}: can't be fetched ({error}); check the address, or try again later") from None


def _header(answer: httpcore.Response, name: str) -> str:
    return next((value.decode("latin-1") for key, value in answer.headers if key.decode("latin-1").lower() == name), "")


def _kept(answer: httpcore.Response, address: str, into: Path, limits: Limits, until: float) -> Fetched:
    if answer.status != 200:
        raise ReadError(f"{address}: answers with the status {answer.status}; check the address")
    media_type, _, rest = _header(answer, "content-type").partition(";")
    ending = ENDINGS.get(media_type.strip().lower())
    if ending is None:
        known = ", ".join(sorted(set(ENDINGS.values())))
        raise ReadError(f"{address}: is of the type {media_type.strip() or 'that is not stated'}; read are {known}")
    if _header(answer, "content-encoding").lower() not in ("", "identity"):
        raise ReadError(f"{address}: comes packed though that wasn't asked for; fetch the document yourself")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.IGNORECASE)
    path = into / _name(address, ending)
    most = limits.unpacked if ending in (".zip", ".tar", ".tar.gz") else limits.bytes
    with path.open("xb") as out:
        size = 0
        for piece in answer.iter_stream():
            size += len(piece)
            if size > most:
                raise ReadError(f"{address}: has more than the limit of {most:,} bytes; fetch it yourself, or raise it")
            if time.monotonic() > until:
                raise ReadError(
                    f"{address}: takes longer than the limit of {limits.seconds:g} seconds; try again later"
                )
            out.write(piece)
    return Fetched(path, address, charset[1] if charset else None)


def _name(address: str, ending: str) -> str:
    """A file's name from an address: the last part of its path, or its host."""
    parts = urlsplit(address)
    last = next((part for part in reversed(unquote(parts.path).split("/")) if part.strip()), parts.hostname or "")
    stem = re.sub(r"[^\w.-]+", "-", last).strip(".-")[:100]
    same = [known for known, _ in MEDIA_TYPES.items() if stem.lower().endswith(known)]
    if stem.lower().endswith(ending):
        return stem
    return (stem[: -len(same[0])] if same else stem or "document") + ending
