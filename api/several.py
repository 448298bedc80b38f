"""Serve with several processes on one store: a parent owns the address and the keeper, each child runs the application.

A child that dies is replaced. A child ends when its parent goes, however it goes: its standard input closes then.
"""

import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn

from api import logs
from api.app import create_app
from api.metrics import NUMBERS
from api.server import Config
from api.settings import Settings
from store.errors import StoreError
from store.keeping import Kept
from store.remote.access import is_remote
from store.wire import LENGTH, pack

_LOG: Final = logging.getLogger("peelgraph.several")
_LOOK_SECONDS: Final = 0.2
_AGAIN_SECONDS: Final = 1.0
"""How long a child must have run for the next to be started at once."""
_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes' numbers are put together, as prometheus_client calls it."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a child is told."""

    settings: Settings
    sockets: Path
    listener: int


def serve(settings: Settings, listener: socket.socket, count: int) -> None:
    """Run `count` processes until SIGTERM or SIGINT; each has all of `workers`. Raises StoreError without a store."""
    if is_remote(settings.store):
        raise StoreError(f"{settings.store}: several web workers serve a folder; serve a store by URL with one")
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)
    kept = Kept(Path(settings.store), settings.limits, settings.hold)
    numbers = kept.sockets / NUMBERS
    numbers.mkdir()
    told = _Told(settings, kept.sockets, listener.fileno())
    children: list[subprocess.Popen[bytes]] = []
    try:
        children = [_start(told, numbers) for _ in range(count)]
        _tend(children, told, numbers, kept, stop)
    finally:
        _end(children, settings.shutdown_seconds)
        kept.close()


def _tend(
    children: list[subprocess.Popen[bytes]], told: _Told, numbers: Path, kept: Kept, stop: threading.Event
) -> None:
    started = time.monotonic()
    while not stop.wait(_LOOK_SECONDS):
        try:
            kept.ensure()
        except OSError as error:
            _LOG.error("the process that keeps the store can't be started: %s", error)
        for place, child in enumerate(children):
            if child.poll() is None or time.monotonic() - started < _AGAIN_SECONDS:
                continue
            _LOG.warning("web worker %s ended with %s and is replaced", child.pid, child.returncode)
            _hang_up(child)
            children[place], started = _start(told, numbers), time.monotonic()


def _start(told: _Told, numbers: Path) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "api.several"],
        stdin=subprocess.PIPE,
        bufsize=0,
        pass_fds=(told.listener,),
        start_new_session=True,
        env={**os.environ, _FOLDER: str(numbers)},
    )
    if child.stdin is None:
        raise TypeError("a web worker has no standard input")
    with suppress(BrokenPipeError):
        child.stdin.write(pack(told))
    return child


def _hang_up(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        child.stdin.close()


def _end(children: list[subprocess.Popen[bytes]], seconds: float) -> None:
    """Let children finish what they answer, then end them."""
    for child in children:
        child.terminate()
    until = time.monotonic() + seconds + 2
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        child.kill()
        child.wait()
        _hang_up(child)


def main() -> None:
    """Run one child; what it is told comes on standard input, which stays open as long as it is wanted."""
    (length,) = LENGTH.unpack(os.read(0, LENGTH.size))
    taken = b""
    while len(taken) < length:
        piece = os.read(0, length - len(taken))
        if not piece:
            sys.exit(1)
        taken += piece
    told = pickle.loads(taken)  # noqa: S301 - of the process that started this one
    settings: Settings = told.settings
    logs.configure(settings.log_format, settings.log_level)
    threading.Thread(target=_end_with_parent, args=(settings.shutdown_seconds,), daemon=True).start()
    listener = socket.socket(fileno=told.listener)
    with suppress(StoreError):
        uvicorn.Server(Config(create_app(settings, told.sockets), settings)).run(sockets=[listener])


def _end_with_parent(seconds: float) -> None:
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(seconds + 1)
    os._exit(1)


if __name__ == "__main__":
    # Under its own name, by which the parent pickled what it tells.
    from api.several import main as start

    start()
