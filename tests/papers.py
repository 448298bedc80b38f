"""Makes PDF files of every layout that the tests read, word by word where each stands matters."""

import io
from collections.abc import Callable, Sequence

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

WIDTH, HEIGHT = A4
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12, spaceAfter=6)
JUSTIFIED = ParagraphStyle("justified", parent=BODY, alignment=TA_JUSTIFY)
HEADING = ParagraphStyle("heading", parent=BODY, fontName="Helvetica-Bold", fontSize=14, leading=17, spaceBefore=8)
MINOR = ParagraphStyle("minor", parent=BODY, fontName="Helvetica-Bold")
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=14, bulletIndent=2)


def flowing(
    story: Sequence[Flowable],
    *,
    columns: int = 1,
    head: str = "",
    number: str = "",
    size: tuple[float, float] = A4,
) -> bytes:
    """A document set in columns, with a running head and a page number ("{}") on every page."""
    room = (size[0] - 120 - 18 * (columns - 1)) / columns
    frames = [Frame(60 + (room + 18) * n, 60, room, size[1] - 130, 0, 0, 0, 0) for n in range(columns)]

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, size[1] - 40, head)
        canvas.drawCentredString(size[0] / 2, 30, number.format(document.page))

    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=size)
    document.addPageTemplates([PageTemplate("page", frames, onPage=furnish)])
    document.build(list(story))
    return out.getvalue()


def drawn(*pages: Callable[[Canvas], None], key: str | None = None) -> bytes:
    """A document each of whose pages is drawn by a function."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=key)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(
    texts: Sequence[str], left: float = 72, top: float = 100, step: float = 12, font: str = "Helvetica"
) -> Callable[[Canvas], None]:
    """Draws lines of text below each other, 10 points high; `top` is measured from the page's top."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 10)
        for number, text in enumerate(texts):
            canvas.drawString(left, HEIGHT - top - step * number, text)

    return draw


def both(*draws: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Draws several things on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def picture(canvas: Canvas) -> None:
    """Draws what a scanner makes of a page: a picture and no text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 230)), 0, 0, WIDTH, HEIGHT)


def vera() -> str:
    """The name of a font with ligatures, which reportlab brings along."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    return "Vera"


def table(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table whose cells wrap."""
    return Table([[Paragraph(cell, BODY) for cell in row] for row in rows], colWidths=list(widths))
