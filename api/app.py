"""Put the web service together: one pool of query processes, a router a concern, one shape of failure."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from api import health, linked_data, pages, patterns, problems, research, sparql, vocabulary
from api.edge import Edge
from api.render import PROBLEM
from api.service import Service
from api.settings import Settings
from ontology.iris import DEFAULT_BASE, Names
from store.generations import Folder
from store.guard import Size
from store.pool import Pool
from store.worker import Limits

_STATIC: Final = Path(__file__).parent / "static"
_DESCRIPTION: Final = (
    "A knowledge graph of what inspectorates found about police forces, each statement tied to the sentence behind it. "
    "Every failure is an RFC 9457 problem document; its kinds are listed at /problems."
)
_FAILURE: Final[dict[int | str, dict[str, Any]]] = {
    "default": {"description": "A problem document (RFC 9457)", "content": {PROBLEM: {"schema": {"type": "object"}}}}
}


def create_app(settings: Settings) -> FastAPI:
    """Make the application; its store is opened when it starts and closed when it stops.

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
    problems.install(app)
    for concern in (pages, sparql, linked_data, vocabulary, health):
        app.include_router(concern.router)
    app.include_router(research.router())
    app.include_router(patterns.router())
    app.mount("/static", StaticFiles(directory=_STATIC))
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Accept", "Content-Type", "If-None-Match"],
        expose_headers=["ETag", "Link", "Retry-After"],
    )
    app.add_middleware(Edge, root_path=settings.root_path)
    return app


@asynccontextmanager
async def _open_store(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    limits = Limits(
        seconds=settings.query_seconds,
        memory=settings.memory_bytes,
        result_bytes=settings.result_bytes,
        result_rows=settings.result_rows,
        queue_seconds=settings.queue_seconds,
        # This bounds our own queries too, which may name hundreds of things; `/sparql` holds the setting.
        query=Size(bytes=max(settings.query_bytes, Size().bytes)),
    )
    with Pool(settings.store, settings.workers, limits) as pool:
        # Things keep the names that their store gave them.
        app.state.names = Names(Folder(Path(settings.store)).facts().get("base", DEFAULT_BASE))
        app.state.service = Service(settings, app.state.names, pool)
        yield
