"""`peelgraph export`: the graph, or some named graphs of it, as a file for other programs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import IO, Annotated

import typer
from pyoxigraph import DefaultGraph, RdfFormat, serialize

import store as stores
from cli import console
from cli.console import StoreOption
from ontology.iris import Names
from ontology.release import release_triples
from ontology.statements import put_in
from ontology.terms import PREFIXES
from queries.errors import UnknownName
from queries.plain import lexical
from store import Reader

EXAMPLE = "Example: `peelgraph export --format nquads --output peelgraph.nq`"


class ExportFormat(StrEnum):
    """How a graph is written."""

    trig = "trig"
    nquads = "nquads"
    turtle = "turtle"
    ntriples = "ntriples"
    rdfxml = "rdfxml"
    jsonld = "jsonld"
    graphml = "graphml"


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="How the graph is written.")] = ExportFormat.trig,
    graph: Annotated[
        list[str] | None, typer.Option(help="The IRI of a named graph, to write it alone; may be repeated.")
    ] = None,
    generation: Annotated[
        str | None, typer.Option(help="The name of a generation, in place of the current one.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The file to write, in one step; stdout without it.", show_default=False)
    ] = None,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Write the whole graph, or some named graphs, sorted, with licence, attribution and generation.

    N-Quads and N-Triples name the generation in a file beside theirs: so the same content gives the same bytes.
    """
    with console.refusals(), stores.open(store, generation=generation) as reader, _to(output) as file:
        names = Names(stores.base(store))
        graphs = _known(reader, graph or [])
        number = _write(reader, graphs, names, form, file)
        generation = reader.generation
    if output and form in (ExportFormat.nquads, ExportFormat.ntriples):
        beside = output.with_name(f"{output.name}.about.ttl")
        beside.write_bytes(
            serialize(release_triples(names, generation), format=RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""
        )
    console.messages().print(f"{number:,} statements of generation {generation} written", soft_wrap=True)


def _write(reader: Reader, graphs: tuple[str, ...], names: Names, form: ExportFormat, file: IO[bytes]) -> int:
    if form is ExportFormat.graphml:
        return _graphml(reader, graphs, names, file)
    from store.export import FORMATS, LINES, write

    chosen = FORMATS[form.value]
    about = release_triples(names, None if chosen in LINES else reader.generation)
    heads = put_in(DefaultGraph(), about)
    return write(chain(heads, reader.quads(graphs)), chosen, file)


def _graphml(reader: Reader, graphs: tuple[str, ...], names: Names, file: IO[bytes]) -> int:
    import networkx

    from queries.multigraph import multigraph

    about = {said.predicate.value.rpartition("/")[2]: lexical(said.object) for said in release_triples(names)}
    network = multigraph(reader.quads(graphs), about | {"generation": reader.generation})
    for line in networkx.generate_graphml(network):
        file.write(f"{line}\n".encode())
    return int(network.number_of_edges())


def _known(reader: Reader, graphs: list[str]) -> tuple[str, ...]:
    """Give the named graphs that were asked for. Raises UnknownName for one that isn't there."""
    held = reader.graphs()
    for name in graphs:
        if name not in held:
            raise UnknownName(f"there is no graph {name}; the store has {len(held)}, an assessment's bears its IRI")
    return tuple(dict.fromkeys(graphs))


@contextmanager
def _to(output: Path | None) -> Iterator[IO[bytes]]:
    """Give the file to write; it takes its name once it is whole."""
    if output is None:
        yield sys.stdout.buffer
        return
    aside = output.with_name(f".{output.name}.new")
    try:
        file = aside.open("wb")
    except OSError as error:
        raise typer.BadParameter(f"--output {output}: can't be written ({error.strerror})") from None
    try:
        with file:
            yield file
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)
