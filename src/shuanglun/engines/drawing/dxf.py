"""A drawing as DXF R2010: millimetres, one layer a style, dimensions as dimension entities, a text style with Chinese.

Views stand beside one another. The same drawing gives the same bytes: what a DXF says of its making is fixed.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from shuanglun.engines.drawing.model import Arc, Dim, Drawing, Hatch, Item, Label, Line, Polyline, Rect, View, moved
from shuanglun.engines.drawing.writing import hatch_lines

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document
    from ezdxf.layouts.layout import Modelspace

# Layer: colour of the AutoCAD index, line type.
LAYERS: dict[str, tuple[int, str]] = {
    "outline": (7, "CONTINUOUS"),
    "section": (7, "CONTINUOUS"),
    "thin": (8, "CONTINUOUS"),
    "hidden": (8, "DASHED"),
    "glass": (4, "CONTINUOUS"),
    "edge": (30, "CONTINUOUS"),
    "grain": (9, "CONTINUOUS"),
    "opening": (8, "DASHED"),
    "drill": (5, "CONTINUOUS"),
    "groove": (6, "CONTINUOUS"),
    "pocket": (3, "CONTINUOUS"),
    "contour": (2, "CONTINUOUS"),
    "mitre": (1, "CONTINUOUS"),
    "hatch": (9, "CONTINUOUS"),
    "dim": (1, "CONTINUOUS"),
    "text": (7, "CONTINUOUS"),
}
TEXT_STYLE = "HZ"
_FONT = "simsun.ttc"
_GAP = 3000
_WRITTEN_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00")
_OF_ITS_OWN = re.compile(r"(\$(?:TD(?:U?CREATE|U?UPDATE)|FINGERPRINTGUID|VERSIONGUID)\n *(2|40)\n)[^\n]*")
_FIXED = {"2": "{00000000-0000-0000-0000-000000000000}", "40": "2451545.0"}
_NO_INSTANT = "2000-01-01T00:00:00.000000+00:00"


def drawing_dxf(drawing: Drawing, language: str = "zh") -> bytes:
    """The drawing as a DXF file, UTF-8, lengths in mm."""
    document = new_document()
    for name, (colour, linetype) in LAYERS.items():
        document.layers.add(name.upper(), color=colour, linetype=linetype)
    space = document.modelspace()
    x = 0
    for view in drawing.views:
        _draw_view(document, view, x - view.x, -view.y, language)
        title = view.title.in_language(language)
        _text(space, title, ((x + view.width / 2) / 10, -view.text * 2 / 10), view.text * 1.4 / 10, "MIDDLE_CENTER")
        x += view.width + _GAP
    return to_bytes(document)


def new_document() -> Document:
    """An empty R2010 document in millimetres with the Chinese text style."""
    from ezdxf import units
    from ezdxf.filemanagement import new

    document = new("R2010", setup=["linetypes"])
    document.units = units.MM
    document.styles.add(TEXT_STYLE, font=_FONT)
    return document


def to_bytes(document: Document) -> bytes:
    """The document as it is written to disk: CRLF, UTF-8, without the instant of its making."""
    stream = io.StringIO()
    document.write(stream)
    text = _WRITTEN_AT.sub(_NO_INSTANT, stream.getvalue().replace("\r\n", "\n"))
    text = _OF_ITS_OWN.sub(lambda found: found[1] + _FIXED[found[2]], text)
    return text.replace("\n", "\r\n").encode("utf-8")


def _draw_view(document: Document, view: View, dx: int, dy: int, language: str) -> None:
    style = _dim_style(document, view.text)
    for item in view.items:
        _draw(document.modelspace(), moved(item, dx, dy), style, language)


def _dim_style(document: Document, text: int) -> str:
    """A dimension style for a height of text; made once."""
    name = f"MM{text}"
    if name not in document.dimstyles:
        made = document.dimstyles.add(name)
        size = text / 10
        made.dxf.dimtxt, made.dxf.dimasz, made.dxf.dimexe, made.dxf.dimexo = size, size / 2, size / 2, size / 4
        made.dxf.dimtxsty, made.dxf.dimtad, made.dxf.dimdec, made.dxf.dimzin = TEXT_STYLE, 1, 1, 8
        made.dxf.dimtsz, made.dxf.dimgap = size / 3, size / 4
    return name


def _draw(space: Modelspace, item: Item, style: str, language: str) -> None:
    if isinstance(item, Rect):
        corners = ((0, 0), (item.width, 0), (item.width, item.height), (0, item.height))
        _polyline(space, [(item.x + a, item.y + b) for a, b in corners], True, item.style)
    elif isinstance(item, Line):
        layer = {"layer": item.style.upper()}
        space.add_line((item.x1 / 10, item.y1 / 10), (item.x2 / 10, item.y2 / 10), layer)
    elif isinstance(item, Polyline):
        _polyline(space, list(item.points), item.closed, item.style)
    elif isinstance(item, Arc):
        space.add_circle((item.x / 10, item.y / 10), item.radius / 10, {"layer": item.style.upper()})
    elif isinstance(item, Hatch):
        for a, b, c, d in hatch_lines(item):
            space.add_line((a / 10, b / 10), (c / 10, d / 10), {"layer": "HATCH"})
    elif isinstance(item, Dim):
        _dim(space, item, style)
    else:
        _label(space, item, language)


def _polyline(space: Modelspace, points: list[tuple[int, int]], closed: bool, style: str) -> None:
    space.add_lwpolyline([(x / 10, y / 10) for x, y in points], close=closed, dxfattribs={"layer": style.upper()})


def _dim(space: Modelspace, dim: Dim, style: str) -> None:
    """A linear dimension; the figure is written out only where it is not what is measured."""
    across = dim.way == "horizontal"
    measured = abs(dim.x2 - dim.x1) if across else abs(dim.y2 - dim.y1)
    base = (dim.x1 / 10, dim.at / 10) if across else (dim.at / 10, dim.y1 / 10)
    made = space.add_linear_dim(
        base=base,
        p1=(dim.x1 / 10, dim.y1 / 10),
        p2=(dim.x2 / 10, dim.y2 / 10),
        angle=0 if across else 90,
        text="<>" if measured == dim.value else dim.text,
        dimstyle=style,
        dxfattribs={"layer": "DIM"},
    )
    made.render()


def _label(space: Modelspace, label: Label, language: str) -> None:
    align = {"left": "MIDDLE_LEFT", "center": "MIDDLE_CENTER", "right": "MIDDLE_RIGHT"}[label.align]
    place = (label.x / 10, label.y / 10)
    _text(space, label.text.in_language(language), place, label.size / 10, align, 90 if label.turned else 0)


def _text(space: Modelspace, text: str, place: tuple[float, float], size: float, align: str, turn: int = 0) -> None:
    from ezdxf.enums import TextEntityAlignment

    made = space.add_text(text, height=size, rotation=turn, dxfattribs={"layer": "TEXT", "style": TEXT_STYLE})
    made.set_placement(place, align=TextEntityAlignment[align])
