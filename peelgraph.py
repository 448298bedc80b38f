"""The graph in a notebook: a thin door over the store and the queries.

>>> import peelgraph
>>> with peelgraph.open("peelgraph-data") as graph:
...     frame = graph.query("grade-history", force="cleveland")
...     rows = graph.sparql("SELECT ?force WHERE { ?force a <https://w3id.org/peelgraph/def#Force> }")
...     weaknesses = graph.patterns("shared-weaknesses")
"""

from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import store
from ontology.errors import PeelgraphError
from queries.plain import Plain, plain, records
from queries.run import run
from store import Reader, Table

if TYPE_CHECKING:
    import networkx
    import polars
    import rdflib
    from pyoxigraph import Triple

    from queries.patterns import PatternResult

__all__ = ["Graph", "PeelgraphError", "open"]


class Graph:
    """One generation of the graph, open for questions; close it, or use it in a `with` statement."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __enter__(self) -> Self:
        """Give the graph itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def generation(self) -> str:
        """The name of the generation that answers: state it with a result, and it can be had again."""
        return self._reader.generation

    def close(self) -> None:
        """Let the store go."""
        self._reader.close()

    def query(self, name: str, **parameters: object) -> "polars.DataFrame":
        """Answer a research query as a data frame, one row a row of the answer; an IRI is text.

        Raises PeelgraphError for a name or a parameter that isn't known, with the nearest that are.
        """
        return _frame(run(self._reader, name, _words(parameters)))

    def sparql(self, text: str) -> "list[dict[str, Plain]] | bool | tuple[Triple, ...]":
        """Answer SPARQL: rows for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises PeelgraphError for a text that isn't SPARQL, with line and column.
        """
        answer = self._reader.evaluate(text)
        return records(answer) if isinstance(answer, Table) else answer

    def dataset(self) -> "rdflib.Dataset":
        """Give the graph as an rdflib Dataset; query it with texts: a prepared query never reaches the engine."""
        return cast("rdflib.Dataset", self._reader.dataset())

    def patterns(self, name: str, **parameters: object) -> "PatternResult":
        """Find a pattern, with its measure and the findings behind it. Raises PeelgraphError as `query` does."""
        from queries.patterns import find

        return find(self._reader, name, _words(parameters))

    def network(self, name: str, **parameters: object) -> "networkx.Graph":
        """Give the network that a pattern stands on; its nodes are IRIs. Raises PeelgraphError as `query` does."""
        return self.patterns(name, **parameters).network


def open(location: str | Path = "peelgraph-data") -> Graph:  # noqa: A001 - the name that the design fixes
    """Open the store in a folder, or at the URL of a SPARQL service. Raises PeelgraphError where there is none."""
    return Graph(store.open(location))


def _words(parameters: dict[str, object]) -> dict[str, str]:
    """Write values as a person types them: True as "true"; None is left out."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in parameters.items()
        if value is not None
    }


def _frame(table: Table) -> "polars.DataFrame":
    import polars

    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.variables)
    return polars.DataFrame(
        {name: _column([plain(term) for term in terms]) for name, terms in zip(table.variables, columns, strict=True)}
    )


def _column(values: list[Plain]) -> "polars.Series":
    """Give a column the one type that all its values have; text where they differ."""
    import polars

    kinds = {type(value) for value in values if value is not None}
    for kind, data_type in ((bool, polars.Boolean), (int, polars.Int64), (float, polars.Float64)):
        if kinds == {kind}:
            return polars.Series(values=values, dtype=data_type)
    if kinds == {int, float}:
        return polars.Series(values=[None if value is None else float(value) for value in values])
    return polars.Series(values=[None if value is None else str(value) for value in values], dtype=polars.String)
