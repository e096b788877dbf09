"""Whatever is worked on a part: MPR and DXF that are handed out say it, and a nest cuts every piece where the plan lays it."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from property.test_cutting_properties import problems
from shuanglun.engines.cutting import Problem, check_problem, solve
from shuanglun.engines.drawing import Machining, PartShape, Text
from shuanglun.engines.machine_files import NestJob, nest_mprs, part_dxf, part_mprs, shipped_profiles
from shuanglun.engines.machine_files.workpiece import check_machining
from shuanglun.kernel.findings import has_stop

PROFILES = shipped_profiles()
faces = st.sampled_from(["top", "bottom", "front", "back", "left", "right"])


@st.composite
def rows(draw: st.DrawFn) -> Machining:
    kind = draw(st.sampled_from(["drill", "groove", "pocket", "contour"]))
    x, y = draw(st.integers(0, 9000)), draw(st.integers(0, 5000))
    depth = draw(st.integers(0, 200))
    qty, pitch = draw(st.integers(1, 3)), draw(st.integers(-400, 400))
    if kind == "drill":
        return Machining("r", kind, draw(faces), x, y, depth, draw(st.integers(0, 400)), qty=qty, pitch_x=pitch)
    length, width = draw(st.integers(0, 3000)), draw(st.integers(0, 800))
    side = draw(faces if kind in ("groove", "pocket") else st.sampled_from(["top", "bottom"]))
    flat = side in ("top", "bottom")
    angle = draw(st.sampled_from([0, 0, 450, 900, 123, -300])) if flat else 0
    y = y if flat else draw(st.integers(0, 150))
    width = width if flat else draw(st.integers(0, 150))
    return Machining("r", kind, side, x, y, depth, 0, length, width, angle, qty, pitch, 0)  # type: ignore[arg-type]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.lists(rows(), min_size=1, max_size=5))
def test_machining_is_written_and_read_back_or_refused(machining: list[Machining]) -> None:
    good = [row for row in machining if not check_machining(_part((row,)))]
    for file in (*part_mprs(_part(good), PROFILES["drilling-mpr"]), part_dxf(_part(good), PROFILES["six-side-dxf"])):
        assert file.content is not None, file.findings
    bad = [row for row in machining if row not in good]
    if bad:
        assert part_dxf(_part(bad), PROFILES["six-side-dxf"]).content is None


def _part(machining: object) -> PartShape:
    return PartShape("part", Text("板", "Part"), 9000, 5000, 200, machining=tuple(machining))  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(problems())
def test_every_sheet_of_a_nest_is_verified(problem: Problem) -> None:
    assume(not has_stop(check_problem(problem)))
    plan = solve(problem, seconds=0.02)
    hole = (Machining("h", "drill", "top", 10, 20, 50, 50),)
    shapes = {
        p.key: PartShape(p.key, Text("板", "Part"), p.length, p.width, 180, machining=hole) for p in problem.parts
    }
    files = nest_mprs(NestJob("L1", problem, plan, 180, shapes), PROFILES["router-nesting"])
    assert len(files) == plan.figures.sheets
    for file in files:
        assert file.content is not None, file.findings
