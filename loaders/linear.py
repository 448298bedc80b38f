"""Small linear models: features in, labels with their probabilities out, and why. The weights are data.

They stand in `models/*.json`, fitted by `loaders.train` (logistic regression) on the annotated documents in the
repository. Weights are whole hundredths of log-odds, so that sums are exact and the order of features is of no matter.
"""

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
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

    def scores(self, rows: Sequence[int]) -> list[float]:
        """Give the sum of weights for each label, in the order of `labels`, in log-odds."""
        summed: list[float] = (np.add.reduce(self.weights.take(rows, axis=0), axis=0) / UNIT).tolist()
        return summed

    def score(self, features: Iterable[str]) -> float:
        """Give the sum of weights for the only label of a model that has one."""
        return (self.singles[""] + sum(filter(None, map(self.singles.get, features)))) / UNIT

    def valued(self, described: Sequence[Mapping[str, float]]) -> list[list[float]]:
        """Give the same for several things at once, whose features have values and not only presence."""
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for features in described:
            starts.append(len(rows))
            rows.append(0)
            values.append(1.0)
            rows += map(self.rows.get, features, repeat(0))
            # What isn't known would count for the bias, whose row is 0.
            found = zip(features.values(), rows[starts[-1] + 1 :], strict=True)
            values += [value if row else 0.0 for value, row in found]
        weighed = self.weights.take(rows, axis=0) * np.asarray(values)[:, np.newaxis]
        summed: list[list[float]] = (np.add.reduceat(weighed, starts, axis=0) / UNIT).tolist()
        return summed

    def log_probabilities(self, rows: Sequence[int]) -> list[float]:
        """Give the logarithm of each label's probability, in the order of `labels`; only one of them is so."""
        scores = self.scores(rows)
        top = max(scores)
        whole = top + math.log(sum([math.exp(score - top) for score in scores]))
        return [score - whole for score in scores]

    def probabilities(self, rows: Sequence[int]) -> dict[str, float]:
        """Give each label's probability; they sum to 1."""
        return dict(zip(self.labels, map(math.exp, self.log_probabilities(rows)), strict=True))

    def probabilities_of(self, described: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """Give each label's probability for several things at once, whose features have values."""
        scores = np.asarray(self.valued(described))
        parts = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: list[list[float]] = (parts / parts.sum(axis=1, keepdims=True)).tolist()
        return [dict(zip(self.labels, each, strict=True)) for each in shares]

    def reasons(self, rows: Sequence[int], label: str, most: int = 3) -> list[tuple[str, float]]:
        """Give the features that speak most for a label, with their weights, the strongest first."""
        if label not in self.labels:
            return []
        weights = self.weights.take(rows, axis=0)[:, self.labels.index(label)].tolist()
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


@functools.cache
def load_model(name: str) -> Linear:
    """Give a model that ships. Raises RuleError where its file is missing or damaged."""
    path = FOLDER / f"{name}.json"
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise RuleError(f"{path}: is no model ({error}); make it with: python -m loaders.train") from error
