"""Archives, kind and hostile: what is unpacked, what is refused by name, and that nothing is written outside."""

import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import Files, tarred, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.model import Notice
from loaders.unpack import is_archive, unpack

Unpack = Callable[..., tuple[Notice, ...]]


@pytest.fixture
def undo(tmp_path: Path) -> Unpack:
    """Unpacks bytes into `tmp_path/into`."""

    def run(name: str, data: bytes, limits: Limits | None = None) -> tuple[Notice, ...]:
        (tmp_path / name).write_bytes(data)
        (tmp_path / "into").mkdir()
        return unpack(tmp_path / name, tmp_path / "into", limits or Limits(), name)

    return run


def written(tmp_path: Path) -> Files:
    return {
        str(p.relative_to(tmp_path / "into")): p.read_bytes() for p in (tmp_path / "into").rglob("*") if p.is_file()
    }


KIND = {"kent.txt": b"Kent", "2016/essex.html": b"<p>Essex"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(KIND)),
        ("a.ZIP", zipped(KIND)),
        ("a.tar", tarred(KIND)),
        ("a.tar.gz", tarred(KIND, "w:gz")),
        ("a.tgz", tarred(KIND, "w:gz")),
    ],
)
def test_every_kind_of_archive(tmp_path: Path, undo: Unpack, name: str, data: bytes) -> None:
    assert is_archive(Path(name))
    assert undo(name, data) == ()
    assert written(tmp_path) == KIND


def test_archives_in_archives_to_a_depth(tmp_path: Path, undo: Unpack) -> None:
    third = zipped({"deep.txt": b"deep"})
    second = tarred({"third.zip": third, "kent.txt": b"Kent"}, "w:gz")
    notices = undo("a.zip", zipped({"second.tar.gz": second}), Limits(nesting=2))
    assert written(tmp_path) == {"second.tar.gz/kent.txt": b"Kent"}
    assert [(notice.file, "deeper than the limit of 2" in notice.message) for notice in notices] == [
        ("a.zip/second.tar.gz/third.zip", True)
    ]


def link(name: str, target: str, kind: bytes) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def zip_link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


def encrypted() -> bytes:
    """An archive whose one file says that it is encrypted."""
    data = bytearray(zipped({"a.txt": b"secret"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + offset
        data[place : place + 2] = struct.pack("<H", 1)
    return bytes(data)


LEFT_OUT = [
    ("a.zip", zipped({"../out.txt": b"x"}), "leads out", "a path upwards"),
    ("a.zip", zipped({"a/../../out.txt": b"x"}), "leads out", "a path upwards in the midst"),
    ("a.zip", zipped({"/etc/out.txt": b"x"}), "leads out", "a path from the root"),
    ("a.zip", zipped({"..\\out.txt": b"x"}), "leads out", "a path upwards of Windows"),
    ("a.zip", zipped({"C:/out.txt": b"x"}), "leads out", "a drive"),
    ("a.zip", zipped({"n" * 300 + ".txt": b"x"}), "leads out", "a name that no disk takes"),
    ("a.tar", tarred({"../../out.txt": b"x"}), "leads out", "a path upwards in a tar"),
    ("a.tar", tarred([(link("a.txt", "/etc/passwd", tarfile.SYMTYPE), b"")]), "a link or a device", "a link"),
    ("a.tar", tarred([(link("a.txt", "../b.txt", tarfile.LNKTYPE), b"")]), "a link or a device", "a hard link"),
    ("a.tar", tarred([(link("a.txt", "", tarfile.CHRTYPE), b"")]), "a link or a device", "a device"),
    ("a.zip", zipped([(zip_link("a.txt"), b"/etc/passwd")]), "a link or a device", "a link in a zip"),
    ("a.zip", encrypted(), "is encrypted", "a password"),
]


@pytest.mark.parametrize(("name", "data", "message", "reason"), LEFT_OUT, ids=[row[3] for row in LEFT_OUT])
def test_a_member_that_is_not_taken_is_told(
    tmp_path: Path, undo: Unpack, name: str, data: bytes, message: str, reason: str
) -> None:
    before = set(tmp_path.parent.rglob("*"))
    (notice,) = undo(name, data)
    assert message in notice.message, reason
    assert notice.file.startswith(f"{name}/")
    assert written(tmp_path) == {}
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / name, tmp_path / "into"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_and_a_file_in_a_folders_place(tmp_path: Path, undo: Unpack) -> None:
    notices = undo("a.zip", zipped([("a.txt", b"first"), ("a.txt", b"second"), ("a.txt/b.txt", b"third")]))
    assert written(tmp_path) == {"a.txt": b"first"}
    assert ["second file" in notices[0].message, "needs a folder" in notices[1].message] == [True, True]


REFUSED = [
    ("a.zip", zipped({"a.txt": b"0" * 10_000_000}), Limits(unpacked=1_000_000), "unpacks to more", "a bomb"),
    (
        "a.tar.gz",
        tarred({"a.txt": b"0" * 10_000_000}, "w:gz"),
        Limits(unpacked=1_000_000),
        "unpacks to more",
        "a bomb in a tar",
    ),
    (
        "a.zip",
        zipped({f"{n}.zip": zipped({"a.txt": b"0" * 400_000}) for n in range(3)}),
        Limits(unpacked=1_000_000),
        "unpacks to more",
        "a bomb in parts",
    ),
    (
        "a.zip",
        zipped({f"{n}.txt": b"x" for n in range(11)}),
        Limits(members=10),
        "more files than the limit of 10",
        "many files",
    ),
    ("a.zip", b"PK\x03\x04" + b"\0" * 100, Limits(), "is damaged", "no archive"),
    ("a.zip", zipped(KIND)[:-30], Limits(), "is damaged", "half a zip"),
    ("a.tar.gz", tarred({"a.txt": bytes(range(256)) * 999}, "w:gz")[:-200], Limits(), "is damaged", "half a tar"),
    ("a.tar", b"", Limits(), "is damaged", "nothing"),
    ("a.tar.gz", zipped(KIND), Limits(), "is damaged", "another kind of archive"),
]


@pytest.mark.parametrize(("name", "data", "limits", "message", "reason"), REFUSED, ids=[row[4] for row in REFUSED])
def test_an_archive_that_is_refused_whole(
    undo: Unpack, name: str, data: bytes, limits: Limits, message: str, reason: str
) -> None:
    with pytest.raises(ReadError, match=message) as refused:
        undo(name, data, limits)
    assert name in str(refused.value), reason


@given(st.binary(max_size=400), st.sampled_from(["a.zip", "a.tar", "a.tar.gz"]), st.integers(0, 300))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_unpacked_or_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, name: str, at: int
) -> None:
    """Noise laid over a good archive: never an error of another kind, never a file outside."""
    good = zipped(KIND) if name == "a.zip" else tarred(KIND, "w:gz" if name.endswith("gz") else "w")
    folder = tmp_path_factory.mktemp("noise")
    (folder / name).write_bytes(good[:at] + noise + good[at + len(noise) :])
    (folder / "into").mkdir()
    try:
        unpack(folder / name, folder / "into", Limits(unpacked=1_000_000), name)
    except ReadError as refused:
        assert name in str(refused)  # noqa: PT017 - either is right
    assert {path.name for path in folder.iterdir()} == {name, "into"}
