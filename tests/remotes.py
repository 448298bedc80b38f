"""Real servers on loopback for the tests of stores by URL; each has a folder and ports of its own."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

START_SECONDS = 60
PASSWORD = "loopback-only"  # noqa: S105 - of a server that lives as long as the test
ENVIRONMENT = {"PEELGRAPH_STORE_USER": "dba", "PEELGRAPH_STORE_PASSWORD": PASSWORD}
"""Credentials for Virtuoso's administrator."""
_RUNNING: dict[str, "subprocess.Popen[bytes]"] = {}
INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
TransactionFile = virtuoso.trx
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """Run `oxigraph serve` in memory and give its address."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.fail("the server of the PyPI package oxigraph isn't there: make setup")
    port = free_port()
    with _running([str(program), "serve", "--bind", f"127.0.0.1:{port}", *options], Path.cwd(), port) as address:
        yield address


@contextlib.contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[str]:
    """Run Virtuoso on a new folder and give its address; `rows` is the most it answers with."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.fail("Virtuoso isn't there: apt-get install virtuoso-opensource-7-bin")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=free_port(), http=port, rows=rows), encoding="utf-8")
    command = [program, "+configfile", "virtuoso.ini", "+foreground"]
    # It sets the administrator's password and ends.
    first = [*command, "+pwdold", "dba", "+pwddba", PASSWORD]
    subprocess.run(first, cwd=folder, check=True, capture_output=True, timeout=START_SECONDS)
    with _running(command, folder, port) as address:
        yield address


@contextlib.contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _RUNNING[address] = server
    try:
        until = time.monotonic() + START_SECONDS
        while not _answers(address):
            assert server.poll() is None, f"{command[0]} ended before it had started"
            assert time.monotonic() < until, f"{command[0]} didn't start within {START_SECONDS} s"
            time.sleep(0.05)
        yield address
    finally:
        stop(address)


def stop(address: str) -> None:
    """End the server at an address; one that has ended already is left alone."""
    server = _RUNNING.pop(address, None)
    if server is not None:
        server.kill()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - loopback
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
