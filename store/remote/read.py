"""Read a service: the facts of its marker, or of what it says of itself, and a Reader of it."""

from typing import Final, cast

import pyoxigraph as ox

from ontology.iris import DEFAULT_BASE
from ontology.terms import PEEL
from store.errors import StoreError
from store.guard import Bounds
from store.read import Reader
from store.remote.engine import Service, as_engine
from store.remote.http import ask
from store.remote.marker import READ, SEEN, Marker, marker

_FORCE: Final = f"SELECT ?force WHERE {{ ?force a {PEEL.Force} }} LIMIT 1"


class RemoteReader(Reader):
    """A store by URL, open for questions. What is written meanwhile is seen; `generation` is that of the opening."""

    def __init__(self, service: Service, found: Marker, size: Bounds | None = None, rows: int | None = None) -> None:
        super().__init__(as_engine(service), found.generation, size, rows)
        self._service = service
        self.base = found.base

    def dataset(self) -> object:
        """Give the store as an rdflib Dataset, through rdflib's own SPARQLStore. Raises StoreError for digest."""
        import rdflib
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        access = self._service.access
        if access.user and access.server.authentication == "digest":
            raise StoreError(f"{access.server.title}: rdflib knows no digest credentials; ask without, or by evaluate")
        user = (access.user, access.password) if access.user else None
        asked = SPARQLStore(access.query, auth=user, returnFormat="json")
        if access.token:
            asked.kwargs["headers"] = {"Authorization": f"Bearer {access.token}"}
        return rdflib.Dataset(store=asked, default_union=True)


def facts(service: Service) -> Marker | None:
    """Read what the store says of itself; None where nothing of ours is there. Raises StoreError without a union."""
    if service.access.server.generation == "etag":
        return Marker(current(service), "", _base(service))
    rows = [tuple(row) for row in cast("ox.QuerySolutions", service.query(READ))]
    if not rows:
        return None
    if not service.query(SEEN):
        raise StoreError(
            f"{service.access.query}: its queries don't see the union of all named graphs as their default graph; "
            f"{service.access.server.union}"
        )
    return marker(rows[0])


def current(service: Service) -> str:
    """Give the generation that the service answers from now."""
    if service.access.server.generation == "marker":
        rows = [tuple(row) for row in cast("ox.QuerySolutions", service.query(READ))]
        return marker(rows[0]).generation if rows else ""
    headers = ask(service.access, "ASK {}", "ASK").headers
    tag = next((value for name, value in headers.items() if name.lower() == "etag"), "")
    return tag.removeprefix("W/").strip('"').rpartition(".")[0]


def _base(service: Service) -> str:
    rows = [tuple(row) for row in cast("ox.QuerySolutions", service.query(_FORCE))]
    found = str(getattr(rows[0][0], "value", "")).partition("id/force/")[0] if rows else ""
    return found or DEFAULT_BASE
