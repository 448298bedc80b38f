"""`peelgraph extract`: findings without a store."""

import dataclasses
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import console
from cli.bounds import DOCUMENTS, HostOption, LimitOption, limits
from cli.console import ReviewBelowOption
from cli.explain import explain as show_reasons
from cli.gather import gather
from cli.profiles import ProfileOption, read_by
from cli.reading import Readers
from cli.second import EstimateOption, ReaderChoice, ReaderOption, estimates, read_again, second_reader, tell_second
from loaders.errors import LoadError
from loaders.form import as_json
from loaders.model import Assessment, Notice
from loaders.reading import REVIEW_BELOW
from loaders.triples import triples
from ontology.iris import Names

EXAMPLE = "Example: `peelgraph extract examples/assessments/gwent-2025-modern.txt --format jsonl`"


class ExtractFormat(StrEnum):
    """How findings are written."""

    table = "table"
    jsonl = "jsonl"
    turtle = "turtle"


def extract(
    files: Annotated[list[str], typer.Argument(help=DOCUMENTS, show_default=False)],
    form: Annotated[ExtractFormat, typer.Option("--format", help="How findings are written.")] = ExtractFormat.table,
    manifest: Annotated[Path | None, typer.Option(help="A CSV that gives what documents don't state.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes that read documents at once.")] = 1,
    explain: Annotated[bool, typer.Option("--explain", help="Show on the text why each finding was found.")] = False,
    review_below: ReviewBelowOption = REVIEW_BELOW,
    reader: ReaderOption = ReaderChoice.rules,
    estimate: EstimateOption = False,
    limit: LimitOption = None,
    allow_host: HostOption = None,
    profile: ProfileOption = None,
) -> None:
    """Print the findings of documents. `jsonl` gives one object a document, with `start` and `end` offsets."""
    with console.refusals(), Readers(jobs, limits(limit)) as readers:
        second = second_reader(reader, estimate=estimate)
        sources, collected = read_by(gather(files, manifest, readers, allow_host or ()), profile)
        notices = list(collected)
        if estimates(readers.read(sources) if second else (), second, only=estimate):
            return
        for source, read in read_again(readers.read(sources), second):
            if isinstance(read, Notice):
                notices.append(read)
                continue
            # What keeps a document out of the graph (no force, no programme) doesn't keep its findings from view.
            notices += [dataclasses.replace(notice, severity="warning") for notice in read.notices]
            try:
                _write(read, form, review_below, explain=explain)
            except LoadError as error:
                notices.append(Notice("error", source.shown, "", str(error)))
    console.tell(dict.fromkeys(notices))
    tell_second(second)
    if any(notice.severity == "error" for notice in notices):
        raise typer.Exit(1)


def _write(read: Assessment, form: ExtractFormat, review_below: float, *, explain: bool) -> None:
    if form is ExtractFormat.jsonl:
        sys.stdout.write(json.dumps(as_json(read, review_below if explain else None), ensure_ascii=False) + "\n")
    elif form is ExtractFormat.turtle:
        sys.stdout.write(_turtle(read, review_below))
    else:
        known = read.metadata
        heading = (
            read.document.name,
            " and ".join(known.forces) or known.force,
            known.programme,
            known.inspectorate,
            known.inspector,
            known.published,
        )
        console.output().print(" · ".join(part or "not stated" for part in heading), markup=False)
        if explain:
            show_reasons(read, review_below)
            return
        rows = [
            (f.kind, ", ".join(f.themes), f.change, f"{f.confidence:.2f}", " ".join(f.quote.split()))
            for f in read.findings
        ]
        console.write_rows(("kind", "themes", "change", "sure", "quote"), rows, console.TableFormat.table)


def _turtle(read: Assessment, review_below: float) -> str:
    from pyoxigraph import RdfFormat, serialize

    from ontology.terms import PREFIXES

    said = (quad.triple for quad in triples(read, Names(), review_below=review_below))
    data = serialize(said, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    return data.decode("utf-8") if data else ""
