"""Write to a service: each named graph in as few requests as it takes, the last of which also names the generation."""

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from store.errors import StoreError
from store.remote.batches import batches
from store.remote.engine import Service, as_engine
from store.remote.marker import Marker
from store.remote.read import current
from store.write import STAGING, Writer


class RemoteWriter(Writer):
    """The writer of a store by URL.

    A change is seen at once, so each brings a new name of the generation, in the same request and after the data: what
    a cache keeps under a name is never older than the name.
    """

    def __init__(self, service: Service, marker: Marker) -> None:
        self._service = service
        self.marker = marker
        super().__init__(as_engine(service), marker.generation, lambda _: self._renew())

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in place of what bears its name.

        One request where the server takes the statements at once: one transaction on servers that make it one. A larger
        graph is gathered in a graph of its own, which the last request puts in place.
        """
        listed = list(quads)
        for quad in listed:
            if quad.graph_name != ox.NamedNode(graph):
                raise ValueError(f"a statement of {quad.graph_name} among those of {graph}")
        if listed:
            self._put({graph: listed})
        else:
            self.remove(graph)

    def replace_together(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        """Put several named graphs in place of those that bear their names, in one last request."""
        together = {graph: list(quads) for graph, quads in graphs.items()}
        for graph, listed in together.items():
            if not listed or any(quad.graph_name != ox.NamedNode(graph) for quad in listed):
                raise ValueError(f"statements of {graph} alone are wanted, at least one")
        self._put(together)

    def remove(self, graph: str) -> bool:
        """Withdraw a named graph; False where there was none."""
        name = ox.NamedNode(graph)
        if not self._service.contains_named_graph(name):
            return False
        self._change([f"DROP SILENT GRAPH {name}"])
        return True

    def update(self, text: str) -> None:
        """Run a SPARQL update; raises what Writer raises."""
        super().update(text)
        self._change([])

    def publish(self) -> str:
        """Name the generation anew and give its name; what was written is seen already."""
        self.generation = self._renew()
        return self.generation

    def note(self, seed: str, base: str) -> None:
        """Write the seed's digest and the base into the store's marker."""
        self.marker = Marker(self.marker.generation, seed, base)
        self._renew()

    def _put(self, graphs: Mapping[str, Sequence[ox.Quad]]) -> None:
        most = self._service.access.server.batch
        gathered: list[str] = []
        held = 0
        for graph, quads in graphs.items():
            for batch in batches(quads, most):
                if held + len(batch) > most:
                    self._change(gathered)
                    gathered, held = [], 0
                gathered.append(_insert(STAGING + graph, batch))
                held += len(batch)
        moves = [f"MOVE {ox.NamedNode(STAGING + graph)} TO {ox.NamedNode(graph)}" for graph in graphs]
        self._change([*gathered, *moves])

    def _change(self, operations: Sequence[str]) -> None:
        """Run operations and the new name of the generation, in one request."""
        marker = self.marker.next()
        named = [marker.update()] if self._service.access.server.generation == "marker" else []
        text = " ;\n".join([*operations, *named])
        if text:
            try:
                self._service.update(text)
            except SyntaxError as error:
                title = self._service.access.server.title
                raise StoreError(f"{title} refuses what is written to it: {error}") from None
        self.marker = marker
        self.generation = marker.generation if named else current(self._service)

    def _renew(self) -> str:
        self._change([])
        return self.generation

    def _clear_staging(self) -> None:
        left = [name for name in self._service.named_graphs() if name.value.startswith(STAGING)]
        if left:
            self._change([f"DROP SILENT GRAPH {name}" for name in left])


def _insert(graph: str, quads: Sequence[ox.Quad]) -> str:
    # Not INSERT DATA: Virtuoso takes no blank nodes there.
    said = " .\n".join(f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads)
    return f"INSERT {{ GRAPH {ox.NamedNode(graph)} {{\n{said}\n}} }} WHERE {{}}"
