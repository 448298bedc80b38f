"""`peelgraph review ask`: go through uncertain findings at a terminal, one by one, with a key for each decision."""

import sys
from dataclasses import replace
from typing import Annotated

import typer

from cli import console
from cli.console import StoreOption
from cli.review_decide import moment, open_to_review, take
from cli.review_options import (
    BelowOption,
    ByOption,
    ForceOption,
    KindOption,
    ProgrammeOption,
    StateOption,
    ThemeOption,
    filters,
)
from cli.review_show import tell
from ontology.details import Details
from ontology.reviews import ReviewError
from ontology.rulings import NONE, Ruling, partner_text
from queries import reviewing
from queries.reviewing import Shown
from store import Writer

KEYS = {"a": "accepted", "c": "corrected", "r": "rejected", "s": "skip", "q": "quit"}
QUESTION = "[a]ccept  [c]orrect  [r]eject  [s]kip  [q]uit"


def add_to(app: typer.Typer) -> None:
    """Give the command to the group."""
    app.command("ask", epilog="Example: `peelgraph review ask --by 'Ann Smith' --force cleveland`")(ask)


def ask(
    by: ByOption,
    force: ForceOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    programme: ProgrammeOption = None,
    state: StateOption = None,
    below: BelowOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many, from the top.")] = None,
    store: StoreOption = console.DEFAULT_STORE,
) -> None:
    """Show the findings of the list one by one and take a decision on each: a, c, r, s (skip) or q (quit).

    What was decided is kept, also when you quit. Nobody else can write to the store meanwhile.
    """
    if not sys.stdin.isatty():
        raise typer.BadParameter("this asks at a terminal; in a script use accept, correct and reject")
    values = filters(force=force, theme=theme, kind=kind, programme=programme, state=state, below=below)
    with console.refusals(), open_to_review(store) as writer:
        rows = reviewing.pending(writer, values, limit)
        decided = 0
        try:
            for number, row in enumerate(rows, start=1):
                console.output().print(f"\n{number} of {len(rows)}", style="bold")
                said = _one(writer, row.finding, by)
                if said == "quit":
                    break
                decided += said != "skip"
        finally:
            if decided:
                writer.publish()
            console.messages().print(f"\n{decided} decided, {len(rows) - decided} left")


def _one(writer: Writer, finding: str, by: str) -> str:
    """Ask about one finding until there is an answer; give what it was."""
    shown = reviewing.show(writer, finding)
    tell(shown)
    while True:
        said = _key()
        if said in ("skip", "quit"):
            return said
        try:
            take(writer, finding, _ruling(said, shown, by))
        except ReviewError as error:
            console.messages().print(str(error), style="red", markup=False, soft_wrap=True)
        else:
            return said


def _key() -> str:
    console.output().print(QUESTION, markup=False)
    while (pressed := typer.getchar().lower()) not in KEYS:
        console.output().print(QUESTION, markup=False)
    return KEYS[pressed]


def _ruling(said: str, shown: Shown, by: str) -> Ruling:
    if said == "accepted":
        return Ruling(said, by, moment())
    asked = _values(shown) if said == "corrected" and shown.now else Ruling(said, by, "")
    note = typer.prompt("note (Enter for none)", default="", show_default=False, err=True)
    return replace(asked, by=by, at=moment(), note=note)


def _values(shown: Shown) -> Ruling:
    """Ask for each value; Enter keeps the one shown."""
    held = shown.now.reading if shown.now else None
    held = held or shown.decisions[-1].read
    kind = _asked("kind", held.kind)
    themes = tuple(_asked("themes, the main one first", " ".join(held.themes)).replace(",", " ").split())
    said = Ruling(
        decision="corrected",
        by="",
        at="",
        kind=kind,
        themes=themes or held.themes,
        main_theme=(themes or held.themes)[0],
        change=_asked("change", held.change or NONE),
        since=_asked("since", held.since or NONE),
        formal=typer.confirm("formal", default=held.formal, err=True),
    )
    return _words(said, held.details) if held.details else said


def _words(said: Ruling, held: Details) -> Ruling:
    """Ask for the words of a finding, too."""
    partners = " | ".join(map(partner_text, held.partners)) or NONE
    return replace(
        said,
        quote=_asked("quote", " ".join(held.quote.split())),
        partners=_parted(_asked("partners (type: mention = organisation | …)", partners)),
        initiatives=_parted(_asked("initiatives (… | …)", " | ".join(held.initiatives) or NONE)),
        action=_asked("action", held.action or NONE),
        deadline=_asked("deadline", held.deadline or NONE),
    )


def _asked(what: str, held: str) -> str:
    answer: str = typer.prompt(what, default=held, err=True)
    return answer


def _parted(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("|") if part.strip())
