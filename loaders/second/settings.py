"""What an operator sets for the second reader, read from the environment when it is asked for and never before."""

import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, TypeVar

import httpx

from loaders.model import RULES
from ontology.errors import PeelgraphError

PREFIX: Final = "PEELGRAPH_READER_"
"""Of the environment variables: `url` is set by PEELGRAPH_READER_URL."""
COMPLETIONS: Final = "/chat/completions"
LIMIT_FIELDS: Final = ("max_completion_tokens", "max_tokens")
HOST: Final = re.compile(r"[\w.-]+|[0-9A-Fa-f:.]+")
MOST_PORTS: Final = 65_535
MODEL: Final = re.compile(r"(?=.*[A-Za-z0-9])[\w./:@+-]{1,200}", re.ASCII)

T = TypeVar("T")


class SettingError(PeelgraphError):
    """A setting of the second reader that is missing or wrong: which one, and the remedy. Never shows the key."""


def _setting(default: T, sentence: str, *, shown: bool = True, least: float = 0.0) -> T:
    """Declare a setting: the type checker sees its default, the data class a field with its sentence."""
    declared: Any = field(default=default, repr=shown, metadata={"sentence": sentence, "least": least})
    return declared  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the second reader; a price or a temperature that is no number (NaN) isn't set."""

    url: str = _setting("", "address of the endpoint: its base, as in `https://host/v1`, or whole")
    model: str = _setting("", "name of the model, as the service knows it")
    key: str = _setting("", "key, sent as a bearer token to that address alone; never logged or written", shown=False)
    timeout: float = _setting(120.0, "seconds for one answer, from the connection to its last byte", least=0.01)
    retries: int = _setting(3, "times a passage is asked again after status 429, a status of 500 or more, or no answer")
    pause: float = _setting(1.0, "seconds before asking again, doubled each time, where the service names no time")
    longest_pause: float = _setting(
        60.0, "seconds waited at most before asking again; a service that wants more is left"
    )
    failures: int = _setting(3, "passages in a row without an answer after which nothing more is asked", least=1)
    answer_tokens: int = _setting(8_000, "tokens an answer may have", least=1)
    answer_bytes: int = _setting(1_000_000, "bytes an answer may have", least=1)
    limit_field: str = _setting(LIMIT_FIELDS[0], f"what the service calls that limit: {' or '.join(LIMIT_FIELDS)}")
    passage_tokens: int = _setting(2_000, "tokens of a passage, about; longer documents are split", least=50)
    run_tokens: int = _setting(1_000_000, "tokens, in and out, that a run may spend", least=1)
    price_in: float = _setting(math.nan, "price of a million tokens in; without both prices, tokens alone are told")
    price_out: float = _setting(math.nan, "price of a million tokens out")
    temperature: float = _setting(math.nan, "temperature; without it none is sent, and the service's own holds")
    confidence: float = _setting(0.5, "how often its findings are right, as you measured it: 0 to 1")
    cache: str = _setting("peelgraph-answers", "folder in which answers are kept")

    def __post_init__(self) -> None:
        """Refuse what can't be asked, or can't be asked safely."""
        for row in fields(self):
            value, least = getattr(self, row.name), row.metadata["least"]
            if isinstance(value, int | float) and not (math.isnan(value) or least <= value < math.inf):
                raise SettingError(f"{PREFIX}{row.name.upper()} must be a number of {least:g} or more, not {value}")
        if not self.url or not self.model:
            raise SettingError(f"the second reader is off: set {PREFIX}URL and {PREFIX}MODEL to use it")
        if not MODEL.fullmatch(self.model) or self.model == RULES:
            raise SettingError(
                f"{PREFIX}MODEL is no name of a model: letters, digits and ./:@+-_ alone, and not {RULES!r}"
            )
        if not re.fullmatch(r"[!-~]*", self.key):
            raise SettingError(f"{PREFIX}KEY holds a space or a letter that no key has; its value isn't shown here")
        if self.limit_field not in LIMIT_FIELDS:
            raise SettingError(f"{PREFIX}LIMIT_FIELD must be {' or '.join(LIMIT_FIELDS)}, not {self.limit_field!r}")
        if not self.confidence <= 1:
            raise SettingError(f"{PREFIX}CONFIDENCE must be from 0 to 1, not {self.confidence}")
        endpoint(self.url)


def endpoint(address: str) -> str:
    """Give the address that is asked: the one set, or `/chat/completions` under it.

    Raises SettingError where it is no web address, bears a name and password, or would send text unencrypted over a
    network: http is for this machine alone.
    """
    name = f"{PREFIX}URL"
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise SettingError(f"{name} is no web address; write one such as https://host/v1") from None
    if url.scheme not in ("http", "https") or not HOST.fullmatch(url.host) or not 0 < (url.port or 1) <= MOST_PORTS:
        raise SettingError(f"{name} must begin with https:// (or http:// for this machine) and name a host")
    if url.userinfo or url.fragment:
        raise SettingError(f"{name} may hold no password and no #; the key goes into {PREFIX}KEY")
    if url.scheme == "http" and not _is_here(url.host):
        raise SettingError(f"{name} must begin with https://: http is for this machine (127.0.0.1, localhost) alone")
    path = url.path.rstrip("/")
    if not path.endswith(COMPLETIONS):
        path = f"{path or '/v1'}{COMPLETIONS}"
    return str(url.copy_with(path=path))


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment. Raises SettingError naming the variable."""
    given: dict[str, Any] = {}
    for row in fields(Settings):
        name = PREFIX + row.name.upper()
        word = environment.get(name, "").strip()
        if word:
            given[row.name] = _read(name, word, type(row.default))
    return Settings(**given)


def _read(name: str, word: str, kind: type) -> Any:  # noqa: ANN401 - of the kind given
    try:
        value = kind(word)
    except ValueError:
        value = None
    if value is None or (kind is float and not math.isfinite(value)):
        raise SettingError(f"{name} must be a {'whole ' if kind is int else ''}number, not {word!r}")
    return value


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
