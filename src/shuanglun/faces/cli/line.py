"""``shuanglun line``: the sample machines, a program of their own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

console = Console(highlight=False)


def _table(figures: list[dict[str, Any]]) -> Table:
    table = Table(title="样例产线 sample line")
    for heading in ("设备 machine", "状态 state", "合格 good", "废品 scrap", "已确认消息 acked", "扫码 scans"):
        table.add_column(heading)
    for row in figures:
        scans = " ".join(f"{verdict}:{count}" for verdict, count in sorted(row["scans"].items()))
        table.add_row(row["code"], row["state"], str(row["good"]), str(row["scrap"]), str(row["acknowledged"]), scans)
    return table


def line(
    speed: Annotated[float, typer.Option(min=0.1, max=3600, help="加速倍数 / how many times real time")] = 60,
    seed: Annotated[int, typer.Option(help="停机与废品的随机种子 / seed of stops and scrap")] = 1,
    address: Annotated[str, typer.Option(help="网页地址 / web address")] = "http://127.0.0.1:8000",
    mqtt_host: Annotated[str, typer.Option(help="设备消息地址 / address for machine messages")] = "127.0.0.1",
    mqtt_port: Annotated[int, typer.Option(help="设备消息端口 / port for machine messages")] = 1883,
    data: Annotated[Path, typer.Option(help="数据目录（读取样例账号）/ data folder with the sign-ins")] = Path("data"),
    seconds: Annotated[float, typer.Option(help="运行秒数，0 为直到 Ctrl-C / how long, 0: until Ctrl-C")] = 0,
) -> None:
    """Run the five sample machines against a running server."""
    import httpx

    from shuanglun.faces.cli.sample import read_sign_ins
    from shuanglun.faces.line import Line, LineSettings

    sign_ins = read_sign_ins(data)
    if sign_ins is None or "password" not in sign_ins:
        console.print(
            f"[red]{data} 里没有样例工厂：先运行 ./run 建立样例 / no sample factory there, run ./run first[/]"
        )
        raise typer.Exit(2)
    try:
        machines = Line(sign_ins, LineSettings(address, mqtt_host, mqtt_port, speed, seed))
    except httpx.TransportError as error:
        console.print(f"[red]连不上 {address}：先运行 ./run / cannot reach it, run ./run first ({error})[/]")
        raise typer.Exit(2) from error
    machines.start()
    end = time.monotonic() + seconds if seconds else float("inf")
    try:
        with Live(_table(machines.figures()), console=console, refresh_per_second=2) as live:
            while time.monotonic() < end:
                machines.stopping.wait(0.5)
                live.update(_table(machines.figures()))
    except KeyboardInterrupt:
        console.print("正在停机 stopping …")
    machines.stop()
    console.print(_table(machines.figures()))
