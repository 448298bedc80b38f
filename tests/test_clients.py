"""Programs that people already have ask the service over a real socket."""

import csv
import io
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.dom.minidom import Document

import httpx
import polars as pl
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

FORCES = """
PREFIX peel: <https://w3id.org/peelgraph/def#>
SELECT ?force WHERE { ?force a peel:Force } ORDER BY ?force"""
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <https://w3id.org/peelgraph/id/force/kent> } ?s ?p ?o }"
KENT = rdflib.URIRef("https://w3id.org/peelgraph/id/force/kent")
DOCS = Path(__file__).parent.parent / "docs"


def forces_in_json(answer: Any) -> int:
    return len(answer["results"]["bindings"])


def forces_in_xml(answer: Document) -> int:
    return len(answer.getElementsByTagName("result"))


def forces_in_lines(answer: bytes) -> int:
    return len(list(csv.reader(io.StringIO(answer.decode())))) - 1


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("form", "count"),
    [(JSON, forces_in_json), (XML, forces_in_xml), (CSV, forces_in_lines), (TSV, forces_in_lines)],
)
def test_sparqlwrapper_reads_every_form_of_a_table(
    address: str, method: str, form: str, count: Callable[[Any], int]
) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setMethod(method)
    client.setQuery(FORCES)
    client.setReturnFormat(form)
    assert count(client.query().convert()) >= 43


# The library makes its graphs by rdflib's old names.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("form", [TURTLE, RDFXML, N3, JSONLD])
def test_sparqlwrapper_reads_every_form_of_a_graph(address: str, form: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(GRAPH)
    client.setReturnFormat(form)
    answer = client.query().convert()
    # It leaves Turtle and N3 as bytes.
    graph = rdflib.Graph().parse(data=answer, format="n3") if isinstance(answer, bytes) else answer
    assert isinstance(graph, rdflib.Graph)
    assert (KENT, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/peelgraph/def#Force")) in graph


def test_sparqlwrapper_is_told_what_is_wrong(address: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery("SELECT * WHERE {")
    with pytest.raises(QueryBadFormed, match="line"):
        client.query()


def test_rdflib_takes_the_service_for_a_store(address: str) -> None:
    graph = rdflib.Graph(store=SPARQLStore(f"{address}/sparql"))
    assert len(list(graph.query(FORCES))) >= 43
    assert rdflib.URIRef("https://w3id.org/peelgraph/def#Force") in set(graph.objects(KENT, rdflib.RDF.type))


def test_polars_reads_a_table(address: str) -> None:
    answer = httpx.get(f"{address}/sparql.csv", params={"query": FORCES})
    frame = pl.read_csv(answer.content)
    assert frame.columns == ["force"]
    assert frame.height >= 43


def test_the_curl_examples_of_the_documentation_run(address: str) -> None:
    page = (DOCS / "http.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    commands = [
        line.replace("http://127.0.0.1:8000", address)
        for block in blocks
        for line in block.replace("\\\n", " ").splitlines()
        if line.startswith("curl ") and "Authorization" not in line and "update" not in line
    ]
    assert len(commands) >= 3
    for command in commands:
        done = subprocess.run(
            [*shlex.split(command), "--silent", "--fail", "--show-error"], capture_output=True, timeout=60, check=False
        )
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout
