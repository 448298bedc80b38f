"""The dataset described by VoID and DCAT: every number is the store's, every address answers."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import served
from described import BROWSER, check_caching, check_refusal, count, graph, values

import store
from api.settings import Settings
from ontology.iris import Names
from ontology.statements import put_in
from ontology.terms import DCAT, DCTERMS, FOAF, PEEL, RDF, SD, VOID
from store.generations import Folder
from store.media import GRAPHS, SUFFIXES

DATA = ox.NamedNode(f"{Names().base}dataset")
SPACE = f"{Names().base}id/"


@pytest.mark.parametrize("path", ["/void", "/dataset"])
def test_a_description_comes_in_every_form(client: httpx.Client, path: str) -> None:
    turtle = client.get(path, headers={"accept": "*/*"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    number = len(graph(turtle))
    assert number > 30
    for media_type in GRAPHS:
        assert len(graph(client.get(path, headers={"accept": media_type}))) == number
    for suffix, media_type in SUFFIXES.items():
        response = client.get(f"{path}.{suffix}", headers=BROWSER)
        assert len(graph(response)) == number
        assert f'<{path}.{suffix}>; rel="alternate"; type="{media_type}"' in response.headers["link"]


@pytest.mark.parametrize("path", ["/void", "/dataset"])
def test_a_description_is_cached_and_refused_as_everything(client: httpx.Client, path: str) -> None:
    check_caching(client, path)
    check_caching(client, path, BROWSER["accept"])
    check_refusal(client, path)
    assert client.get(f"{path}.docx").status_code == 404


def test_robots_are_led_to_void(client: httpx.Client) -> None:
    response = client.get("/.well-known/void")
    assert (response.status_code, response.headers["location"]) == (302, "/void")


def test_the_totals_are_those_of_the_store(client: httpx.Client, served_store: Path) -> None:
    said = graph(client.get("/void"))
    expected = {
        VOID.triples: count(served_store, "SELECT DISTINCT * WHERE { ?s ?p ?o }"),
        VOID.entities: count(served_store, f'?s ?p ?o FILTER(STRSTARTS(STR(?s), "{SPACE}"))', "DISTINCT ?s"),
        VOID.classes: count(served_store, "?s a ?c", "DISTINCT ?c"),
        VOID.properties: count(served_store, "?s ?p ?o", "DISTINCT ?p"),
        VOID.distinctSubjects: count(served_store, "?s ?p ?o", "DISTINCT ?s"),
        VOID.distinctObjects: count(served_store, "?s ?p ?o", "DISTINCT ?o"),
    }
    assert {term: values(said, term, DATA) for term in expected} == {term: [str(n)] for term, n in expected.items()}
    assert values(said, VOID.uriSpace) == [SPACE]


def parts(said: ox.Store, by: ox.NamedNode, of: ox.NamedNode, number: ox.NamedNode) -> dict[str, int]:
    named = [quad.object for quad in said.quads_for_pattern(DATA, by, None)]
    return {values(said, of, part)[0]: int(values(said, number, part)[0]) for part in named}  # type: ignore[arg-type]


def test_each_class_and_each_property_is_counted(client: httpx.Client, served_store: Path) -> None:
    said = graph(client.get("/void"))
    classes = parts(said, VOID.classPartition, VOID.class_, VOID.entities)
    properties = parts(said, VOID.propertyPartition, VOID.property, VOID.triples)
    assert len(classes) == int(values(said, VOID.classes)[0])
    assert len(properties) == int(values(said, VOID.properties)[0])
    for term in (PEEL.Force, PEEL.Finding, PEEL.Judgement):
        assert classes[term.value] == count(served_store, f"?s a {term}", "DISTINCT ?s")
    for term in (PEEL.theme, RDF.type, DCTERMS.title):
        assert properties[term.value] == count(served_store, f"SELECT DISTINCT ?s ?o WHERE {{ ?s {term} ?o }}")
    assert sum(properties.values()) == int(values(said, VOID.triples, DATA)[0])


def test_a_statement_in_two_graphs_is_one(tmp_path: Path) -> None:
    names, thing = Names(), ox.NamedNode(Names().force("kent"))
    said = ox.Triple(thing, RDF.type, PEEL.Force)
    with store.open(tmp_path / "store", write=True, names=names) as writer:
        for name in ("one", "two"):
            writer.replace(names.graph(name), put_in(ox.NamedNode(names.graph(name)), [said]))
        writer.publish()
    with store.open(tmp_path / "store") as reader:
        found = reader.survey(SPACE)
        assert found.triples < reader.statements
        assert found.triples == len({quad.triple for quad in reader.quads()})


def test_examples_and_addresses_answer(client: httpx.Client, address: str) -> None:
    said = graph(client.get("/void"))
    examples = values(said, VOID.exampleResource)
    assert len(examples) >= 3
    for iri in examples:
        assert client.get(iri.removeprefix(Names().base.rstrip("/")).replace("/id/", "/doc/")).status_code == 200
    assert values(said, VOID.sparqlEndpoint) == [f"{address}/sparql"]
    assert values(said, FOAF.primaryTopic) == [DATA.value]
    assert PEEL.Force.value.rpartition("#")[0] + "#" in values(said, VOID.vocabulary)
    told = graph(client.get("/dataset"))
    for predicate in (DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage, DCAT.accessURL, FOAF.homepage):
        for to in values(told, predicate):
            assert client.get(to).status_code == 200, to


def test_dcat_tells_version_licence_publisher_and_dates(client: httpx.Client, served_store: Path) -> None:
    said = graph(client.get("/dataset"))
    folder = Folder(served_store)
    generation = str(folder.current())
    assert values(said, DCAT.version, DATA) == [generation]
    assert values(said, DCTERMS.issued, DATA) == [folder.history()[generation].at]
    assert len(values(said, DCTERMS.license, DATA)) == 1
    assert values(said, DCTERMS.publisher, DATA) == [f"{DATA.value}#publisher"]
    kinds = [DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService]
    assert all(list(said.quads_for_pattern(None, RDF.type, kind)) for kind in kinds)


def test_people_get_a_page(client: httpx.Client) -> None:
    for path in ("/dataset", "/void"):
        page = client.get(path, headers=BROWSER)
        assert page.headers["content-type"].startswith("text/html")
        assert "Open Government Licence v3.0" in page.text
        assert "peel:Finding" in page.text


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service on a store with a base IRI of its own, behind a proxy with a path prefix."""
    folder = tmp_path_factory.mktemp("elsewhere") / "store"
    with store.open(folder, write=True, names=Names("https://data.example.org/peel/")) as writer:
        writer.publish()
    settings = Settings(
        store=str(folder), workers=1, public_url="https://data.example.org/peel", publisher="Example Council"
    )
    with served.serving(settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.mark.parametrize("before", ["", "/peel"], ids=["the proxy cuts the prefix off", "the proxy leaves it on"])
def test_another_base_and_a_prefix_go_through_all_descriptions(elsewhere: httpx.Client, before: str) -> None:
    base = "https://data.example.org/peel"
    force = elsewhere.get(f"{before}/id/force/kent")
    assert (force.status_code, force.headers["location"]) == (303, "/peel/doc/force/kent")
    document = graph(elsewhere.get(f"{before}/doc/force/kent"))
    assert ox.NamedNode(f"{base}/id/force/kent") in {quad.subject for quad in document}
    assert elsewhere.get(f"{before}/.well-known/void").headers["location"] == "/peel/void"
    response = elsewhere.get(f"{before}/void")
    said = graph(response)
    assert '</peel/void.ttl>; rel="alternate"' in response.headers["link"]
    assert values(said, VOID.uriSpace) == [f"{base}/id/"]
    assert values(said, VOID.sparqlEndpoint) == [f"{base}/sparql"]
    assert int(values(said, VOID.entities, ox.NamedNode(f"{base}/dataset"))[0]) > 100
    told = graph(elsewhere.get(f"{before}/dataset"))
    assert values(told, DCAT.landingPage) == [f"{base}/dataset"]
    assert "Example Council" in values(told, FOAF.name)
    assert values(graph(elsewhere.get(f"{before}/sparql")), SD.endpoint) == [f"{base}/sparql"]
