"""Around: describe a clause by its first look and by what was judged around it, for the second look.

A clause among criticisms is more often one than its words alone tell, and the other way round.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.linear import Linear, probabilities
from loaders.segment import Clause

KEPT = (
    "formal=",
    "graded=",
    "lead",
    "kinds=",
    "size=",
    "part=",
    "follows=",
    "joined=",
    "k=",
    "own=",
    "figures=",
    "year=",
)
"""Features of the first look, by how they begin, that count once more: those of layout, time and cues, not of words."""
NOBODY = "^"
FLOOR, SCALE = -6.0, 3.0
"""Log-probabilities are cut off below and brought into the range of the other features."""
SHARED = ("none", "strength", "improvement", "concern", "progress")


@dataclass(frozen=True, slots=True)
class Look:
    """A clause as the first look saw it: its features, their places in the model, and each label's probability."""

    clause: Clause
    features: frozenset[str]
    rows: Sequence[int]
    """Where the features stand in the model `kind`."""
    chances: Mapping[str, float]

    @property
    def likeliest(self) -> str:
        """The label that the first look would give."""
        return max(self.chances, key=lambda label: (self.chances[label], label))


def first_look(parted: Sequence[tuple[Clause, frozenset[str]]], model: Linear) -> list[Look]:
    """Look at each clause of a document alone, by the model `kind` or one that was fitted like it."""
    rows = [model.rows_of(features) for _, features in parted]
    chances = model.named(probabilities(model.scores_of(rows)))
    seen = zip(parted, rows, chances, strict=True)
    return [Look(clause, features, there, likely) for (clause, features), there, likely in seen]


def around(looks: Sequence[Look]) -> list[dict[str, float]]:
    """Describe every clause of a document, in order. Linear."""
    labels = [look.likeliest for look in looks]
    blocks: dict[int, Counter[str]] = {}
    sections: dict[tuple[str, ...], Counter[str]] = {}
    for look, label in zip(looks, labels, strict=True):
        sentence = look.clause.sentence
        blocks.setdefault(sentence.block, Counter())[label] += 1
        sections.setdefault(sentence.context.headings, Counter())[label] += 1
    density = int(4 * sum(label != "none" for label in labels) / len(labels)) if labels else 0
    described = []
    for number, look in enumerate(looks):
        sentence, own = look.clause.sentence, labels[number]
        found = {f"chance={label}": max(FLOOR, math.log(chance)) / SCALE for label, chance in look.chances.items()}
        found |= dict.fromkeys((feature for feature in look.features if feature.startswith(KEPT)), 1.0)
        found |= dict.fromkeys(_neighbours(looks, labels, number), 1.0)
        found |= _shares("block", blocks[sentence.block], own)
        found |= _shares("section", sections[sentence.context.headings], own)
        found[f"density={density}"] = 1.0
        described.append(found)
    return described


def _neighbours(looks: Sequence[Look], labels: Sequence[str], number: int) -> Iterator[str]:
    own = labels[number]
    sentence = looks[number].clause.sentence
    names = []
    for side, place in (("before", number - 1), ("after", number + 1)):
        there = 0 <= place < len(looks)
        other = looks[place].clause.sentence if there else None
        name = labels[place] if there else NOBODY
        yield f"{side}={name}"
        yield f"{side}={name}|block={other is not None and other.block == sentence.block}"
        yield f"{side}={name}|sentence={other is not None and other.number == sentence.number}"
        yield f"own={own}|{side}={name}"
        names.append(name)
    yield f"between={names[0]}|{names[1]}"
    yield f"own={own}"
    yield f"before2={labels[number - 2] if number > 1 else NOBODY}"
    yield f"after2={labels[number + 2] if number + 2 < len(looks) else NOBODY}"


def _shares(name: str, counts: Counter[str], own: str) -> Iterator[tuple[str, float]]:
    """Give what part of the other clauses bears each label."""
    others = max(1, counts.total() - 1)
    for label in SHARED:
        yield f"{name}={label}", (counts[label] - (label == own)) / others
