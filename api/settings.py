"""What an operator may set: one table, handed to `create_app` by whoever starts the service, never read at import."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from api.logs import FORMATS, LEVELS
from ontology.errors import PeelgraphError
from store.guard import Bounds
from store.keeper import HELD
from store.submit import WriteLimits
from store.worker import Limits
from store.write import UPDATE

PREFIX: Final = "PEELGRAPH_"
"""Of the environment variables: `page_size` is set by `PEELGRAPH_PAGE_SIZE`."""

T = TypeVar("T")


class SettingError(PeelgraphError):
    """A setting is unknown or its value is not of its kind."""


def _setting(default: T, sentence: str, *, shown: bool = True) -> T:
    """Declare a setting: the type checker sees its default, the data class a field with its sentence."""
    declared: Any = field(default=default, repr=shown, metadata={"sentence": sentence})
    return declared  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the web service; `describe` gives the table of name, default and sentence."""

    store: str = _setting("peelgraph-data", "where the graph is: a folder, or the URL of a SPARQL 1.1 service")
    public_url: str = _setting("", "the address that clients see, with the path prefix of a proxy; empty: as asked")
    publisher: str = _setting("The operator of this service", "who publishes the data, in its descriptions")
    dumps: str = _setting("", "a folder for the files of /dumps; empty: dumps in the store's folder")
    dumps_kept: int = _setting(3, "how many files of /dumps stay, the one of the current generation among them")
    workers: int = _setting(4, "queries that are answered at once, each by a process of its own")
    hold: str = _setting("auto", "hold the graph in memory: auto (where half of what is free does), always, never")
    query_seconds: float = _setting(20.0, "seconds a query may take before it is stopped")
    services: str = _setting("", "addresses that SERVICE may ask, parted by spaces; empty: none")
    token: str = _setting("", "the token that allows all of /update and /graphs; empty: none", shown=False)
    tokens: str = _setting("", "a file of named tokens with rights, in YAML; empty: none")
    update_seconds: float = _setting(30.0, "seconds a change may take before it is stopped")
    update_bytes: int = _setting(50_000_000, "bytes an update or a graph that is sent may have")
    cache_bytes: int = _setting(100_000_000, "bytes of answers that are kept to be given again")
    queue_seconds: float = _setting(5.0, "seconds a query may wait for a free process, and a change for its turn")
    memory_bytes: int = _setting(2_000_000_000, "bytes of memory a query or a change may take")
    result_bytes: int = _setting(100_000_000, "bytes an answer may have")
    result_rows: int = _setting(200_000, "rows or statements an answer may have where it isn't sent as it stands")
    query_bytes: int = _setting(100_000, "bytes a query may have")
    body_bytes: int = _setting(1_000_000, "bytes the body of any other request may have")
    page_size: int = _setting(100, "statements that point at a thing, and rows of a table, shown on one page")
    retry_seconds: int = _setting(5, "seconds named in Retry-After where the service is out of time or workers")
    header_seconds: float = _setting(10.0, "seconds a client may take to send the head of a request")
    body_seconds: float = _setting(20.0, "seconds over which the body of a request must come at `slow_bytes` a second")
    send_seconds: float = _setting(20.0, "seconds over which a client must read its answer at `slow_bytes` a second")
    slow_bytes: int = _setting(1_000, "bytes a second below which a client is too slow")
    idle_seconds: int = _setting(5, "seconds a connection is kept open for the next request")
    header_bytes: int = _setting(32_000, "bytes the headers of a request may have, beside its address")
    connections: int = _setting(
        800, "connections that may be open, in each web worker; the idlest makes room for one more"
    )
    shutdown_seconds: int = _setting(10, "seconds that running requests may take to finish when the service is stopped")
    log_format: str = _setting("text", "how the log is written: text, json")
    log_level: str = _setting(
        "warning", "from which level: debug, info (each request), warning (each that failed), error"
    )
    log_queries: str = _setting("no", "log the text of queries: yes, no")

    def __post_init__(self) -> None:
        """Refuse a number below one and a public address that isn't one."""
        for row in fields(self):
            value = getattr(self, row.name)
            if isinstance(value, int | float) and not 0 < value < math.inf:
                raise SettingError(f"{row.name} must be a number above zero, not {value}")
        choices = {"hold": HELD, "log_format": FORMATS, "log_level": LEVELS, "log_queries": ("yes", "no")}
        for name, choice in choices.items():
            if (value := getattr(self, name)) not in choice:
                raise SettingError(f"{name} must be one of {', '.join(choice)}, not {value!r}")
        if self.public_url and urlsplit(self.public_url).scheme not in ("http", "https"):
            raise SettingError(f"public_url must begin with http:// or https://, not {self.public_url!r}")

    @property
    def root_path(self) -> str:
        """The path prefix of the public address, without a slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def limits(self) -> Limits:
        """What one query may use."""
        return Limits(
            seconds=self.query_seconds,
            memory=self.memory_bytes,
            result_bytes=self.result_bytes,
            result_rows=self.result_rows,
            queue_seconds=self.queue_seconds,
            # This bounds our own queries too, which may name hundreds of things; `/sparql` holds the setting.
            query=Bounds(bytes=max(self.query_bytes, Bounds().bytes), services=self._listed),
        )

    @property
    def write_limits(self) -> WriteLimits:
        """What one change may use."""
        return WriteLimits(
            seconds=self.update_seconds,
            memory=self.memory_bytes,
            queue_seconds=self.queue_seconds,
            size=replace(UPDATE, bytes=self.update_bytes, services=self._listed),
        )

    @property
    def _listed(self) -> frozenset[str]:
        return frozenset(self.services.replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as documented."""

    name: str
    default: str
    sentence: str


def describe() -> tuple[Row, ...]:
    """Give the table of settings, in their order."""
    return tuple(Row(row.name, str(row.default), row.metadata["sentence"]) for row in fields(Settings))


def from_environment(environment: Mapping[str, str], **flags: str | int | float | None) -> Settings:
    """Read settings from an environment (`PEELGRAPH_PAGE_SIZE=50`); flags that are not None win.

    Raises SettingError naming the variable or flag.
    """
    kinds: dict[str, type] = {row.name: type(row.default) for row in fields(Settings)}
    given: dict[str, Any] = {
        name: _read(PREFIX + name.upper(), environment[PREFIX + name.upper()], kind)
        for name, kind in kinds.items()
        if PREFIX + name.upper() in environment
    }
    for name, value in flags.items():
        if name not in kinds:
            raise SettingError(f"no setting is called {name!r}; known are {', '.join(kinds)}")
        if value is not None:
            given[name] = _read(name, str(value), kinds[name])
    return Settings(**given)


def _read(name: str, word: str, kind: type) -> Any:  # noqa: ANN401 - of the kind given
    try:
        return kind(word)
    except ValueError as error:
        raise SettingError(f"{name} must be {'a whole' if kind is int else 'a'} number, not {word!r}") from error
