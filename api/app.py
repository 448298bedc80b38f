"""Put the web service together: one pool of query processes, a router a concern, one shape of failure."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from anyio import Semaphore, from_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from api import (
    dataset,
    dumps,
    graphs,
    health,
    linked_data,
    pages,
    patterns,
    problems,
    research,
    sparql,
    tokens,
    update,
    vocabulary,
)
from api.attend import attend
from api.cache import Cache
from api.edge import Edge
from api.figures import Figures
from api.making import Dumps
from api.metrics import NUMBERS, Metrics
from api.opened import opened
from api.render import PROBLEM
from api.service import Service
from api.settings import Settings
from store.pool import Pool

_STATIC: Final = Path(__file__).parent / "static"
_DESCRIPTION: Final = (
    "A knowledge graph of what inspectorates found about police forces, each statement tied to the sentence behind it. "
    "Every failure is an RFC 9457 problem document; its kinds are listed at /problems."
)
_WRITERS: Final = 4
"""Changes that are read at once; they are written one after another."""
_FAILURE: Final[dict[int | str, dict[str, Any]]] = {
    "default": {"description": "A problem document (RFC 9457)", "content": {PROBLEM: {"schema": {"type": "object"}}}}
}


def create_app(settings: Settings, sockets: Path | None = None) -> FastAPI:
    """Make the application; its store is opened when it starts and closed when it stops.

    Where another process keeps the store, `sockets` is its folder of sockets; see `several`.
    Raises SettingError; starting it raises StoreError where there is no store.
    """
    app = FastAPI(
        title="peelgraph",
        version=version("peelgraph"),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=_FAILURE,
        lifespan=_open_store,
    )
    app.state.settings = settings
    app.state.sockets = sockets
    app.state.tokens = tokens.load(settings)
    problems.install(app)
    for concern in (pages, sparql, linked_data, vocabulary, dataset, dumps, health):
        app.include_router(concern.router)
    if app.state.tokens:
        for concern in (update, graphs):
            app.include_router(concern.router)
    app.include_router(research.router())
    app.include_router(patterns.router())
    app.state.metrics = Metrics(app.openapi()["paths"], sockets / NUMBERS if sockets else None)
    app.mount("/static", StaticFiles(directory=_STATIC))
    app.add_middleware(sparql.Lane)
    app.add_middleware(Cache, room=settings.cache_bytes, body_bytes=settings.body_bytes)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
        allow_headers=["Accept", "Authorization", "Content-Type", "If-Match", "If-None-Match", "If-Range", "Range"],
        expose_headers=[
            *("ETag", "Accept-Ranges", "Content-Range", "Link", "Location"),
            *("Retry-After", "Cache-Status", "X-Request-ID"),
        ],
    )
    app.add_middleware(Edge, root_path=settings.root_path)
    return app


@asynccontextmanager
async def _open_store(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with opened(settings, app.state.sockets) as found:
        app.state.names = found.names
        pool, figures = Pool(found.workers, _from_thread), Figures(found.workers, found.names)
        files, places = Dumps(settings), Semaphore(_WRITERS)
        app.state.service = Service(settings, found.names, found.workers, pool, figures, files, found.writes, places)
        app.state.metrics.watch(found.workers)
        try:
            yield
        finally:
            await files.close()


def _from_thread(function: Callable[..., Awaitable[Any]], /, *arguments: object) -> Any:  # noqa: ANN401
    """Run an asynchronous function for a request that is handled in a thread, as long as its client is there."""
    return from_thread.run(_attended, function, *arguments)


async def _attended(function: Callable[..., Awaitable[Any]], /, *arguments: object) -> Any:  # noqa: ANN401
    return await attend(function(*arguments))
