"""The options that several commands of `peelgraph review` share."""

from typing import Annotated

import typer

ForceOption = Annotated[str | None, typer.Option(help="Findings about this force.")]
ThemeOption = Annotated[str | None, typer.Option(help="Findings on this theme, or on a narrower one.")]
KindOption = Annotated[str | None, typer.Option(help="strength, improvement, concern, progress or watch.")]
ProgrammeOption = Annotated[str | None, typer.Option(help="Findings of this programme.")]
StateOption = Annotated[
    str | None,
    typer.Option(
        help="unreviewed, needs-review, reopened, accepted, corrected, rejected; pending (needs-review and reopened), "
        "undecided (pending and unreviewed), or any. Without it pending, with --below undecided."
    ),
]
BelowOption = Annotated[
    float | None, typer.Option(min=0.0, max=1.0, help="Findings less sure than this, and those open again.")
]
ByOption = Annotated[str, typer.Option("--by", envvar="PEELGRAPH_REVIEWER", help="The name of the person who decides.")]
NoteOption = Annotated[str | None, typer.Option("--note", help="Why; kept with the decision.")]


def filters(*, below: float | None, state: str | None, **words: str | None) -> dict[str, str]:
    """Give the parameters of the list of findings; a threshold of one's own asks of all that nobody decided on."""
    given = {name: word for name, word in words.items() if word is not None}
    if below is not None:
        given["below"] = f"{below:.6f}"
    return given | {"state": state or ("pending" if below is None else "undecided")}
