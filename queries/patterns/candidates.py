"""Test which themes are weak in many forces and which forces are weak in the same themes, on a matrix of both.

Themes: a force's share of weak themes among those it is judged on is kept (a long or harsh report has more of them),
and which themes these are is left to chance. Forces being independent, the number of weak ones at a theme is
Poisson-binomial, so its tail is exact and nothing is drawn at random. This is the fixed-row, equiprobable-column null
of community ecology (Gotelli 2000, Ecology 81: 2606-2621, SIM2) within the judged cells. q is Benjamini and
Hochberg's (1995, JRSS B 57: 289-300).

Groups: a closed set of themes with all the forces weak in every one. Its chance keeps the totals of forces and of
themes (`statistics.chances_from_totals`), so that themes weak nearly everywhere make no group by themselves. The search
could have found any set of themes: q multiplies p by the number of sets of that size, and by 2 for the least size, 4
for one theme more, 8 for two (Webb 2008, Machine Learning 71: 307-323, layered critical values), which bounds the
chance of any false group.
"""

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from queries.patterns.closed_sets import ClosedSet, closed_sets
from queries.patterns.statistics import chances_from_totals, upper_tail

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Candidate:
    """A set of themes (columns) and all the forces (rows) weak in every one, tested."""

    themes: tuple[int, ...]
    forces: tuple[int, ...]
    assessed: int
    expected: float
    p: float
    q: float

    @property
    def surprise(self) -> tuple[float, float, int, tuple[int, ...]]:
        """The key that sorts the most surprising first, without ties."""
        return self.q, self.p, -len(self.forces), self.themes


def theme_candidates(weak: "NDArray[np.bool_]", judged: "NDArray[np.bool_]", least: int) -> list[Candidate]:
    """Test every theme judged in at least `least` forces, the most surprising first. Themes times forces squared."""
    from scipy.stats import false_discovery_control

    share = weak.sum(axis=1) / np.maximum(judged.sum(axis=1), 1)
    tried = [column for column in range(weak.shape[1]) if judged[:, column].sum() >= least]
    chances = [share[judged[:, column]] for column in tried]
    tails = [upper_tail(chance, int(weak[:, column].sum())) for column, chance in zip(tried, chances, strict=True)]
    corrected = false_discovery_control(tails) if tails else []
    tested = (
        Candidate((column,), _where(weak[:, column]), len(chance), float(chance.sum()), p, float(q))
        for column, chance, p, q in zip(tried, chances, tails, corrected, strict=True)
    )
    return sorted(tested, key=lambda candidate: candidate.surprise)


def group_candidates(
    weak: "NDArray[np.bool_]", judged: "NDArray[np.bool_]", least_forces: int, least_themes: int
) -> list[Candidate]:
    """Test every maximal group with enough forces and themes, the most surprising first. Groups x forces squared."""
    width = weak.shape[1]
    sets = closed_sets([set(_where(row)) for row in weak], width, least_forces, least_themes)
    if not sets:
        return []
    chances = chances_from_totals(weak, judged)

    def test(found: ClosedSet) -> Candidate:
        themes = list(found.columns)
        together = chances[:, themes].prod(axis=1)
        p = upper_tail(together[together > 0], len(found.rows))
        possible = comb(width, len(themes)) * 2 ** (len(themes) - least_themes + 1)
        assessed = int(judged[:, themes].all(axis=1).sum())
        return Candidate(found.columns, found.rows, assessed, float(together.sum()), p, min(1.0, p * possible))

    return sorted(map(test, sets), key=lambda candidate: candidate.surprise)


def unlike(groups: list[Candidate], limit: int) -> list[Candidate]:
    """Take groups from the top, none that shares over half of its force-theme cells with one already taken."""
    taken: list[Candidate] = []
    for group in groups:
        if len(taken) == limit:
            break
        cells = len(group.forces) * len(group.themes)
        if all(_common(group, other) * 2 <= cells for other in taken):
            taken.append(group)
    return taken


def _common(one: Candidate, other: Candidate) -> int:
    return len(set(one.forces) & set(other.forces)) * len(set(one.themes) & set(other.themes))


def _where(marks: "NDArray[np.bool_]") -> tuple[int, ...]:
    return tuple(int(number) for number in np.flatnonzero(marks))
