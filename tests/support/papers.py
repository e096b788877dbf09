"""What the tests of papers print: labels, a package, a pattern, lists; and PDFs turned into pictures and codes."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from shuanglun.faces.papers import (
    CutPlanPaper,
    Edges,
    PackageContent,
    PackedItem,
    PatternDrawing,
    PieceLabel,
    PlanFigures,
    pattern_from_geometry,
)
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.text import Text

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 08:30 in the factory
DUE = date(2026, 12, 1)


def piece(number: int = 7, lot_no: str = "L0007") -> PieceLabel:
    """A frame upright with bands on three sides."""
    return PieceLabel(
        code=make_code("piece", number),
        order_no="DD-20261101-017",
        customer="江山市欧派门业经销部",
        position="二楼主卧",
        unit="12-1",
        name=Text("门套立板", "Frame upright"),
        length=20505,
        width=2405,
        thickness=180,
        cut_length=20536,
        cut_width=2445,
        material="HDF18-原木橡",
        colour="原木橡",
        grain="length",
        edges=Edges(10, 10, 0, 8),
        route=("saw", "edge", "cnc", "pack"),
        lot_no=lot_no,
        pattern_no=3,
        place=12,
        pack_group="frame",
    )


def package(number: int = 7, k: int | None = 3, largest: int = 20500) -> PackageContent:
    """A bundle of frame parts."""
    lines = [("门套立板", 2, 20500), ("门套横板", 1, 8800), ("门套线", 4, 21000)]
    items = tuple(PackedItem(Text(name, "part"), count, "件", "原木橡", size, 2400, 180) for name, count, size in lines)
    return PackageContent(
        code=make_code("package", number),
        order_no="DD-20261101-017",
        customer="江山市欧派门业经销部",
        n=24,
        k=k,
        address="浙江省江山市莲华山工业园区兴工九路 18 号",
        phone="0570-1234567",
        unit="12-1",
        position="主卧",
        pack_group="frame",
        weight_g=38250,
        largest=largest,
        items=items,
    )


GEOMETRY = {
    "length": 24400,
    "width": 12200,
    "grain": "length",
    "rects": [
        {"x": 0, "y": 0, "length": 24400, "width": 100, "kind": "trim", "label": "", "codes": [], "seq": 1},
        {
            "x": 0, "y": 100, "length": 20500, "width": 8000, "kind": "part", "label": "12-1", "code": "P1",
            "name": "门扇面板", "order_no": "DD-1", "grain": "length", "seq": 5,
        },
        {
            "x": 0, "y": 8142, "length": 9600, "width": 3000, "kind": "part", "label": "12-2", "code": "P2",
            "name": {"zh": "门套横板", "en": "Frame head"}, "order_no": "DD-1", "grain": "length", "seq": 7,
        },
        {
            "x": 20542, "y": 100, "length": 3858, "width": 8000, "kind": "offcut", "code": make_code("board", 5),
            "label": "", "seq": 6,
        },
        {"x": 9642, "y": 8142, "length": 14758, "width": 3000, "kind": "waste", "label": "", "seq": 8},
    ],
    "cuts": [
        {"seq": 1, "level": 0, "direction": "length", "x1": 0, "y1": 100, "x2": 24400, "y2": 100},
        {"seq": 2, "level": 1, "direction": "length", "x1": 0, "y1": 8100, "x2": 24400, "y2": 8100},
        {"seq": 3, "level": 1, "direction": "length", "x1": 0, "y1": 11142, "x2": 24400, "y2": 11142},
        {"seq": 5, "level": 2, "direction": "width", "x1": 20500, "y1": 100, "x2": 20500, "y2": 8100},
        {"seq": 7, "level": 2, "direction": "width", "x1": 9600, "y1": 8142, "x2": 9600, "y2": 11142},
    ],
}  # fmt: skip


def pattern(no: int = 1, run: int = 1) -> PatternDrawing:
    """Two parts, an off-cut and waste on a door board."""
    return pattern_from_geometry(GEOMETRY, no=no, board_code="HDF8-2440x1220", run_qty=run)


def cut_plan(patterns: int = 2) -> CutPlanPaper:
    """A cut plan of some equal patterns."""
    return CutPlanPaper(
        lot_no="L0007",
        material="HDF8-原木橡",
        thickness=80,
        due_on=DUE,
        pieces=2 * patterns,
        patterns=tuple(pattern(no) for no in range(1, patterns + 1)),
        figures=PlanFigures(patterns, patterns, 0, 917, 8812, 5 * patterns, 1_000_000, 3_086_400, None, optimal=True),
        kerf=42,
        engine="engine 1",
    )


def words_of(pdf: bytes) -> list[str]:
    """The text of every page, without blanks, so that line breaks do not matter."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def codes_on(pdf: bytes, dots: int = 200) -> list[list[str]]:
    """The QR codes on every page as a reader finds them in the printed picture."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (poppler-utils) is not installed: printed codes cannot be read")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        subprocess.run(["pdftoppm", "-r", str(dots), "-gray", "-", str(page)], input=pdf, check=True)
        pictures = [Image.open(path) for path in sorted(Path(folder).glob("page*"))]
        return [
            sorted(code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode))
            for picture in pictures
        ]
