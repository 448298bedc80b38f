"""Choose the form of an answer from what a client accepts."""

import functools
from collections.abc import Sequence
from typing import Final

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.errors import NotAcceptable

HTML: Final = "text/html"
JSON: Final = "application/json"
CSV: Final = "text/csv"
GRAPHML: Final = "application/graphml+xml"


def acceptable(accept: str | None, offered: Sequence[str]) -> tuple[str, ...]:
    """Give those of the offered media types that an Accept header allows, the best first.

    Among equals the order of the offer decides; a missing header allows all; parameters other than q are not looked
    at (we write one charset and one profile of each type). Raises NotAcceptable where nothing is left.
    """
    return _acceptable(accept or "", tuple(offered))


# Clients send few different headers, and reading one takes longer than a light query.
@functools.lru_cache(maxsize=1_000)
def _acceptable(accept: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    if not accept.strip():
        return offered
    ranges = [(name.partition(";")[0].strip(), quality) for name, quality in parse_accept_header(accept, MIMEAccept)]
    parsed = MIMEAccept(ranges)
    allowed = [(parsed.quality(name), name) for name in offered]
    ranked = sorted((pair for pair in allowed if pair[0] > 0), key=lambda pair: -pair[0])
    if not ranked:
        raise NotAcceptable(f"nothing in Accept: {accept} can be served here", offered)
    return tuple(name for _, name in ranked)


def best(accept: str | None, offered: Sequence[str]) -> str:
    """Give the best of the offered media types; raises NotAcceptable."""
    return acceptable(accept, offered)[0]
