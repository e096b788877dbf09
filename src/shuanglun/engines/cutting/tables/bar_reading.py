"""Two tables of lengths and bars as bar problems, one a profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuanglun.engines.cutting.profiles import Bar, BarPart, BarProblem, BarSaw, check_bar_problem
from shuanglun.engines.cutting.tables.headings import BAR_PART_HEADINGS, BAR_STOCK_HEADINGS, columns_of
from shuanglun.engines.cutting.tables.sheet import Row, Sheet, first_row
from shuanglun.engines.cutting.tables.words import is_offcut
from shuanglun.kernel.findings import Finding, has_stop
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text


@dataclass(frozen=True, slots=True)
class BarTables:
    """What was read; ``problems`` is empty when a finding stops."""

    problems: tuple[BarProblem, ...]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Stock:
    row: int
    profile: str
    bar: Bar
    kerf: int


def are_bars(parts: str, stock: str) -> bool:
    """True when neither table has a column for a width, and both have one for a length."""
    known = {
        "length": BAR_PART_HEADINGS["length"],
        "width": ("width", "w", "宽", "宽度", "开料宽", "item_width", "cut_width"),
    }
    found = [columns_of(first_row(text), known)[0] for text in (parts, stock)]
    return all("length" in one and "width" not in one for one in found)


def read_bar_tables(
    parts: str,
    stock: str,
    saw: BarSaw | None = None,
    *,
    use_offcuts_first: bool = True,
    allowance: int = 0,
    parts_name: str = "parts",
    stock_name: str = "stock",
) -> BarTables:
    """One problem a profile, in the order in which the lengths name them.

    As ``read_tables``: CSV with a heading row, millimetres rounded to 0.1 mm half away from zero, yuan; a bar without a
    profile serves every profile; a kerf or an end trim in the table of bars goes before the saw's.
    """
    saw = saw or BarSaw()
    sheet = Sheet(parts_name, BAR_PART_HEADINGS, ("length",))
    wanted = _parts(sheet, parts)
    rack = Sheet(stock_name, BAR_STOCK_HEADINGS, ("length",))
    bars = _bars(rack, stock, saw)
    if has_stop([*sheet.findings, *rack.findings]):
        return BarTables((), [*sheet.findings, *rack.findings])
    problems = _problems(sheet, wanted, bars, saw)
    problems = [replace(one, use_offcuts_first=use_offcuts_first, allowance=allowance) for one in problems]
    rows = {f"part {part.key}": sheet.where(row, sheet.columns["length"]) for row, _, part in wanted}
    rows |= {f"bar {one.bar.code}": rack.where(one.row, rack.columns["length"]) for one in bars}
    findings = [*sheet.findings, *rack.findings]
    for problem in problems:
        findings += [
            replace(one, where=rows.get(one.where.field or "", one.where)) for one in check_bar_problem(problem)
        ]
    return BarTables(() if has_stop(findings) else tuple(problems), findings)


def _parts(sheet: Sheet, text: str) -> list[tuple[int, str, BarPart]]:
    """Row, profile and length of every row; a key that occurs again gets its row number."""
    found: list[tuple[int, str, BarPart]] = []
    seen: set[str] = set()
    for row in sheet.rows(text):
        key = row.text("key") or f"r{row.number}"
        key = f"{key}@{row.number}" if key in seen else key
        seen.add(key)
        tags = tuple((name, row.text(name)) for name in ("name", "order") if row.text(name))
        qty = row.whole("qty", 1)
        if qty < 1:
            row.fault("qty", "CUT-TABLE-QTY", "数量应为 1 或更多", "the quantity must be 1 or more")
        found.append((row.number, row.text("profile"), BarPart(key, row.length("length"), max(qty, 1), tags)))
    return found


def _bars(sheet: Sheet, text: str, saw: BarSaw) -> list[_Stock]:
    found: list[_Stock] = []
    codes: Counter[str] = Counter()
    for row in sheet.rows(text):
        rest = is_offcut(row)
        length = row.length("length")
        code = row.text("key") or f"{'R' if rest else ''}{row.text('profile')}-{millimetres(length)}"
        codes[code] += 1
        code = f"{code}-{codes[code]}" if codes[code] > 1 else code
        trim = row.length("end_trim", saw.end_trim, 0)
        bar = Bar(code, length, row.money("cost"), _copies(row), rest, None, trim)
        found.append(_Stock(row.number, row.text("profile"), bar, row.length("kerf", saw.kerf, 0)))
    return found


def _copies(row: Row) -> int | None:
    copies = row.whole("qty", -1)
    return None if copies < 0 else copies


def _problems(
    sheet: Sheet, wanted: Sequence[tuple[int, str, BarPart]], bars: Sequence[_Stock], saw: BarSaw
) -> list[BarProblem]:
    """Lengths by profile; where bars of a profile state different kerfs the widest is planned with, so that all fits."""
    named = list(dict.fromkeys(one.profile for one in bars if one.profile))
    groups: dict[str, list[BarPart]] = {}
    for number, told, part in wanted:
        profile = told or (named[0] if len(named) == 1 else "")
        if not any(one.profile in (profile, "") for one in bars):
            what = Text(f"“{profile}”没有型材", f"there is no bar of profile {profile!r}")
            todo = Text("在型材表加上这种型材", "add the profile to the table of bars")
            sheet.add("CUT-TABLE-NO-BAR", "stop", what, number, sheet.columns.get("profile"), told or None, todo)
            continue
        groups.setdefault(profile, []).append(part)
    problems = []
    for profile, parts in groups.items():
        mine = [one for one in bars if one.profile in (profile, "")]
        kerf = max(one.kerf for one in mine)
        problems.append(BarProblem(profile, tuple(parts), tuple(one.bar for one in mine), replace(saw, kerf=kerf)))
    return problems
