"""The SPARQL service describes itself: in every form, with what it can do and how much, counted and not claimed."""

from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import served
from described import BROWSER, check_caching, check_refusal, count, graph, values

from api.service_description import FORMATS, LIMITS, RESULTS
from api.settings import Settings
from ontology.terms import RDF, SCHEMA, SD, VOID
from store.media import GRAPHS
from store.media import RESULTS as TABLES

ACCEPTED = [
    (None, "text/turtle", "without a wish: Turtle"),
    ("*/*", "text/turtle", "anything: Turtle"),
    *((name, name, "by name") for name in GRAPHS),
    ("application/rdf+xml;q=0.2, application/trig", "application/trig", "the better q wins"),
]


@pytest.mark.parametrize(("accept", "expected", "reason"), ACCEPTED, ids=[f"{row[0]}" for row in ACCEPTED])
def test_it_comes_in_every_form(client: httpx.Client, accept: str | None, expected: str, reason: str) -> None:
    request = client.build_request("GET", "/sparql", headers={"accept": accept or ""})
    if accept is None:
        del request.headers["accept"]
    response = client.send(request)
    assert response.headers["content-type"].partition(";")[0] == expected, reason
    assert len(graph(response)) == len(graph(client.get("/sparql.ttl")))


def test_a_browser_gets_the_editor(client: httpx.Client) -> None:
    page = client.get("/sparql", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert "<textarea" in page.text


def test_it_says_what_the_service_does(client: httpx.Client, address: str) -> None:
    said = graph(client.get("/sparql"))
    (service,) = (quad.subject for quad in said.quads_for_pattern(None, RDF.type, SD.Service))
    assert isinstance(service, ox.NamedNode)
    assert values(said, SD.endpoint, service) == [f"{address}/sparql"]
    assert values(said, SD.supportedLanguage) == [SD.SPARQL11Query.value]
    assert values(said, SD.feature) == [SD.UnionDefaultGraph.value]
    assert len(values(said, SD.defaultDataset, service)) == 1


def test_each_form_of_an_answer_has_the_name_that_the_w3c_gives_it(client: httpx.Client) -> None:
    formats: set[ox.RdfFormat | ox.QueryResultsFormat] = {*GRAPHS.values(), *TABLES.values()}
    assert len(RESULTS) == len(formats)
    # The engine gives JSON-LD an address of a later draft.
    names = {form.iri for form in formats if form is not ox.RdfFormat.JSON_LD} | {f"{FORMATS}JSON-LD"}
    assert set(values(graph(client.get("/sparql")), SD.resultFormat)) == names


def test_its_figures_are_those_of_the_store(client: httpx.Client, served_store: Path) -> None:
    said = graph(client.get("/sparql"))
    triples = count(served_store, "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }")
    assert values(said, VOID.triples) == [str(triples)] * 2
    assert values(said, VOID.distinctSubjects) == [str(count(served_store, "?s ?p ?o", "DISTINCT ?s"))]
    assert values(said, VOID.properties) == [str(count(served_store, "?s ?p ?o", "DISTINCT ?p"))]


def test_its_limits_are_those_set(client: httpx.Client) -> None:
    said = graph(client.get("/sparql"))
    assert values(said, SCHEMA.propertyID) == sorted(LIMITS)
    assert {"3", "5000", "2000000"} <= set(values(said, SCHEMA.value))


def test_what_an_operator_allows_is_described(served_store: Path) -> None:
    settings = Settings(store=str(served_store), workers=1, token="any", services="https://example.org/sparql")
    with served.serving(settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        said = graph(client.get("/sparql"))
    assert values(said, SD.supportedLanguage) == [SD.SPARQL11Query.value, SD.SPARQL11Update.value]
    assert values(said, SD.endpoint) == [f"{address}/sparql", f"{address}/update"]
    assert SD.BasicFederatedQuery.value in values(said, SD.feature)


def test_it_is_cached_and_refused_as_everything(client: httpx.Client) -> None:
    check_caching(client, "/sparql")
    check_refusal(client, "/sparql")
