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
Face = Literal["top", "bottom", "front", "back", "left", "right"]
FACES: tuple[Face, ...] = ("top", "bottom", "front", "back", "left", "right")
AXES = ("x", "y", "z", "-x", "-y", "-z")
MachiningKind = Literal["drill", "groove", "pocket", "contour", "mitre"]
View = Literal["front", "section", "plan"]


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
class Machining:
    """One operation on the finished part, repeated ``qty`` times at a pitch; mm and degrees.

    ``face`` is the face it is worked from, or a formula that says so (with "="). On top and bottom, x runs along the length
    from the left edge and y along the width from the front edge. On an edge face, x runs along that edge (on front and back
    from the left edge, on left and right from the front edge) and y through the thickness from the bottom face.

    A drill's x, y is its centre. A groove, a pocket and a contour (a milled outline) are the rectangle that begins at x, y with
    ``length`` along x and ``width`` along y, turned about that corner by ``angle``. A mitre cuts the end ``face`` (left or right),
    ``angle`` away from square in the plane of the top face; a positive angle leaves the back edge long. ``depth`` is measured
    into the part; a drill and a contour without one go through.
    """

    key: str
    label: Text
    part: str
    kind: MachiningKind
    face: str
    x: FormulaText = 0
    y: FormulaText = 0
    depth: FormulaText | None = None
    diameter: FormulaText | None = None
    length: FormulaText | None = None
    width: FormulaText | None = None
    angle: FormulaText | None = None
    qty: FormulaText = 1
    pitch_x: FormulaText = 0
    pitch_y: FormulaText = 0
    when: FormulaText | None = None
    tool: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where copies of a part stand in the set: the least corner of the box each takes, mm.

    x across the opening from its left, y up from the finished floor, z from the opening-side wall face inward; the set is seen
    from its opening side. ``length_along`` and ``width_along`` say which way the part's left-to-right and front-to-back run:
    x, y, z, or with a minus the other way; "=" begins a formula that says so. The thickness, bottom to top, runs as a real
    board's must; ``thickness_along`` overrides it, and against that rule the copy is the mirror image of the part.
    ``hinges`` says on which side of the seen leaf its hinges are: left, right, or a formula with "=".
    """

    key: str
    part: str
    x: FormulaText = 0
    y: FormulaText = 0
    z: FormulaText = 0
    length_along: str = "y"
    width_along: str = "x"
    thickness_along: str | None = None
    qty: FormulaText = 1
    pitch_x: FormulaText = 0
    pitch_y: FormulaText = 0
    pitch_z: FormulaText = 0
    when: FormulaText | None = None
    hinges: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension line of the drawing between two points of a view, with the value that is written on it; mm.

    Points are in the set's coordinates: x, y in the front view, z, y in the section, x, z in the plan. ``offset`` is how far the
    line stands off its points: below or left of them when negative. A dimension is horizontal when its points differ more across.
    """

    key: str
    label: Text
    view: View
    x1: FormulaText
    y1: FormulaText
    x2: FormulaText
    y2: FormulaText
    value: FormulaText
    offset: FormulaText = 0
    when: FormulaText | None = None


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
    machining: tuple[Machining, ...] = ()
    placements: tuple[Placement, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    checks: tuple[Check, ...] = ()
    examples: tuple[Example, ...] = ()
