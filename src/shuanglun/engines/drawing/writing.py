"""A drawing as JSON and as SVG, turned for the screen: the origin is the upper left corner of a view, y runs downwards."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from shuanglun.engines.drawing.model import Arc, Dim, Drawing, Hatch, Item, Label, Line, Polyline, Rect, View
from shuanglun.kernel.text import Text

FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
STYLE = (
    ".d-view{font-family:" + FONT + "}.d-view *{vector-effect:non-scaling-stroke}"
    ".d-outline,.d-section{stroke:#111;stroke-width:1.4px}.d-thin{stroke:#111;stroke-width:.5px}"
    ".d-hidden{stroke:#555;stroke-width:.9px;stroke-dasharray:5 3}.d-glass{stroke:#27648a;stroke-width:1px}"
    ".d-edge{stroke:#b4530a;stroke-width:3.5px}.d-grain{stroke:#777;stroke-width:1px}"
    ".d-opening{stroke:#777;stroke-width:.8px;stroke-dasharray:9 4}.d-hatch{stroke:#777;stroke-width:.5px}"
    ".d-drill,.d-groove,.d-pocket,.d-contour,.d-mitre{stroke:#0b5fae;stroke-width:1.1px}"
    ".d-groove,.d-pocket{fill:#dbe9f6}.d-dim{stroke:#333;stroke-width:.6px}"
    ".d-text{fill:#111;stroke:#fff;paint-order:stroke;stroke-width:3px;stroke-linejoin:round}"
)
_FILLS = {"glass": "#e6f1f7", "section": "#fff", "outline": "#fff"}


def drawing_to_dict(drawing: Drawing) -> dict[str, Any]:
    """``{"title", "views": [{"name", "title", "width", "height", "text", "items": [...]}]}``, lengths in 0.1 mm.

    An item has ``kind`` (rect, line, polyline, arc, dim, label, hatch) and its own members; y runs downwards from the top of
    the view, so that an SVG with ``viewBox="0 0 width height"`` shows it.
    """
    return {"title": drawing.title.as_dict(), "views": [_view_dict(view) for view in drawing.views]}


def _view_dict(view: View) -> dict[str, Any]:
    return {
        "name": view.name,
        "title": view.title.as_dict(),
        "width": view.width,
        "height": view.height,
        "text": view.text,
        "items": [_item_dict(turned(item, view)) for item in view.items],
    }


def _item_dict(item: Item) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": type(item).__name__.lower()}
    for name in item.__dataclass_fields__:
        value = getattr(item, name)
        row[name] = value.as_dict() if isinstance(value, Text) else value
    if isinstance(item, Dim):
        row |= {"value": item.value, "text": item.text}
        del row["said"]
    return row


def turned(item: Item, view: View) -> Item:
    """The item as the screen has it: from the upper left corner of the view, y downwards. Arcs keep their angles."""
    top = view.y + view.height
    if isinstance(item, Rect | Hatch):
        return replace(item, x=item.x - view.x, y=top - item.y - item.height)
    if isinstance(item, Line):
        return replace(item, x1=item.x1 - view.x, y1=top - item.y1, x2=item.x2 - view.x, y2=top - item.y2)
    if isinstance(item, Polyline):
        return replace(item, points=tuple((x - view.x, top - y) for x, y in item.points))
    if isinstance(item, Dim):
        at = top - item.at if item.way == "horizontal" else item.at - view.x
        ends = (item.x1 - view.x, top - item.y1, item.x2 - view.x, top - item.y2)
        return Dim(*ends, at, item.way, item.value)
    return replace(item, x=item.x - view.x, y=top - item.y)


def drawing_svg(drawing: Drawing, language: str = "zh", view: str | None = None) -> str:
    """An SVG of one view, or of all views below one another, each to its own scale in a column of 1000 units."""
    views = [one for one in drawing.views if view is None or one.name == view]
    if len(views) == 1:
        return _document(_view_body(views[0], language), views[0].width, views[0].height, drawing.title, language)
    body, y = [], 0
    for one in views:
        height = max(1, one.height * 1000 // max(1, one.width))
        body.append(
            f'<text class="d-text" x="12" y="{y + 30}" font-size="22">{escape(one.title.in_language(language))}</text>'
        )
        frame = f'<svg x="0" y="{y + 40}" width="1000" height="{height}" viewBox="0 0 {one.width} {one.height}">'
        body += [frame, _view_body(one, language), "</svg>"]
        y += height + 70
    return _document("".join(body), 1000, max(y, 1), drawing.title, language)


def _document(body: str, width: int, height: int, title: Text, language: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="d-view" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title.in_language(language))}</title><style>{STYLE}</style>{body}</svg>"
    )


def _view_body(view: View, language: str) -> str:
    return "".join(_shape(turned(item, view), view.text, language) for item in view.items)


def _shape(item: Item, text: int, language: str) -> str:
    if isinstance(item, Dim):
        return _dim(item, text)
    if isinstance(item, Label):
        return _label(item, language)
    return _hatch(item) if isinstance(item, Hatch) else _line_work(item)


def _line_work(item: Rect | Line | Polyline | Arc) -> str:
    if isinstance(item, Rect):
        return (
            f'<rect class="d-{item.style}"{_part(item.part)} x="{item.x}" y="{item.y}" width="{item.width}"'
            f' height="{item.height}"{_fill(item.style, item.filled)}/>'
        )
    if isinstance(item, Line):
        return f'<path class="d-{item.style}" d="M{item.x1} {item.y1}L{item.x2} {item.y2}"/>'
    if isinstance(item, Polyline):
        path = "L".join(f"{x} {y}" for x, y in item.points) + ("Z" if item.closed else "")
        return f'<path class="d-{item.style}"{_part(item.part)} d="M{path}"{_fill(item.style, bool(item.part))}/>'
    return f'<circle class="d-{item.style}" cx="{item.x}" cy="{item.y}" r="{item.radius}" fill="none"/>'


def _part(key: str) -> str:
    return f' data-part="{escape(key)}"' if key else ""


def _fill(style: str, filled: bool) -> str:
    """The fill of a shape; grooves and pockets have theirs in the style sheet."""
    if style in ("groove", "pocket"):
        return ""
    return f' fill="{_FILLS.get(style, "none") if filled else "none"}"'


def _text(
    x: int, y: int, size: int, text: str, anchor: str = "middle", *, turn: bool = False, strong: bool = False
) -> str:
    weight = ' font-weight="700"' if strong else ""
    turning = f' transform="rotate(-90 {x} {y})"' if turn else ""
    return (
        f'<text class="d-text" x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" dominant-baseline="central"'
        f"{weight}{turning}>{escape(text)}</text>"
    )


def _label(label: Label, language: str) -> str:
    anchor = {"left": "start", "center": "middle", "right": "end"}[label.align]
    text = label.text.in_language(language)
    return _text(label.x, label.y, label.size, text, anchor, turn=label.turned, strong=label.strong)


def _dim(dim: Dim, text: int) -> str:
    """Extension lines, the dimension line with slanted ticks, the figure above it (left of an upright one)."""
    tick, beyond = max(1, text // 3), text // 2
    if dim.way == "horizontal":
        ends = sorted((dim.x1, dim.x2))
        path = f"M{ends[0]} {dim.at}H{ends[1]}"
        for x, y in ((dim.x1, dim.y1), (dim.x2, dim.y2)):
            out = beyond if dim.at > y else -beyond
            path += f"M{x} {y}V{dim.at + out}M{x - tick} {dim.at + tick}L{x + tick} {dim.at - tick}"
        figure = _text((dim.x1 + dim.x2) // 2, dim.at - text * 7 // 10, text, dim.text)
    else:
        ends = sorted((dim.y1, dim.y2))
        path = f"M{dim.at} {ends[0]}V{ends[1]}"
        for x, y in ((dim.x1, dim.y1), (dim.x2, dim.y2)):
            out = beyond if dim.at > x else -beyond
            path += f"M{x} {y}H{dim.at + out}M{dim.at - tick} {y + tick}L{dim.at + tick} {y - tick}"
        figure = _text(dim.at - text * 7 // 10, (dim.y1 + dim.y2) // 2, text, dim.text, turn=True)
    return f'<path class="d-dim" d="{path}" fill="none"/>{figure}'


def hatch_lines(hatch: Hatch) -> list[tuple[int, int, int, int]]:
    """The lines of a hatch, clipped to its rectangle, in the coordinates of the hatch."""
    lines = []
    width, height = hatch.width, hatch.height
    for start in range(hatch.step, width + height, hatch.step * 2):
        x1, y1 = (start, 0) if start <= width else (width, start - width)
        x2, y2 = (0, start) if start <= height else (start - height, height)
        if hatch.angle == 45:
            y1, y2 = height - y1, height - y2
        lines.append((hatch.x + x1, hatch.y + y1, hatch.x + x2, hatch.y + y2))
    return lines


def _hatch(hatch: Hatch) -> str:
    screen = replace(hatch, angle=135 if hatch.angle == 45 else 45)
    path = "".join(f"M{a} {b}L{c} {d}" for a, b, c, d in hatch_lines(screen))
    return f'<path class="d-hatch" d="{path}" fill="none"/>'
