"""From the sheets of a formula table to one flat list of cells, each with a name, a unit and a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from shuanglun.engines.formula.cell import SIZE_DECIMALS, Cell, formula_text
from shuanglun.engines.formula.drawing_cells import drawing_cells
from shuanglun.engines.formula.numbers import DECIMALS
from shuanglun.engines.formula.tables import SIDES, FormulaTable, Hardware, Part
from shuanglun.kernel.text import Text

_FIELDS: dict[str, tuple[Text, str]] = {
    "when": (Text("条件", "when"), "yes/no"),
    "qty": (Text("数量", "quantity"), "pcs"),
    "length": (Text("长", "length"), "mm"),
    "width": (Text("宽", "width"), "mm"),
    "thickness": (Text("厚", "thickness"), "mm"),
    "edge_front": (Text("前封边", "front edge"), "mm"),
    "edge_back": (Text("后封边", "back edge"), "mm"),
    "edge_left": (Text("左封边", "left edge"), "mm"),
    "edge_right": (Text("右封边", "right edge"), "mm"),
    "premill_front": (Text("前预铣", "front pre-mill"), "mm"),
    "premill_back": (Text("后预铣", "back pre-mill"), "mm"),
    "premill_left": (Text("左预铣", "left pre-mill"), "mm"),
    "premill_right": (Text("右预铣", "right pre-mill"), "mm"),
    "rough_length": (Text("长余量", "length allowance"), "mm"),
    "rough_width": (Text("宽余量", "width allowance"), "mm"),
    "cut_length": (Text("开料长", "cut length"), "mm"),
    "cut_width": (Text("开料宽", "cut width"), "mm"),
    "grain": (Text("纹理", "grain"), "text"),
    "weight": (Text("重量", "weight"), "kg"),
}
SIZES = ("length", "width", "thickness", "cut_length", "cut_width")


def _field(part: Part, name: str, formula: str) -> Cell:
    label, unit = _FIELDS[name]
    return Cell(
        key=f"{part.key}.{name}",
        kind="part",
        label=Text(f"{part.label.zh}.{label.zh}", f"{part.label.en} {label.en}"),
        unit=unit,
        formula=formula,
        aliases=(f"{part.label.zh}.{label.zh}",),
        owner=part.key,
        decimals=SIZE_DECIMALS if name in SIZES else DECIMALS,
    )


def cut_formula(part: Part, dimension: Literal["length", "width"]) -> str:
    """Finished size - edge bands that lie on the dimension + their pre-milling + rough allowance, as a formula."""
    sides = ("left", "right") if dimension == "length" else ("front", "back")
    key = part.key
    terms = [f"{key}.{dimension}"]
    terms += [f"-{key}.edge_{side}+{key}.premill_{side}" for side in sides if side in part.edges]
    rough = part.rough_length if dimension == "length" else part.rough_width
    return "".join(terms) + ("" if rough == 0 else f"+{key}.rough_{dimension}")


def weight_formula(part: Part, table: FormulaTable) -> str | None:
    """Volume times density, or for an assembly the parts pressed into one of it."""
    if part.density is not None:
        return f"{part.key}.length*{part.key}.width*{part.key}.thickness*{part.density}"
    inside = [one.key for one in table.parts if one.into == part.key and (one.density or one.material == "none")]
    if not inside:
        return None
    return f"IF({part.key}.qty=0,0,({'+'.join(f'{key}.qty*{key}.weight' for key in inside)})/MAX({part.key}.qty,1))"


def _part_cells(part: Part, table: FormulaTable) -> Iterator[Cell]:
    if part.when is not None:
        yield _field(part, "when", formula_text(part.when))
    qty = formula_text(part.qty)
    yield _field(part, "qty", qty if part.when is None else f"IF({part.key}.when,{qty.strip().removeprefix('=')},0)")
    for name in ("length", "width", "thickness"):
        yield _field(part, name, formula_text(getattr(part, name)))
    for side in SIDES:
        if side in part.edges:
            yield _field(part, f"edge_{side}", formula_text(part.edges[side].thickness))
            yield _field(part, f"premill_{side}", formula_text(part.edges[side].premill))
    for name, rough in (("rough_length", part.rough_length), ("rough_width", part.rough_width)):
        if rough != 0:
            yield _field(part, name, formula_text(rough))
    yield _field(
        part, "cut_length", cut_formula(part, "length") if part.cut_length is None else formula_text(part.cut_length)
    )
    yield _field(
        part, "cut_width", cut_formula(part, "width") if part.cut_width is None else formula_text(part.cut_width)
    )
    if part.grain.startswith("="):
        yield _field(part, "grain", part.grain)
    weight = weight_formula(part, table)
    if weight is not None:
        yield _field(part, "weight", weight)


def _hardware_cells(item: Hardware) -> Iterator[Cell]:
    def cell(name: str, label: Text, unit: str, formula: str) -> Cell:
        full = Text(f"{item.label.zh}.{label.zh}", f"{item.label.en} {label.en}")
        alias = (f"{item.label.zh}.{label.zh}",)
        return Cell(f"{item.key}.{name}", "hardware", full, unit, formula, alias, owner=item.key)

    qty = formula_text(item.qty)
    if item.when is not None:
        yield cell("when", Text("条件", "when"), "yes/no", formula_text(item.when))
        qty = f"IF({item.key}.when,{qty.strip().removeprefix('=')},0)"
    yield cell("qty", Text("数量", "quantity"), item.unit, qty)


def cells_of(table: FormulaTable) -> list[Cell]:
    """Every cell of the table, in the order of the sheets."""
    cells = [Cell(p.name, "parameter", p.label, p.unit, None, (p.label.zh, *p.alias), p.note) for p in table.parameters]
    cells += [Cell(c.name, "constant", c.label, c.unit, None, (c.label.zh, *c.alias), c.note) for c in table.constants]
    cells += [
        Cell(v.name, "value", v.label, v.unit, formula_text(v.formula), (v.label.zh, *v.alias), v.note)
        for v in table.values
    ]
    for part in table.parts:
        cells += _part_cells(part, table)
    for item in table.hardware:
        cells += _hardware_cells(item)
    cells += drawing_cells(table)
    cells += [
        Cell(f"check:{c.code}", "check", c.message, "yes/no", formula_text(c.when), owner=c.code) for c in table.checks
    ]
    return cells
