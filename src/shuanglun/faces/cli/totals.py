"""The summary at the end of a command: a row a thing and the totals below a line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

Heading = tuple[str, str]


def totals_table(
    title: str, shown: Sequence[Heading], columns: Sequence[Heading], rows: Sequence[Sequence[str]]
) -> Table:
    """The ``shown`` of the ``columns`` (中文, English), the first to the left; the last of ``rows`` holds the totals."""
    table = Table(title=title, box=SIMPLE_HEAD)
    for heading in shown:
        table.add_column("\n".join(heading), justify="left" if heading == shown[0] else "right", no_wrap=True)
    *above, total = ([row[columns.index(heading)] for heading in shown] for row in rows)
    for row in above:
        table.add_row(*row)
    table.add_section()
    table.add_row(*total)
    return table
