"""The service as processes: it stops with grace, leaves nothing behind, and a process that dies is replaced."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
MARK = "PEELGRAPH_TEST_MARK"
POST = b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\nContent-Length: 7\r\n\r\nASK"


@dataclass(frozen=True)
class Run:
    process: subprocess.Popen[bytes]
    port: int
    mark: str
    scratch: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def processes(self, word: str = "") -> set[int]:
        """All processes that were started by this service, however far down, whose command has the word."""
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                marked = f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes().split(b"\0")
                if marked and word.encode() in (folder / "cmdline").read_bytes():
                    found.add(int(folder.name))
        return found


def until(true: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it didn't come about in time"
        time.sleep(0.05)


@contextlib.contextmanager
def running(store: Path, scratch: Path, count: int) -> Iterator[Run]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mark = uuid.uuid4().hex
    scratch.mkdir()
    environment = {**os.environ, MARK: mark, "TMPDIR": str(scratch), "PEELGRAPH_LOG_FORMAT": "json"}
    environment["PEELGRAPH_LOG_LEVEL"] = "info"
    command = [sys.executable, "-c", "from cli.main import main; main()", "serve", "--port", str(port)]
    command += ["--store", str(store), "--web-workers", str(count)]
    with (scratch.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    run = Run(process, port, mark, scratch)
    try:
        until(lambda: process.poll() is not None or ready(run), 60)
        yield run
    finally:
        process.kill()
        process.wait()
        until(lambda: not run.processes())


def ready(run: Run) -> bool:
    try:
        return httpx.get(f"{run.address}/health/ready", timeout=20).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("count", [1, 2])
def test_running_requests_finish_and_nothing_is_left(served_store: Path, tmp_path: Path, count: int) -> None:
    with running(served_store, tmp_path / "t", count) as run:
        with socket.create_connection(("127.0.0.1", run.port)) as client:
            client.sendall(POST)
            time.sleep(0.3)
            run.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert run.process.poll() is None
            client.sendall(b" { }")
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
        run.process.wait(12)
        until(lambda: not run.processes(), 3)
        assert list(run.scratch.iterdir()) == []
        assert b'"path": "/health/ready"' in (tmp_path / "log").read_bytes()


@pytest.mark.parametrize("count", [1, 2])
def test_a_killed_service_leaves_nothing(served_store: Path, tmp_path: Path, count: int) -> None:
    with running(served_store, tmp_path / "t", count) as run:
        assert len(run.processes()) > count
        run.process.kill()
        until(lambda: not run.processes(), 5)
        assert list(run.scratch.iterdir()) == []


def test_a_web_worker_that_dies_is_replaced_and_all_are_counted(served_store: Path, tmp_path: Path) -> None:
    with running(served_store, tmp_path / "t", 2) as run:
        before = run.processes("api.several")
        assert len(before) == 2
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(run.processes("api.several") - before) == 1)
        for _ in range(30):
            assert httpx.get(f"{run.address}/sparql?query=ASK%7B%7D").status_code == 200
        told = httpx.get(f"{run.address}/metrics").text
        assert 'peelgraph_requests_total{method="GET",route="/sparql",status="200"} 30.0' in told
        keeper = min(run.processes("store.keeper"))
        os.kill(keeper, signal.SIGKILL)
        until(lambda: ready(run))
