"""What may be changed in a store from outside: by a SPARQL update, or a graph at a time."""

import io
import xml.parsers.expat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox

from ontology.statements import put_in
from store.errors import HasChanged, NoSuchGraph, QuerySyntax, RdfSyntax
from store.guard import Bounds
from store.media import GRAPHS
from store.using import Rewritten, using
from store.write import Writer

BOM = b"\xef\xbb\xbf"
REMOTE = "No LoadDocumentCallback has been set to load remote contexts"
"""How the engine says that it fetches nothing."""


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update, the base of its relative IRIs, and its dataset where the request names one."""

    text: str
    base: str
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a graph shall hold: RDF as bytes, and the media type it is in."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Put:
    """A graph ("": the default graph) that shall hold what is sent: in place of what it held, or beside it."""

    graph: str
    base: str
    contents: tuple[Content, ...]
    beside: bool


@dataclass(frozen=True, slots=True)
class Delete:
    """A graph ("": the default graph) that shall be gone."""

    graph: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so before a change: one of some generations is current; the graph is there, or isn't."""

    generations: tuple[str, ...] | None = None
    exists: bool | None = None

    def check(self, change: "Change", writer: Writer) -> None:
        """Raise HasChanged where it isn't so."""
        if self.generations is not None and writer.generation not in self.generations:
            raise HasChanged(f"the generation is {writer.generation} by now; read anew, then change that")
        if self.exists is not None and not isinstance(change, Update) and writer.holds(change.graph) != self.exists:
            raise HasChanged(f"the graph {'is there already' if writer.holds(change.graph) else 'is not there'}")


Change = Update | Put | Delete
Apply = Callable[[Writer], bool]
"""Carries out what was read; true where a graph was made that wasn't there."""


def prepare(change: Change, size: Bounds) -> Apply:
    """Read what was sent, before any store is opened.

    Raises QuerySyntax, DatasetConflict and RdfSyntax; carrying it out raises what Writer raises, and NoSuchGraph.
    """
    match change:
        case Update():
            return partial(_update, using(change.text, change.graphs, change.named), change.base, size)
        case Put():
            return partial(_put, change, [quad for content in change.contents for quad in _parse(content, change)])
        case Delete():
            return partial(_delete, change.graph)


def _update(update: Rewritten, base: str, size: Bounds, writer: Writer) -> bool:
    try:
        writer.update(update.text, base, size)
    except QuerySyntax as error:
        if error.line is None or error.column is None:
            raise
        raise QuerySyntax(error.message, *update.place(error.line, error.column)) from None
    return False


def _put(put: Put, quads: list[ox.Quad], writer: Writer) -> bool:
    held = writer.holds(put.graph)
    if put.beside:
        writer.add(put.graph, quads)
    else:
        writer.put(put.graph, quads)
    return not held


def _delete(graph: str, writer: Writer) -> bool:
    if not graph:
        writer.put("", ())
    elif not writer.remove(graph):
        raise NoSuchGraph(f"there is no graph {graph}")
    return False


def _parse(content: Content, put: Put) -> list[ox.Quad]:
    """Read RDF into the graph it is for; blank nodes get names of their own, so that they meet no others."""
    form = GRAPHS[content.media_type]
    body = content.body.removeprefix(BOM)
    if form == ox.RdfFormat.RDF_XML:
        _check_xml(body)
    name = ox.NamedNode(put.graph) if put.graph else ox.DefaultGraph()
    try:
        parsed = ox.parse(body, format=form, base_iri=put.base, without_named_graphs=True, rename_blank_nodes=True)
        return list(put_in(name, parsed))
    except SyntaxError as error:
        message = str(error.msg)
        if message == REMOTE:
            message = "a JSON-LD context by its address is not fetched; write it into the document"
        raise RdfSyntax(message, error.lineno, error.offset) from None


def _check_xml(body: bytes) -> None:
    """Refuse what is no whole XML: the engine takes a document that breaks off for one that ends.

    Expat also refuses entities that grow without end.
    """
    parser = xml.parsers.expat.ParserCreate()
    try:
        parser.ParseFile(io.BytesIO(body))
    except xml.parsers.expat.ExpatError as error:
        raise RdfSyntax(xml.parsers.expat.ErrorString(error.code), error.lineno, error.offset + 1) from None
