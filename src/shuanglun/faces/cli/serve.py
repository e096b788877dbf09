"""``shuanglun serve``: migrations, the sample when wanted, the server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from shuanglun.access.permissions import ROLE_NAMES

console = Console(highlight=False)


def open_database(data: Path, postgres: str | None) -> Any:
    """The database of a data folder (or PostgreSQL by URL), at the newest schema."""
    from shuanglun.bootstrap import load_tables
    from shuanglun.storage import Database
    from shuanglun.storage.migrate import upgrade

    load_tables()
    data.mkdir(parents=True, exist_ok=True)
    database = Database(postgres or str(data / "shuanglun.db"))
    upgrade(database)
    return database


def print_sign_ins(sign_ins: dict[str, Any], address: str) -> None:
    """Show the address and who can sign in."""
    common = sign_ins.get("password")
    table = Table(title=f"双轮 Shuanglun  {address}", title_style="bold")
    table.caption = f"密码 password: {common}" if common else None
    headings = ["账号 login", "姓名 name", "角色 role"] + ([] if common else ["密码 password"])
    for heading in headings:
        table.add_column(heading)
    for person in sign_ins["people"]:
        role = ROLE_NAMES[person["role"]]
        own = () if common else (person["password"],)
        table.add_row(person["login"], person["name"], f"{role.zh} {role.en}", *own)
    console.print(table)


def _factory_command(data: Path, postgres: str | None) -> str:
    """The command that sets up a factory where this server looks for one."""
    where = f" --data {data}" if data != Path("data") else ""
    return f".venv/bin/shuanglun factory factory.yaml{where}" + (" --postgres URL" if postgres else "")


def serve(
    empty: Annotated[bool, typer.Option("--empty", help="不建样例 / without samples")] = False,
    postgres: Annotated[str | None, typer.Option(help="PostgreSQL 地址 / PostgreSQL URL")] = None,
    data: Annotated[Path, typer.Option(help="数据目录 / data folder")] = Path("data"),
    host: Annotated[str, typer.Option(help="监听地址 / address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="网页端口 / port of the web app")] = 8000,
    mqtt_port: Annotated[int, typer.Option(help="设备消息端口 / port for the machines' messages")] = 1883,
) -> None:
    """Start the server; the first start makes the sample county unless ``--empty``."""
    import uvicorn

    from shuanglun.bootstrap import build_app
    from shuanglun.faces.cli import sample

    database = open_database(data, postgres)
    if not empty and sample.is_empty(database):
        with console.status("正在建立样例县域 / making the sample county"):
            sample.create(database, data)
    address = f"http://{host}:{port}"
    sign_ins = sample.read_sign_ins(data)
    if sign_ins:
        print_sign_ins(sign_ins, address)
    elif sample.is_empty(database):
        console.print("还没有工厂，谁也不能登录；另开终端 / no factory yet, nobody can sign in; in a second terminal:")
        console.print(f"  .venv/bin/shuanglun factory --example > factory.yaml\n  {_factory_command(data, postgres)}")
    console.print(f"打开 open: [bold]{address}[/]   设备 machines: mqtt://{host}:{mqtt_port}   停止 stop: Ctrl-C")
    app = build_app(database, data, host=host, mqtt_port=mqtt_port)
    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3)
