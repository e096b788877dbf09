"""Problems and plans as JSON-ready dictionaries, and back. Reading what was written gives an equal value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shuanglun.engines.cutting.model import (
    CutNode,
    Figures,
    Offcut,
    Part,
    Pattern,
    Placed,
    Plan,
    Problem,
    Saw,
    StockType,
    Trim,
)


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """The JSON form of a problem; ``problem_from_dict`` reads it."""
    return {
        "material": problem.material,
        "parts": [{**asdict(part), "tags": dict(part.tags), "pieces": list(part.pieces)} for part in problem.parts],
        "stock": [asdict(stock) for stock in problem.stock],
        "saw": asdict(problem.saw),
        "use_offcuts_first": problem.use_offcuts_first,
        "thickness": problem.thickness,
    }


def problem_from_dict(data: Mapping[str, Any]) -> Problem:
    """Read a problem; members that are left out take their defaults.

    Raises:
        KeyError, TypeError: a needed member is missing or an unknown one is there.
    """
    return Problem(
        material=data["material"],
        parts=tuple(_part(row) for row in data["parts"]),
        stock=tuple(_stock(row) for row in data["stock"]),
        saw=_saw(data.get("saw", {})),
        use_offcuts_first=data.get("use_offcuts_first", True),
        thickness=data.get("thickness", 0),
    )


def _part(row: Mapping[str, Any]) -> Part:
    tags = tuple((str(name), str(value)) for name, value in dict(row.get("tags", {})).items())
    return Part(**{**row, "tags": tags, "pieces": tuple(row.get("pieces", ()))})


def _stock(row: Mapping[str, Any]) -> StockType:
    trim = row.get("trim")
    return StockType(**{**row, "trim": None if trim is None else Trim(**trim)})


def _saw(row: Mapping[str, Any]) -> Saw:
    return Saw(**{**row, "trim": Trim(**row["trim"])}) if "trim" in row else Saw(**row)


def plan_to_dict(plan: Plan) -> dict[str, Any]:
    """The JSON form of a plan; ``plan_from_dict`` reads it."""
    return {
        "material": plan.material,
        "patterns": [
            {
                "stock": pattern.stock,
                "run": pattern.run,
                "root": node_to_dict(pattern.root),
                "pieces": [[[one.piece, one.part, one.turned] for one in row] for row in pattern.pieces],
            }
            for pattern in plan.patterns
        ],
        "offcuts": [asdict(offcut) for offcut in plan.offcuts],
        "unplaced": list(plan.unplaced),
        "figures": asdict(plan.figures),
        "engine": plan.engine,
        "version": plan.version,
        "seed": plan.seed,
    }


def plan_from_dict(data: Mapping[str, Any]) -> Plan:
    """Read a plan.

    Raises:
        KeyError, TypeError: a needed member is missing or an unknown one is there.
    """
    patterns = tuple(
        Pattern(
            row["stock"],
            node_from_dict(row["root"]),
            tuple(tuple(Placed(*one) for one in copy) for copy in row["pieces"]),
        )
        for row in data["patterns"]
    )
    return Plan(
        material=data["material"],
        patterns=patterns,
        offcuts=tuple(Offcut(**row) for row in data["offcuts"]),
        unplaced=tuple(data["unplaced"]),
        figures=Figures(**data["figures"]),
        engine=data["engine"],
        version=data["version"],
        seed=data.get("seed", 0),
    )


def node_to_dict(node: CutNode) -> dict[str, Any]:
    """The JSON form of a cut tree; ``children`` only where there are any."""
    row: dict[str, Any] = {
        "kind": node.kind,
        "level": node.level,
        "direction": node.direction,
        "x": node.x,
        "y": node.y,
        "length": node.length,
        "width": node.width,
        "sequence": node.sequence,
    }
    if node.children:
        row["children"] = [node_to_dict(child) for child in node.children]
    return row


def node_from_dict(row: Mapping[str, Any]) -> CutNode:
    """Read a cut tree."""
    children = tuple(node_from_dict(child) for child in row.get("children", ()))
    return CutNode(**{**row, "children": children})
