"""Which documents stand under the paths a user names, and what their manifest says of them."""

from pathlib import Path

import pytest

from loaders.collect import collect
from loaders.errors import ManifestError
from loaders.manifest import read_manifest

HEADER = "document,source_url,force,inspectorate,inspector,programme,published\n"


def folder(tmp_path: Path, manifest: str | None = None, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    if manifest is not None:
        (tmp_path / "manifest.csv").write_text(HEADER + manifest, encoding="utf-8")
    return tmp_path


def test_documents_come_in_order_with_their_row(tmp_path: Path) -> None:
    where = folder(tmp_path, "b.txt,,cleveland,,,PEEL 2016,2017\n", b_txt="b", a_html="a")
    sources, notices = collect([where, where / "b.txt"])
    assert [source.path.name for source in sources] == ["a.html", "b.txt"]
    assert sources[0].known is None
    assert sources[1].known is not None
    assert (sources[1].known.force, sources[1].known.programme, sources[1].known.inspector) == (
        "cleveland",
        "PEEL 2016",
        None,
    )
    assert notices == ()


def test_a_named_manifest_goes_before_the_folders_own(tmp_path: Path) -> None:
    where = folder(tmp_path, "a.txt,,cleveland,,,PEEL 2016,\n", a_txt="a")
    other = tmp_path / "other.tsv"
    other.write_text(HEADER + "a.txt,,durham,,,PEEL 2016,\n", encoding="utf-8")
    sources, _ = collect([where / "a.txt"], other)
    assert sources[0].known is not None
    assert sources[0].known.force == "durham"


@pytest.mark.parametrize(
    ("files", "manifest", "expected"),
    [
        pytest.param({"a_xls": "x"}, None, ".xls is not read", id="an ending we don't read is refused by name"),
        pytest.param({}, None, "holds no documents", id="an empty folder is no success"),
        pytest.param({"a_txt": "x"}, "gone.txt,,,,,,\n", "names gone.txt, which isn't", id="a row without its file"),
        pytest.param({"a_txt": "x"}, "a.txt,,clevland,,,,\n", "clevland", id="a force misspelt"),
        pytest.param({"a_txt": "x"}, "a.txt,,,,,PEEL 2099,\n", "PEEL 2099", id="a programme nobody ran"),
        pytest.param({"a_txt": "x"}, "a.txt,,,,,,2 March 2017\n", "is no date", id="a date in words"),
        pytest.param({"a_txt": "x"}, "a.txt,,,,,,2017-02-30\n", "is no date", id="a day that doesn't exist"),
        pytest.param({"a_txt": "x"}, "a.txt,,,HMICFRSS,,,\n", "HMICFRSS", id="an inspectorate misspelt"),
        pytest.param({"a_txt": "x"}, "a.txt,ftp://x,,,,,\n", "is no web address", id="an address of another kind"),
        pytest.param({"a_txt": "x"}, "a.txt,,,,,,\na.txt,,,,,,\n", "second row", id="two rows for one document"),
    ],
)
def test_nothing_is_passed_over_in_silence(
    tmp_path: Path, files: dict[str, str], manifest: str | None, expected: str
) -> None:
    _, notices = collect([folder(tmp_path, manifest, **files)])
    assert len(notices) == 1
    assert expected in notices[0].message


def test_a_manifest_whose_documents_are_all_gone_is_told_wherever_it_stands(tmp_path: Path) -> None:
    folder(tmp_path, a_txt="a")
    for name in ("below", ".hidden"):
        (tmp_path / name).mkdir()
        folder(tmp_path / name, "gone.txt,,,,,,\n")
    _, notices = collect([tmp_path])
    assert [(notice.file, notice.message) for notice in notices] == [
        (str(tmp_path / "below" / "manifest.csv"), "names gone.txt, which isn't in the folder")
    ]


def test_a_missing_path_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    sources, notices = collect([tmp_path / "gone", folder(tmp_path, a_txt="a")])
    assert len(sources) == 1
    assert [(notice.severity, notice.message) for notice in notices] == [
        ("error", "there is no such file or folder; check the path")
    ]


def test_a_manifest_without_documents_is_none(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text("file,force\na.txt,cleveland\n", encoding="utf-8")
    with pytest.raises(ManifestError, match=r"line 1: no column `document`"):
        read_manifest(path)
    path.write_bytes(b"document\n\xff\xfe.txt\n")
    with pytest.raises(ManifestError, match="UTF-8"):
        read_manifest(path)


def test_a_column_we_do_not_know_is_told(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text("document,colour\na.txt,red\n", encoding="utf-8")
    known, notices = read_manifest(path)
    assert list(known) == ["a.txt"]
    assert [notice.place for notice in notices] == ["line 1, column colour"]
