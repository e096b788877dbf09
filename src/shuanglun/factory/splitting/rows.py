"""What goes into a split and what comes out of it: order lines, part and hardware rows, findings of a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shuanglun.kernel.findings import Finding, Where


@dataclass(frozen=True, slots=True)
class SplitLine:
    """An order line to split. ``version`` None takes the newest; ``places`` says which order cell a parameter came from."""

    ref: str
    template: str
    params: Mapping[str, object]
    quantity: int = 1
    version: int | None = None
    places: Mapping[str, Where] = field(default_factory=dict)


class Edges(NamedTuple):
    """Edge band thickness by side, 0.1 mm; 0 is no band."""

    front: int
    back: int
    left: int
    right: int


class PartSpec(NamedTuple):
    """One part of one line: ``quantity`` units of ``qty_per_unit`` each. An assembly has no material and no cut size."""

    line: str
    quantity: int
    row_key: str
    role: str
    name_zh: str
    name_en: str
    qty_per_unit: int
    length: int
    width: int
    thickness: int
    cut_length: int
    cut_width: int
    grain: str
    edges: Edges
    material_role: str
    material_code: str | None
    colour: str | None
    route: tuple[str, ...]
    pack_group: str
    into: str | None
    weight_g: int
    handle: str


class HardwareSpec(NamedTuple):
    """One bought item of one line; strips count in whole mm (``unit``)."""

    line: str
    quantity: int
    row_key: str
    item: str
    name_zh: str
    name_en: str
    qty_per_unit: int
    unit: str
    pack_group: str
    handle: str


class SplitFinding(NamedTuple):
    """A finding about one line, by the line's reference."""

    line: str
    finding: Finding
