"""Change a store: one transaction a named graph, and a generation once all is well."""

from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from store.errors import QueryError
from store.guard import Bounds, check
from store.read import Reader, syntax

STAGING = "urn:peelgraph:staging:"
UPDATE = Bounds(bytes=50_000_000, terminals=20_000_000)
"""An update comes from the store's own operator and may bring data: only nesting is bounded as in a query."""


class Writer(Reader):
    """The store's one writer; it reads its own changes, readers see them once they are published."""

    def __init__(self, engine: ox.Store, generation: str, publish: Callable[[ox.Store], str]) -> None:
        super().__init__(engine, generation)
        self._publish = publish
        self._clear_staging()

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in place of what bears its name: whole, or not at all.

        A new graph is one insertion. In place of an old one, the new statements are gathered in a graph of their own,
        then moved in one transaction; a process that dies on the way leaves the old graph. Raises ValueError where a
        quad belongs to another graph. Linear in the statements.
        """
        name, staging = ox.NamedNode(graph), ox.NamedNode(STAGING + graph)
        listed = list(quads)
        for quad in listed:
            if quad.graph_name != name:
                raise ValueError(f"a statement of {quad.graph_name} among those of {graph}")
        if not listed:
            self.remove(graph)
            return
        if not self._engine.contains_named_graph(name):
            self._engine.extend(listed)
            return
        self._engine.extend(ox.Quad(quad.subject, quad.predicate, quad.object, staging) for quad in listed)
        self._engine.update(f"MOVE {staging} TO {name}")

    def replace_together(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        """Put several named graphs in place of those that bear their names, in one transaction: all of them or none."""
        moves = []
        for graph, quads in graphs.items():
            name, staging = ox.NamedNode(graph), ox.NamedNode(STAGING + graph)
            listed = list(quads)
            if not listed or any(quad.graph_name != name for quad in listed):
                raise ValueError(f"statements of {graph} alone are wanted, at least one")
            self._engine.extend(ox.Quad(quad.subject, quad.predicate, quad.object, staging) for quad in listed)
            moves.append(f"MOVE {staging} TO {name}")
        self._engine.update(" ;\n".join(moves))

    def remove(self, graph: str) -> bool:
        """Withdraw a named graph in one transaction; False where there was none."""
        name = ox.NamedNode(graph)
        if not self._engine.contains_named_graph(name):
            return False
        self._engine.remove_graph(name)
        return True

    def update(self, text: str) -> None:
        """Run a SPARQL update in one transaction.

        Raises QuerySyntax, QueryRefused (SERVICE, LOAD), QueryTooLarge, or QueryError where the engine can't run it.
        """
        check(text, UPDATE)
        try:
            self._engine.update(text)
        except SyntaxError as error:
            raise syntax(error) from None
        except (RuntimeError, OSError, ValueError) as error:
            raise QueryError(f"the update failed: {error}") from error

    def publish(self) -> str:
        """Make what is written the generation that readers open from now on, and give its name."""
        self._engine.flush()
        self.generation = self._publish(self._engine)
        return self.generation

    def _clear_staging(self) -> None:
        for name in list(self._engine.named_graphs()):
            if name.value.startswith(STAGING):
                self._engine.remove_graph(name)
