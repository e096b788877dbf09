"""A drawing as JSON and as SVG, turned for the screen: the origin is the upper left corner of a view, y runs downwards."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

from shuanglun.engines.drawing.model import (
    Align,
    Arc,
    Dim,
    Drawing,
    Hatch,
    Item,
    Label,
    Line,
    Polyline,
    Rect,
    View,
    figure_place,
    text_width,
)
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
# On paper widths are lengths: 0.01 mm.
SHEET_STYLE = (
    ".d-view{font-family:" + FONT + "}path,rect,circle{fill:none}.d-outline{stroke:#111;stroke-width:25}"
    ".d-section{stroke:#111;stroke-width:35}.d-thin{stroke:#333;stroke-width:13}"
    ".d-hidden{stroke:#444;stroke-width:18;stroke-dasharray:120 70}.d-glass{stroke:#27648a;stroke-width:25}"
    ".d-edge{stroke:#b4530a;stroke-width:60}.d-grain{stroke:#777;stroke-width:18}"
    ".d-opening{stroke:#777;stroke-width:15;stroke-dasharray:260 110}.d-hatch{stroke:#888;stroke-width:9}"
    ".d-drill,.d-groove,.d-pocket,.d-contour,.d-mitre{stroke:#0b5fae;stroke-width:20}"
    ".d-groove,.d-pocket{fill:#dbe9f6}.d-dim{stroke:#333;stroke-width:13}.d-text{fill:#111}"
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


def sheet_svg(view: View, language: str = "zh", *, with_words: bool = True) -> str:
    """A sheet of paper (a view in 0.01 mm) as an SVG of its size, with true line widths; without words for a typesetter."""
    words = "".join(_word(word) for word in view_words(view, language)) if with_words else ""
    size = f'width="{view.width / 100:g}mm" height="{view.height / 100:g}mm"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="d-view" {size} viewBox="0 0 {view.width} {view.height}"'
        f' role="img"><title>{escape(view.title.in_language(language))}</title><style>{SHEET_STYLE}</style>'
        f'<rect width="{view.width}" height="{view.height}" style="fill:#fff"/>{_shapes(view)}{words}</svg>'
    )


def _document(body: str, width: int, height: int, title: Text, language: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="d-view" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title.in_language(language))}</title><style>{STYLE}</style>{body}</svg>"
    )


class Word(NamedTuple):
    """A line of text as the screen has it: its anchor, the height of a character, where the anchor is, whether it reads upwards."""

    x: int
    y: int
    size: int
    text: str
    align: Align = "center"
    turned: bool = False
    strong: bool = False


def view_words(view: View, language: str) -> list[Word]:
    """All texts of a view, figures of dimensions too; ``y`` is the middle of a line."""
    found = []
    for item in view.items:
        one = turned(item, view)
        if isinstance(one, Label):
            text = one.text.in_language(language)
            found.append(Word(one.x, one.y, one.size, text, one.align, one.turned, one.strong))
        elif isinstance(one, Dim):
            found.append(_figure(one, view.text))
    return found


def _view_body(view: View, language: str) -> str:
    return _shapes(view) + "".join(_word(word) for word in view_words(view, language))


def _shapes(view: View) -> str:
    return "".join(_shape(turned(item, view), view.text) for item in view.items if not isinstance(item, Label))


def _shape(item: Item, text: int) -> str:
    if isinstance(item, Dim):
        return _dim(item, text)
    if isinstance(item, Hatch):
        return _hatch(item)
    return "" if isinstance(item, Label) else _line_work(item)


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
    fill = ' style="fill:#fff"' if item.filled else ' fill="none"'
    return f'<circle class="d-{item.style}" cx="{item.x}" cy="{item.y}" r="{item.radius}"{fill}/>'


def _part(key: str) -> str:
    return f' data-part="{escape(key)}"' if key else ""


def _fill(style: str, filled: bool) -> str:
    """The fill of a shape; grooves and pockets have theirs in the style sheet."""
    if style in ("groove", "pocket"):
        return ""
    return f' style="fill:{_FILLS.get(style, "#fff") if filled else "none"}"'


def _word(word: Word) -> str:
    anchor = {"left": "start", "center": "middle", "right": "end"}[word.align]
    weight = ' font-weight="700"' if word.strong else ""
    turning = f' transform="rotate(-90 {word.x} {word.y})"' if word.turned else ""
    return (
        f'<text class="d-text" x="{word.x}" y="{word.y}" font-size="{word.size}" text-anchor="{anchor}"'
        f' dominant-baseline="central"{weight}{turning}>{escape(word.text)}</text>'
    )


def _figure(dim: Dim, text: int) -> Word:
    """The figure of a dimension above its line, left of an upright one; beyond its end where it does not fit between."""
    off, place = text * 7 // 10, figure_place(_upwards(dim), text)
    if dim.way == "horizontal":
        return Word(place, dim.at - off, text, dim.text)
    return Word(dim.at - off, -place, text, dim.text, turned=True)


def _upwards(dim: Dim) -> Dim:
    """A dimension of the screen with y upwards again."""
    return Dim(dim.x1, -dim.y1, dim.x2, -dim.y2, dim.at, dim.way, dim.value)


def _dim(dim: Dim, text: int) -> str:
    """Extension lines that leave a gap to what they measure, and the dimension line with slanted ticks, under its figure too."""
    tick, beyond, gap = max(1, text // 3), text // 2, text // 4
    end = figure_place(_upwards(dim), text) + text_width(dim.text, text) // 2
    if dim.way == "horizontal":
        low, high = sorted((dim.x1, dim.x2))
        path = f"M{low} {dim.at}H{max(high, end)}"
        for x, y in ((dim.x1, dim.y1), (dim.x2, dim.y2)):
            way = 1 if dim.at > y else -1
            path += (
                f"M{x} {y + way * gap}V{dim.at + way * beyond}M{x - tick} {dim.at + tick}L{x + tick} {dim.at - tick}"
            )
    else:
        high, low = sorted((dim.y1, dim.y2))
        path = f"M{dim.at} {low}V{min(high, -end)}"
        for x, y in ((dim.x1, dim.y1), (dim.x2, dim.y2)):
            way = 1 if dim.at > x else -1
            path += (
                f"M{x + way * gap} {y}H{dim.at + way * beyond}M{dim.at - tick} {y + tick}L{dim.at + tick} {y - tick}"
            )
    return f'<path class="d-dim" d="{path}" fill="none"/>'


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
