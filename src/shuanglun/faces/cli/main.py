"""The command line's entry; each command lives in a file of its own and loads what it needs when it runs."""

from __future__ import annotations

import typer

from shuanglun.faces.cli import cut, day, factory, import_orders, line, serve

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="双轮 Shuanglun: 从订单到包装 / from order to packed door"
)
app.command("serve", help="启动服务 / start the server")(serve.serve)
app.command("factory", help="建立自己的工厂 / set up a factory of one's own")(factory.factory)
app.command("line", help="运行样例产线 / run the sample machines")(line.line)
app.command("import", help="导入订单文件 / import an order file")(import_orders.import_orders)
app.command("cut", help="板件表排版 / cutting plans for a table of parts")(cut.cut)
app.command("day", help="从订单文件到全部纸面 / from order file to all papers")(day.day)


def main() -> None:
    """Run the command line."""
    app()
