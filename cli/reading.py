"""Read documents for the commands that need them: in this process, or in several."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from loaders.collect import Source
from loaders.errors import ReadError
from loaders.extract import extract
from loaders.model import Assessment, Notice
from loaders.read import read_document


def read_all(sources: Iterable[Source], jobs: int = 1) -> Iterator[tuple[Source, Assessment | Notice]]:
    """Give each document's assessment, or why it was refused, in the order asked; `jobs` processes read at once."""
    listed = list(sources)
    if jobs == 1:
        yield from zip(listed, map(read_one, listed), strict=True)
        return
    # Spawned, not forked: a forked child of a process that has a store open hangs.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from zip(listed, pool.map(read_one, listed, chunksize=4), strict=True)


def read_one(source: Source) -> Assessment | Notice:
    """Give a document's assessment, whose own notices tell what it lacks, or the notice that it can't be read."""
    try:
        return extract(read_document(source.path), source.known)
    except ReadError as error:
        return Notice("error", str(source.path), "", str(error).removeprefix(f"{source.path}: "))
