"""Order files from the command line: examine, store, confirm, release; findings as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from sqlalchemy import select

from shuanglun.access.tables import tenants
from shuanglun.factory import orders
from shuanglun.storage import Actor, Database

OPERATOR = Actor("command-line", "命令行 command line")
_COLOURS = {"stop": "red", "warn": "yellow", "info": "cyan"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: the stored import, and the orders when it was confirmed."""

    run: Mapping[str, Any]
    order_ids: Sequence[str]

    @property
    def stopped(self) -> bool:
        """A red finding stands, nothing was imported."""
        return bool(self.run["counts"]["stops"])


def factory_tenant(database: Database, code: str | None = None) -> str:
    """The id of the factory to work for: the one with ``code``, or the only one there is.

    Raises:
        LookupError: no such factory, or several and none was named.
    """
    with database.read("") as work:
        rows = work.all(select(tenants).where(tenants.c.kind == "factory"))
    found = [row["id"] for row in rows if code is None or row["code"] == code]
    if len(found) != 1:
        raise LookupError(f"factories: {[row['code'] for row in rows]}")
    return str(found[0])


def import_file(database: Database, tenant_id: str, path: Path, profile: str = "auto") -> Imported:
    """Examine a file outside of any transaction, keep it, and confirm it when nothing stops."""
    data = path.read_bytes()
    with database.read(tenant_id, OPERATOR) as work:
        setting = orders.setting_of(work)
    examined = orders.examine_on_trial(data, path.name, setting, profile=profile)
    with database.work(tenant_id, OPERATOR) as work:
        run = orders.store_preview(work, examined)
    if run["counts"]["stops"]:
        return Imported(run, [])
    with database.work(tenant_id, OPERATOR) as work:
        return Imported(run, orders.confirm_import(work, run["id"]))


def try_file(database: Database, tenant_id: str, path: Path, profile: str = "auto") -> dict[str, Any]:
    """What a file would become; nothing is stored.

    Raises:
        BadRequest: there is no such profile.
    """
    with database.read(tenant_id, OPERATOR) as work:
        setting = orders.setting_of(work)
    return orders.shape_trial(orders.examine_on_trial(path.read_bytes(), path.name, setting, profile=profile))


def columns_table(trial: Mapping[str, Any]) -> Table:
    """The columns of a file: letter, heading, what each is read as; one without a meaning is kept with its line."""
    names = {field["field"]: f"{field['zh']} {field['en']}" for field in trial["fields"]}
    table = Table(title=f"列 columns: {len(trial['columns'])}")
    for heading in ("工作表 sheet", "列 column", "表头 heading", "读作 read as"):
        table.add_column(heading, overflow="fold")
    for column in trial["columns"]:
        meaning = names.get(column["field"] or "", "[dim]不使用，原样保留 kept as it is[/]")
        table.add_row(column["sheet"] or "", column["letter"], escape(column["heading"]), meaning)
    return table


def print_trial(console: Console, trial: Mapping[str, Any]) -> None:
    """What a file would become, for people: by which profile and why, its columns, findings, counts."""
    choice = next((one for one in trial["choices"] if one["profile"] == trial["profile"]), None)
    why = f"：{choice['why']['zh']}" if choice else ""
    if trial["columns"]:  # else nothing could be read, and no profile has anything to do with that
        console.print(f"导入方案 profile: {trial['profile_name']['zh']} ({trial['profile']}){escape(why)}")
        console.print(columns_table(trial))
    print_findings(console, trial["findings"])
    counts = trial["counts"]
    console.print(
        f"{counts['orders']} 个订单 orders, {counts['lines']} 行 lines, {counts['units']} 樘/件 units, "
        f"{counts['stops']} 处必须改 stops, {counts['warns']} 处请留意 warnings"
    )


def _place(where: Mapping[str, Any]) -> str:
    """Sheet, cell or row, and column or field: as much as the finding knows, a row only where there is no cell."""
    keys = ("sheet", "cell", "column") if "cell" in where else ("sheet", "row", "column", "field")
    return " ".join(str(where[key]) for key in keys if key in where)


def _lines(finding: Mapping[str, Any]) -> Iterable[Text]:
    """A finding as people read it: where and what stands there, then what is wrong and what to do, in both languages."""
    value = finding.get("value")
    head = Text(f"{finding['level']:4} ", _COLOURS[finding["level"]])
    head.append(_place(finding["where"]), "bold")
    head.append(f"  “{value}”" if value else "")
    head.append(f"  {finding['code']}", "dim")
    yield head
    for language in ("zh", "en"):
        what, todo = finding["what"][language], finding["todo"][language]
        mark = "→" if todo else ""
        yield Text(f"     {what} {mark} {todo}".rstrip())


def print_findings(console: Console, findings: Sequence[Mapping[str, Any]], most: int = 40) -> None:
    """Print findings, if any, nothing of them cut off: reds first, then yellows, each in the order of the file.

    ``most`` of them are written out; how many more there are is said.
    """
    if not findings:
        return
    console.print(f"[bold]检查结果 findings: {len(findings)}[/]")
    rows = sorted(findings, key=lambda finding: list(_COLOURS).index(finding["level"]))
    for finding in rows[:most]:
        for line in _lines(finding):
            console.print(line, soft_wrap=True)
    if len(rows) > most:
        console.print(f"… 还有 {len(rows) - most} 条 more")
