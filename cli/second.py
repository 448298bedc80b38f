"""The second reader as `extract` and `load` offer it: its options, its cost before and after, how far it agrees."""

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli import console
from loaders.collect import Source
from loaders.model import Assessment, Notice

if TYPE_CHECKING:  # its HTTP client takes long to import, and most commands ask nobody
    from loaders.second.read import SecondReader

Read = tuple[Source, Assessment | Notice]


class ReaderChoice(StrEnum):
    """Who reads."""

    rules = "rules"
    chat = "chat"
    both = "both"


ReaderOption = Annotated[
    ReaderChoice,
    typer.Option(
        "--reader",
        help="Who reads: the rules, a chat model (PEELGRAPH_READER_URL, PEELGRAPH_READER_MODEL …), or both; "
        "both keeps what both found and marks the rest for review.",
    ),
]
EstimateOption = Annotated[
    bool, typer.Option("--estimate", help="Print what the chat model would cost; ask nothing, write nothing.")
]


def second_reader(choice: ReaderChoice, *, estimate: bool) -> "SecondReader | None":
    """Give the second reader that was asked for, set by the environment; None where the rules read alone.

    Raises SettingError where a setting is missing or wrong.
    """
    if choice is ReaderChoice.rules:
        if estimate:
            raise typer.BadParameter("--estimate is for --reader chat or both: the rules cost nothing")
        return None
    from loaders.second.read import SecondReader
    from loaders.second.settings import from_environment

    return SecondReader(from_environment(os.environ), "chat" if choice is ReaderChoice.chat else "both")


def estimates(reads: Iterable[Read], second: "SecondReader | None", *, only: bool = False) -> bool:
    """Say what the second reader, where there is one, would take at most; asks nothing, holds one document at a time.

    `only` tells that this is all that was asked for; it comes back, and the estimate goes to stdout, else to stderr.
    """
    if second is None:
        return only
    told = second.estimates(read for _, read in reads if isinstance(read, Assessment))
    to = console.output() if only else console.messages()
    to.print(told, markup=False, soft_wrap=True)
    return only


def read_again(reads: Iterable[Read], second: "SecondReader | None") -> Iterator[Read]:
    """Give each assessment as the second reader reads it, where there is one."""
    for source, read in reads:
        yield source, second.read(read) if second and isinstance(read, Assessment) else read


def tell_second(second: "SecondReader | None") -> None:
    """Say on stderr what the second reader took, and how far it agrees with the rules."""
    for line in second.tell() if second else ():
        console.messages().print(line, markup=False, soft_wrap=True)
