"""Cells of tables that hold sentences are read like paragraphs; figures, grades and labels aren't."""

import pytest

from loaders.extract import extract
from loaders.outline import block_contexts
from loaders.read_html import read_html

OPENING = "<h1>Kent Police</h1><p>PEEL 2021/22</p>"
SAID = "The force should make sure that victims are told what happens in their case."
FOUND = "Investigations are poorly supervised. The force works well with prosecutors."
FORMAL = [
    (f"<tr><th>No</th><th>Area for improvement</th></tr><tr><td>1</td><td>{SAID}</td></tr>", True, "by its column"),
    (f"<tr><td>Area for improvement 1</td><td>{SAID}</td></tr>", True, "by its row"),
    (f"<tr><th>Area</th><th>What we found</th></tr><tr><td>Victims</td><td>{SAID}</td></tr>", False, "neither"),
]


@pytest.mark.parametrize(("rows", "formal", "reason"), FORMAL, ids=[row[2] for row in FORMAL])
def test_a_cell_is_formal_by_what_heads_it(rows: str, formal: bool, reason: str) -> None:
    (finding,) = extract(read_html(f"{OPENING}<table>{rows}</table>", "a.html", "")).findings
    assert (finding.kind, finding.formal, finding.quote) == ("improvement", formal, SAID.rstrip(".")), reason


def test_a_formal_column_makes_nothing_else_formal() -> None:
    page = f"{OPENING}<table>{FORMAL[0][0]}</table><p>The force is good at answering calls from the public.</p>"
    assert [finding.formal for finding in extract(read_html(page, "a.html", "")).findings] == [True, False]


def test_a_cell_inherits_the_heads_of_its_column_and_row_and_its_grade() -> None:
    rows = f"<tr><th>Area</th><th>What we found</th><th>Grade</th></tr><tr><td>Investigating crime</td><td>{FOUND}</td>"
    document = read_html(f"{OPENING}<table>{rows}<td>Good</td></tr></table>", "a.html", "")
    (context,) = [context for context in block_contexts(document) if context.cell]
    assert context.headings[-2:] == ("What we found", "Investigating crime")
    assert context.grade == "good"
    assert len(extract(document).findings) == 2


SHORT = ["Requires improvement", "14,200 calls a year", "How well does the force prevent crime and protect people?"]


@pytest.mark.parametrize("text", SHORT)
def test_short_cells_and_questions_are_not_read(text: str) -> None:
    document = read_html(f"{OPENING}<table><tr><td>Area</td><td>{text}</td></tr></table>", "a.html", "")
    assert not any(context.cell for context in block_contexts(document))
    assert extract(document).findings == ()
