"""Judge: is a clause a finding, of which kind, about which themes, how changed. The models weigh, this decides."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from loaders import linear
from loaders.features import joint_features
from loaders.linear import Linear, load_model
from loaders.model import Clause, Document
from loaders.segment import Joint, Sentence

PARTED = 0.5
PARTNER = 0.5
FURTHER = 0.42
"""From this probability on, a further theme is taken."""


def use_models(folder: Path) -> None:
    """Take the models from a folder from now on (training judges with what it has fitted)."""
    linear.FOLDER = folder  # type: ignore[misc]
    load_model.cache_clear()


def parts_here(document: Document, sentence: Sentence, joint: Joint) -> bool:
    """Tell whether a sentence parts at a joint into two judgements."""
    return load_model("joint").probabilities(joint_features(document, sentence, joint))["parted"] >= PARTED


def sentence_span(clause: Clause, clauses: Sequence[Clause]) -> tuple[int, int]:
    """Give the span of the clauses of a clause's sentence."""
    own = [other for other in clauses if other.sentence == clause.sentence]
    return own[0].start, own[-1].end


def before(document: Document, clause: Clause) -> str:
    """Give the text before a clause in its block."""
    return document.text[document.blocks[clause.block].start : clause.start]


def further_candidates(features: Iterable[str]) -> list[str]:
    """Give the themes whose words stand in a clause or in the heading over it."""
    return sorted(
        {feature.partition("=")[2] for feature in features if feature.startswith(("t=", "h=")) and "|" not in feature}
        - {"none"}
    )


def further_features(features: Iterable[str], theme: str, main: str) -> list[str]:
    """Describe a theme that may stand beside the main one."""
    known = set(features)
    here, above, earlier = f"t={theme}" in known, f"h={theme}" in known, f"p={theme}" in known
    count = next((feature for feature in known if feature.startswith("n=")), "n=0")
    return [
        f"theme={theme}",
        f"main={main}",
        f"pair={main}>{theme}",
        f"where={here},{above},{earlier}",
        count,
        f"{theme}|{here},{above}",
        f"{count}|{here},{above}",
    ]


def model(name: str) -> Linear:
    """Give one of the models: joint, kind, theme, further, change, partner."""
    return load_model(name)
