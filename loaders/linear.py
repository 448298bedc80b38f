"""Small linear models: features in, labels with their probabilities out, and why. The weights are data.

They stand in `models/*.json`, fitted by `loaders.train` (multinomial logistic regression) on the annotated documents in
the repository.
"""

import functools
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.errors import RuleError

FOLDER: Final = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted model: for each feature its weights for the labels, in log-odds."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Mapping[int, float]]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Give the sum of weights for each label, in the order of `labels`."""
        total = list(self.bias)
        for feature in features:
            for label, weight in self.weights.get(feature, {}).items():
                total[label] += weight
        return total

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Give each label's probability; they sum to 1."""
        scores = self.scores(features)
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        whole = sum(powers)
        return {label: power / whole for label, power in zip(self.labels, powers, strict=True)}

    def reasons(self, features: Iterable[str], label: str, most: int = 3) -> list[tuple[str, float]]:
        """Give the features that speak most for a label, with their weights, the strongest first."""
        index = self.labels.index(label)
        weighed = [(feature, self.weights.get(feature, {}).get(index, 0.0)) for feature in features]
        return sorted((pair for pair in weighed if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))[:most]


@functools.cache
def load_model(name: str) -> Linear:
    """Give a model that ships. Raises RuleError where its file is missing or damaged."""
    path = FOLDER / f"{name}.json"
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        weights = {
            feature: {int(label): float(weight) for label, weight in row.items()}
            for feature, row in said["weights"].items()
        }
        return Linear(tuple(said["labels"]), tuple(said["bias"]), weights)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleError(f"{path}: is no model ({error}); make it with: python -m loaders.train") from error
