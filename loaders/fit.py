"""Fit logistic regressions (scikit-learn's) and give them as they ship: weights in whole hundredths of log-odds."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from loaders.linear import UNIT

Valued = Mapping[str, float]
Row = tuple[Valued, str]
"""What is known of a thing, and its label."""
Model = dict[str, Any]

SMALLEST = 4
"""Weights nearer to zero, in hundredths of log-odds, are left out of the file."""
NEVER_MET = -6.0
"""The log-odds of a label that no example bears."""


def fit(rows: Sequence[Row], weights: Sequence[float], strength: float, rare: int = 2) -> Model:
    """Fit one regression over all labels; each row counts by its weight, features rarer than `rare` are left out."""
    from sklearn.linear_model import LogisticRegression

    vectorizer, matrix = _matrix([row for row, _ in rows], rare)
    model = LogisticRegression(C=strength, max_iter=3000, random_state=0)
    model.fit(matrix, [label for _, label in rows], sample_weight=weights)
    labels = [str(label) for label in model.classes_]
    return _shipped(
        ["yes"] if labels == ["no", "yes"] else labels, model.coef_, model.intercept_, vectorizer.feature_names_
    )


def fit_each(
    rows: Sequence[tuple[Valued, Sequence[str]]],
    weights: Sequence[float],
    labels: list[str],
    strength: float,
    rare: int = 2,
) -> Model:
    """Fit one regression a label, for it or not; a label that is never met keeps a low bias."""
    from sklearn.linear_model import LogisticRegression

    vectorizer, matrix = _matrix([row for row, _ in rows], rare)
    coefficients, bias = [], []
    for label in labels:
        is_so = [label in borne for _, borne in rows]
        if sum(is_so) < 2:
            coefficients.append([0.0] * len(vectorizer.feature_names_))
            bias.append(NEVER_MET)
            continue
        model = LogisticRegression(C=strength, solver="liblinear", random_state=0)
        model.fit(matrix, is_so, sample_weight=weights)
        coefficients.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return _shipped(labels, coefficients, bias, vectorizer.feature_names_)


def flags(features: Iterable[str]) -> Valued:
    """Give features that are there or not as values, in a fixed order."""
    return dict.fromkeys(sorted(features), 1.0)


def ship(folder: Path, name: str, model: Model) -> None:
    """Write a model's file, a feature a line."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace('},"', '},\n"')
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    sys.stderr.write(f"{name}: {len(model['labels'])} labels, {len(model['weights'])} features\n")


def _matrix(rows: Sequence[Valued], rare: int) -> tuple[Any, Any]:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer

    counts = Counter(feature for row in rows for feature in row)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: value for f, value in row.items() if counts[f] >= rare} for row in rows])
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return vectorizer, matrix


def _shipped(labels: list[str], coefficients: Any, bias: Any, features: list[str]) -> Model:  # noqa: ANN401
    weights = {}
    for column, feature in enumerate(features):
        row = {str(i): round(UNIT * float(c[column])) for i, c in enumerate(coefficients)}
        kept = {label: weight for label, weight in row.items() if abs(weight) >= SMALLEST}
        if kept:
            weights[feature] = kept
    return {"labels": labels, "bias": [round(UNIT * float(b)) for b in bias], "weights": dict(sorted(weights.items()))}
