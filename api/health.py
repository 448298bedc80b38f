"""Health, for whoever keeps the service running."""

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel

from api.service import Served

router: Final = APIRouter(tags=["operations"])


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
