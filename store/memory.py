"""How much memory there is, and whether a generation fits into it."""

from pathlib import Path

BYTES_A_BYTE = 6.0
"""Bytes in memory for each byte on disk, measured at 0.1 to 5 million statements (4.5 to 5.2), with room to spare."""
SHARE = 0.5
"""Of the memory that is free, what a held generation may take: queries need theirs."""


def fits(generation: Path) -> bool:
    """Tell whether a generation's files would fit into memory, by their size. Unknown memory is taken for none."""
    size = sum(path.stat().st_size for path in generation.iterdir() if path.is_file())
    return size * BYTES_A_BYTE <= SHARE * available()


def available() -> int:
    """Give the bytes of memory that are free: the machine's, or what its control group leaves."""
    free = [_machine()]
    group = Path("/sys/fs/cgroup")
    most, used = _number(group / "memory.max"), _number(group / "memory.current")
    if most is not None and used is not None:
        free.append(max(0, most - used))
    return min(free)


def _machine() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        # No control group, or one without a limit ("max").
        return None
