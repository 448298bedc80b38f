"""Write the log: a line an event, as JSON or as text, into which nothing that is logged can write a line of its own."""

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

REQUEST: Final[ContextVar[str]] = ContextVar("request", default="")
"""The id of the request that is being answered."""
ACCESS: Final = logging.getLogger("peelgraph.access")
FORMATS: Final = ("text", "json")
LEVELS: Final = ("debug", "info", "warning", "error")
_PLAIN: Final = re.compile(r"[!#-<>-\[\]-~]+")
"""What needs no quotes in the text form: visible ASCII without quotes, equals signs and backslashes."""


def configure(form: str, level: str) -> None:
    """Send what the service logs to standard error; for the process of the service alone."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # Who changed the graph is told whatever else is.
    logging.getLogger("peelgraph.api.writes").setLevel(min(logging.INFO, logging.getLogger().level))
    # Each connection and each start is no event of ours.
    for name in ("uvicorn.error", "asyncio", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


def _fields(record: logging.LogRecord) -> dict[str, object]:
    told: dict[str, object] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    if request := REQUEST.get():
        told["request"] = request
    more = getattr(record, "fields", None)
    return told | more if isinstance(more, dict) else told


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write an event; what isn't ASCII is escaped."""
        told = _fields(record)
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str)


class Text(logging.Formatter):
    """One line an event, `name=value` after its message; a value that isn't plain is quoted as in JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write an event; the lines of an exception follow, each behind a bar."""
        told = _fields(record)
        head = " ".join(str(told.pop(name)) for name in ("time", "level", "logger"))
        line = f"{head} {json.dumps(told.pop('message'))[1:-1]}"
        line = " ".join((line, *(f"{name}={_word(str(value))}" for name, value in told.items())))
        if record.exc_info:
            lines = self.formatException(record.exc_info).splitlines()
            line = "\n".join((line, *(f"    | {json.dumps(part)[1:-1]}" for part in lines)))
        return line


def _word(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value)
