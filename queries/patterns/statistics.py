"""The statistics of patterns: exact where that is possible, seeded where not."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEEPEST = 12.0
"""Bound on the logit of a row or column that is all true or all false: its chance is 1 or 0 to five places."""


def upper_tail(chances: "NDArray[np.float64]", count: int) -> float:
    """Give P(X >= count) where X counts successes of independent trials with these chances (Poisson-binomial).

    Exact, by the recursion over trials (Hong 2013, Computational Statistics & Data Analysis 59: 41-51); sums small
    positive numbers only, so tiny tails keep their digits. Quadratic in the number of trials.
    """
    mass = np.zeros(len(chances) + 1)
    mass[0] = 1.0
    for chance in chances:
        mass[1:] = mass[1:] * (1.0 - chance) + mass[:-1] * chance
        mass[0] *= 1.0 - chance
    return min(1.0, float(mass[count:].sum()))


def wilson(count: int, trials: int) -> tuple[float, float]:
    """Give the 95 % Wilson score interval of a share (Wilson 1927, JASA 22: 209-212)."""
    from scipy.stats import binomtest

    interval = binomtest(count, trials).proportion_ci(confidence_level=0.95, method="wilson")
    return float(interval.low), float(interval.high)


def chances_from_totals(weak: "NDArray[np.bool_]", judged: "NDArray[np.bool_]") -> "NDArray[np.float64]":
    """Give the chance of each cell being weak if only its row's and its column's totals mattered.

    Of all models that keep these totals on average this one assumes least (maximum entropy; the bipartite configuration
    model of Saracco et al. 2015, Scientific Reports 5: 10595, here with cells that were never judged held at 0). In it
    logit(chance) = a[row] + b[column]; the likelihood is concave, so the fit is the same from any start.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    rows, _ = weak.shape
    by_row, by_column = weak.sum(axis=1), weak.sum(axis=0)

    def loss(weights: "NDArray[np.float64]") -> tuple[float, "NDArray[np.float64]"]:
        logits = weights[:rows, None] + weights[None, rows:]
        chances = expit(logits) * judged
        value = (np.logaddexp(0.0, logits) * judged).sum() - weights[:rows] @ by_row - weights[rows:] @ by_column
        return float(value), np.concatenate([chances.sum(axis=1) - by_row, chances.sum(axis=0) - by_column])

    start = np.zeros(sum(weak.shape))
    bounds = [(-STEEPEST, STEEPEST)] * len(start)
    options = {"maxiter": 2000, "ftol": 1e-13, "gtol": 1e-6}
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    return np.asarray(expit(fitted[:rows, None] + fitted[None, rows:]) * judged)
