"""Claims: describe one theme's claim to a finding, by the finding's words and by what stands around it.

The words of the theme may stand in the finding, the heading, the lead-in, the sentences before it; and findings of the
same paragraph, or near it, may be about the theme.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.segment import Clause
from ontology.reference import load_reference

SCALE = 3.0
"""Sums of weights are divided by this, so that they lie in the range of the other features."""
UNKNOWN_MAIN = -8.0
"""The sum of a theme that was never the main one in the documents learned from."""
MATES, NEAR = 6, 4
"""So many findings on either side are looked at: in the same paragraph, and wherever they stand."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the words of themes stand in and around a finding."""

    clause: Clause
    strong: Mapping[str, tuple[float, ...]]
    """Theme -> where in the finding its own words stand, from 0 (first word) to 1."""
    weak: Mapping[str, int]
    elsewhere: frozenset[str]
    """Themes named in the rest of its sentence."""
    heading: frozenset[str]
    question: str | None
    """The theme of the question that the nearest heading asks."""
    lead: frozenset[str]
    before: Mapping[str, int]
    """Themes named in the sentences before it in its block, 3 for the nearest."""
    points: bool
    """Whether it opens by pointing back ("it", "this")."""


@dataclass(frozen=True, slots=True)
class Look:
    """A finding as its words tell of it: each theme's sums and, from `topics`, its probability."""

    known: Evidence
    topics: Mapping[str, float]
    """In log-odds, one theme against the rest."""
    mains: Mapping[str, float]
    """Logarithms of the probabilities of being the main theme."""
    chances: Mapping[str, float]
    rows: Sequence[int]
    """Where its words stand in the model `topic`."""

    @property
    def block(self) -> int:
        """The number of the block that it stands in."""
        return self.known.clause.sentence.block


class Near(NamedTuple):
    """Findings around one, and the features whose value is how likely they are to be about a theme."""

    names: tuple[str, ...]
    chances: Sequence[Mapping[str, float]]


def neighbours(looks: Sequence[Look], number: int) -> dict[str, Near]:
    """Give what stands around the finding of that number among a document's, the same for each theme."""
    look = looks[number]
    known, block = look.known, look.block
    others, strong = min(2, len(known.strong)), bool(known.strong)
    points, asked = known.points, known.question is not None
    before, after = looks[max(0, number - 1) : number], looks[number + 1 : number + 2]
    same = bool(before) and before[0].block == block
    follows = bool(after) and after[0].block == block
    near = list(_near(looks, number, NEAR))
    mates = [mate for mate in _near(looks, number, MATES) if mate.block == block]
    around: dict[str, tuple[Sequence[Look], tuple[str, ...]]] = {
        "earlier": (before, (f"|{same}", f"|{same}|{others}", f"|{same}|points={points}")),
        "later": (after, (f"|{follows}", f"|{follows}|{others}")),
        "mates": (mates, (f"|{strong}", f"|{strong}|points={points}")),
        "near": (near, (f"|asked={asked}",)),
    }
    return {
        name: Near((name, *(name + more for more in said)), [other.chances for other in there])
        for name, (there, said) in around.items()
    }


def claim_features(look: Look, near: Mapping[str, Near], theme: str) -> dict[str, float]:
    """Describe a theme's claim to a finding; `near` is what stands around it."""
    found = _of_itself(look, theme)
    for names, chances in near.values():
        likely = [each[theme] for each in chances]
        found |= dict.fromkeys(names, sum(likely) / max(1, len(likely)))
    found["likeliest mate"] = max([each[theme] for each in near["mates"].chances], default=0.0)
    others = min(2, len(look.known.strong))
    return found | dict.fromkeys(_around(look.known, theme, others, here=theme in look.known.strong), 1.0)


def _of_itself(look: Look, theme: str) -> dict[str, float]:
    known, broader = look.known, _broader()
    places = known.strong.get(theme, ())
    here = bool(places)
    found = {
        "topic": look.topics[theme] / SCALE,
        "main": look.mains.get(theme, UNKNOWN_MAIN) / SCALE,
        f"strong={min(3, len(places))}": 1.0,
        f"weak={min(2, known.weak.get(theme, 0))}": 1.0,
        f"theme={theme}": 1.0,
        f"theme={theme}|{here}": 0.5,
    }
    if here:
        first = min(places)
        found |= {"first": 1 - first, f"among={min(4, len(known.strong))}": 1.0}
        found[f"rank={min(3, sum(min(other) < first for other in known.strong.values()))}"] = 1.0
        found |= {"narrower": 1.0} if any(broader.get(other) == theme for other in known.strong) else {}
        found |= {"broader": 1.0} if broader.get(theme) in known.strong else {}
    else:
        found[f"absent|among={min(3, len(known.strong))}"] = 1.0
    return found


def _near(looks: Sequence[Look], number: int, reach: int) -> Iterator[Look]:
    for other in range(max(0, number - reach), min(len(looks), number + reach + 1)):
        if other != number:
            yield looks[other]


def _around(known: Evidence, theme: str, others: int, *, here: bool) -> Iterable[str]:
    broader = _broader()
    if known.question:
        if known.question == theme:
            yield from ("question", f"question|{others}", f"question|{here}")
        if broader.get(theme) == known.question:
            yield from ("under-question", f"under-question|{here}")
        if broader.get(known.question) == theme:
            yield "over-question"
        if _pillars()[theme] == _pillars().get(known.question):
            yield "pillar"
    if theme in known.heading:
        yield from ("heading", f"heading|{others}|{here}")
    if theme in known.lead:
        yield from ("lead", f"lead|{min(1, others)}")
    if theme in known.elsewhere:
        yield from ("elsewhere", f"elsewhere|{min(1, others)}")
    if theme in known.before:
        alone = not known.strong
        yield from ("before", f"before|{known.before[theme]}|{alone}", f"before|points={known.points}|{alone}")


@functools.cache
def _broader() -> Mapping[str, str | None]:
    return {theme.slug: theme.broader for theme in load_reference().themes}


@functools.cache
def _pillars() -> Mapping[str, str]:
    return {theme.slug: theme.pillar for theme in load_reference().themes}
