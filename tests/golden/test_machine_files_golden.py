"""Files for machines that a foreman can read: change them on purpose with UPDATE_GOLDEN=1."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shuanglun.engines.machine_files import (
    PtxJob,
    cut_list_csv,
    cut_steps_text,
    part_mprs,
    plan_ptx,
    shipped_profiles,
)
from support.drawn_door import JAMB
from support.machine_jobs import small_plan

GOLDEN = Path(__file__).parent / "machine_files"


def made() -> dict[str, bytes]:
    problem, plan = small_plan()
    profiles = shipped_profiles()
    ptx = plan_ptx(PtxJob("L0001", problem, plan, 180), profiles["panel-saw-ptx"])
    (mpr,) = part_mprs(JAMB, profiles["drilling-mpr"], "P0000019")
    assert ptx.content is not None
    assert mpr.content is not None
    return {
        "small.ptx": ptx.content,
        "jamb.mpr": mpr.content,
        "small-cuts.txt": cut_steps_text(problem, plan).encode(),
        "small-cuts-en.txt": cut_steps_text(problem, plan, "en").encode(),
        "small-cut-list.csv": cut_list_csv(problem),
    }


@pytest.mark.parametrize("name", ["small.ptx", "jamb.mpr", "small-cuts.txt", "small-cuts-en.txt", "small-cut-list.csv"])
def test_the_file_is_as_agreed(name: str) -> None:
    content = made()[name]
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(content)
    assert content == (GOLDEN / name).read_bytes()
