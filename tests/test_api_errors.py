"""One shape for every failure, and the status says whose fault it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import served
from fastapi import FastAPI

from api import errors
from api.settings import Settings
from ontology.errors import PeelgraphError
from store import errors as store

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
OK = "ASK { }"
DIRECT = {"content-type": QUERY}
TURTLE = {"accept": "text/turtle"}
PICTURE = {"accept": "image/png"}
DEEP = "ASK { " + "{ " * 500 + "} " * 500 + "}"

REFUSED: list[tuple[str, str, dict[str, Any], int, str, str]] = [
    ("GET", "/sparql?default-graph-uri=http://a/", {}, 400, "bad-request", "no query"),
    ("GET", "/sparql.csv", {}, 400, "bad-request", "no query"),
    ("GET", "/sparql", {"headers": PICTURE}, 406, "not-acceptable", "the service isn't described in pictures"),
    ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, 400, "bad-request", "two queries: which one is meant?"),
    ("GET", "/sparql?query=%ff", {}, 400, "bad-request", "not UTF-8"),
    ("GET", "/sparql?query=" + "&a=" * 200, {}, 400, "bad-request", "hundreds of parameters"),
    ("GET", "/sparql?query=ASK{}&default-graph-uri=not+an+iri", {}, 400, "bad-request", "a graph that can't be one"),
    ("POST", "/sparql", {"data": {"update": "CLEAR ALL"}}, 400, "bad-request", "an update"),
    ("POST", "/sparql", {"content": b"\xff", "headers": DIRECT}, 400, "bad-request", "not UTF-8"),
    ("POST", "/sparql", {"content": b"", "headers": {"content-type": FORM}}, 400, "bad-request", "an empty form"),
    ("POST", "/sparql?query=ASK{}", {"data": {"query": OK}}, 400, "bad-request", "a query in the address and the body"),
    ("GET", "/sparql?query=SELEC", {}, 400, "query-syntax", "no SPARQL"),
    ("GET", "/sparql?query=", {}, 400, "query-syntax", "an empty text is no SPARQL"),
    ("GET", "/sparql?query=ASK{SERVICE<http://127.0.0.1:1/>{}}", {}, 403, "query-refused", "no request goes out"),
    ("GET", "/nowhere", {}, 404, "not-found", "no such address"),
    ("GET", "/doc/force/atlantis", {}, 404, "not-found", "no such thing"),
    ("GET", "/doc/force/kent.docx", {}, 404, "not-found", "a suffix that stands for no form"),
    ("GET", "/def/theme/atlantis", {}, 404, "not-found", "no such concept"),
    ("GET", "/def.docx", {}, 404, "not-found", "a suffix that stands for no form"),
    ("GET", "/static/../app.py", {}, 404, "not-found", "no way out of the folder of style sheets"),
    ("GET", "/research/shared", {}, 404, "unknown-name", "no such query"),
    ("GET", "/patterns/shared", {}, 404, "unknown-name", "no such pattern"),
    ("PUT", "/sparql", {}, 405, "wrong-method", "a method that isn't taken"),
    ("POST", "/doc/force/kent", {}, 405, "wrong-method", "documents are read only"),
    ("GET", "/sparql?query=ASK{}", {"headers": PICTURE}, 406, "not-acceptable", "no pictures"),
    ("GET", "/doc/force/kent", {"headers": PICTURE}, 406, "not-acceptable", "no pictures"),
    (
        "GET",
        "/sparql?query=ASK{}",
        {"headers": {"accept": "text/turtle"}},
        406,
        "answer-not-acceptable",
        "a yes in Turtle",
    ),
    ("POST", "/sparql", {"content": b"a" * 30_000, "headers": DIRECT}, 413, "body-too-large", "over"),
    ("POST", "/sparql", {"content": b" " * 6_000, "headers": DIRECT}, 413, "query-too-large", "over"),
    (
        "POST",
        "/sparql",
        {"content": DEEP, "headers": DIRECT},
        413,
        "query-too-large",
        "nests too deep",
    ),
    ("POST", "/sparql", {"content": OK, "headers": {"content-type": "text/plain"}}, 415, "unsupported-media", "unread"),
    ("POST", "/sparql", {"content": OK}, 415, "unsupported-media", "a body without a type"),
    (
        "POST",
        "/sparql",
        {"content": OK, "headers": {"content-type": f"{QUERY}; charset=utf-16"}},
        415,
        "unsupported-media",
        "another charset than UTF-8",
    ),
    ("GET", "/sparql?query=SELECT*{?a+?b+?c}", {}, 503, "result-too-large", "an answer over the limit"),
    (
        "GET",
        "/sparql?query=SELECT(COUNT(*)AS?n){?a+?b+?c.?d+?e+?f.?g+?h+?i}",
        {},
        504,
        "query-timeout",
        "a query without end",
    ),
]


def check_shape(response: httpx.Response, status: int, name: str) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert (response.status_code, problem["status"]) == (status, status), problem
    assert problem["type"].endswith(f"/problems#{name}"), problem
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in response.text
    assert ("retry-after" in response.headers) == (status in (503, 504))
    return problem


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "name", "reason"), REFUSED, ids=[f"{r[4]}: {r[5]}" for r in REFUSED]
)
def test_each_failure_has_its_status_and_the_one_shape(
    client: httpx.Client, method: str, path: str, options: dict[str, Any], status: int, name: str, reason: str
) -> None:
    problem = check_shape(client.request(method, path, **options), status, name)
    assert problem["instance"] == client.build_request(method, path).url.path


def test_a_syntax_error_tells_its_place(client: httpx.Client) -> None:
    problem = check_shape(client.get("/sparql", params={"query": "ASK {\n  ?s ?p\n}"}), 400, "query-syntax")
    assert (problem["line"], problem["column"]) == (3, 2)


def test_a_refusal_lists_what_is_offered(client: httpx.Client) -> None:
    table = client.get("/sparql", params={"query": OK}, headers={"accept": "text/turtle"}).json()
    assert "application/sparql-results+json" in table["offered"]
    assert "text/csv" not in table["offered"]
    anything = client.get("/sparql", params={"query": OK}, headers={"accept": "image/png"}).json()
    assert {"text/turtle", "text/csv", "text/html"} <= set(anything["offered"])
    assert client.put("/sparql").headers["allow"] == "GET, POST, HEAD"
    assert client.post("/doc/force/kent").headers["allow"] == "GET, HEAD"


def test_browsers_get_a_page_in_the_same_status(client: httpx.Client) -> None:
    response = client.get("/doc/force/<script>alert(1)</script>", headers={"accept": "text/html"})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "<script" not in response.text


def test_a_query_that_fails_in_a_browser_can_be_mended_where_it_stands(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": "SELECT </textarea>"}, headers={"accept": "text/html"})
    assert response.status_code == 400
    assert "SELECT &lt;/textarea&gt;" in response.text
    assert "line 1" in response.text


def instances() -> Iterator[tuple[errors.Kind, Exception]]:
    for kind in errors.KINDS:
        match kind.error:
            case error if issubclass(error, errors.Offering | store.NotAcceptable):
                yield kind, error("secret", ("text/turtle",))
            case error if issubclass(error, store.QuerySyntax):
                yield kind, error("secret", 1, 2)
            case error:
                yield kind, error("secret")


@pytest.fixture(scope="module")
def failing(served_store: Path) -> Iterator[httpx.Client]:
    """A server with an address for each kind of failure, which raises it."""

    def add(app: FastAPI) -> FastAPI:
        for kind, error in instances():

            def fail(error: Exception = error) -> None:
                raise error

            app.add_api_route(f"/fail/{kind.name}", lambda fail=fail: fail())
        return app

    with (
        served.serving(Settings(store=str(served_store), workers=1), change=add) as address,
        httpx.Client(base_url=address) as client,
    ):
        yield client


@pytest.mark.parametrize("kind", errors.KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_failure_is_told(failing: httpx.Client, kind: errors.Kind) -> None:
    # The server drops the connection after a failure of its own: a connection each, or the second may meet the drop.
    alone = {"connection": "close"}
    problem = check_shape(failing.get(f"/fail/{kind.name}", headers=alone), kind.status, kind.name)
    assert ("secret" in problem["detail"]) == kind.open
    page = failing.get(f"/fail/{kind.name}", headers=alone | {"accept": "text/html"})
    assert page.status_code == kind.status
    assert kind.title.replace("'", "&#39;") in page.text


def test_every_exception_of_ours_has_a_kind() -> None:
    def below(parent: type[Exception]) -> Iterator[type[Exception]]:
        for child in parent.__subclasses__():
            yield child
            yield from below(child)

    answered = {kind.error for kind in errors.KINDS}
    internal = {"InvalidQueryFile", "SettingError", "Offering"}
    for error in below(PeelgraphError):
        if error.__module__.partition(".")[0] in ("api", "store", "queries"):
            listed = next(parent for parent in error.__mro__ if parent in answered)
            assert listed is not Exception or error.__name__ in internal, error
