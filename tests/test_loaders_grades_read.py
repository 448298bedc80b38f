"""Stated grades of documents that others wrote for training, against what a reader noted in them before any run."""

from collections import Counter
from pathlib import Path

import yaml

from loaders.extract import extract
from loaders.read_html import read_html
from loaders.read_text import read_text
from loaders.written import DOCUMENTS, MARK, MENTION

NOTED = Path(__file__).parent / "samples" / "read_grades.yaml"
PRECISION, RECALL = 0.99, 0.985
"""Floors; they only rise."""


def stated(name: str) -> set[tuple[str, str]]:
    """Give the question and grade of each grade found in a document without its marks."""
    marked = (DOCUMENTS / name).read_text(encoding="utf-8")
    plain = MENTION.sub(lambda match: match["mention"], MARK.sub(lambda match: match["quote"], marked))
    document = read_html(plain, name, "") if name.endswith(".html") else read_text(plain, name, "")
    return {(grade.question, grade.grade) for grade in extract(document).grades}


def test_grades_of_documents_that_others_wrote() -> None:
    counts: Counter[str] = Counter()
    amiss = []
    for name, noted in yaml.safe_load(NOTED.read_text(encoding="utf-8")).items():
        gold, found = set(noted.items()), stated(name)
        counts.update(hit=len(gold & found), gold=len(gold), found=len(found))
        amiss += [f"{name}: missed {one}" for one in sorted(gold - found)]
        amiss += [f"{name}: invented {one}" for one in sorted(found - gold)]
    precision, recall = counts["hit"] / counts["found"], counts["hit"] / counts["gold"]
    told = "\n".join([f"precision {precision:.3f}, recall {recall:.3f}", *amiss])
    assert precision >= PRECISION, told
    assert recall >= RECALL, told
