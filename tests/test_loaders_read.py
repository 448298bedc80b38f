"""Bytes in, text and blocks out: every encoding, line end and oddity with the reason it matters."""

from dataclasses import fields
from pathlib import Path

import pytest

from loaders.collect import SUFFIXES
from loaders.errors import ReadError
from loaders.model import Document
from loaders.read import Limits, read_document
from loaders.read_html import read_html
from loaders.read_text import read_text

DECODED = [
    (b"The force is good", "utf-8 without a mark"),
    (b"\xef\xbb\xbfThe force is good", "utf-8 with a byte order mark"),
    ("The force is good".encode("utf-16"), "utf-16 with a byte order mark"),
    ("\ufeffThe force is good".encode("utf-16-be"), "utf-16, big end first"),
    ("\ufeffThe force is good".encode("utf-32-le"), "utf-32 with a byte order mark"),
    ("\ufeffThe force is good".encode("utf-32-be"), "utf-32, big end first"),
]


@pytest.mark.parametrize(("data", "reason"), DECODED, ids=[row[1] for row in DECODED])
def test_encodings_that_are_told(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert read_document(tmp_path / "a.txt").text == "The force is good", reason


TOLD = [
    ("Zoë’s team – which costs £5m – is “good”…".encode("cp1252"), "windows-1252", "signs of English print"),
    ("Café and Dŵr".replace("ŵ", "w").encode("latin-1"), "windows-1252", "Latin-1, a part of it"),
    ("Ôl-ofal à la carte".encode("cp1252"), "windows-1252", "a capital before small letters"),
    ("The force is good".encode("utf-16-le"), "utf-16-le", "utf-16 without a mark"),
    ("The force is good".encode("utf-16-be"), "utf-16-be", "utf-16 without a mark, big end first"),
]


@pytest.mark.parametrize(("data", "encoding", "reason"), TOLD, ids=[row[2] for row in TOLD])
def test_an_encoding_told_by_its_characters_is_a_warning(
    tmp_path: Path, data: bytes, encoding: str, reason: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    document = read_document(tmp_path / "a.txt")
    (notice,) = document.notices
    assert document.text == data.decode(encoding), reason
    assert (notice.severity, f"read as {encoding}" in notice.message) == ("warning", True)


def test_what_the_server_states_goes_before_what_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b'<meta charset="utf-8"><p>Caf\xe9')
    assert read_document(tmp_path / "a.html", charset="iso-8859-1").text == "Café"
    with pytest.raises(ReadError, match="klingon"):
        read_document(tmp_path / "a.html", charset="klingon")


@pytest.mark.parametrize(
    "ending", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c"], ids=lambda ending: ascii(ending)
)
def test_line_ends_of_all_kinds_are_one(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.txt").write_bytes(ending.join(["Heading", "", "It works well."]).encode())
    assert read_document(tmp_path / "a.txt").text == "Heading\n\nIt works well."


REFUSED = [
    (b"", "is empty", "nothing in it"),
    (b" \n\t ", "is empty", "white space alone"),
    ("The force’s plan".encode("mac-roman"), "byte 9", "an old Macintosh's: an Õ in the midst of a word"),
    ("Café and police".encode("cp850"), "byte 3", "DOS: a low quotation mark in the midst of a word"),
    ("Полиция".encode("cp1251"), "byte 0", "another script"),
    ("警察".encode("shift-jis"), "byte 0", "another script in two bytes a letter"),
    (b"The force \x81 is good", "byte 10", "a byte that Windows-1252 doesn't use"),
    (b"%PDF-1.7\0\0\0", "is NUL", "a binary"),
    ("The force".encode("utf-16-le") + b"x", "is NUL", "half a character"),
]


@pytest.mark.parametrize(("data", "told", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_refused_says_where_and_why(tmp_path: Path, data: bytes, told: str, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(ReadError, match=told) as refused:
        read_document(tmp_path / "a.txt")
    assert "a.txt" in str(refused.value), reason


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 11)
    (tmp_path / "a.xyz").write_bytes(b"x")
    for path, told in (
        (tmp_path, "folder|ending in"),
        (tmp_path / "none.txt", "no such file"),
        (tmp_path / "a.xyz", "xyz"),
    ):
        with pytest.raises(ReadError, match=told):
            read_document(path)
    with pytest.raises(ReadError, match="limit of 10"):
        read_document(tmp_path / "big.txt", Limits(bytes=10))


def test_every_ending_and_limit_is_described() -> None:
    text = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    missing = [ending for ending in SUFFIXES if f"`{ending}`" not in text]
    missing += [name.name for name in fields(Limits) if f"| `{name.name}` | {name.default:.0f} |" not in text]
    assert missing == []


def test_a_page_in_the_encoding_it_declares(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b'<meta charset="iso-8859-1"><p>Caf\xe9 \x93quoted\x94')
    assert read_document(tmp_path / "a.html").text == "Café “quoted”"
    (tmp_path / "b.html").write_bytes(b'<meta charset="klingon"><p>x')
    with pytest.raises(ReadError, match="klingon"):
        read_document(tmp_path / "b.html")


def page(markup: str) -> Document:
    return read_html(markup, "a.html", "0" * 64)


PAGES = [
    ("<p>Fish &amp; chips&nbsp;here", "Fish & chips here", "entities"),
    ("<p>It <b>is</b> good</p>", "It is good", "inline tags"),
    ("<p>one<br>two</p>", "one\ntwo", "a line break is a block's end"),
    ("<p>a</p><script>b()</script><style>c</style><nav>d</nav><p>e</p>", "a\ne", "nobody reads scripts and menus"),
    ("<p>a <!-- no --> b</p>", "a b", "comments"),
    ("<p>a\n   b</p>", "a b", "white space is folded"),
    ("<ul><li>one<li>two</ul>", "one\ntwo", "tags left open"),
]


@pytest.mark.parametrize(("markup", "text", "reason"), PAGES, ids=[row[2] for row in PAGES])
def test_pages(markup: str, text: str, reason: str) -> None:
    assert page(markup).text == text, reason


def test_the_blocks_of_a_page_keep_their_kind_level_row_and_box() -> None:
    read = page("<h2>Title</h2><div><p><b>Bold.</b></p></div><ul><li>Item</ul><table><tr><td>A<td>B</table>")
    told = [(read.text[b.start : b.end], b.kind, b.level, b.row is not None, b.bold) for b in read.blocks]
    assert told == [
        ("Title", "heading", 2, False, False),
        ("Bold.", "paragraph", 0, False, True),
        ("Item", "item", 0, False, False),
        ("A", "cell", 0, True, False),
        ("B", "cell", 0, True, False),
    ]
    assert len({block.container for block in read.blocks}) == 2


def test_deep_nesting_is_refused_quickly() -> None:
    with pytest.raises(ReadError, match="nest"):
        page("<div>" * 5000 + "x")


LINES = [
    ("HM Inspector's summary", "heading", "a short line without a stop"),
    ("It works well.", "paragraph", "a sentence"),
    ("The force should:", "paragraph", "a lead-in"),
    ("- improve it;", "item", "a dash"),
    ("• improve it;", "item", "a bullet"),
    ("1. Notes on this", "item", "a number"),
    ("2. How effective is the force?", "heading", "a numbered question heads its section"),
    ("## Investigating crime", "heading", "a mark-up heading"),
]


@pytest.mark.parametrize(("line", "kind", "reason"), LINES, ids=[row[2] for row in LINES])
def test_the_lines_of_a_text(line: str, kind: str, reason: str) -> None:
    read = read_text(
        f"{line}\n\nThe force is good at it, and has been so for as long as we have inspected it.", "a.txt", ""
    )
    assert read.blocks[0].kind == kind, reason


def test_a_paragraph_wrapped_by_hand_is_one_block() -> None:
    text = (
        "The force is good at preventing crime and works well with partners to\n"
        "solve problems. However, it needs to improve how it supervises its\n"
        "investigations.\n\nNext paragraph.\n"
    )
    read = read_text(text, "a.txt", "")
    assert [read.text[block.start : block.end].split()[0] for block in read.blocks] == ["The", "Next"]
