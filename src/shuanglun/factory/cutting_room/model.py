"""What the cutting room works with: pieces of one lot, the boards for them, and the solved plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shuanglun.engines.cutting import Plan, Problem
from shuanglun.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class PieceToCut:
    """A piece with its size to saw (0.1 mm) and what its label on the drawing says."""

    code: str
    part_spec_id: str
    name: str
    order_no: str
    length: int
    width: int
    grain: str


@dataclass(frozen=True, slots=True)
class LotToCut:
    """Pieces of one material that are sawn together."""

    lot_id: str
    material_code: str
    pieces: tuple[PieceToCut, ...]


@dataclass(frozen=True, slots=True)
class Boards:
    """What may be cut: purchasable boards and off-cuts in stock, as rows of the tables.

    ``limits`` says of which boards there are only so many (code -> copies); the others can be had as many as wanted.
    """

    types: Sequence[Mapping[str, Any]]
    offcuts: Sequence[Mapping[str, Any]]
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SolvedLot:
    """A lot with its plan, or with the findings that say why there is none.

    ``left_out`` are the pieces that cannot be cut from any board of the material, or for which there are too few boards; the
    findings say so.
    """

    lot: LotToCut
    problem: Problem | None
    plan: Plan | None
    findings: tuple[Finding, ...]
    left_out: frozenset[str] = frozenset()
