"""Sheets for a CNC router: every part cut out where the plan lays it, as DXF or as MPR, one file a sheet.

A part is drilled in the nest only when it is not banded afterwards: machining is measured from the finished edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from shuanglun.engines.cutting.model import Pattern, Placement, Plan, Problem
from shuanglun.engines.drawing.product import PartShape
from shuanglun.engines.machine_files.dxf_parts import Mark, feature_marks, layer_name, marks_dxf, placed, verify_dxf
from shuanglun.engines.machine_files.mpr import panel_mpr
from shuanglun.engines.machine_files.mpr_write import Contour, Panel, number
from shuanglun.engines.machine_files.names import plain
from shuanglun.engines.machine_files.profile import MachineProfile
from shuanglun.engines.machine_files.result import MachineFile, finding
from shuanglun.engines.machine_files.workpiece import UM, Area, Feature, Hole, check_machining, features
from shuanglun.kernel.findings import Finding, has_stop
from shuanglun.kernel.text import Text

_AFTER = Text("封边后再上钻", "drill it after banding")


@dataclass(frozen=True, slots=True)
class NestJob:
    """A plan for a router: ``shapes`` give finished sizes and machining by part key; a part without one is only cut out."""

    title: str
    problem: Problem
    plan: Plan
    thickness: int
    shapes: Mapping[str, PartShape] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet: its pattern, which copy of it, and the stem of its file."""

    pattern: Pattern
    copy: int
    stem: str

    def placements(self) -> Iterator[Placement]:
        return (one for one in self.pattern.placements() if one.copy == self.copy)


def _sheets(job: NestJob) -> Iterator[_Sheet]:
    for number_, pattern in enumerate(job.plan.patterns, 1):
        for copy in range(pattern.run):
            end = f"-{copy + 1}" if pattern.run > 1 else ""
            yield _Sheet(pattern, copy, f"{plain(job.title, 'ascii', 40)}-{number_:02d}{end}")


def _shape(job: NestJob, key: str) -> tuple[PartShape | None, Finding | None]:
    """What is worked on a part while it lies on the sheet, and what is told when that is left for later."""
    shape = job.shapes.get(key)
    if shape is None or not any(row.kind != "mitre" for row in shape.machining):
        return None, None
    part = next(one for one in job.problem.parts if one.key == key)
    if (shape.length, shape.width) == (part.length, part.width):
        return shape, None
    zh = f"{shape.name.zh} 开料尺寸与成品不同，钻孔不在套料文件里"
    en = f"{shape.name.en} is banded after cutting: its machining is not in the nest"
    return None, finding("NEST-AFTER-BANDING", zh, en, _AFTER, key, "warn")


def _works(job: NestJob) -> tuple[dict[str, PartShape], list[Finding]]:
    shapes: dict[str, PartShape] = {}
    findings: list[Finding] = []
    for part in job.problem.parts:
        shape, told = _shape(job, part.key)
        findings += [] if told is None else [told]
        if shape is not None:
            shapes[part.key] = shape
            findings += check_machining(shape)
    return shapes, findings


def nest_dxfs(job: NestJob, profile: MachineProfile) -> list[MachineFile]:
    """A DXF of every sheet: the sheet, the outline and the code of every part, and its machining by layers."""
    shapes, findings = _works(job)
    return [_sheet_dxf(job, sheet, profile, shapes, findings) for sheet in _sheets(job)]


def _sheet_dxf(
    job: NestJob, sheet: _Sheet, profile: MachineProfile, shapes: Mapping[str, PartShape], faults: list[Finding]
) -> MachineFile:
    name = f"{sheet.stem}{profile.suffix}.dxf"
    if has_stop(faults):
        return MachineFile(name, None, tuple(faults))
    board = next(one for one in job.problem.stock if one.code == sheet.pattern.stock)
    thick = number(job.thickness * UM)
    marks: list[Mark] = [
        (
            layer_name(profile.dxf.workpiece, profile.dxf, t=thick),
            "closed",
            _rectangle(0, 0, board.length, board.width),
            0,
        )
    ]
    texts = []
    for one in sheet.placements():
        outline = _rectangle(one.x, one.y, one.length, one.width)
        marks.append((layer_name(profile.dxf.cut, profile.dxf, t=thick), "closed", outline, 0))
        texts.append(((one.x + 100) * UM, (one.y + 100) * UM, one.piece))
        shape = shapes.get(one.part)
        if shape is not None:
            corner = (one.x * UM, one.y * UM, int(one.turned), shape.width * UM)
            marks += [placed(mark, *corner) for mark in feature_marks(shape, profile.dxf)]
    content = marks_dxf(marks, texts, profile)
    findings = [*faults, *verify_dxf(content, marks)]
    return MachineFile(name, None if has_stop(findings) else content, tuple(findings))


def _rectangle(x: int, y: int, length: int, width: int) -> tuple[tuple[int, int], ...]:
    corners = ((x, y), (x + length, y), (x + length, y + width), (x, y + width))
    return tuple((a * UM, b * UM) for a, b in corners)


def nest_mprs(job: NestJob, profile: MachineProfile) -> list[MachineFile]:
    """A program of every sheet: holes, grooves and pockets first, then every part cut around."""
    shapes, findings = _works(job)
    return [panel_mpr(_panel(job, sheet, profile, shapes), profile, sheet.stem, findings) for sheet in _sheets(job)]


def _panel(job: NestJob, sheet: _Sheet, profile: MachineProfile, shapes: Mapping[str, PartShape]) -> Panel:
    board = next(one for one in job.problem.stock if one.code == sheet.pattern.stock)
    worked: list[Feature] = []
    contours = []
    for one in sheet.placements():
        outline = _rectangle(one.x, one.y, one.length, one.width)
        contours.append(Contour(outline, job.thickness * UM, tool=profile.mpr.mill_tool))
        shape = shapes.get(one.part)
        if shape is not None:
            found = (feature for feature in features(shape) if feature.face == "top")
            worked += [_laid(feature, one, shape.width * UM) for feature in found]
    sizes = board.length * UM, board.width * UM, job.thickness * UM
    comments = (job.problem.material, f"{len(contours)} parts")
    return Panel(sheet.stem, *sizes, tuple(worked), tuple(contours), comments)


def _laid(one: Feature, place: Placement, height: int) -> Feature:
    """A feature of a part where the part lies on the sheet."""

    def at(a: int, b: int) -> tuple[int, int]:
        x, y = place.x * UM, place.y * UM
        return (x + height - b, y + a) if place.turned else (x + a, y + b)

    if isinstance(one, Hole):
        x, y = at(one.x, one.y)
        return replace(one, x=x, y=y)
    if isinstance(one, Area):
        x, y = at(one.x, one.y)
        return replace(one, x=x, y=y, angle=one.angle + (900 if place.turned else 0))
    (x1, y1), (x2, y2) = at(one.x1, one.y1), at(one.x2, one.y2)
    return replace(one, x1=x1, y1=y1, x2=x2, y2=y2)
