"""Which release of the data is served: its generation, when it was published, where it is to be had."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from pyoxigraph import Literal, NamedNode

from api import render
from api.service import Service
from ontology.terms import XSD
from store.dump import SUFFIX, Dump
from store.generations import Folder
from store.remote.access import is_remote


@dataclass(frozen=True, slots=True)
class Release:
    """A generation as it is published."""

    generation: str
    public: str
    """The address that clients know the service by."""
    publisher: str
    at: str
    """When it was published; empty where that wasn't noted."""
    dump: Dump | None = None
    """The whole as a file, once that was made."""
    files: bool = True
    """Whether files of the whole are offered."""

    @property
    def download(self) -> NamedNode | None:
        """The address of the whole as a file, where that is offered."""
        return NamedNode(f"{self.public}/dumps/{self.generation}{SUFFIX}") if self.files else None

    @property
    def published(self) -> Literal | None:
        """The moment it was published."""
        return Literal(self.at, datatype=XSD.dateTime) if self.at else None


def release(request: Request, service: Service, generation: str) -> Release:
    """Look up what is known of a generation."""
    settings = service.settings
    if is_remote(settings.store):
        # A store by URL keeps no history, and no state of it can be read whole while it is written to.
        return Release(generation, render.public(request), settings.publisher, "", files=False)
    known = Folder(Path(settings.store)).history().get(generation)
    at, dump = known.at if known else "", service.dumps.find(generation)
    return Release(generation, render.public(request), settings.publisher, at, dump)
