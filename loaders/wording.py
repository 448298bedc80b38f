"""Wording: how lines and sentences state grades, read from `rules/grades.yaml` and compiled for a profile's grades."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from loaders.errors import RuleError
from loaders.patterns import any_of, compiled, has_keys, load_yaml

FILE: Final = Path(__file__).parent / "rules" / "grades.yaml"
WORDS: Final = (
    "breaks",
    "denials",
    "definitions",
    "ticks",
    "earlier",
    "carried",
    "past",
    "narrower",
    "others",
    "teasers",
    "links",
    "gradings",
    "ungraded",
    "asides",
)
SAMPLE: Final = "good|outstanding|inadequate"
"""Grades of the examples in the file."""
Forms = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words by which grades are stated."""

    carriers: frozenset[str]
    """Words that may stand beside a question's own."""
    within: Mapping[str, str]
    """Questions that are parts of others named beside them."""
    patterns: Forms
    """Single patterns, by the names of WORDS."""
    lines: Mapping[str, str]
    sentences: Mapping[str, str]
    parts: Mapping[str, str]


@cache
def load_wording() -> Wording:
    """Give the words by which grades are stated. Raises RuleError naming the file and the entry."""
    told = load_yaml(FILE, dict)
    has_keys(told, {"carriers", "adverbs", "within", "parts", "lines", "sentences", *WORDS}, FILE.name)
    for part in ("carriers", "adverbs"):
        if not all(isinstance(word, str) for word in told[part]):
            raise RuleError(f"{FILE.name}: {part}: every word is text; put on, off, yes and no in quotation marks")
    adverb = any_of(told["adverbs"], FILE.name).pattern
    parts = {**told["parts"], "ADVERB": adverb, "ADVERBS": rf"(?:\s+(?:{adverb}),?)*"}
    wording = Wording(
        carriers=frozenset(told["carriers"]),
        within=told["within"],
        patterns={name: compiled(told[name], f"{FILE.name}: {name}") for name in WORDS},
        lines={name: entry["pattern"] for name, entry in _checked(told, "lines")},
        sentences={name: entry["pattern"] for name, entry in _checked(told, "sentences")},
        parts=parts,
    )
    for kind in ("lines", "sentences"):
        for name, entry in told[kind].items():
            if not _compiled(entry["pattern"], SAMPLE, parts, f"{FILE.name}: {name}").search(entry["example"]):
                raise RuleError(f"{FILE.name}: {kind}: {name} isn't found in its own example {entry['example']!r}")
    return wording


def _checked(told: Mapping[str, Any], kind: str) -> list[tuple[str, Mapping[str, str]]]:
    for name, entry in told[kind].items():
        has_keys(entry, {"pattern", "example", "reason"}, f"{FILE.name}: {kind}: {name}")
    return list(told[kind].items())


@cache
def forms(words: str) -> Forms:
    """Give the shapes of lines and sentences that state grades, for the words of a scale (a pattern)."""
    wording = load_wording()
    shapes = {**wording.lines, **wording.sentences, "word": "<WORDS>"}
    return {name: _compiled(shape, words, wording.parts, name) for name, shape in shapes.items()}


@cache
def _labels() -> tuple[re.Pattern[str], ...]:
    from loaders.profile import load_profiles

    return tuple(forms(profile.grade_words())["label"] for profile in load_profiles() if profile.grades)


def is_grade(text: str | None) -> bool:
    """Tell whether a text is a grade and nothing more, of any inspectorate: a picture that stands for one says it."""
    return bool(text) and any(label.match(text or "") for label in _labels())


def _compiled(shape: str, words: str, parts: Mapping[str, str], place: str) -> re.Pattern[str]:
    def part(match: re.Match[str]) -> str:
        name = match["name"]
        if name == "GRADE":
            return rf"['\"]?(?P<{match['group'] or 'grade'}>\b(?:{words})\b)['\")\]]?"
        if name == "WORDS":
            return rf"\b(?:{words})\b"
        if name not in parts:
            raise RuleError(f"{FILE.name}: {place}: <{name}> is no part; there are GRADE, WORDS, {', '.join(parts)}")
        return parts[name]

    return compiled(re.sub(r"(?<!\?P)<(?P<name>[A-Z]+)(?::(?P<group>\w+))?>", part, shape), f"{FILE.name}: {place}")
