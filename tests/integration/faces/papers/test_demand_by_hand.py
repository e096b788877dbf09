"""Purchase demand of shipped products, worked out by hand from their part lists, as a buyer would check it.

Rules of the page: 30 mm more on every banded side, 3 % more band, boards at 85 % yield of 2440 x 1220 (2,530,280 mm² of use).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integration.factory.splitting.test_release_order import DOOR, add_order
from shuanglun.engines.demand import Demand, Rules
from shuanglun.faces.cli.importing import OPERATOR
from shuanglun.faces.papers.load_demand import load_orders_demand
from shuanglun.factory import splitting
from shuanglun.storage import Database
from support.sample import make_factory

WINDOW = {"width": 1200, "height": 1500, "wall": 200, "colour": "暖白"}
CABINET = {"width": 800, "height": 720, "depth": 560, "colour": "暖白"}


@pytest.fixture
def tenant(database: Database, tmp_path: Path) -> str:
    return make_factory(database, tmp_path)


def _need(database: Database, tenant: str, product: str, units: int, params: dict[str, Any]) -> Demand:
    with database.work(tenant, OPERATOR) as work:
        add_order(work, "o1", [(product, units, params)])
        splitting.release_order(work, "o1")
    with database.read(tenant) as work:
        return load_orders_demand(work, ["o1"], Rules()).demand


def _boards(need: Demand) -> dict[str, tuple[int, int]]:
    """Area of the parts in mm² and hundredths of a sheet, by material."""
    return {row.material: (row.part_area // 100, row.hundredths) for row in need.boards}


def _bands(need: Demand) -> dict[tuple[str, int, int], tuple[int, int, int]]:
    """Sides, net and gross mm, by colour, thickness and board thickness (0.1 mm)."""
    return {(r.colour, r.thickness, r.board_thickness): (r.sides, r.net_mm, r.length_mm) for r in need.bands}


def _hardware(need: Demand) -> dict[str, int]:
    return {row.item: row.qty for row in need.hardware}


def test_a_single_door(database: Database, tenant: str) -> None:
    need = _need(database, tenant, "single_door", 1, {**DOOR, "leaf_structure": "free"})
    assert _boards(need) == {
        # two skins, cut 2009 x 809; 3,250,562 / 2,530,280 = 1.2847
        "HDF8-原木橡": (2 * 2009 * 809, 129),
        # two stiles 2009 x 105, two rails 599 x 125: 571,640 mm²
        "MDF25": (2 * 2009 * 105 + 2 * 599 * 125, 23),
        # jambs 2038 x 139, head 806 x 139, four casings 2091 x 69, two 962 x 69: 1,388,470 mm²
        "MDF25-原木橡": (2 * 2038 * 139 + 806 * 139 + 4 * 2091 * 69 + 2 * 962 * 69, 55),
    }
    assert _bands(need) == {
        # the leaf, 2000 x 800 all round, in the door's colour: (5600 + 4 x 30) x 1.03 = 5891.6
        ("原木橡", 10, 410): (4, 2 * 2000 + 2 * 800, 5892),
        # both long edges: jambs, head, casings: (30,340 + 18 x 30) x 1.03 = 31,806.4
        ("原木橡", 10, 250): (18, 2 * (2 * 2038 + 806 + 4 * 2091 + 2 * 962), 31_807),
    }
    # seal: twice the clear height 2013 and the clear width 806
    assert _hardware(need) == {"DOOR-STOP": 1, "HINGE-4": 2, "LOCK-MUTE": 1, "SEAL": 2 * 2013 + 806}
    assert (need.paint, need.glass, need.findings) == ((), (), ())


def test_a_painted_door_needs_paint_for_both_faces_and_the_edges_of_its_leaf(database: Database, tenant: str) -> None:
    need = _need(database, tenant, "single_door", 2, {**DOOR, "leaf_structure": "painted", "colour": "暖白"})
    assert "HDF8" in _boards(need)  # raw skins
    (paint,) = need.paint
    # two leaves 2000 x 800 x 41: four faces of 1.6 m², narrow faces 2 x 2 x (2000 + 800) x 41
    assert (paint.colour, paint.faces, paint.face_area // 100) == ("暖白", 4, 4 * 2000 * 800)
    assert paint.edge_area // 100 == 2 * 2 * (2000 + 800) * 41


def test_a_glass_door_names_its_pane(database: Database, tenant: str) -> None:
    need = _need(database, tenant, "glass_door", 1, DOOR)
    (pane,) = need.glass
    # leaf 2000 x 800: less stiles of 110, top 110, bottom 200, plus what the pane goes into the frame less its play
    assert (pane.material, pane.length, pane.width, pane.thickness, pane.qty) == ("GLASS5", 16_830, 5_730, 50, 1)
    assert not any(row.material == "GLASS5" for row in need.boards)  # glass is no board


def test_a_window_lining(database: Database, tenant: str) -> None:
    need = _need(database, tenant, "window_lining", 1, WINDOW)
    # two jambs 1476 x 199, head and sill 1126 x 199, two casings 1582 x 69, two 1282 x 69: 1,430,828 mm²
    area = 2 * 1476 * 199 + 2 * 1126 * 199 + 2 * 1582 * 69 + 2 * 1282 * 69
    assert _boards(need) == {"MDF25-暖白": (area, 57)}
    # both long edges of all eight: (21,864 + 16 x 30) x 1.03 = 23,014.3
    net = 2 * (2 * 1476 + 2 * 1126 + 2 * 1582 + 2 * 1282)
    assert _bands(need) == {("暖白", 10, 250): (16, net, 23_015)}


def test_two_base_cabinets(database: Database, tenant: str) -> None:
    need = _need(database, tenant, "base_cabinet", 2, CABINET)
    # each: sides 620 x 559.5, bottom 764 x 559.5, rails 764 x 99.5, shelf 762 x 506, doors 616 x 396, plinth 800 x 97
    one = 2 * 6200 * 5595 + 7640 * 5595 + 2 * 7640 * 995 + 7620 * 5060 + 2 * 6160 * 3960 + 8000 * 970
    assert _boards(need) == {
        "MDF18-暖白": (2 * one // 100, 176),
        "MDF5-暖白": (2 * 609 * 778, 38),  # backs 609 x 778
    }
    # 1 mm: fronts of sides, bottom, rails, shelf; doors all round; both long edges of the plinth
    thick = 2 * 620 + 764 + 2 * 764 + 762 + 2 * 2 * (617 + 397) + 2 * 800
    # 0.5 mm: backs of the same; ends of sides, shelf and plinth
    thin = 2 * 620 + 764 + 2 * 764 + 762 + 2 * 2 * 560 + 2 * 506.5 + 2 * 98
    bands = _bands(need)
    assert bands["暖白", 10, 180][:2] == (2 * 16, 2 * thick)
    assert bands["暖白", 5, 180][:2] == (2 * 14, round(2 * thin))
    hardware = _hardware(need)
    assert (hardware["HANDLE-BAR"], hardware["HINGE-CUP-35"], hardware["FOOT-100"]) == (4, 8, 8)
