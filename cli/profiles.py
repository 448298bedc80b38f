"""The option that names a profile, for the commands that read documents."""

import dataclasses
from typing import Annotated

import typer

from loaders.collect import Source
from loaders.model import Metadata, Notice
from loaders.profile import profile_names


def _known(name: str | None) -> str | None:
    if name is not None and name not in profile_names():
        raise typer.BadParameter(f"{name!r} is no profile; there are {', '.join(profile_names())}")
    return name


ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        callback=_known,
        help="The inspectorate's profile to read by; else each document's own names choose it.",
    ),
]


def read_by(
    gathered: tuple[tuple[Source, ...], tuple[Notice, ...]], profile: str | None
) -> tuple[tuple[Source, ...], tuple[Notice, ...]]:
    """Give the documents, each to be read by a profile, unless its manifest names one."""
    sources, notices = gathered
    if profile is None:
        return gathered
    known = (source.known or Metadata() for source in sources)
    told = tuple(
        dataclasses.replace(source, known=dataclasses.replace(row, profile=row.profile or profile))
        for source, row in zip(sources, known, strict=True)
    )
    return told, notices
