"""What every request works with: the settings, the names and the processes that answer queries."""

from dataclasses import dataclass
from typing import Annotated

from anyio import Semaphore
from fastapi import Depends, Request

from api.figures import Figures
from api.making import Dumps
from api.settings import Settings
from ontology.iris import Names
from store.answering import Answering
from store.pool import Pool
from store.submit import Writes


@dataclass(frozen=True, slots=True)
class Service:
    """One service on one store."""

    settings: Settings
    names: Names
    workers: Answering
    """They answer queries, for what runs in the event loop."""
    pool: Pool
    """The same, for what runs in a thread."""
    figures: Figures
    """What descriptions of the dataset tell of it."""
    dumps: Dumps
    """The whole as files."""
    writes: Writes | None
    """The changes that are asked for; none on a store by URL, which is changed where it is."""
    writing: Semaphore
    """The places of changes that are read at once."""


def served(request: Request) -> Service:
    """Give the service of the application that a request came to."""
    service = request.app.state.service
    if not isinstance(service, Service):
        raise TypeError("the application has not been started")
    return service


async def _service(request: Request) -> Service:
    # Asynchronous, so that the framework asks it without a thread.
    return served(request)


Served = Annotated[Service, Depends(_service)]
"""The service, as a parameter of a route."""
