"""The settings, and the description of the web service, which can't fall behind it."""

import re
from pathlib import Path

import pytest

from api.app import create_app
from api.errors import KINDS
from api.settings import SettingError, Settings, describe, from_environment
from store.media import GRAPHS, RESULTS, SUFFIXES

TEXT = (Path(__file__).parent.parent / "docs" / "http.md").read_text(encoding="utf-8")
MADE_BY_NAME = re.compile(r"^/(research|patterns)/[^{]+$")


def test_every_address_is_described() -> None:
    paths = create_app(Settings(token="any")).openapi()["paths"]
    for path in paths:
        told = MADE_BY_NAME.sub(r"/\1/{name}", path)
        assert f"`{told}`" in TEXT, told


def test_every_setting_is_described_with_its_default() -> None:
    for row in describe():
        assert f"| `{row.name}` | `{row.default or '(empty)'}` | {row.sentence} |" in TEXT


def test_every_kind_of_failure_is_described_with_its_status() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ")]
    for kind in KINDS:
        assert any(row.startswith(f"| {kind.status} |") and f"`{kind.name}`" in row for row in rows), kind


def test_every_media_type_and_suffix_is_described() -> None:
    for name in (*RESULTS, *GRAPHS, *(f".{suffix}" for suffix in SUFFIXES)):
        assert f"`{name}`" in TEXT, name


def test_settings_come_from_the_environment_and_flags_win() -> None:
    environment = {"PEELGRAPH_PAGE_SIZE": "7", "PEELGRAPH_WORKERS": "3", "PEELGRAPH_QUERY_SECONDS": "1.5", "HOME": "/"}
    settings = from_environment(environment, workers=5, store=None)
    assert (settings.page_size, settings.workers, settings.query_seconds) == (7, 5, 1.5)
    assert settings.store == Settings().store


WRONG: list[tuple[dict[str, str], dict[str, int | str], str]] = [
    ({"PEELGRAPH_PAGE_SIZE": "many"}, {}, "PEELGRAPH_PAGE_SIZE must be a whole number, not 'many'"),
    ({"PEELGRAPH_QUERY_SECONDS": "soon"}, {}, "PEELGRAPH_QUERY_SECONDS must be a number, not 'soon'"),
    ({"PEELGRAPH_QUERY_SECONDS": "nan"}, {}, "query_seconds must be a number above zero, not nan"),
    ({}, {"workers": 0}, "workers must be a number above zero, not 0"),
    ({}, {"public_url": "example.org"}, "public_url must begin with http:// or https://, not 'example.org'"),
    ({}, {"wrokers": 2}, "no setting is called 'wrokers'"),
]


@pytest.mark.parametrize(("environment", "flags", "message"), WRONG, ids=[row[2] for row in WRONG])
def test_wrong_settings_are_refused_by_name(
    environment: dict[str, str], flags: dict[str, int | str], message: str
) -> None:
    with pytest.raises(SettingError, match=re.escape(message)):
        from_environment(environment, **flags)
