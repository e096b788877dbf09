"""All files of a cutting plan that a machine profile asks for, and a note that says what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.engines.drawing.product import PartShape
from shuanglun.engines.machine_files.cut_lists import cut_list_csv
from shuanglun.engines.machine_files.dxf_parts import part_dxf
from shuanglun.engines.machine_files.mpr import part_mprs
from shuanglun.engines.machine_files.nesting import NestJob, nest_dxfs, nest_mprs
from shuanglun.engines.machine_files.profile import MachineProfile
from shuanglun.engines.machine_files.ptx import plan_ptx
from shuanglun.engines.machine_files.ptx_write import PartInfo, PtxJob
from shuanglun.engines.machine_files.result import MachineFile


@dataclass(frozen=True, slots=True)
class PlanJob:
    """A cutting plan with all that its files say: ``info`` and ``shapes`` by part key, thickness 0.1 mm."""

    title: str
    problem: Problem
    plan: Plan
    thickness: int = 0
    info: Mapping[str, PartInfo] = field(default_factory=dict)
    shapes: Mapping[str, PartShape] = field(default_factory=dict)


PLAN_KINDS = frozenset({"ptx", "cut_csv", "nest_dxf", "nest_mpr"})


def plan_files(
    job: PlanJob, profile: MachineProfile, language: str = "zh", *, with_parts: bool = True
) -> list[MachineFile]:
    """Every file of a plan a profile asks for, those of its parts too unless they are made otherwise (``with_parts``).

    A file that could not be made has no content and says why.
    """
    nest = NestJob(job.title, job.problem, job.plan, job.thickness, job.shapes)
    made: list[MachineFile] = []
    for kind in profile.files:
        if kind == "ptx":
            made.append(plan_ptx(PtxJob(job.title, job.problem, job.plan, job.thickness, job.info), profile))
        elif kind == "cut_csv":
            made.append(MachineFile(f"{job.title}-cut-list.csv", cut_list_csv(job.problem, job.info, language)))
        elif kind == "nest_dxf":
            made += nest_dxfs(nest, profile)
        elif kind == "nest_mpr":
            made += nest_mprs(nest, profile)
        elif with_parts:
            made += part_files(job.shapes, profile, kind)
    return made


def part_files(shapes: Mapping[str, PartShape], profile: MachineProfile, kind: str) -> list[MachineFile]:
    """The files of every part that has machining: ``mpr`` or ``part_dxf``; the name of a file is the key of its part."""
    made: list[MachineFile] = []
    for key, shape in shapes.items():
        if shape.machining:
            made += part_mprs(shape, profile, key) if kind == "mpr" else [part_dxf(shape, profile, key)]
    return made
