"""Reading: name a way of reading, so that what was read in the same way need not be read again."""

import hashlib
from functools import cache
from pathlib import Path

from loaders.model import Metadata
from ontology.iris import digest

REVIEW_BELOW = 0.6
"""Findings less sure than this are marked for a person: about a seventh of all, of which two in five are right."""
UNREAD = frozenset({"__pycache__", "training"})
"""Folders of ours that reading doesn't use: what the models were fitted on shows in the models."""


def reading(known: Metadata | None, review_below: float = REVIEW_BELOW, reader: str = "") -> str:
    """Name a way of reading: the digest of our code, our rules, what the manifest says and when to ask a person.

    `reader` is `Assessment.reader`. Two readings of the same bytes with the same name give the same graph.
    """
    return digest(_reader(), repr(known), repr(review_below), reader)


@cache
def _reader() -> str:
    folder = Path(__file__).parent
    files = [file for file in folder.rglob("*") if file.is_file() and UNREAD.isdisjoint(file.parts)]
    files += (folder.parent / "ontology").rglob("*.csv")
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()
