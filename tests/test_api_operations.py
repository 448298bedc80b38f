"""What an operator sees: health, metrics, the log, and that nobody can write into them."""

import json
import logging
import sys
import time

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.logs import REQUEST, Json, Text


def numbers(client: httpx.Client) -> dict[tuple[str, tuple[str, ...]], float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {(s.name, tuple(s.labels.values())): s.value for family in families for s in family.samples}


def test_health_says_what_is_served(client: httpx.Client) -> None:
    assert client.get("/health/live").json() == {"live": True}
    ready = client.get("/health/ready").json()
    assert ready["ready"] is True
    assert ready["generation"]
    assert isinstance(ready["in_memory"], bool)


def test_requests_failures_and_the_cache_are_counted(client: httpx.Client) -> None:
    asked = "/sparql?query=ASK%20%7B%20%7D%20%23counted"
    before = numbers(client)
    for _ in range(3):
        client.get(asked)
    client.get("/sparql?query=nonsense")
    # A question of its own: another test's answer would be kept.
    client.get("/doc/force/kent.ttl?counted")
    after = numbers(client)

    def grown(name: str, *labels: str) -> float:
        return after[name, labels] - before.get((name, labels), 0)

    assert grown("peelgraph_requests_total", "GET", "/sparql", "200") == 3
    assert grown("peelgraph_requests_total", "GET", "/doc/{path}", "200") == 1
    assert grown("peelgraph_request_seconds_count", "/sparql") == 4
    assert grown("peelgraph_failures_total", "query-syntax") == 1
    assert grown("peelgraph_cache_total", "hit") == 2
    assert after["peelgraph_generation", (client.get("/health").json()["generation"],)] == 1
    assert after["peelgraph_workers_busy", ()] == 0


def test_labels_stay_few_whatever_is_asked(client: httpx.Client) -> None:
    numbers(client)
    before = len(numbers(client))
    for number in range(50):
        client.get(f"/nowhere-{number}/x")
        client.get(f"/doc/force/unknown-{number}")
        client.request(f"METHOD{number}", "/")
    # A few new routes with their histograms, not hundreds.
    assert len(numbers(client)) - before < 60


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-1.2_Z", True),
        ("a" * 64, True),
        pytest.param("a" * 65, False, id="too long"),
        pytest.param("a b", False, id="a space"),
        pytest.param('x"}', False, id="a quote"),
    ],
)
def test_a_request_id_is_taken_or_minted_and_sent_back(client: httpx.Client, given: str, kept: bool) -> None:
    for path in ("/health/live", "/nowhere", "/sparql?query=ASK{}"):
        sent = client.get(path, headers={"X-Request-ID": given}).headers["x-request-id"]
        assert (sent == given) is kept
        assert sent


EVIL = 'a\n{"level": "error"}\r\n\u2028\x1b[31m"=\\'


@pytest.mark.parametrize("formatter", [Json(), Text()])
def test_nothing_that_is_logged_writes_a_line_of_its_own(formatter: logging.Formatter) -> None:
    token = REQUEST.set("r1")
    try:
        raise ValueError(EVIL)
    except ValueError:
        record = logging.LogRecord("n", logging.INFO, "f", 1, "%s", (EVIL,), sys.exc_info())
    finally:
        REQUEST.reset(token)
    record.fields = {"path": EVIL}
    lines = formatter.format(record).split("\n")
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert all(line.startswith("    | ") for line in lines[1:])
    if isinstance(formatter, Json):
        assert json.loads(lines[0])["path"] == EVIL
        assert len(lines) == 1


def test_a_request_is_a_line_without_its_query(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "peelgraph.access")
    client.get("/sparql?query=ASK%20%7B%7D%20%23secret", headers={"X-Request-ID": "mine"})
    # The line is written once the answer has been sent.
    until = time.monotonic() + 5
    while not (lines := [one for one in caplog.records if one.name == "peelgraph.access"]):
        assert time.monotonic() < until
        time.sleep(0.01)
    (record,) = lines
    told = record.__dict__["fields"]
    assert {"method", "path", "status", "ms", "bytes", "generation", "cache"} <= set(told)
    assert (told["path"], told["status"], told["cache"]) == ("/sparql", 200, "miss")
    assert told["generation"] == client.get("/health").json()["generation"]
    assert "secret" not in str(told)
