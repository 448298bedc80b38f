"""Judge: where a sentence parts, which of its clauses are findings, and of which kind."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from loaders.around import around, first_look
from loaders.features import described
from loaders.joints import joint_features
from loaders.lexicon import load_rules
from loaders.linear import load_model, logistic, probabilities
from loaders.model import Kind
from loaders.segment import Clause, Sentence, clauses

PARTED = 0.5
LEAST = 0.001
NONE = "none"
SLOPE, SHIFT = 0.67, -0.11
"""Turn a model's log-odds into those of being right on a document it never saw, as `benchmarks.folds` measures them."""
DEMANDING = frozenset({"area-for-improvement", "recommendation"})
DEMANDED = 0.95
"""Of 383 such items in what the models learn from, 377 are findings, and all of them improvements."""
OPENING = 5
"""A demand stands among so many words at the beginning."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause that is a finding, of a kind, with the probability of that and what it rests on."""

    clause: Clause
    kind: Kind
    sure: float
    rows: Sequence[int]
    """Where its features stand in the model `kind`."""
    demand: int | None = None
    """The word that makes it a finding by rule, whatever the models say."""


def judge(sentences: Sequence[Sentence]) -> list[Judged]:
    """Give the findings among the clauses of a document's sentences, in order. Linear.

    A first look takes each clause alone; a second one weighs what that says of it together with its neighbours.
    """
    parted = list(described(sentences, lambda sentence: clauses(sentence, parts_here)))
    looks, among = first_look(parted, load_model("kind")), load_model("among")
    second = among.named(probabilities(among.valued(around(looks))))
    found = []
    for look, chances in zip(looks, second, strict=True):
        kind = max(KINDS, key=lambda kind: (chances.get(kind, 0.0), kind))
        if (demand := demanded(look.clause)) is not None:
            sure = max(_calibrated(chances["improvement"]), DEMANDED)
            found.append(Judged(look.clause, "improvement", sure, look.rows, demand))
        elif chances[kind] > chances[NONE]:
            found.append(Judged(look.clause, kind, _calibrated(chances[kind]), look.rows))
    return found


def demanded(clause: Clause) -> int | None:
    """Give the word by which an item of a list of recommendations says what must be done: "X should …"; else None.

    Such a list holds nothing else, however its items are worded; a lead-in, which ends with a colon, is none.
    """
    sentence = clause.sentence
    if sentence.context.formal not in DEMANDING or sentence.words[-1] == ":":
        return None
    if clause.last - clause.first <= OPENING:
        return None
    demands = load_rules().words["demands"]
    opening = range(clause.first, clause.first + OPENING)
    return next((place for place in opening if sentence.words[place] in demands), None)


def _calibrated(chance: float) -> float:
    sure = min(max(chance, LEAST), 1 - LEAST)
    return logistic(SLOPE * math.log(sure / (1 - sure)) + SHIFT)


def parts_here(sentence: Sentence, joint: int) -> bool:
    """Tell whether a sentence parts at a joint into two judgements."""
    return logistic(load_model("joint").score(joint_features(sentence, joint))) >= PARTED
