"""Machine profiles: what a saw, a drilling machine or a router reads. Data (YAML) that a factory edits, tests and shares.

A profile is read with all its faults at once. ``accepted_by`` names the machine that took a file of this profile; until it is
filled, every file says that it is not machine-validated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

import yaml

from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

FORMAT = "shuanglun/machine-profile/1"
NOT_VALIDATED = Text("未经机床验证", "not machine-validated")
Charset = Literal["ascii", "cp1252", "gbk", "utf-8"]


@dataclass(frozen=True, slots=True)
class PtxSettings:
    """How PTX is written for a saw: version text, origin corner, limits, one row a part or a piece."""

    version: str = "1.08"
    origin: int = 0
    trim_type: int = 0
    charset: Charset = "ascii"
    rows: Literal["part", "piece"] = "part"
    levels: int = 3
    pattern_types: tuple[int, ...] = (0, 1)
    book_height: int = 0  # 0.1 mm; 0: one sheet at a time
    rule: tuple[int, ...] = (1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class MprSettings:
    """How woodWOP text is written: macros the machine can do, tools by kind, what it calls itself."""

    machine: str = "HOMAG"
    macros: tuple[int, ...] = (102, 103, 109)
    groove_tool: str = ""
    mill_tool: str = ""
    pocket_radius: int = 0
    drill_diameters: tuple[int, ...] = ()  # 0.1 mm; empty: any
    edge_diameters: tuple[int, ...] = ()
    edge_planes: bool = False  # it mills into narrow edges, told by a coordinate system in the edge
    cut_first: bool = False  # nested sheets: contour of every part at the end


@dataclass(frozen=True, slots=True)
class DxfSettings:
    """Names of the layers; {z} is the depth, {d} the diameter, {t} the thickness, {tool} the tool, {mode} 1 blind, 2 through.

    In layers of an edge {z} is the height of the middle above the bottom face, {w} how high a pocket is.
    """

    workpiece: str = "Werkstk_{t}"
    drill: str = "V_Bohr{mode}_{z}"
    edge_drill: str = "H_Bohr_{z}"
    edge_pocket: str = "H_Fraes_{z}_{w}"
    groove: str = "V_Fraes_{z}{tool}"
    pocket: str = "V_Fraes_{z}{tool}"
    contour: str = "V_Fraes_{z}{tool}"
    cut: str = "Nest_{t}"
    bottom: str = "{layer}_B"
    label: str = "TEXT"
    point: str = "_"


@dataclass(frozen=True, slots=True)
class MachineProfile:
    """One machine's files: ``files`` says which kinds it reads."""

    code: str
    version: int
    name: Text
    files: tuple[Literal["ptx", "cut_csv", "mpr", "part_dxf", "nest_dxf", "nest_mpr"], ...]
    accepted_by: str = ""
    note: Text | None = None
    ptx: PtxSettings = field(default_factory=PtxSettings)
    mpr: MprSettings = field(default_factory=MprSettings)
    dxf: DxfSettings = field(default_factory=DxfSettings)

    @property
    def warning(self) -> Text | None:
        """What every file says while no machine has accepted one."""
        return None if self.accepted_by else NOT_VALIDATED

    @property
    def suffix(self) -> str:
        """What a file's name ends with: "-not-validated" or nothing."""
        return "" if self.accepted_by else "-not-validated"


def read_profile(text: str, file: str = "profile.yaml") -> tuple[MachineProfile | None, list[Finding]]:
    """Read a profile; None with every finding when it cannot be used."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return None, [_finding("PROFILE-YAML", file, Text(f"不是 YAML：{error}", f"this is no YAML: {error}"))]
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return None, [_finding("PROFILE-FORMAT", file, Text(f"缺少 format: {FORMAT}", f"format: {FORMAT} is missing"))]
    reader = _Reader(file)
    made = reader.build(MachineProfile, {key: one for key, one in document.items() if key != "format"}, "")
    return (made if not reader.findings else None), reader.findings


def _finding(code: str, file: str, what: Text, place: str | None = None) -> Finding:
    todo = Text("请按随附的机床配置示例修改", "correct it after the shipped machine profiles")
    return Finding(code, "stop", what, todo, Where(file=file, field=place))


class _Reader:
    """Builds the values of a profile from plain data and gathers what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def tell(self, code: str, place: str, zh: str, en: str) -> None:
        self.findings.append(_finding(code, self.file, Text(zh, en), place))

    def build(self, kind: type[Any], data: Mapping[str, Any], place: str) -> Any:
        hints = get_type_hints(kind)
        known = {one.name: one for one in fields(kind)}
        for name in sorted(set(data) - set(known), key=str):
            self.tell("PROFILE-UNKNOWN", f"{place}{name}", f"不认识“{name}”", f'there is no setting "{name}"')
        values: dict[str, Any] = {}
        for name, one in known.items():
            if name in data:
                values[name] = self.value(hints[name], data[name], f"{place}{name}")
            elif one.default is MISSING and one.default_factory is MISSING:
                self.tell("PROFILE-MISSING", f"{place}{name}", f"缺少“{name}”", f'"{name}" is missing')
        return None if self.findings else kind(**values)

    def value(self, hint: Any, data: Any, place: str) -> Any:
        origin, inner = get_origin(hint), get_args(hint)
        if hint in (PtxSettings, MprSettings, DxfSettings, Text):
            return self.build(hint, data, f"{place}.") if isinstance(data, dict) else self.wrong(place, data)
        if origin is Literal:
            return data if data in inner else self.wrong(place, data, inner)
        if origin is tuple:
            if not isinstance(data, list):
                return self.wrong(place, data)
            return tuple(self.value(inner[0], one, f"{place}[{number}]") for number, one in enumerate(data))
        if type(None) in inner:
            return None if data is None else self.value(inner[0], data, place)
        fits = isinstance(data, hint) and (hint is bool or not isinstance(data, bool))
        return data if fits else self.wrong(place, data)

    def wrong(self, place: str, data: Any, allowed: tuple[Any, ...] = ()) -> None:
        hint = f"：{'、'.join(map(str, allowed))}" if allowed else ""
        one_of = f"; one of {', '.join(map(str, allowed))}" if allowed else ""
        self.tell("PROFILE-VALUE", place, f"“{data}”不能用{hint}", f'"{data}" cannot be used{one_of}')
