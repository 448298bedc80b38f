"""Export: the same content gives the same bytes, every format reads back, and each says whose it is."""

import io
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
from test_cli import ASSESSMENTS, run

import store as stores
from ontology.graph import ATTRIBUTION, LICENCE
from ontology.iris import Names
from ontology.release import release_triples
from ontology.terms import DCAT, DCTERMS, PEEL
from queries.multigraph import multigraph
from store.export import FORMATS, LINES, write

A, P = ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/ns#p")
DATASET = ox.NamedNode(f"{Names().base}dataset")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "s"
    assert run("load", *sorted(ASSESSMENTS.glob("kent*")), store=folder).returncode == 0
    return folder


def exported(store: Path, form: str, into: Path, *options: object) -> bytes:
    done = run("export", "--format", form, "--output", into, *options, store=store)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "statements of generation 0000" in done.stderr
    return into.read_bytes()


def content(store: Path) -> set[ox.Quad]:
    with stores.open(store) as reader:
        return set(reader.quads())


def test_the_same_content_gives_the_same_bytes_whatever_the_store(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for file in sorted(ASSESSMENTS.glob("kent*"), reverse=True):
        assert run("load", file, store=other).returncode == 0
    one, two = (exported(where, "nquads", tmp_path / f"{where.name}.nq") for where in (store, other))
    assert one == two
    assert one.splitlines() == sorted(set(one.splitlines()))
    # Where the generation is named in the file, the same generation gives the same bytes.
    assert exported(store, "trig", tmp_path / "1.trig") == exported(store, "trig", tmp_path / "2.trig")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_reads_back_with_licence_attribution_and_generation(
    store: Path, tmp_path: Path, form: str
) -> None:
    rdf, file = FORMATS[form], tmp_path / form
    exported(store, form, file)
    read = set(ox.parse(path=file, format=rdf))
    about = {quad for quad in read if quad.subject == DATASET}
    said = {quad.predicate: quad.object for quad in about}
    assert said[DCTERMS.license] == LICENCE
    assert said[DCTERMS.rights] == ox.Literal(ATTRIBUTION, language="en")
    beside = tmp_path / f"{form}.about.ttl"
    assert beside.exists() == (rdf in LINES) == (DCAT.version not in said)
    if rdf in LINES:
        said = {quad.predicate: quad.object for quad in ox.parse(path=beside, format=ox.RdfFormat.TURTLE)}
    with stores.open(store) as reader:
        assert said[DCAT.version] == ox.Literal(reader.generation)
    one, two = ox.Dataset(read - about), ox.Dataset(content(store))
    if not rdf.supports_datasets:
        two = ox.Dataset(ox.Quad(*quad.triple) for quad in two)
    assert len(one) == len(two)
    for dataset in (one, two):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert one == two


def test_graphml_is_the_typed_multigraph_with_plain_attributes(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "whole.graphml"
    exported(store, "graphml", file)
    network = networkx.read_graphml(file, force_multigraph=True)
    things = {quad for quad in content(store) if not isinstance(quad.object, ox.Literal) and "#type>" not in str(quad)}
    assert network.number_of_edges() == len({quad.triple for quad in things})
    kent = network.nodes[Names().force("kent")]
    assert (kent["label"], "peel:Force" in kent["kind"].split("; ")) == ("Kent Police", True)
    assert {PEEL.theme.value.rpartition("#")[2]} <= {
        data["property"].partition(":")[2] for _, _, data in network.edges(data=True)
    }
    assert network.graph["license"] == LICENCE.value
    assert network.graph["generation"].startswith("0000")


def test_a_network_survives_what_xml_cannot_write() -> None:
    hostile = ox.Literal("a\x00b\x0b</data>&\ufffe")
    network = multigraph([ox.Quad(A, P, hostile, A), ox.Quad(A, P, ox.BlankNode("x"), A)], {"generation": "g"})
    read = networkx.parse_graphml("\n".join(networkx.generate_graphml(network)), force_multigraph=True)
    assert read.nodes[A.value]["https://example.org/ns#p"] == "a\ufffdb\ufffd</data>&\ufffd"
    assert [(s, t) for s, t, _ in read.edges] == [(A.value, "_:x")]


def test_some_graphs_and_an_earlier_generation(store: Path, tmp_path: Path) -> None:
    with stores.open(store) as reader:
        graph = next(name for name in reader.graphs() if name.endswith("kent-2017-pillar"))
        number = len(reader.graph(graph))
        current = reader.generation
    lines = exported(store, "nquads", tmp_path / "one.nq", "--graph", graph).splitlines()
    assert sum(line.endswith(f"<{graph}> .".encode()) for line in lines) == number == len(lines) - 5
    first = next(path.name for path in sorted((store / "generations").iterdir()) if path.name != current)
    assert len(exported(store, "nquads", tmp_path / "first.nq", "--generation", first)) < len(
        exported(store, "nquads", tmp_path / "now.nq")
    )


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--graph", "https://example.org/none"), 1, "there is no graph https://example.org/none"),
        (("--generation", "000099-none"), 1, "has no generation 000099-none"),
        (("--output", "/nowhere/at/all.nq"), 2, "can't be written"),
        (("--format", "word"), 2, "word"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_nothing(
    store: Path, tmp_path: Path, options: tuple[str, ...], code: int, message: str
) -> None:
    done = run("export", "--output", tmp_path / "x.nq", *options, store=store)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["nquads", "trig", "ntriples"])
def test_sorting_in_runs_gives_what_sorting_at_once_gives(form: str) -> None:
    names = [ox.NamedNode(f"https://example.org/g{n % 7}") for n in range(500)]
    quads = [ox.Quad(A, P, ox.Literal(f'{n % 90}\n"é\t'), name) for n, name in enumerate(names)]
    texts = []
    for run_length, given in ((10_000, quads), (13, quads[::-1])):
        output = io.BytesIO()
        number = write(
            [*given, *(ox.Quad(*said) for said in release_triples(Names()))], FORMATS[form], output, run_length
        )
        texts.append(output.getvalue())
        assert number == (90 + 5 if form == "ntriples" else 500 + 5)
    assert texts[0] == texts[1]
