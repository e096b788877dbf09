"""From parts to what must be bought. Every sum is exact; the one rounding is up, at the end of a row, so that nothing is short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from shuanglun.engines.demand.model import (
    BandNeed,
    BoardNeed,
    BoardSize,
    Demand,
    DemandPart,
    GlassNeed,
    Item,
    PaintNeed,
    PlannedBoards,
    Rules,
)
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text


def demand(
    parts: Sequence[DemandPart],
    hardware: Iterable[Item],
    boards: Sequence[BoardSize],
    planned: Sequence[PlannedBoards],
    rules: Rules,
    unplanned: Sequence[DemandPart] | None = None,
) -> Demand:
    """The need of parts. ``unplanned`` are those that lie in no cut plan (None: none of them does): their boards are estimated.

    A material that no board is known of is a warning and gives no board row.
    """
    open_parts = parts if unplanned is None else unplanned
    findings: list[Finding] = []
    return Demand(
        boards=tuple(_boards(open_parts, boards, planned, rules, findings)),
        bands=tuple(_bands(parts, rules)),
        glass=tuple(_glass(parts)),
        paint=tuple(_paint(parts)),
        hardware=tuple(_hardware(hardware)),
        findings=tuple(findings),
    )


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _boards(
    parts: Sequence[DemandPart],
    boards: Sequence[BoardSize],
    planned: Sequence[PlannedBoards],
    rules: Rules,
    findings: list[Finding],
) -> Iterator[BoardNeed]:
    """Planned sheets by our share of their plan, estimated ones by area and yield, a row a material and sheet."""
    sizes = {board.code: board for board in boards}
    told: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for one in planned:
        told[one.material, one.code] += Fraction(one.sheets * one.ours, one.whole or 1)
    areas: dict[str, int] = defaultdict(int)
    for part in parts:
        if part.material and not part.glass:
            areas[part.material] += part.cut_area
    guessed: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for material, area in areas.items():
        board = _cheapest(material, boards)
        if board is None:
            findings.append(_no_board(material))
        elif area:
            guessed[material, board.code] = Fraction(area * 10_000, board.area * rules.board_yield)
    for material, code in sorted({*told, *guessed}):
        both = told[material, code] + guessed[material, code]
        size = sizes.get(code, BoardSize(code, material, 0, 0))
        hundredths = _up(both * 100)
        planned_part = min(_up(told[material, code] * 100), hundredths)
        cost = -(-hundredths // 100) * size.cost
        area = areas.get(material, 0)
        yield BoardNeed(material, code, hundredths, planned_part, size.length, size.width, area, cost)


def _cheapest(material: str, boards: Sequence[BoardSize]) -> BoardSize | None:
    """The board of a material that costs least for its area; the largest where nothing has a cost."""
    fitting = [board for board in boards if board.material == material]
    return min(fitting, key=lambda one: (Fraction(one.cost, one.area), -one.area, one.code), default=None)


def _no_board(material: str) -> Finding:
    return Finding(
        "DEMAND-NO-BOARD",
        "warn",
        Text(
            f"材料“{material}”没有板材规格，张数未估算",
            f"no board is known for {material}: its sheets are not estimated",
        ),
        Text("请在板材表中加入该材料", "add a board of this material to the board table"),
        Where(field="material"),
        material,
    )


def _bands(parts: Sequence[DemandPart], rules: Rules) -> Iterator[BandNeed]:
    """Front and back bands run along the length, left and right along the width; every side gets the allowance."""
    sides: dict[tuple[str, int, int], list[int]] = defaultdict(lambda: [0, 0])
    for part in parts:
        runs = ((part.front, part.length), (part.back, part.length), (part.left, part.width), (part.right, part.width))
        for thickness, length in runs:
            if thickness:
                row = sides[part.colour, thickness, part.thickness]
                row[0] += part.qty
                row[1] += part.qty * length
    for (colour, thickness, board), (count, net) in sorted(sides.items()):
        gross = Fraction((net + count * rules.band_per_side) * (10_000 + rules.band_extra), 10_000 * 10)
        yield BandNeed(colour, thickness, board, count, _up(Fraction(net, 10)), _up(gross))


def _glass(parts: Sequence[DemandPart]) -> Iterator[GlassNeed]:
    panes: dict[tuple[str, int, int, int], int] = defaultdict(int)
    for part in parts:
        if part.glass:
            panes[part.material, part.length, part.width, part.thickness] += part.qty
    for (material, length, width, thickness), qty in sorted(panes.items()):
        yield GlassNeed(material, length, width, thickness, qty, qty * length * width)


def _paint(parts: Sequence[DemandPart]) -> Iterator[PaintNeed]:
    """Faces of both sides by colour, and the four narrow faces of every painted part beside them."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for part in parts:
        if part.painted:
            row = rows[part.colour]
            row[0] += part.qty * part.painted
            row[1] += part.qty * part.painted * part.length * part.width
            row[2] += part.qty * 2 * (part.length + part.width) * part.thickness
    for colour, (faces, area, edges) in sorted(rows.items()):
        yield PaintNeed(colour, faces, area, edges)


def _hardware(items: Iterable[Item]) -> Iterator[Item]:
    sums: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for one in items:
        sums[one.item, one.name.zh, one.name.en, one.unit] += one.qty
    for (item, zh, en, unit), qty in sorted(sums.items()):
        yield Item(item, Text(zh, en), qty, unit)
