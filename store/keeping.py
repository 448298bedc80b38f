"""Start a keeper (see `keeper`), see that it runs, and end it with all it forked."""

import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from store.errors import CLOSING, StoreError
from store.generations import Folder
from store.keeper import DISK, Keeping
from store.opening import open_reader
from store.wire import pack
from store.worker import Limits

START_SECONDS = 30.0
"""How long a keeper and a worker may take to start."""


class Kept:
    """A running keeper and its folder of sockets. Any process that is told the folder may ask for workers there."""

    def __init__(self, location: Path, limits: Limits, hold: str = "auto") -> None:
        """Start it. Raises StoreError where there is no store."""
        open_reader(Folder(location)).close()
        self.sockets = Path(tempfile.mkdtemp(prefix="peelgraph-"))
        self._keeping = Keeping(location.absolute(), self.sockets, limits, hold)
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self.ensure()

    def ensure(self) -> None:
        """Start it again where it has ended. Raises StoreError where it can't be."""
        with self._lock:
            if self._closed:
                raise StoreError(CLOSING)
            if self._process is not None and self._process.poll() is None:
                return
            self._end()
            (self.sockets / DISK).unlink(missing_ok=True)
            # Apart from `__main__` and from the terminal's Ctrl-C; a new interpreter has no threads, so it may fork.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "store.keeper"], stdin=subprocess.PIPE, bufsize=0, start_new_session=True
            )
            if self._process.stdin is None:
                raise TypeError("the keeper has no standard input")
            self._process.stdin.write(pack(self._keeping))

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()

    def close(self) -> None:
        """End it; workers that answer end when whoever asked them closes."""
        with self._lock:
            self._closed = True
            self._end()
        shutil.rmtree(self.sockets, ignore_errors=True)
