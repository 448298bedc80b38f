"""Health, for whoever keeps the service running."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel

from api.metrics import MEDIA_TYPE, Metrics
from api.service import Served

router: Final = APIRouter(tags=["operations"])


class Alive(BaseModel):
    """That the service lives."""

    live: bool


class Ready(BaseModel):
    """That queries are answered, of which generation of the graph, and whether it is in memory."""

    ready: bool
    generation: str
    in_memory: bool


class Health(BaseModel):
    """Whether the service lives and answers queries, and of which generation of the graph."""

    live: bool
    ready: bool
    generation: str


@router.get("/health", summary="Whether queries are answered")
def health(service: Served) -> Health:
    """Put a query to the store; a store that doesn't answer is a problem document with status 503 or 504."""
    service.pool.ask("ASK { }")
    return Health(live=True, ready=True, generation=service.pool.generation)


@router.get("/health/live", summary="Whether the service lives")
async def live() -> Alive:
    """Answer without asking the store: who doesn't get this may start the service again."""
    return Alive(live=True)


@router.get("/health/ready", summary="Whether queries are answered, and from memory")
def ready(service: Served) -> Ready:
    """Put a query to the store; without an answer: 503 or 504, and no request should come here."""
    service.pool.ask("ASK { }")
    return Ready(ready=True, generation=service.pool.generation, in_memory=service.workers.held)


@router.get("/metrics", summary="Numbers for Prometheus", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Give what was counted, in Prometheus' text format."""
    counted: Metrics = request.app.state.metrics
    return Response(counted.text(), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
