"""Fit the small models that ship, on annotated documents: `python -m loaders.train` (needs the `train` extra).

Deterministic: same documents, same rules, same models. The documents in `validation.txt` are never learned from.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders import judge
from loaders.features import clause_features, joint_features, partner_features, theme_features
from loaders.linear import FOLDER
from loaders.model import Clause, Document
from loaders.partners import mentions
from loaders.read import read_document
from loaders.segment import WORD, block_contexts, segment, sentences

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "examples" / "assessments"
GOLD = ROOT / "tests" / "gold"
SMALLEST = 0.03
"""Weights nearer to zero are left out of the file."""

Gold = dict[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its findings and where they stand."""

    document: Document
    findings: tuple[tuple[Span, Gold], ...]
    force: str


def annotated(names: Iterable[str]) -> list[Annotated]:
    """Read documents with their annotations; each finding takes the next occurrence of its quote."""
    read = []
    for name in sorted(names):
        gold = json.loads((GOLD / f"{name}.gold.json").read_text(encoding="utf-8"))
        document = read_document(DOCUMENTS / gold["document"])
        seen: dict[str, int] = {}
        findings = []
        for finding in gold["findings"]:
            pattern = re.compile(r"\s+".join(map(re.escape, finding["quote"].split())))
            match = pattern.search(document.text, seen.get(finding["quote"], 0))
            if match:
                seen[finding["quote"]] = match.end()
                findings.append((match.span(), finding))
        read.append(Annotated(document, tuple(findings), gold["force"]))
    return read


def training_names() -> list[str]:
    """Give the names of the documents to learn from."""
    kept = set((GOLD / "validation.txt").read_text(encoding="utf-8").split())
    return [name for path in GOLD.glob("*.gold.json") if (name := path.name.removesuffix(".gold.json")) not in kept]


def joint_examples(read: Sequence[Annotated]) -> tuple[list[list[str]], list[str]]:
    """Give the joints that annotators decided on: parted where a quote begins or ends there, whole within a quote."""
    rows, labels = [], []
    for known in read:
        spans = [span for span, _ in known.findings]
        text = known.document.text
        for sentence in sentences(known.document, block_contexts(known.document)):
            inside = [span for span in spans if span[0] < sentence.end and span[1] > sentence.start]
            for joint in sentence.joints if inside else ():
                if any(start < joint.left and end > joint.right for start, end in inside):
                    label = "whole"
                elif any(_near(text, joint.right, start) or _near(text, end, joint.left) for start, end in inside):
                    label = "parted"
                else:
                    continue
                rows.append(list(joint_features(known.document, sentence, joint)))
                labels.append(label)
    return rows, labels


def _near(text: str, first: int, second: int) -> bool:
    """Tell whether at most two words stand between two places."""
    return first <= second and len(WORD.findall(text, first, second)) <= 2


def overlap(one: Span, other: Span, text: str) -> float:
    """Give the words in both over the words in either."""
    both = (
        len(WORD.findall(text, max(one[0], other[0]), min(one[1], other[1])))
        if one[0] < other[1] and other[0] < one[1]
        else 0
    )
    either = len(WORD.findall(text, *one)) + len(WORD.findall(text, *other)) - both
    return both / either if either else 0.0


def matched(known: Annotated, clauses: Sequence[Clause]) -> list[tuple[Clause, Gold | None]]:
    """Give each clause the finding it overlaps most, where by half or more."""
    result = []
    for clause in clauses:
        best = max(
            (
                (overlap((clause.start, clause.end), span, known.document.text), i)
                for i, (span, _) in enumerate(known.findings)
            ),
            default=(0.0, 0),
        )
        result.append((clause, known.findings[best[1]][1] if best[0] >= 0.5 else None))
    return result


def fit(rows: list[list[str]], labels: list[str], strength: float, emphasis: tuple[str, ...] = ()) -> dict[str, Any]:
    """Fit a logistic regression and give it as it ships; `strength` is scikit-learn's C.

    Features that begin with a word of `emphasis` are less regularised than single words: they hold for unseen wording.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts: dict[str, int] = {}
    for row in rows:
        for feature in set(row):
            counts[feature] = counts.get(feature, 0) + 1
    kept = [{f: 2.0 if f.startswith(emphasis or ("\0",)) else 1.0 for f in row if counts[f] > 1} for row in rows]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    model = LogisticRegression(C=strength, max_iter=3000, random_state=0).fit(matrix, labels)
    names = vectorizer.feature_names_
    scale = [2.0 if name.startswith(emphasis or ("\0",)) else 1.0 for name in names]
    return _shipped([str(label) for label in model.classes_], model.coef_ * scale, model.intercept_, names)


def _shipped(
    labels: list[str],
    coefficients: Any,  # noqa: ANN401 - scikit-learn has no types
    bias: Any,  # noqa: ANN401
    features: list[str],
) -> dict[str, Any]:
    if len(labels) == 2:
        coefficients, bias = [-coefficients[0] / 2, coefficients[0] / 2], [-bias[0] / 2, bias[0] / 2]
    weights = {}
    for column, feature in enumerate(features):
        row = {str(i): round(float(c[column]), 3) for i, c in enumerate(coefficients) if abs(c[column]) >= SMALLEST}
        if row:
            weights[feature] = row
    return {"labels": labels, "bias": [round(float(b), 4) for b in bias], "weights": dict(sorted(weights.items()))}


def train(names: Iterable[str], folder: Path) -> None:
    """Fit all models on the named documents and write them to a folder."""
    read = annotated(names)
    _write(folder, "joint", fit(*joint_examples(read), strength=0.3))
    judge.use_models(folder)
    kinds: tuple[list[list[str]], list[str]] = ([], [])
    themes: tuple[list[list[str]], list[str]] = ([], [])
    more: tuple[list[list[str]], list[str]] = ([], [])
    changes: tuple[list[list[str]], list[str]] = ([], [])
    partners: tuple[list[list[str]], list[str]] = ([], [])
    for known in read:
        clauses = segment(known.document, judge.parts_here)
        previous: str | None = None
        for clause, gold in matched(known, clauses):
            features = list(clause_features(known.document, clause, judge.sentence_span(clause, clauses)))
            kinds[0].append([*features, f"after={previous}"])
            kinds[1].append(gold["kind"] if gold else "none")
            previous = gold["kind"] if gold else "none"
            if gold:
                _partner_examples(partners, document_text(known, clause), gold, str(known.force))
                about = list(theme_features(known.document, clause, judge.before(known.document, clause)))
                themes[0].append(about)
                themes[1].append(gold["themes"][0])
                changes[0].append(features)
                changes[1].append(gold["change"] or "none")
                for theme in judge.further_candidates(about):
                    if theme != gold["themes"][0]:
                        more[0].append(judge.further_features(about, theme, gold["themes"][0]))
                        more[1].append("yes" if theme in gold["themes"] else "no")
    _write(folder, "kind", fit(*kinds, strength=0.25))
    _write(folder, "theme", fit(*themes, strength=3.0, emphasis=("t=", "h=", "p=", "up=", "l=")))
    _write(folder, "further", fit(*more, strength=0.5))
    _write(folder, "partner", fit(*partners, strength=0.5))
    _write(folder, "change", fit(*changes, strength=0.5))


def document_text(known: Annotated, clause: Clause) -> str:
    """Give the words of a clause."""
    return known.document.text[clause.start : clause.end]


def _partner_examples(examples: tuple[list[list[str]], list[str]], text: str, gold: Gold, own: str) -> None:
    """Take each mention of an organisation as an example: a partner where the annotator marked words of it as one."""
    marked = [partner["mention"] for partner in gold["partners"]]
    for start, end, kind, _ in mentions(text, own):
        examples[0].append(list(partner_features(text, start, end, kind)))
        examples[1].append(
            "yes" if any(text[start:end] in mark or mark in text[start:end] for mark in marked) else "no"
        )


def _write(folder: Path, name: str, model: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace('},"', '},\n"')
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    sys.stderr.write(f"{name}: {len(model['labels'])} labels, {len(model['weights'])} features\n")


if __name__ == "__main__":
    train(training_names(), FOLDER)
