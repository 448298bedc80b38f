"""`peelgraph load`: documents into the store, one transaction a document."""

import dataclasses
import hashlib
import shlex
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import store as stores
from cli import console
from cli.bounds import DOCUMENTS, HostOption, LimitOption, limits
from cli.console import ReviewBelowOption, StoreOption
from cli.gather import gather
from cli.profiles import ProfileOption, read_by
from cli.reading import Readers
from cli.second import EstimateOption, ReaderChoice, ReaderOption, estimates, second_reader, tell_second
from loaders.collect import Source
from loaders.errors import LoadError
from loaders.model import Assessment, Notice
from loaders.reading import REVIEW_BELOW, reading
from loaders.triples import assessment_iri, triples
from ontology.iris import Names
from ontology.kinds import KINDS
from ontology.reviews import DECISIONS, Decision, decisions_of, reviews_graph
from ontology.settle import settle
from ontology.terms import DCTERMS, PEEL, PROV
from queries.plain import lexical
from store import Reader, Writer

if TYPE_CHECKING:
    from loaders.second.read import SecondReader

EXAMPLE = "Example: `peelgraph load examples/assessments --store peelgraph-data`"
LOADED = f"""
SELECT ?graph ?name ?digest ?reading WHERE {{
  ?graph a {PEEL.Assessment} ; {DCTERMS.identifier} ?name ; {PEEL.contentDigest} ?digest .
  ?run {PROV.used} ?graph ; {DCTERMS.identifier} ?reading .
}}"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the store holds of a document: the digest of its bytes and the name of the reading."""

    graph: str
    name: str
    digest: str
    reading: str


def load(
    paths: Annotated[list[str], typer.Argument(help=DOCUMENTS, show_default=False)],
    manifest: Annotated[
        Path | None, typer.Option(help="A CSV that gives what documents don't state; goes before their folder's own.")
    ] = None,
    store: StoreOption = console.DEFAULT_STORE,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes that read documents at once.")] = 1,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a document whose content changed take the place of the loaded one.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report; write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse documents with warnings, too.")] = False,
    review_below: ReviewBelowOption = REVIEW_BELOW,
    reader: ReaderOption = ReaderChoice.rules,
    estimate: EstimateOption = False,
    limit: LimitOption = None,
    allow_host: HostOption = None,
    profile: ProfileOption = None,
) -> None:
    """Load assessments into the store and report what was found, what was refused and why.

    A document that is loaded already is left alone; one that can't be read is refused, and the rest go on.
    """
    with console.refusals(), Readers(jobs, limits(limit)) as readers:
        second = second_reader(reader, estimate=estimate)
        gathered = read_by(gather(paths, manifest, readers, allow_host or ()), profile)
        if estimate:
            estimates(readers.read(gathered[0]), second, only=True)
            return
        with _opened(store, dry=dry_run) as opened:
            found = _load_all(opened, gathered, readers, review_below, second, store, replace=replace, strict=strict)
    if any(notice.severity == "error" for notice in found):
        raise typer.Exit(1)


def _opened(store: str, *, dry: bool) -> AbstractContextManager[Reader | None]:
    """Open the store to write; for a dry run to read, where there is one."""
    if not dry:
        return stores.open(store, write=True)
    return stores.open(store) if stores.exists(store) else nullcontext()


def _load_all(
    opened: Reader | None,
    gathered: tuple[tuple[Source, ...], tuple[Notice, ...]],
    readers: Readers,
    review_below: float,
    second: "SecondReader | None",
    store: str,
    *,
    replace: bool,
    strict: bool,
) -> list[Notice]:
    names = Names()
    sources, collected = gathered
    notices = list(collected)
    writer = opened if isinstance(opened, Writer) else None
    held = _held(opened)
    fresh = [source for source in sources if not _unchanged(source, held, review_below, second)]
    standing = {source.shown: "same" for source in sources if source not in fresh}
    estimates(readers.read(fresh) if second else (), second)
    counts: dict[str, Counter[str]] = {}
    states: Counter[str] = Counter()
    taken = 0
    with _progress() as progress:
        task = progress.add_task("reading", total=len(fresh))
        for source, read in readers.read(fresh):
            progress.advance(task)
            outcome = (
                read
                if isinstance(read, Notice)
                else _refusal(read, source, held, names, replace=replace, strict=strict)
            )
            if isinstance(read, Assessment):
                notices += [notice for notice in read.notices if notice.severity == "warning"]
                standing |= _standing(read, source, held, names)
            if outcome is not None or isinstance(read, Notice):
                notices += [outcome] if outcome else []
                continue
            if second:
                read = second.read(read)
                notices += read.notices
            states.update(_take(writer, read, source, names, review_below))
            judged = " and ".join(read.metadata.forces) or str(read.metadata.force)
            counts.setdefault(judged, Counter()).update(f.kind for f in read.findings)
            taken += 1
    # A load that was cut short may have left documents that no reader sees yet.
    if writer is not None and (taken or writer.ahead):
        writer.publish()
    if writer is None:
        console.write_rows(("document", "in the store"), sorted(standing.items()), console.TableFormat.table)
    _report(counts, taken, len(sources) - len(fresh), notices, dry=writer is None)
    _tell_review(states, store, dry=writer is None)
    tell_second(second)
    return notices


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console.messages(),
    )


def _held(opened: Reader | None) -> dict[str, Loaded]:
    if opened is None:
        return {}
    rows = (Loaded(*map(lexical, row)) for row in opened.select(LOADED).rows)
    return {row.graph: row for row in rows}


def _unchanged(source: Source, held: dict[str, Loaded], review_below: float, second: "SecondReader | None") -> bool:
    candidates = [row for row in held.values() if row.name == source.path.name]
    if not candidates or not source.path.is_file():
        return False
    with source.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    same = (digest, reading(source.known, review_below, second.name if second else ""))
    return any((row.digest, row.reading) == same for row in candidates)


def _standing(read: Assessment, source: Source, held: dict[str, Loaded], names: Names) -> dict[str, str]:
    """Say of a document how it stands to the store; of one that has no place in it, nothing."""
    try:
        present = held.get(assessment_iri(read, names))
    except LoadError:
        return {}
    if present is None:
        return {source.shown: "new"}
    return {source.shown: "changed" if present.digest != read.document.sha256 else "same, would be read anew"}


def _refusal(
    read: Assessment, source: Source, held: dict[str, Loaded], names: Names, *, replace: bool, strict: bool
) -> Notice | None:
    """Say why an assessment may not be taken, or None where it may."""
    file = source.shown
    lacking = next((notice for notice in read.notices if notice.severity == "error"), None)
    if lacking:
        return dataclasses.replace(lacking, file=file)
    if strict and read.notices:
        return Notice("error", file, "", "refused because of its warnings (--strict)")
    try:
        present = held.get(assessment_iri(read, names))
    except LoadError as error:
        return Notice("error", file, "", str(error))
    if present and present.digest != read.document.sha256 and not replace:
        return Notice("error", file, "", f"{present.graph} is loaded with other content; use --replace to replace it")
    return None


def _take(writer: Writer | None, read: Assessment, source: Source, names: Names, review_below: float) -> Counter[str]:
    """Write an assessment, with what people decided on its findings applied; count the review states."""
    iri, quads = assessment_iri(read, names), triples(read, names, source.known, review_below)
    decisions: tuple[Decision, ...] = ()
    if writer is not None:
        decisions = decisions_of(writer.graph(reviews_graph(iri)))
        quads = settle(quads, decisions)
        writer.replace(iri, quads)
    states = Counter(lexical(quad.object).rpartition("/")[2] for quad in quads if quad.predicate == PEEL.reviewState)
    found = {lexical(quad.subject) for quad in quads if quad.predicate == PEEL.reviewState}
    last = {known.finding: known.decision for known in sorted(decisions, key=lambda known: known.order)}
    states["gone"] = sum(decision != "rejected" for finding, decision in last.items() if finding not in found)
    return states


def _report(counts: dict[str, Counter[str]], taken: int, unchanged: int, notices: list[Notice], *, dry: bool) -> None:
    console.tell(dict.fromkeys(notices))
    refused = len({notice.file for notice in notices if notice.severity == "error"})
    if counts:
        rows = [_row(force, counts[force]) for force in sorted(counts)]
        rows.append(_row("all", sum(counts.values(), Counter())))
        console.write_rows(("force", *KINDS, "findings"), rows, console.TableFormat.table)
    verb = "would be loaded" if dry else "loaded"
    console.messages().print(f"{taken} {verb}, {unchanged} loaded already, {refused} refused")


def _tell_review(states: Counter[str], store: str, *, dry: bool) -> None:
    if dry:
        if states["needs-review"]:
            console.messages().print(f"{states['needs-review']} would be marked for review")
        return
    decided = sum(states[name] for name in DECISIONS)
    reopened = states["reopened"] + states["gone"]
    if decided or reopened:
        console.messages().print(f"{decided} decisions hold, {reopened} are open again because their passage changed")
    if reopened or states["needs-review"]:
        where = "" if store == console.DEFAULT_STORE else f" --store {shlex.quote(store)}"
        told = f"{states['needs-review'] + reopened} to review: peelgraph review{where}"
        console.messages().print(told, soft_wrap=True, markup=False)


def _row(force: str, counted: Counter[str]) -> tuple[object, ...]:
    return (force, *(counted[kind] for kind in KINDS), counted.total())
