"""A real server on loopback over a real store, for the tests of the web service."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI
from pyoxigraph import Literal, NamedNode, Quad

import store
from api.app import create_app
from api.settings import Settings
from loaders.model import Assessment, Finding, Grade, Metadata, Partner
from loaders.read import read_document
from loaders.triples import assessment_iri, triples
from ontology.iris import Names
from ontology.terms import PEEL, RDF, SKOS

ROOT: Final = Path(__file__).parent.parent
BUNDLED: Final = (
    "avon-and-somerset-2015-letter",
    "bedfordshire-2016-letter",
    "cleveland-2017-capture",
    "cleveland-2018-pillar",
    "kent-2017-pillar",
)
HOSTILE: Final = "</h1><script>alert('x')</script>\"' onload=alert(1) {{ 7*7 }} & ü"
"""A text that would break a page which didn't escape it."""
HOSTILE_THING: Final = Names().thing("partner", "hostile")


def gold_assessment(name: str) -> Assessment:
    """Give a bundled assessment as careful readers marked it, so that no test here hangs on how well rules read."""
    gold = json.loads((ROOT / "tests" / "gold" / f"{name}.gold.json").read_text(encoding="utf-8"))
    document = read_document(ROOT / "examples" / "assessments" / gold["document"])
    findings = tuple(
        Finding(
            start=document.text.index(row["quote"]),
            end=document.text.index(row["quote"]) + len(row["quote"]),
            quote=row["quote"],
            kind=row["kind"],
            themes=tuple(row["themes"]),
            partners=tuple(Partner(p["mention"], p["type"]) for p in row.get("partners", ())),
            formal=row.get("formal", False),
            action=row.get("action"),
        )
        for row in gold["findings"]
    )
    metadata = Metadata(**{field: gold[field] for field in ("force", "inspectorate", "programme", "source_url")})
    grades = tuple(Grade(row["question"], row["grade"], 0, 1) for row in gold["grades"])
    return Assessment(document, metadata, grades, findings)


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
    """Make a store with the ontology, the reference data, some assessments and the hostile statements."""
    names = Names()
    with store.open(folder, write=True, names=names) as writer:
        for name in BUNDLED:
            assessment = gold_assessment(name)
            writer.replace(assessment_iri(assessment, names), triples(assessment, names))
        writer.replace(names.graph("hostile"), hostile_quads())
        writer.publish()
    return folder


@contextlib.contextmanager
def serving(settings: Settings, change: Callable[[FastAPI], FastAPI] = lambda app: app) -> Iterator[str]:
    """Run a server on a free port of loopback and give its address."""
    config = uvicorn.Config(change(create_app(settings)), port=0, log_level="critical", ws="none")
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
