"""Reading pages in the narrow wording of real ones: annotated by their writers, learned from by no model."""

import re
import sys
from pathlib import Path

from loaders.judge import judge
from loaders.written import complaints, written_document

PLAIN = Path(__file__).parent / "samples" / "plain"
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
WORD = re.compile(r"[^\W_]+")
SPAN, KIND = 0.92, 0.9
"""Floors of F1, which only rise."""


def words(text: str, start: int, end: int) -> frozenset[int]:
    return frozenset(match.start() for match in WORD.finditer(text, start, end))


def test_plain_pages_are_read_as_their_writers_annotated_them() -> None:
    sys.path.insert(0, str(CORPUS))
    from score import match

    marked = found = matched = alike = 0
    paths = sorted(PLAIN.iterdir())
    for path in paths:
        known = written_document(path)
        assert complaints(known) == []
        text, read = known.document.text, judge(known.sentences)
        spans = [words(text, *span) for span, _ in known.findings]
        pairs = match(spans, [words(text, each.clause.start, each.clause.end) for each in read])
        marked, found, matched = marked + len(spans), found + len(read), matched + len(pairs)
        alike += sum(known.findings[theirs][1]["kind"] == read[ours].kind for theirs, ours in pairs)
    assert len(paths) == 8
    assert marked >= 200
    assert 2 * matched / (marked + found) >= SPAN
    assert 2 * alike / (marked + found) >= KIND
