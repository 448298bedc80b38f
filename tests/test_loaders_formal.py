"""Where a formal list begins and ends, in the layouts of reports: which blocks are formal, and why."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.model import Document
from loaders.outline import block_contexts
from loaders.read_html import read_html
from loaders.read_text import read_text


def formal(page: str) -> dict[str, str]:
    """Give the formal blocks of a page (its lines are headings, paragraphs, "- " bullets), by how they begin."""
    document: Document = read_html(page, "a.html", "") if page.startswith("<") else read_text(page, "a.txt", "")
    told = zip(document.blocks, block_contexts(document), strict=True)
    return {document.text[block.start : block.end][:9]: context.formal for block, context in told if context.formal}


LISTS = yaml.safe_load((Path(__file__).parent / "samples" / "formal_lists.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row["reason"])
def test_formal_lists(row: dict[str, Any]) -> None:
    assert formal(row["page"]) == row["formal"], row["reason"]


SKIPPED = [
    ("About the data", "how the inspection works"),
    ("Cookies on this site", "a banner"),
    ("Glossary of terms", "words explained"),
    ("Other inspections", "another page"),
]
READ = [
    ("Contact management", "how calls are handled"),
    ("Sharing information", "work with others"),
    ("Home visits", "visits to offenders"),
]


@pytest.mark.parametrize(("heading", "reason"), SKIPPED, ids=[row[1] for row in SKIPPED])
def test_sections_about_the_page_are_passed_over(heading: str, reason: str) -> None:
    document = read_text(f"{heading}\n\nThe force must help us.\n", "a.txt", "")
    assert block_contexts(document)[-1].skipped, reason


@pytest.mark.parametrize(("heading", "reason"), READ, ids=[row[1] for row in READ])
def test_sections_that_only_sound_so_are_read(heading: str, reason: str) -> None:
    document = read_text(f"{heading}\n\nThe force must help us.\n", "a.txt", "")
    assert not block_contexts(document)[-1].skipped, reason
