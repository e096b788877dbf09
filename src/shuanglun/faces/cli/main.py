"""The command line's entry; each command lives in a file of its own and loads what it needs when it runs."""

from __future__ import annotations

import typer

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="双轮 Shuanglun: 从订单到包装 / from order to packed door"
)


def main() -> None:
    """Run the command line."""
    from shuanglun.faces.cli import line, serve

    app.command("serve", help="启动服务 / start the server")(serve.serve)
    app.command("line", help="运行样例产线 / run the sample machines")(line.line)
    app()
