"""Judge: where a sentence parts, which of its clauses are findings, and of which kind."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from loaders.features import clause_features
from loaders.joints import joint_features
from loaders.linear import load_model, logistic
from loaders.model import Kind
from loaders.segment import Clause, Sentence, clauses

PARTED = 0.5
LEAST = 0.001
NONE = "none"
NONE_COUNTS = 0.7
"""Of the probability that a clause is no finding: what is missed costs more than what a person can reject."""
SLOPE, SHIFT = 0.58, 0.06
"""Turn a model's log-odds into those of being right on a document it never saw, as `benchmarks.folds` measures them."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause that is a finding, of a kind, with the probability of that and the features it rests on."""

    clause: Clause
    kind: Kind
    sure: float
    features: frozenset[str]


def judge(sentences: Sequence[Sentence]) -> list[Judged]:
    """Give the findings among the clauses of a document's sentences, in order. Linear."""
    found = []
    last = len(sentences) - 1
    for sentence in sentences:
        earlier = sentences[sentence.number - 1] if sentence.number else None
        for clause in clauses(sentence, parts_here):
            features = frozenset(clause_features(clause, earlier, last))
            chances = load_model("kind").probabilities(features)
            kind = max(KINDS, key=lambda kind: (chances.get(kind, 0.0), kind))
            if chances[kind] > chances[NONE] * NONE_COUNTS:
                found.append(Judged(clause, kind, _calibrated(chances[kind]), features))
    return found


def _calibrated(chance: float) -> float:
    sure = min(max(chance, LEAST), 1 - LEAST)
    return logistic(SLOPE * math.log(sure / (1 - sure)) + SHIFT)


def parts_here(sentence: Sentence, joint: int) -> bool:
    """Tell whether a sentence parts at a joint into two judgements."""
    return logistic(load_model("joint").score(joint_features(sentence, joint))) >= PARTED
