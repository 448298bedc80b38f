"""Fit the small models that ship, on annotated documents: `python -m loaders.train` (needs the `train` extra).

Deterministic: same documents, same rules, same models. The documents in `validation.txt` are never learned from.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from loaders.around import around, first_look
from loaders.change import change_features
from loaders.claims import Evidence, claim_features, neighbours
from loaders.features import described
from loaders.fit import Model, Row, Valued, fit, fit_each, flags, ship
from loaders.gold import Annotated, Example, Finding, annotated, cuts, matched, training_names
from loaders.joints import joint_features
from loaders.linear import FOLDER, Linear, from_json
from loaders.partners import mentions, partner_features
from loaders.segment import Clause, Sentence, parted
from loaders.themes import evidence, look, word_features
from loaders.written import written
from ontology.reference import load_reference

STRENGTHS = {
    "joint": 0.05,
    "kind": 0.5,
    "among": 0.3,
    "change": 0.2,
    "partner": 0.5,
    "topic": 0.3,
    "theme": 1.2,
    "claim": 0.3,
}
"""How freely each model may fit (scikit-learn's C), chosen by cross-validation on the documents learned from."""
FOLDS = 5
"""A second step learns from what a first step says of documents that it hasn't seen, a fold of them at a time."""


def train(names: Iterable[str], folder: Path) -> None:
    """Fit all models on the named documents and write them to a folder."""
    known = sorted(names)
    read = [*annotated(known), *written(known)]
    ship(folder, "joint", _fit(read, [joint_rows(document) for document in read], "joint"))
    told = [clauses_told(document) for document in read]
    for name, model in kind_models(read, told).items():
        ship(folder, name, model)
    changes = [change_rows(each) for each in told]
    partners = [partner_rows(document, each) for document, each in zip(read, told, strict=True)]
    ship(folder, "change", _fit(read, changes, "change"))
    ship(folder, "partner", _fit(read, partners, "partner"))
    for name, model in theme_models(read).items():
        ship(folder, name, model)


def _fit(
    read: Sequence[Annotated], rows: Sequence[Sequence[Row]], name: str, numbers: Iterable[int] | None = None
) -> Model:
    """Fit a model on the rows of documents (of some, by their numbers), each counting by its document's weight."""
    chosen = range(len(read)) if numbers is None else numbers
    weighed = [(row, read[number].weight) for number in chosen for row in rows[number]]
    return fit([row for row, _ in weighed], [weight for _, weight in weighed], STRENGTHS[name])


def joint_rows(known: Annotated) -> list[Row]:
    """Give the places that annotators decided on: parted between two quotes or at the edge of one, whole within one."""
    return [
        (flags(joint_features(sentence, joint)), "yes" if parts else "no")
        for sentence in known.sentences
        for joint, parts in cuts(known, sentence)
    ]


Told = tuple[Clause, frozenset[str], Finding | None]
"""A clause as annotators cut it, its features, and the finding that it is."""


def clauses_told(known: Annotated) -> list[Told]:
    """Give every clause of a document, in order."""
    found = list(described(known.sentences, lambda sentence: parted(sentence, _parts(known, sentence))))
    golds = matched(known, [clause for clause, _ in found])
    return [(clause, features, gold) for (clause, features), (_, gold) in zip(found, golds, strict=True)]


def _parts(known: Annotated, sentence: Sentence) -> list[int]:
    return [joint for joint, parts in cuts(known, sentence) if parts]


def kind_models(read: Sequence[Annotated], told: Sequence[Sequence[Told]]) -> dict[str, Model]:
    """Fit the first look at kinds and, on what it says of documents it hasn't seen, the second."""
    labels = [[gold["kind"] if gold else "none" for *_, gold in each] for each in told]
    first = [
        [(flags(features), label) for (_, features, _), label in zip(each, borne, strict=True)]
        for each, borne in zip(told, labels, strict=True)
    ]
    second: list[Row] = []
    weights: list[float] = []
    for fold in range(FOLDS):
        seen = [number for number in range(len(read)) if number % FOLDS != fold]
        model = from_json(_fit(read, first, "kind", seen))
        for number in range(fold, len(read), FOLDS):
            looks = first_look([(clause, features) for clause, features, _ in told[number]], model)
            second += zip(around(looks), labels[number], strict=True)
            weights += [read[number].weight] * len(looks)
    return {"kind": _fit(read, first, "kind"), "among": fit(second, weights, STRENGTHS["among"])}


def change_rows(told: Sequence[Told]) -> list[Row]:
    """Give every finding, with its change."""
    return [
        (flags(change_features(clause, gold["kind"])), gold["change"] or "none") for clause, _, gold in told if gold
    ]


def partner_rows(known: Annotated, told: Sequence[Told]) -> list[Row]:
    """Give every mention of an organisation in a finding, and whether annotators call it a partner."""
    return [row for clause, _, gold in told if gold for row in _mentioned(known, clause, gold)]


def _mentioned(known: Annotated, clause: Clause, gold: Mapping[str, Any]) -> list[Row]:
    if gold["partners"] is None:  # not annotated
        return []
    marks = [partner["mention"] for partner in gold["partners"]]
    text, sentence = known.document.text, clause.sentence
    made: list[Row] = []
    for mention in mentions(clause, known.force):
        words = text[sentence.starts[mention.first] : sentence.ends[mention.last - 1]]
        is_so = any(words in mark or mark in words for mark in marks)
        made.append((flags(partner_features(clause, mention)), "yes" if is_so else "no"))
    return made


def theme_models(read: Sequence[Annotated]) -> dict[str, Model]:
    """Fit the models of themes; the second step learns from sums that the first gave for documents it hadn't seen."""
    told = [list(known.examples) for known in read]
    evidences = [[evidence(example.clause, known.sentences) for example in known.examples] for known in read]
    steps = list(zip(evidences, told, [known.weight for known in read], strict=True))
    claims: list[tuple[Valued, Sequence[str]]] = []
    weights: list[float] = []
    for fold in range(FOLDS):
        topic, theme = _first_step([step for number, step in enumerate(steps) if number % FOLDS != fold])
        for found, examples, weight in steps[fold::FOLDS]:
            for row, name, gold in _claims(found, examples, from_json(topic), from_json(theme)):
                claims.append((row, [*(["main"] if gold[0] == name else []), *(["further"] if name in gold else [])]))
                weights.append(weight)
    topic, theme = _first_step(steps)
    claim = fit_each(claims, weights, ["main", "further"], STRENGTHS["claim"], rare=1)
    return {"topic": topic, "theme": theme, "claim": claim}


def _first_step(steps: Sequence[tuple[list[Evidence], list[Example], float]]) -> tuple[Model, Model]:
    rows = [flags(word_features(found)) for evidences, *_ in steps for found in evidences]
    golds = [example.gold["themes"] for _, told, _ in steps for example in told]
    weights = [weight for _, told, weight in steps for _ in told]
    theme = fit([(row, gold[0]) for row, gold in zip(rows, golds, strict=True)], weights, STRENGTHS["theme"])
    every = sorted(theme.slug for theme in load_reference().themes)
    return fit_each(list(zip(rows, golds, strict=True)), weights, every, STRENGTHS["topic"]), theme


def _claims(
    evidences: Sequence[Evidence], told: Sequence[Example], topic: Linear, theme: Linear
) -> Iterable[tuple[Valued, str, list[str]]]:
    """Give every theme's claim to every finding of a document, with the annotator's themes."""
    looks = look(evidences, topic, theme)
    for number, example in enumerate(told):
        near = neighbours(looks, number)
        for name in topic.labels:
            yield claim_features(looks[number], near, name), name, example.gold["themes"]


if __name__ == "__main__":
    train(training_names(), FOLDER)
