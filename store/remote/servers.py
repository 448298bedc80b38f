"""Know the servers that a store by URL may live on: the table `servers.toml`, and which of them an address is."""

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

from store.errors import StoreError

TABLE: Final = Path(__file__).with_name("servers.toml")
PLAIN: Final = "plain"
Authentication = Literal["basic", "digest", "bearer"]
Generation = Literal["marker", "etag"]
_CHOICES: Final = {
    "authentication": get_args(Authentication),
    "results": ("json", "xml"),
    "generation": get_args(Generation),
}


@dataclass(frozen=True, slots=True)
class Server:
    """What is to be known of one kind of server; a row of the table."""

    name: str
    title: str
    query: str
    """What is added to the base address to ask."""
    update: str
    authentication: Authentication
    results: Literal["json", "xml"]
    batch: int
    """The most statements of one request."""
    atomic: bool
    """Whether a request of several operations is one transaction."""
    union: str
    """How to have the union of all graphs as the default graph."""
    sign: str = ""
    """What the header `Server` or another of its own looks like."""
    generation: Generation = "marker"
    """Where the name of the generation stands: in a graph of the writer's, or in the answers."""
    hidden: tuple[str, ...] = ()
    """How the names of graphs begin that are the server's own."""
    refused_words: tuple[str, ...] = ()
    refused_schemes: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    """Headers that say that an answer isn't whole."""


@functools.cache
def servers() -> dict[str, Server]:
    """Read the table, name -> row. Raises StoreError where a row is wrong."""
    return {name: _row(name, row) for name, row in tomllib.loads(TABLE.read_text(encoding="utf-8")).items()}


def named(name: str) -> Server:
    """Give a row by its name; raises StoreError with the names there are."""
    known = servers()
    if name not in known:
        raise StoreError(f"PEELGRAPH_SERVER: no server is called {name!r}; known are {', '.join(known)}")
    return known[name]


def recognised(headers: Iterable[tuple[str, str]]) -> Server | None:
    """Tell by the headers of any answer which server gave it."""
    said = list(headers)
    for server in servers().values():
        if server.sign and any(re.search(server.sign, text) for pair in said for text in pair):
            return server
    return None


def _row(name: str, row: dict[str, Any]) -> Server:
    known = {field.name for field in fields(Server)}
    wrong = [key for key in row if key not in known] + [
        key for key, choices in _CHOICES.items() if key in row and row[key] not in choices
    ]
    if wrong:
        raise StoreError(f"{TABLE.name}: [{name}] {', '.join(wrong)}: unknown, or of a value that isn't")
    frozen: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    try:
        return Server(name=name, **frozen)
    except TypeError as error:
        raise StoreError(f"{TABLE.name}: [{name}]: {error}") from error
