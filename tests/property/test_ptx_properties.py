"""Whatever the plan: PTX that is handed out was read back and replayed to it; a file that was changed is refused."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from property.test_cutting_properties import problems
from shuanglun.engines.cutting import Problem, check_problem, solve
from shuanglun.engines.machine_files.profile import MachineProfile, PtxSettings
from shuanglun.engines.machine_files.ptx import plan_ptx, verify_ptx
from shuanglun.engines.machine_files.ptx_read import read_ptx
from shuanglun.engines.machine_files.ptx_write import PtxJob, PtxWriter
from shuanglun.kernel.findings import has_stop
from shuanglun.kernel.text import Text

SAW = MachineProfile("saw", 1, Text("锯", "saw"), ("ptx",), ptx=PtxSettings(levels=9))


def job_of(problem: Problem) -> PtxJob:
    assume(not has_stop(check_problem(problem)))
    return PtxJob("L0001", problem, solve(problem, seconds=0.02), 180)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(), st.sampled_from(["part", "piece"]))
def test_every_plan_is_written_read_and_replayed(problem: Problem, rows: str) -> None:
    job = job_of(problem)
    saw = replace(SAW, ptx=replace(SAW.ptx, rows=rows))  # type: ignore[arg-type]
    file = plan_ptx(job, saw)
    assert not has_stop(file.findings), file.findings
    assert file.content is not None
    read, _ = read_ptx(file.content)
    assert read is not None
    assert sum(part.qty for part in read.parts) == problem.pieces - len(job.plan.unplaced)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(), st.data())
def test_a_changed_figure_is_noticed(problem: Problem, data: st.DataObject) -> None:
    job = job_of(problem)
    assume(job.plan.patterns)
    written = PtxWriter(job, SAW).write()
    lines = written.text.splitlines(keepends=True)
    rows = [number for number, line in enumerate(lines) if line.startswith(("CUTS", "PARTS_REQ", "PATTERNS"))]
    number = data.draw(st.sampled_from(rows))
    cells = lines[number].rstrip().split(",")
    places = {"CUTS": [3, 6, 9], "PARTS_REQ": [5, 7], "PATTERNS": [2, 5]}[cells[0]]
    place = data.draw(st.sampled_from(places))
    old = cells[place]
    cells[place] = f"{float(old) + 0.1:.1f}" if "." in old else str(int(old) + 1)
    lines[number] = ",".join(cells) + "\r\n"
    assert verify_ptx("".join(lines).encode(), job, SAW, written)
