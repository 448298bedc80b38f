"""What every request works with: the settings, the names and the pool that answers queries."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.settings import Settings
from ontology.iris import Names
from store.pool import Pool


@dataclass(frozen=True, slots=True)
class Service:
    """One service on one store."""

    settings: Settings
    names: Names
    pool: Pool


def _service(request: Request) -> Service:
    service = request.app.state.service
    if not isinstance(service, Service):
        raise TypeError("the application has not been started")
    return service


Served = Annotated[Service, Depends(_service)]
"""The service, as a parameter of a route."""
