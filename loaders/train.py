"""Fit the small models that ship, on annotated documents: `python -m loaders.train` (needs the `train` extra).

Deterministic: same documents, same rules, same models. The documents in `validation.txt` are never learned from.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from loaders.change import change_features
from loaders.features import clause_features
from loaders.gold import Annotated, Example, annotated, cuts, matched, training_names
from loaders.joints import joint_features
from loaders.linear import FOLDER, UNIT, Linear, from_json, logistic
from loaders.partners import mentions, partner_features
from loaders.segment import Clause, parted
from loaders.themes import UNKNOWN_MAIN, Evidence, evidence, place_features, word_features
from loaders.written import written
from ontology.reference import load_reference

STRENGTHS = {
    "joint": 0.05,
    "kind": 0.5,
    "change": 0.2,
    "partner": 0.5,
    "topic": 0.3,
    "theme": 1.2,
    "claim": 0.3,
}
"""How freely each model may fit (scikit-learn's C), chosen by cross-validation on the documents learned from."""
SMALLEST = 4
"""Weights nearer to zero, in hundredths of log-odds, are left out of the file."""
FOLDS = 5

Valued = Mapping[str, float]
Examples = list[tuple[Valued, str]]


def train(names: Iterable[str], folder: Path) -> None:
    """Fit all models on the named documents and write them to a folder."""
    known = sorted(names)
    read = [*annotated(known), *written(known)]
    _write(folder, "joint", fit(joint_examples(read), STRENGTHS["joint"]))
    kinds, changes, partners = clause_examples(read)
    _write(folder, "kind", fit(kinds, STRENGTHS["kind"]))
    _write(folder, "change", fit(changes, STRENGTHS["change"]))
    _write(folder, "partner", fit(partners, STRENGTHS["partner"]))
    for name, model in theme_models(read).items():
        _write(folder, name, model)


def joint_examples(read: Sequence[Annotated]) -> Examples:
    """Give the places that annotators decided on: parted between two quotes or at the edge of one, whole within one."""
    return [
        (_flags(joint_features(sentence, joint)), "yes" if parts else "no")
        for known in read
        for sentence in known.sentences
        for joint, parts in cuts(known, sentence)
    ]


def clause_examples(read: Sequence[Annotated]) -> tuple[Examples, Examples, Examples]:
    """Give what to learn kinds from (every clause), changes (every finding) and partners (every mention)."""
    kinds: Examples = []
    changes: Examples = []
    partners: Examples = []
    for known in read:
        last = len(known.sentences) - 1
        for sentence in known.sentences:
            earlier = known.sentences[sentence.number - 1] if sentence.number else None
            places = [joint for joint, parts in cuts(known, sentence) if parts]
            for clause, gold in matched(known, parted(sentence, places)):
                features = _flags(clause_features(clause, earlier, last))
                kinds.append((features, gold["kind"] if gold else "none"))
                if gold:
                    changes.append((_flags(change_features(clause, gold["kind"])), gold["change"] or "none"))
                    partners += _partner_examples(known, clause, gold)
    return kinds, changes, partners


def _partner_examples(known: Annotated, clause: Clause, gold: Mapping[str, Any]) -> Examples:
    if gold["partners"] is None:  # not annotated
        return []
    told = [partner["mention"] for partner in gold["partners"]]
    text, sentence = known.document.text, clause.sentence
    made: Examples = []
    for mention in mentions(clause, known.force):
        words = text[sentence.starts[mention.first] : sentence.ends[mention.last - 1]]
        is_so = any(words in mark or mark in words for mark in told)
        made.append((_flags(partner_features(clause, mention)), "yes" if is_so else "no"))
    return made


def theme_models(read: Sequence[Annotated]) -> dict[str, dict[str, Any]]:
    """Fit the models of themes; the second step learns from sums that the first gave for documents it hadn't seen."""
    told = [list(known.examples) for known in read]
    evidences = [[evidence(example.clause, known.sentences) for example in known.examples] for known in read]
    rows: list[Valued] = []
    claims: list[Sequence[str]] = []
    for fold in range(FOLDS):
        seen = [number for number in range(len(read)) if number % FOLDS != fold]
        topic, theme = _first_step([(evidences[n], told[n]) for n in seen])
        for number in range(fold, len(read), FOLDS):
            for found, name, gold in _claims(evidences[number], told[number], from_json(topic), from_json(theme)):
                rows.append(found)
                claims.append([*(["main"] if gold[0] == name else []), *(["further"] if name in gold else [])])
    topic, theme = _first_step(list(zip(evidences, told, strict=True)))
    return {
        "topic": topic,
        "theme": theme,
        "claim": fit_each(rows, claims, ["main", "further"], STRENGTHS["claim"], rare=1),
    }


def _first_step(known: Sequence[tuple[list[Evidence], list[Example]]]) -> tuple[dict[str, Any], dict[str, Any]]:
    rows = [_flags(word_features(found)) for evidences, _ in known for found in evidences]
    golds = [example.gold["themes"] for _, told in known for example in told]
    theme = fit([(row, gold[0]) for row, gold in zip(rows, golds, strict=True)], STRENGTHS["theme"])
    every = sorted(theme.slug for theme in load_reference().themes)
    return fit_each(rows, golds, every, STRENGTHS["topic"]), theme


def _claims(
    evidences: Sequence[Evidence], told: Sequence[Example], topic: Linear, theme: Linear
) -> Iterable[tuple[Valued, str, list[str]]]:
    """Give every theme's claim to every finding of a document, with the annotator's themes."""
    earlier: dict[str, float] = {}
    block = -1
    for known, example in zip(evidences, told, strict=True):
        words = word_features(known)
        topics = dict(zip(topic.labels, topic.scores(words), strict=True))
        mains = dict(zip(theme.labels, theme.log_probabilities(words), strict=True))
        same = known.clause.sentence.block == block
        for name, score in topics.items():
            before = earlier.get(name, 0.0)
            main = mains.get(name, UNKNOWN_MAIN)
            yield place_features(known, name, score, main, before, same_block=same), name, example.gold["themes"]
        earlier = {name: logistic(score) for name, score in topics.items()}
        block = known.clause.sentence.block


def fit(examples: Examples, strength: float, rare: int = 2) -> dict[str, Any]:
    """Fit a logistic regression and give it as it ships; features rarer than `rare` are left out."""
    from sklearn.linear_model import LogisticRegression

    vectorizer, matrix = _matrix([row for row, _ in examples], rare)
    model = LogisticRegression(C=strength, max_iter=3000, random_state=0)
    model.fit(matrix, [label for _, label in examples])
    labels = [str(label) for label in model.classes_]
    return _shipped(
        ["yes"] if labels == ["no", "yes"] else labels, model.coef_, model.intercept_, vectorizer.feature_names_
    )


def fit_each(
    rows: Sequence[Valued], golds: Sequence[Sequence[str]], labels: list[str], strength: float, rare: int = 2
) -> dict[str, Any]:
    """Fit one logistic regression a label, for it or not; a label that is never met keeps a low bias."""
    from sklearn.linear_model import LogisticRegression

    vectorizer, matrix = _matrix(rows, rare)
    coefficients, bias = [], []
    for label in labels:
        is_so = [label in gold for gold in golds]
        if sum(is_so) < 2:
            coefficients.append([0.0] * len(vectorizer.feature_names_))
            bias.append(NEVER_MET)
            continue
        model = LogisticRegression(C=strength, solver="liblinear", random_state=0).fit(matrix, is_so)
        coefficients.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return _shipped(labels, coefficients, bias, vectorizer.feature_names_)


NEVER_MET = -6.0


def _matrix(rows: Sequence[Valued], rare: int) -> tuple[Any, Any]:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer

    counts = Counter(feature for row in rows for feature in row)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: value for f, value in row.items() if counts[f] >= rare} for row in rows])
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return vectorizer, matrix


def _flags(features: Iterable[str]) -> Valued:
    return dict.fromkeys(sorted(features), 1.0)


def _shipped(labels: list[str], coefficients: Any, bias: Any, features: list[str]) -> dict[str, Any]:  # noqa: ANN401
    weights = {}
    for column, feature in enumerate(features):
        row = {str(i): round(UNIT * float(c[column])) for i, c in enumerate(coefficients)}
        kept = {label: weight for label, weight in row.items() if abs(weight) >= SMALLEST}
        if kept:
            weights[feature] = kept
    return {"labels": labels, "bias": [round(UNIT * float(b)) for b in bias], "weights": dict(sorted(weights.items()))}


def _write(folder: Path, name: str, model: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace('},"', '},\n"')
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    sys.stderr.write(f"{name}: {len(model['labels'])} labels, {len(model['weights'])} features\n")


if __name__ == "__main__":
    train(training_names(), FOLDER)
