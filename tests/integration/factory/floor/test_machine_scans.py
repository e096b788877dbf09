"""A scan at a machine: right, twice, out of order, elsewhere, unknown, still curing: each says so and changes nothing wrongly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from integration.factory.builders import CURE, START, Shop
from shuanglun.factory.floor import scan
from shuanglun.factory.floor.tables import scan_events
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.planning.tables import lots
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.errors import NotFound


def test_right_scan_does_the_operation_and_starts_the_order(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    jamb = order.codes["jamb"][0]
    answer = shop.scan("saw", jamb)
    assert (answer.verdict, answer.reason, answer.colour, answer.tone) == ("ok", "FLOOR-OK", "green", "ok")
    assert "下一步封边" in answer.message.zh
    assert answer.order == {"id": order.id, "no": "A"}
    assert answer.counts == {"done": 1, "left": 6}
    assert answer.piece is not None
    assert (answer.piece["step"], answer.piece["next"], answer.piece["size"]) == (1, "edge", "2050 × 200 × 25")
    row = shop.piece(jamb)
    assert (row["step"], row["status"], row["step_at"]) == (1, "in_process", shop.now)
    assert shop.order_status(order) == "in_production"
    assert shop.read(lots, kind="cut")[0]["status"] == "in_production"


def test_same_operation_again_is_a_duplicate_that_changes_nothing(shop: Shop) -> None:
    jamb = shop.order("A", doors=1).codes["jamb"][0]
    shop.scan("saw", jamb)
    before = shop.piece(jamb)
    answer = shop.scan("saw", jamb)
    assert (answer.verdict, answer.reason, answer.colour) == ("duplicate", "FLOOR-DONE-ALREADY", "yellow")
    assert shop.piece(jamb) == before


def test_out_of_order_names_the_operation_that_is_missing(shop: Shop) -> None:
    jamb = shop.order("A", doors=1).codes["jamb"][0]
    answer = shop.scan("cnc", jamb)
    assert (answer.verdict, answer.reason, answer.colour) == ("wrong", "FLOOR-OUT-OF-ORDER", "red")
    assert "开料、封边" in answer.message.zh
    assert "sawing, edge-banding" in answer.message.en
    assert shop.piece(jamb)["step"] == 0


def test_piece_that_does_not_go_to_this_station_is_told_where_to_go(shop: Shop) -> None:
    casing = shop.order("A", doors=1).codes["casing"][0]
    answer = shop.scan("cnc", casing)
    assert (answer.verdict, answer.reason) == ("wrong", "FLOOR-WRONG-STATION")
    assert "下一步是开料" in answer.message.zh


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "FLOOR-UNREADABLE"),
        ("", "FLOOR-UNREADABLE"),
        ("\0\ud800" * 200, "FLOOR-UNREADABLE"),
        (make_code("piece", 1)[:-1] + "*", "FLOOR-UNREADABLE"),
        (make_code("piece", 99999), "FLOOR-UNKNOWN"),
    ],
)
def test_unknown_texts_are_answers_not_errors(shop: Shop, text: str, reason: str) -> None:
    answer = shop.scan("saw", text)
    assert (answer.verdict, answer.reason, answer.colour) == ("unknown", reason, "red")


def test_wrong_check_character_is_said_apart(shop: Shop) -> None:
    jamb = shop.order("A", doors=1).codes["jamb"][0]
    wrong = jamb[:-1] + ("0" if jamb[-1] != "0" else "1")
    answer = shop.scan("saw", wrong)
    assert (answer.verdict, answer.reason) == ("unknown", "FLOOR-CHECK")
    assert "校验位" in answer.message.zh
    assert shop.piece(jamb)["step"] == 0


def test_code_may_be_typed_by_hand_in_any_width_and_case(shop: Shop) -> None:
    jamb = shop.order("A", doors=1).codes["jamb"][0]
    typed = " " + "".join(chr(ord(c) + 0xFEE0) for c in jamb.lower()[:4]) + " " + jamb.lower()[4:]
    assert shop.scan("saw", typed).code == jamb


def test_another_tenants_code_is_unknown(shop: Shop) -> None:
    other = Shop(shop.database, "t2")
    other.order("X", doors=1)
    theirs = other.order("B", doors=1).codes["jamb"][-1]
    shop.order("A", doors=1)
    assert shop.scan("saw", theirs).reason == "FLOOR-UNKNOWN"
    assert other.piece(theirs)["step"] == 0


def test_another_tenants_station_is_not_found(shop: Shop) -> None:
    other = Shop(shop.database, "t2")
    with pytest.raises(NotFound), shop.work() as work:
        scan(work, other.stations["saw"], "x", "e", shop.now)


def test_saw_takes_only_pieces_of_a_planned_lot(shop: Shop) -> None:
    jamb = shop.order("A", doors=1, in_lot=False).codes["jamb"][0]
    answer = shop.scan("saw", jamb)
    assert (answer.verdict, answer.reason) == ("blocked", "FLOOR-NOT-RELEASED")


def test_things_that_are_not_pieces_are_named(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    for code, word in ((order.packages[0], "包裹标签"), (order.bags[0], "五金包"), ("$ASIDE", "操作码")):
        answer = shop.scan("edge", code)
        assert (answer.verdict, answer.reason) == ("wrong", "FLOOR-WRONG-KIND")
        assert word in answer.message.zh


def test_press_by_any_member_presses_the_whole_leaf(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    leaf, core = order.codes["leaf"][0], order.codes["core"][0]
    for code in order.codes["skin"]:
        shop.scan("saw", code)
    shop.scan("saw", core)
    answer = shop.scan("press", order.codes["skin"][0])
    assert (answer.verdict, answer.reason) == ("blocked", "FLOOR-MEMBERS-MISSING")
    assert f"门芯 {core}（CNC 加工）" in answer.message.zh
    shop.scan("cnc", core)
    answer = shop.scan("press", order.codes["skin"][1])
    assert (answer.verdict, answer.code) == ("ok", leaf)
    assert shop.piece(leaf)["step"] == 1
    assert shop.piece(leaf)["cured_at"] == shop.now + CURE
    assert {shop.piece(code)["status"] for code in (*order.codes["skin"], core)} == {"assembled"}
    assert shop.scan("press", core).verdict == "duplicate"
    answer = shop.scan("edge", core)
    assert answer.reason == "FLOOR-INSIDE"
    assert leaf in answer.message.zh


def test_curing_passes_by_itself_when_its_time_is_over(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    leaf = order.codes["leaf"][0]
    for code in (*order.codes["skin"], *order.codes["core"]):
        shop.scan("saw", code)
    shop.scan("cnc", order.codes["core"][0])
    shop.scan("press", leaf)
    pressed = shop.now
    answer = shop.scan("edge", leaf)
    assert (answer.verdict, answer.reason) == ("blocked", "FLOOR-CURING")
    assert "12:01" in answer.message.zh  # pressed at 08:00:50 local time, cures four hours
    answer = shop.scan("edge", leaf, after=(pressed + CURE - shop.now).total_seconds())
    assert answer.verdict == "ok"
    assert shop.piece(leaf)["step"] == 3


def test_scrapped_and_cancelled_pieces_are_blocked(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    first, second = order.codes["jamb"]
    with shop.work() as work:
        work.execute(update(pieces).where(pieces.c.tenant_id == "t1", pieces.c.code == first).values(status="scrapped"))
    assert shop.scan("saw", first).reason == "FLOOR-SCRAPPED"
    shop.cancel(order)
    answer = shop.scan("saw", second)
    assert (answer.verdict, answer.reason, answer.tone) == ("blocked", "FLOOR-CANCELLED", "error")


def test_same_client_event_answers_the_same_and_changes_nothing(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    jamb = order.codes["jamb"][0]
    first = shop.scan("saw", jamb, event="phone-1:17")
    rows = shop.read(scan_events)
    again = shop.scan("saw", jamb, event="phone-1:17")
    assert again == first
    assert shop.read(scan_events) == rows
    shop.make_ready(shop.order("B", panels=1, bags=0))
    closing = shop.scan("pack", shop.read(pieces, order_id="o-B")[0]["code"], event="phone-1:18")
    assert closing.reason == "PACKING-CLOSED"
    assert shop.scan("pack", closing.code or "", event="phone-1:18") == closing


def test_number_used_for_another_scan_is_refused_and_kept(shop: Shop) -> None:
    one, two = shop.order("A", doors=1).codes["jamb"]
    shop.scan("saw", one, event="n1")
    answer = shop.scan("saw", two, event="n1")
    assert (answer.verdict, answer.reason) == ("blocked", "FLOOR-EVENT-REUSED")
    assert shop.piece(two)["step"] == 0
    assert len(shop.read(scan_events)) == 2


def test_every_scan_leaves_one_row_with_both_times(shop: Shop) -> None:
    jamb = shop.order("A", doors=1).codes["jamb"][0]
    for station, text in (("saw", jamb), ("saw", jamb), ("cnc", jamb), ("saw", "nonsense")):
        shop.scan(station, text)
    rows = sorted(shop.read(scan_events), key=lambda row: row["seq"])
    assert [row["verdict"] for row in rows] == ["ok", "duplicate", "wrong", "unknown"]
    assert [row["seq"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["person_id"] == "p1"
    assert rows[3]["code"] is None


def test_scan_kept_by_an_offline_device_arrives_late_and_breaks_nothing(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    one, two = order.codes["jamb"]
    shop.scan("saw", one)
    shop.scan("saw", two)
    shop.scan("edge", two, at=START + timedelta(minutes=30), after=3600)
    late = shop.scan("edge", one, at=START + timedelta(minutes=5))
    assert late.verdict == "ok"
    assert shop.piece(one)["step_at"] == START + timedelta(minutes=5)
    event = shop.read(scan_events, code=one)[-1]
    assert event["happened_at"] < event["received_at"]


def test_clock_of_a_device_that_is_ahead_counts_as_now(shop: Shop) -> None:
    jamb = shop.order("A", doors=1).codes["jamb"][0]
    shop.scan("saw", jamb, at=START + timedelta(days=400))
    assert shop.piece(jamb)["step_at"] == shop.now
