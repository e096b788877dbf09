"""Drawings as files: sheets as SVG and PDF, products and parts as DXF, all of an order in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from shuanglun.engines.drawing import (
    Drawing,
    Head,
    Sheet,
    draw_part,
    draw_product,
    drawing_dxf,
    part_sheets,
    product_sheets,
    sheet_svg,
    view_words,
)
from shuanglun.faces.papers.load_drawings import DrawnPart, DrawnProduct
from shuanglun.faces.papers.machine_zip import add_file
from shuanglun.faces.papers.typesetting import typeset
from shuanglun.faces.papers.words import word
from shuanglun.kernel.text import Text

_BLACK = "#111111"


def sheets_of(drawn: DrawnProduct | DrawnPart) -> list[Sheet]:
    """The sheets of a product, or of one part."""
    if isinstance(drawn, DrawnPart):
        return part_sheets(drawn.part, drawn.head)
    return product_sheets(drawn.product, drawn.head)


def drawing_of(drawn: DrawnProduct | DrawnPart) -> Drawing:
    """The drawing in true size, as CAD and the page show it; its title is that of the title block."""
    made = draw_part(drawn.part) if isinstance(drawn, DrawnPart) else draw_product(drawn.product)
    return Drawing(titled(drawn.head), made.views)


def titled(head: Head) -> Text:
    """One line that says what a drawing is of: order, line, product, template, day, factory."""
    tail = f"{head.template}  {head.made_on}  {head.factory}"
    front = f"{head.order}  {head.line}"
    return Text(f"{front}  {head.name.zh}  {tail}", f"{front}  {head.name.en}  {tail}")


def sheets_pdf(sheets: Iterable[Sheet], title: str, language: str, made_at: datetime) -> bytes:
    """Sheets as a PDF, one a page, texts as texts.

    Raises:
        Refused: no Chinese font is installed.
    """
    pages = [_page(sheet, language) for sheet in sheets]
    return typeset("painted", {"title": title, "language": language, "pages": pages}, made_at)


def _page(sheet: Sheet, language: str) -> dict[str, Any]:
    """A page for the typesetter: lines as one SVG, words in mm from their upper left corner."""
    words = [
        (
            (one.x - one.size / 2 if one.turned else one.x) / 100,
            (one.y if one.turned else one.y - one.size / 2) / 100,
            one.size / 100, one.strong, one.align, _BLACK, one.turned, one.text,
        )
        for one in view_words(sheet.view, language)
    ]  # fmt: skip
    svg = sheet_svg(sheet.view, language, with_words=False)
    return {"width": sheet.view.width / 100, "height": sheet.view.height / 100, "svg": svg, "words": words}


def order_files(lines: Sequence[DrawnProduct], language: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of the drawings of lines but for the PDF: sheets as SVG, product and parts as DXF."""
    for line in lines:
        folder = f"{line.line_no:03d}"
        for number, sheet in enumerate(sheets_of(line), 1):
            yield f"{folder}/{number:02d}-{sheet.name}.svg", sheet_svg(sheet.view, language).encode()
        if line.product.parts:
            yield f"{folder}/product.dxf", drawing_dxf(drawing_of(line), language)
        for part in line.product.parts:
            yield (
                f"{folder}/parts/{part.key}.dxf",
                drawing_dxf(Drawing(titled(line.head), draw_part(part).views), language),
            )


def order_archive(number: str, lines: Sequence[DrawnProduct], language: str, made_at: datetime) -> bytes:
    """All drawings of an order: one PDF, and a folder a line with SVG and DXF. Same drawings and ``made_at``: same bytes.

    Raises:
        Refused: no Chinese font is installed.
    """
    pdf = order_pdf(number, lines, language, made_at)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        add_file(book, f"{word('drawings', language)}-{number}.pdf", pdf)
        for name, content in order_files(lines, language):
            add_file(book, name, content)
    return stream.getvalue()


def order_pdf(number: str, lines: Sequence[DrawnProduct], language: str, made_at: datetime) -> bytes:
    """All sheets of all lines of an order as one PDF; raises as ``sheets_pdf``."""
    sheets = (sheet for line in lines for sheet in sheets_of(line))
    return sheets_pdf(sheets, f"{word('drawings', language)} {number}", language, made_at)


def shape(drawn: DrawnProduct | DrawnPart) -> Mapping[str, Any]:
    """What a page lists: the views of the drawing and the sheets of paper, in their order."""
    drawing = drawing_of(drawn)
    return {
        "title": drawn.head.name.as_dict(),
        "about": titled(drawn.head).as_dict(),
        "views": [
            {"name": view.name, "title": view.title.as_dict(), "width": view.width, "height": view.height}
            for view in drawing.views
        ],
        "sheets": [
            {"no": number, "name": sheet.name, "title": sheet.title.as_dict(), "scale": sheet.scale}
            for number, sheet in enumerate(sheets_of(drawn), 1)
        ],
    }
