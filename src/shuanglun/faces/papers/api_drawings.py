"""Routes: drawings of an order's lines, of parts and of pieces: for a page, as SVG, PDF and DXF, all of an order as one archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from shuanglun.access import Call, Permission, allowed
from shuanglun.engines.drawing import drawing_dxf, drawing_svg, sheet_svg
from shuanglun.faces.papers import drawings
from shuanglun.faces.papers import load_drawings as loading
from shuanglun.faces.papers.api import PDF, SVG, file_response
from shuanglun.faces.papers.load_drawings import DrawnPart, DrawnProduct
from shuanglun.faces.papers.words import word
from shuanglun.kernel.errors import NotFound, Refused
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

DXF = "image/vnd.dxf"
ZIP = "application/zip"
MOST_LINES = 300  # of an order in one archive or PDF
router = APIRouter(tags=["drawings"])
_Caller = Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]
_SheetNo = Annotated[int, Query(ge=1, le=10_000, description="number of the sheet of paper")]
_View = Annotated[
    str, Query(max_length=60, description="a view alone (front, plan, section, exploded, parts), no sheet")
]
Drawn = DrawnProduct | DrawnPart
Load = Callable[[Work], Drawn]


def _loaded(call: Call, load: Load) -> tuple[Drawn, datetime]:
    with call.read() as work:
        return load(work), work.now


def _line(order_id: str, line_id: str) -> Load:
    def load(work: Work) -> Drawn:
        found = loading.load_drawn_lines(work, order_id, line_id)[1]
        if not found:
            raise _not_drawn()
        return found[0]

    return load


def _part(part_spec_id: str) -> Load:
    return lambda work: loading.load_part_drawing(work, part_spec_id)


def _piece(code: str) -> Load:
    return lambda work: loading.load_piece_drawing(work, code)


def _not_drawn() -> Refused:
    what = Text(
        "这一行还不能画图：模板不存在或尺寸做不了", "this line cannot be drawn: no such template, or it cannot be made"
    )
    return Refused("DRAWING-NONE", what)


def _no_sheet() -> NotFound:
    return NotFound("DRAWING-NO-SHEET", Text("没有这张图", "there is no such sheet or view"))


def _name(drawn: Drawn, ending: str) -> str:
    """ "DD-001-12.pdf": order and line, or the part; signs that no file name may have are replaced elsewhere."""
    stem = drawn.name if isinstance(drawn, DrawnPart) else f"{drawn.head.order}-{drawn.line_no}"
    return f"{stem}.{ending}"


def _shape(call: Call, load: Load) -> dict[str, Any]:
    return dict(drawings.shape(_loaded(call, load)[0]))


def _svg(call: Call, load: Load, sheet: int, view: str) -> Response:
    drawn, _ = _loaded(call, load)
    if view:
        drawing = drawings.drawing_of(drawn)
        if drawing.view(view) is None:
            raise _no_sheet()
        return file_response(drawing_svg(drawing, call.language, view), SVG, _name(drawn, "svg"))
    sheets = drawings.sheets_of(drawn)
    if not sheets and sheet == 1:
        raise _not_drawn()
    if sheet > len(sheets):
        raise _no_sheet()
    return file_response(sheet_svg(sheets[sheet - 1].view, call.language), SVG, _name(drawn, "svg"))


def _pdf(call: Call, load: Load) -> Response:
    drawn, now = _loaded(call, load)
    sheets = drawings.sheets_of(drawn)
    if not sheets:
        raise _not_drawn()
    title = drawings.titled(drawn.head).in_language(call.language)
    return file_response(drawings.sheets_pdf(sheets, title, call.language, now), PDF, _name(drawn, "pdf"))


def _dxf(call: Call, load: Load) -> Response:
    drawn, _ = _loaded(call, load)
    drawing = drawings.drawing_of(drawn)
    if not drawing.views:
        raise _not_drawn()
    return file_response(drawing_dxf(drawing, call.language), DXF, _name(drawn, "dxf"))


def _gives(media: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The file", "content": {media: {}}}}


# ------------------------------------------------------------------ lines


@router.get("/orders/{order_id}/lines/{line_id}/drawing")
def line_drawing(order_id: str, line_id: str, call: _Caller) -> dict[str, Any]:
    """What there is to see of a line: its views and its sheets."""
    return _shape(call, _line(order_id, line_id))


@router.get("/orders/{order_id}/lines/{line_id}/drawing.svg", responses=_gives(SVG), response_class=Response)
def line_drawing_svg(order_id: str, line_id: str, call: _Caller, sheet: _SheetNo = 1, view: _View = "") -> Response:
    """One sheet of a line, or one of its views alone."""
    return _svg(call, _line(order_id, line_id), sheet, view)


@router.get("/orders/{order_id}/lines/{line_id}/drawing.pdf", responses=_gives(PDF), response_class=Response)
def line_drawing_pdf(order_id: str, line_id: str, call: _Caller) -> Response:
    """All sheets of a line."""
    return _pdf(call, _line(order_id, line_id))


@router.get("/orders/{order_id}/lines/{line_id}/drawing.dxf", responses=_gives(DXF), response_class=Response)
def line_drawing_dxf(order_id: str, line_id: str, call: _Caller) -> Response:
    """The views of a line in true size, for CAD."""
    return _dxf(call, _line(order_id, line_id))


# ------------------------------------------------------------------ parts and pieces


@router.get("/parts/{part_spec_id}/drawing")
def part_drawing(part_spec_id: str, call: _Caller) -> dict[str, Any]:
    """What there is to see of a part."""
    return _shape(call, _part(part_spec_id))


@router.get("/parts/{part_spec_id}/drawing.svg", responses=_gives(SVG), response_class=Response)
def part_drawing_svg(part_spec_id: str, call: _Caller, sheet: _SheetNo = 1, view: _View = "") -> Response:
    """The sheet of a part, or the part alone."""
    return _svg(call, _part(part_spec_id), sheet, view)


@router.get("/parts/{part_spec_id}/drawing.pdf", responses=_gives(PDF), response_class=Response)
def part_drawing_pdf(part_spec_id: str, call: _Caller) -> Response:
    """The sheet of a part, as a paper."""
    return _pdf(call, _part(part_spec_id))


@router.get("/parts/{part_spec_id}/drawing.dxf", responses=_gives(DXF), response_class=Response)
def part_drawing_dxf(part_spec_id: str, call: _Caller) -> Response:
    """A part in true size, for CAD; machines get theirs from the machine files."""
    return _dxf(call, _part(part_spec_id))


@router.get("/pieces/{code}/drawing")
def piece_drawing(code: str, call: _Caller) -> dict[str, Any]:
    """What there is to see of a piece."""
    return _shape(call, _piece(code))


@router.get("/pieces/{code}/drawing.svg", responses=_gives(SVG), response_class=Response)
def piece_drawing_svg(code: str, call: _Caller, sheet: _SheetNo = 1, view: _View = "") -> Response:
    """The sheet of a piece, or the piece alone."""
    return _svg(call, _piece(code), sheet, view)


@router.get("/pieces/{code}/drawing.pdf", responses=_gives(PDF), response_class=Response)
def piece_drawing_pdf(code: str, call: _Caller) -> Response:
    """The sheet of a piece, as a paper."""
    return _pdf(call, _piece(code))


@router.get("/pieces/{code}/drawing.dxf", responses=_gives(DXF), response_class=Response)
def piece_drawing_dxf(code: str, call: _Caller) -> Response:
    """A piece in true size, for CAD."""
    return _dxf(call, _piece(code))


# ------------------------------------------------------------------ orders


def _order(call: Call, order_id: str) -> tuple[str, list[DrawnProduct], datetime]:
    """An order's lines to draw.

    Raises:
        Refused: none of them can be drawn, or there are too many for one file.
    """
    with call.read() as work:
        number, lines = loading.load_drawn_lines(work, order_id)
        now = work.now
    lines = [line for line in lines if line.product.parts]
    if not lines:
        raise _not_drawn()
    if len(lines) > MOST_LINES:
        what = Text(
            f"订单有 {len(lines)} 行，一次最多 {MOST_LINES} 行，请逐行取图",
            f"the order has {len(lines)} lines, at most {MOST_LINES} at a time: take them line by line",
        )
        raise Refused("DRAWING-LINES", what)
    return number, lines, now


@router.get("/orders/{order_id}/drawings.pdf", responses=_gives(PDF), response_class=Response)
def order_drawings_pdf(order_id: str, call: _Caller) -> Response:
    """All sheets of all lines of an order."""
    number, lines, now = _order(call, order_id)
    content = drawings.order_pdf(number, lines, call.language, now)
    return file_response(content, PDF, f"{word('drawings', call.language)}-{number}.pdf")


@router.get("/orders/{order_id}/drawings.zip", responses=_gives(ZIP), response_class=Response)
def order_drawings_zip(order_id: str, call: _Caller) -> Response:
    """All drawings of an order: a PDF, and a folder a line with its sheets as SVG, product and parts as DXF."""
    number, lines, now = _order(call, order_id)
    content = drawings.order_archive(number, lines, call.language, now)
    return file_response(content, ZIP, f"{word('drawings', call.language)}-{number}.zip")
