"""Cross-validate the reading on the documents it learns from: `python -m benchmarks.folds`.

Each fifth of them is read by models fitted on the others. Choices (features, strengths, thresholds) are made by these
figures, never by the validation documents. Prints the figures of the corpus's `score.py`, then how well confidence is
calibrated: the share of right findings (matched, and of the right kind) among those of about the same confidence.
"""

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from loaders import linear
from loaders.extract import extract
from loaders.form import as_json
from loaders.gold import DOCUMENTS, GOLD, ROOT, training_names
from loaders.read import read_document
from loaders.train import train

CORPUS = ROOT.parent / "shared" / "corpus"
FOLDS = 5
BINS = 5
LEAST = 0.001


def read_folds(names: Sequence[str]) -> dict[str, Any]:
    """Read each document by models that never saw it; by its file's name."""
    read: dict[str, Any] = {}
    for fold in range(FOLDS):
        with TemporaryDirectory() as folder:
            train([name for number, name in enumerate(names) if number % FOLDS != fold], Path(folder))
            linear.FOLDER = Path(folder)  # type: ignore[misc]
            linear.load_model.cache_clear()
            for name in names[fold::FOLDS]:
                document = read_document(DOCUMENTS / gold(name)["document"])
                read[document.name] = as_json(extract(document))
    return read


def gold(name: str) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((GOLD / f"{name}.gold.json").read_text(encoding="utf-8"))
    return known


def outcomes(golds: Sequence[dict[str, Any]], read: dict[str, Any]) -> list[tuple[float, bool]]:
    """Give each finding's confidence and whether it is right."""
    import score

    told = []
    for known in golds:
        document = score.Document(DOCUMENTS / known["document"])
        found = read[known["document"]]["findings"]
        spans = [document.spans([finding["quote"] for finding in each]) for each in (known["findings"], found)]
        right = {f for g, f in score.match(*spans) if known["findings"][g]["kind"] == found[f]["kind"]}
        told += [(finding["confidence"], number in right) for number, finding in enumerate(found)]
    return told


def calibration(told: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Give slope and shift that turn the log-odds of confidences into those of being right, by gradient descent."""
    slope, shift = 1.0, 0.0
    kept = ((min(max(sure, LEAST), 1 - LEAST), right) for sure, right in told)
    odds = [(math.log(sure / (1 - sure)), right) for sure, right in kept]
    for _ in range(3000):
        errors = [(linear.logistic(slope * x + shift) - right, x) for x, right in odds]
        slope -= 0.3 * sum(error * x for error, x in errors) / len(errors)
        shift -= 0.3 * sum(error for error, _ in errors) / len(errors)
    return slope, shift


def main() -> None:
    sys.path.insert(0, str(CORPUS))
    import score

    names = training_names()
    golds = [gold(name) for name in names]
    read = read_folds(names)
    for name, figures in score.score(golds, read, DOCUMENTS).items():
        print(f"{name:<18} {figures}")
    told = sorted(outcomes(golds, read))
    print("Brier score", round(sum((sure - right) ** 2 for sure, right in told) / len(told), 3))
    for number in range(BINS):
        some = told[number * len(told) // BINS : (number + 1) * len(told) // BINS]
        sure = sum(confidence for confidence, _ in some) / len(some)
        print(f"confidence {sure:.2f}: right {sum(right for _, right in some) / len(some):.2f} of {len(some)}")
    print("calibration: slope {:.2f}, shift {:.2f}".format(*calibration(told)))


if __name__ == "__main__":
    main()
