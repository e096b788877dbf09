"""The shape of a line: its parts with their machining and where each copy stands in the set, and the drawing's dimensions.

Nothing of it is stored: like an explanation it is computed again from the order line and the version of the template the line
was split with. Lengths are whole 0.1 mm, angles whole 0.1 degrees, half away from zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shuanglun.engines.formula import AXES, Dimension, Evaluation, Placement, evaluate
from shuanglun.factory.splitting.model import FindTemplate, Split, split
from shuanglun.factory.splitting.operations import Operation, operations
from shuanglun.factory.splitting.rows import PartSpec, SplitLine
from shuanglun.factory.templates import Template

_MM = 1
Worked = Mapping[tuple[str, str], Sequence[Operation]]


class Placed(NamedTuple):
    """One copy of a part in the set: least corner, size of the box it takes, and which way its own directions run.

    ``hinges`` is left, right or empty: the side a leaf turns about, seen from the opening side.
    """

    key: str
    copy: int
    x: int
    y: int
    z: int
    size_x: int
    size_y: int
    size_z: int
    length_along: str
    width_along: str
    thickness_along: str
    mirrored: bool
    hinges: str


class DimensionLine(NamedTuple):
    """A dimension line of one view with the value to write; see ``engines.formula.Dimension``."""

    key: str
    name_zh: str
    name_en: str
    view: str
    x1: int
    y1: int
    x2: int
    y2: int
    offset: int
    value: int


class PartShape(NamedTuple):
    """A part of the line with what is machined into it and where its copies stand."""

    part: PartSpec
    machining: tuple[Operation, ...]
    placements: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class LineShape:
    """Everything a drawing or a machine program of one line needs; empty parts when the line cannot be made."""

    line: str
    template: str
    version: int
    parts: tuple[PartShape, ...]
    dimensions: tuple[DimensionLine, ...]


def shapes(lines: Sequence[SplitLine], find: FindTemplate) -> tuple[tuple[LineShape, ...], Split]:
    """The shapes of lines in their order, with their split. A line of an unknown template has no shape."""
    result = split(lines, find)
    parts: dict[str, list[PartSpec]] = {}
    for part in result.parts:
        parts.setdefault(part.line, []).append(part)
    worked = operations([line for line in lines if line.ref in parts], find)
    found = []
    for line in lines:
        template = find(line.template, line.version)
        if template is not None:
            found.append(_shape(line, template, parts.get(line.ref, []), worked))
    return tuple(found), result


def _shape(line: SplitLine, template: Template, parts: Sequence[PartSpec], worked: Worked) -> LineShape:
    if not parts:
        return LineShape(line.ref, template.code, template.version, (), ())
    drawn = _Drawn(evaluate(template.compiled, [line.params], drawing=True))
    table = template.table
    shaped = tuple(
        PartShape(
            part,
            tuple(worked.get((line.ref, part.row_key), ())),
            tuple(copy for row in table.placements if row.part == part.row_key for copy in drawn.copies(row, part)),
        )
        for part in parts
    )
    dimensions = tuple(drawn.dimension(row) for row in table.dimensions if drawn.shown(row))
    return LineShape(line.ref, template.code, template.version, shaped, dimensions)


class _Drawn:
    """The drawing's cells of one line as whole numbers and texts."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    def whole(self, key: str, decimals: int = _MM) -> int:
        """A cell in whole tenths; 0 for one the table does not have or that could not be computed."""
        if key not in self.evaluation.columns or self.evaluation.fault(key, 0):
            return 0
        return int(self.evaluation.whole(key, decimals)[0])

    def text(self, key: str, written: str) -> str:
        if not written.startswith("="):
            return written
        return str(self.evaluation.data(key)[0])

    def qty(self, key: str) -> int:
        return self.whole(f"{key}.qty", 0)

    def copies(self, row: Placement, part: PartSpec) -> list[Placed]:
        """The copies a placement makes; none where a direction is not one of the six or two run along one axis."""
        key = row.key
        length = self.text(f"{key}.length_along", row.length_along)
        width = self.text(f"{key}.width_along", row.width_along)
        natural = thickness_direction(length, width)
        if natural is None:
            return []
        thickness = self.text(f"{key}.thickness_along", row.thickness_along or natural)
        if thickness not in AXES or thickness[-1] != natural[-1]:
            return []
        sizes = {length[-1]: part.length, width[-1]: part.width, thickness[-1]: part.thickness}
        start = [self.whole(f"{key}.{axis}") for axis in "xyz"]
        pitch = [self.whole(f"{key}.pitch_{axis}") for axis in "xyz"]
        box = sizes["x"], sizes["y"], sizes["z"]
        hinges = self.text(f"{key}.hinges", row.hinges or "")
        placed = []
        for number in range(self.qty(key)):
            x, y, z = (s + number * p for s, p in zip(start, pitch, strict=True))
            placed.append(
                Placed(key, number + 1, x, y, z, *box, length, width, thickness, thickness != natural, hinges)
            )
        return placed

    def shown(self, row: Dimension) -> bool:
        """A dimension whose condition holds and whose value is there."""
        if row.when is not None and not bool(self.evaluation.data(f"{row.key}.when")[0]):
            return False
        return self.evaluation.fault(f"{row.key}.value", 0) is None

    def dimension(self, row: Dimension) -> DimensionLine:
        names = ("x1", "y1", "x2", "y2", "offset", "value")
        numbers = {name: self.whole(f"{row.key}.{name}") for name in names}
        return DimensionLine(key=row.key, name_zh=row.label.zh, name_en=row.label.en, view=row.view, **numbers)


def thickness_direction(length: str, width: str) -> str | None:
    """Which way the thickness of a real board runs, bottom to top, when its length and width run so; None when they cannot.

    The set's axes (right, up, away from the viewer) are left-handed, a board's (length, width, thickness) right-handed.
    """
    if length not in AXES or width not in AXES or length[-1] == width[-1]:
        return None
    third = ({"x", "y", "z"} - {length[-1], width[-1]}).pop()
    turning = (length[-1] + width[-1]) in {"xy", "yz", "zx"}
    minus = turning ^ (length[0] == "-") ^ (width[0] == "-")
    return f"-{third}" if minus else third
