"""Routes: papers as files. Facts are read in one transaction, the paper is set after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from shuanglun.access import Call, Permission, allowed
from shuanglun.access.inputs import PlainText
from shuanglun.faces import papers
from shuanglun.faces.papers.finding_things import lot_row, order_row
from shuanglun.faces.papers.labels import PACKAGE_PAPER, PIECE_PAPER, PRINTER
from shuanglun.faces.papers.offcut_label import load_offcut_labels, offcut_labels_pdf, offcut_labels_zpl
from shuanglun.faces.papers.quote import quote_pdf, quote_xlsx
from shuanglun.faces.papers.words import word
from shuanglun.factory.pricing import get_quote

PDF = "application/pdf"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZPL = "application/zpl"
SVG = "image/svg+xml"
_SHOWN = {PDF, SVG}  # a browser shows these; the others are saved

router = APIRouter(tags=["papers"], default_response_class=Response)
_Caller = Annotated[Call, Depends(allowed(Permission.PAPERS_PRINT))]
_Prices = Annotated[Call, Depends(allowed(Permission.PRICES_READ))]
_Paper = Annotated[str, Query(max_length=20, description="label paper, e.g. 60x40, a4-3x7")]
_Codes = Annotated[Sequence[Annotated[PlainText, Field(max_length=40)]], Query(max_length=500)]
_Printer = Annotated[str, Query(max_length=20, description="label printer, e.g. zebra-203")]


def _gives(media: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The file", "content": {media: {}}}}


def file_response(content: bytes | str, media: str, name: str) -> Response:
    """A file with its name in UTF-8 (RFC 6266), and a plain one for old programs."""
    body = content.encode() if isinstance(content, str) else content
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    how = "inline" if media in _SHOWN else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    charset = "" if media in {PDF, XLSX} else "; charset=utf-8"
    return Response(body, media_type=f"{media}{charset}", headers=headers)


def given_name(call: Call, key: str, number: str, ending: str) -> str:
    """ "装箱单-DD-001.pdf": what it is and of what."""
    return f"{word(key, call.language)}-{number}.{ending}"


def _lot_labels(call: Call, lot_id: str) -> tuple[list[papers.PieceLabel], str, datetime]:
    """A lot's labels, its number, and now."""
    with call.read() as work:
        return papers.load_lot_labels(work, lot_id), lot_row(work, lot_id)["no"], work.now


# ------------------------------------------------------------------ orders


@router.get("/orders/{order_id}/parts.csv", responses=_gives(CSV))
def order_parts_csv(order_id: str, call: _Caller) -> Response:
    """The part list of an order."""
    with call.read() as work:
        paper = papers.load_part_list(work, order_id)
    name = given_name(call, "part_list", paper.order_no, "csv")
    return file_response(papers.part_list_csv(paper, language=call.language), CSV, name)


@router.get("/orders/{order_id}/parts.xlsx", responses=_gives(XLSX))
def order_parts_xlsx(order_id: str, call: _Caller) -> Response:
    """The part list, hardware list and figures of an order."""
    with call.read() as work:
        paper, now = papers.load_part_list(work, order_id), work.now
    name = given_name(call, "part_list", paper.order_no, "xlsx")
    return file_response(papers.part_list_xlsx(paper, now, language=call.language), XLSX, name)


@router.get("/orders/{order_id}/parts.pdf", responses=_gives(PDF))
def order_parts_pdf(order_id: str, call: _Caller) -> Response:
    """The part list of an order, as a paper."""
    with call.read() as work:
        paper, now = papers.load_part_list(work, order_id), work.now
    content = papers.part_list_pdf(paper, now, language=call.language)
    return file_response(content, PDF, given_name(call, "part_list", paper.order_no, "pdf"))


@router.get("/orders/{order_id}/hardware.csv", responses=_gives(CSV))
def order_hardware_csv(order_id: str, call: _Caller) -> Response:
    """The hardware list of an order."""
    with call.read() as work:
        paper = papers.load_part_list(work, order_id)
    content = papers.hardware_list_csv(paper, language=call.language)
    return file_response(content, CSV, given_name(call, "hardware_list", paper.order_no, "csv"))


@router.get("/orders/{order_id}/hardware.pdf", responses=_gives(PDF))
def order_hardware_pdf(order_id: str, call: _Caller) -> Response:
    """The hardware list of an order, as a paper."""
    with call.read() as work:
        paper, now = papers.load_part_list(work, order_id), work.now
    content = papers.hardware_list_pdf(paper, now, language=call.language)
    return file_response(content, PDF, given_name(call, "hardware_list", paper.order_no, "pdf"))


@router.get("/orders/{order_id}/packing-list.pdf", responses=_gives(PDF))
def order_packing_list(order_id: str, call: _Caller) -> Response:
    """The packing list of an order."""
    with call.read() as work:
        paper, now = papers.load_packing_list(work, order_id), work.now
    name = given_name(call, "packing_list", paper.order_no, "pdf")
    return file_response(papers.packing_list_pdf(paper, now, language=call.language), PDF, name)


@router.get("/orders/{order_id}/labels.pdf", responses=_gives(PDF))
def order_labels(order_id: str, call: _Caller, paper: _Paper = PIECE_PAPER) -> Response:
    """The labels of all pieces of an order."""
    with call.read() as work:
        labels, number, now = papers.load_order_labels(work, order_id), order_row(work, order_id)["no"], work.now
    content = papers.piece_labels_pdf(labels, now, paper=paper, language=call.language)
    return file_response(content, PDF, given_name(call, "labels", number, "pdf"))


@router.get("/orders/{order_id}/quote.pdf", responses=_gives(PDF))
def order_quote_pdf(order_id: str, call: _Prices) -> Response:
    """The quote of an order that counts, for the customer."""
    with call.read() as work:
        quote, now = get_quote(work, order_id), work.now
    name = given_name(call, "quote", quote["order"]["no"], "pdf")
    return file_response(quote_pdf(quote, now, language=call.language), PDF, name)


@router.get("/orders/{order_id}/quote.xlsx", responses=_gives(XLSX))
def order_quote_xlsx(order_id: str, call: _Prices) -> Response:
    """The quote of an order that counts, with each amount's reason."""
    with call.read() as work:
        quote, now = get_quote(work, order_id), work.now
    name = given_name(call, "quote", quote["order"]["no"], "xlsx")
    return file_response(quote_xlsx(quote, now, language=call.language), XLSX, name)


# ------------------------------------------------------------------ lots and patterns


@router.get("/lots/{lot_id}/cut-plan.pdf", responses=_gives(PDF))
def lot_cut_plan(lot_id: str, call: _Caller) -> Response:
    """The cut plan of a lot: cover and drawings."""
    with call.read() as work:
        paper, now = papers.load_cut_plan(work, lot_id), work.now
    content = papers.cut_plan_pdf(paper, now, language=call.language)
    return file_response(content, PDF, given_name(call, "cut_plan", paper.lot_no, "pdf"))


@router.get("/lots/{lot_id}/labels.pdf", responses=_gives(PDF))
def lot_labels_pdf(lot_id: str, call: _Caller, paper: _Paper = PIECE_PAPER) -> Response:
    """The labels of a lot's pieces in sawing order."""
    labels, number, now = _lot_labels(call, lot_id)
    content = papers.piece_labels_pdf(labels, now, paper=paper, language=call.language)
    return file_response(content, PDF, given_name(call, "labels", number, "pdf"))


@router.get("/lots/{lot_id}/labels.zpl", responses=_gives(ZPL))
def lot_labels_zpl(lot_id: str, call: _Caller, paper: _Paper = PIECE_PAPER, printer: _Printer = PRINTER) -> Response:
    """The labels of a lot's pieces for a label printer."""
    labels, number, _ = _lot_labels(call, lot_id)
    content = papers.piece_labels_zpl(labels, paper=paper, printer=printer, language=call.language)
    return file_response(content, ZPL, given_name(call, "labels", number, "zpl"))


@router.get("/lots/{lot_id}/cut-list.csv", responses=_gives(CSV))
def lot_cut_list_csv(lot_id: str, call: _Caller) -> Response:
    """The cut list of a lot in sawing order."""
    with call.read() as work:
        paper = papers.load_cut_list(work, lot_id)
    name = given_name(call, "cut_list", paper.lot_no, "csv")
    return file_response(papers.cut_list_csv(paper, language=call.language), CSV, name)


@router.get("/lots/{lot_id}/cut-list.xlsx", responses=_gives(XLSX))
def lot_cut_list_xlsx(lot_id: str, call: _Caller) -> Response:
    """The cut list and the figures of a lot."""
    with call.read() as work:
        paper, now = papers.load_cut_list(work, lot_id), work.now
    name = given_name(call, "cut_list", paper.lot_no, "xlsx")
    return file_response(papers.cut_list_xlsx(paper, now, language=call.language), XLSX, name)


@router.get("/patterns/{pattern_id}.svg", responses=_gives(SVG))
def pattern_drawing(pattern_id: str, call: _Caller) -> Response:
    """The drawing of one pattern."""
    with call.read() as work:
        drawing, kerf = papers.load_pattern(work, pattern_id)
    content = papers.pattern_svg(drawing, kerf=kerf, language=call.language)
    return file_response(content, SVG, given_name(call, "cut_drawing", str(drawing.no), "svg"))


# ------------------------------------------------------------------ off-cuts


@router.get("/offcuts/labels.pdf", responses=_gives(PDF))
def offcut_labels(call: _Caller, code: _Codes = (), paper: _Paper = PIECE_PAPER) -> Response:
    """The labels of these off-cuts."""
    with call.read() as work:
        labels, now = load_offcut_labels(work, code), work.now
    content = offcut_labels_pdf(labels, now, paper=paper, language=call.language)
    return file_response(content, PDF, f"{word('offcut_labels', call.language)}.pdf")


@router.get("/offcuts/labels.zpl", responses=_gives(ZPL))
def offcut_labels_printer(
    call: _Caller, code: _Codes = (), paper: _Paper = PIECE_PAPER, printer: _Printer = PRINTER
) -> Response:
    """The labels of these off-cuts for a label printer."""
    with call.read() as work:
        labels = load_offcut_labels(work, code)
    content = offcut_labels_zpl(labels, paper=paper, printer=printer, language=call.language)
    return file_response(content, ZPL, f"{word('offcut_labels', call.language)}.zpl")


# ------------------------------------------------------------------ pieces, packages, shipments


@router.get("/pieces/{code}/label.zpl", responses=_gives(ZPL))
def piece_label(code: str, call: _Caller, paper: _Paper = PIECE_PAPER, printer: _Printer = PRINTER) -> Response:
    """The label of one piece for a label printer."""
    with call.read() as work:
        label = papers.load_piece_label(work, code)
    content = papers.piece_labels_zpl([label], paper=paper, printer=printer, language=call.language)
    return file_response(content, ZPL, f"{label.code}.zpl")


@router.get("/packages/{code}/label.pdf", responses=_gives(PDF))
def package_label_pdf(code: str, call: _Caller, paper: _Paper = PACKAGE_PAPER) -> Response:
    """The label of one package."""
    with call.read() as work:
        package, now = papers.load_package(work, code), work.now
    content = papers.package_labels_pdf([package], now, paper=paper, language=call.language)
    return file_response(content, PDF, f"{package.code}.pdf")


@router.get("/packages/{code}/label.zpl", responses=_gives(ZPL))
def package_label_zpl(code: str, call: _Caller, paper: _Paper = PACKAGE_PAPER, printer: _Printer = PRINTER) -> Response:
    """The label of one package for a label printer."""
    with call.read() as work:
        package = papers.load_package(work, code)
    content = papers.package_labels_zpl([package], paper=paper, printer=printer, language=call.language)
    return file_response(content, ZPL, f"{package.code}.zpl")


@router.get("/shipments/{code}/manifest.pdf", responses=_gives(PDF))
def shipment_manifest(code: str, call: _Caller) -> Response:
    """The manifest of a shipment."""
    with call.read() as work:
        paper, now = papers.load_manifest(work, code), work.now
    name = given_name(call, "manifest", paper.code, "pdf")
    return file_response(papers.manifest_pdf(paper, now, language=call.language), PDF, name)
