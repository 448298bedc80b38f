"""Phrases: find the words of all rules in a passage in one pass.

A phrase is a row of words in lower case, hyphens left out: `a|b` is either word, `rest*` any ending, `..` up to four
words between. "is|are .. good" finds "is generally good".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

GAP: Final = 4
REMEMBERED: Final = 100_000
PURPOSES: Final = ("kind", "theme", "change", "partner")
"""What the words of rules decide."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that speak for something: a cue for a kind of finding, or a theme's word."""

    name: str
    decides: str
    """One of PURPOSES."""
    speaks_for: str
    """A kind (or any, none), a theme's slug, a change, or a partner type (or none)."""
    strong: bool
    """Whether the words name the theme itself; weak ones only go with it."""
    phrase: str


class Hit(NamedTuple):
    """A rule's words found: from word `first` up to, not including, word `last`."""

    rule: Rule
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Step:
    after_gap: bool
    words: frozenset[str]
    """Words and prefixes (with their star) that fit here."""


class Matcher:
    """All phrases, ready to be found. Finding is linear in the words of the passage."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._starts: dict[str, list[tuple[Rule, tuple[_Step, ...]]]] = {}
        self._patterns: set[str] = set()
        self._known: dict[str, tuple[frozenset[str], tuple[tuple[Rule, tuple[_Step, ...]], ...]]] = {}
        for rule in rules:
            first, *rest = _steps(rule.phrase)
            self._patterns |= first.words.union(*(step.words for step in rest))
            for pattern in sorted(first.words):
                self._starts.setdefault(pattern, []).append((rule, tuple(rest)))

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Give every phrase found in words (as `norm` gives them), in order of its first word."""
        fits = [self._fits(word) for word in words]
        found = []
        for first, (_, starts) in enumerate(fits):
            if not starts:
                continue
            after = fits[first + 1][0] if first + 1 < len(fits) else frozenset()
            for rule, steps in starts:
                # Most phrases end at their second word, which is looked at here because it is done so often.
                if steps and not steps[0].after_gap and after.isdisjoint(steps[0].words):
                    continue
                last = _follow(fits, first + 1, steps)
                if last:
                    found.append(Hit(rule, first, last))
        return found

    def _fits(self, word: str) -> tuple[frozenset[str], tuple[tuple[Rule, tuple[_Step, ...]], ...]]:
        known = self._known.get(word)
        if known is None:
            prefixes = (word[:length] + "*" for length in range(1, len(word) + 1))
            fitting = frozenset({word, word.removesuffix("'s"), *prefixes} & self._patterns)
            known = fitting, tuple(start for pattern in sorted(fitting) for start in self._starts.get(pattern, ()))
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[word] = known
        return known


def _steps(phrase: str) -> list[_Step]:
    steps, gap = [], False
    for part in phrase.split():
        if part == "..":
            gap = True
        else:
            steps.append(_Step(gap, frozenset(part.split("|"))))
            gap = False
    return steps


def _follow(
    fits: Sequence[tuple[frozenset[str], tuple[tuple[Rule, tuple[_Step, ...]], ...]]],
    at: int,
    steps: tuple[_Step, ...],
) -> int:
    """Give where a phrase ends whose first word ends at `at`; 0 where it doesn't go on as it should."""
    for step in steps:
        end = min(len(fits), at + (GAP if step.after_gap else 0) + 1)
        while at < end and fits[at][0].isdisjoint(step.words):
            at += 1
        if at >= end:
            return 0
        at += 1
    return at
