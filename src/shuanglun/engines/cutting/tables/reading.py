"""From a table of parts and a table of boards to one cutting problem a material, and every fault with row and column."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuanglun.engines.cutting.model import Grain, Part, Problem, Saw, StockType, Trim
from shuanglun.engines.cutting.problem_check import check_problem
from shuanglun.engines.cutting.tables.headings import PART_HEADINGS, STOCK_HEADINGS
from shuanglun.engines.cutting.tables.sheet import Row, Sheet
from shuanglun.engines.cutting.tables.words import is_offcut
from shuanglun.kernel.findings import Finding, has_stop
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

GRAIN_WORDS: Mapping[str, Grain] = {
    **dict.fromkeys(("", "0", "none", "no", "n", "free", "无", "否", "可转", "不限"), "none"),
    **dict.fromkeys(("1", "length", "l", "yes", "y", "along", "有", "是", "长", "顺纹", "长向", "竖纹"), "length"),
    **dict.fromkeys(("2", "width", "w", "across", "宽", "横纹", "宽向"), "width"),
}


@dataclass(frozen=True, slots=True)
class Tables:
    """What was read. ``problems`` is empty when a finding stops; ``thickness`` (0.1 mm) is by material, where told."""

    problems: tuple[Problem, ...]
    findings: list[Finding]
    thickness: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Board:
    row: int
    material: str
    stock: StockType
    kerf: int
    thickness: int


def read_tables(
    parts: str,
    stock: str,
    saw: Saw | None = None,
    *,
    use_offcuts_first: bool = True,
    parts_name: str = "parts",
    stock_name: str = "stock",
) -> Tables:
    """One problem a material, in the order in which the parts name them.

    Both tables are CSV with a heading row (``docs/cutting.md`` lists the headings); lengths are millimetres, rounded to
    0.1 mm half away from zero, costs yuan. A board without a material serves every material. ``saw`` says what the tables
    do not; a kerf or a trim in the table of boards goes before it.
    """
    saw = saw or Saw()
    sheet = Sheet(parts_name, PART_HEADINGS, ("length", "width"))
    wanted = _parts(sheet, parts)
    rack = Sheet(stock_name, STOCK_HEADINGS, ("length", "width"))
    boards = _boards(rack, stock, saw)
    findings = [*sheet.findings, *rack.findings]
    if has_stop(findings):
        return Tables((), findings)
    problems = _problems(sheet, wanted, boards, saw, use_offcuts_first)
    findings = [*sheet.findings, *rack.findings]
    for problem in problems:
        findings += _placed(check_problem(problem), sheet, rack, wanted, boards)
    thickness = {board.material: board.thickness for board in boards if board.thickness}
    return Tables(() if has_stop(findings) else problems, findings, thickness)


def _parts(sheet: Sheet, text: str) -> list[tuple[int, str, Part]]:
    """Row, material and part of every row; keys that occur again get their row number."""
    found: list[tuple[int, str, Part]] = []
    seen: set[str] = set()
    for row in sheet.rows(text):
        key = row.text("key") or f"r{row.number}"
        if key in seen:
            key, again = f"{key}@{row.number}", key
            what = Text(
                f"板件编号 {again} 重复, 此行记作 {key}", f"part {again} is there again; this row is called {key}"
            )
            row.say("key", "CUT-TABLE-AGAIN", "info", what, Text("可不处理", "nothing, if both are wanted"))
        seen.add(key)
        tags = tuple((name, row.text(name)) for name in ("name", "order") if row.text(name))
        size = row.length("length"), row.length("width")
        found.append((row.number, row.text("material"), Part(key, *size, _quantity(row), _grain(row), tags)))
    return found


def _quantity(row: Row) -> int:
    qty = row.whole("qty", 1)
    if qty < 1:
        row.fault("qty", "CUT-TABLE-QTY", "数量应为 1 或更多", "the quantity must be 1 or more")
    return max(qty, 1)


def _grain(row: Row) -> Grain:
    word = unicodedata.normalize("NFKC", row.text("grain")).lower()
    if word not in GRAIN_WORDS:
        what = Text("纹理应为 0（可转）、1（顺长）或 2（顺宽）", "grain must be 0 (free), 1 (length) or 2 (width)")
        row.say("grain", "CUT-TABLE-GRAIN", "stop", what, Text("改成 0、1 或 2", "write 0, 1 or 2"))
    return GRAIN_WORDS.get(word, "none")


def _boards(sheet: Sheet, text: str, saw: Saw) -> list[_Board]:
    found: list[_Board] = []
    codes: Counter[str] = Counter()
    for row in sheet.rows(text):
        offcut = is_offcut(row)
        length, width = row.length("length"), row.length("width")
        code = row.text("key") or f"{'R' if offcut else ''}{millimetres(length)}x{millimetres(width)}"
        mine = f"{row.text('material')}\n{code}"
        codes[mine] += 1
        if codes[mine] > 1:
            code = f"{code}-{codes[mine]}"
        board = StockType(code, length, width, row.money("cost"), _copies(row), _grain(row), offcut, trim=_trim(row))
        found.append(
            _Board(row.number, row.text("material"), board, row.length("kerf", saw.kerf, 0), row.length("thickness", 0))
        )
    return found


def _copies(row: Row) -> int | None:
    """-1 and an empty cell mean as many as are wanted."""
    copies = row.whole("qty", -1)
    return None if copies < 0 else copies


def _trim(row: Row) -> Trim | None:
    return Trim.all_sides(row.length("trim", 0, 0)) if row.text("trim") else None


def _problems(
    sheet: Sheet, wanted: Sequence[tuple[int, str, Part]], boards: Sequence[_Board], saw: Saw, offcuts_first: bool
) -> tuple[Problem, ...]:
    named = list(dict.fromkeys(board.material for board in boards if board.material))
    groups: dict[str, list[Part]] = {}
    for number, told, part in wanted:
        material = told or (named[0] if len(named) == 1 else "")
        if not any(board.material in (material, "") for board in boards):
            what = Text(f"材料“{material}”没有板材", f"there is no board of material {material!r}")
            todo = Text("在板材表加上这种材料", "add the material to the table of boards")
            sheet.add("CUT-TABLE-NO-BOARD", "stop", what, number, sheet.columns.get("material"), told or None, todo)
            continue
        groups.setdefault(material, []).append(part)
    return tuple(_problem(material, parts, boards, saw, offcuts_first) for material, parts in groups.items())


def _problem(material: str, parts: Sequence[Part], boards: Sequence[_Board], saw: Saw, offcuts_first: bool) -> Problem:
    """The boards of a material; where they state different kerfs the widest is planned with, so that every part fits."""
    mine = [board for board in boards if board.material in (material, "")]
    stock: list[StockType] = []
    for board in mine:
        clash = any(one.code == board.stock.code for one in stock)
        stock.append(replace(board.stock, code=f"{board.stock.code}@{board.row}") if clash else board.stock)
    kerf = max(board.kerf for board in mine)
    return Problem(material, tuple(parts), tuple(stock), replace(saw, kerf=kerf), offcuts_first)


def _placed(
    findings: Sequence[Finding],
    sheet: Sheet,
    rack: Sheet,
    wanted: Sequence[tuple[int, str, Part]],
    boards: Sequence[_Board],
) -> list[Finding]:
    """What the engine finds about a part or a board, told with its row."""
    rows = {f"part {part.key}": sheet.where(row, sheet.columns.get("length")) for row, _, part in wanted}
    rows |= {f"stock {board.stock.code}": rack.where(board.row, rack.columns.get("length")) for board in boards}
    return [replace(one, where=rows.get(one.where.field or "", one.where)) for one in findings]
