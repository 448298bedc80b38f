"""`peelgraph review accept|correct|reject`: record a person's decision, and let it hold in the graph."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import typer
from pyoxigraph import NamedNode

import store as stores
from cli import console
from cli.console import StoreOption
from cli.review_options import ByOption, NoteOption
from ontology.decide import decide
from ontology.reviews import Decision, assessment_of, decisions_of, review_quads, reviews_graph
from ontology.rulings import Ruling
from ontology.settle import settle
from ontology.statements import put_in
from queries.reviewing import named
from store import Writer

FindingArgument = Annotated[str, typer.Argument(help="A finding's IRI, or the end of it, such as its hash.")]


def add_to(app: typer.Typer) -> None:
    """Give the commands to the group."""
    app.command("accept", epilog="Example: `peelgraph review accept 6406d27c288d7388 --by 'Ann Smith'`")(accept)
    app.command("correct", epilog="Example: `peelgraph review correct 6406d27c288d7388 --by Ann --kind watch`")(correct)
    app.command("reject", epilog="Example: `peelgraph review reject 6406d27c288d7388 --by Ann --note 'a heading'`")(
        reject
    )


def accept(
    finding: FindingArgument, by: ByOption, note: NoteOption = None, store: StoreOption = console.DEFAULT_STORE
) -> None:
    """Say that a finding is right as the program read it."""
    _decide(store, finding, Ruling("accepted", by, moment(), note))


def correct(
    finding: FindingArgument,
    by: ByOption,
    note: NoteOption = None,
    kind: Annotated[str | None, typer.Option(help="The right kind.")] = None,
    theme: Annotated[
        list[str] | None, typer.Option(help="The right themes, in place of all that were read; may be repeated.")
    ] = None,
    main_theme: Annotated[str | None, typer.Option(help="The right main theme; without it the first --theme.")] = None,
    change: Annotated[str | None, typer.Option(help="improved, worsened, unchanged, or none.")] = None,
    since: Annotated[str | None, typer.Option(help="The year it is compared with, or none.")] = None,
    formal: Annotated[bool | None, typer.Option("--formal/--no-formal", help="Whether it is formally listed.")] = None,
    quote: Annotated[str | None, typer.Option(help="The right words, verbatim in the passage.")] = None,
    partner: Annotated[
        list[str] | None,
        typer.Option(
            help="'TYPE: MENTION' or 'TYPE: MENTION = ORGANISATION', in place of all that were read, or none; "
            "may be repeated."
        ),
    ] = None,
    initiative: Annotated[
        list[str] | None, typer.Option(help="In place of all that were read, or none; may be repeated.")
    ] = None,
    action: Annotated[str | None, typer.Option(help="What should be done, a part of the quote, or none.")] = None,
    deadline: Annotated[str | None, typer.Option(help="By when, as the document says it, or none.")] = None,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Put a finding right; what isn't named stays as the program read it."""
    ruling = Ruling(
        decision="corrected",
        by=by,
        at=moment(),
        note=note,
        kind=kind,
        themes=tuple(theme or ()),
        main_theme=main_theme,
        change=change,
        since=since,
        formal=formal,
        quote=quote,
        partners=tuple(partner or ()),
        initiatives=tuple(initiative or ()),
        action=action,
        deadline=deadline,
    )
    _decide(store, finding, ruling)


def reject(
    finding: FindingArgument, by: ByOption, note: NoteOption = None, store: StoreOption = console.DEFAULT_STORE
) -> None:
    """Say that it is no finding; it is left out of every answer from now on."""
    _decide(store, finding, Ruling("rejected", by, moment(), note))


def moment() -> str:
    """Give the time now, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_to_review(location: str) -> Writer:
    """Open a store to write decisions into. Raises StoreError where there is none: a review makes no new one."""
    stores.open(location).close()
    return stores.open(location, write=True)


def _decide(location: str, word: str, ruling: Ruling) -> None:
    with console.refusals(), open_to_review(location) as writer:
        decision = take(writer, named(writer, word), ruling)
        writer.publish()
    console.messages().print(f"{decision.decision}: {decision.finding}", soft_wrap=True, markup=False)


def take(writer: Writer, finding: str, ruling: Ruling) -> Decision:
    """Make a decision of a ruling and write it; readers see it once the writer publishes. Raises ReviewError."""
    assessment = assessment_of(finding)
    earlier = decisions_of(writer.graph(reviews_graph(assessment)))
    decision = decide(finding, writer.graph(assessment), earlier, ruling)
    record(writer, [decision])
    return decision


def record(writer: Writer, decisions: Iterable[Decision]) -> int:
    """Add decisions to those of the store, let them hold in its graphs, and give how many were new.

    A transaction an assessment: its reviews and its own graph change together.
    """
    about: dict[str, set[Decision]] = {}
    for decision in decisions:
        about.setdefault(assessment_of(decision.finding), set()).add(decision)
    new = 0
    for assessment, made in sorted(about.items()):
        reviews = reviews_graph(assessment)
        earlier = set(decisions_of(writer.graph(reviews)))
        if made <= earlier:
            continue
        new += len(made - earlier)
        graphs = {reviews: review_quads(earlier | made)}
        held = list(put_in(NamedNode(assessment), writer.graph(assessment)))
        if held:
            graphs[assessment] = settle(held, earlier | made)
        writer.replace_together(graphs)
    return new
