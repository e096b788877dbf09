"""Scenes as ZPL II, the language of label printers. The printer draws the QR code; text goes as UTF-8 (``^CI28``).

Text from outside never reaches the printer as a command: every field is sent under ``^FH`` with ``^``, ``~`` and ``_``
as hex, and control characters are dropped. Sizes are turned into the printer's dots, so one layout serves 203 and 300 dpi.
"""

from __future__ import annotations

from shuanglun.faces.papers.formats import LabelPrinter
from shuanglun.faces.papers.measure import width_of
from shuanglun.faces.papers.scene import Box, Mark, Qr, Scene, Strokes, Words

_HEX = {"^": "_5E", "~": "_7E", "_": "_5F"}


def escape_field(text: str) -> str:
    """A text as field data under ``^FH``: command characters as hex, control characters left out.

    >>> escape_field("A^FS~JA_1")
    'A_5EFS_7EJA_5F1'
    """
    return "".join(_HEX.get(character, character) for character in text if character.isprintable())


def _dots(millimetres: float, printer: LabelPrinter) -> int:
    return int(millimetres * printer.dots + 0.5)


def _words(mark: Words, printer: LabelPrinter) -> str:
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[mark.align] * width_of(mark.text, mark.size)
    x, y = (mark.x, mark.y - shift) if mark.turned else (mark.x - shift, mark.y)
    size = _dots(mark.size, printer)
    turn = "B" if mark.turned else "N"
    reverse = "^FR" if mark.colour == "#ffffff" else ""
    return (
        f"^FO{max(_dots(x, printer), 0)},{max(_dots(y, printer), 0)}^A@{turn},{size},{size},{printer.font}{reverse}"
        f"^FH^FD{escape_field(mark.text)}^FS"
    )


def _box(mark: Box, printer: LabelPrinter) -> str:
    width, height = _dots(mark.width, printer), _dots(mark.height, printer)
    line = min(width, height) if mark.fill else max(_dots(mark.line, printer), 1)
    return f"^FO{_dots(mark.x, printer)},{_dots(mark.y, printer)}^GB{width},{height},{line}^FS"


def _stroke(segment: tuple[float, float, float, float], line: float, printer: LabelPrinter) -> str:
    x1, y1, x2, y2 = (_dots(value, printer) for value in segment)
    thick = max(_dots(line, printer), 1)
    left, top, width, height = min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)
    if not width or not height:  # level or upright: centred on its line as in the drawing
        left, top = (left - thick // 2, top) if not width else (left, top - thick // 2)
        return f"^FO{max(left, 0)},{max(top, 0)}^GB{max(width, thick)},{max(height, thick)},{thick}^FS"
    lean = "L" if (x2 - x1) * (y2 - y1) > 0 else "R"
    return f"^FO{left},{top}^GD{max(width, 3)},{max(height, 3)},{thick},B,{lean}^FS"


def _qr(mark: Qr, printer: LabelPrinter) -> str:
    # "H" is the level, "A" lets the printer choose the mode: digits and capitals give the smallest code.
    magnification = min(max(_dots(mark.module, printer), 1), 10)
    x, y = _dots(mark.x, printer), _dots(mark.y, printer)
    return f"^FO{x},{y}^BQN,2,{magnification}^FH^FDHA,{escape_field(mark.code)}^FS"


def _mark(mark: Mark, printer: LabelPrinter) -> list[str]:
    if isinstance(mark, Words):
        return [_words(mark, printer)]
    if isinstance(mark, Box):
        return [_box(mark, printer)]
    if isinstance(mark, Strokes):
        return [_stroke(segment, mark.line, printer) for segment in mark.segments]
    return [_qr(mark, printer)]


def to_zpl(scene: Scene, printer: LabelPrinter) -> str:
    """One label: a whole format from ``^XA`` to ``^XZ``, one field a line."""
    lines = [
        "^XA",
        "^CI28",
        f"^PW{_dots(scene.width, printer)}",
        f"^LL{_dots(scene.height, printer)}",
        "^LH0,0",
        "^BY1,2.0,10",
    ]
    for mark in scene.marks:
        lines += _mark(mark, printer)
    return "\n".join([*lines, "^PQ1", "^XZ", ""])
