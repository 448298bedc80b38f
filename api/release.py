"""Which release of the data is served: its generation, when it was published, where it is to be had."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from pyoxigraph import Literal

from api import render
from api.service import Service
from ontology.terms import XSD
from store.dump import SUFFIX, Dump
from store.generations import Folder


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

    @property
    def download(self) -> str:
        """The address of the whole as a file."""
        return f"{self.public}/dumps/{self.generation}{SUFFIX}"

    @property
    def published(self) -> Literal | None:
        """The moment it was published."""
        return Literal(self.at, datatype=XSD.dateTime) if self.at else None


def release(request: Request, service: Service, generation: str) -> Release:
    """Look up what is known of a generation."""
    known = Folder(Path(service.settings.store)).history().get(generation)
    at, dump = known.at if known else "", service.dumps.find(generation)
    return Release(generation, render.public(request), service.settings.publisher, at, dump)
