"""Patterns: files of rules (YAML) and the regular expressions in them, checked as they are read."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from loaders.errors import RuleError

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRAIGHT: Final = tuple(zip("’‘“”\u00a0", "''\"\" ", strict=True))


def plain(text: str) -> str:
    """Give a text with straight apostrophes and quotation marks, letter for letter as long as before."""
    if text.isascii():
        return text
    for curly, straight in _STRAIGHT:
        text = text.replace(curly, straight)  # many times as fast as str.translate
    return text


def load_yaml(path: Path, kind: type) -> Any:  # noqa: ANN401 - YAML gives what the file holds
    """Give what a file of rules holds. Raises RuleError where it is unreadable, empty or of another kind."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, in C where it is
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleError(f"{path}: can't be read: {error}") from error
    if not isinstance(loaded, kind) or not loaded:
        raise RuleError(f"{path}: must hold a {kind.__name__}")
    return loaded


def compiled(pattern: str, place: str, *, case: bool = False) -> re.Pattern[str]:
    """Compile a pattern, case ignored unless told otherwise. Raises RuleError naming the place."""
    try:
        return re.compile(pattern, re.NOFLAG if case else re.IGNORECASE)
    except (re.error, TypeError) as error:
        raise RuleError(f"{place}: {pattern!r} is no regular expression: {error}") from error


def any_of(patterns: Iterable[str], place: str, *, words: bool = True) -> re.Pattern[str]:
    """Compile one pattern for any of several; `words` asks for a whole word. With none, it matches nothing."""
    joined = "|".join(f"(?:{compiled(pattern, place).pattern})" for pattern in patterns) or "(?!)"
    return compiled(rf"\b(?:{joined})\b" if words else joined, place)


def known(names: Iterable[str], allowed: Iterable[str], place: str) -> None:
    """Raise RuleError where a name isn't among those allowed."""
    allowed = set(allowed)
    unknown = sorted(set(names) - allowed)
    if unknown:
        raise RuleError(f"{place}: unknown {', '.join(unknown)}; known are {', '.join(sorted(allowed))}")


def has_keys(entry: object, needed: set[str], place: str, optional: frozenset[str] = frozenset()) -> None:
    """Raise RuleError where an entry lacks a key it needs, or has one that nobody reads."""
    if not isinstance(entry, Mapping):
        raise RuleError(f"{place}: must hold the keys {', '.join(sorted(needed))}")
    wrong = [f"lacks {', '.join(sorted(needed - set(entry)))}"] if needed - set(entry) else []
    wrong += [f"has unknown {', '.join(sorted(map(str, spare)))}"] if (spare := set(entry) - needed - optional) else []
    if wrong:
        raise RuleError(f"{place}: {' and '.join(wrong)}; the keys are {', '.join(sorted(needed | optional))}")
