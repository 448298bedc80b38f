"""Remember the things that were withdrawn: what the graph said of them is gone, their address answers 410.

A graph of its own (`{base}graph/withdrawn`) dates each one's end by `prov:invalidatedAtTime`, and nothing else. It
grows with the change that withdraws, in one transaction; what has come back leaves it before a generation is published.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pyoxigraph as ox

from ontology.iris import Names
from ontology.terms import PROV, XSD


class Withdrawn:
    """The tombstones of one writer's store."""

    def __init__(self, engine: ox.Store, names: Names) -> None:
        self._engine = engine
        self._minted = f"{names.base}id/"
        self.graph = ox.NamedNode(names.graph("withdrawn"))

    def buried(self, graphs: Iterable[ox.NamedNode], said: Iterable[ox.Quad] = ()) -> str:
        """Write, as an update, the tombstones of what no graph speaks of once `said` stands in place of `graphs`.

        Only things of ours count: another's IRI is not ours to withdraw. Empty where all stay. Linear in the graphs.
        """
        going, staying = tuple(graphs), {quad.subject for quad in said}
        gone = {
            quad.subject.value: quad.subject
            for graph in going
            for quad in self._engine.quads_for_pattern(None, None, None, graph)
            if isinstance(quad.subject, ox.NamedNode)
            and quad.subject not in staying
            and quad.subject.value.startswith(self._minted)
        }
        # What came back and goes again unpublished keeps its date: no reader saw it return.
        mute = [
            gone[iri]
            for iri in sorted(gone)
            if not self._spoken_of(gone[iri], going) and not any(self._stones(gone[iri]))
        ]
        if not mute:
            return ""
        now = ox.Literal(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)
        stones = "\n".join(f"{thing} {PROV.invalidatedAtTime} {now} ." for thing in mute)
        return f"INSERT DATA {{ GRAPH {self.graph} {{\n{stones}\n}} }}"

    def raise_returned(self) -> None:
        """Take away the tombstones of what is spoken of again. Linear in the tombstones."""
        back = [
            stone
            for stone in self._stones()
            if isinstance(stone.subject, ox.NamedNode) and self._spoken_of(stone.subject, (self.graph,))
        ]
        if back:
            data = "\n".join(f"{stone.subject} {stone.predicate} {stone.object} ." for stone in back)
            self._engine.update(f"DELETE DATA {{ GRAPH {self.graph} {{\n{data}\n}} }}")
            if not any(self._stones()):
                self._engine.remove_graph(self.graph)

    def _stones(self, thing: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        return iter(self._engine.quads_for_pattern(thing, None, None, self.graph))

    def _spoken_of(self, thing: ox.NamedNode, beside: tuple[ox.NamedNode, ...]) -> bool:
        quads = self._engine.quads_for_pattern(thing, None, None, None)
        return any(quad.graph_name not in (*beside, self.graph) for quad in quads)
