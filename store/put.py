"""Put a file in place so that a crash leaves the old one or the new one."""

import os
from pathlib import Path


def put(path: Path, text: str) -> None:
    """Replace a file in one step that survives a crash: written aside, synced, renamed."""
    new = aside(path)
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync(path.parent)


def aside(path: Path) -> Path:
    """Give the hidden name under which a file is written first."""
    return path.with_name(f".{path.name}.new")


def sync(folder: Path) -> None:
    """Let the names in a folder survive a crash of the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
