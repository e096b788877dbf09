"""Bar problems and plans as JSON-ready dictionaries, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shuanglun.engines.cutting.profiles.model import (
    Bar,
    BarFigures,
    BarOffcut,
    BarPart,
    BarPattern,
    BarPiece,
    BarPlan,
    BarProblem,
    BarSaw,
    BarSpare,
)


def bar_problem_to_dict(problem: BarProblem) -> dict[str, Any]:
    """The JSON form of a bar problem."""
    return {**asdict(problem), "parts": [{**asdict(part), "tags": dict(part.tags)} for part in problem.parts]}


def bar_problem_from_dict(data: Mapping[str, Any]) -> BarProblem:
    """Read a bar problem; members that are left out take their defaults.

    Raises:
        KeyError, TypeError: a needed member is missing or an unknown one is there.
    """
    return BarProblem(
        profile=data["profile"],
        parts=tuple(_part(row) for row in data["parts"]),
        bars=tuple(Bar(**row) for row in data["bars"]),
        saw=BarSaw(**data.get("saw", {})),
        use_offcuts_first=data.get("use_offcuts_first", True),
        allowance=data.get("allowance", 0),
    )


def _part(row: Mapping[str, Any]) -> BarPart:
    tags = tuple((str(name), str(value)) for name, value in dict(row.get("tags", {})).items())
    return BarPart(**{**row, "tags": tags, "pieces": tuple(row.get("pieces", ()))})


def bar_plan_to_dict(plan: BarPlan) -> dict[str, Any]:
    """The JSON form of a bar plan."""
    patterns = [
        {"bar": one.bar, "run": one.run, "lengths": list(one.lengths), "pieces": _rows(one)} for one in plan.patterns
    ]
    return {**asdict(plan), "patterns": patterns, "unplaced": list(plan.unplaced)}


def _rows(pattern: BarPattern) -> list[list[list[str]]]:
    return [[[one.piece, one.part] for one in row] for row in pattern.pieces]


def bar_plan_from_dict(data: Mapping[str, Any]) -> BarPlan:
    """Read a bar plan.

    Raises:
        KeyError, TypeError: a needed member is missing or an unknown one is there.
    """
    patterns = tuple(
        BarPattern(
            row["bar"], tuple(row["lengths"]), tuple(tuple(BarPiece(*one) for one in copy) for copy in row["pieces"])
        )
        for row in data["patterns"]
    )
    return BarPlan(
        profile=data["profile"],
        patterns=patterns,
        offcuts=tuple(BarOffcut(**row) for row in data["offcuts"]),
        unplaced=tuple(data["unplaced"]),
        figures=BarFigures(**data["figures"]),
        engine=data["engine"],
        version=data["version"],
        seed=data.get("seed", 0),
        spares=tuple(BarSpare(**row) for row in data.get("spares", ())),
    )
