"""How fast the graph is stored and asked, beside rdflib's own store and evaluator on the same graph."""

import tempfile
from pathlib import Path

import rdflib

import store
from benchmarks.measure import median_seconds
from benchmarks.reading import ASSESSMENTS
from loaders.collect import collect
from loaders.extract import extract
from loaders.read import read_document
from loaders.triples import assessment_iri, triples
from ontology.iris import Names

COUNT = """
PREFIX peel: <https://w3id.org/peelgraph/def#>
SELECT ?force ?theme (COUNT(DISTINCT ?finding) AS ?findings)
WHERE { ?finding a peel:AreaForImprovement ; peel:force ?force ; peel:mainTheme ?theme }
GROUP BY ?force ?theme ORDER BY ?force ?theme"""


def main() -> None:
    """Print the time to load the bundled graph, and one counting query against rdflib's evaluator."""
    names = Names()
    read = [(extract(read_document(s.path), s.known), s.known) for s in collect([ASSESSMENTS])[0]]
    graphs = [(assessment_iri(assessment, names), triples(assessment, names, known)) for assessment, known in read]
    statements = sum(len(quads) for _, quads in graphs)
    with tempfile.TemporaryDirectory() as folder, store.open(Path(folder) / "store", write=True) as writer:

        def load() -> None:
            for name, quads in graphs:
                writer.replace(name, quads)

        loading = median_seconds(load, repeats=3)
        asking = median_seconds(lambda: writer.select(COUNT))
    peer = rdflib.Dataset(default_union=True)
    lines = "\n".join(f"{quad} ." for _, quads in graphs for quad in quads)
    peer.parse(data=lines, format="nquads")
    rdflib_asking = median_seconds(lambda: list(peer.query(COUNT)), repeats=3)
    print(f"storing: {len(graphs)} named graphs, {statements:,} statements")
    print(f"  one transaction a document  {statements / loading:>10,.0f} statements/s")
    print(f"  a counting query            {asking * 1000:>10.1f} ms")
    print(
        f"  the same through rdflib     {rdflib_asking * 1000:>10.1f} ms ({rdflib_asking / asking:.0f} times as long)"
    )
