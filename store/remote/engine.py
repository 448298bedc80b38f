"""A SPARQL 1.1 service in the place of the embedded engine: the methods of it that Reader and Writer use."""

import re
from collections.abc import Iterator
from typing import Final, cast

import pyoxigraph as ox

from store.errors import QueryError
from store.media import RESULTS
from store.remote.access import Access
from store.remote.dialect import check_dialect, form
from store.remote.http import ask, change
from store.remote.marker import MARKER

_EDGE: Final = re.compile(rb"(<literal[^>]*+>)(\s++)|(?<!\s)(\s++)(?=</literal>)")
_ALL: Final = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


class Service:
    """One service, asked over HTTP; it holds no connection open and may be used from any thread.

    Raises StoreError where it can't be reached, SyntaxError for what it can't read, else the errors of queries.
    """

    def __init__(self, access: Access) -> None:
        self.access = access

    def query(
        self,
        text: str,
        *,
        use_default_graph_as_union: bool = True,  # noqa: ARG002 - the service does so, or was refused when it was opened
        default_graph: list[ox.NamedNode] | None = None,
        named_graphs: list[ox.NamedNode] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a query, as `pyoxigraph.Store.query` does."""
        server = self.access.server
        check_dialect(text, server.refused_words, server.refused_schemes)
        kind = form(text)
        received = ask(self.access, text, kind, _names(default_graph), _names(named_graphs))
        try:
            if kind in ("CONSTRUCT", "DESCRIBE"):
                return _triples(received.body)
            if received.media_type not in RESULTS:
                raise QueryError(f"{server.title} answered with {received.media_type}, which is no answer to {kind}")
            shape = RESULTS[received.media_type]
            body = _mended(received.body) if shape == ox.QueryResultsFormat.XML else received.body
            results = ox.parse_query_results(body, format=shape)
            return _truth(results) if kind == "ASK" else results
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"{server.title} sent an answer that can't be read ({error}); ask for less") from error

    def update(self, text: str, base_iri: str | None = None) -> None:
        """Run an update, as `pyoxigraph.Store.update` does."""
        server = self.access.server
        check_dialect(text, server.refused_words, server.refused_schemes)
        change(self.access, f"BASE {ox.NamedNode(base_iri)}\n{text}" if base_iri else text)

    def sizes(self) -> dict[str, int]:
        """Count the statements of each named graph that isn't the server's own or kept for us."""
        rows = cast("ox.QuerySolutions", self.query(_ALL))
        found = {str(row["graph"].value): int(row["n"].value) for row in rows if isinstance(row["graph"], ox.NamedNode)}
        hidden = (*self.access.server.hidden, MARKER)
        return {name: count for name, count in found.items() if not name.startswith(hidden)}

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Give the names of the named graphs."""
        return (ox.NamedNode(name) for name in self.sizes())

    def contains_named_graph(self, name: ox.NamedNode) -> bool:
        """Tell whether a named graph is there."""
        return bool(self.query(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}"))

    def quads_for_pattern(
        self, subject: None, predicate: None, value: None, name: ox.NamedNode | ox.DefaultGraph | None
    ) -> Iterator[ox.Quad]:
        """Give the statements of one named graph, or of all; of the default graph, which is their union, none."""
        if any(term is not None for term in (subject, predicate, value)):
            raise QueryError("a store by URL gives whole graphs; ask for less by a query")
        if isinstance(name, ox.DefaultGraph):
            return
        for graph in [name] if name else self.named_graphs():
            said = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            for triple in cast("ox.QueryTriples", said):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def __len__(self) -> int:
        """Count the statements of all named graphs."""
        return sum(self.sizes().values())


def as_engine(service: Service) -> ox.Store:
    """Say to the type checker that it is used as the embedded engine is."""
    return cast("ox.Store", service)


def _names(graphs: list[ox.NamedNode] | None) -> tuple[str, ...]:
    return tuple(name.value for name in graphs or ())


def _triples(body: bytes) -> ox.QueryTriples:
    held = ox.Store()
    held.load(body, format=ox.RdfFormat.N_TRIPLES)
    return cast("ox.QueryTriples", held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))


def _mended(body: bytes) -> bytes:
    """Let the parser of XML results (measured, pyoxigraph 0.5.13) keep what it would cut off or not understand.

    It trims literals, unless their white space is written as references; and Virtuoso gives blank nodes as addresses.
    """
    kept = _EDGE.sub(lambda edge: (edge[1] or b"") + b"".join(b"&#%d;" % sign for sign in edge[2] or edge[3]), body)
    return kept.replace(b"<bnode>nodeID://", b"<bnode>")


def _truth(results: ox.QuerySolutions | ox.QueryBoolean) -> ox.QueryBoolean:
    """Give the truth value of an answer to ASK; Virtuoso answers by a table of one row, or of none for no."""
    if isinstance(results, ox.QueryBoolean):
        return results
    rows = [tuple(row) for row in results]
    said = bool(rows) and getattr(rows[0][0], "value", "0") not in ("0", "false")
    return cast("ox.QueryBoolean", ox.Store().query("ASK {}" if said else "ASK { FILTER(false) }"))
