"""`peelgraph review show`: one finding with its passage, what was read and why, and what was decided."""

from typing import Annotated

import typer
from rich.padding import Padding

import store as stores
from cli import console
from cli.console import StoreOption
from ontology.iris import DEFAULT_BASE
from ontology.reviews import Decision, Reading
from ontology.rulings import partner_text
from ontology.spans import spans
from queries import reviewing
from queries.reviewing import Shown


def add_to(app: typer.Typer) -> None:
    """Give the command to the group."""
    app.command("show", epilog="Example: `peelgraph review show 6406d27c288d7388`")(show)


def show(
    finding: Annotated[str, typer.Argument(help="A finding's IRI, or the end of it, such as its hash.")],
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Show one finding: its passage, what was read and why, and what was decided."""
    with console.refusals(), stores.open(store) as reader:
        tell(reviewing.show(reader, reviewing.named(reader, finding)))


def tell(shown: Shown) -> None:
    """Write one finding for people."""
    out, now = console.output(), shown.now
    out.print(shown.finding.removeprefix(DEFAULT_BASE), style="bold", markup=False)
    if now is None:
        out.print("gone: its document doesn't hold these words any more", style="red")
    else:
        for passage in shown.passages:
            marked = console.printable(_marked(passage, now.quote))
            out.print(Padding(" ".join(marked.split()), (1, 0, 1, 2), expand=False), markup=False)
        facts = reading_text(now.reading) if now.reading else "no finding"
        out.print(f"{now.state}: {facts} · sure {now.confidence:.2f}", markup=False)
    for doubt in shown.doubts:
        out.print(f"  in doubt: {console.printable(doubt)}", style="red", markup=False)
    for cue in shown.cues:
        out.print(f"  {console.printable(cue)}", style="dim", markup=False)
    for decision in shown.decisions:
        out.print(_told(decision), markup=False)


def reading_text(reading: Reading) -> str:
    """Write what is held of a finding in a line."""
    formal = "formal" if reading.formal else ""
    change = " since ".join(part for part in (reading.change, reading.since) if part)
    facts = [reading.kind, ", ".join(reading.themes), change, formal]
    if reading.details:
        said = reading.details
        facts += [f"with {partner_text(partner)}" for partner in said.partners]
        facts += [f"by {name}" for name in said.initiatives]
        facts += [f"to do: {said.action}" if said.action else "", said.deadline or ""]
    return " · ".join(part for part in facts if part)


def _marked(passage: str, quote: str) -> str:
    start, end = next(iter(spans(quote, passage)), (0, 0))
    return f"{passage[:start]}[| {passage[start:end]} |]{passage[end:]}" if end else passage


def _told(decision: Decision) -> str:
    note = f" ({decision.note})" if decision.note else ""
    corrected = f" to {reading_text(decision.corrected)}" if decision.corrected else ""
    if decision.corrected and decision.corrected.details and decision.corrected.details.quote != decision.quote:
        corrected += f" · “{' '.join(decision.corrected.details.quote.split())}”"
    said = f"{decision.at} {decision.by} {decision.decision} {reading_text(decision.read)}{corrected}{note}"
    return console.printable(said)
