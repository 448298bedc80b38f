"""Gather an answer as it is written: in memory while it is small, then in a file, up to a limit.

An answer is whole before its first byte is sent, so a limit that it meets always has a status of its own.
"""

import os
import secrets
from pathlib import Path
from typing import BinaryIO

from store.errors import ResultTooLarge, StoreError
from store.result import Answer

INLINE = 1 << 20
"""Bytes up to which an answer stays in memory."""


class Spool:
    """A binary file to write an answer into."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._held: list[bytes] = []
        self._size = 0
        self._file: BinaryIO | None = None
        self._path: Path | None = None

    def write(self, part: bytes) -> int:
        """Take a part. Raises ResultTooLarge over the limit, StoreError where the file can't be written."""
        self._size += len(part)
        if self._size > self._most:
            raise ResultTooLarge.over(self._most, "bytes")
        if self._file is None:
            self._held.append(bytes(part))
            if self._size > INLINE:
                self._roll()
        else:
            self._put(part)
        return len(part)

    def flush(self) -> None:
        """Do nothing: the file is flushed once it is whole."""

    def answer(self, media_type: str) -> Answer:
        """Give what was written."""
        if self._file is None or self._path is None:
            return Answer(media_type, b"".join(self._held))
        self._file.close()
        return Answer(media_type, b"", spooled=str(self._path), size=self._size)

    def discard(self) -> None:
        """Remove what was written."""
        if self._file is not None and self._path is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _roll(self) -> None:
        self._path = self._folder / f"answer-{os.getpid()}-{secrets.token_hex(8)}"
        try:
            self._file = self._path.open("wb")
        except OSError as error:
            raise StoreError(f"{self._folder}: an answer can't be kept there ({error.strerror})") from error
        for part in self._held:
            self._put(part)
        self._held.clear()

    def _put(self, part: bytes) -> None:
        if self._file is None:
            raise ValueError("the file isn't open")
        try:
            self._file.write(part)
        except OSError as error:
            raise StoreError(f"{self._folder}: an answer can't be kept there ({error.strerror})") from error
