"""The formula table (公式表) as data: what a technician writes down, before it is compiled.

Formulas are text in the formula language, or a plain number. Names are English identifiers; the Chinese label and the listed
aliases name the same cell in formulas. Fields of a part are cells too: ``leaf.length`` or ``门扇.长``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from shuanglun.engines.formula.lookups import Lookup, Steps
from shuanglun.kernel.findings import Level
from shuanglun.kernel.text import Text

FormulaText = str | int | float
Side = Literal["front", "back", "left", "right"]
SIDES: tuple[Side, ...] = ("front", "back", "left", "right")


@dataclass(frozen=True, slots=True)
class Option:
    """One allowed value of a choice; ``also`` lists further spellings."""

    code: str
    label: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input of the table. Without a default it must be given. Limits are in its unit and inclusive.

    ``open``: a text that is none of the options is taken as it is.
    """

    name: str
    label: Text
    unit: str
    default: str | int | float | bool | None = None
    min: float | None = None
    max: float | None = None
    options: tuple[Option, ...] = ()
    open: bool = False
    alias: tuple[str, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A named number or text that construction fixes: a gap, a thickness, a deduction (扣减)."""

    name: str
    label: Text
    unit: str
    value: str | int | float | bool
    note: Text | None = None
    alias: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A named intermediate result."""

    name: str
    label: Text
    unit: str
    formula: FormulaText
    note: Text | None = None
    alias: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge band on one side: its thickness and what is milled off before banding, both mm."""

    thickness: FormulaText
    premill: FormulaText = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the super-BOM. ``front`` and ``back`` edges run along the length, ``left`` and ``right`` along the width.

    Cut size = finished size - edge bands on that dimension + their pre-milling + rough allowance (the total for the
    dimension), unless ``cut_length`` or ``cut_width`` says it outright. ``into`` names the part this one is pressed into.
    ``grain`` is none, length or width, or a formula that says so (with "="). ``density`` names the constant (kg/m3) the weight is computed with; an assembly weighs what is pressed into it.
    """

    key: str
    label: Text
    role: str
    qty: FormulaText
    length: FormulaText
    width: FormulaText
    thickness: FormulaText
    material: str
    when: FormulaText | None = None
    grain: str = "none"
    edges: Mapping[Side, Edge] = field(default_factory=dict)
    rough_length: FormulaText = 0
    rough_width: FormulaText = 0
    cut_length: FormulaText | None = None
    cut_width: FormulaText | None = None
    density: str | None = None
    route: str = ""
    pack_group: str | None = None
    label_name: Text | None = None
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Hardware:
    """A bought item a unit needs; strips count in whole mm."""

    key: str
    item: str
    label: Text
    qty: FormulaText
    unit: str = "pcs"
    when: FormulaText | None = None
    pack_group: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """When the condition holds, the message is found. ``{name}`` in the message shows that cell; ``about`` names the parameter to change."""

    code: str
    when: FormulaText
    level: Level
    message: Text
    todo: Text
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """The technician's own test: inputs, what cells must come out, and the codes of all findings that must appear."""

    name: str
    inputs: Mapping[str, Any]
    expect: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormulaTable:
    """All the sheets of one table."""

    parameters: tuple[Parameter, ...] = ()
    constants: tuple[Constant, ...] = ()
    lookups: tuple[Lookup | Steps, ...] = ()
    values: tuple[Value, ...] = ()
    parts: tuple[Part, ...] = ()
    hardware: tuple[Hardware, ...] = ()
    checks: tuple[Check, ...] = ()
    examples: tuple[Example, ...] = ()
