"""Pages, research queries and patterns: every address that is announced gives a non-empty answer that can be read."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pytest
import served
from selectolax.lexbor import LexborHTMLParser

import store
from api.settings import Settings
from ontology.iris import Names
from queries.catalogue import catalogue
from queries.patterns import patterns

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PATHS = {"/id/{path}": "/id/force/kent", "/doc/{path}": "/doc/force/kent", "/def/{path}": "/def/theme/custody"}
"""Examples for the addresses that stand for many."""


def example(path: str, operation: dict[str, Any]) -> tuple[str, dict[str, str]]:
    parameters = [p for p in operation.get("parameters", ()) if p["in"] == "query" and p.get("required")]
    return PATHS.get(path, path), {p["name"]: p["example"] for p in parameters}


def check_page(response: httpx.Response) -> LexborHTMLParser:
    assert response.status_code == 200, response.text
    page = LexborHTMLParser(response.text)
    title, footer = page.css_first("title"), page.css_first("footer")
    assert title
    assert title.text().endswith("peelgraph")
    assert len(page.css("h1")) == 1
    assert footer
    assert "Open Government Licence v3.0" in footer.text()
    assert page.css("script") == []
    return page


def test_every_announced_address_answers(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    asked = 0
    for path, methods in document["paths"].items():
        address, parameters = example(path, methods["get"])
        address = address.replace("{generation}", client.get("/health").json()["generation"])
        for accept in ({"accept": "*/*"}, BROWSER):
            response = client.get(address, params=parameters, headers=accept, follow_redirects=True)
            assert response.status_code == 200, (path, response.text)
            assert response.content
            if "json" in response.headers["content-type"]:
                assert json.loads(response.text)
            elif "html" in response.headers["content-type"]:
                check_page(response)
            asked += 1
    assert asked == 2 * len(document["paths"])
    assert set(PATHS) | {"/", "/forces", "/themes", "/sparql", "/research", "/patterns", "/health", "/def"} <= set(
        document["paths"]
    )


def test_parameters_are_typed_in_the_openapi_document(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for name, query in catalogue().items():
        described = {p["name"]: p for p in paths[f"/research/{name}"]["get"]["parameters"]}
        assert list(described) == [parameter.name for parameter in query.parameters]
        for parameter in query.parameters:
            told = described[parameter.name]
            assert told["description"]
            assert told["example"] == parameter.example
            assert told["required"] == parameter.required
    assert set(paths["/research"]["get"]["responses"]) == {"200", "default"}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_research_query_answers_in_each_form(client: httpx.Client, name: str) -> None:
    values = {p.name: p.example for p in catalogue()[name].parameters if p.required}
    answer = client.get(f"/research/{name}", params=values).json()
    assert answer["rows"], "an empty answer shows nothing"
    assert list(answer["rows"][0]) == answer["columns"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/research/{name}.csv", params=values).text)))
    assert len(rows) == len(answer["rows"])
    page = check_page(client.get(f"/research/{name}", params=values, headers=BROWSER))
    shown = len(page.css("tbody tr"))
    assert shown == min(len(rows), 10)
    assert len(client.get(f"/research/{name}", params=values | {"limit": "1"}).json()["rows"]) == 1


def test_the_lists_are_arrays(client: httpx.Client) -> None:
    assert [row["name"] for row in client.get("/research").json()] == sorted(catalogue())
    assert [row["name"] for row in client.get("/patterns").json()] == sorted(patterns())


@pytest.mark.parametrize("name", sorted(patterns()))
def test_each_pattern_answers_in_each_form(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/patterns/{name}").json()
    assert answer["items"]
    assert answer["items"][0]["findings"][0]["quote"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/patterns/{name}.csv").text)))
    assert len(rows) == len(answer["items"])
    network = nx.parse_graphml(client.get(f"/patterns/{name}", headers={"accept": "application/graphml+xml"}).text)
    assert network.number_of_edges() > 0
    page = check_page(client.get(f"/patterns/{name}", headers=BROWSER))
    assert len(page.css("details blockquote")) == sum(len(item["findings"]) for item in answer["items"])


def test_wrong_parameters_are_told(client: httpx.Client) -> None:
    name = next(name for name, query in catalogue().items() if any(p.type == "force" for p in query.parameters))
    force = next(p.name for p in catalogue()[name].parameters if p.type == "force")
    for values, expected in (
        ({force: "klevland"}, "did you mean cleveland"),
        ({"forse": "kent"}, "no parameter 'forse'"),
        ({force: '"} DELETE { ?s ?p ?o }'}, "is known"),
    ):
        response = client.get(f"/research/{name}", params=values)
        assert (response.status_code, response.json()["type"]) == (400, "/problems#wrong-parameter")
        assert expected in response.json()["detail"]
    twice = client.get(f"/research/{name}?{force}=kent&{force}=essex")
    assert (twice.status_code, twice.json()["type"]) == (400, "/problems#bad-request")


def test_hostile_parameters_stay_text(client: httpx.Client) -> None:
    for path in (f"/research/{next(iter(catalogue()))}", "/patterns/shared-weaknesses", "/sparql"):
        parameters = {"query": served.HOSTILE, "force": served.HOSTILE, served.HOSTILE: served.HOSTILE}
        response = client.get(path, params=parameters, headers=BROWSER)
        assert response.status_code in (200, 400)
        assert "<script" not in response.text
        assert "onload=alert(1) 49" not in response.text


def test_a_hostile_answer_stays_text(client: httpx.Client) -> None:
    query = f"SELECT ?p ?o ('</td><script>' AS ?x) WHERE {{ <{served.HOSTILE_THING}> ?p ?o }}"
    page = check_page(client.get("/sparql", params={"query": query}, headers=BROWSER))
    assert len(page.css("tbody tr")) == 4
    assert not [a for a in page.css("a") if str(a.attributes.get("href")).startswith("javascript")]


def test_answers_carry_the_headers_that_keep_browsers_safe(client: httpx.Client) -> None:
    for path in ("/", "/static/style.css", "/nowhere", "/sparql?query=ASK{}"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_scripts_of_other_sites_may_read(client: httpx.Client) -> None:
    for path in ("/sparql?query=ASK{}", "/doc/force/kent.ttl", "/research"):
        assert client.get(path, headers={"origin": "https://example.org"}).headers["access-control-allow-origin"] == "*"
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    assert client.options("/sparql", headers=asked).status_code == 200
    assert client.options("/sparql", headers=asked | {"access-control-request-method": "PATCH"}).status_code == 400


@pytest.fixture(scope="module")
def prefixed(served_store: Path) -> Iterator[httpx.Client]:
    settings = Settings(store=str(served_store), workers=1, public_url="https://data.example.org/peel")
    with served.serving(settings) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize("before", ["", "/peel"], ids=["the proxy cuts the prefix off", "the proxy leaves it on"])
def test_behind_a_proxy_every_link_has_its_prefix(prefixed: httpx.Client, before: str) -> None:
    for path in ("/", "/forces", "/def", "/sparql", "/research", "/doc/force/kent.html", "/docs", "/forces/"):
        page = check_page(prefixed.get(f"{before}{path}", headers=BROWSER))
        links = [str(node.attributes["href"]) for node in page.css("[href]")]
        local = [link for link in links if not link.startswith(("http", "#"))]
        assert len(local) > 8
        assert [link for link in local if not link.startswith("/peel/")] == []
    assert prefixed.get(f"{before}/id/force/kent").headers["location"] == "/peel/doc/force/kent"
    assert "https://data.example.org/peel/sparql" in prefixed.get(f"{before}/").text
    assert prefixed.get(f"{before}/nowhere").json()["type"].startswith("https://data.example.org/peel/problems#")
    assert prefixed.get(f"{before}/static/style.css").status_code == 200


def test_a_store_under_another_base_is_served_under_it(tmp_path: Path) -> None:
    names = Names("https://data.example.org/")
    with store.open(tmp_path / "store", write=True, names=names):
        pass
    settings = Settings(store=str(tmp_path / "store"), workers=1)
    with served.serving(settings) as address, httpx.Client(base_url=address) as client:
        page = client.get("/doc/force/kent", headers=BROWSER)
        assert names.force("kent") in page.text
        assert 'href="/doc/force/kent.ttl"' in page.text
