"""Keep: answers had before, by the hash of document, prompt and model, so that none is paid for twice."""

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ontology.errors import PeelgraphError

LARGEST: Final = 50_000_000
"""Bytes of an entry that is opened; no answer is that large."""


class KeepError(PeelgraphError):
    """An entry that is damaged or can't be written: which file, what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """A folder of answers, one file each; the key of the service is in none of them."""

    folder: Path

    def path(self, key: str) -> Path:
        """Give the file of an answer."""
        return self.folder / key[:2] / f"{key}.json"

    def get(self, key: str) -> str | None:
        """Give the answer kept under a key, None where there is none. Raises KeepError where its file is damaged."""
        path = self.path(key)
        try:
            if path.stat().st_size > LARGEST:
                raise KeepError(f"{path}: is too large for an answer")
            held = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            raise KeepError(f"{path}: can't be read ({type(error).__name__})") from error
        content = held.get("answer") if isinstance(held, dict) else None
        if not isinstance(content, str) or held.get("key") != key or held.get("sha256") != _sha256(content):
            raise KeepError(f"{path}: isn't what was kept")
        return content

    def put(self, key: str, model: str, content: str) -> None:
        """Keep an answer; a reader never sees half of it. Raises KeepError where it can't be written."""
        path = self.path(key)
        held = {"key": key, "model": model, "sha256": _sha256(content), "answer": content}
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(held), encoding="ascii")
            part.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise KeepError(f"{path}: can't be written ({error.strerror})") from error


def key_of(document: str, prompt: str, model: str) -> str:
    """Give the key of an answer: the hash of the document's own (SHA-256), the whole prompt and the model's name."""
    return _sha256("\x1f".join([document, prompt, model]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
