"""The processes that read: hostile files end them and nobody else; order, memory and limits hold."""

import io
import os
import random
import re
import resource
import signal
import time
from pathlib import Path

import docx
import docx.document
import odfdo
import papers
import pytest
from archives import zipped
from reportlab.platypus import Paragraph

from cli.gather import gather
from cli.reading import WAITING, Readers
from loaders.collect import Source, collect
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.model import Assessment, Notice

ASSESSMENTS = Path(__file__).parent.parent / "examples" / "assessments"
GOOD = ASSESSMENTS / "gwent-2025-modern.txt"


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def spin() -> None:
    while True:
        pass


def grow() -> int:
    return len(bytearray(4_000_000_000))


def err() -> None:
    raise KeyError("x")


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def alive() -> int:
    return os.getpid()


def rise() -> None:
    raise ReadError("a.txt: isn't good")


@pytest.mark.slow
def test_a_process_over_a_limit_is_killed_and_replaced() -> None:
    with Readers(1, Limits(seconds=2, memory=1_000_000_000)) as readers:
        first = readers.call("a", alive)
        assert readers.call("a", alive) == first, "it is kept over calls"
        for function, message in (
            (spin, "a.pdf: took longer than the limit of 2 seconds"),
            (grow, "a.pdf: took more memory than the limit of 1,000,000,000 bytes"),
            (err, "a.pdf: can't be read for a fault in peelgraph .KeyError: 'x'"),
            (crash, "a.pdf: ended the process that read it .SIGSEGV."),
        ):
            before = readers.call("a", alive)
            started = time.monotonic()
            with pytest.raises(ReadError, match=message):
                readers.call("a.pdf", function)
            assert time.monotonic() - started < 5
            assert (readers.call("a", alive) != before) is (function is not err)
        with pytest.raises(ReadError, match="isn't good"):
            readers.call("a", rise)


def test_documents_come_in_order_and_a_hostile_one_alone_is_refused(tmp_path: Path) -> None:
    nested = "<div>" * 10_000 + "x"
    for number, text in enumerate(
        [GOOD.read_text(encoding="utf-8"), nested, "Kent Police PEEL 2016\n\nIt is good."] * 3
    ):
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
    sources, _ = collect([tmp_path])
    with Readers(2) as readers:
        read = list(readers.read(sources))
    assert [source for source, _ in read] == list(sources)
    assert [type(outcome) for _, outcome in read] == [Assessment, Notice, Assessment] * 3
    notice = read[1][1]
    assert isinstance(notice, Notice)
    assert (notice.file, "nest deeper" in notice.message) == (str(tmp_path / "1.html"), True)


def test_no_more_are_asked_for_than_are_waited_for() -> None:
    asked = 0

    def endless() -> object:
        nonlocal asked
        while True:
            asked += 1
            yield Source(GOOD)

    with Readers(1) as readers:
        reading = readers.read(endless())  # type: ignore[arg-type]
        for _ in range(5):
            next(reading)
        assert asked <= 5 + WAITING + 1


def test_a_row_of_a_named_manifest_without_its_document_is_told(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "gwent.txt").write_bytes(GOOD.read_bytes())
    manifest = tmp_path / "known.csv"
    manifest.write_text("document,force\ngwent.txt,gwent\ngone.txt,kent\n", encoding="utf-8")
    with Readers() as readers:
        _, notices = gather([str(documents)], manifest, readers)
        _, of_one = gather([str(documents / "gwent.txt")], manifest, readers)
    assert [(notice.severity, notice.message) for notice in notices] == [
        ("warning", "names gone.txt, which isn't among the documents")
    ]
    assert of_one == ()


def test_archives_are_read_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(
        zipped(
            {
                "2025/gwent.txt": GOOD.read_bytes(),
                "2025/manifest.csv": b"document,source_url\ngwent.txt,https://example.org/gwent\n",
                "old.zip": zipped({"kent.md": b"# Kent Police: PEEL 2016\n\nThe force is good at preventing crime."}),
                "picture.png": b"x",
                ".hidden": b"x",
            }
        )
    )
    with Readers() as readers:
        sources, notices = gather([str(tmp_path)], None, readers)
        assert [source.shown for source in sources] == [
            f"{tmp_path}/all.zip/2025/gwent.txt",
            f"{tmp_path}/all.zip/old.zip/kent.md",
        ]
        assert [(notice.file, ".png is not read" in notice.message) for notice in notices] == [
            (f"{tmp_path}/all.zip/picture.png", True)
        ]
        read = [outcome for _, outcome in readers.read(sources)]
        kept = sources[0].path
    assert [outcome.metadata.force for outcome in read if isinstance(outcome, Assessment)] == ["gwent", "kent"]
    assert isinstance(read[0], Assessment)
    assert read[0].metadata.source_url == "https://example.org/gwent"
    assert not kept.exists()


def test_an_address_is_read_only_from_a_host_that_is_allowed(tmp_path: Path) -> None:
    with Readers() as readers:
        _, notices = gather(["http://127.0.0.1:9/kent.txt"], None, readers)
    assert [(notice.file, "its host isn't allowed" in notice.message) for notice in notices] == [
        ("http://127.0.0.1:9/kent.txt", True)
    ]


def test_limits_are_set_by_name() -> None:
    assert Limits().changed(["seconds=1.5", "pages=10"]) == Limits(seconds=1.5, pages=10)
    for setting in (
        "second=1",
        "seconds",
        "seconds=",
        "seconds=soon",
        "seconds=nan",
        "seconds=inf",
        "pages=1.5",
        "pages=0",
        "pages=-1",
    ):
        with pytest.raises(ReadError, match="limit"):
            Limits().changed([setting])


@pytest.mark.slow
def test_memory_does_not_grow_with_documents() -> None:
    with Readers(1) as readers:
        for _ in readers.read([Source(GOOD)] * 40):
            pass
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in readers.read(Source(GOOD) for _ in range(200)):
            pass
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def made(document: docx.document.Document | odfdo.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def damaged(name: str) -> list[bytes]:
    """Copies of a good document with noise laid over them, at places fixed by their number."""
    good = {
        "a.pdf": papers.flowing([Paragraph("The force is good at it.", papers.BODY)] * 5),
        "a.docx": made(docx.Document()),
        "a.odt": made(odfdo.Document("text")),
        "a.html": b"<table><tr><td>The force" * 50,
        "a.md": b"# The force\n\n| a | b |\n| - | - |\n" * 20,
    }[name]
    noise = random.Random(4)  # noqa: S311 - the same every time
    copies = []
    for _ in range(40):
        start = noise.randrange(len(good))
        copies.append(
            good[:start] + noise.randbytes(noise.choice([1, 4, 40])) + good[start + noise.choice([0, 1, 40]) :]
        )
    return copies


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.odt", "a.html", "a.md"])
def test_damaged_documents_are_read_or_refused(tmp_path: Path, name: str) -> None:
    sources = []
    for number, data in enumerate(damaged(name)):
        path = tmp_path / f"{number}{Path(name).suffix}"
        path.write_bytes(data)
        sources.append(Source(path))
    with Readers(1, Limits(seconds=20)) as readers:
        for source, outcome in readers.read(sources):
            assert isinstance(outcome, Notice) or outcome.document.name == source.path.name
            assert not (isinstance(outcome, Notice) and re.search("ended the process|fault in", outcome.message)), (
                outcome
            )
