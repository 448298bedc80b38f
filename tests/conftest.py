"""Fixtures that several parts' tests share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import served

from api.settings import Settings


@pytest.fixture(scope="session")
def served_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the ontology, the reference data and the gold corpus; nobody writes to it."""
    return served.make_store(tmp_path_factory.mktemp("served") / "store")


@pytest.fixture(scope="session")
def address(served_store: Path) -> Iterator[str]:
    """The address of a server over that store, with limits that tests can reach."""
    limits = {"query_seconds": 3.0, "query_bytes": 5_000, "body_bytes": 20_000, "result_bytes": 2_000_000}
    with served.serving(Settings(store=str(served_store), page_size=10, **limits)) as found:  # type: ignore[arg-type]
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """An HTTP client of that server; it follows no redirect and accepts anything unless told otherwise."""
    with httpx.Client(base_url=address, timeout=30) as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> str:
    """The command of a headless browser; CI must have one."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI must have a Chromium: apt-get install chromium")
    if found is None:
        pytest.skip(
            "NO BROWSER: pages were neither looked at nor printed; apt-get install chromium to have them tested"
        )
    return found
