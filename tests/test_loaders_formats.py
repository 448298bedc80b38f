"""Word, OpenDocument and Markdown files, made here with what writers do to them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from odfdo import Document as OpenDocument
from odfdo import Element, Header, Style, Table

from loaders.errors import ReadError
from loaders.model import Document
from loaders.read import Limits, read_document

Reader = Callable[..., Document]
Told = list[tuple[str, str]]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(name: str, data: bytes | str, limits: Limits | None = None) -> Document:
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        return read_document(tmp_path / name, limits)

    return reader


def told(document: Document) -> Told:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def word(*steps: Callable[[WordDocument], object]) -> bytes:
    document = docx.Document()
    for step in steps:
        step(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph(text: str, xml: str = "", after: str = "", style: str | None = None) -> Callable[[WordDocument], object]:
    """A paragraph, with markup of Word's own after its text."""

    def step(document: WordDocument) -> None:
        made = document.add_paragraph(text, style)
        if xml:
            made._p.append(parse_xml(xml))
        if after:
            made.add_run(after)

    return step


def grid(document: WordDocument) -> None:
    table = document.add_table(2, 2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, ["Question", "Grade", "Preventing crime", "Good"], strict=True):
        cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def run_of(text: str, *, bold: bool = False, size: int | None = None) -> Callable[[WordDocument], object]:
    def step(document: WordDocument) -> None:
        run = document.add_paragraph().add_run(text)
        run.bold = bold
        run.font.size = Pt(size) if size else None

    return step


def large(document: WordDocument) -> None:
    run_of("Efficiency", size=18)(document)
    document.add_paragraph("It is good at this.")


def split_in_bold(document: WordDocument) -> None:
    made = document.add_paragraph("The force is ")
    made.add_run("go").bold = True
    made.add_run("od at it.")


def headed(document: WordDocument) -> None:
    document.sections[0].header.paragraphs[0].text = "RUNNING HEAD"
    document.sections[0].footer.paragraphs[0].text = "RUNNING FOOT"
    document.add_paragraph("Text.")


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
INSERTED = (
    f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t xml:space="preserve"> It inserted.</w:t></w:r></w:ins>'
)
DELETED = f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>It deleted.</w:delText></w:r></w:del>'
BOX = (
    f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml">'
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
    "<w:p><w:r><w:t>Boxed.</w:t></w:r></w:p>"
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent><w:p><w:r><w:t>Boxed.</w:t>"
    "</w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)

WORD: list[tuple[Callable[[WordDocument], object], Told, str]] = [
    (lambda d: d.add_heading("Kent Police", 0), [("heading", "Kent Police")], "the style of titles"),
    (lambda d: d.add_heading("Crime", 2), [("heading", "Crime")], "the style of headings"),
    (run_of("Areas for improvement", bold=True), [("heading", "Areas for improvement")], "a heading set by hand: bold"),
    (large, [("heading", "Efficiency"), ("paragraph", "It is good at this.")], "a heading set by hand: large"),
    (run_of("The force should act.", bold=True), [("paragraph", "The force should act.")], "a bold sentence is none"),
    (split_in_bold, [("paragraph", "The force is good at it.")], "a word half in bold is one word"),
    (paragraph("one", style="List Bullet"), [("item", "one")], "a bullet"),
    (paragraph("one", style="List Number 2"), [("item", "one")], "a number of the second level"),
    (grid, [("cell", t) for t in ("Question", "Grade", "Preventing crime", "Good")], "a table with a header row"),
    (paragraph("It stood.", INSERTED), [("paragraph", "It stood. It inserted.")], "tracked: what was inserted is in"),
    (paragraph("It stood.", DELETED), [("paragraph", "It stood.")], "tracked: what was deleted is out"),
    (
        paragraph("Be", BOX, "fore."),
        [("paragraph", "Before."), ("paragraph", "Boxed.")],
        "a text box, once, after its paragraph",
    ),
    (headed, [("paragraph", "Text.")], "running heads and feet"),
]


@pytest.mark.parametrize(("step", "expected", "reason"), WORD, ids=[row[2] for row in WORD])
def test_word(read: Reader, step: Callable[[WordDocument], object], expected: Told, reason: str) -> None:
    assert told(read("a.docx", word(step))) == expected, reason


def test_the_rows_and_levels_of_word(read: Reader) -> None:
    document = read("a.docx", word(lambda d: d.add_heading("One", 1), lambda d: d.add_heading("Three", 3), grid))
    assert [block.level for block in document.blocks[:2]] == [1, 3]
    assert [(block.row, block.column) for block in document.blocks[2:]] == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_footnotes_of_word_come_last_without_marks(read: Reader) -> None:
    mark = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    plain = word(paragraph("The force is good at it", mark, "."))
    note = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        "<w:r><w:t>As defined in law.</w:t>"
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    relation = f'<Relationship Id="rIdNotes" Type="{OFFICE}/relationships/footnotes" Target="footnotes.xml"/>'
    kind = f'<Override PartName="/word/footnotes.xml" ContentType="{WORDPROCESSING}.footnotes+xml"/>'
    data = changed(
        plain,
        {
            "word/_rels/document.xml.rels": lambda t: t.replace("</Relationships>", f"{relation}</Relationships>"),
            "[Content_Types].xml": lambda t: t.replace("</Types>", f"{kind}</Types>"),
        },
        {"word/footnotes.xml": note},
    )
    texts = [text for _, text in told(read("a.docx", data))]
    assert texts == ["The force is good at it.", "As defined in law."]


def changed(data: bytes, edits: dict[str, Callable[[str], str]], more: dict[str, str]) -> bytes:
    """A zip archive with some of its files edited and some added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edits[name](content.decode()) if name in edits else content)
        for name, text in more.items():
            new.writestr(name, text)
    return out.getvalue()


def open_text(*parts: str | Element, title: str | None = None) -> bytes:
    document = OpenDocument("text")
    document.body.clear()
    document.insert_style(Style("text", name="Strong", bold=True), automatic=True)
    if title:
        document.meta.title = title
    for part in parts:
        document.body.append(Element.from_tag(part) if isinstance(part, str) else part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt_table() -> Table:
    table = Table("T", width=2, height=2)
    for place, text in (((0, 0), "Question"), ((1, 0), "Grade"), ((0, 1), "Crime"), ((1, 1), "Good")):
        table.set_value(place, text)
    return table


OPEN: list[tuple[tuple[str | Element, ...], Told, str]] = [
    ((Header(2, "Crime"),), [("heading", "Crime")], "a heading"),
    (('<text:p text:style-name="Title">Kent</text:p>',), [("heading", "Kent")], "the style of titles"),
    (
        ('<text:p>It is <text:span text:style-name="Strong">go</text:span>od.</text:p>',),
        [("paragraph", "It is good.")],
        "half in bold",
    ),
    (
        ("<text:p>One<text:s text:c='3'/>two<text:tab/>three.</text:p>",),
        [("paragraph", "One two three.")],
        "white space as elements",
    ),
    (
        ("<text:p>One<text:line-break/>two</text:p>",),
        [("paragraph", "One"), ("paragraph", "two")],
        "a break of the line",
    ),
    (
        (
            "<text:list><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b</text:p></text:list-item></text:list></text:list-item></text:list>",
        ),
        [("item", "a"), ("item", "b")],
        "a list in a list",
    ),
    ((odt_table(),), [("cell", text) for text in ("Question", "Grade", "Crime", "Good")], "a table"),
    (
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p></text:deletion></text:changed-region></text:tracked-changes>",
            "<text:p>Kept.</text:p>",
        ),
        [("paragraph", "Kept.")],
        "tracked: what was deleted is out",
    ),
    (
        ("<text:p>Said<office:annotation><text:p>Why?</text:p></office:annotation>.</text:p>",),
        [("paragraph", "Said.")],
        "a comment",
    ),
    (
        (
            '<text:p>Said<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            "<text:note-body><text:p>By law.</text:p></text:note-body></text:note>.</text:p>",
            "<text:p>Then.</text:p>",
        ),
        [("paragraph", "Said."), ("paragraph", "Then."), ("paragraph", "By law.")],
        "a footnote comes last, without its mark",
    ),
    (
        ("<text:p>Be<draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame>fore.</text:p>",),
        [("paragraph", "Before."), ("paragraph", "Boxed.")],
        "a text box comes after its paragraph",
    ),
    (
        (
            "<text:table-of-content><text:p>Crime 3</text:p></text:table-of-content>",
            "<text:p>Text.</text:p>",
        ),
        [("paragraph", "Text.")],
        "the list of contents",
    ),
]


@pytest.mark.parametrize(("parts", "expected", "reason"), OPEN, ids=[row[2] for row in OPEN])
def test_open_document(read: Reader, parts: tuple[str | Element, ...], expected: Told, reason: str) -> None:
    assert told(read("a.odt", open_text(*parts))) == expected, reason


def test_titles_are_those_of_the_formats(read: Reader) -> None:
    def titled(document: WordDocument) -> None:
        document.core_properties.title = "PEEL 2016"
        document.add_paragraph("x")

    assert read("a.docx", word(titled)).title == "PEEL 2016"
    assert read("a.odt", open_text("<text:p>x</text:p>", title="PEEL 2016")).title == "PEEL 2016"
    assert read("a.md", "---\ntitle: 'PEEL 2016'\nforce: kent\n---\nx").title == "PEEL 2016"


MARKDOWN: list[tuple[str, Told, str]] = [
    ("# Kent\n\nGood.", [("heading", "Kent"), ("paragraph", "Good.")], "a heading"),
    ("Kent\n====\nGood.", [("heading", "Kent"), ("paragraph", "Good.")], "a heading underlined"),
    ("It is\n**go**od, *very*.", [("paragraph", "It is good, very.")], "marks within a paragraph of two lines"),
    ("1. one\n2. two\n   - three", [("item", "one"), ("item", "two"), ("item", "three")], "lists in lists"),
    ("| A | B |\n| --- | --- |\n| c | *d* |", [("cell", t) for t in "ABcd"], "a table"),
    ("---\ntitle: x\n---\nText.", [("paragraph", "Text.")], "front matter"),
    ("It is ~~bad~~good.", [("paragraph", "It is good.")], "struck through"),
    ("a \\* b &amp; `c` [d](http://x) ![e](f.png)", [("paragraph", "a * b & c d")], "escapes, code, links, pictures"),
    ("<div><script>x()</script>Text.</div>", [("paragraph", "Text.")], "HTML within"),
    ("Text.\n\n* * *\n\n> Quoted.", [("paragraph", "Text."), ("paragraph", "Quoted.")], "a rule and a quotation"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MARKDOWN, ids=[row[2] for row in MARKDOWN])
def test_markdown(read: Reader, text: str, expected: Told, reason: str) -> None:
    assert told(read("a.md", text)) == expected, reason


def test_every_block_stands_in_the_text(read: Reader) -> None:
    for name, data in (
        ("a.docx", word(*[row[0] for row in WORD])),
        ("a.odt", open_text(*[part for row in OPEN for part in row[0]])),
        ("a.md", "\n\n".join(row[0] for row in MARKDOWN)),
    ):
        document = read(name, data)
        assert document.text == "\n".join(document.text[block.start : block.end] for block in document.blocks)
        assert document.page_at(3) is None


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
BROKEN = changed(word(grid), {"word/document.xml": lambda text: text[:300]}, {})
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 40}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)


def laughing(text: str) -> str:
    return LAUGHS + text.partition("?>")[2].replace("<w:body>", "<w:body><w:p><w:r><w:t>&h;</w:t></w:r></w:p>", 1)


DAMAGED = [
    ("a.docx", ENCRYPTED, "is encrypted, or of Word before 2007", "Word's own encryption"),
    ("a.docx", b"PK\x03\x04" + b"\0" * 50, "is damaged", "an archive that isn't one"),
    ("a.docx", word(grid)[:2000], "is damaged", "half a file"),
    ("a.docx", open_text("<text:p>x</text:p>"), "holds no word/document.xml", "another format under its ending"),
    ("a.docx", BROKEN, "is damaged", "half a part"),
    ("a.docx", changed(word(grid), {"word/document.xml": laughing}, {}), "is damaged", "entities that swell"),
    ("a.odt", word(grid), "holds no content.xml", "the other way round"),
    (
        "a.odt",
        changed(open_text("<text:p>x</text:p>"), {"content.xml": lambda t: t[:200]}, {}),
        "is damaged",
        "half a part",
    ),
    (
        "a.odt",
        changed(
            open_text("<text:p>x</text:p>"), {"META-INF/manifest.xml": lambda t: t + "<!-- encryption-data -->"}, {}
        ),
        "is encrypted",
        "a password",
    ),
    ("a.odt", open_text(), "no readable words", "no words"),
    ("a.docx", word(), "no readable words", "no words"),
    ("a.md", "---\ntitle: x\n---\n", "holds no words", "front matter alone"),
]


@pytest.mark.parametrize(("name", "data", "message", "reason"), DAMAGED, ids=[f"{row[0]}: {row[3]}" for row in DAMAGED])
def test_what_is_refused_and_why(read: Reader, name: str, data: bytes | str, message: str, reason: str) -> None:
    with pytest.raises(ReadError, match=message) as refused:
        read(name, data)
    assert name in str(refused.value), reason


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_what_they_unpack_to_has_a_limit(read: Reader, name: str) -> None:
    data = word(grid) if name == "a.docx" else open_text("<text:p>x</text:p>")
    with pytest.raises(ReadError, match="unpacks to more than the limits"):
        read(name, changed(data, {}, {"bomb": "0" * 5_000_000}), Limits(unpacked=4_000_000))
    with pytest.raises(ReadError, match="unpacks to more than the limits"):
        read(name, data, Limits(members=3))


def test_deep_nesting_is_refused(read: Reader) -> None:
    deep = "<text:list><text:list-item>" * 300 + "<text:p>x</text:p>" + "</text:list-item></text:list>" * 300
    with pytest.raises(ReadError, match=r"nest|damaged"):
        read(
            "a.odt",
            changed(
                open_text("<text:p>HERE</text:p>"),
                {"content.xml": lambda t: t.replace("<text:p>HERE</text:p>", deep)},
                {},
            ),
        )
    with pytest.raises(ReadError, match="nest too deeply"):
        read("a.md", "> " * 5000 + "x")
