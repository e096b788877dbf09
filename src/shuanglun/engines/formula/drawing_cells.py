"""The cells of machining, placements and dimensions: what a machine and a drawing need beyond the part list."""

from __future__ import annotations

from collections.abc import Iterator

from shuanglun.engines.formula.cell import DRAWN_DECIMALS, Cell, CellKind, formula_text
from shuanglun.engines.formula.tables import Dimension, FormulaTable, FormulaText, Machining, Placement
from shuanglun.kernel.text import Text

_MM, _PCS, _DEG, _YES, _TEXT = "mm", "pcs", "deg", "yes/no", "text"
_FIELDS: dict[str, tuple[Text, str]] = {
    "when": (Text("条件", "when"), _YES),
    "qty": (Text("数量", "quantity"), _PCS),
    "face": (Text("面", "face"), _TEXT),
    "x": (Text("X", "x"), _MM),
    "y": (Text("Y", "y"), _MM),
    "z": (Text("Z", "z"), _MM),
    "depth": (Text("深", "depth"), _MM),
    "diameter": (Text("直径", "diameter"), _MM),
    "length": (Text("长", "length"), _MM),
    "width": (Text("宽", "width"), _MM),
    "angle": (Text("角度", "angle"), _DEG),
    "pitch_x": (Text("X间距", "x pitch"), _MM),
    "pitch_y": (Text("Y间距", "y pitch"), _MM),
    "pitch_z": (Text("Z间距", "z pitch"), _MM),
    "length_along": (Text("长向", "length along"), _TEXT),
    "width_along": (Text("宽向", "width along"), _TEXT),
    "thickness_along": (Text("厚向", "thickness along"), _TEXT),
    "hinges": (Text("铰侧", "hinges"), _TEXT),
    "x1": (Text("起点横", "from across"), _MM),
    "y1": (Text("起点竖", "from up"), _MM),
    "x2": (Text("终点横", "to across"), _MM),
    "y2": (Text("终点竖", "to up"), _MM),
    "offset": (Text("让开", "offset"), _MM),
    "value": (Text("标注值", "value"), _MM),
}
_NUMBERS = ("x", "y", "depth", "diameter", "length", "width", "angle", "pitch_x", "pitch_y")
_PLACES = ("x", "y", "z", "pitch_x", "pitch_y", "pitch_z")
_POINTS = ("x1", "y1", "x2", "y2", "value", "offset")


class _Row:
    """A row that makes cells: its key, its name for people and what sort of cells they are."""

    def __init__(self, key: str, kind: CellKind, label: Text, note: Text | None, named: bool) -> None:
        self.key, self.kind, self.label, self.note, self.named = key, kind, label, note, named

    def cell(self, name: str, formula: FormulaText) -> Cell:
        label, unit = _FIELDS[name]
        return Cell(
            key=f"{self.key}.{name}",
            kind=self.kind,
            label=Text(f"{self.label.zh}.{label.zh}", f"{self.label.en} {label.en}"),
            unit=unit,
            formula=formula_text(formula),
            aliases=(f"{self.label.zh}.{label.zh}",) if self.named else (),
            note=self.note,
            owner=self.key,
            decimals=DRAWN_DECIMALS,
        )

    def counted(self, part: str, when: FormulaText | None, qty: FormulaText) -> Iterator[Cell]:
        """How many: none when the part is not made or the condition does not hold."""
        formula = formula_text(qty).strip().removeprefix("=")
        if when is not None:
            yield self.cell("when", when)
            formula = f"IF({self.key}.when,{formula},0)"
        yield self.cell("qty", f"IF({part}.qty=0,0,{formula})")


def _machining(row: Machining) -> Iterator[Cell]:
    made = _Row(row.key, "machining", row.label, row.note, named=True)
    yield from made.counted(row.part, row.when, row.qty)
    if row.face.startswith("="):
        yield made.cell("face", row.face)
    for name in _NUMBERS:
        formula = getattr(row, name)
        if formula is not None:
            yield made.cell(name, formula)


def _placement(row: Placement, label: Text) -> Iterator[Cell]:
    made = _Row(row.key, "placement", label, row.note, named=False)
    yield from made.counted(row.part, row.when, row.qty)
    for name in ("length_along", "width_along", "thickness_along", "hinges"):
        text = getattr(row, name)
        if text is not None and text.startswith("="):
            yield made.cell(name, text)
    for name in _PLACES:
        yield made.cell(name, getattr(row, name))


def _dimension(row: Dimension) -> Iterator[Cell]:
    made = _Row(row.key, "dimension", row.label, None, named=False)
    if row.when is not None:
        yield made.cell("when", row.when)
    for name in _POINTS:
        yield made.cell(name, getattr(row, name))


def drawing_cells(table: FormulaTable) -> Iterator[Cell]:
    """The cells of machining, placements and dimensions, in the order of the sheets."""
    for machining in table.machining:
        yield from _machining(machining)
    labels = {part.key: part.label for part in table.parts}
    for row in table.placements:
        label = labels.get(row.part, Text(row.part, row.part))
        yield from _placement(row, Text(f"{label.zh}位置 {row.key}", f"{label.en} at {row.key}"))
    for dimension in table.dimensions:
        yield from _dimension(dimension)
