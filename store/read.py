"""Ask a store: every query sees the union of all named graphs as its default graph."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Protocol, Self, TypeVar

import pyoxigraph as ox

from ontology.terms import PEEL, PREFIXES
from store.errors import NoSuchGraph, NotAcceptable, QueryError, QuerySyntax, ResultTooLarge
from store.guard import Bounds, check, names_dataset
from store.hold import Hold
from store.media import GRAPHS, RESULTS, TRUTHS
from store.result import Answer, Statistics, Table
from store.survey import Survey, survey

PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)
ITEM = re.compile(r'\[(?:[^\]\']|\'[^\']*\')*\]|"(?:[^"\\]|\\.)*"|[^,\s][^,]*')
"""One of what the engine expected: a class of characters, a sign in quotation marks, a word or a sentence."""
COUNTED = {
    "forces": PEEL.Force,
    "assessments": PEEL.Assessment,
    "findings": PEEL.Finding,
    "strengths": PEEL.Strength,
    "areas_for_improvement": PEEL.AreaForImprovement,
    "causes_of_concern": PEEL.CauseOfConcern,
    "progress": PEEL.Progress,
    "watch": PEEL.Watch,
    "judgements": PEEL.Judgement,
    "recommendations": PEEL.Recommendation,
    "partners": PEEL.Partner,
    "initiatives": PEEL.Initiative,
}
Graphs = tuple[str, ...]
Item = TypeVar("Item")


class Output(Protocol):
    """Where an answer may be written to: a binary file, or what is written to like one."""

    def write(self, part: bytes, /) -> int:
        """Take a part of it."""


class Reader:
    """One generation of the graph, open for questions."""

    def __init__(
        self,
        engine: ox.Store,
        generation: str,
        size: Bounds | None = None,
        rows: int | None = None,
        hold: Hold | None = None,
    ) -> None:
        self._engine = engine
        self._size = size or Bounds()
        self._rows = rows
        self._hold = hold
        self.generation = generation

    def __enter__(self) -> Self:
        """Give the reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let the engine go; the reader answers no more."""
        del self._engine
        if self._hold:
            self._hold.release()

    def evaluate(self, text: str) -> Table | bool | tuple[ox.Triple, ...]:
        """Answer any query: a table for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises QuerySyntax, QueryRefused, QueryTooLarge, ResultTooLarge or QueryError.
        """
        results = self._run(text)
        if isinstance(results, ox.QueryBoolean):
            return bool(results)
        try:
            if isinstance(results, ox.QuerySolutions):
                variables = tuple(variable.value for variable in results.variables)
                return Table(variables, tuple(tuple(solution) for solution in self._bounded(results)))
            return tuple(self._bounded(results))
        except (RuntimeError, OSError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def select(self, text: str) -> Table:
        """Answer a SELECT query."""
        answer = self.evaluate(text)
        if not isinstance(answer, Table):
            raise QueryError("this is no SELECT query; write one")
        return answer

    def ask(self, text: str) -> bool:
        """Answer an ASK query."""
        answer = self.evaluate(text)
        if not isinstance(answer, bool):
            raise QueryError("this is no ASK query; write one")
        return answer

    def construct(self, text: str) -> tuple[ox.Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        answer = self.evaluate(text)
        if not isinstance(answer, tuple):
            raise QueryError("this is no CONSTRUCT or DESCRIBE query; write one")
        return answer

    def answer(self, text: str, accept: Graphs, default_graphs: Graphs = (), named_graphs: Graphs = ()) -> Answer:
        """Write the answer in the first of the media types `accept`, best first, that can carry it.

        `default_graphs` and `named_graphs` are the dataset of the SPARQL protocol; both empty: the union of all.
        Raises NotAcceptable, and what `evaluate` raises.
        """
        body = io.BytesIO()
        return Answer(self.write(body, text, accept, default_graphs, named_graphs), body.getvalue())

    def write(
        self, to: Output, text: str, accept: Graphs, default_graphs: Graphs = (), named_graphs: Graphs = ()
    ) -> str:
        """Write the answer into a binary file as it is found, and give its media type; else as `answer`."""
        results = self._run(text, default_graphs, named_graphs)
        try:
            if isinstance(results, ox.QueryTriples):
                chosen = choose(accept, tuple(GRAPHS))
                ox.serialize(results, to, format=GRAPHS[chosen], prefixes=dict(PREFIXES))  # type: ignore[arg-type]
            else:
                chosen = choose(accept, TRUTHS if isinstance(results, ox.QueryBoolean) else tuple(RESULTS))
                results.serialize(to, format=RESULTS[chosen])  # type: ignore[arg-type]
        except (RuntimeError, OSError) as error:
            raise QueryError(f"the query failed: {error}") from error
        return chosen

    def dump(self, to: Output, graph: str, accept: Graphs) -> str:
        """Write a named graph, or the default graph itself ("") and not the union, as `write` does.

        Raises NoSuchGraph and NotAcceptable.
        """
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        if graph and not self._engine.contains_named_graph(name):
            raise NoSuchGraph(f"there is no graph {graph}")
        chosen = choose(accept, tuple(GRAPHS))
        triples = (quad.triple for quad in self._engine.quads_for_pattern(None, None, None, name))
        ox.serialize(triples, to, format=GRAPHS[chosen], prefixes=dict(PREFIXES))  # type: ignore[arg-type]
        return chosen

    def graphs(self) -> tuple[str, ...]:
        """Give the names of all named graphs, sorted."""
        return tuple(sorted(name.value for name in self._engine.named_graphs()))

    def graph(self, name: str) -> tuple[ox.Triple, ...]:
        """Give the statements of one named graph; none where there is no such graph."""
        return tuple(quad.triple for quad in self._engine.quads_for_pattern(None, None, None, ox.NamedNode(name)))

    @property
    def statements(self) -> int:
        """How many statements there are, counted: a third of a second a million."""
        return len(self._engine)

    def quads(self, graphs: Graphs = ()) -> Iterator[ox.Quad]:
        """Give the statements of some graphs, or of all, one by one and in no order."""
        if not graphs:
            yield from self._engine.quads_for_pattern(None, None, None, None)
        for name in graphs:
            yield from self._engine.quads_for_pattern(None, None, None, ox.NamedNode(name))

    def statistics(self) -> Statistics:
        """Count what the store holds, in the store."""
        rows = self.select("SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class").rows
        counts = {kind.value: int(number.value) for kind, number in rows}  # type: ignore[union-attr]
        return Statistics(
            generation=self.generation,
            statements=self.statements,
            graphs=len(self.graphs()),
            **{name: counts.get(term.value, 0) for name, term in COUNTED.items()},
        )

    def survey(self, space: str) -> Survey:
        """Count what a description of the dataset tells; entities are what has an IRI that begins with `space`."""
        return survey(self.select, self.generation, len(self.graphs()), space)

    def dataset(self) -> object:
        """Give the store as an rdflib Dataset (through oxrdflib), its default graph the union of all.

        Ask it with query texts: a prepared query would be answered by rdflib's own evaluator.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self._engine), default_union=True)

    def _run(
        self, text: str, default_graphs: Graphs = (), named_graphs: Graphs = ()
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        check(text, self._size)
        whole = not default_graphs and not named_graphs
        try:
            return self._engine.query(
                text,
                # The engine would let the union stand in place of the query's own FROM.
                use_default_graph_as_union=whole and not names_dataset(text),
                default_graph=None if whole else [ox.NamedNode(name) for name in default_graphs],
                named_graphs=None if whole else [ox.NamedNode(name) for name in named_graphs],
            )
        except SyntaxError as error:
            raise syntax(error) from None
        except (RuntimeError, OSError, ValueError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def _bounded(self, results: Iterable[Item]) -> Iterator[Item]:
        for number, item in enumerate(results, start=1):
            if self._rows is not None and number > self._rows:
                raise ResultTooLarge.over(self._rows, "rows")
            yield item


def choose(accept: Graphs, offered: Graphs) -> str:
    """Give the first media type of `accept`, best first, that is offered. Raises NotAcceptable."""
    for wanted in accept:
        if wanted in offered:
            return wanted
    raise NotAcceptable(f"this answer can't be written as {', '.join(accept) or 'anything asked for'}", offered)


def syntax(error: SyntaxError) -> QuerySyntax:
    """Put the engine's complaint into ours, with its place."""
    message = str(error.msg)
    place = PLACE.match(message)
    if place is None:
        return QuerySyntax(message)
    return QuerySyntax(_plain(place["expected"]), int(place["line"]), int(place["column"]))


def _plain(expected: str) -> str:
    """Keep the sentences of what the engine expected: its words and signs are a chance few of those that may stand."""
    items = [item.strip() for item in ITEM.findall(expected)]
    sentences = [item for item in items if " " in item and not item.startswith("[")]
    return "; ".join(sentences) or "from about here on this can't be read as SPARQL (is a prefix or a bracket missing?)"
