"""A real server on loopback over a real store, for the tests of the web service."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI
from goldgraph import gold_assessments
from pyoxigraph import Literal, NamedNode, Quad

import store
from api.app import create_app
from api.server import Config
from api.settings import Settings
from loaders.triples import assessment_iri, triples
from ontology.iris import Names
from ontology.terms import PEEL, RDF, SKOS

HOSTILE: Final = "</h1><script>alert('x')</script>\"' onload=alert(1) {{ 7*7 }} & ü"
"""A text that would break a page which didn't escape it."""
HOSTILE_THING: Final = Names().thing("partner", "hostile")


def hostile_quads() -> list[Quad]:
    """Give statements that try to break out of a page."""
    thing, graph = NamedNode(HOSTILE_THING), NamedNode(Names().graph("hostile"))
    return [
        Quad(thing, RDF.type, PEEL.Partner, graph),
        Quad(thing, SKOS.prefLabel, Literal(HOSTILE, language="en"), graph),
        Quad(thing, SKOS.note, Literal(HOSTILE), graph),
        Quad(thing, SKOS.related, NamedNode("javascript:alert(1)"), graph),
    ]


def make_store(folder: Path) -> Path:
    """Make a store with the ontology, the reference data, the gold corpus and the hostile statements."""
    names = Names()
    with store.open(folder, write=True, names=names) as writer:
        for assessment in gold_assessments():
            writer.replace(assessment_iri(assessment, names), triples(assessment, names))
        writer.replace(names.graph("hostile"), hostile_quads())
        writer.publish()
    return folder


@contextlib.contextmanager
def serving(settings: Settings, change: Callable[[FastAPI], FastAPI] = lambda app: app) -> Iterator[str]:
    """Run a server on a free port of loopback and give its address."""
    config = Config(change(create_app(settings)), settings, port=0)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 60
        while not server.started:
            assert thread.is_alive(), "the server ended before it had started"
            assert time.monotonic() < until, "the server didn't start within a minute"
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)
