"""The loading gate: every wrong package says so; a lorry does not leave with n-1 packages of an order."""

from __future__ import annotations

import pytest

from integration.factory.builders import Made, Shop
from shuanglun.factory.packing import reopen
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.factory.shipping import create_shipment, leave, list_shipments, shipment_view, unload
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.errors import BadRequest, NotFound, Refused


@pytest.fixture
def order(shop: Shop) -> Made:
    """An order of one door, packed in three packages."""
    made = shop.order("A", doors=1)
    shop.make_ready(made)
    shop.pack_all(made)
    return made


def _lorry(shop: Shop, name: str = "浙H12345") -> str:
    with shop.work() as work:
        return str(create_shipment(work, name, "郑师傅")["code"])


def _load(shop: Shop, lorry: str, codes: list[str]) -> None:
    for code in codes:
        assert shop.scan("ship", code, shipment=lorry).verdict == "ok"


def test_loading_counts_the_order(shop: Shop, order: Made) -> None:
    lorry = _lorry(shop)
    answer = shop.scan("ship", order.packages[0], shipment=lorry)
    assert (answer.verdict, answer.reason, answer.counts) == ("ok", "SHIPPING-LOADED", {"done": 1, "left": 2})
    assert "本单还差 2 包" in answer.message.zh
    with shop.database.read("t1") as work:
        view = shipment_view(work, lorry)
    assert view["orders"] == [
        {"order_id": order.id, "no": "A", "n": 3, "loaded": 1, "missing": sorted(order.packages[1:])}
    ]
    again = shop.scan("ship", order.packages[0], shipment=lorry)
    assert (again.verdict, again.reason) == ("duplicate", "SHIPPING-LOADED-ALREADY")


def test_each_wrong_package_says_why(shop: Shop, order: Made) -> None:
    lorry, other = _lorry(shop), _lorry(shop, "浙H99999")
    begun = shop.order("B", doors=1)
    assert shop.scan("ship", begun.packages[0], shipment=lorry).reason == "SHIPPING-PACKAGE-OPEN"
    assert shop.scan("ship", order.packages[0]).reason == "SHIPPING-NO-SHIPMENT"
    assert shop.scan("ship", order.packages[0], shipment="S0000099X").reason == "SHIPPING-NO-SHIPMENT"
    assert shop.scan("ship", make_code("package", 777), shipment=lorry).reason == "FLOOR-UNKNOWN"
    _load(shop, lorry, order.packages[:1])
    elsewhere = shop.scan("ship", order.packages[0], shipment=other)
    assert (elsewhere.verdict, elsewhere.reason) == ("wrong", "SHIPPING-OTHER-LORRY")
    assert lorry in elsewhere.message.zh
    piece = shop.scan("ship", order.codes["leaf"][0], shipment=lorry)
    assert piece.reason == "FLOOR-WRONG-KIND"
    assert shop.piece(order.codes["leaf"][0])["package_code"] in piece.message.zh
    assert shop.scan("ship", order.bags[0], shipment=lorry).reason == "FLOOR-WRONG-KIND"
    assert shop.scan("ship", lorry).reason == "SHIPPING-CHOSEN"
    assert shop.scan("ship", make_code("shipment", 777)).verdict == "unknown"


def test_lorry_does_not_leave_with_a_package_missing(shop: Shop, order: Made) -> None:
    lorry = _lorry(shop)
    _load(shop, lorry, order.packages[:2])
    for reason, may in ((None, False), ("客户急用", False), (" ", True)):
        with pytest.raises(Refused) as refused, shop.work() as work:
            leave(work, lorry, reason, allowed=may)
        assert refused.value.code == "SHIPPING-INCOMPLETE"
        assert [finding.value for finding in refused.value.findings] == ["A"]
        assert order.packages[2] in refused.value.findings[0].what.zh
    assert shop.package(order.packages[0])["status"] == "loaded"
    with shop.work() as work:
        view = leave(work, lorry, "客户急用", allowed=True)
    assert (view["status"], view["override_reason"]) == ("left", "客户急用")
    assert shop.package(order.packages[0])["status"] == "shipped"
    assert shop.order_status(order) == "packed"
    second = _lorry(shop)
    _load(shop, second, order.packages[2:])
    with shop.work() as work:
        assert leave(work, second)["override_reason"] is None
    assert shop.order_status(order) == "shipped"


def test_leaving_ships_packages_pieces_and_hardware(shop: Shop, order: Made) -> None:
    lorry = _lorry(shop)
    _load(shop, lorry, order.packages)
    with shop.work() as work:
        leave(work, lorry)
    assert {row["status"] for row in shop.read(pieces)} == {"shipped", "assembled"}
    assert shop.read(hardware_bags)[0]["status"] == "shipped"
    assert shop.order_status(order) == "shipped"
    answer = shop.scan("ship", order.packages[0], shipment=_lorry(shop))
    assert (answer.verdict, answer.reason) == ("blocked", "SHIPPING-SHIPPED-ALREADY")
    assert shop.scan("ship", order.packages[0], shipment=lorry).reason == "SHIPPING-LEFT"
    assert shop.scan("pack", order.bags[0]).verdict == "duplicate"
    with pytest.raises(Refused, match="SHIPPING-LEFT"), shop.work() as work:
        leave(work, lorry)


def test_empty_lorry_does_not_leave(shop: Shop) -> None:
    lorry = _lorry(shop)
    with pytest.raises(Refused, match="SHIPPING-EMPTY"), shop.work() as work:
        leave(work, lorry)


def test_unloaded_package_is_free_for_another_lorry(shop: Shop, order: Made) -> None:
    lorry = _lorry(shop)
    _load(shop, lorry, order.packages[:1])
    with pytest.raises(Refused, match="NOT-CLOSED"), shop.work() as work:
        reopen(work, order.packages[0], "reason")
    with shop.work() as work:
        assert unload(work, lorry, order.packages[0])["packages"] == []
    assert shop.package(order.packages[0])["status"] == "closed"
    with pytest.raises(Refused, match="NOT-ON-BOARD"), shop.work() as work:
        unload(work, lorry, order.packages[0])
    _load(shop, _lorry(shop), order.packages[:1])


def test_shipments_are_listed_newest_first(shop: Shop) -> None:
    first = _lorry(shop)
    second = _lorry(shop)
    with shop.database.read("t1") as work:
        assert [row["code"] for row in list_shipments(work)["shipments"]] == [second, first]
        with pytest.raises(NotFound):
            shipment_view(work, "nonsense")
    with pytest.raises(BadRequest), shop.work() as work:
        create_shipment(work, "  ")
