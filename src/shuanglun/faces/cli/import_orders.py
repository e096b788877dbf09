"""``shuanglun import FILE``: an order file into the factory's data, as on the order desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

console = Console(highlight=False)


def import_orders(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="订单文件 / order file")],
    profile: Annotated[str, typer.Option(help="auto | 导入方案代号 / the id of an import profile")] = "auto",
    data: Annotated[Path, typer.Option(help="数据目录 / data folder")] = Path("data"),
    postgres: Annotated[str | None, typer.Option(help="PostgreSQL 地址 / PostgreSQL URL")] = None,
    factory: Annotated[str | None, typer.Option(help="工厂代码 / factory code")] = None,
    release: Annotated[bool, typer.Option("--release", help="导入后下达 / release the orders too")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，什么都不存 / look only, store nothing")] = False,
) -> None:
    """Import an order file; exit code 2 with findings when something stops."""
    from shuanglun.faces.cli import importing
    from shuanglun.faces.cli.importing import OPERATOR, factory_tenant, import_file, print_findings
    from shuanglun.faces.cli.serve import open_database
    from shuanglun.factory import splitting
    from shuanglun.kernel.errors import Refusal

    database = open_database(data, postgres)
    try:
        tenant_id = factory_tenant(database, factory)
    except LookupError as error:
        console.print(
            f"[red]请用 --factory 指定工厂；先运行 ./run 建立工厂 / name the factory with --factory: {error}[/]"
        )
        raise typer.Exit(2) from error
    if dry_run:
        try:
            trial = importing.try_file(database, tenant_id, file, profile)
        except Refusal as refusal:
            console.print(f"[red]{refusal.message.zh} / {refusal.message.en}[/]")
            raise typer.Exit(2) from refusal
        importing.print_trial(console, trial)
        console.print("[dim]这是试读：什么都没有存 / dry run: nothing was stored[/]")
        raise typer.Exit(2 if trial["counts"]["stops"] else 0)
    imported = import_file(database, tenant_id, file, profile)
    print_findings(console, imported.run["findings"])
    counts = imported.run["counts"]
    if imported.stopped:
        console.print(f"[red]没有导入：{counts['stops']} 处需要改正 / nothing was imported: {counts['stops']} stops[/]")
        raise typer.Exit(2)
    console.print(f"已导入 imported: {len(imported.order_ids)} 个订单 orders, {counts['units']} 樘/件 units")
    for order_id in imported.order_ids if release else ():
        try:
            with database.work(tenant_id, OPERATOR) as work:
                splitting.release_order(work, order_id)
        except Refusal as refusal:
            print_findings(console, [finding.as_dict() for finding in refusal.findings])
            console.print(f"[red]{refusal.message.zh} / {refusal.message.en}[/]")
            raise typer.Exit(2) from refusal
