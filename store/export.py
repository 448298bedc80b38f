"""Write the graph as a file that is the same whenever its content is: sorted, nothing twice.

Sorting takes the disk, not the memory: sorted runs of lines go to temporary files, which are merged. What is held at
once is a run, some 150 MB; the temporary files together take twice the size of the N-Quads.
"""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

import pyoxigraph as ox

from ontology.terms import PREFIXES
from store.errors import StoreError

FORMATS: Final = MappingProxyType(
    {
        "trig": ox.RdfFormat.TRIG,
        "nquads": ox.RdfFormat.N_QUADS,
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "rdfxml": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
)
LINES: Final = frozenset({ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES})
"""The formats of a line a statement."""
RUN: Final = 250_000
"""Lines that are sorted in memory at once."""


def write(quads: Iterable[ox.Quad], form: ox.RdfFormat, output: IO[bytes], run: int = RUN) -> int:
    """Write statements in one of FORMATS, those without graphs as the union of all; give how many there were.

    Lines are in the order of their code points; the other formats go graph by graph. n log n in the statements. Raises
    StoreError where the format can't carry a statement.
    """
    with tempfile.TemporaryDirectory(prefix="peelgraph-") as name:
        folder = Path(name)
        lines = _sorted(_keyed(quads, form), folder, run)
        if form in LINES:
            return _put(lines, output)
        whole = folder / "whole"
        with whole.open("wb") as file:
            number = _put(lines, file)
        line_form = ox.RdfFormat.N_QUADS if form.supports_datasets else ox.RdfFormat.N_TRIPLES
        try:
            ox.serialize(ox.parse(path=whole, format=line_form), output, format=form, prefixes=dict(PREFIXES))
        except (ValueError, RuntimeError) as error:
            raise StoreError(f"the graph can't be written as {form.name} ({error}); choose another --format") from error
        return number


def _keyed(quads: Iterable[ox.Quad], form: ox.RdfFormat) -> Iterator[bytes]:
    """Give a line a statement: what it is sorted by before others, a tab, and the statement."""
    for quad in quads:
        if not form.supports_datasets:
            yield f"\t{quad.triple} .\n".encode()
        elif form in LINES:
            yield f"\t{_line(quad)}".encode()
        else:
            yield f"{'' if quad.graph_name == ox.DefaultGraph() else quad.graph_name}\t{_line(quad)}".encode()


def _line(quad: ox.Quad) -> str:
    graph = "" if quad.graph_name == ox.DefaultGraph() else f" {quad.graph_name}"
    return f"{quad.triple}{graph} .\n"


def _sorted(lines: Iterator[bytes], folder: Path, run: int) -> Iterator[bytes]:
    """Give lines sorted, each once, without what they were sorted by."""
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while part := sorted(islice(lines, run)):
            path = folder / f"{len(runs)}"
            with path.open("wb") as file:
                file.writelines(part)
            runs.append(stack.enter_context(path.open("rb")))
        for line, _ in groupby(heapq.merge(*runs)):
            yield line.partition(b"\t")[2]


def _put(lines: Iterable[bytes], output: IO[bytes]) -> int:
    number = 0
    for line in lines:
        output.write(line)
        number += 1
    return number
