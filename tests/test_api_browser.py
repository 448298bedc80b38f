"""The pages in a real browser: they load without an error and look at nothing outside this server."""

import subprocess
from pathlib import Path

import pytest

PAGES = [
    ("/", "What inspectorates found"),
    ("/forces", "Cleveland Police"),
    ("/themes", "Domestic abuse"),
    ("/research", "Research queries"),
    ("/patterns/shared-weaknesses", "How to read it"),
    ("/def", "peel:Finding"),
    ("/doc/force/cleveland", "What points at it"),
    ("/doc/partner/hostile", "onload=alert(1)"),
    ("/sparql?query=SELECT%20%3Fs%20WHERE%20%7B%20%3Fs%20a%20%3Ft%20%7D%20LIMIT%203", "3 rows"),
    ("/dataset", "Things of each class"),
    ("/dumps", "the newest first"),
    ("/docs", "Every address"),
    ("/nowhere", "Nothing is known under this address"),
]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
)
PNG = b"\x89PNG\r\n\x1a\n"


def run(browser: str, folder: Path, *arguments: str) -> str:
    command = [browser, *FLAGS.split(), f"--user-data-dir={folder / 'profile'}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.mark.browser
@pytest.mark.parametrize(("path", "expected"), PAGES, ids=[row[0].partition("?")[0] for row in PAGES])
def test_a_page_shows_what_it_should(browser: str, address: str, tmp_path: Path, path: str, expected: str) -> None:
    shown = run(browser, tmp_path, "--dump-dom", f"{address}{path}")
    assert expected in shown
    assert "<script" not in shown


@pytest.mark.browser
def test_a_narrow_screen_gets_a_picture_too(browser: str, address: str, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    run(browser, tmp_path, "--window-size=400,900", f"--screenshot={picture}", f"{address}/forces")
    assert picture.read_bytes().startswith(PNG)
