"""Asking the product templates whether lines of a draft can be made, before there are orders."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.factory.orders.checking import Judge
from shuanglun.factory.orders.model import DraftLine
from shuanglun.factory.splitting import FindTemplate, SplitLine, split, with_panels
from shuanglun.kernel.findings import Finding


def judge_by_templates(find: FindTemplate) -> Judge:
    """A judge for ``check_book``: splits the lines on trial and gives the findings of each; nothing is kept."""

    def judge(lines: Sequence[DraftLine]) -> list[list[Finding]]:
        on_trial = [
            SplitLine(str(number), line.model or "", line.params, line.quantity) for number, line in enumerate(lines)
        ]
        said: list[list[Finding]] = [[] for _ in lines]
        for found in split(on_trial, with_panels(find)).findings:
            said[int(found.line)].append(found.finding)
        return said

    return judge
