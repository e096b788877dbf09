"""The rules of the single door for other evaluators: translated for spreadsheets and simpleeval, and written by hand in numpy.

The translation is made from the checked formula table itself, so that every peer computes the same rules. Whatever rests on
constants alone is put in as a number: no peer computes it again for every line.
"""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from shuanglun.engines.formula import Compiled, Lookup, Steps
from shuanglun.engines.formula.cells import SIZES
from shuanglun.engines.formula.syntax import Node, fold, parse
from shuanglun.factory.splitting import HardwareSpec, PartSpec
from shuanglun.factory.splitting.rows import Edges

Row = tuple[Any, ...]
NEEDED = ("qty", "length", "width", "thickness", "cut_length", "cut_width", "weight")
PEERS = Path(__file__).resolve().parents[1] / ".cache" / "peers"


def _fetch(package: str) -> None:
    """Install a peer from PyPI below ``.cache``, beside and not into the product's environment."""
    home = PEERS / package
    if not home.exists():
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(home), package]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    sys.path.append(str(home))


class Translator:
    """Writes the formulas of a table in another language; ``python`` or spreadsheet text."""

    def __init__(self, compiled: Compiled, *, python: bool, reference: Callable[[str], str]) -> None:
        self.compiled = compiled
        self.python = python
        self.reference = reference

    def cell(self, key: str) -> str:
        """A cell's formula, in its unit and rounded as it is kept."""
        cell = self.compiled.cells[key]
        assert cell.formula is not None
        text = self.write(parse(cell.formula).root)
        part = next((p for p in self.compiled.table.parts if key == f"{p.key}.weight"), None)
        if part is not None and part.density is not None:
            text = f"({text})/1000000000"  # mm³ times kg/m³
        return f"ROUND({text},1)" if key.rsplit(".", 1)[-1] in SIZES else text

    def write(self, node: Node) -> str:
        if node.shape == "number":
            return node.value
        if node.shape == "text":
            return f'"{node.value}"'
        if node.shape == "name":
            return self.name(node.value)
        if node.value == "LOOKUP":
            table = self.compiled.scope.tables[fold(node.args[0].value)]
            return self.look_up(table, [self.write(arg) for arg in node.args[1:]])
        args = [self.argument(node, arg) for arg in node.args]
        return self.call(node.value, args)

    def name(self, name: str) -> str:
        key = self.compiled.names[fold(name)]
        fixed = self.compiled.fixed.get(key)
        if fixed is None:
            return self.reference(key)
        return f'"{fixed.texts[0]}"' if fixed.texts else repr(float(fixed.data[0]) / 1e6)

    def argument(self, call: Node, arg: Node) -> str:
        """An argument; a text compared with a choice is the code of the option it names."""
        if arg.shape == "text" and call.value in {"=", "<>", "SWITCH"}:
            for other in call.args:
                key = self.compiled.names.get(fold(other.value)) if other.shape == "name" else None
                options = self.compiled.spellings.get(key or "")
                if options and fold(arg.value) in options:
                    return f'"{options[fold(arg.value)]}"'
        return self.write(arg)

    def call(self, name: str, args: list[str]) -> str:
        if name in {"+", "-", "*", "/", "=", "<>", "<", ">", "<=", ">="}:
            mark = {"=": "==", "<>": "!="}.get(name, name) if self.python else name
            return f"({args[0]}{mark}{args[1]})"
        if name == "IF":
            return self.choose(*args)
        if name == "SWITCH":
            text = args[-1]
            for case, answer in reversed(list(zip(args[1:-1:2], args[2:-1:2], strict=True))):
                text = self.choose(self.call("=", [args[0], case]), answer, text)
            return text
        if self.python and name in {"AND", "OR"}:
            return "(" + f" {name.lower()} ".join(args) + ")"
        return f"{name}({','.join(args)})"

    def choose(self, condition: str, yes: str, no: str) -> str:
        return f"(({yes}) if ({condition}) else ({no}))" if self.python else f"IF({condition},{yes},{no})"

    def look_up(self, table: Lookup | Steps, keys: list[str]) -> str:
        none = "0" if self.python else "NA()"
        if isinstance(table, Steps):
            (key,) = keys
            step = f"(INT(({key}-{table.first})/{table.step})*{table.step}+{table.first + table.offset})"
            inside = self.call("AND", [f"({key}>={table.first})", f"({key}<={table.last})"])
            return self.choose(inside, step, none)
        text = none
        for row in reversed(table.rows):
            tests = [
                self.call("=", [key, f'"{entry}"']) if column.match == "exact" else f"({key}<={entry})"
                for column, key, entry in zip(table.keys, keys, row, strict=False)
            ]
            text = self.choose(self.call("AND", tests) if len(tests) > 1 else tests[0], str(row[-1]), text)
        return text


def codes_of(compiled: Compiled, line: Mapping[str, Any]) -> dict[str, Any]:
    """A line's parameters with defaults, choices as codes: what a peer starts from."""
    found: dict[str, Any] = {}
    for parameter in compiled.table.parameters:
        value = line.get(parameter.name, parameter.default)
        options = compiled.spellings.get(parameter.name)
        found[parameter.name] = options.get(fold(str(value)), value) if options else value
    return found


def rows_of(compiled: Compiled, ref: str, values: Callable[[str], Any]) -> list[Row]:
    """The part rows of one line from a peer's values, sizes in 0.1 mm."""
    rows = []
    for part in compiled.table.parts:
        got = {name: values(f"{part.key}.{name}") for name in NEEDED}
        if got["qty"]:
            sizes = [_tenths(got[name]) for name in NEEDED[1:6]]
            if part.material == "none":
                sizes[3:] = [0, 0]
            rows.append((ref, part.key, int(got["qty"]), *sizes, math.floor(got["weight"] * 1000 + 0.5)))
    return rows


def _tenths(value: float) -> int:
    return math.floor(value * 10 + 0.5)


# ------------------------------------------------------------------ a spreadsheet


def with_spreadsheet(compiled: Compiled, lines: Sequence[Mapping[str, Any]], folder: Path) -> list[Row]:
    """A workbook of one row a line, written with openpyxl and computed by the ``formulas`` package."""
    import formulas
    import openpyxl

    keys = [*(p.name for p in compiled.table.parameters), *compiled.moving]
    letters = {key: openpyxl.utils.get_column_letter(at) for at, key in enumerate(keys, 1)}
    book = openpyxl.Workbook()
    sheet = book.active
    for number, line in enumerate(lines, 1):
        translator = Translator(compiled, python=False, reference=lambda key, n=number: f"{letters[key]}{n}")
        for at, value in enumerate(codes_of(compiled, line).values(), 1):
            sheet.cell(number, at).value = value
        for key in compiled.moving:
            sheet[f"{letters[key]}{number}"].value = f"={translator.cell(key)}"
    path = folder / "doors.xlsx"
    book.save(path)
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    rows: list[Row] = []
    for number in range(1, len(lines) + 1):

        def value(key: str, n: int = number) -> Any:
            fixed = compiled.fixed.get(key)
            if fixed is not None:
                return float(fixed.data[0]) / 1e6
            return solution[f"'[doors.xlsx]SHEET'!{letters[key]}{n}"].value[0, 0]

        rows += rows_of(compiled, str(number - 1), value)
    return rows


# ------------------------------------------------------------------ simpleeval


class WithSimpleEval:
    """Every formula parsed once, then evaluated cell by cell, line by line."""

    def __init__(self, compiled: Compiled) -> None:
        _fetch("simpleeval")
        from simpleeval import SimpleEval

        self.compiled = compiled
        names = {
            key: f"v{at}" for at, key in enumerate([*(p.name for p in compiled.table.parameters), *compiled.moving])
        }
        translator = Translator(compiled, python=True, reference=names.__getitem__)
        functions = {"ROUND": _round, "ROUNDUP": _round_up, "INT": math.floor, "MAX": max, "MIN": min}
        self.names = names
        self.evaluator = SimpleEval(functions=functions)
        self.formulas = [
            (names[key], text, self.evaluator.parse(text)) for key in compiled.moving for text in [translator.cell(key)]
        ]

    def values(self, line: Mapping[str, Any]) -> dict[str, Any]:
        values = {self.names[key]: value for key, value in codes_of(self.compiled, line).items()}
        self.evaluator.names = values
        for name, text, parsed in self.formulas:
            values[name] = self.evaluator.eval(text, previously_parsed=parsed)
        return values

    def rows(self, lines: Sequence[Mapping[str, Any]]) -> list[Row]:
        found: list[Row] = []
        for number, line in enumerate(lines):
            values = self.values(line)

            def value(key: str, values: dict[str, Any] = values) -> Any:
                fixed = self.compiled.fixed.get(key)
                return values[self.names[key]] if fixed is None else float(fixed.data[0]) / 1e6

            found += rows_of(self.compiled, str(number), value)
        return found


def _round(value: float, digits: int) -> float:
    scale = 10**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


def _round_up(value: float, digits: int) -> float:
    scale = 10**digits
    return math.copysign(math.ceil(abs(value) * scale) / scale, value)


# ------------------------------------------------------------------ by hand

Value = Any


def by_hand(lines: Sequence[Mapping[str, Any]]) -> dict[str, Value]:
    """The single door in numpy, written out by hand for these parameters; a floor, not a product.

    It knows what the benchmark's lines give and leave at their defaults, reports nothing, explains nothing, and counts only how
    many lines a check would stop. Names are those of the formula table's cells.
    """
    w = np.array([line["width"] for line in lines])
    h = np.array([line["height"] for line in lines])
    wall = np.array([line["wall"] for line in lines], dtype=float)
    faces = np.array([line["faces"] for line in lines])
    held = np.array([line["frame_joint"] for line in lines]) == "竖夹横"
    direction = np.array([line["direction"] for line in lines])
    left = (direction == "左外开") | (direction == "右内开")
    fw, fh = w - 24, h - 12
    cw, ch = fw - 50, fh - 25
    lw, lh = cw - 6, ch - 13
    cut_l, cut_w = lh - 1, lw - 1
    rail = cut_w - 200
    jamb, head = np.where(held, fh, fh - 25), np.where(held, cw, fw)
    side, top = ch + 8 + 70, cw + 2 * 8 + 2 * 70
    skin_kg = cut_l * cut_w * 8 * 850e-9
    stile_kg = cut_l * 100 * 25 * 720e-9
    rail_kg = rail * 120 * 25 * 720e-9
    leaf_kg = 2 * (skin_kg + stile_kg + rail_kg)
    hinges = np.select(
        [(lh <= 2100) & (leaf_kg <= 40), (lh <= 2400) & (leaf_kg <= 60), (lh <= 2700) & (leaf_kg <= 80)], [2, 3, 4], 0
    )
    wrong = (w - lw < 70) | (w - lw > 120) | (h - lh < 40) | (h - lh > 70) | (w < 600) | (w > 1200) | (h < 1700)
    wrong |= (h > 2370) | (wall < 80) | (hinges == 0)
    from_left = np.where(left, lh - 950, 950)
    board = 25 * 720e-9
    found: dict[str, Value] = {
        "leaf": (1, lh, lw, 41, 0, 0, leaf_kg),
        "skin": (2, cut_l, cut_w, 8, cut_l + 10, cut_w + 10, skin_kg),
        "stile": (2, cut_l, 100, 25, cut_l + 10, 105, stile_kg),
        "rail": (2, rail, 120, 25, rail, 125, rail_kg),
        "hinge_jamb": (1, jamb, wall, 25, jamb, wall - 1, jamb * wall * board),
        "lock_jamb": (1, jamb, wall, 25, jamb, wall - 1, jamb * wall * board),
        "head": (1, head, wall, 25, head, wall - 1, head * wall * board),
        "casing_side_piece": (2 * faces, side, 70, 25, side, 69, side * 70 * board),
        "casing_top_piece": (faces, top, 70, 25, top, 69, top * 70 * board),
        "hinge_standard.qty": hinges,
        "seal.qty": np.ceil(2 * ch + cw),
        "leaf_hinge.x": np.where(left, 200, 250) - 50,
        "leaf_hinge.pitch_x": (lh - 450) / np.maximum(hinges - 1, 1),
        "jamb_hinge.x": np.where(left, jamb - 10 - lh + 200, 260) - 50,
        "lock_forend.x": from_left - 117.5,
        "lock_case.x": from_left - 82.5,
        "lock_spindle.x": from_left,
        "lock_spindle.y": lw - 60,
        "lock_cylinder.x": np.where(left, lh - 878, 878),
        "strike.x": np.where(left, 960, jamb - 960) - 117.5,
    }
    found["stopped"] = int(wrong.sum())
    return found


_BAND = (10, 10, 0, 0)
_FLOOR_PARTS: dict[str, tuple[Any, ...]] = {
    # key: role, names, material, code, colour, grain, route, pack group, assembly, edges
    "leaf": ("leaf", "门扇", "Leaf", "none", None, "none", "press>cure>edge>cnc>pack", "leaf", None, (10, 10, 10, 10)),
    "skin": ("skin", "面板", "Skin", "skin", "HDF8", "length", "saw>press", "", "leaf", (0, 0, 0, 0)),
    "stile": ("stile", "边梃", "Stile", "core", "MDF25", "none", "saw>press", "", "leaf", (0, 0, 0, 0)),
    "rail": ("rail", "帽头", "Rail", "core", "MDF25", "none", "saw>press", "", "leaf", (0, 0, 0, 0)),
    **{
        key: (role, zh, en, material, "MDF25", "length", route, "frame", None, _BAND)
        for key, role, zh, en, material, route in (
            ("hinge_jamb", "jamb", "合页侧竖套板", "Hinge jamb", "lining", "saw>edge>cnc>pack"),
            ("lock_jamb", "jamb", "锁侧竖套板", "Lock jamb", "lining", "saw>edge>cnc>pack"),
            ("head", "head", "横套板", "Head", "lining", "saw>edge>cnc>pack"),
            ("casing_side_piece", "casing_side", "竖套线", "Side casing", "casing", "saw>edge>pack"),
            ("casing_top_piece", "casing_top", "横套线", "Top casing", "casing", "saw>edge>pack"),
        )
    },
}
_LOCKS = {"静音锁": "mute", "智能锁": "smart", "卫浴锁": "privacy"}


def floor_rows(lines: Sequence[Mapping[str, Any]]) -> tuple[list[PartSpec], list[HardwareSpec]]:
    """The hand-written values as the same rows the split gives; rows stay grouped by part, not by line."""
    found = by_hand(lines)
    refs = [str(number) for number in range(len(lines))]
    colours = [line["colour"] for line in lines]
    parts: list[PartSpec] = []
    for key, fixed in _FLOOR_PARTS.items():
        role, zh, en, material, board, grain, route, group, into, edges = fixed
        qty, *sizes, kg = found[key]
        decor = material in {"skin", "lining", "casing"}
        columns = (
            refs, repeat(1), repeat(key), repeat(role), repeat(zh), repeat(en), _column(qty, 1),
            *(_column(size, 10) for size in sizes), repeat(grain), repeat(Edges(*edges)), repeat(material),
            [f"{board}-{colour}" for colour in colours] if decor else repeat(board),
            colours if decor else repeat(None), repeat(tuple(route.split(">"))), repeat(group), repeat(into),
            _column(kg, 1000), repeat(f"single_door@2/{key}"),
        )  # fmt: skip
        parts.extend(map(tuple.__new__, repeat(PartSpec), zip(*columns, strict=False)))
    return parts, _floor_hardware(lines, refs, found)


def _floor_hardware(lines: Sequence[Mapping[str, Any]], refs: list[str], found: dict[str, Value]) -> list[HardwareSpec]:
    rows: list[HardwareSpec] = []
    for name, code in _LOCKS.items():
        mine = [ref for ref, line in zip(refs, lines, strict=True) if line["lock"] == name]
        rows += _items(mine, f"lock_{code}", f"LOCK-{code.upper()}", name, f"{code.title()} lock", repeat(1), "pcs")
    rows += _items(
        refs, "hinge_standard", "HINGE-4", "普通合页", "Standard hinge", _column(found["hinge_standard.qty"], 1), "pcs"
    )
    rows += _items(refs, "door_stop", "DOOR-STOP", "门吸", "Door stop", repeat(1), "pcs")
    rows += _items(refs, "seal", "SEAL", "密封条", "Seal", _column(found["seal.qty"], 1), "mm")
    return rows


def _items(refs: list[str], key: str, item: str, zh: str, en: str, qty: Any, unit: str) -> list[HardwareSpec]:
    columns = (
        refs, repeat(1), repeat(key), repeat(item), repeat(zh), repeat(en), qty, repeat(unit), repeat("hardware"),
        repeat(f"single_door@2/{key}"),
    )  # fmt: skip
    return list(map(tuple.__new__, repeat(HardwareSpec), zip(*columns, strict=False)))


def _column(value: Value, scale: int) -> Any:
    """Whole numbers by line; what is the same in every line is repeated."""
    if isinstance(value, np.ndarray):
        return np.rint(value * scale).astype(np.int64).tolist()
    return repeat(value * scale)
