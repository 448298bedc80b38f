"""Read the rules: every file under `rules/` is checked as it is loaded, and its patterns are compiled once."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from loaders.errors import RuleError
from ontology.reference import load_reference

FOLDER: Final = Path(__file__).parent / "rules"
KINDS: Final = ("strength", "improvement", "concern", "progress", "watch", "none")


@dataclass(frozen=True, slots=True)
class CueRule:
    """Words that speak for a kind of finding (or, `none`, against any)."""

    name: str
    speaks_for: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, compiled."""

    cues: tuple[CueRule, ...]
    themes: tuple[tuple[str, re.Pattern[str]], ...]
    partners: tuple[tuple[str, re.Pattern[str]], ...]
    skipped_headings: re.Pattern[str]
    skipped_passages: re.Pattern[str]
    grade_words: Mapping[str, str]
    grade_word: re.Pattern[str]
    questions: tuple[tuple[re.Pattern[str], str], ...]
    abbreviations: frozenset[str]
    joint: re.Pattern[str]
    opener: re.Pattern[str]
    formal_headings: tuple[tuple[re.Pattern[str], str], ...]
    verbs: frozenset[str]
    subjects: frozenset[str]
    together: frozenset[str]
    initiatives: re.Pattern[str]


@functools.cache
def load_rules() -> Rules:
    """Give the rules that ship. Raises RuleError naming the file and the entry."""
    reference = load_reference()
    themes = {theme.slug for theme in reference.themes}
    types = {kind.slug for kind in reference.partner_types}
    words = _load("themes.yaml", dict)
    _known(words, themes, "themes.yaml")
    skipped, grades, segments = (_load(f"{name}.yaml", dict) for name in ("boilerplate", "grades", "segments"))
    questions = [(e, _compile(e["pattern"], "grades.yaml")) for e in grades["questions"]]
    for entry, _ in questions:
        first = next((e["question"] for e, pattern in questions if pattern.search(plain(entry["example"]))), None)
        if first != entry["question"]:
            raise RuleError(f"grades.yaml: the example {entry['example']!r} gives {first}, not {entry['question']}")
    conjunctions = "|".join(sorted(map(re.escape, segments["joints"]), key=len, reverse=True))
    return Rules(
        cues=tuple(_cue(entry) for entry in _load("cues.yaml", list)),
        themes=tuple((theme, _any(words[theme], "themes.yaml")) for theme in sorted(words)),
        partners=tuple(_partner(entry, types) for entry in _load("partners.yaml", list)),
        skipped_headings=_any((e["pattern"] for e in skipped["headings"]), "boilerplate.yaml", words=False),
        skipped_passages=_any((e["pattern"] for e in skipped["passages"]), "boilerplate.yaml", words=False),
        grade_words=grades["words"],
        grade_word=_any(sorted(grades["words"], key=len, reverse=True), "grades.yaml"),
        questions=tuple((pattern, entry["question"]) for entry, pattern in questions),
        abbreviations=frozenset(word.lower() for word in segments["abbreviations"]),
        joint=_compile(
            rf"(?:\s*[;:]\s+|\s+[–—-]+\s+|,?\s+(?=(?:{conjunctions})\b)|,\s+)(?:(?:{conjunctions})\b,?\s+)?",
            "segments.yaml",
        ),
        opener=_compile(segments["openers"], "segments.yaml"),
        formal_headings=tuple(
            (_compile(e["pattern"], "segments.yaml"), e["formal"]) for e in segments["formal_headings"]
        ),
        **{name: frozenset(segments[name]) for name in ("verbs", "subjects", "together")},
        initiatives=_initiatives(_load("initiatives.yaml", dict)),
    )


def plain(text: str) -> str:
    """Give a text with straight apostrophes and quotation marks, letter for letter as long as before."""
    return text.translate(_STRAIGHT)


_STRAIGHT: Final = str.maketrans("’‘“”\u00a0", "''\"\" ")


def _load(name: str, kind: type) -> Any:  # noqa: ANN401 - YAML gives what the file holds
    path = FOLDER / name
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RuleError(f"{path}: can't be read: {error}") from error
    if not isinstance(loaded, kind) or not loaded:
        raise RuleError(f"{path}: must hold a {kind.__name__}")
    return loaded


def _known(names: Iterable[str], allowed: set[str], file: str) -> None:
    unknown = sorted(set(names) - allowed)
    if unknown:
        raise RuleError(f"{file}: unknown {', '.join(unknown)}; known are {', '.join(sorted(allowed))}")


def _compile(pattern: str, file: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise RuleError(f"{file}: {pattern!r} is no regular expression: {error}") from error


def _any(patterns: Iterable[str], file: str, *, words: bool = True) -> re.Pattern[str]:
    joined = "|".join(f"(?:{_compile(pattern, file).pattern})" for pattern in patterns)
    return _compile(rf"\b(?:{joined})\b" if words else joined, file)


def _cue(entry: Mapping[str, str]) -> CueRule:
    keys = {"name", "speaks_for", "pattern", "reason", "example"}
    if set(entry) != keys:
        raise RuleError(f"cues.yaml: {entry.get('name')}: has the keys {sorted(entry)}, needs {sorted(keys)}")
    if entry["speaks_for"] not in KINDS:
        raise RuleError(f"cues.yaml: {entry['name']}: {entry['speaks_for']!r} is no kind; kinds are {', '.join(KINDS)}")
    pattern = _compile(entry["pattern"], "cues.yaml")
    if not pattern.search(plain(entry["example"])):
        raise RuleError(f"cues.yaml: {entry['name']}: doesn't match its own example {entry['example']!r}")
    return CueRule(entry["name"], entry["speaks_for"], pattern)


def _partner(entry: Mapping[str, Any], types: set[str]) -> tuple[str, re.Pattern[str]]:
    _known([entry["type"]], types, "partners.yaml")
    return entry["type"], _any(entry["patterns"], "partners.yaml", words=False)


def _initiatives(entries: Mapping[str, Any]) -> re.Pattern[str]:
    for entry in entries["forms"]:
        if not re.search(entry["pattern"], plain(entry["example"])):
            raise RuleError(
                f"initiatives.yaml: {entry['pattern']!r} doesn't match its own example {entry['example']!r}"
            )
    names = "|".join(re.escape(plain(name)) for name in sorted(entries["names"], key=len, reverse=True))
    forms = "|".join(f"(?:{entry['pattern']})" for entry in entries["forms"])
    return re.compile(rf"{forms}|(?<![\w-])(?:{names})(?![\w-])")
