"""The container file and the systemd unit: what of them can be tried without a container or a running systemd."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import PREFIX, describe
from cli.main import app

ROOT = Path(__file__).parent.parent
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
UNIT = ROOT / "deploy" / "peelgraph.service"


def test_what_is_copied_is_there_and_the_whole_package_is() -> None:
    copied = [name for row in re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINER, re.MULTILINE) for name in row.split()]
    assert all((ROOT / name).exists() for name in copied)
    listed = re.search(r"only-include = (\[.*\])", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert listed
    assert set(json.loads(listed[1])) <= set(copied)


def test_the_container_runs_as_nobody_in_particular() -> None:
    last = CONTAINER.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d+$", last, re.MULTILINE)


def test_the_health_check_knows_a_ready_service(address: str) -> None:
    found = re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", CONTAINER, re.MULTILINE)
    assert found
    _, *arguments = json.loads(found[1])
    here = [word.replace("http://127.0.0.1:8000", address) for word in arguments]
    assert here != arguments
    assert subprocess.run([sys.executable, *here], check=False).returncode == 0
    gone = [word.replace("127.0.0.1:8000", "127.0.0.1:9") for word in arguments]
    assert subprocess.run([sys.executable, *gone], check=False, capture_output=True).returncode == 1


def test_both_use_commands_and_settings_that_exist() -> None:
    known = {PREFIX + row.name.upper() for row in describe()}
    unit = UNIT.read_text(encoding="utf-8")
    assert set(re.findall(r"PEELGRAPH_[A-Z_]+", CONTAINER + unit)) <= known
    assert "serve" in {command.callback.__name__ for command in app.registered_commands if command.callback}
    assert "peelgraph serve --host" in unit
    assert 'CMD ["serve", "--host"' in CONTAINER


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="NO SYSTEMD: the unit was not verified")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    # The program need not be installed here.
    unit = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8").replace("/opt/peelgraph/bin/peelgraph", sys.executable)
    unit.write_text(text.replace("User=peelgraph", "User=daemon"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if UNIT.name in line] == []
    assert done.returncode == 0
