"""``shuanglun factory FILE``: a factory of one's own in an empty database, for a server started with ``--empty``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

console = Console(highlight=False)


def factory(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="工厂描述 / description (YAML)")
    ] = None,
    data: Annotated[Path, typer.Option(help="数据目录 / data folder")] = Path("data"),
    postgres: Annotated[str | None, typer.Option(help="PostgreSQL 地址 / PostgreSQL URL")] = None,
    example: Annotated[bool, typer.Option("--example", help="打印样例描述 / print the sample's description")] = False,
) -> None:
    """Set up a factory from its description; exit code 2 with findings when anything is wrong with it."""
    from shuanglun.faces.cli import sample
    from shuanglun.faces.cli.description import read_description
    from shuanglun.faces.cli.importing import print_findings
    from shuanglun.faces.cli.serve import open_database, print_sign_ins

    if example or file is None:
        typer.echo(sample.text(), nl=False)
        return
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise typer.BadParameter("请存为 UTF-8 / save the file as UTF-8") from error
    described, findings = read_description(text)
    print_findings(console, [finding.as_dict() for finding in findings])
    if described is None:
        raise typer.Exit(2)
    database = open_database(data, postgres)
    if not sample.is_empty(database):
        console.print(
            "[red]这里已有工厂，没有改动；请另用 --data / there is a factory already, nothing changed; use another --data[/]"
        )
        raise typer.Exit(2)
    print_sign_ins(sample.create(database, data, described), str(file))
