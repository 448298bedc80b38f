"""Hold a generation while it is read, so that pruning leaves its files alone.

The engine opens most of its files when it first needs them, so a folder that is removed under a reader breaks it. A
reader therefore has a shared lock on the folder, and only who gets the exclusive one may remove it. The system lets a
lock go with the process that has it, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Hold:
    """A shared lock on a folder, until it is let go. Raises OSError where the folder is gone or going."""

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(self._handle), folder.stat()):
                raise FileNotFoundError(folder)
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Let the folder go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        """Let go what nobody released."""
        if hasattr(self, "_handle"):
            self.release()


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Tell whether nobody holds a folder, and keep it so meanwhile."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # Also where a file system knows no such locks: nothing is removed that may be in use.
            yield False
        else:
            yield True
    finally:
        os.close(handle)
