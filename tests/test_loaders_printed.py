"""The bundled pages as a browser prints them: what is found in the PDF is what is found in the page."""

import difflib
import subprocess
from pathlib import Path

import pytest

from loaders.extract import extract
from loaders.read import read_document

ASSESSMENTS = Path(__file__).parent.parent / "examples" / "assessments"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
)
STYLES = {
    "a column, filled out": "body { font: 11pt serif; text-align: justify; hyphens: auto }",
    "two columns": "body { font: 10pt sans-serif; columns: 2; text-align: justify } h1 { column-span: all }",
}
PRINTED = ["hampshire-2018-pillar", "avon-and-somerset-2025-modern", "north-wales-2018-pillar"]
"""Prose and lists; tables of grades; lists within lists."""


@pytest.mark.browser
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_page_says_what_the_page_says(browser: str, tmp_path: Path, name: str, style: str) -> None:
    page = tmp_path / f"{name}.html"
    markup = (ASSESSMENTS / page.name).read_text(encoding="utf-8").replace("<html", "<html lang=en-GB", 1)
    page.write_text(f"{markup}<style>nav, footer, form {{ display: none }} {style}</style>", encoding="utf-8")
    command = [
        browser,
        *FLAGS.split(),
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={name}.pdf",
        str(page),
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    written, printed = read_document(ASSESSMENTS / page.name), read_document(tmp_path / f"{name}.pdf")
    before, after = ([w for w in document.text.split() if w != "•"] for document in (written, printed))
    assert difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() > 0.99
    told = [{" ".join(f.quote.split()): f.kind for f in extract(document).findings} for document in (written, printed)]
    same = set(told[0].items()) & set(told[1].items())
    assert len(same) >= 0.95 * max(map(len, told))
