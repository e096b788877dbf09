"""Every hole, groove and pocket lies inside its part, with a depth the part has: else the line cannot be made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.formula import Evaluation, FormulaTable, LineFinding, Machining
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_TODO = Text("请核对尺寸，或请技术员看孔槽表", "check the sizes, or let the technician look at the machining table")
# Across, up and into a face, as fields of its part.
_FACE = {
    "top": ("length", "width", "thickness"),
    "bottom": ("length", "width", "thickness"),
    "front": ("length", "thickness", "width"),
    "back": ("length", "thickness", "width"),
    "left": ("width", "thickness", "length"),
    "right": ("width", "thickness", "length"),
}
_MITRE_LIMIT = 80.0
_LARGEST_REPEAT = 999
_NOISE = 1e-6
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def check_machining(table: FormulaTable, evaluation: Evaluation) -> list[LineFinding]:
    """A stop finding a line and operation that leaves its part, goes deeper than it, or has no size."""
    return [finding for row in table.machining for finding in _Operation(row, evaluation).findings()]


class _Operation:
    """One row of the machining table over all lines; what is the same in every line is one number."""

    def __init__(self, row: Machining, evaluation: Evaluation) -> None:
        self.row, self.evaluation = row, evaluation

    def number(self, name: str, owner: str | None = None) -> Numbers:
        key = f"{owner or self.row.key}.{name}"
        if key not in self.evaluation.columns:
            return np.zeros(1)
        return np.asarray(self.evaluation.values(key), dtype=np.float64)

    def findings(self) -> Iterator[LineFinding]:
        qty = self.number("qty")
        made = (qty != 0) & ~self.evaluation.stopped
        if not made.any():
            return
        whole = (qty == np.floor(qty)) & (qty > 0) & (qty <= _LARGEST_REPEAT)
        yield from self.tell(made & ~whole, "qty", Text("的数量不是非负整数", "has a quantity that is no whole number"))
        if self.row.kind == "mitre":
            wrong = made & (np.abs(self.number("angle")) > _MITRE_LIMIT)
            yield from self.tell(wrong, "angle", Text("的角度太斜", "has too steep an angle"))
        else:
            yield from self.tell(made & self.empty(), self.sized, Text("没有大小", "has no size"))
            yield from self.inside(made, qty)

    @property
    def sized(self) -> str:
        return "diameter" if self.row.kind == "drill" else "length"

    def empty(self) -> Flags:
        names = ("diameter",) if self.row.kind == "drill" else ("length", "width")
        return np.asarray(
            np.logical_or.reduce(np.broadcast_arrays(*(self.number(n) <= 0 for n in names))), dtype=np.bool_
        )

    def inside(self, made: Flags, qty: Numbers) -> Iterator[LineFinding]:
        """The operation on the face it is worked from."""
        known: Flags = np.zeros(1, dtype=np.bool_)
        (left, right), (low, high) = self.box()
        depth = self.number("depth")
        for face, (across, up, into) in _FACE.items():
            here = made & self.on(face)
            known = known | self.on(face)
            if not here.any():
                continue
            for axis, least, most, size in (("x", left, right, across), ("y", low, high, up)):
                start, shift = self.number(axis), (qty - 1) * self.number(f"pitch_{axis}")
                first, last = start + np.minimum(shift, 0) + least, start + np.maximum(shift, 0) + most
                outside = (first < -_NOISE) | (last > self.number(size, self.row.part) + _NOISE)
                yield from self.tell(here & outside, axis, Text("超出部件", "lies outside its part"))
            if self.row.depth is not None:
                wrong = here & ((depth <= 0) | (depth > self.number(into, self.row.part)))
                yield from self.tell(wrong, "depth", Text("的深度不在部件内", "has a depth the part has not"))
        yield from self.tell(made & ~known, "face", Text("没有这个面", "has no such face"))

    def on(self, face: str) -> Flags:
        if not self.row.face.startswith("="):
            return np.array([face == self.row.face])
        return np.asarray(self.evaluation.values(f"{self.row.key}.face") == face, dtype=np.bool_)

    def box(self) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
        """How far one repeat reaches from its x, y: left, right; down, up."""
        if self.row.kind == "drill":
            half = self.number("diameter") / 2
            return (-half, half), (-half, half)
        turn = np.radians(self.number("angle"))
        length, width = self.number("length"), self.number("width")
        across = (length * np.cos(turn), -width * np.sin(turn))
        up = (length * np.sin(turn), width * np.cos(turn))
        return _reach(*across), _reach(*up)

    def tell(self, wrong: Flags, name: str, why: Text) -> Iterator[LineFinding]:
        if not wrong.any():
            return
        cell = f"{self.row.key}.{name}"
        label = self.row.label
        for line in np.flatnonzero(np.broadcast_to(wrong, (self.evaluation.lines,))).tolist():
            value = self.evaluation.shown(cell, line) if cell in self.evaluation.columns else None
            tail = "" if value is None else value
            what = Text(f"“{label.zh}”{why.zh}：{tail}".rstrip("："), f'"{label.en}" {why.en}: {tail}'.rstrip(": "))
            yield LineFinding(line, Finding("SPLIT-MACHINING", "stop", what, _TODO, Where(field=cell), value))


def _reach(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """The least and the greatest of a corner, its two neighbours and the one across."""
    least = np.minimum(one, 0) + np.minimum(other, 0)
    most = np.maximum(one, 0) + np.maximum(other, 0)
    return least, most
