"""Change: whether a finding says that things are better, worse or as they were, and since when."""

import re
from collections.abc import Iterable
from typing import get_args

from loaders.linear import load_model
from loaders.model import Change

YEAR = re.compile(r"\b(?:since|than|in|from|after|at|by) (?:our |its |the )?(?:[A-Z]\w+ )?(20[012]\d)\b")
CHANGES: tuple[Change, ...] = get_args(Change)
COUNTS = 0.7
"""Of the probability of no change, as most findings tell of none."""


def change(features: Iterable[str]) -> Change | None:
    """Give the change that a finding with these features tells of."""
    chances = load_model("change").probabilities(features)
    likeliest = max(CHANGES, key=lambda kind: (chances.get(kind, 0.0), kind))
    return likeliest if chances.get(likeliest, 0.0) > chances["none"] * COUNTS else None


def since(text: str) -> str | None:
    """Give the year that things are compared with."""
    match = YEAR.search(text)
    return match.group(1) if match else None
