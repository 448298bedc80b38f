"""The whole graph as files: the same bytes whenever they are made, with checksums, in ranges, bounded in number."""

import concurrent.futures
import gzip
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import served
from described import BROWSER, check_caching, check_refusal, graph, values

import store
from api.settings import Settings
from ontology.iris import Names
from ontology.statements import put_in
from ontology.terms import DCAT, PEEL, RDF, SPDX, VOID
from store.dump import listed, make
from store.generations import Folder

KEPT = 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with what it is born with."""
    made = tmp_path / "store"
    with store.open(made, write=True) as writer:
        writer.publish()
    return made


@pytest.fixture
def client(folder: Path) -> Iterator[httpx.Client]:
    settings = Settings(store=str(folder), workers=1, dumps_kept=KEPT)
    with served.serving(settings) as address, httpx.Client(base_url=address, timeout=60) as made:
        yield made


def publish(folder: Path, name: str) -> str:
    """Publish a generation with one statement more."""
    names = Names()
    with store.open(folder, write=True, names=names) as writer:
        said = ox.Triple(ox.NamedNode(names.force(name)), RDF.type, PEEL.Force)
        writer.replace(names.graph(name), put_in(ox.NamedNode(names.graph(name)), [said]))
        return writer.publish()


def current(folder: Path) -> str:
    return str(Folder(folder).current())


def test_a_dump_is_the_whole_graph_sorted(client: httpx.Client, folder: Path) -> None:
    response = client.get(f"/dumps/{current(folder)}.nq.gz")
    assert response.headers["content-type"] == "application/gzip"
    lines = gzip.decompress(response.content).splitlines()
    assert lines == sorted(set(lines))
    with store.open(folder) as reader:
        held = set(reader.quads())
    found = set(ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS))
    assert held < found
    # Beside what the store holds: what the copy is and under which licence.
    assert {quad.subject for quad in found - held} == {ox.NamedNode(f"{Names().base}dataset")}


def test_the_same_generation_has_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    # What a process left that was killed: a part of the file, and a digest without one.
    left = tmp_path / "two"
    left.mkdir()
    (left / ".unfinished").write_bytes(b"half")
    (left / f"{current(folder)}.nq.gz.sha256").write_text("half")
    for name in ("one", "two"):
        make(folder, tmp_path / name, current(folder), KEPT)
    one, two = (listed(tmp_path / name)[0] for name in ("one", "two"))
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.sha256 == two.sha256 == hashlib.sha256(one.path.read_bytes()).hexdigest()


def test_many_who_ask_at_once_get_the_one_file(client: httpx.Client, folder: Path) -> None:
    path = f"/dumps/{current(folder)}.nq.gz"
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        bodies = {response.content for response in threads.map(lambda _: client.get(path), range(8))}
    assert len(bodies) == 1
    assert [dump.path.name for dump in listed(folder / "dumps")] == [path.rpartition("/")[2]]


def test_a_download_goes_on_where_it_ended(client: httpx.Client, folder: Path) -> None:
    path = f"/dumps/{current(folder)}.nq.gz"
    whole = client.get(path)
    tag = whole.headers["etag"]
    assert whole.headers["accept-ranges"] == "bytes"
    part = client.get(path, headers={"range": "bytes=100-", "if-range": tag})
    assert (part.status_code, part.content) == (206, whole.content[100:])
    assert part.headers["content-range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    assert client.get(path, headers={"range": "bytes=0-9", "if-range": '"other"'}).status_code == 200
    assert client.get(path, headers={"range": "bytes=999999999-"}).status_code == 416
    again = client.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole.content)))


def test_scripts_of_other_sites_may_go_on_too(client: httpx.Client, folder: Path) -> None:
    asked = {
        "origin": "https://example.org",
        "access-control-request-method": "GET",
        "access-control-request-headers": "range, if-range",
    }
    assert client.options(f"/dumps/{current(folder)}.nq.gz", headers=asked).status_code == 200
    listing = client.get("/dumps/", headers={"origin": "https://example.org"})
    assert listing.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in listing.headers["access-control-expose-headers"]


def test_a_service_that_stops_ends_what_it_makes(folder: Path) -> None:
    with (
        concurrent.futures.ThreadPoolExecutor(1) as threads,
        served.serving(Settings(store=str(folder), workers=1)) as address,
    ):
        asked = threads.submit(httpx.get, f"{address}/dumps/{current(folder)}.nq.gz", timeout=60)
        time.sleep(0.2)
    assert asked.exception(60) or asked.result().status_code in (200, 503)
    make(folder, folder / "dumps", current(folder), KEPT)
    assert len(listed(folder / "dumps")) == 1


def test_checksums_hold(client: httpx.Client, folder: Path) -> None:
    sums = client.get("/dumps/SHA256SUMS")
    assert sums.headers["content-type"].startswith("text/plain")
    ((digest, name),) = (line.split("  ") for line in sums.text.splitlines())
    assert hashlib.sha256(client.get(f"/dumps/{name}").content).hexdigest() == digest
    assert name == f"{current(folder)}.nq.gz"


def test_old_files_stay_and_the_oldest_go(client: httpx.Client, folder: Path) -> None:
    names = []
    for force in ("one", "two", "three"):
        names.append(publish(folder, force))
        assert client.get(f"/dumps/{names[-1]}.nq.gz").status_code == 200
    assert [row["generation"] for row in client.get("/dumps").json()] == [names[2], names[1]]
    assert client.get(f"/dumps/{names[1]}.nq.gz").status_code == 200
    gone = client.get(f"/dumps/{names[0]}.nq.gz")
    assert (gone.status_code, gone.headers["content-type"]) == (404, "application/problem+json")
    assert len(client.get("/dumps/SHA256SUMS").text.splitlines()) == KEPT


def test_the_list_and_the_description_tell_of_a_file_once_it_is_made(client: httpx.Client, folder: Path) -> None:
    (row,) = client.get("/dumps").json()
    assert (row["generation"], row["current"], row["bytes"]) == (current(folder), True, None)
    before = graph(client.get("/dataset"))
    assert values(before, DCAT.downloadURL) == values(graph(client.get("/void")), VOID.dataDump) == [row["address"]]
    assert values(before, SPDX.checksumValue) == []
    body = client.get(row["address"]).content
    (row,) = client.get("/dumps").json()
    assert (row["bytes"], row["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    after = graph(client.get("/dataset"))
    assert values(after, DCAT.byteSize) == [str(len(body))]
    assert values(after, SPDX.checksumValue) == [row["sha256"]]
    assert row["sha256"] in client.get("/dumps", headers=BROWSER).text
    check_caching(client, "/dumps")
    check_refusal(client, "/dumps")


@pytest.mark.parametrize("name", ["000001-00000000", "..", "%00", "a" * 300, "..%2f..%2fpeelgraph.json"])
def test_no_other_file_is_sent(client: httpx.Client, name: str) -> None:
    assert client.get(f"/dumps/{name}.nq.gz").status_code == 404


def test_a_folder_that_cant_be_written_is_told_of_and_not_shown(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(store=str(folder), workers=1, dumps=str(tmp_path / "file" / "below"))
    with served.serving(settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        refused = client.get(f"/dumps/{current(folder)}.nq.gz")
        assert refused.status_code == 503
        assert str(tmp_path) not in refused.text
