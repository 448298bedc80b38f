"""Gold: annotated documents -> what to learn from. Only training and tests use this."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.model import Document
from loaders.outline import block_contexts
from loaders.read import read_document
from loaders.segment import Clause, Sentence, parted, sentences

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "examples" / "assessments"
GOLD = ROOT / "tests" / "gold"
WEIGHT = 2.0
AGREED = 0.5
"""A clause is an annotator's finding where they share so much of the words in either."""

Span = tuple[int, int]
Finding = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """An annotator's finding, as the clause it covers."""

    clause: Clause
    gold: Finding


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its sentences and what an annotator found in it."""

    document: Document
    force: str
    sentences: tuple[Sentence, ...]
    findings: tuple[tuple[Span, Finding], ...]
    examples: tuple[Example, ...]
    weight: float
    """How much it counts: assessments more than what is written for training."""


def training_names() -> list[str]:
    """Give the names of the documents to learn from: all but those kept for validation."""
    kept = set((GOLD / "validation.txt").read_text(encoding="utf-8").split())
    names = (path.name.removesuffix(".gold.json") for path in GOLD.glob("*.gold.json"))
    return sorted(name for name in names if name not in kept)


def annotated(names: Iterable[str]) -> list[Annotated]:
    """Read documents with their annotations; each finding takes the next occurrence of its quote."""
    read = []
    for name in sorted(names):
        gold = json.loads((GOLD / f"{name}.gold.json").read_text(encoding="utf-8"))
        document = read_document(DOCUMENTS / gold["document"])
        known = sentences(document, block_contexts(document))
        findings = tuple(_placed(document.text, gold["findings"]))
        covered = sorted(examples(known, findings), key=lambda example: example.clause.start)
        read.append(Annotated(document, gold["force"], known, findings, tuple(covered), WEIGHT))
    return read


def cuts(known: Annotated, sentence: Sentence) -> list[tuple[int, bool]]:
    """Give the joints that annotators decided on and whether the sentence parts there."""
    spans = [span for span, _ in known.findings if span[0] < sentence.ends[-1] and span[1] > sentence.starts[0]]
    decided = []
    for joint in sentence.joints:
        left = _span_of(spans, sentence, _word_before(sentence, joint))
        right = _span_of(spans, sentence, _word_after(sentence, joint))
        if left or right:
            decided.append((joint, left != right))
    return decided


def matched(known: Annotated, clauses: Sequence[Clause]) -> list[tuple[Clause, Finding | None]]:
    """Give each clause the finding it overlaps most, where by half or more."""
    result: list[tuple[Clause, Finding | None]] = []
    for clause in clauses:
        sharing = [(_overlap(clause, span), i) for i, (span, _) in enumerate(known.findings)]
        best, place = max(sharing, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        result.append((clause, known.findings[place][1] if best >= AGREED else None))
    return result


def _placed(text: str, findings: Iterable[Finding]) -> Iterable[tuple[Span, Finding]]:
    seen: dict[str, int] = {}
    for finding in findings:
        pattern = re.compile(r"\s+".join(map(re.escape, finding["quote"].split())))
        match = pattern.search(text, seen.get(finding["quote"], 0)) or pattern.search(text)
        if match:
            seen[finding["quote"]] = match.end()
            yield match.span(), finding


def examples(known: Sequence[Sentence], findings: Iterable[tuple[Span, Finding]]) -> Iterable[Example]:
    """Give findings as the clauses they cover; one that reaches beyond its sentence ends with it."""
    for (start, end), finding in findings:
        for sentence in known:
            if sentence.starts[0] <= start < sentence.ends[-1]:
                inside = [n for n, at in enumerate(sentence.starts) if at >= start and sentence.ends[n] <= end]
                if inside:
                    yield Example(Clause(sentence, inside[0], inside[-1] + 1), finding)


def _word_before(sentence: Sentence, joint: int) -> int:
    return joint - 1 if sentence.is_word(joint - 1) or joint == 1 else joint - 2


def _word_after(sentence: Sentence, joint: int) -> int:
    """Give the first word after a joint that isn't a connector."""
    return next((clause.first for clause in parted(sentence, [joint]) if clause.first >= joint), joint)


def _span_of(spans: Sequence[Span], sentence: Sentence, word: int) -> Span | None:
    place = sentence.starts[word]
    return next((span for span in spans if span[0] <= place < span[1]), None)


def _overlap(clause: Clause, span: Span) -> float:
    sentence = clause.sentence
    if span[1] <= sentence.starts[0] or span[0] >= sentence.ends[-1]:
        return 0.0
    words = [n for n in range(len(sentence.words)) if sentence.is_word(n)]
    own = {n for n in words if clause.first <= n < clause.last}
    theirs = {n for n in words if sentence.starts[n] >= span[0] and sentence.ends[n] <= span[1]}
    return len(own & theirs) / len(own | theirs) if own | theirs else 0.0
