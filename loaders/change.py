"""Change: whether a finding says that things are better, worse or as they were, and since when."""

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from loaders.linear import load_model, probabilities
from loaders.model import Change
from loaders.segment import Clause

YEAR = re.compile(r"\b(?:since|than|in|from|after|at|by) (?:our |its |the )?(?:[A-Z]\w+ )?(20[012]\d)\b")
CHANGES: tuple[Change, ...] = get_args(Change)
COUNTS = 0.7
"""Of the probability of no change, as most findings tell of none."""


def change_features(clause: Clause, kind: str) -> set[str]:
    """Describe a finding for the question of change: the words of time and change in it, and its kind."""
    sentence = clause.sentence
    found = {f"kind={kind}", f"begins={sentence.words[clause.first]}"}
    told = sentence.within(clause.first, clause.last, "change")
    changes = ",".join(sorted({hit.rule.speaks_for for hit in told}))
    found |= {f"changes={changes}", f"changes={changes}|{kind}"}
    for hit in told:
        denied = "!" if sentence.denied[hit.first] else ""
        found |= {f"c={hit.rule.name}{denied}", f"c={hit.rule.name}{denied}|{kind}", f"p={hit.rule.phrase}{denied}"}
    for hit in sentence.within(clause.first, clause.last, "kind"):
        denied = "!" if sentence.denied[hit.first] else ""
        found |= {f"cue={hit.rule.name}{denied}", f"cue={hit.rule.name}|{changes}"}
    return found | {f"w={sentence.stems[at]}" for at in range(clause.first, clause.last) if sentence.is_word(at)}


def changes(found: Iterable[tuple[Clause, str]]) -> Iterator[Change | None]:
    """Give the change that each of a document's findings tells of; each is given by its clause and its kind."""
    model = load_model("change")
    rows = [model.rows_of(change_features(clause, kind)) for clause, kind in found]
    for chances in model.named(probabilities(model.scores_of(rows))):
        likeliest = max(CHANGES, key=lambda change: (chances.get(change, 0.0), change))
        yield likeliest if chances.get(likeliest, 0.0) > chances["none"] * COUNTS else None


def since(text: str) -> str | None:
    """Give the year that things are compared with."""
    match = YEAR.search(text)
    return match.group(1) if match else None
