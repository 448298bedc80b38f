"""Agree: what the rules and the model found -> what both found, where they differ, and by how much they agree.

Two findings are the same where their words overlap by half or more (words in both / words in either), as the corpus's
own scoring has it.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from loaders.model import RULES, Finding

WORD: Final = re.compile(r"[^\W_]+")
SAME: Final = 0.5
MOST_SURE: Final = 0.99


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree: how often each pair of kinds (the rules', the model's), and what one alone found."""

    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules_alone: int = 0
    model_alone: int = 0

    def __add__(self, other: "Agreement") -> "Agreement":
        """Give both together."""
        return Agreement(
            self.kinds + other.kinds, self.rules_alone + other.rules_alone, self.model_alone + other.model_alone
        )

    @property
    def both(self) -> int:
        """How many findings both found, of whichever kind."""
        return self.kinds.total()

    @property
    def span_f1(self) -> float | None:
        """F1 of spans, either reader measured by the other; None where neither found anything."""
        every = 2 * self.both + self.rules_alone + self.model_alone
        return 2 * self.both / every if every else None

    @property
    def same_kind(self) -> float | None:
        """The share of the findings both found that have the same kind for both; None where there are none."""
        return self._same() / self.both if self.both else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of the kinds over the findings both found: 1 is full agreement, 0 what chance gives.

        None where it isn't defined: nothing found by both, or one kind alone.
        """
        ours, theirs = Counter[str](), Counter[str]()
        for (one, other), times in self.kinds.items():
            ours[one] += times
            theirs[other] += times
        chance = sum(ours[kind] * theirs[kind] for kind in ours)
        return (self.both * self._same() - chance) / (self.both**2 - chance) if self.both**2 > chance else None

    def tell(self) -> str:
        """Say it in words."""
        words = [f"{name} {'–' if value is None else f'{value:.2f}'}" for name, value in self._figures()]
        return (
            f"agreement: {', '.join(words)} ({self.both} found by both, {self.rules_alone} by rules alone, "
            f"{self.model_alone} by the model alone)"
        )

    def _same(self) -> int:
        return sum(times for (one, other), times in self.kinds.items() if one == other)

    def _figures(self) -> tuple[tuple[str, float | None], ...]:
        return ("span F1", self.span_f1), ("same kind", self.same_kind), ("kappa of kinds", self.kappa)


def agree(
    text: str, ours: Sequence[Finding], theirs: Sequence[Finding], model: str
) -> tuple[tuple[Finding, ...], Agreement]:
    """Give the findings of both readers, in order, and how far they agree.

    What both found stands as the rules read it. With the same kind it is surer: 1 - (1 - p)(1 - q), which holds where
    the two err independently. All else bears a doubt that sends it to review.
    """
    pairs = _pairs(text, ours, theirs)
    kinds: Counter[tuple[str, str]] = Counter()
    made: list[Finding] = []
    for place, finding in enumerate(ours):
        if place not in pairs:
            made.append(replace(finding, doubt=f"found by {RULES} alone, not by {model}"))
            continue
        other = theirs[pairs[place]]
        kinds[finding.kind, other.kind] += 1
        made.append(_merged(finding, other, model))
    found = set(pairs.values())
    alone = [finding for place, finding in enumerate(theirs) if place not in found]
    made += [replace(finding, doubt=f"found by {model} alone, not by {RULES}") for finding in alone]
    agreement = Agreement(kinds, rules_alone=len(ours) - len(pairs), model_alone=len(alone))
    return tuple(sorted(made, key=lambda known: (known.start, known.end))), agreement


def _merged(finding: Finding, other: Finding, model: str) -> Finding:
    both = replace(finding, cues=(*finding.cues, *other.cues), readers=(RULES, model))
    if finding.kind != other.kind:
        return replace(both, doubt=f"{RULES} say {finding.kind}, {model} says {other.kind}")
    sure = 1 - (1 - finding.confidence) * (1 - other.confidence)
    return replace(both, confidence=round(max(finding.confidence, min(sure, MOST_SURE)), 3))


def _pairs(text: str, ours: Sequence[Finding], theirs: Sequence[Finding]) -> dict[int, int]:
    """Match findings one to one, those that overlap most first; a reader's own don't overlap, so few are near."""
    starts = [found.start() for found in WORD.finditer(text)]
    spans = [[_words(starts, finding) for finding in findings] for findings in (ours, theirs)]
    shared = sorted(
        (-overlap, one, other)
        for one, span in enumerate(spans[0])
        for other in _near(span, spans[1])
        if (overlap := _overlap(span, spans[1][other])) >= SAME
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in shared:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _words(starts: Sequence[int], finding: Finding) -> tuple[int, int]:
    """Give the numbers of the words of a finding: of its first, and of the one after its last."""
    return bisect_left(starts, finding.start), bisect_left(starts, finding.end)


def _near(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> Iterable[int]:
    first = bisect_left(spans, span[0], key=lambda known: known[1])
    last = bisect_left(spans, span[1], key=lambda known: known[0])
    return range(first, last)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    either = max(one[1], other[1]) - min(one[0], other[0])
    return shared / either if either else 0.0
