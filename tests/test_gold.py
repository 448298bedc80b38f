"""The reading, scored on annotated documents against floors that only rise (`gold/floors.json`)."""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from loaders.extract import extract
from loaders.form import as_json
from loaders.read import read_document

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
DOCUMENTS = ROOT / "examples" / "assessments"
CORPUS = ROOT.parent / "shared" / "corpus"
FLOORS = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))


@cache
def predictions() -> dict[str, Any]:
    documents = sorted(path for path in DOCUMENTS.iterdir() if path.suffix in (".txt", ".html"))
    return {path.name: as_json(extract(read_document(path))) for path in documents}


def golds(part: str) -> list[dict[str, Any]]:
    kept = set((GOLD / "validation.txt").read_text(encoding="utf-8").split())
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.gold.json"))]
    return [gold for gold in read if (Path(gold["document"]).stem in kept) == (part == "validation")]


@cache
def figures(part: str, style: str = "") -> dict[str, Any]:
    """Score a part with the corpus's own program, which stands beside the repository wherever it is tested."""
    assert (CORPUS / "score.py").is_file(), f"{CORPUS} is missing: the score is taken with its score.py"
    sys.path.insert(0, str(CORPUS))
    import score

    scored = [gold for gold in golds(part) if Path(gold["document"]).stem.endswith(style)]
    result: dict[str, Any] = score.score(scored, predictions(), DOCUMENTS)
    return result


def floors() -> Iterator[tuple[str, str, str, float]]:
    for part, listed in FLOORS.items():
        for name, floor in listed.items():
            figure, _, field = name.partition("/")
            yield part, figure, field or "f1", floor


@pytest.mark.parametrize(("part", "figure", "field", "floor"), list(floors()))
def test_the_reading_is_as_good_as_it_was(part: str, figure: str, field: str, floor: float) -> None:
    got = figures(part)[figure][field]
    assert got >= floor, f"{figure} {field} on the {part} documents fell from {floor} to {got}"


@pytest.mark.parametrize("part", ["tuning", "validation"])
def test_who_judged_whom_is_read_where_it_is_stated(part: str) -> None:
    told = figures(part)["metadata"]
    for name, least in {
        "force": 0.98,
        "programme": 0.98,
        "inspectorate": 0.98,
        "inspector": 0.9,
        "published": 0.98,
    }.items():
        assert told[name]["right"] >= least * told[name]["of"], (name, told[name])


@pytest.mark.parametrize("part", ["tuning", "validation"])
def test_every_quote_stands_in_its_document(part: str) -> None:
    assert figures(part)["quotes not in the document"] == 0


def test_both_parts_were_scored() -> None:
    assert (figures("tuning")["documents"], figures("validation")["documents"]) == (68, 30)
    assert len(list(floors())) >= 12


def test_offsets_are_those_of_the_text() -> None:
    for name, told in predictions().items():
        text = read_document(DOCUMENTS / name).text
        for finding in told["findings"]:
            assert text[finding["start"] : finding["end"]] == finding["quote"]


def test_quotes_are_verbatim_in_the_page_without_its_tags() -> None:
    sys.path.insert(0, str(CORPUS))
    import check

    for name, told in predictions().items():
        page = check.plain_text(DOCUMENTS / name)
        assert [f["quote"] for f in told["findings"] if " ".join(f["quote"].split()) not in page] == []


def test_the_bundled_documents_are_those_of_the_corpus() -> None:
    theirs = CORPUS / "dev"
    names = sorted(
        path.name for path in theirs.iterdir() if path.suffix in (".txt", ".html", ".csv") and path.stem != "validation"
    )
    assert names == sorted(path.name for path in DOCUMENTS.iterdir())
    assert all((theirs / name).read_bytes() == (DOCUMENTS / name).read_bytes() for name in names)
    assert len(names) == 99


def test_the_letter_it_began_with() -> None:
    letter = read_document(ROOT.parent / "shared" / "seeds" / "cleveland-2016-transcript.txt")
    read = extract(letter)
    assert read.metadata.force == "cleveland"
    assert (read.metadata.inspector, read.metadata.inspectorate) == ("Mike Cunningham", "HMIC")
    kinds = {finding.quote: finding.kind for finding in read.findings}
    assert any("counter-corruption unit" in quote for quote in kinds)
    assert any(quote.startswith("the force could do more to raise awareness") for quote in kinds)
    assert "improvement" in {kind for quote, kind in kinds.items() if "could do more" in quote}
    assert len(kinds) >= 15


def quality() -> str:
    """The rows of the table in docs/extraction.md, as measured now."""
    told = figures("validation")
    value = {name: told[name].get("f1", told[name].get("accuracy")) for name in (*TABLE, "change", "formal", "action")}
    rows = [f"| {label} | {value[name]:.2f} | {theirs} |" for name, (label, theirs) in TABLE.items()]
    three = ", ".join(f"{value[name]:.2f}" for name in ("change", "formal", "action"))
    return "\n".join([*rows, f"| change, formal, action F1 | {three} | 0.92, 1.00, 0.97 |"])


def by_kind() -> str:
    """The kinds as docs/extraction.md tells them, the best first."""
    told = {kind: known["f1"] for kind, known in figures("validation")["kinds"].items()}
    return ", ".join(f"{kind} {told[kind]:.2f}" for kind in sorted(told, key=lambda kind: (-told[kind], kind)))


def by_style() -> str:
    """The rows of the table of styles."""
    rows = []
    for style, words in STYLES.items():
        told = figures("validation", style)
        rows.append(
            f"| {words} | {told['documents']} | {told['span']['f1']:.2f} | {told['span+kind']['f1']:.2f} | "
            f"{told['main theme']['accuracy']:.2f} | {told['grades']['f1']:.2f} |"
        )
    return "\n".join(rows)


STYLES = {
    "letter": "letters of 2014 to 2018",
    "pillar": "pillar pages and overviews of 2015 to 2018/19",
    "modern": "reports since 2021",
    "capture": "web captures and news releases",
}

TABLE = {
    "span": ("span F1", "0.95"),
    "span+kind": ("span and kind F1", "0.94"),
    "span+kind+theme": ("span, kind and main theme F1", "0.92"),
    "main theme": ("main theme, accuracy", "0.98"),
    "themes": ("themes F1", "0.86"),
    "partners": ("partners F1", "0.92"),
    "grades": ("grades F1", "0.97"),
}


def test_the_documents_tell_the_measured_quality() -> None:
    page = (ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
    for told_there in (quality(), by_kind(), by_style()):
        assert told_there in page, "put into docs/extraction.md:\n" + told_there
    told = figures("validation")
    said = (
        f"spans of findings F1 {told['span']['f1']:.2f}, with their kind {told['span+kind']['f1']:.2f}, "
        f"main theme right in {told['main theme']['accuracy']:.2f}, stated grades F1 {told['grades']['f1']:.2f}"
    )
    assert said in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split()), f"README: {said}"
