"""Order files from the command line: examine, store, confirm, release; findings as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
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
    options: dict[str, Any] = {"taught": setting.taught, "profile": profile, "judge": setting.judge}
    examined = orders.examine(data, path.name, setting.facts, setting.today, **options)
    with database.work(tenant_id, OPERATOR) as work:
        run = orders.store_preview(work, examined)
    if run["counts"]["stops"]:
        return Imported(run, [])
    with database.work(tenant_id, OPERATOR) as work:
        return Imported(run, orders.confirm_import(work, run["id"]))


def findings_table(findings: Iterable[Mapping[str, Any]], most: int = 40) -> Table:
    """Findings as people read them: where, what, what to do."""
    rows = list(findings)
    table = Table(title=f"检查结果 findings: {len(rows)}")
    for heading in ("级别", "位置 where", "内容 value", "问题 what", "怎么办 what to do", "代码 code"):
        table.add_column(heading)
    for row in rows[:most]:
        where = row["where"]
        place = " ".join(str(where[key]) for key in ("sheet", "cell", "row", "column") if key in where)
        colour = _COLOURS[row["level"]]
        table.add_row(
            f"[{colour}]{row['level']}[/]",
            place,
            row.get("value") or "",
            row["what"]["zh"],
            row["todo"]["zh"],
            row["code"],
        )
    if len(rows) > most:
        table.caption = f"… 还有 {len(rows) - most} 条 more"
    return table


def print_findings(console: Console, findings: Sequence[Mapping[str, Any]]) -> None:
    """Print findings, if any."""
    if findings:
        console.print(findings_table(findings))
