"""The second reader over real HTTP: right, wrong, slow and hostile answers; what is kept, counted and spent."""

import dataclasses
import json
import math
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from chatty import Chat, Reply, chatting, finding, found, wrote

from loaders.extract import extract
from loaders.model import Assessment, Document, Metadata
from loaders.outline import block_contexts
from loaders.read_text import read_text
from loaders.second.ask import ask
from loaders.second.prompt import Prompt, prompt
from loaders.second.read import Mode, SecondReader
from loaders.second.settings import Settings
from loaders.second.split import split

TEXT = """PEEL 2016: Kent Police

The force is good at preventing crime. It works well with Barnardo’s, but it should improve how it
investigates burglary by March 2017.

The force has started a new project.
"""
QUOTE = "The force is good at preventing crime"
KEY = "sk-test-secret"
ALL_BY_RULES = "read by rules alone"
GOOD = "The force is good at investigating crime in its district {}."

Make = Callable[..., SecondReader]


def assessment(text: str = TEXT) -> Assessment:
    return extract(read_text(text, "letter.txt", "0" * 64), Metadata(force="kent", programme="PEEL 2016"))


def whole(document: Document) -> Prompt:
    """The prompt for a document that is one passage."""
    (passage,) = split(document, block_contexts(document), 2_000)
    return prompt(document, passage, "kent")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(chat: Chat, mode: Mode = "chat", **changed: Any) -> SecondReader:
        usual: dict[str, Any] = {"retries": 2, "pause": 0.01, "timeout": 5.0, "key": KEY}
        usual |= {"url": chat.address, "model": "example-model", "cache": str(tmp_path / "answers")}
        return SecondReader(Settings(**usual | changed), mode)

    return made


def told(read: Assessment) -> str:
    return "\n".join(notice.message for notice in read.notices)


def test_a_right_answer_becomes_findings_with_their_places(make: Make) -> None:
    partner = {"mention": "Barnardo’s", "type": "voluntary-sector"}
    second = finding(
        quote="it should improve how it investigates burglary by March 2017",
        kind="improvement",
        cue="should improve",
        themes=["investigation"],
        action="improve how it investigates burglary",
        deadline="by March 2017",
    )
    with chatting(found({}, {"quote": "It works well with Barnardo’s", "partners": [partner]}, second)) as chat:
        read = make(chat).read(assessment())
    assert [read.document.text[f.start : f.end] for f in read.findings] == [
        QUOTE,
        "It works well with Barnardo’s",
        "it should improve how it\ninvestigates burglary by March 2017",
    ]
    assert all(read.document.text[f.start : f.end] == f.quote for f in read.findings)
    last = read.findings[-1]
    assert (last.action, last.deadline) == ("improve how it\ninvestigates burglary", "by March 2017")
    assert [(cue.rule, cue.words) for cue in last.cues] == [("example-model", "should improve")]
    assert {f.readers for f in read.findings} == {("example-model",)}
    assert [p.type for p in read.findings[1].partners] == ["voluntary-sector"]
    assert {f.confidence for f in read.findings} == {0.5}


def test_in_a_joint_report_the_model_s_findings_are_of_the_forces_they_speak_of(make: Make) -> None:
    text = (
        "PEEL 2016: Kent Police and Essex Police\n\nThe force is good at preventing crime. Essex Police must do more.\n"
    )
    known = Metadata(force="kent", programme="PEEL 2016", forces=("kent", "essex"))
    joint = extract(read_text(text, "letter.txt", "0" * 64), known)
    with chatting(found({}, {"quote": "Essex Police must do more", "kind": "improvement"})) as chat:
        read = make(chat).read(joint)
    assert [f.forces for f in read.findings] == [("kent", "essex"), ("essex",)]


def test_it_is_asked_in_the_form_of_openai_with_a_strict_schema(make: Make) -> None:
    with chatting(found()) as chat:
        make(chat, temperature=0.0, answer_tokens=77, limit_field="max_tokens").read(assessment())
    (asked,) = chat.asked
    assert chat.paths == ["/v1/chat/completions"]
    assert chat.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert (asked["model"], asked["max_tokens"], asked["temperature"]) == ("example-model", 77, 0.0)
    form = asked["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    jsonschema.Draft202012Validator.check_schema(form["json_schema"]["schema"])
    jsonschema.validate({"findings": [finding()]}, form["json_schema"]["schema"])
    system, user = asked["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert "crime-prevention" in system["content"]
    assert TEXT.strip() in user["content"]
    assert TEXT.strip() not in system["content"]


def test_without_a_temperature_or_a_key_none_is_sent(make: Make) -> None:
    with chatting(found()) as chat:
        make(chat, key="").read(assessment())
    assert "temperature" not in chat.asked[0]
    assert "Authorization" not in chat.headers[0]
    assert chat.asked[0]["max_completion_tokens"] == 8_000


UNUSABLE: list[tuple[str, Reply, str, int]] = [
    ("no findings in it", wrote('{"answer": 42}'), "isn't of the schema", 1),
    ("more than findings in it", wrote('{"findings": [], "note": "hi"}'), "isn't of the schema", 1),
    ("findings that are no list", wrote('{"findings": "none"}'), "isn't of the schema", 1),
    ("words for a person", wrote("Sure! Here are the findings:"), "no JSON", 1),
    ("JSON in a fence, which is no JSON", wrote('```json\n{"findings": []}\n```'), "no JSON", 1),
    ("endless nesting", wrote("[" * 100_000), "no JSON", 1),
    ("a number too long to be read", wrote('{"findings": ' + "9" * 10_000 + "}"), "schema|JSON", 1),
    ("more findings than words", wrote(json.dumps({"findings": [{}] * 500})), "lists 500 findings", 1),
    ("a body that is no JSON", Reply(b"<html>busy</html>"), "no JSON", 1),
    ("a body of no encoding", Reply(b"\xff\xfe\x00"), "no JSON", 1),
    ("JSON of another form", Reply(b'{"error": {"message": "no"}}'), "another form", 1),
    ("a list", Reply(b"[]"), "another form", 1),
    ("no choices", Reply(b'{"choices": []}'), "another form", 1),
    ("content that is no text", wrote({"findings": []}), "another form", 1),  # type: ignore[arg-type]
    ("an answer cut off", wrote('{"findings": [', finish="length"), "ANSWER_TOKENS", 1),
    ("a refusal", wrote(None), "refused", 1),
    ("no body at all", Reply(b""), "no JSON", 1),
    ("a closed connection", Reply(None), "closed the connection", 1),
    ("a huge body", Reply(b" " * 3_000_000), "more than 1,000,000 bytes", 1),
    (
        "a body packed though none was asked for",
        Reply(b"\x1f\x8b\x08", headers={"Content-Encoding": "gzip"}),
        "JSON",
        1,
    ),
    ("a redirect", Reply(b"", 307, {"Location": "/v1/elsewhere"}), "redirect, which isn't followed", 1),
    ("a key that isn't taken", Reply(b"", 401), "check PEELGRAPH_READER_KEY", 1),
    ("a request that isn't taken", Reply(b"", 400), "LIMIT_FIELD", 1),
    ("too many requests, again and again", Reply(b"", 429, {"Retry-After": "0"}), "status 429", 3),
    ("a fault, again and again", Reply(b"", 500), "status 500", 3),
    ("a pause longer than we wait", Reply(b"", 503, {"Retry-After": "3600"}), "status 503", 1),
]


@pytest.mark.parametrize(("reply", "message", "times"), [row[1:] for row in UNUSABLE], ids=[row[0] for row in UNUSABLE])
def test_what_is_no_answer_is_told_and_the_rules_reading_stands(
    make: Make, reply: Reply, message: str, times: int
) -> None:
    by_rules = assessment()
    with chatting(reply) as chat:
        second = make(chat)
        read = second.read(by_rules)
    assert read.findings == by_rules.findings
    assert read.reader == f"{second.name} in part"
    (notice,) = set(read.notices) - set(by_rules.notices)
    assert ALL_BY_RULES in notice.message
    assert re.search(message, notice.message)
    assert notice.place == f"characters 0 to {len(TEXT):,}"
    assert len(chat.asked) == times


def test_what_a_service_says_of_an_error_is_never_shown(make: Make) -> None:
    with chatting(Reply(b'{"error": "your key sk-test-secret \x1b[2J"}', 403)) as chat:
        read = make(chat).read(assessment())
    assert KEY not in told(read)
    assert "\x1b" not in told(read)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(Reply(b"", 429, {"Retry-After": "0"}), id="busy"),
        pytest.param(Reply(b"", 500), id="a fault"),
        pytest.param(Reply(b"", 503, {"Retry-After": "soon"}), id="a Retry-After that nobody can read"),
        pytest.param(Reply(b"", 429, {"Retry-After": format_datetime(datetime.now(UTC))}), id="a date that is past"),
        pytest.param(Reply(b"{}", wait=1.5), id="nothing in time"),
    ],
)
def test_what_passes_is_asked_again(make: Make, first: Reply) -> None:
    with chatting(first, found({})) as chat:
        read = make(chat, timeout=1.0).read(assessment())
    assert [f.quote for f in read.findings] == [QUOTE]
    assert len(chat.asked) == 2


def test_it_waits_as_long_as_the_service_says(make: Make) -> None:
    begun = time.monotonic()
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=2))
    with chatting(Reply(b"", 429, {"Retry-After": "1"}), Reply(b"", 429, {"Retry-After": later}), found({})) as chat:
        make(chat).read(assessment())
    assert len(chat.asked) == 3
    assert time.monotonic() - begun > 1


@pytest.mark.parametrize(
    "slow",
    [
        pytest.param(Reply(b"{}", wait=2), id="silent"),
        pytest.param(dataclasses.replace(found({}), drip=0.05), id="byte by byte"),
    ],
)
def test_a_slow_answer_is_left_at_the_limit_of_time(make: Make, slow: Reply) -> None:
    with chatting(slow) as chat:
        second = make(chat, timeout=0.3, retries=0)
        begun = time.monotonic()
        read = second.read(assessment())
        assert time.monotonic() - begun < 2
    assert "didn't answer within 0.3 seconds" in told(read)
    # What it may have cost is estimated: nobody told.
    assert second.cost.guessed
    assert second.cost.tokens_in > 0


def test_nobody_there(make: Make) -> None:
    with chatting(found()) as chat:
        pass
    read = make(chat).read(assessment())
    assert "can't be reached" in told(read)


def test_after_passages_without_an_answer_nothing_more_is_asked(make: Make) -> None:
    text = "PEEL 2016: Kent Police\n\n" + "\n\n".join(map(GOOD.format, range(60)))
    with chatting(Reply(b"no")) as chat:
        second = make(chat, passage_tokens=50, failures=2)
        read = second.read(assessment(text))
        again = second.read(assessment(text))
    assert len(chat.asked) == 2
    assert "2 passages in a row had no answer" in told(read)
    assert "passages are read by rules alone" in told(again)
    assert read.findings == assessment(text).findings


def test_the_environment_s_proxies_and_passwords_are_not_used(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with chatting(found({})) as chat:
        make(chat, key="").read(assessment())
    assert "Authorization" not in chat.headers[0]


def test_a_kept_answer_costs_nothing_and_needs_no_network(make: Make) -> None:
    with chatting(found({}, {"quote": "nowhere to be seen"})) as chat:
        first = make(chat).read(assessment())
    later = make(chat)
    read = later.read(assessment())
    assert read == first
    assert "isn't in the passage word for word" in told(read)
    assert (later.cost.kept, later.cost.asked, later.cost.tokens) == (1, 0, 0)
    assert later.estimate(assessment()).asked == 0


def test_an_answer_is_kept_for_its_document_prompt_and_model_alone(make: Make) -> None:
    known = assessment()
    other = dataclasses.replace(known, document=dataclasses.replace(known.document, sha256="1" * 64))
    with chatting(found({})) as chat:
        make(chat).read(known)
        make(chat).read(other)
        make(chat).read(dataclasses.replace(known, metadata=dataclasses.replace(known.metadata, force="essex")))
        second = make(chat)
        second.settings = dataclasses.replace(second.settings, model="another-model")
        second.read(known)
    assert len(chat.asked) == 4


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text[: len(text) // 2], id="cut off"),
        pytest.param(lambda text: text.replace("preventing", "inventing"), id="changed"),
        pytest.param(lambda text: "[]", id="another thing"),
        pytest.param(lambda text: "\x00\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), id="no text"),
        pytest.param(lambda text: "", id="empty"),
    ],
)
def test_a_damaged_kept_answer_is_named_and_asked_for_again(make: Make, damage: Callable[[str], str]) -> None:
    with chatting(found({})) as chat:
        second = make(chat)
        second.read(assessment())
        (file,) = Path(second.settings.cache).rglob("*.json")
        file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
        assert make(chat).estimate(assessment()).asked == 1
        read = make(chat).read(assessment())
        assert str(file) in told(read)
        assert [f.quote for f in read.findings] == [QUOTE]
        assert make(chat).read(assessment()).findings == read.findings
    assert len(chat.asked) == 2


def test_an_answer_that_can_t_be_used_is_not_kept(make: Make) -> None:
    with chatting(wrote("no"), found({})) as chat:
        make(chat).read(assessment())
        read = make(chat).read(assessment())
    assert len(chat.asked) == 2
    assert read.reader.endswith("0.5")


def test_an_answer_that_can_t_be_kept_is_used(make: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with chatting(found({})) as chat:
        read = make(chat, cache=str(tmp_path / "file")).read(assessment())
    assert [f.quote for f in read.findings] == [QUOTE]
    assert "the answer isn't kept" in told(read)


def test_the_key_is_written_nowhere(make: Make, tmp_path: Path) -> None:
    with chatting(found({})) as chat:
        second = make(chat)
        read = second.read(assessment())
    kept = "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*") if file.is_file())
    assert QUOTE in kept
    assert KEY not in kept + repr(second) + told(read) + second.name + second.cost.tell(second.settings, before=False)


@pytest.mark.parametrize(
    ("usage", "counted", "guessed"),
    [
        pytest.param((1000, 50), (1000, 50), False, id="as the service counted"),
        pytest.param(None, None, True, id="not counted"),
        pytest.param({"prompt_tokens": -5, "completion_tokens": 1}, None, True, id="less than nothing"),
        pytest.param({"prompt_tokens": 10**30, "completion_tokens": 1}, None, True, id="beyond belief"),
        pytest.param({"prompt_tokens": True, "completion_tokens": "many"}, None, True, id="no numbers"),
        pytest.param([], None, True, id="no usage"),
    ],
)
def test_cost_is_counted_after(make: Make, usage: Any, counted: tuple[int, int] | None, guessed: bool) -> None:
    with chatting(wrote(json.dumps({"findings": []}), usage)) as chat:
        second = make(chat, price_in=2.0, price_out=10.0)
        second.read(assessment())
    cost = second.cost
    assert (cost.asked, cost.guessed) == (1, guessed)
    if counted:
        assert (cost.tokens_in, cost.tokens_out) == counted
        assert cost.money(second.settings) == pytest.approx((1000 * 2 + 50 * 10) / 1e6)
    else:
        assert 0 < cost.tokens < 10_000
        assert "about" in cost.tell(second.settings, before=False)


def test_an_answer_cut_off_is_counted(make: Make) -> None:
    with chatting(wrote("{", (10, 99), finish="length")) as chat:
        second = make(chat)
        second.read(assessment())
    assert (second.cost.tokens_in, second.cost.tokens_out) == (10, 99)


def test_cost_is_estimated_before_and_nothing_is_asked(make: Make) -> None:
    with chatting(found()) as chat:
        second = make(chat, answer_tokens=500)
        cost = second.estimate(assessment())
    asked = whole(assessment().document)
    assert chat.asked == []
    assert (cost.asked, cost.tokens_in, cost.tokens_out) == (1, math.ceil(len(asked.text) / 3.5), 500)
    assert cost.money(second.settings) is None


def test_the_limit_of_a_run_stops_asking_and_the_rest_goes_on_by_rules(make: Make) -> None:
    text = "PEEL 2016: Kent Police\n\n" + "\n\n".join(map(GOOD.format, range(60)))
    with chatting(wrote('{"findings": []}', (30_000, 1))) as chat:
        second = make(chat, passage_tokens=50, run_tokens=70_000, answer_tokens=100)
        read = second.read(assessment(text))
        make(chat, passage_tokens=50, run_tokens=4_000).read(assessment(text))
    assert len(chat.asked) == 3
    assert "limit of 70,000 tokens a run" in told(read)
    assert read.reader.endswith("in part")
    assert len(read.findings) > 30


def test_several_threads_may_ask_at_once(make: Make) -> None:
    asked = whole(assessment().document)
    with chatting(found({})) as chat, ThreadPoolExecutor(4) as pool:
        settings = make(chat).settings
        answers = list(pool.map(lambda _: ask(settings, asked, lambda: None), range(8)))
    assert len({answer.content for answer in answers}) == 1
