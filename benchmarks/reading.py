"""How fast documents become triples, beside a plain split into sentences of the same files."""

import re
from pathlib import Path

from benchmarks.measure import median_seconds
from loaders.collect import collect
from loaders.extract import extract
from loaders.read import read_document
from loaders.triples import triples
from ontology.iris import Names

ASSESSMENTS = Path(__file__).parent.parent / "examples" / "assessments"


def main() -> None:
    """Print words a second for the whole path and for the peer."""
    sources, _ = collect([ASSESSMENTS])
    words = sum(len(read_document(source.path).text.split()) for source in sources)

    def whole_path() -> None:
        for source in sources:
            triples(extract(read_document(source.path), source.known), Names(), source.known)

    def sentence_split() -> None:
        for source in sources:
            re.split(r"(?<=[.!?])\s+", source.path.read_text(encoding="utf-8"))

    ours, peer = median_seconds(whole_path), median_seconds(sentence_split)
    print(f"reading: {len(sources)} documents, {words:,} words")
    print(f"  file to triples  {words / ours:>12,.0f} words/s")
    print(f"  sentence split   {words / peer:>12,.0f} words/s  ({ours / peer:.0f} times as fast)")
