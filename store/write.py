"""Change a store: one transaction a named graph, and a generation once all is well."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from ontology.iris import Names
from ontology.statements import put_in
from store.errors import QueryError
from store.generations import Folder
from store.guard import Bounds, check
from store.read import Reader, syntax
from store.withdrawn import Withdrawn

STAGING = "urn:peelgraph:staging:"
BULK = 20_000
"""Statements from which on adding them in bulk is faster than in one transaction."""
UPDATE = Bounds(bytes=50_000_000, terminals=20_000_000)
"""An update comes from the store's own operator and may bring data: only nesting is bounded as in a query."""


class Writer(Reader):
    """The store's one writer; it reads its own changes, readers see them once they are published."""

    def __init__(self, engine: ox.Store, folder: Folder, names: Names) -> None:
        super().__init__(engine, folder.current() or "")
        self._folder = folder
        self._withdrawn = Withdrawn(engine, names)
        self._clear_staging()

    def close(self) -> None:
        """Let the engine go, and with it the lock on the store."""
        del self._withdrawn
        super().close()

    @property
    def ahead(self) -> bool:
        """Whether this store may hold what no generation does: changes now, or those of a writer that was cut short."""
        return self._folder.ahead

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in place of what bears its name: whole, or not at all.

        A new graph is one insertion. In place of an old one, the new statements are gathered in a graph of their own,
        then moved in one transaction; a process that dies on the way leaves the old graph. Things of which nothing is
        said any more are remembered as withdrawn. Raises ValueError where a quad belongs to another graph. Linear in
        the statements.
        """
        listed = of_graph(graph, quads)
        if not listed:
            self.remove(graph)
        elif self._engine.contains_named_graph(ox.NamedNode(graph)):
            self._move({graph: listed})
        else:
            self._folder.change()
            self._engine.extend(listed)

    def replace_together(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        """Put several named graphs in place of those that bear their names, in one transaction: all of them or none."""
        listed = {graph: of_graph(graph, quads) for graph, quads in graphs.items()}
        if not all(listed.values()):
            raise ValueError("a graph without a statement among those to be replaced together")
        self._move(listed)

    def remove(self, graph: str) -> bool:
        """Withdraw a named graph in one transaction; False where there was none. What is gone with it is remembered."""
        name = ox.NamedNode(graph)
        if not self._engine.contains_named_graph(name):
            return False
        self._folder.change()
        self._engine.update(f"DROP GRAPH {name} ;\n{self._withdrawn.buried([name])}")
        return True

    def _move(self, graphs: Mapping[str, list[ox.Quad]]) -> None:
        """Gather each graph's statements in a graph of their own, then put all in place at once."""
        self._folder.change()
        names = [ox.NamedNode(graph) for graph in graphs]
        stones = self._withdrawn.buried(names, (quad for listed in graphs.values() for quad in listed))
        moves = []
        for name, listed in zip(names, graphs.values(), strict=True):
            staging = ox.NamedNode(STAGING + name.value)
            self._engine.extend(put_in(staging, listed))
            moves.append(f"MOVE {staging} TO {name}")
        self._engine.update(" ;\n".join([*moves, stones]))

    def holds(self, graph: str) -> bool:
        """Tell whether there is a named graph; of the default graph ("") whether it says anything."""
        if graph:
            return self._engine.contains_named_graph(ox.NamedNode(graph))
        return next(iter(self._engine.quads_for_pattern(None, None, None, ox.DefaultGraph())), None) is not None

    def add(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Add statements to a named graph, which is there from then on even without any, or to the default graph ("").

        Many are not added in one transaction: for a change that is undone where it is cut short (`Folder.attempt`).
        Raises ValueError where a quad belongs to another graph.
        """
        listed = of_graph(graph, quads)
        self._folder.change()
        if len(listed) > BULK:
            self._engine.bulk_extend(listed)
        elif listed:
            self._engine.extend(listed)
        elif graph:
            self._engine.add_graph(ox.NamedNode(graph))

    def put(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put statements in place of all that a graph says, as `replace` does, and where they are none an empty graph.

        Four times as fast as `replace`, but several transactions: for a change that is undone where it is cut short.
        """
        listed = of_graph(graph, quads)
        self._folder.change()
        if graph:
            stones = self._withdrawn.buried([ox.NamedNode(graph)], listed)
            self._engine.remove_graph(ox.NamedNode(graph))
            self._engine.update(stones)
        else:
            self._engine.clear_graph(ox.DefaultGraph())
        self.add(graph, listed)

    def update(self, text: str, base: str | None = None, size: Bounds = UPDATE) -> None:
        """Run a SPARQL update in one transaction. What it takes away is not remembered as withdrawn.

        Relative IRIs are resolved against `base`.
        Raises QuerySyntax, QueryRefused (SERVICE, LOAD), QueryTooLarge, or QueryError where the engine can't run it.
        """
        self._folder.change()
        self._run_update(text, base, size)

    def _run_update(self, text: str, base: str | None, size: Bounds) -> None:
        check(text, size)
        try:
            self._engine.update(text, base_iri=base)
        except SyntaxError as error:
            raise syntax(error) from None
        except (RuntimeError, OSError, ValueError) as error:
            raise QueryError(f"the update failed: {error}") from error

    def publish(self) -> str:
        """Make what is written the generation that readers open from now on, and give its name."""
        self._withdrawn.raise_returned()
        self._engine.flush()
        self.generation = self._folder.publish(self._engine)
        return self.generation

    def _clear_staging(self) -> None:
        for name in list(self._engine.named_graphs()):
            if name.value.startswith(STAGING):
                self._engine.remove_graph(name)


def of_graph(graph: str, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give the statements as a list; raises ValueError where one belongs to another graph."""
    listed, name = list(quads), ox.NamedNode(graph) if graph else ox.DefaultGraph()
    for quad in listed:
        if quad.graph_name != name:
            raise ValueError(f"a statement of {quad.graph_name} among those of {graph}")
    return listed
