"""The SPARQL protocol, asked over a socket."""

import csv
import io
import json
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest
import SPARQLWrapper

from ontology.iris import VOCABULARY, Names

SELECT = "SELECT ?force WHERE { ?force a <https://w3id.org/peelgraph/def#Force> } ORDER BY ?force LIMIT 3"
ASK = "ASK { ?force a <https://w3id.org/peelgraph/def#Force> }"
CONSTRUCT = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3"
DESCRIBE = f"DESCRIBE <{Names().force('kent')}>"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

ACCEPTED = [
    (SELECT, None, JSON, "without a header: our first"),
    (SELECT, "*/*", JSON, "anything: our first"),
    (SELECT, JSON, JSON, "by name"),
    (SELECT, "application/json", "application/json", "plain JSON keeps the name it was asked by"),
    (SELECT, XML, XML, "by name"),
    (SELECT, CSV, CSV, "by name"),
    (SELECT, f"{TSV}; charset=utf-8", TSV, "a parameter of a media type is no reason to refuse"),
    (SELECT, f"{CSV};q=0.2, {XML};q=0.9", XML, "the better q wins, not the first"),
    (SELECT, f"application/*;q=0.1, {CSV}", CSV, "an exact type over a wildcard"),
    (SELECT, f"*/*;q=0.5, {JSON};q=0", "application/json", "q=0 forbids"),
    (SELECT, "text/turtle, */*;q=0.1", JSON, "a graph's form can't carry a table, so the wildcard decides"),
    (SELECT, BROWSER, "text/html", "a browser prefers pages"),
    (ASK, XML, XML, "a truth value in XML"),
    (ASK, f"{CSV}, {JSON};q=0.1", JSON, "CSV can't carry a truth value"),
    (CONSTRUCT, None, "text/turtle", "without a header: our first"),
    (CONSTRUCT, "application/n-triples", "application/n-triples", "by name"),
    (CONSTRUCT, "application/rdf+xml", "application/rdf+xml", "by name"),
    (CONSTRUCT, "application/ld+json", "application/ld+json", "by name"),
    (CONSTRUCT, "application/trig", "application/trig", "a data set's form carries a graph too"),
    (CONSTRUCT, "application/n-quads", "application/n-quads", "a data set's form carries a graph too"),
    (DESCRIBE, f"{JSON}, text/turtle;q=0.5", "text/turtle", "a table's form can't carry a graph"),
]


def media_type(response: httpx.Response) -> str:
    return str(response.headers["content-type"]).partition(";")[0]


@pytest.mark.parametrize(("query", "accept", "expected", "reason"), ACCEPTED, ids=[row[3] for row in ACCEPTED])
def test_the_accept_header_decides(
    client: httpx.Client, query: str, accept: str | None, expected: str, reason: str
) -> None:
    request = client.build_request("GET", "/sparql", params={"query": query}, headers={"accept": accept or ""})
    if accept is None:
        del request.headers["accept"]
    response = client.send(request)
    assert (response.status_code, media_type(response)) == (200, expected), reason
    assert "Accept" in response.headers["vary"]
    assert response.content


def parse(response: httpx.Response) -> Any:
    match media_type(response):
        case "text/csv":
            return [row["force"] for row in csv.DictReader(io.StringIO(response.text))]
        case "text/tab-separated-values":
            return [line.strip("<>") for line in response.text.splitlines()[1:]]
        case found:
            solutions = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.from_media_type(found))
            assert isinstance(solutions, ox.QuerySolutions)
            return [solution["force"].value for solution in solutions]


def test_all_table_forms_say_the_same(client: httpx.Client) -> None:
    forms = (JSON, XML, CSV, TSV)
    answers = [parse(client.get("/sparql", params={"query": SELECT}, headers={"accept": form})) for form in forms]
    assert answers == [[Names().force(slug) for slug in ("avon-and-somerset", "bedfordshire", "btp")]] * 4


WAYS = ["get", "get/", "form", "form/", "direct", "direct/"]


@pytest.mark.parametrize("way", WAYS)
def test_escapes_survive_every_way_of_asking(client: httpx.Client, way: str) -> None:
    """A `%`, `+`, `&` or accent must arrive as it was sent: decoded once, in whichever part of the request it came."""
    iri = "http://example.org/a%20b+c&d=é"
    query = f"SELECT ?text ?iri WHERE {{ VALUES (?text ?iri) {{ ('50 % + é & ü' <{iri}>) }} }}"
    path = "/sparql/" if way.endswith("/") else "/sparql"
    match way.rstrip("/"):
        case "get":
            response = client.get(f"{path}?query={quote(query, safe='')}")
        case "form":
            response = client.post(path, data={"query": query})
        case _:
            response = client.post(path, content=query, headers={"content-type": "application/sparql-query"})
    (row,) = response.json()["results"]["bindings"]
    assert (row["text"]["value"], row["iri"]["value"]) == ("50 % + é & ü", iri)


def test_dataset_parameters_are_honoured(client: httpx.Client) -> None:
    def ask(query: str, **dataset: str | list[str]) -> bool:
        form = urlencode({"query": query, **dataset}, doseq=True)
        got = client.post(
            f"/sparql?{form.partition('&')[2]}", content=query, headers={"content-type": "application/sparql-query"}
        )
        return bool(got.json()["boolean"])

    reference = Names().graph("reference")
    has_class, named_force = "ASK { ?s a <http://www.w3.org/2002/07/owl#Class> }", "ASK { GRAPH ?g { ?s ?p ?o } }"
    assert ask(has_class)
    assert ask(has_class, **{"default-graph-uri": VOCABULARY})
    assert not ask(has_class, **{"default-graph-uri": reference})
    assert ask(has_class, **{"default-graph-uri": [reference, VOCABULARY]})
    assert ask(named_force, **{"named-graph-uri": reference})
    assert not ask(named_force, **{"default-graph-uri": reference})


def test_a_client_library_gets_its_answers(address: str) -> None:
    asking = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    for method in (SPARQLWrapper.GET, SPARQLWrapper.POST):
        asking.setMethod(method)
        asking.setQuery(SELECT)
        asking.setReturnFormat(SPARQLWrapper.JSON)
        answer = asking.queryAndConvert()
        assert isinstance(answer, dict)
        assert len(answer["results"]["bindings"]) == 3
        asking.setQuery(CONSTRUCT)
        asking.setReturnFormat(SPARQLWrapper.TURTLE)
        graph = asking.queryAndConvert()
        assert isinstance(graph, bytes)
        assert graph.count(b" a ") == 3


def test_a_suffix_decides_over_the_header(client: httpx.Client) -> None:
    response = client.get("/sparql.csv", params={"query": SELECT}, headers={"accept": BROWSER})
    assert (media_type(response), response.text.splitlines()[0]) == (CSV, "force")


def test_head_gives_the_headers_alone(client: httpx.Client) -> None:
    got, head = (client.request(method, "/sparql", params={"query": SELECT}) for method in ("GET", "HEAD"))
    assert head.status_code == 200
    assert head.content == b""
    assert {name: head.headers[name] for name in ("etag", "content-type", "content-length")} == {
        name: got.headers[name] for name in ("etag", "content-type", "content-length")
    }


def test_a_cross_product_is_cut_and_the_server_answers_on(client: httpx.Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    response = client.get("/sparql", params={"query": endless})
    assert response.status_code == 504
    assert int(response.headers["retry-after"]) > 0
    assert "3 s" in response.json()["detail"]
    assert json.loads(client.get("/sparql", params={"query": ASK}).text)["boolean"] is True
