"""Write pages: every template escapes what it is given, and links only through `Links`."""

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.errors import NotAcceptable
from api.links import Links
from api.negotiate import HTML, JSON, best
from api.settings import Settings

TEMPLATES: Final = Path(__file__).parent / "templates"
PROBLEM: Final = "application/problem+json"


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def links(request: Request) -> Links:
    """Give the links of a request, under the path prefix that it came through."""
    return Links(request.app.state.names, str(request.scope.get("root_path", "")).rstrip("/"))


def public(request: Request) -> str:
    """Give the address that the request's client knows this service by, without a slash at its end."""
    settings: Settings = request.app.state.settings
    return settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")


def page(request: Request, template: str, context: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Fill a template; it finds `links` and `path` (the request's own) beside its context."""
    found = _environment().get_template(template)
    text = found.render(links=links(request), path=request.url.path, **context)
    return HTMLResponse(text, status_code=status)


def prefers_html(request: Request) -> bool:
    """Tell whether a client would rather have a page than JSON: by suffix, else by Accept."""
    if request.url.path.endswith(".html"):
        return True
    try:
        return best(request.headers.get("accept"), (PROBLEM, JSON, HTML)) == HTML
    except NotAcceptable:
        return False


def downloads(request: Request, path: str, values: Mapping[str, str], forms: Iterable[str]) -> dict[str, str]:
    """Give the addresses of the answer on a page in other forms, by suffix."""
    query = f"?{urlencode(values)}" if values else ""
    return {form: f"{links(request).path(path)}.{form}{query}" for form in forms}
