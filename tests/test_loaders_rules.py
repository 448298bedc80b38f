"""Words, phrases and layout: the ground on which the reading rests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.gold import training_names
from loaders.lexicon import hits_of, load_rules, words_of
from loaders.outline import block_contexts
from loaders.phrases import Matcher, Rule
from loaders.read_html import read_html
from loaders.words import norm, stem
from loaders.written import DOCUMENTS, complaints, written, written_sentences

FOUND = [
    ("good", "it is good", True, "a word"),
    ("good", "goods", False, "not a part of one"),
    ("investigat*", "the investigators", True, "any ending"),
    ("is|are good", "they are good", True, "either word"),
    ("is .. good", "is now very good", True, "a gap"),
    ("is .. good", "is a b c d e good", False, "a gap too wide"),
    ("antisocial", "Anti-social behaviour", True, "hyphens are left out"),
    ("doesn't", "It doesn’t work", True, "apostrophes are straight"),
    ("in #year", "in 2015", True, "a year"),
    ("force", "the force's plan", True, "a genitive"),
]


@pytest.mark.parametrize(("phrase", "text", "found", "reason"), FOUND, ids=[row[3] for row in FOUND])
def test_phrases(phrase: str, text: str, found: bool, reason: str) -> None:
    matcher = Matcher([Rule("r", "kind", "strength", strong=True, phrase=phrase)])
    assert bool(matcher.find(words_of(text))) is found, reason


def test_forms_of_a_word_share_a_stem() -> None:
    assert len({stem(word) for word in ("supervise", "supervised", "supervises", "supervising")}) == 1
    assert stem("enquiries") == stem("enquiry")
    assert [norm(word) for word in ("2015", "79.5", "999", "-")] == ["#year", "#num", "999", "-"]


PARTS = [
    ("it works well", "RVN", "a pronoun and its verb"),
    ("the works", "DN", "a noun after its article"),
    ("officers should act", "NAN", "an auxiliary"),
    ("and they know", "CRV", "a clause of its own"),
]


@pytest.mark.parametrize(("text", "parts", "reason"), PARTS, ids=[row[2] for row in PARTS])
def test_parts_of_speech(text: str, parts: str, reason: str) -> None:
    assert load_rules().parts.of(words_of(text)) == parts, reason


@given(st.text(max_size=200))
def test_any_text_has_words_and_hits(text: str) -> None:
    words = words_of(text)
    assert all(words)
    assert all(0 <= hit.first < hit.last <= len(words) for hit in hits_of(text))


def test_a_formal_list_ends_with_its_box_and_its_bullets() -> None:
    page = (
        "<h2>Crime</h2><div><h3>Cause of concern</h3><p>It fails.</p></div><p>Outside the box.</p>"
        "<h3>Areas for improvement</h3><p>The force should:</p><ul><li>do better.</li></ul><p>After the list.</p>"
    )
    read = read_html(page, "a.html", "")
    told = {
        read.text[block.start : block.end]: context.formal
        for block, context in zip(read.blocks, block_contexts(read), strict=True)
    }
    assert told["It fails."] == "cause-of-concern"
    assert told["do better."] == "area-for-improvement"
    assert told["Outside the box."] is None
    assert told["After the list."] is None


def test_lines_of_grades_head_nothing() -> None:
    from loaders.read_text import read_text

    read = read_text(
        "Effectiveness: good\nEfficiency: good\n\nThe force has had a good year, I am glad to say.", "a.txt", ""
    )
    assert block_contexts(read)[-1].headings == ()


def test_what_is_written_for_training_is_in_order() -> None:
    assert sum(len(known.examples) for known in written_sentences()) >= 180
    read = written(training_names())
    assert [complaint for known in read for complaint in complaints(known)] == []
    assert not {known.document.name for known in read} & set(training_names())
    assert len(read) == 5 + len(list(DOCUMENTS.glob("*.*")))
