"""Read the rules: every file under `rules/` is checked as it is loaded, and its patterns are compiled once."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from loaders.errors import RuleError
from loaders.model import Change
from loaders.patterns import any_of as _any
from loaders.patterns import compiled, load_yaml, plain
from loaders.patterns import known as _known
from loaders.phrases import Hit, Matcher, Rule
from loaders.profile import DEFAULT, load_profiles
from loaders.words import TOKEN, Parts, norm
from ontology.reference import load_reference

FOLDER: Final = Path(__file__).parent / "rules"
KINDS: Final = ("strength", "improvement", "concern", "progress", "watch", "none")


NO_PARTNER: Final = "none"
OTHER_FORCE: Final = "other-force"


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, compiled."""

    matcher: Matcher
    """Finds the words of cues and themes."""
    words: Mapping[str, frozenset[str]]
    """Lists of words by what they are for; see `rules/words.yaml`."""
    parts: Parts
    skipped_headings: re.Pattern[str]
    skipped_passages: re.Pattern[str]
    """Of any site, and of any inspectorate whose profile ships."""
    abbreviations: frozenset[str]
    openers: Mapping[str, tuple[tuple[str, ...], ...]]
    """Words that open a clause without carrying the judgement, by the first of them, longest first."""
    together: frozenset[str]
    initiatives: re.Pattern[str]


@functools.cache
def load_rules() -> Rules:
    """Give the rules that ship. Raises RuleError naming the file and the entry."""
    reference = load_reference()
    themes = {theme.slug for theme in reference.themes}
    types = {kind.slug for kind in reference.partner_types}
    phrases = [
        *_cues(_load("cues.yaml", dict)),
        *_themes(_load("themes.yaml", dict), themes),
        *_changes(_load("changes.yaml", dict)),
        *_partners(_load("partners.yaml", list), types),
    ]
    words = {name: frozenset(listed) for name, listed in _load("words.yaml", dict).items()}
    skipped, segments = (_load(f"{name}.yaml", dict) for name in ("boilerplate", "segments"))
    passages = [entry["pattern"] for entry in skipped["passages"]]
    passages += [passage for profile in load_profiles() for passage in profile.passages]
    skipped_sentences = _any(passages, "boilerplate.yaml", words=False)
    return Rules(
        matcher=Matcher(phrases),
        words=words,
        parts=Parts(words),
        skipped_headings=_any((e["pattern"] for e in skipped["headings"]), "boilerplate.yaml", words=False),
        # Only where a word begins: several times as fast as at every letter.
        skipped_passages=compiled(rf"(?<!\w)(?:{skipped_sentences.pattern})", "boilerplate.yaml"),
        abbreviations=frozenset(word.lower() for word in segments["abbreviations"]),
        openers=_openers(segments["openers"]),
        together=frozenset(segments["together"]),
        initiatives=_initiatives(_load("initiatives.yaml", dict)),
    )


def words_of(text: str) -> list[str]:
    """Give the words and signs of a text as rules compare them."""
    return [norm(word) for word in TOKEN.findall(text)]


@functools.lru_cache(10_000)
def hits_of(text: str) -> tuple[Hit, ...]:
    """Give the words of rules found in a heading or a lead-in; these come again and again, so they are remembered."""
    return tuple(load_rules().matcher.find(words_of(text)))


@functools.lru_cache(10_000)
def question_of(text: str) -> str | None:
    """Give the question (a theme or a pillar) that a heading names in an inspectorate's words; None where none.

    The default profile goes before the others; theirs are headings that it doesn't know.
    """
    profiles = sorted(load_profiles(), key=lambda profile: (profile.name != DEFAULT, profile.name))
    return next((question for profile in profiles if (question := profile.question(text))), None)


def _load(name: str, kind: type) -> Any:  # noqa: ANN401 - YAML gives what the file holds
    return load_yaml(FOLDER / name, kind)


def _cues(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[Rule]:
    for name, entry in entries.items():
        _keys(entry, {"speaks_for", "phrases", "reason", "example"}, f"cues.yaml: {name}")
        _known([entry["speaks_for"]], {*KINDS, "any"}, f"cues.yaml: {name}")
        rules = [Rule(name, "kind", entry["speaks_for"], strong=True, phrase=phrase) for phrase in entry["phrases"]]
        if not Matcher(rules).find(words_of(entry["example"])):
            raise RuleError(f"cues.yaml: {name}: no phrase is found in its own example {entry['example']!r}")
        yield from rules


def _themes(entries: Mapping[str, Mapping[str, Any]], known: set[str]) -> Iterator[Rule]:
    _known(entries, known, "themes.yaml")
    for theme, entry in entries.items():
        _keys(entry, {"strong", "weak"}, f"themes.yaml: {theme}")
        for strength, phrases in sorted(entry.items()):
            for phrase in phrases:
                yield Rule(theme, "theme", theme, strong=strength == "strong", phrase=phrase)


def _changes(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[Rule]:
    _known(entries, set(get_args(Change)), "changes.yaml")
    for change, entry in entries.items():
        _keys(entry, {"phrases", "example"}, f"changes.yaml: {change}")
        rules = [Rule(change, "change", change, strong=True, phrase=phrase) for phrase in entry["phrases"]]
        if not Matcher(rules).find(words_of(entry["example"])):
            raise RuleError(f"changes.yaml: {change}: no phrase is found in its own example {entry['example']!r}")
        yield from rules


def _keys(entry: Mapping[str, Any], needed: set[str], place: str) -> None:
    if set(entry) != needed:
        raise RuleError(f"{place}: has the keys {sorted(entry)}, needs {sorted(needed)}")


def _openers(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    openers: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        openers.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(known, key=lambda words: (-len(words), words))) for first, known in openers.items()}


def _partners(entries: Iterable[Mapping[str, Any]], types: set[str]) -> Iterator[Rule]:
    """Give how partners are mentioned, by type; `none` is what only sounds like one, and forces go by their names."""
    for entry in entries:
        _keys(entry, {"type", "phrases", "example"}, "partners.yaml")
        _known([entry["type"]], {*types, NO_PARTNER}, "partners.yaml")
        rules = [
            Rule(entry["type"], "partner", entry["type"], strong=True, phrase=phrase) for phrase in entry["phrases"]
        ]
        if not Matcher(rules).find(words_of(entry["example"])):
            raise RuleError(f"partners.yaml: {entry['type']}: no phrase is found in its example {entry['example']!r}")
        yield from rules
    for force in load_reference().forces:
        for name in sorted({force.name, *force.aliases}):
            yield Rule(force.slug, "partner", OTHER_FORCE, strong=True, phrase=" ".join(words_of(name)))


def _initiatives(entries: Mapping[str, Any]) -> re.Pattern[str]:
    for entry in entries["forms"]:
        if not re.search(entry["pattern"], plain(entry["example"])):
            raise RuleError(
                f"initiatives.yaml: {entry['pattern']!r} doesn't match its own example {entry['example']!r}"
            )
    names = "|".join(re.escape(plain(name)) for name in sorted(entries["names"], key=len, reverse=True))
    forms = "|".join(f"(?:{entry['pattern']})" for entry in entries["forms"])
    return re.compile(rf"{forms}|(?<![\w-])(?:{names})(?![\w-])")
