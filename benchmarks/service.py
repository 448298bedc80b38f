"""How fast the web service answers, beside `oxigraph serve` on the same graph in the same run: `make bench-service`.

The peer is the server of the same engine, in memory and on disk; `benchmarks/peers.txt` names its package.
"""

import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx

import store
from benchmarks.made import SEED, make

TRIPLES = 1_000_000
QUESTIONS = Path(__file__).parent / "questions"
CLIENTS = 8
LIGHT_SECONDS = 4.0
RESULTS = "application/sparql-results+json"
REPEATS = 5
OTHERS, SAME = "each another", "the same"


@dataclass(frozen=True, slots=True)
class Server:
    """A running service: its name, and the address of its queries."""

    name: str
    port: int
    path: str

    @property
    def address(self) -> str:
        """Where queries are asked."""
        return f"http://127.0.0.1:{self.port}{self.path}"


def main() -> None:
    """Print medians and ratios."""
    with tempfile.TemporaryDirectory() as temporary, contextlib.ExitStack() as running:
        folder = Path(temporary)
        made = make(folder / "store", TRIPLES)
        generation = folder / "store" / "generations" / made
        print(f"service: {TRIPLES:,} statements, generation {made}")
        ours = running.enter_context(_ours(folder / "store"))
        memory = running.enter_context(_peer(folder, generation, in_memory=True))
        disk = running.enter_context(_peer(folder, generation, in_memory=False))
        _heavy(ours, memory, disk)
        _light(ours, memory, disk)


def _heavy(ours: Server, memory: Server, disk: Server) -> None:
    print(f"  {'question':32}{'ours ms':>9}{'memory':>9}{'disk':>9}{'to memory':>11}")
    ratios = []
    for file in sorted(QUESTIONS.glob("*.rq")):
        query = file.read_text(encoding="utf-8")
        own, held, stored = (_median(server, query) for server in (ours, memory, disk))
        ratios.append((own / held, stored / own))
        print(f"  {file.stem:32}{own * 1000:9.1f}{held * 1000:9.1f}{stored * 1000:9.1f}{own / held:11.2f}")
    print(f"  worst against memory {max(ratio for ratio, _ in ratios):.2f}; against disk, geometric mean ", end="")
    print(f"{statistics.geometric_mean(ratio for _, ratio in ratios):.1f} times as fast")


def _median(server: Server, query: str) -> float:
    """Give the median seconds of an answer; a comment that differs each time keeps it out of our cache."""
    times = []
    with httpx.Client(timeout=120) as client:
        for number in range(REPEATS + 1):
            asked = f"{query}\n# {server.name} {number}"
            start = time.perf_counter()
            answer = client.post(server.address, data={"query": asked}, headers={"Accept": RESULTS})
            times.append(time.perf_counter() - start)
            answer.raise_for_status()
    return statistics.median(times[1:])


def _light(ours: Server, memory: Server, disk: Server) -> None:
    rates = {(server.name, asked): _rate(server, asked) for server in (ours, memory, disk) for asked in (OTHERS, SAME)}
    for (name, asked), rate in rates.items():
        print(f"  one resource, {CLIENTS} clients, {asked:14}{name:10}{rate:9,.0f} requests/s")
    print(f"  uncached against disk {rates[ours.name, OTHERS] / rates[disk.name, OTHERS]:.2f}, ", end="")
    print(f"cached against memory {rates[ours.name, SAME] / rates[memory.name, SAME]:.2f}")


def _rate(server: Server, asked: str) -> float:
    return asyncio.run(_clients(server, asked))


async def _clients(server: Server, asked: str) -> float:
    until = time.monotonic() + LIGHT_SECONDS
    counts = await asyncio.gather(*(_client(server, asked, SEED + number, until) for number in range(CLIENTS)))
    return sum(counts) / LIGHT_SECONDS


async def _client(server: Server, asked: str, seed: int, until: float) -> int:
    """Ask one light query after another over one connection, by hand: a library would take longer than a server."""
    chance, count = random.Random(seed), 0  # noqa: S311 - the same choice in each run is what is wanted
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    while time.monotonic() < until:
        thing = chance.randrange(TRIPLES // 14) if asked == OTHERS else 7
        query = quote(f"SELECT ?p ?o WHERE {{ <https://w3id.org/peelgraph/id/finding/made/{thing}> ?p ?o }}")
        head = f"GET {server.path}?query={query} HTTP/1.1\r\nHost: x\r\nAccept: {RESULTS}\r\n\r\n"
        writer.write(head.encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b" 200 " not in answer.partition(b"\r\n")[0]:
            raise RuntimeError(f"{server.name} refused a light query: {answer!r}")
        await _skip(reader, answer)
        count += 1
    writer.close()
    return count


async def _skip(reader: asyncio.StreamReader, head: bytes) -> None:
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    if length:
        await reader.readexactly(int(length))
        return
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)


@contextlib.contextmanager
def _ours(folder: Path) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-P", "-c", "from cli.main import main; main()"]
    environment = os.environ | {"PEELGRAPH_HOLD": "always", "PEELGRAPH_QUERY_SECONDS": "120"}
    with _running([*command, "serve", "--port", str(port), "--store", str(folder)], environment):
        server = Server("ours", port, "/sparql")
        _wait(server)
        # Read into memory meanwhile: what is measured is the service at rest.
        time.sleep(20)
        yield server


@contextlib.contextmanager
def _peer(folder: Path, generation: Path, *, in_memory: bool) -> Iterator[Server]:
    port = _free_port()
    command = ["oxigraph"]
    if in_memory:
        server, command = Server("memory", port, "/query"), [*command, "serve"]
    else:
        server, command = Server("disk", port, "/query"), [*command, "serve-read-only", "--location", str(generation)]
    with _running([*command, "--bind", f"127.0.0.1:{port}", "--union-default-graph"], dict(os.environ)):
        _wait(server)
        if in_memory:
            dump = folder / "dump.nq"
            with store.open(folder / "store") as reader:
                dump.write_bytes(b"".join(f"{quad} .\n".encode() for quad in reader.quads()))
            answer = httpx.post(
                f"http://127.0.0.1:{port}/store",
                content=dump.open("rb"),
                headers={"Content-Type": "application/n-quads"},
                timeout=300,
            )
            answer.raise_for_status()
        yield server


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _wait(server: Server) -> None:
    until = time.monotonic() + 60
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{server.address}?{urlencode({'query': 'ASK {}'})}").is_success:
                return
        if time.monotonic() > until:
            raise RuntimeError(f"{server.name} doesn't answer")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
