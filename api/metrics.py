"""Count what happens, for Prometheus. Every label has few values: nothing that a client writes becomes one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from store.answering import Answering

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
NUMBERS: Final = "metrics"
"""Where several processes put their numbers together, in the folder of sockets."""
OTHER: Final = "other"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60)


class Metrics:
    """The numbers of the service."""

    def __init__(self, paths: Iterable[str], folder: Path | None = None) -> None:
        """Start at zero; `paths` are the routes of the application, by whose first parts requests are counted.

        In `folder` several processes put their numbers together.
        """
        self._folder = folder
        self._state: _State | None = None
        self._registry = CollectorRegistry()
        self._deep = {first for path in paths for first, _, below in [path.strip("/").partition("/")] if below}
        self._known = {path.strip("/").partition("/")[0].partition(".")[0] for path in paths} | self._deep
        self._requests = Counter(
            "peelgraph_requests", "Requests answered", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "peelgraph_request_seconds",
            "Seconds from the head of a request to the end of its answer",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._failures = Counter(
            "peelgraph_failures", "Requests that failed, by kind (see /problems)", ("kind",), registry=self._registry
        )
        self._cache = Counter("peelgraph_cache", "Answers that were kept or not", ("outcome",), registry=self._registry)

    def watch(self, workers: Answering) -> None:
        """Tell of the workers too, each time the numbers are asked for."""
        self._state = _State(workers)
        self._registry.register(self._state)

    def count(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        route = self.route(path)
        self._requests.labels(route, method if method in _METHODS else OTHER, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def fail(self, kind: str) -> None:
        """Count a failure."""
        self._failures.labels(kind).inc()

    def cached(self, outcome: str) -> None:
        """Count an answer that was kept (hit) or had to be found (miss)."""
        self._cache.labels(outcome).inc()

    def route(self, path: str) -> str:
        """Give the template of a path: its first part, and whether more follows."""
        first, _, below = path.strip("/").partition("/")
        if first.partition(".")[0] not in self._known:
            return OTHER
        return f"/{first}/{{path}}" if below and first in self._deep else f"/{first.partition('.')[0]}"

    def text(self) -> bytes:
        """Give all numbers in Prometheus' text format."""
        if self._folder is None:
            return generate_latest(self._registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, str(self._folder))  # type: ignore[no-untyped-call]
        if self._state is not None:
            registry.register(self._state)
        return generate_latest(registry)


class _State(Collector):
    def __init__(self, workers: Answering) -> None:
        self._workers = workers

    def collect(self) -> Iterator[Metric]:
        """Look at the workers now."""
        workers = self._workers
        for name, told, value in (
            ("workers", "Queries that may be answered at once", workers.count),
            ("workers_busy", "Queries being answered", workers.busy),
            ("workers_long", "Queries being answered for over a second", workers.long),
            ("in_memory", "1 where the generation is held in memory", int(workers.held)),
        ):
            yield GaugeMetricFamily(f"peelgraph_{name}", told, value)
        family = GaugeMetricFamily("peelgraph_generation", "The generation that is served", labels=("generation",))
        family.add_metric((workers.generation,), 1)
        yield family
