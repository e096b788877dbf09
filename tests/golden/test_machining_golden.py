"""What the single door's template has worked on each part, as a foreman reads it and as two machines get it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from shuanglun.engines.drawing import PartShape
from shuanglun.engines.drawing.machining_marks import machining_words
from shuanglun.engines.machine_files import MachineFile, part_dxf, part_mprs, shipped_profiles
from shuanglun.engines.machine_files.dxf_parts import read_marks
from shuanglun.factory.splitting import SplitLine, product_of, shapes
from shuanglun.factory.templates import shipped_catalogue
from shuanglun.kernel.text import Text

GOLDEN = Path(__file__).parent / "machine_files"
DOOR = {"width": 880, "height": 2050, "wall": 140, "colour": "原木橡", "direction": "left_in"}
PROFILES = shipped_profiles()


def worked_parts() -> dict[str, PartShape]:
    catalogue = shipped_catalogue()
    (shape,), split = shapes([SplitLine("1", "single_door", DOOR)], catalogue.get)
    assert not split.stopped
    product = product_of(Text("单开门", "Single door"), shape)
    return {part.key: part for part in product.parts if part.machining}


def program(part: PartShape) -> MachineFile:
    (file,) = part_mprs(part, PROFILES["drilling-mpr"])
    assert file.content is not None, file.findings
    return file


def told() -> Iterator[str]:
    yield "单开门 880×2050×140 左内开：每个板件上的加工，和两种机床文件里读回的内容（未经机床验证）"
    for part in worked_parts().values():
        yield f"\n{part.name.zh}  {part.length / 10:g}×{part.width / 10:g}×{part.thickness / 10:g}  ×{part.qty}"
        yield from (f"  {machining_words(row).zh}" for row in part.machining)
        dxf = part_dxf(part, PROFILES["six-side-dxf"])
        assert dxf.content is not None, dxf.findings
        for layer, kind, points, radius in sorted(read_marks(dxf.content)):
            corners = " ".join(f"({x / 1000:g}, {y / 1000:g})" for x, y in points)
            yield f"  DXF {layer}: {kind} {corners}" + (f" ⌀{radius / 500:g}" if radius else "")
    yield ""


def same(name: str, content: bytes) -> bool:
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(content)
    return content == (GOLDEN / name).read_bytes()


def test_the_machining_of_a_door_is_as_agreed() -> None:
    assert same("single_door_machining.txt", "\n".join(told()).encode())


@pytest.mark.parametrize("key", ["leaf", "hinge_jamb"])
def test_the_program_is_as_agreed_and_says_that_no_machine_has_taken_it(key: str) -> None:
    file = program(worked_parts()[key])
    assert file.name.endswith("-not-validated.mpr")
    assert file.content is not None
    assert b"NOT MACHINE-VALIDATED" in file.content
    assert same(f"single_door_{key}.mpr", file.content)
