"""PDF files of every layout, made here: what is read of each, in which order, and on which page it stands."""

from collections.abc import Callable
from pathlib import Path

import papers
import pytest
from papers import BODY, HEADING, ITEM, JUSTIFIED, MINOR
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph

from loaders.errors import ReadError
from loaders.model import Document
from loaders.read import Limits, read_document

GOOD = (
    "The force is good at preventing crime and anti-social behaviour, and its neighbourhood officers know the places "
    "and the people that they work with."
)
WEAK = (
    "It needs to improve how it investigates: supervisors do not look over enough of the investigations, and victims "
    "are not always told what becomes of them."
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Document]:
    def reader(data: bytes, limits: Limits | None = None) -> Document:
        (tmp_path / "a.pdf").write_bytes(data)
        return read_document(tmp_path / "a.pdf", limits)

    return reader


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_headings_paragraphs_and_items_by_their_letters(read: Callable[..., Document]) -> None:
    story = [
        Paragraph("Kent Police", HEADING),
        Paragraph("Effectiveness", MINOR),
        Paragraph(GOOD, BODY),
        Paragraph(WEAK, BODY),
        Paragraph(
            "improve its use of data across all of its teams, and with its partners in the whole of the county;",
            ITEM,
            "•",
        ),
        Paragraph("review how it answers calls.", ITEM, "2."),
    ]
    document = read(papers.flowing(story))
    assert told(document) == [
        ("heading", "Kent Police"),
        ("heading", "Effectiveness"),
        ("paragraph", GOOD),
        ("paragraph", WEAK),
        ("item", "improve its use of data across all of its teams, and with its partners in the whole of the county;"),
        ("item", "review how it answers calls."),
    ]
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2]
    assert document.blocks[1].bold


@pytest.mark.parametrize("style", [BODY, JUSTIFIED], ids=["ragged", "justified"])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_one_after_the_other(read: Callable[..., Document], columns: int, style: object) -> None:
    paragraphs = [f"In {year} {GOOD[0].lower()}{GOOD[1:]} {WEAK}" for year in range(1900, 1960)]
    story = [Paragraph("A title over all the columns", HEADING), *(Paragraph(text, style) for text in paragraphs)]
    document = read(papers.flowing(story, columns=columns, head="PEEL 2018/19: Kent Police", number="{}"))
    assert [text for kind, text in told(document) if kind == "paragraph"] == paragraphs
    assert document.blocks[-1].page == document.page_at(document.blocks[-1].start)


def test_heads_feet_and_page_numbers_are_left_out_and_headings_at_the_top_stay(read: Callable[..., Document]) -> None:
    story = []
    for year in range(2014, 2019):
        story += [Paragraph("Areas for improvement", HEADING), Paragraph(f"{year}: {GOOD}", BODY), PageBreak()]
    document = read(papers.flowing(story, head="PEEL: an inspection of Kent Police", number="Page {} of 5"))
    assert [text for _, text in told(document)] == [
        text for year in range(2014, 2019) for text in ("Areas for improvement", f"{year}: {GOOD}")
    ]
    assert [block.page for block in document.blocks] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_a_paragraph_that_turns_the_page_is_one_and_knows_where(read: Callable[..., Document]) -> None:
    first = papers.lines(
        ["The force works well with its partners, and its officers know what is", "expected of them when they are"],
        top=700,
    )
    second = papers.lines(["called to a scene of violence in the home. They are trained for it."])
    document = read(papers.drawn(first, second))
    (block,) = document.blocks
    assert document.text[block.start : block.end].endswith(
        "when they are called to a scene of violence in the home. They are trained for it."
    )
    assert (
        block.page,
        document.page_at(document.text.index("expected")),
        document.page_at(document.text.index("called")),
    ) == (1, 1, 2)


HYPHENS = [
    ("an investi-", "gation that is", "an investigation that is", "a word parted by the printer"),
    ("its multi-", "agency teams", "its multi-agency teams", "a prefix that keeps its hyphen"),
    ("a county-", "wide approach", "a county-wide approach", "an ending that keeps the hyphen before it"),
    ("the Devon-", "Cornwall border", "the Devon-Cornwall border", "a name after the hyphen"),
    ("its zig-", "zag. A zig-zag", "its zig-zag. A zig-zag", "the document writes it with its hyphen elsewhere"),
    ("its two-", "year plan", "its two-year plan", "a number in words"),
]


@pytest.mark.parametrize(("first", "second", "whole", "reason"), HYPHENS, ids=[row[3] for row in HYPHENS])
def test_hyphens_at_the_ends_of_lines(
    read: Callable[..., Document], first: str, second: str, whole: str, reason: str
) -> None:
    long = "and there is more to be said of this in the other parts of the report,"
    texts = [
        f"The inspectors of the constabulary who came to the county looked at {first}",
        f"{second}, {long}",
        "and said so.",
    ]
    assert whole in read(papers.drawn(papers.lines(texts))).text, reason


def test_ligatures_are_letters(read: Callable[..., Document]) -> None:
    document = read(
        papers.drawn(papers.lines(["The oﬃcers ﬁnd that eﬀort is suﬃcient, and ﬂows."], font=papers.vera()))
    )
    assert "ﬁ" not in document.text
    assert "find that" in document.text


def test_footnotes_come_last_and_their_marks_are_left_out(read: Callable[..., Document]) -> None:
    def page(canvas: Canvas) -> None:
        papers.lines(
            [
                "The force records most crimes",
                "well, and it tells victims so, as it has for the last three years of its",
                "plan.",
            ]
        )(canvas)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(
            72 + canvas.stringWidth("The force records most crimes", "Helvetica", 10), papers.HEIGHT - 97, "12"
        )
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72, 90, "12 Crime as the Home Office counts it, in the year to March, without fraud,")
        canvas.drawString(72, 82, "which others record.")

    document = read(
        papers.drawn(page, papers.lines(["A second page of text follows, in letters as high as those before it."]))
    )
    assert [text for _, text in told(document)] == [
        "The force records most crimes well, and it tells victims so, as it has for the last three years of its plan.",
        "A second page of text follows, in letters as high as those before it.",
        "Crime as the Home Office counts it, in the year to March, without fraud, which others record.",
    ]
    assert [block.page for block in document.blocks] == [1, 2, 1]


def test_the_cells_of_a_table_by_row_and_column(read: Callable[..., Document]) -> None:
    rows = [
        ("Question", "Grade", "Why"),
        (
            "Preventing crime and anti-social behaviour",
            "Good",
            "Its officers know the places and the people that they work with, and act before there is harm.",
        ),
        ("Investigating crime", "Requires improvement", "Too few of the investigations are looked over."),
    ]
    story = [Paragraph(GOOD, BODY), papers.table(rows, [130, 110, 200]), Paragraph(WEAK, BODY)]
    document = read(papers.flowing(story))
    cells = [block for block in document.blocks if block.kind == "cell"]
    assert told(document)[0] == ("paragraph", GOOD)
    assert told(document)[-1] == ("paragraph", WEAK)
    assert [document.text[cell.start : cell.end] for cell in cells] == [cell for row in rows for cell in row]
    first = cells[0].row or 0
    assert [(cell.row, cell.column) for cell in cells] == [(first + n // 3, n % 3) for n in range(9)]


def test_two_columns_of_grades_are_a_table_and_two_of_prose_are_not(read: Callable[..., Document]) -> None:
    left = papers.lines(["Effectiveness", "Efficiency", "Legitimacy"])
    right = papers.lines(["Good", "Requires improvement", "Good"], left=300)
    assert told(read(papers.drawn(papers.both(left, right)))) == [
        ("cell", text) for text in ("Effectiveness", "Good", "Efficiency", "Requires improvement", "Legitimacy", "Good")
    ]


def test_a_page_on_its_side_and_marks_across_it(read: Callable[..., Document]) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(papers.WIDTH, 0)
        canvas.rotate(90)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(100, 400, "The force is good at preventing crime.")
        canvas.drawString(100, 388, "It needs to improve how it investigates.")

    def marked(canvas: Canvas) -> None:
        canvas.setPageRotation(0)
        papers.lines(["The force treats people well."])(canvas)
        canvas.translate(200, 200)
        canvas.rotate(45)
        canvas.drawString(0, 0, "DRAFT")

    texts = [text for _, text in told(read(papers.drawn(turned, marked)))]
    assert " ".join(texts[:-1]) == "The force is good at preventing crime. It needs to improve how it investigates."
    assert texts[-1] == "The force treats people well."


def test_a_finding_has_its_page(read: Callable[..., Document]) -> None:
    from loaders.extract import extract
    from loaders.form import as_json
    from loaders.triples import triples
    from ontology.iris import Names
    from ontology.terms import PEEL

    story = [
        Paragraph("Kent Police: PEEL 2018/19", HEADING),
        PageBreak(),
        Paragraph(GOOD, BODY),
        PageBreak(),
        Paragraph(WEAK, BODY),
    ]
    assessment = extract(read(papers.flowing(story)))
    found = as_json(assessment)["findings"]
    assert isinstance(found, list)
    assert {finding["page"] for finding in found} == {2, 3}
    pages = {str(quad.object) for quad in triples(assessment, Names()) if quad.predicate == PEEL.page}
    assert len(pages) >= 2
    for finding in assessment.findings:
        assert assessment.document.text[finding.start : finding.end] == finding.quote


REFUSED = [
    (papers.drawn(papers.picture, papers.picture), "is scanned: 2 pages of pictures and no text", "a scan"),
    (papers.drawn(lambda canvas: None), "holds no text", "an empty page"),
    (papers.drawn(papers.lines(["secret"]), key="pass"), "is encrypted", "a password"),
    (papers.drawn(papers.lines(["text"]))[:400], "damaged", "half a file"),
    (b"%PDF-1.7\n" + b"\0\xff" * 500, "damaged", "no PDF but its first line"),
    (b"PK\x03\x04 no pdf", "is no PDF", "another format"),
]


@pytest.mark.parametrize(("data", "message", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_refused_and_why(read: Callable[..., Document], data: bytes, message: str, reason: str) -> None:
    with pytest.raises(ReadError, match=message) as refused:
        read(data)
    assert "a.pdf" in str(refused.value), reason


def test_pages_without_text_among_others_are_told(read: Callable[..., Document]) -> None:
    document = read(papers.drawn(papers.lines(["The force is good at it."]), papers.picture))
    assert [notice.severity for notice in document.notices] == ["warning"]
    assert "not read: 2" in document.notices[0].message


def test_pages_and_paragraphs_have_limits(read: Callable[..., Document]) -> None:
    data = papers.drawn(*[papers.lines(["A line of text."])] * 4)
    with pytest.raises(ReadError, match="4 pages, more than the limit of 3"):
        read(data, Limits(pages=3))
    with pytest.raises(ReadError, match="paragraphs, more than the limit of 2"):
        read(data, Limits(blocks=2))
