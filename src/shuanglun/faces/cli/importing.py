"""Order files from the command line: examine, store, confirm, release; findings as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
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
    options: dict[str, Any] = {"taught": setting.taught, "profile": profile, "judge": setting.judge}
    examined = orders.examine(data, path.name, setting.facts, setting.today, **options)
    with database.work(tenant_id, OPERATOR) as work:
        run = orders.store_preview(work, examined)
    if run["counts"]["stops"]:
        return Imported(run, [])
    with database.work(tenant_id, OPERATOR) as work:
        return Imported(run, orders.confirm_import(work, run["id"]))


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
