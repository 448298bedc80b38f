"""Small linear models: features in, labels with their probabilities out, and why. The weights are data.

They stand in `models/*.json`, fitted by `loaders.train` (logistic regression) on the annotated documents in the
repository. Weights are whole hundredths of log-odds, so that sums are exact and the order of features is of no matter.
"""

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from loaders.errors import RuleError

FOLDER: Final = Path(__file__).parent / "models"
UNIT: Final = 100
"""So many parts make one log-odd."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted model: for each feature its weights for the labels, in hundredths of log-odds."""

    labels: tuple[str, ...]
    names: tuple[str, ...]
    """The features in the order of the rows; the first, for the bias, is empty."""
    rows: Mapping[str, int]
    """For each feature its row of `weights`."""
    weights: NDArray[np.int32]
    """A row a feature, a column a label; the first row is the bias."""
    singles: Mapping[str, int]
    """For a model of one label, its weights by feature, the bias under the empty name; else empty."""

    def rows_of(self, features: Iterable[str]) -> list[int]:
        """Give the rows that features stand in, after the bias; what isn't known has none."""
        return [0, *filter(None, map(self.rows.get, features))]

    def scores_of(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Give the sums of weights for several things at once: a row a thing, a column a label, in log-odds."""
        if not rows:
            return np.zeros((0, len(self.labels)))
        starts = [0, *accumulate(map(len, rows[:-1]))]
        taken = self.weights.take(list(chain.from_iterable(rows)), axis=0)
        summed: NDArray[np.float64] = np.add.reduceat(taken, starts, axis=0) / UNIT
        return summed

    def score(self, features: Iterable[str]) -> float:
        """Give the sum of weights for the only label of a model that has one."""
        return (self.singles[""] + sum(filter(None, map(self.singles.get, features)))) / UNIT

    def valued(self, described: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Give the same for things whose features have values and not only presence."""
        if not described:
            return np.zeros((0, len(self.labels)))
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for features in described:
            starts.append(len(rows))
            rows.append(0)
            values.append(1.0)
            rows += map(self.rows.get, features, repeat(0))
            values += features.values()
        places = np.asarray(rows)
        # What isn't known would count for the bias, whose row is 0; that stands at the start of each.
        known = places > 0
        known[starts] = True
        weighed = self.weights.take(places, axis=0) * (np.asarray(values) * known)[:, np.newaxis]
        summed: NDArray[np.float64] = np.add.reduceat(weighed, starts, axis=0) / UNIT
        return summed

    def named(self, figures: NDArray[np.float64]) -> list[dict[str, float]]:
        """Give figures, a row a thing, by label."""
        listed: list[list[float]] = figures.tolist()
        return [dict(zip(self.labels, each, strict=True)) for each in listed]

    def reasons(self, rows: Sequence[int], label: str, most: int = 3) -> list[tuple[str, float]]:
        """Give the features that speak most for a label, with their weights, the strongest first."""
        if label not in self.labels:
            return []
        weights = self.weights[rows, self.labels.index(label)].tolist()
        weighed = sorted([(-weight, row) for weight, row in zip(weights, rows, strict=True) if weight > 0 and row])
        return [(self.names[row], -weight / UNIT) for weight, row in weighed[:most]]


def from_json(said: Mapping[str, Any]) -> Linear:
    """Give a model from the form in which it ships."""
    labels: Sequence[str] = said["labels"]
    weights = np.zeros((len(said["weights"]) + 1, len(labels)), dtype=np.int32)
    weights[0] = said["bias"]
    names = ("", *sorted(said["weights"]))
    for row, name in enumerate(names[1:], start=1):
        for label, weight in said["weights"][name].items():
            weights[row, int(label)] = weight
    singles = dict(zip(names, weights[:, 0].tolist(), strict=True)) if len(labels) == 1 else {}
    return Linear(tuple(labels), names, {name: row for row, name in enumerate(names) if name}, weights, singles)


def logistic(score: float) -> float:
    """Give the probability that log-odds stand for."""
    return 1 / (1 + math.exp(-score)) if score > -500 else 0.0


def chances(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the probability of each label where each may be so or not."""
    likely: NDArray[np.float64] = 1 / (1 + np.exp(-scores))
    return likely


def log_probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the logarithm of each label's probability where only one of a row is so."""
    shifted = scores - scores.max(axis=1, keepdims=True, initial=-math.inf)
    logarithms: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logarithms


def probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each label's probability where only one of a row is so; they sum to 1."""
    parts = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-math.inf))
    shares: NDArray[np.float64] = parts / parts.sum(axis=1, keepdims=True)
    return shares


@functools.cache
def load_model(name: str) -> Linear:
    """Give a model that ships. Raises RuleError where its file is missing or damaged."""
    path = FOLDER / f"{name}.json"
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise RuleError(f"{path}: is no model ({error}); make it with: python -m loaders.train") from error
