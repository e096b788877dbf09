"""The packing bench: packages are filled by scanning, close themselves, and never hold a foreign piece."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from integration.factory.builders import Made, Shop
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.packing import open_packages, order_packages, package_view, packing_accuracy, reopen
from shuanglun.factory.packing.tables import package_items
from shuanglun.factory.pieces import reject
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.kernel.errors import BadRequest, NotFound, Refused


@pytest.fixture
def two(shop: Shop) -> tuple[Made, Made]:
    """Two orders of one door each, ready for packing."""
    made = shop.order("A", doors=1), shop.order("B", doors=1)
    for order in made:
        shop.make_ready(order)
    return made


def _frame(order: Made) -> list[str]:
    return [*order.codes["jamb"], *order.codes["casing"]]


def _package_of(shop: Shop, code: str) -> str:
    return str(shop.piece(code)["package_code"])


def test_packages_are_planned_by_the_rules_of_the_trade(shop: Shop) -> None:
    order = shop.order("A", doors=2, panels=9)
    found = [shop.package(code) for code in order.packages]
    groups = [(row["pack_group"], row["unit_id"] is not None) for row in found]
    assert groups == [
        ("leaf", True),
        ("leaf", True),
        ("frame", True),
        ("frame", True),
        ("panel", False),
        ("panel", False),
        ("hardware", False),
    ]
    assert {row["n"] for row in found} == {7}
    assert [row["weight_g"] for row in found] == [28000, 28000, 17000, 17000, 40000, 5000, 0]
    assert [row["largest"] for row in found][:3] == [20400, 20400, 21000]
    items = shop.read(package_items)
    assert len({row["item_code"] for row in items}) == len(items) == 2 + 8 + 9 + 1
    assert {row["package_code"] for row in shop.read(pieces) if row["into_code"]} == {None}


def test_planning_twice_changes_nothing(shop: Shop) -> None:
    from shuanglun.factory.packing import plan_packages

    order = shop.order("A", doors=1)
    with shop.work() as work:
        assert plan_packages(work, order.id) == order.packages


def test_piece_opens_its_own_package_and_says_what_is_missing(shop: Shop, two: tuple[Made, Made]) -> None:
    frame = _frame(two[0])
    answer = shop.scan("pack", frame[0])
    assert (answer.verdict, answer.reason) == ("ok", "PACKING-OK")
    assert "还缺 3 件：套板 2050 × 200 × 25" in answer.message.zh
    assert answer.counts == {"done": 1, "left": 3}
    assert answer.package is not None
    assert answer.package["code"] == _package_of(shop, frame[0])
    assert answer.package["missing"] == 3
    row = shop.piece(frame[0])
    assert (row["status"], row["step"]) == ("packed", 4)


def test_last_right_scan_closes_numbers_and_prints(shop: Shop, two: tuple[Made, Made]) -> None:
    order = two[0]
    answers = shop.pack_all(order)
    closing = [answer for answer in answers if answer.reason == "PACKING-CLOSED"]
    assert [answer.package and (answer.package["k"], answer.package["n"]) for answer in closing] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    code = closing[0].package and closing[0].package["code"]
    assert closing[0].print == ({"kind": "package-label", "url": f"/api/v1/packages/{code}/label.pdf"},)
    assert "1/3" in closing[0].message.zh
    assert shop.order_status(order) == "packed"
    unit = shop.read(units, id=order.units[0])[0]
    assert unit["made_at"] == max(shop.piece(code)["step_at"] for code in [*_frame(order), *order.codes["leaf"]])
    assert shop.read(hardware_bags, order_id=order.id)[0]["status"] == "packed"


def test_scanning_a_packed_piece_again_counts_once(shop: Shop, two: tuple[Made, Made]) -> None:
    frame = _frame(two[0])
    shop.scan("pack", frame[0])
    before = shop.read(package_items)
    answer = shop.scan("pack", frame[0])
    assert (answer.verdict, answer.colour) == ("duplicate", "yellow")
    assert shop.read(package_items) == before


def test_piece_that_is_not_ready_names_what_is_missing(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    shop.scan("saw", order.codes["jamb"][0])
    answer = shop.scan("pack", order.codes["jamb"][0])
    assert (answer.verdict, answer.reason) == ("wrong", "PACKING-NOT-READY")
    assert "封边、CNC 加工" in answer.message.zh


def test_member_of_a_leaf_points_to_the_leaf(shop: Shop, two: tuple[Made, Made]) -> None:
    answer = shop.scan("pack", two[0].codes["core"][0])
    assert (answer.verdict, answer.reason) == ("wrong", "FLOOR-INSIDE")
    assert two[0].codes["leaf"][0] in answer.message.zh


def test_other_package_of_the_same_order_switches(shop: Shop, two: tuple[Made, Made]) -> None:
    order = two[0]
    shop.scan("pack", _frame(order)[0])
    answer = shop.scan("pack", order.codes["leaf"][0])
    assert (answer.verdict, answer.reason) == ("ok", "PACKING-CLOSED")


# ------------------------------------------------------------------ foreign pieces


def test_foreign_piece_is_red_says_where_it_belongs_and_changes_nothing(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    shop.scan("pack", _frame(one)[0])
    stray = _frame(other)[0]
    answer = shop.scan("pack", stray)
    assert (answer.verdict, answer.reason, answer.colour, answer.tone) == ("wrong", "PACKING-FOREIGN", "red", "error")
    assert f"它属于 B 门套捆 1-1 樘 {_package_of(shop, stray)}" in answer.message.zh
    assert shop.piece(stray)["status"] == "ready"
    assert answer.package is not None
    assert (answer.package["order_no"], answer.package["strays"]) == ("A", [stray])


def test_package_with_a_foreign_piece_cannot_close_until_it_is_scanned_out(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    frame, stray = _frame(one), _frame(other)[0]
    shop.scan("pack", frame[0])
    shop.scan("pack", stray)
    answers = [shop.scan("pack", code) for code in frame[1:]]
    assert (answers[-1].verdict, answers[-1].reason, answers[-1].colour) == ("ok", "PACKING-STRAY-BLOCKS", "yellow")
    assert stray in answers[-1].message.zh
    package = _package_of(shop, frame[0])
    assert shop.package(package)["status"] == "open"
    assert shop.scan("pack", package).reason == "PACKING-OPENED"
    out = shop.scan("pack", stray)
    assert (out.verdict, out.reason) == ("ok", "PACKING-CLOSED")
    assert out.print
    assert shop.package(package)["status"] == "closed"
    assert shop.piece(stray)["status"] == "ready"


def test_putting_a_stray_back_lets_the_package_go_on(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    shop.scan("pack", _frame(one)[0])
    shop.scan("pack", _frame(other)[0])
    answer = shop.scan("pack", _frame(other)[0])
    assert (answer.verdict, answer.reason, answer.colour) == ("ok", "PACKING-STRAY-OUT", "yellow")
    assert shop.scan("pack", _frame(other)[0], after=60).reason == "PACKING-FOREIGN"


def test_echo_of_the_scanner_is_no_second_scan(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    stray = _frame(other)[0]
    shop.scan("pack", _frame(one)[0])
    assert shop.scan("pack", stray).reason == "PACKING-FOREIGN"
    assert shop.scan("pack", stray, after=0.4).reason == "PACKING-FOREIGN"
    assert shop.scan("pack", stray, after=5).reason == "PACKING-STRAY-OUT"
    echo = shop.scan("pack", stray, after=0.4)
    assert (echo.verdict, echo.reason) == ("duplicate", "PACKING-STRAY-OUT")


def test_stray_packed_where_it_belongs_frees_the_other_package(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    frame, stray = _frame(one), _frame(other)[0]
    shop.scan("pack", frame[0])
    shop.scan("pack", stray)
    for code in frame[1:]:
        shop.scan("pack", code)
    assert shop.scan("pack-2", stray).reason == "PACKING-OK"
    answer = shop.scan("pack", frame[0])
    assert (answer.verdict, answer.reason) == ("ok", "PACKING-CLOSED")


def test_putting_aside_or_scanning_a_label_changes_to_another_order(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    shop.scan("pack", _frame(one)[0])
    assert shop.scan("pack", "$aside").reason == "PACKING-ASIDE"
    assert shop.scan("pack", _frame(other)[0]).reason == "PACKING-OK"
    label = shop.scan("pack", _package_of(shop, _frame(one)[0]))
    assert (label.verdict, label.reason) == ("ok", "PACKING-OPENED")
    assert "还缺 3 件" in label.message.zh
    assert shop.scan("pack", _frame(one)[1]).reason == "PACKING-OK"
    assert shop.scan("pack", _frame(other)[1]).reason == "PACKING-FOREIGN"


def test_hardware_bag_is_scanned_like_a_piece_and_may_be_foreign(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    shop.scan("pack", _frame(one)[0])
    answer = shop.scan("pack", other.bags[0])
    assert (answer.verdict, answer.reason, answer.piece) == ("wrong", "PACKING-FOREIGN", None)
    assert shop.scan("pack", one.bags[0]).reason == "PACKING-CLOSED"


def test_cancelled_order_is_not_packed(shop: Shop, two: tuple[Made, Made]) -> None:
    shop.cancel(two[0])
    assert shop.scan("pack", two[0].bags[0]).reason == "FLOOR-CANCELLED"
    assert shop.scan("pack", _frame(two[0])[0]).verdict == "blocked"


# ------------------------------------------------------------------ reopening, remakes, figures


def test_reopened_package_is_counted_anew_and_keeps_its_number(shop: Shop, two: tuple[Made, Made]) -> None:
    order = two[0]
    shop.pack_all(order)
    leaf = order.codes["leaf"][0]
    package = _package_of(shop, leaf)
    assert shop.package(package)["k"] == 1
    with pytest.raises(BadRequest, match="REASON"), shop.work() as work:
        reopen(work, package, "  ")
    with shop.work() as work:
        view = reopen(work, package, "护角没包")
    assert (view["status"], view["missing"], view["k"]) == ("open", 1, 1)
    assert shop.order_status(order) == "in_production"
    assert (shop.piece(leaf)["status"], shop.piece(leaf)["step"]) == ("ready", 4)
    assert shop.read(units, id=order.units[0])[0]["made_at"] is None
    with pytest.raises(Refused, match="NOT-CLOSED"), shop.work() as work:
        reopen(work, package, "again")
    answer = shop.scan("pack", leaf)
    assert answer.package is not None
    assert (answer.reason, answer.package["k"]) == ("PACKING-CLOSED", 1)
    assert shop.order_status(order) == "packed"


def test_reopening_what_is_not_there_is_not_found(shop: Shop) -> None:
    for text in ("K0000001L", "nonsense", "\0"):
        with pytest.raises(NotFound), shop.work() as work:
            reopen(work, text, "reason")


def test_remake_takes_the_place_of_the_rejected_piece(shop: Shop, two: tuple[Made, Made]) -> None:
    order = two[0]
    bad, *rest = _frame(order)
    for code in rest:
        shop.scan("pack", code)
    with shop.work() as work:
        new = reject(work, bad, "崩边")[bad]
    blocked = shop.scan("pack", bad)
    assert (blocked.verdict, blocked.reason) == ("blocked", "FLOOR-SCRAPPED")
    assert new in blocked.message.zh
    row = shop.piece(new)
    assert (row["status"], row["step"], row["lot_id"], row["remake_of"]) == ("planned", 0, None, bad)
    assert shop.scan("saw", new).reason == "FLOOR-NOT-RELEASED"
    with shop.work() as work:
        work.execute(update(pieces).where(pieces.c.tenant_id == "t1", pieces.c.code == new).values(lot_id="lot-cut"))
    for operation in ("saw", "edge", "cnc"):
        assert shop.scan(operation, new).verdict == "ok"
    assert shop.scan("pack", new).reason == "PACKING-CLOSED"


def test_rejected_leaf_takes_its_members_with_it(shop: Shop, two: tuple[Made, Made]) -> None:
    order = two[0]
    leaf = order.codes["leaf"][0]
    with shop.work() as work:
        new = reject(work, leaf, "压坏")
    assert len(new) == 4
    assert {shop.piece(new[code])["into_code"] for code in order.codes["skin"]} == {new[leaf]}
    assert {shop.piece(code)["status"] for code in new} == {"scrapped"}


def test_piece_in_a_closed_package_or_inside_a_leaf_cannot_be_rejected(shop: Shop, two: tuple[Made, Made]) -> None:
    order = two[0]
    shop.pack_all(order)
    for code in (order.codes["jamb"][0], order.codes["core"][0]):
        with pytest.raises(Refused, match="CANNOT-REJECT"), shop.work() as work:
            reject(work, code, "reason")


def test_views_show_missing_items(shop: Shop, two: tuple[Made, Made]) -> None:
    order = two[0]
    frame = _frame(order)
    shop.scan("pack", frame[0])
    with shop.database.read("t1") as work:
        view = package_view(work, _package_of(shop, frame[0]).lower())
        overview = order_packages(work, order.id)
        first = open_packages(work)[0]
    assert [(item["kind"], item["packed_at"] is None) for item in view["items"]].count(("piece", True)) == 3
    assert overview["order"]["no"] == "A"
    assert len(overview["packages"]) == 3
    assert first["code"] == view["code"]
    bag = next(item for p in overview["packages"] for item in p["items"] if item["kind"] == "hardware")
    assert bag["name_zh"] == "五金包"


def test_accuracy_counts_packages_closed_without_a_wrong_scan(shop: Shop, two: tuple[Made, Made]) -> None:
    one, other = two
    start = shop.now
    shop.pack_all(one)
    shop.scan("pack", _frame(other)[0])
    shop.scan("pack", one.bags[0])
    shop.scan("pack", one.bags[0])
    for code in _frame(other)[1:]:
        shop.scan("pack", code)
    with shop.database.read("t1") as work:
        figures: dict[str, Any] = packing_accuracy(work, start, shop.now.replace(year=2027))
    assert (figures["closed"], figures["exact"], figures["clean"]) == (4, 4, 3)
    assert (figures["scans"], figures["wrong"], figures["clean_permille"]) == (12, 1, 750)


def test_order_status_is_not_touched_by_wrong_scans(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    shop.scan("pack", order.codes["jamb"][0])
    shop.scan("cnc", order.codes["jamb"][0])
    assert {row["status"] for row in shop.read(orders)} == {"planned"}
