"""Small linear models: features in, labels with their probabilities out, and why. The weights are data.

They stand in `models/*.json`, fitted by `loaders.train` (logistic regression) on the annotated documents in the
repository.
"""

import functools
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from loaders.errors import RuleError

FOLDER: Final = Path(__file__).parent / "models"
Row = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted model: for each feature its weights for the labels, in log-odds."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Row]
    """For each feature, the numbers of labels and the weights it adds to them."""

    def scores(self, features: Iterable[str]) -> list[float]:
        """Give the sum of weights for each label, in the order of `labels`."""
        total = list(self.bias)
        known = self.weights
        for feature in features:
            for label, weight in known.get(feature, ()):
                total[label] += weight
        return total

    def log_probabilities(self, features: Iterable[str]) -> list[float]:
        """Give the logarithm of each label's probability, in the order of `labels`."""
        scores = self.scores(features)
        top = max(scores)
        whole = top + math.log(sum(math.exp(score - top) for score in scores))
        return [score - whole for score in scores]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Give each label's probability; they sum to 1."""
        return dict(zip(self.labels, map(math.exp, self.log_probabilities(features)), strict=True))

    def chance(self, features: Mapping[str, float]) -> float:
        """Give the probability of "yes", of a model that says yes or no, for features that have values."""
        total = self.bias[0]
        for feature, value in features.items():
            for _, weight in self.weights.get(feature, ()):
                total += weight * value
        return logistic(total)

    def reasons(self, features: Iterable[str], label: str, most: int = 3) -> list[tuple[str, float]]:
        """Give the features that speak most for a label, with their weights, the strongest first."""
        if label not in self.labels:
            return []
        index = self.labels.index(label)
        weighed = [(feature, dict(self.weights.get(feature, ())).get(index, 0.0)) for feature in features]
        return sorted((pair for pair in weighed if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))[:most]


def from_json(said: Mapping[str, Any]) -> Linear:
    """Give a model from the form in which it ships."""
    weights = {
        feature: tuple((int(label), float(weight)) for label, weight in row.items())
        for feature, row in said["weights"].items()
    }
    return Linear(tuple(said["labels"]), tuple(said["bias"]), weights)


def logistic(score: float) -> float:
    """Give the probability that log-odds stand for."""
    return 1 / (1 + math.exp(-score)) if score > -500 else 0.0


@functools.cache
def load_model(name: str) -> Linear:
    """Give a model that ships. Raises RuleError where its file is missing or damaged."""
    path = FOLDER / f"{name}.json"
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleError(f"{path}: is no model ({error}); make it with: python -m loaders.train") from error
