"""Write to a service: each named graph in as few requests as it takes, the last of which also names the generation."""

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from ontology.iris import Names
from store.errors import StoreError
from store.guard import Bounds
from store.read import Reader
from store.remote.batches import batches
from store.remote.engine import Service, as_engine
from store.remote.marker import Marker
from store.remote.read import current
from store.remote.withdrawn import buried, raised
from store.write import STAGING, UPDATE, Writer, of_graph

NO_DEFAULT = "a store by URL has no default graph of its own: it is the union of the named graphs; name one"


class RemoteWriter(Writer):
    """The writer of a store by URL.

    A change is seen at once, so each brings a new name of the generation, in the same request and after the data: what
    a cache keeps under a name is never older than the name.
    """

    def __init__(self, service: Service, marker: Marker) -> None:
        # The reader's part alone: there is no folder to note changes in.
        Reader.__init__(self, as_engine(service), marker.generation)
        self._service = service
        self.marker = marker
        self._clear_staging()

    def close(self) -> None:
        """Let the service go."""
        Reader.close(self)

    @property
    def ahead(self) -> bool:
        """Whether there are changes that readers don't see: never."""
        return False

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in place of what bears its name.

        One request where the server takes the statements at once: one transaction on servers that make it one. A larger
        graph is gathered in a graph of its own, which the last request puts in place.
        """
        listed = of_graph(graph, quads)
        if listed:
            self._put({graph: listed})
        else:
            self.remove(graph)

    def replace_together(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        """Put several named graphs in place of those that bear their names, in one last request."""
        listed = {graph: of_graph(graph, quads) for graph, quads in graphs.items()}
        if not all(listed.values()):
            raise ValueError("a graph without a statement among those to be replaced together")
        self._put(listed)

    def remove(self, graph: str) -> bool:
        """Withdraw a named graph; False where there was none. What is gone with it is remembered."""
        if not self.holds(graph):
            return False
        # Before it goes: what is left then tells nothing of what went.
        self._change([buried(self._names, [graph]), f"DROP SILENT GRAPH {ox.NamedNode(graph)}"])
        return True

    def holds(self, graph: str) -> bool:
        """Tell whether there is a named graph."""
        return self._service.contains_named_graph(ox.NamedNode(graph))

    def add(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Add statements to a named graph. Raises StoreError for the default graph, which is the union of the named."""
        if not graph:
            raise StoreError(NO_DEFAULT)
        for batch in batches(of_graph(graph, quads), self._service.access.server.batch):
            self._change([_insert(graph, batch)])

    def put(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put statements in place of all that a graph says; without any, it is gone: servers keep no empty graphs."""
        if not graph:
            raise StoreError(NO_DEFAULT)
        self.replace(graph, quads)

    def clear_default(self) -> None:
        """Refuse: the default graph is the union of the named ones."""
        raise StoreError(NO_DEFAULT)

    def update(self, text: str, base: str | None = None, size: Bounds = UPDATE) -> None:
        """Run a SPARQL update, whose relative IRIs are resolved against `base`; raises what Writer raises.

        The generation is named in a request after it. What it takes away is not remembered as withdrawn.
        """
        self._run_update(text, base, size)
        self._change([])

    def publish(self) -> str:
        """Name the generation anew and give its name; what was written is seen already."""
        self._change([raised(self._names)])
        return self.generation

    def note(self, seed: str, base: str) -> None:
        """Write the seed's digest and the base into the store's marker."""
        self.marker = Marker(self.marker.generation, seed, base)
        self._change([])

    @property
    def _names(self) -> Names:
        return Names(self.marker.base)

    def _put(self, graphs: Mapping[str, Sequence[ox.Quad]]) -> None:
        """Gather the statements of each graph beside it, in as few requests as the server's limit allows; then move."""
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
        self._change([*gathered, buried(self._names, graphs), *moves, raised(self._names)])

    def _change(self, operations: Sequence[str]) -> None:
        """Run operations of ours and the new name of the generation, in one request."""
        server = self._service.access.server
        marker = self.marker.next()
        named = [marker.update()] if server.generation == "marker" else []
        if operations or named:
            try:
                self._service.update(" ;\n".join([*operations, *named]))
            except SyntaxError as error:
                raise StoreError(f"{server.title} refuses what is written to it: {error}") from None
        self.marker = marker
        self.generation = marker.generation if named else current(self._service)

    def _clear_staging(self) -> None:
        left = [name for name in self._service.named_graphs() if name.value.startswith(STAGING)]
        if left:
            self._change([f"DROP SILENT GRAPH {name}" for name in left])


def _insert(graph: str, quads: Sequence[ox.Quad]) -> str:
    # Not INSERT DATA: Virtuoso takes no blank nodes there.
    said = " .\n".join(f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads)
    return f"INSERT {{ GRAPH {ox.NamedNode(graph)} {{\n{said}\n}} }} WHERE {{}}"
