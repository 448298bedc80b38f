"""`--reader` and `--estimate` at the terminal, over real HTTP and a real store."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chatty import Chat, Reply, chatting, found

from loaders.extract import extract
from loaders.read import read_document

ROOT = Path(__file__).parent.parent
LETTER = ROOT / "examples" / "assessments" / "gwent-2025-modern.txt"
KEY = "sk-test-secret"
RULES = extract(read_document(LETTER)).findings
SAME, OTHER = RULES[0], next(known for known in RULES[1:] if known.kind != "watch")
ALONE = "Published on 27 June 2025"
"""What the rules find, so that these tests hold when they find something else; and what they never will."""
ANSWER = found(
    {"quote": SAME.quote, "kind": SAME.kind},
    {"quote": OTHER.quote, "kind": "watch"},
    {"quote": ALONE},
    {"quote": "The force is perfect in every way"},
)
QUERY = """
PREFIX peel: <https://w3id.org/peelgraph/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?quote ?doubt ?state {
  ?finding prov:wasAttributedTo/skos:prefLabel "example-model"@en ; peel:quote ?quote ; peel:reviewState ?state .
  OPTIONAL { ?finding peel:doubt ?doubt }
}"""
DIFFER = f"rules say {OTHER.kind}, example-model says watch"


def run(
    *arguments: object, chat: Chat | None = None, folder: Path, **settings: object
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PEELGRAPH_")}
    environment |= {"COLUMNS": "200", "NO_COLOR": "1", "PEELGRAPH_STORE": str(folder / "store")}
    if chat:
        known = {"url": chat.address, "model": "example-model", "key": KEY, "cache": folder / "answers", "retries": 0}
        environment |= {f"PEELGRAPH_READER_{name.upper()}": str(value) for name, value in {**known, **settings}.items()}
    command = [sys.executable, "-c", "from cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)


def findings(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout)["findings"])


def test_without_a_reader_nobody_is_asked_whatever_is_set(tmp_path: Path) -> None:
    with chatting(ANSWER) as chat:
        rules = run("extract", LETTER, "--format", "jsonl", chat=chat, folder=tmp_path)
    assert chat.asked == []
    assert not [f for f in findings(rules) if "reader" in f or "doubt" in f]


def test_it_is_off_unless_it_is_set(tmp_path: Path) -> None:
    done = run("extract", LETTER, "--reader", "chat", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the second reader is off: set PEELGRAPH_READER_URL and PEELGRAPH_READER_MODEL" in done.stderr


@pytest.mark.parametrize("command", ["extract", "load"])
def test_an_estimate_asks_nothing_and_writes_nothing(tmp_path: Path, command: str) -> None:
    with chatting(ANSWER) as chat:
        done = run(
            command, LETTER, "--reader", "both", "--estimate", chat=chat, folder=tmp_path, price_in=2, price_out=8
        )
    assert done.returncode == 0, done.stderr
    assert chat.asked == []
    assert re.fullmatch(
        r"example-model: 1 passages to ask, 0 answered before; about [\d,]+ tokens in, at most 8,000 out; "
        r"at most \d\.\d+ at the prices set",
        done.stdout.strip(),
    )
    assert list(tmp_path.iterdir()) == []


def test_an_estimate_of_the_rules_is_wrong_usage(tmp_path: Path) -> None:
    assert run("extract", LETTER, "--estimate", folder=tmp_path).returncode == 2


def test_the_model_alone(tmp_path: Path) -> None:
    with chatting(ANSWER) as chat:
        done = run("extract", LETTER, "--reader", "chat", "--format", "jsonl", chat=chat, folder=tmp_path)
    told = findings(done)
    assert [f["quote"] for f in told] == [ALONE, SAME.quote, OTHER.quote]
    assert {tuple(f["reader"]) for f in told} == {("example-model",)}
    assert "1 passages to ask, 0 answered before" in done.stderr
    assert "1 passages asked, 0 answered before; 100 tokens in, 20 out" in done.stderr
    assert "“The force is perfect in every way” isn't in the passage word for word" in done.stderr
    assert KEY not in done.stderr + done.stdout


def test_both_readers_and_how_far_they_agree(tmp_path: Path) -> None:
    with chatting(ANSWER) as chat:
        done = run("extract", LETTER, "--reader", "both", "--format", "jsonl", chat=chat, folder=tmp_path)
    told = {f["quote"]: f for f in findings(done)}
    kept = told[SAME.quote]
    assert (kept["reader"], kept.get("doubt")) == (["rules", "example-model"], None)
    assert told[OTHER.quote]["doubt"] == DIFFER
    assert sum("found by rules alone, not by example-model" in str(f.get("doubt")) for f in told.values()) > 10
    figures = re.search(
        r"agreement: span F1 0\.\d\d, same kind (0\.\d\d), kappa of kinds (\S+) \((\d+) found", done.stderr
    )
    assert figures
    assert int(figures[3]) >= 2


def test_where_nobody_answers_the_rules_read_and_the_command_goes_on(tmp_path: Path) -> None:
    with chatting(Reply(b"", 500)) as chat:
        done = run("extract", LETTER, "--reader", "both", "--format", "jsonl", chat=chat, folder=tmp_path)
    by_rules = run("extract", LETTER, "--format", "jsonl", folder=tmp_path)
    assert done.stdout == by_rules.stdout
    assert "answered with status 500; read by rules alone" in done.stderr


def test_load_keeps_the_model_s_name_and_sends_differences_to_review(tmp_path: Path) -> None:
    with chatting(ANSWER) as chat:
        done = run("load", LETTER, "--reader", "both", chat=chat, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        again = run("load", LETTER, "--reader", "both", chat=chat, folder=tmp_path)
        assert "0 loaded, 1 loaded already" in again.stderr
        assert len(chat.asked) == 1
    query = tmp_path / "query.rq"
    query.write_text(QUERY, encoding="utf-8")
    rows = json.loads(run("query", query, "--format", "json", folder=tmp_path).stdout)
    told = {row["quote"]: (row["doubt"] or None, row["state"].rpartition("/")[2]) for row in rows}
    sure = "unreviewed" if 1 - (1 - SAME.confidence) / 2 >= 0.6 else "needs-review"
    assert told == {
        SAME.quote: (None, sure),
        OTHER.quote: (DIFFER, "needs-review"),
        ALONE: ("found by example-model alone, not by rules", "needs-review"),
    }
    assert run("validate", folder=tmp_path).returncode == 0
    listed = run("review", "--limit", "1000", folder=tmp_path)
    assert " ".join(OTHER.quote.split()[:3]) in " ".join(listed.stdout.split())


def test_another_reader_reads_again_and_a_part_read_is_read_again(tmp_path: Path) -> None:
    assert "1 loaded," in run("load", LETTER, folder=tmp_path).stderr
    with chatting(Reply(b"", 500), ANSWER) as chat:
        for asked in (1, 2, 2):
            done = run("load", LETTER, "--reader", "chat", chat=chat, folder=tmp_path)
            assert done.returncode == 0, done.stderr
            assert len(chat.asked) == asked
    assert "0 loaded, 1 loaded already" in done.stderr
    assert "1 loaded," in run("load", LETTER, folder=tmp_path).stderr


def test_what_is_refused_is_never_asked_about(tmp_path: Path) -> None:
    letter = tmp_path / "nobody.txt"
    letter.write_text("PEEL 2016\n\nThe force is good at preventing crime.\n", encoding="utf-8")
    with chatting(ANSWER) as chat:
        done = run("load", letter, "--reader", "chat", chat=chat, folder=tmp_path)
    assert done.returncode == 1
    assert chat.asked == []


def test_strict_looks_at_the_document_s_own_warnings(tmp_path: Path) -> None:
    with chatting(ANSWER) as chat:
        done = run("load", LETTER, "--reader", "chat", "--strict", "--dry-run", chat=chat, folder=tmp_path)
    assert "isn't in the passage word for word" in done.stderr
    assert done.returncode == 0, done.stderr
