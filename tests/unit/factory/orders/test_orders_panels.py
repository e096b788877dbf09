"""Panel lists to parts: sizes finished or cut, edges, thickness by the board of the material, no template of the factory's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from order_books import FACTS, check_lines, codes

from shuanglun.factory.orders.edges import read_edges
from shuanglun.factory.orders.judging import judge_by_templates
from shuanglun.factory.orders.model import CatalogueFacts
from shuanglun.factory.splitting import PartSpec, SplitLine, split, with_panels
from shuanglun.factory.templates import Catalogue, shipped_catalogue

HEAD = ["订单号", "材质", "长", "宽", "数量", "封边", "生产天数"]
ROW: list[Any] = ["P1", "M18", 1200, 550, 2, "前1.5右0.5后0.5左0.5", 3]
NO_TEMPLATES = with_panels(Catalogue().get)


def made(*rows: list[Any], head: list[str] = HEAD, facts: CatalogueFacts = FACTS) -> list[PartSpec]:
    """The parts of a panel list, in a factory that has published no template."""
    checked = check_lines(*rows, head=head, facts=facts)
    assert checked.draft is not None
    assert codes(checked, "stop") == []
    lines = [SplitLine(str(n), "panel", line.params, line.quantity) for n, line in enumerate(checked.draft.lines())]
    result = split(lines, NO_TEMPLATES)
    assert result.findings == ()
    return list(result.parts)


def test_a_panel_without_edges_is_sawn_as_it_stands_and_packed() -> None:
    (part,) = made([*ROW[:5], "无", 3])
    assert (part.length, part.width, part.thickness) == (12000, 5500, 180)
    assert (part.cut_length, part.cut_width, part.material_code) == (12000, 5500, "M18")
    assert (part.route, part.pack_group, part.grain) == (("saw", "pack"), "panel", "length")


def test_edges_are_taken_off_the_sides_they_lie_on_and_lead_to_the_edge_bander() -> None:
    (part,) = made(ROW)
    assert (part.length, part.width) == (12000, 5500)
    assert (part.cut_length, part.cut_width) == (11990, 5480)
    assert part.edges == (15, 5, 5, 5)
    assert part.route == ("saw", "edge", "pack")


def test_columns_of_single_sides_go_before_the_text() -> None:
    head = [*HEAD[:5], "前封边", "后封", "左封边(mm)", "封边", "生产天数"]
    (part,) = made([*ROW[:5], 1, "0.5", "２mm", "四边9", 3], head=head)
    assert part.edges == (10, 5, 20, 0)


def test_sizes_to_saw_are_sawn_as_they_stand() -> None:
    head = [{"长": "开料长", "宽": "开料宽"}.get(name, name) for name in HEAD]
    (part,) = made(["P1", "M18", 1199, 548, *ROW[4:]], head=head)
    assert (part.cut_length, part.cut_width) == (11990, 5480)
    assert (part.length, part.width) == (12000, 5500)


def test_edges_that_cannot_be_read_stop_the_line_at_their_cell() -> None:
    (finding,) = check_lines([*ROW[:5], "按图", 3], head=HEAD).findings
    assert (finding.code, finding.level, finding.where.cell) == ("ORDER-EDGES-UNREADABLE", "stop", "F2")


def test_a_panel_is_as_thick_as_the_board_of_its_material_unless_it_says_so() -> None:
    facts = replace(FACTS, thicknesses={"M18": 250})
    rows = ([*ROW, None], [*ROW, 16], ["P1", "M9", *ROW[2:], None])
    assert [part.thickness for part in made(*rows, head=[*HEAD, "厚"], facts=facts)] == [250, 160, 180]


def test_a_factorys_own_panel_template_goes_before_the_programs() -> None:
    shipped = shipped_catalogue().get("panel")
    assert shipped is not None
    own = replace(shipped, version=7)
    find = with_panels(Catalogue({("panel", 7): own}).get)
    assert find("panel", None) is own
    assert find("panel", 1) is shipped
    assert find("single_door", None) is None


def test_the_same_list_gives_the_same_split_and_another_edge_another() -> None:
    def input_hash(edges: str) -> str:
        checked = check_lines([*ROW[:5], edges, 3], head=HEAD)
        assert checked.draft is not None
        return split([SplitLine("1", "panel", checked.draft.lines()[0].params, 1)], NO_TEMPLATES).input_hash

    assert input_hash("四边1") == input_hash("四边1")
    assert input_hash("四边1") != input_hash("四边2")


def test_the_judge_knows_panels_without_a_published_template() -> None:
    checked = check_lines(ROW, head=HEAD)
    assert checked.draft is not None
    assert judge_by_templates(Catalogue().get)(checked.draft.lines()) == [[]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前1.5右0.5后0.5左0.5", (15, 5, 5, 5)),
        ("前:1，后:1", (10, 10, 0, 0)),
        ("四边1.0", (10, 10, 10, 10)),
        ("四周封边1mm", (10, 10, 10, 10)),
        ("两长边1、两短边0.5", (10, 10, 5, 5)),
        ("1/1/0.5/0.5", (10, 10, 5, 5)),
        ("１，１，０，０", (10, 10, 0, 0)),
        ("无", (0, 0, 0, 0)),
        ("0", (0, 0, 0, 0)),
        ("四边18", None),
        ("1", None),
        ("按图", None),
        ("前1.5，按图", None),
        ("1111", None),
    ],
)
def test_edges_are_read_as_people_write_them(text: str, expected: tuple[int, ...] | None) -> None:
    sides = read_edges(text)
    assert (None if sides is None else tuple(sides.values())) == expected
