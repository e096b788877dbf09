"""The machines' routes and the board's machine rows, through the real application on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shuanglun.access import create_person
from shuanglun.engines.machine_state import MachineEvent, to_ms
from shuanglun.faces.api import create_app
from shuanglun.factory.board import board
from shuanglun.factory.machines import Intake, board_rows, forecast_day, shift_now
from shuanglun.storage import Database
from support.api import PASSWORD, Caller
from support.machine_records import DAY, SHIFTS, Fleet, record

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # 10:30 in the factory, a Monday
MINUTE = 60_000


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(database: Database) -> Clock:
    database.clock = Clock()
    return database.clock


@pytest.fixture
def fleet(database: Database, clock: Clock) -> Fleet:
    fleet = Fleet.make(database, shifts=DAY)
    create_person(database, fleet.tenant, "boss", "王老板", "owner", PASSWORD)
    return fleet


@pytest.fixture
def boss(fleet: Fleet) -> Iterator[Caller]:
    with TestClient(create_app(fleet.database, board)) as client:
        yield Caller(client, "boss")


def at(hour: int, minute: int = 0, day: int = 23) -> int:
    """Milliseconds of an instant on the factory's clock."""
    return to_ms(datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8))


def tell(fleet: Fleet, code: str, *said: tuple[int, str, int], received_ms: int = 0, scrap: int = 0) -> None:
    """Instants, states and good counts."""
    intake = Intake(fleet.database)
    first = intake.position(fleet.tenant.id, 0)
    events = [
        MachineEvent(ms, f"e{first}", n, state, "AUTO", None, good, scrap, "P0000007O")
        for n, (ms, state, good) in enumerate(said)
    ]
    records = [record(first + n, fleet, code, event, received_ms) for n, event in enumerate(events)]
    assert intake.take(fleet.tenant.id, 0, records)


def alive(start: int, end: int, state: str, good: int = 0) -> list[tuple[int, str, int]]:
    """Heart-beats of a state."""
    return [(ms, state, good) for ms in range(start, end, 30_000)]


def test_machines_stand_as_they_said(boss: Caller, fleet: Fleet) -> None:
    tell(
        fleet,
        "SAW1",
        *alive(at(8), at(10), "WORKING"),
        *alive(at(10), at(10, 30), "ERROR", 7),
        (at(10, 30), "ERROR", 7),
    )
    found = {row["code"]: row for row in boss.get("/machines").json()["machines"]}
    saw = found["SAW1"]
    assert (saw["state"], saw["mode"], saw["reason"], saw["good_today"]) == ("ERROR", "AUTO", None, 7)
    assert saw["since"] == "2026-11-23T02:00:00Z"
    assert saw["last_seen_at"] == "2026-11-23T02:30:00Z"
    assert saw["piece"] == "P0000007O"
    assert (found["PACK1"]["state"], found["PACK1"]["since"], found["PACK1"]["piece"]) == ("UNKNOWN", None, None)


def test_silence_is_unknown_and_neither_off_nor_idle(boss: Caller, fleet: Fleet) -> None:
    tell(fleet, "SAW1", *alive(at(8), at(10), "WORKING"))
    last = "2026-11-23T01:59:30Z"
    [saw] = [row for row in boss.get("/machines").json()["machines"] if row["code"] == "SAW1"]
    assert (saw["state"], saw["since"], saw["last_seen_at"], saw["piece"]) == (
        "UNKNOWN",
        "2026-11-23T02:01:00Z",
        last,
        None,
    )
    day = boss.get(f"/machines/{fleet.id('SAW1')}/day").json()
    assert [part["state"] for part in day["intervals"]] == ["UNKNOWN", "WORKING", "UNKNOWN"]
    assert day["milliseconds"] == {
        "WORKING": 121 * MINUTE,
        "READY": 0,
        "STANDBY": 0,
        "ERROR": 0,
        "OFFLINE": 0,
        "UNKNOWN": 8 * 60 * MINUTE + 29 * MINUTE,
    }


def test_a_day_is_explained_by_its_inputs(boss: Caller, fleet: Fleet) -> None:
    tell(
        fleet,
        "SAW1",
        *alive(at(7, 30), at(9), "WORKING", 0),
        *alive(at(9), at(10, 30), "READY", 30),
        (at(10, 30), "READY", 31),
        received_ms=at(10, 30),
    )
    day = boss.get(f"/machines/{fleet.id('SAW1')}/day", params={"day": "2026-11-23"}).json()
    assert day["availability"] | {"text": None} == {
        "apt_ms": 60 * MINUTE,  # from 8 to 9: what was worked before the shift is no part of it
        "pbt_ms": 150 * MINUTE,
        "permille": 400,
        "text": None,
    }
    assert day["profile"] == "iso22400-sample-1"
    assert (day["good"], day["scrap"], day["questions"]) == (31, 0, 0)
    assert sum(day["milliseconds"].values()) == to_ms(NOW) - at(0)
    assert sum(
        to_ms(datetime.fromisoformat(i["end"])) - to_ms(datetime.fromisoformat(i["start"])) for i in day["intervals"]
    ) == sum(day["milliseconds"].values())
    assert len(day["events"]) == 200
    assert day["events"][0]["ts"] == "2026-11-23T02:30:00Z"
    assert (day["events"][0]["late_ms"], day["events"][1]["late_ms"]) == (0, 30_000)
    assert [shift["name"] for shift in day["shifts"]] == ["上午班", "下午班"]


def test_a_machine_of_another_factory_and_a_strange_day_are_refused(boss: Caller, fleet: Fleet) -> None:
    other = Fleet.make(fleet.database, ["CNC1"], code="dg02")
    assert boss.get(f"/machines/{other.id('CNC1')}/day").status_code == 404
    assert boss.get(f"/machines/{fleet.id('SAW1')}/day", params={"day": "1066-10-14"}).status_code == 422
    assert [row["code"] for row in boss.get("/machines").json()["machines"]] == ["PACK1", "SAW1"]


def test_refusals_are_those_of_the_own_factory(boss: Caller, fleet: Fleet) -> None:
    other = Fleet.make(fleet.database, ["CNC1"], code="dg02")
    for factory, code in ((fleet, "SAW1"), (other, "CNC1")):
        assert Intake(fleet.database).take(factory.tenant.id, 0, [record(0, factory, code, b"{}")])
    [row] = boss.get("/refusals").json()["refusals"]
    assert (row["client_id"], row["reason"], row["times"]) == ("SAW1", "MSG-FORMAT", 1)


def test_the_board_shows_ribbon_and_availability(boss: Caller, fleet: Fleet) -> None:
    tell(fleet, "SAW1", *alive(at(8), at(9), "WORKING"), *alive(at(9), at(10, 30), "OFFLINE"))
    seen = boss.get("/board").json()
    assert seen["shift"] == {"name": "上午班", "start": "2026-11-23T00:00:00Z", "end": "2026-11-23T04:00:00Z"}
    saw = next(row for row in seen["machines"] if row["code"] == "SAW1")
    assert [(p["state"], p["start"][11:16]) for p in saw["ribbon"]] == [
        ("UNKNOWN", "16:00"),
        ("WORKING", "00:00"),
        ("OFFLINE", "01:00"),
    ]
    assert saw["ribbon"][-1]["end"] == "2026-11-23T02:30:00Z"
    assert saw["permille"] == 400


def _ribbon(fleet: Fleet) -> list[dict[str, Any]]:
    with fleet.database.read(fleet.tenant.id) as work:
        rows = board_rows(work, NOW - timedelta(hours=10, minutes=30), NOW + timedelta(hours=13, minutes=30))
    return next(row["ribbon"] for row in rows if row["code"] == "SAW1")


def test_a_restless_machine_has_a_ribbon_of_slices_with_their_longest_state(fleet: Fleet) -> None:
    """Two seconds of work, one of rest, for two hours; then a stop of half an hour."""
    work = [(ms, "WORKING" if (ms // 1000) % 3 else "READY", 0) for ms in range(at(8), at(10), 1000)]
    tell(fleet, "SAW1", *work, *alive(at(10), at(10, 30), "ERROR"))
    assert len(fleet.intervals("SAW1")) > 4000
    ribbon = _ribbon(fleet)
    assert [part["state"] for part in ribbon] == ["UNKNOWN", "WORKING", "ERROR"]
    assert [part["start"] for part in ribbon[1:]] == [part["end"] for part in ribbon[:-1]]
    slice_of = timedelta(hours=10.5) / 240
    assert abs(ribbon[1]["start"] - (NOW - timedelta(hours=2, minutes=30))) <= slice_of
    assert abs(ribbon[2]["start"] - (NOW - timedelta(minutes=30))) <= slice_of
    assert ribbon[-1]["end"] == NOW


def test_night_shift_counts_on_the_day_it_began(database: Database, clock: Clock) -> None:
    fleet = Fleet.make(database, shifts=SHIFTS)
    tell(fleet, "SAW1", *alive(at(22, 30, 22), at(2, 0, 23), "WORKING", 0), (at(2, 0, 23), "WORKING", 55))
    clock.now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # 2:00 at night on the 23rd
    with database.read(fleet.tenant.id) as work:
        row = next(
            r
            for r in board_rows(work, clock.now - timedelta(hours=2), clock.now + timedelta(hours=22))
            if r["code"] == "SAW1"
        )
        assert (shift_now(work) or {})["name"] == "夜"
    assert row["good_today"] == 55
    passed = (4 + 7.5 + 4) * 60
    assert row["permille"] == round(210 / passed * 1000)


def test_forecast_carries_the_rate_on_to_the_end_of_the_day(fleet: Fleet, clock: Clock) -> None:
    start, end = NOW - timedelta(hours=10, minutes=30), NOW + timedelta(hours=13, minutes=30)

    def ask(now: datetime, made: int) -> dict[str, Any] | None:
        clock.now = now
        with fleet.database.read(fleet.tenant.id) as work:
            return forecast_day(work, made, 10_000, start, end)

    found = ask(NOW, 50) or {}
    assert (found["made"], found["worked_seconds"], found["left_seconds"]) == (50, 9000, 23400)
    assert found["low"] < found["expected"] == 180 < found["high"]
    assert found["until"] == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert ask(start + timedelta(hours=3), 0) is None
    evening = ask(end - timedelta(hours=2), 120) or {}
    assert (evening["low"], evening["expected"], evening["high"], evening["left_seconds"]) == (120, 120, 120, 0)
    with fleet.database.read(fleet.tenant.id) as work:
        assert shift_now(work) is None


def test_a_factory_without_machines_has_a_board(database: Database, clock: Clock) -> None:
    fleet = Fleet.make(database, [])
    with database.read(fleet.tenant.id) as work:
        assert (board_rows(work, NOW, NOW), shift_now(work), forecast_day(work, 3, 9, NOW, NOW)) == ([], None, None)
