"""Files that machines read, and their independent readers: PTX for panel saws, woodWOP MPR and DXF for CNC, cut lists.

Values in, bytes and findings out. A file is handed out only when it was read back and says what it should.

>>> from shuanglun.engines.cutting import Part, Problem, StockType, solve
>>> problem = Problem("MDF18", (Part("A", 7000, 4000, 6),), (StockType("B", 24400, 12200),))
>>> saw = shipped_profiles()["panel-saw-ptx"]
>>> file = plan_ptx(PtxJob("L0001", problem, solve(problem), 180), saw)
>>> file.name, file.content is not None
('L0001-not-validated.ptx', True)
"""

from shuanglun.engines.machine_files.bundle import PLAN_KINDS, PlanJob, part_files, plan_files
from shuanglun.engines.machine_files.cut_lists import CutStep, cut_list_csv, cut_steps, cut_steps_text, plan_steps
from shuanglun.engines.machine_files.dxf_parts import part_dxf
from shuanglun.engines.machine_files.mpr import part_mprs
from shuanglun.engines.machine_files.nesting import NestJob, nest_dxfs, nest_mprs
from shuanglun.engines.machine_files.profile import MachineProfile, read_profile
from shuanglun.engines.machine_files.ptx import plan_ptx
from shuanglun.engines.machine_files.ptx_write import PartInfo, PtxJob
from shuanglun.engines.machine_files.result import MachineFile
from shuanglun.engines.machine_files.shipped import shipped_files, shipped_profiles

__all__ = [
    "PLAN_KINDS",
    "CutStep",
    "MachineFile",
    "MachineProfile",
    "NestJob",
    "PartInfo",
    "PlanJob",
    "PtxJob",
    "cut_list_csv",
    "cut_steps",
    "cut_steps_text",
    "nest_dxfs",
    "nest_mprs",
    "part_dxf",
    "part_files",
    "part_mprs",
    "plan_files",
    "plan_ptx",
    "plan_steps",
    "read_profile",
    "shipped_files",
    "shipped_profiles",
]
