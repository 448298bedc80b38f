"""Read plain text: characters -> blocks (headings, paragraphs, list items), told apart by their lines."""

import re

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.model import Block, BlockKind, Document

ITEM = re.compile(r"\s*(?:[-*•●▪◦‣·–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
RULE = re.compile(r"\s*([-=_*#~])\1{2,}\s*$")
MARKS = re.compile(r"\s*#{1,6}\s+(?=\S)")
HEADING_WORDS = 16
# A document whose longest line stays under this was wrapped by hand; its paragraphs run over several lines.
WRAPPED_AT_MOST = 130


def read_text(text: str, name: str, digest: str, limits: Limits | None = None) -> Document:
    """The document in a plain text; its text is kept as it is, so offsets are those of the file's characters."""
    if not text.strip():
        raise ReadError(f"{name}: holds no words; fetch it again or leave it out")
    lines = _lines(text)
    wrapped = max(end - start for start, end in lines) <= WRAPPED_AT_MOST
    blocks = tuple(_block(text, run) for run in _runs(text, lines, wrapped=wrapped))
    most = (limits or Limits()).blocks
    if len(blocks) > most:
        raise ReadError(f"{name}: {len(blocks):,} paragraphs, more than the limit of {most:,}; split it")
    return Document(name, text, blocks, digest, "text/plain")


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of every line, without the space around it; an empty line has start == end."""
    result, position = [], 0
    for line in text.split("\n"):
        start = position + len(line) - len(line.lstrip())
        result.append((start, max(start, position + len(line.rstrip()))))
        position += len(line) + 1
    return result


def _runs(text: str, lines: list[tuple[int, int]], *, wrapped: bool) -> list[tuple[int, int]]:
    """Lines put together into blocks: a blank line, a bullet or a short line before ends the one before."""
    longest = max(end - start for start, end in lines)
    runs: list[tuple[int, int]] = []
    open_run = False
    for start, end in lines:
        line = text[start:end]
        if not line or RULE.match(line):
            open_run = False
            continue
        if open_run and wrapped and not ITEM.match(line) and _runs_on(text, runs[-1], line, longest):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        open_run = True
    return runs


def _runs_on(text: str, run: tuple[int, int], line: str, longest: int) -> bool:
    last = text[run[0] : run[1]].rsplit("\n", 1)[-1].strip()
    next_word = len(line.split(maxsplit=1)[0])
    return (len(last) >= 45 and len(last) + 1 + next_word > longest * 0.85) or line[0].islower()


def _block(text: str, run: tuple[int, int]) -> Block:
    start, end = run
    line = text[start:end]
    mark = MARKS.match(line)
    if mark:
        return Block(start + mark.end(), end, "heading", mark.group().count("#"))
    item = ITEM.match(line)
    if item and not _numbered_heading(line, item):
        return Block(start + item.end(), end, "item")
    kind: BlockKind = "heading" if _is_heading(line) else "paragraph"
    return Block(start, end, kind, 2 if kind == "heading" else 0)


def _numbered_heading(line: str, item: re.Match[str]) -> bool:
    return line[:1].isdigit() and line.rstrip().endswith("?") and _is_heading(line[item.end() :])


def _is_heading(line: str) -> bool:
    """A short line that doesn't end as a sentence does."""
    return (
        "\n" not in line and len(line.split()) <= HEADING_WORDS and line[-1] not in '.;:,!”"' and line[:1] not in '“"'
    )
