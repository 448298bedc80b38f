"""Answer a failure: an RFC 9457 problem document, or a page for browsers, of the kind that `errors` tables."""

import logging
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.errors import BadRequest, Kind, MissingRight, NotFound, Offering, Unauthorised, WrongMethod, kind_of
from api.render import PROBLEM, page, prefers_html
from api.settings import Settings
from ontology.errors import PeelgraphError
from store.errors import NotAcceptable, QuerySyntax

_LOG: Final = logging.getLogger("peelgraph.api")
_METHODS: Final = ("GET", "POST", "PUT", "DELETE", "OPTIONS")
_OURS: Final = "The fault is on our side and has been logged; nothing in the request needs to change."


def install(app: FastAPI) -> None:
    """Make every failure of the application answer in the one shape."""
    app.add_exception_handler(PeelgraphError, answer)
    app.add_exception_handler(HTTPException, _answer_framework)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(Exception, answer)


def document(request: Request, error: Exception) -> dict[str, object]:
    """Give the problem document: type, title, status, detail, instance, and what helps to mend it."""
    kind = kind_of(error)
    request.state.kind = kind.name
    problem: dict[str, object] = {
        "type": f"{_public(request)}/problems#{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": str(error) if kind.open else _OURS,
        "instance": request.url.path,
    }
    if isinstance(error, QuerySyntax) and error.line is not None:
        problem |= {"line": error.line, "column": error.column}
    if isinstance(error, Offering | NotAcceptable):
        problem["offered"] = list(error.offered)
    return problem


def answer(request: Request, error: Exception) -> Response:
    """Answer an exception; one that speaks of our side is logged and not shown."""
    kind = kind_of(error)
    if not kind.open:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    problem = document(request, error)
    response: Response = (
        page(request, "problem.html", {"problem": problem}, kind.status)
        if prefers_html(request)
        else JSONResponse(problem, kind.status, media_type=PROBLEM)
    )
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-store"
    _hint(request, response, kind, error)
    return response


def _hint(request: Request, response: Response, kind: Kind, error: Exception) -> None:
    if isinstance(error, Unauthorised | MissingRight):
        response.headers["WWW-Authenticate"] = ", ".join(filter(None, ['Bearer realm="peelgraph"', error.challenge]))
    if kind.retry:
        settings: Settings = request.app.state.settings
        response.headers["Retry-After"] = str(settings.retry_seconds)


def _answer_framework(request: Request, error: Exception) -> Response:
    """Translate what the router raises: an unknown address or a wrong method."""
    if not isinstance(error, HTTPException):
        raise TypeError("only HTTP exceptions come here")
    if error.status_code == 405:
        allowed = ", ".join(_allowed(request))
        response = answer(request, WrongMethod(f"{request.method} is not taken here; allowed: {allowed}"))
        response.headers["Allow"] = allowed
        return response
    if error.status_code == 404:
        return answer(request, NotFound(f"there is nothing at {request.url.path}; the addresses are listed at /docs"))
    return answer(request, BadRequest(str(error.detail)))


def _allowed(request: Request) -> list[str]:
    """Give the methods that an address takes; the framework tells those of one of its routes."""
    routes = request.app.routes
    taken = [
        method
        for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return [*taken, "HEAD"] if "GET" in taken else taken


def _answer_validation(request: Request, error: Exception) -> Response:
    """Put the framework's complaints about a parameter into our shape."""
    if not isinstance(error, RequestValidationError):
        raise TypeError("only validation errors come here")
    complaints = (f"{'.'.join(str(part) for part in row['loc'])}: {row['msg']}" for row in error.errors())
    return answer(request, BadRequest("; ".join(complaints)))


def _public(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.public_url.rstrip("/") or str(request.scope.get("root_path", "")).rstrip("/")
