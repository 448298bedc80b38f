"""The statistics of patterns against independent ones: scipy, brute force, networkx; and against planted truth."""

from itertools import product
from math import sqrt

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom, binomtest

from queries.patterns.candidates import Candidate, group_candidates, theme_candidates, unlike
from queries.patterns.closed_sets import closed_sets
from queries.patterns.statistics import chances_from_totals, upper_tail, wilson

SEEDS = 200
# So many runs on noise may claim something at the 5 % level: the 99.9 % quantile of what chance gives.
TOLERATED = int(binom.ppf(0.999, SEEDS, 0.05))


def noise(seed: int, forces: int = 30, themes: int = 12) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Weaknesses by chance alone, with harsh and mild forces, over judged cells."""
    draw = np.random.default_rng(seed)
    judged = draw.random((forces, themes)) < 0.8
    weak = judged & (draw.random((forces, themes)) < draw.uniform(0.2, 0.7, forces)[:, None])
    return weak, judged


def test_the_tail_is_that_of_the_binomial_for_equal_chances() -> None:
    for count in range(31):
        assert upper_tail(np.full(30, 0.3), count) == pytest.approx(binom.sf(count - 1, 30, 0.3), rel=1e-9)


def test_the_tail_is_that_of_all_outcomes_added_up() -> None:
    chances = np.array([0.1, 0.9, 0.35, 0.5, 0.0, 1.0])
    for count in range(7):
        brute = sum(
            np.prod(np.where(np.array(outcome), chances, 1 - chances))
            for outcome in product((0, 1), repeat=6)
            if sum(outcome) >= count
        )
        assert upper_tail(chances, count) == pytest.approx(brute, abs=1e-15)


def test_a_tiny_tail_keeps_its_digits() -> None:
    assert upper_tail(np.full(20, 1e-3), 20) == pytest.approx(1e-60, rel=1e-9)


def test_the_interval_is_wilsons() -> None:
    share, trials, z = 34 / 37, 37, 1.959963984540054
    centre, spread = share + z**2 / (2 * trials), z * sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    expected = [(centre - spread) / (1 + z**2 / trials), (centre + spread) / (1 + z**2 / trials)]
    assert list(wilson(34, 37)) == pytest.approx(expected)


def test_the_chances_keep_the_totals_and_leave_what_was_not_judged() -> None:
    weak, judged = noise(1)
    chances = chances_from_totals(weak, judged)
    assert chances.sum(axis=1) == pytest.approx(weak.sum(axis=1), abs=0.01)
    assert chances.sum(axis=0) == pytest.approx(weak.sum(axis=0), abs=0.01)
    assert not chances[~judged].any()


@pytest.mark.parametrize("seed", range(20))
def test_closed_sets_are_the_maximal_bicliques(seed: int) -> None:
    """networkx finds these as the maximal cliques once each side is joined within itself."""
    weak, _ = noise(seed, 9, 7)
    rows = [{int(column) for column in np.flatnonzero(row)} for row in weak]
    graph = nx.Graph([(("row", row), ("column", column)) for row, columns in enumerate(rows) for column in columns])
    for side in ("row", "column"):
        nodes = [node for node in graph if node[0] == side]
        graph.add_edges_from((one, other) for one in nodes for other in nodes if one < other)
    cliques = {
        (
            tuple(sorted(number for side, number in clique if side == "column")),
            tuple(sorted(number for side, number in clique if side == "row")),
        )
        for clique in nx.find_cliques(graph)
    }
    expected = {(columns, members) for columns, members in cliques if len(columns) >= 2 and len(members) >= 2}
    found = closed_sets(rows, 7, 2, 2)
    assert {tuple(closed) for closed in found} == expected
    assert len(found) == len(expected)
    assert [len(closed.rows) for closed in found] == sorted((len(closed.rows) for closed in found), reverse=True)


def test_a_theme_that_is_weak_nearly_everywhere_is_found() -> None:
    draw = np.random.default_rng(7)
    weak, judged = noise(7, 40, 20)
    weak[:, 4] = judged[:, 4] & (draw.random(40) < 0.95)
    found = [candidate for candidate in theme_candidates(weak, judged, 5) if candidate.q <= 0.05]
    assert [candidate.themes for candidate in found] == [(4,)]
    assert found[0].forces == tuple(int(force) for force in np.flatnonzero(weak[:, 4]))
    assert found[0].assessed == judged[:, 4].sum()


def test_a_group_of_forces_that_share_several_is_found() -> None:
    weak, judged = noise(3, 40, 12)
    weak[:, :4] &= np.random.default_rng(3).random((40, 4)) < 0.3
    judged[:10, :4] = weak[:10, :4] = True
    best = group_candidates(weak, judged, 5, 3)[0]
    assert best.q <= 0.05
    assert set(best.themes) == {0, 1, 2, 3}
    assert set(range(10)) <= set(best.forces)


def test_a_harsh_force_makes_no_theme_stand_out() -> None:
    """Forces that are weak in all they are judged on say nothing about any one theme."""
    judged = np.ones((12, 8), dtype=bool)
    weak = judged.copy()
    weak[6:] = False
    assert all(candidate.p > 0.9 for candidate in theme_candidates(weak, judged, 5))


def test_noise_gives_no_more_false_themes_than_promised() -> None:
    false = sum(theme_candidates(*noise(seed), 5)[0].q <= 0.05 for seed in range(SEEDS))
    assert false <= TOLERATED


@pytest.mark.slow
def test_noise_gives_no_more_false_groups_than_promised() -> None:
    found = [group_candidates(*noise(seed), 8, 2) for seed in range(SEEDS)]
    assert sum(len(groups) for groups in found) > SEEDS
    assert sum(bool(groups) and groups[0].q <= 0.05 for groups in found) <= TOLERATED


def test_noise_p_values_of_a_theme_are_not_too_small() -> None:
    """Under the null a p value of a discrete test is at most as often small as it says."""
    small = 0
    for seed in range(SEEDS):
        weak, judged = noise(seed)
        small += next(c.p for c in theme_candidates(weak, judged, 1) if c.themes == (0,)) <= 0.1
    assert binomtest(small, SEEDS, 0.1, alternative="greater").pvalue > 0.001


def test_groups_that_overlap_by_more_than_half_are_left_out() -> None:
    def group(themes: tuple[int, ...], forces: tuple[int, ...]) -> Candidate:
        return Candidate(themes, forces, 9, 1.0, 0.1, 1.0)

    first, alike, other = group((1, 2), (1, 2, 3)), group((1, 2), (2, 3)), group((3, 4), (1, 2, 3))
    assert unlike([first, alike, other], 5) == [first, other]
    assert unlike([first, alike, other], 1) == [first]
