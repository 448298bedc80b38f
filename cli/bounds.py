"""How far reading may go: the options for limits and for the hosts that may be asked, which several commands share."""

import dataclasses
from typing import Annotated

import typer

from loaders.errors import ReadError
from loaders.limits import Limits

DOCUMENTS = "Documents, folders or archives of them, or web addresses whose host is allowed."
DEFAULTS = ", ".join(f"{name}={value:.0f}" for name, value in dataclasses.asdict(Limits()).items())
LimitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=VALUE",
        envvar="PEELGRAPH_LIMITS",
        help=f"Set a limit of reading; may be repeated. Unless set: {DEFAULTS}.",
    ),
]
HostOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="HOST",
        envvar="PEELGRAPH_HOSTS",
        help="A host from which web addresses may be fetched; may be repeated. Without one, none is.",
    ),
]


def limits(settings: list[str] | None) -> Limits:
    """Give the limits with those set that a person names; wrong usage (exit 2) for an unknown name or no number."""
    try:
        return Limits().changed(settings or ())
    except ReadError as error:
        raise typer.BadParameter(str(error)) from None
