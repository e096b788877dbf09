"""What is worked on the parts of many lines, for all lines of a template at once: what a release keeps with its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from shuanglun.engines.formula import Evaluation, Machining, evaluate
from shuanglun.factory.splitting.model import FindTemplate
from shuanglun.factory.splitting.rows import SplitLine

_MM = 1
_NUMBERS = ("x", "y", "depth", "diameter", "length", "width", "angle")


class Operation(NamedTuple):
    """One operation on a part, ``qty`` times at the pitch; see ``engines.formula.Machining`` for the coordinates."""

    key: str
    name_zh: str
    name_en: str
    kind: str
    face: str
    x: int
    y: int
    depth: int
    diameter: int
    length: int
    width: int
    angle: int
    qty: int
    pitch_x: int
    pitch_y: int
    tool: str


def operations(lines: Sequence[SplitLine], find: FindTemplate) -> dict[tuple[str, str], list[Operation]]:
    """The operations by line reference and part row, in the order of the template; lines must have been split without a stop.

    Lengths are whole 0.1 mm, angles whole 0.1 degrees, half away from zero, as in a line's shape.
    """
    groups: dict[tuple[str, int | None], list[SplitLine]] = {}
    for line in lines:
        groups.setdefault((line.template, line.version), []).append(line)
    found: dict[tuple[str, str], list[Operation]] = {}
    for (code, version), mine in groups.items():
        template = find(code, version)
        if template is None or not template.table.machining:
            continue
        evaluation = evaluate(template.compiled, [line.params for line in mine])
        for row in template.table.machining:
            at = np.flatnonzero(evaluation.data(f"{row.key}.qty") != 0).tolist()
            for number, operation in zip(at, _worked(row, evaluation, at), strict=False):
                found.setdefault((mine[number].ref, row.part), []).append(operation)
    return found


def _worked(row: Machining, evaluation: Evaluation, at: Sequence[int]) -> Iterable[Operation]:
    """One row of the machining table in the lines ``at``."""

    def whole(name: str, decimals: int = _MM) -> Iterable[Any]:
        key = f"{row.key}.{name}"
        return repeat(0) if key not in evaluation.columns else evaluation.whole(key, decimals)[at].tolist()

    face = evaluation.data(f"{row.key}.face")[at].tolist() if row.face.startswith("=") else repeat(row.face)
    columns = (
        repeat(row.key),
        repeat(row.label.zh),
        repeat(row.label.en),
        repeat(row.kind),
        face,
        *map(whole, _NUMBERS),
        whole("qty", 0),
        whole("pitch_x"),
        whole("pitch_y"),
        repeat(row.tool),
    )
    return map(Operation._make, zip(*columns, strict=False))
