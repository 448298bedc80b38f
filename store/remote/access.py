"""Say where a store by URL is and who asks: addresses, credentials, limits, from the location and the environment."""

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit

from store.errors import StoreError
from store.remote.servers import PLAIN, Server, named, recognised

SECONDS: Final = 60.0
KEEPS_NONE: Final = "{location}: a store by URL keeps no generations; go back by its server's own backups"
RESULT_BYTES: Final = 500_000_000


@dataclass(frozen=True, slots=True)
class Access:
    """One service: what it is, where it is asked and changed, and the credentials for it."""

    server: Server
    query: str
    update: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    seconds: float = SECONDS
    """How long a request may take."""
    result_bytes: int = RESULT_BYTES


def is_remote(location: object) -> bool:
    """Tell whether a location is the address of a service, and no folder."""
    return str(location).lower().startswith(("http://", "https://"))


def access(location: str, environment: Mapping[str, str]) -> Access:
    """Find out where to ask and to write.

    `PEELGRAPH_SERVER` names the kind of server, else the server is asked for it; PEELGRAPH_QUERY_URL and _UPDATE_URL
    go before the addresses of its kind; PEELGRAPH_STORE_USER, _PASSWORD and _TOKEN are the credentials. Raises
    StoreError where the address is none, bears credentials, or the server isn't known.
    """
    base = _checked(location)
    stated = {name: environment.get(f"PEELGRAPH_{name}_URL", "") for name in ("QUERY", "UPDATE")}
    for name, address in stated.items():
        if address:
            _checked(address, f"PEELGRAPH_{name}_URL")
    kind = environment.get("PEELGRAPH_SERVER", "")
    server = named(kind) if kind else _probe(base, otherwise=bool(stated["QUERY"]))
    if server.query:
        base = base.removesuffix(server.query)
    return Access(
        server,
        stated["QUERY"] or base + server.query,
        stated["UPDATE"] or base + server.update,
        environment.get("PEELGRAPH_STORE_USER", ""),
        environment.get("PEELGRAPH_STORE_PASSWORD", ""),
        environment.get("PEELGRAPH_STORE_TOKEN", ""),
        _seconds(environment.get("PEELGRAPH_STORE_SECONDS", "")),
    )


def _checked(location: str, name: str = "") -> str:
    parts = urlsplit(location)
    shown = f"{name}: " if name else ""
    if "@" in parts.netloc:
        raise StoreError(
            f"{shown}an address holds no credentials; set PEELGRAPH_STORE_USER and PEELGRAPH_STORE_PASSWORD instead"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise StoreError(f"{shown}{location}: is not the address of a service; write http(s)://host:port/path")
    return location.rstrip("/")


def _seconds(word: str) -> float:
    try:
        seconds = float(word or SECONDS)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < 1e6:
        raise StoreError(f"PEELGRAPH_STORE_SECONDS must be a number of seconds above zero, not {word!r}")
    return seconds


def _probe(base: str, *, otherwise: bool) -> Server:
    """Ask the server for its kind by one GET of the address, whatever the answer's status is."""
    try:
        with urllib.request.urlopen(base, timeout=10) as answer:  # noqa: S310 - checked to be http(s)
            headers = answer.headers.items()
    except HTTPError as error:
        with error:
            headers = error.headers.items()
    except (OSError, ValueError) as error:
        raise StoreError(f"{base}: can't be reached ({error}); is the server running?") from error
    server = recognised(headers)
    if server is None and not otherwise:
        raise StoreError(
            f"{base}: can't tell which server this is; name it by PEELGRAPH_SERVER, or its addresses by "
            "PEELGRAPH_QUERY_URL and PEELGRAPH_UPDATE_URL (docs/stores.md)"
        )
    return server or named(PLAIN)
