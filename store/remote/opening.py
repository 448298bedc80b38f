"""Open a store by URL: to read it, or as its writer, seeded where it is new."""

from collections.abc import Mapping

from ontology.iris import Names
from store.errors import StoreError
from store.guard import Bounds
from store.remote.access import access
from store.remote.engine import Service
from store.remote.marker import Marker
from store.remote.read import RemoteReader, facts
from store.remote.write import RemoteWriter
from store.seed import seed


def open_remote_reader(location: str, environment: Mapping[str, str]) -> RemoteReader:
    """Open a service to read. Raises StoreError where it holds no graph of ours, or its queries don't see the union."""
    return open_found(Service(access(location, environment)), location)


def open_found(service: Service, location: str, size: Bounds | None = None, rows: int | None = None) -> RemoteReader:
    """Open a service that has been found; `size` and `rows` bound queries and answers."""
    found = facts(service)
    if found is None:
        raise StoreError(f"{location}: holds no store; load something first: peelgraph load PATH --store {location}")
    return RemoteReader(service, found, size, rows)


def remote_exists(location: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a service holds a graph of ours."""
    return facts(Service(access(location, environment))) is not None


def remote_base(location: str, environment: Mapping[str, str]) -> str:
    """Give the base under which the things of a service are named."""
    return open_remote_reader(location, environment).base


def open_remote_writer(location: str, environment: Mapping[str, str], names: Names | None = None) -> RemoteWriter:
    """Open a service to write, with the ontology and the reference data in it.

    Nothing keeps a second writer away: see to it that there is one at a time. Raises StoreError as a reader does, and
    where things there are named under another base.
    """
    service = Service(access(location, environment))
    found = facts(service)
    base = found.base if found else ""
    names = names or (Names(base) if base else Names())
    if base and base != names.base:
        raise StoreError(
            f"{location}: names its things under {base}, not {names.base}; keep to that base, or name another store"
        )
    writer = RemoteWriter(service, found or Marker(base=names.base))
    if service.access.server.generation == "marker":
        if found is None:
            writer.publish()
            # Now that the marker is there, a server without the union can be told before anything else is written.
            facts(service)
        digest = seed(writer, names, writer.marker.seed)
        if digest != writer.marker.seed:
            writer.note(digest, names.base)
    return writer
