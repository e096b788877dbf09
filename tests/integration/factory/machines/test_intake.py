"""From the log into the tables: whatever the order, the batches and the restarts, the tables are a function of the set of events."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from sqlalchemy import event as sql_event

from shuanglun.engines.machine_state import MachineEvent
from shuanglun.engines.machine_state.model import in_order
from shuanglun.factory.machines import Intake, list_refusals
from shuanglun.storage import Database
from shuanglun.storage.log import StoredRecord
from support.machine_records import Fleet, record

START = 1_795_000_000_000
STATES = ("WORKING", "READY", "STANDBY", "ERROR", "OFFLINE", None, None)


def history(random: Random, size: int, *, wrong_numbers: bool = False) -> list[MachineEvent]:
    """Steps of milliseconds to hours, restarts, stateless and counter-less messages, ties."""
    at, epoch, seq, good, scrap, events = START, 0, 0, 0, 0, []
    for _ in range(size):
        at += random.choice((0, 1, random.randrange(5_000), random.randrange(120_000), random.randrange(7_200_000)))
        seq, good, scrap = seq + 1, (good + random.randrange(20)) % 256, scrap + random.randrange(2)
        if random.random() < 0.05:
            epoch, seq, good, scrap = epoch + 1, 0, 0, 0
        number = seq if not wrong_numbers else seq % 9
        events.append(
            MachineEvent(
                at,
                f"boot{epoch % 3 if wrong_numbers else epoch}",
                number,
                random.choice(STATES),
                random.choice((None, "AUTO", "SETUP")),
                random.choice((None, "NO-MATERIAL")),
                good if random.random() < 0.6 else None,
                scrap if random.random() < 0.4 else None,
                random.choice((None, "P0000007O")),
            )
        )
    return events


def batches(random: Random, records: list[StoredRecord]) -> Iterator[list[StoredRecord]]:
    at = 0
    while at < len(records):
        size = random.choice((1, 2, 7, 40))
        yield records[at : at + size]
        at += size


@pytest.mark.parametrize("seed", range(12))
def test_tables_are_a_function_of_the_set_of_events(database: Database, seed: int) -> None:
    """Late, out of order, twice; a short memory; the server starts anew again and again; wrong numbers."""
    random = Random(seed)
    fleet = Fleet.make(
        database, heartbeat_seconds=random.choice((1, 30, 600)), counter_modulus=random.choice((None, 256))
    )
    events = {code: history(random, 60, wrong_numbers=seed % 3 == 0) for code in fleet.machines}
    came = [(code, event) for code, some in events.items() for event in some]
    came += random.sample(came, 30)
    if seed % 2:
        random.shuffle(came)
    else:
        came = [pair for _, pair in sorted(enumerate(came), key=lambda p: (p[0] + random.choice((0, 0, 0, 30)), p[0]))]
    received = max(event.at_ms for _, event in came) + 1
    records = [record(number, fleet, code, event, received) for number, (code, event) in enumerate(came)]
    intake = Intake(database, keep=random.choice((3, 8, 1000)))
    for batch in batches(random, records):
        assert intake.take(fleet.tenant.id, 0, batch)
        if random.random() < 0.2:
            intake = Intake(database, keep=4)
            assert intake.take(fleet.tenant.id, 0, batch)
    for code, some in events.items():
        fleet.check(code, in_order(some))
    assert intake.position(fleet.tenant.id, 0) == len(records)


def test_a_failed_transaction_is_taken_again_and_counts_once(database: Database) -> None:
    random = Random(5)
    fleet = Fleet.make(database, ["SAW1"])
    events = history(random, 60)
    records = [record(number, fleet, "SAW1", event) for number, event in enumerate(events)]
    intake, fail = Intake(database), [False]

    def disk_full(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if fail[0] and "machine_rollups" in statement:
            raise OSError(28, "No space left on device")

    sql_event.listen(database.engine, "before_cursor_execute", disk_full)
    for batch in batches(random, records):
        fail[0] = random.random() < 0.5
        if fail[0]:
            with pytest.raises(OSError, match="No space"):
                intake.take(fleet.tenant.id, 0, batch)
            fail[0] = False
        assert intake.take(fleet.tenant.id, 0, batch)
    fleet.check("SAW1", events)


def test_a_gap_before_the_records_is_noticed_and_nothing_is_taken(database: Database) -> None:
    fleet = Fleet.make(database, ["SAW1"])
    intake = Intake(database)
    assert not intake.take(fleet.tenant.id, 0, [record(5, fleet, "SAW1", MachineEvent(START, "a", 1, "WORKING"))])
    assert fleet.events("SAW1") == []
    assert intake.take(fleet.tenant.id, 0, [])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "MSG-FORMAT"),
        (b"\xff\xfe not JSON", "MSG-FORMAT"),
        (b'{"seq":1}', "MSG-FORMAT"),
        (b'{"epoch":"a","seq":-1}', "MSG-FORMAT"),
        (b'{"epoch":"a","seq":1,"state":"ASLEEP"}', "MSG-FORMAT"),
        (b'{"epoch":"a\\u0000b","seq":1}', "MSG-FORMAT"),
        (b'{"epoch":"a","seq":1,"piece":"\\u0000"}', "MSG-FORMAT"),
        (b'{"epoch":"a","seq":"\x00"}', "MSG-FORMAT"),
        (b'{"epoch":"a","seq":1,"ts":"1970-01-02T00:00:00Z"}', "MSG-CLOCK"),
        (b'{"epoch":"a","seq":1,"good":99999999999999999999}', "MSG-FORMAT"),
        (b"[" * 5000, "MSG-FORMAT"),
    ],
)
def test_a_payload_that_says_nothing_is_listed_and_holds_nothing_up(database: Database, said: bytes, code: str) -> None:
    fleet = Fleet.make(database, ["SAW1"])
    good = [MachineEvent(START + n, "a", n, "WORKING", None, None, n) for n in range(3)]
    records = [
        record(0, fleet, "SAW1", good[0]),
        record(1, fleet, "SAW1", said),
        record(2, fleet, "SAW1", good[1]),
        record(3, fleet, "SAW1", good[2]),
    ]
    intake = Intake(database)
    assert intake.take(fleet.tenant.id, 0, records)
    fleet.check("SAW1", good)
    with database.read(fleet.tenant.id) as work:
        [refusal] = list_refusals(work)
    assert (refusal["reason"], refusal["client_id"], refusal["times"]) == (code, "SAW1", 1)
    intake.start_over(fleet.tenant.id, 0, "test")
    assert intake.take(fleet.tenant.id, 0, records)
    fleet.check("SAW1", good)
    with database.read(fleet.tenant.id) as work:
        assert sorted(r["reason"] for r in list_refusals(work)) == sorted([code, "LOG-REPLACED"])


def test_a_record_that_cannot_be_stored_is_listed_and_the_others_are_taken(database: Database) -> None:
    fleet = Fleet.make(database, ["SAW1"])
    good = [MachineEvent(START + n, "a", n, "WORKING") for n in range(8)]
    records = [record(n, fleet, "SAW1", event) for n, event in enumerate(good)]

    def poisoned(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO machine_events") and "poison" in str(parameters):
            raise ValueError("this one cannot be stored")

    sql_event.listen(database.engine, "before_cursor_execute", poisoned)
    records[4] = record(4, fleet, "SAW1", good[4]._replace(piece="poison"))
    intake = Intake(database)
    assert intake.take(fleet.tenant.id, 0, records)
    fleet.check("SAW1", [event for event in good if event.seq != 4])
    assert intake.position(fleet.tenant.id, 0) == 8
    with database.read(fleet.tenant.id) as work:
        assert [r["reason"] for r in list_refusals(work)] == ["MSG-NOT-STORED"]


def test_other_content_under_a_known_number_is_listed_and_the_earlier_counts(database: Database) -> None:
    fleet = Fleet.make(database, ["SAW1"])
    one, other = MachineEvent(START + 50, "a", 1, "WORKING"), MachineEvent(START, "a", 1, "ERROR")
    intake = Intake(database)
    assert intake.take(fleet.tenant.id, 0, [record(0, fleet, "SAW1", one)])
    assert intake.take(fleet.tenant.id, 0, [record(1, fleet, "SAW1", other), record(2, fleet, "SAW1", one)])
    fleet.check("SAW1", [other])
    with database.read(fleet.tenant.id) as work:
        assert {r["reason"] for r in list_refusals(work)} == {"MSG-CONFLICT"}


def test_a_message_without_a_time_that_is_sent_again_is_the_same_message(database: Database) -> None:
    fleet = Fleet.make(database, ["SAW1"])
    said = b'{"epoch":"a","seq":1,"state":"WORKING","good":10}'
    intake = Intake(database)
    assert intake.take(fleet.tenant.id, 0, [record(0, fleet, "SAW1", said, START)])
    assert intake.take(fleet.tenant.id, 0, [record(1, fleet, "SAW1", said, START + 9_000)])
    fleet.check("SAW1", [MachineEvent(START, "a", 1, "WORKING", good=10)])
    with database.read(fleet.tenant.id) as work:
        assert list_refusals(work) == []


def test_a_machine_that_is_not_there_is_listed(database: Database) -> None:
    fleet = Fleet.make(database, ["SAW1"])
    strange = record(0, fleet, "SAW1", MachineEvent(START, "a", 1, "WORKING"))._replace(machine_id="gone")
    assert Intake(database).take(fleet.tenant.id, 0, [strange])
    with database.read(fleet.tenant.id) as work:
        assert [r["reason"] for r in list_refusals(work)] == ["MSG-MACHINE"]


def test_a_state_that_lasts_no_time_parts_no_interval(database: Database) -> None:
    """Three messages of one millisecond, each in a batch of its own."""
    fleet = Fleet.make(database, ["SAW1"])
    said = [
        (0, "WORKING"),
        (10, "ERROR"),
        (10, "WORKING"),
        (20, "WORKING"),
        (20, "READY"),
        (20, "WORKING"),
        (30, "READY"),
    ]
    events = [MachineEvent(START + at, "a", seq, state) for seq, (at, state) in enumerate(said)]
    intake = Intake(database)
    for number, event in enumerate(events):
        assert intake.take(fleet.tenant.id, 0, [record(number, fleet, "SAW1", event)])
        fleet.check("SAW1", events[: number + 1])
    assert [(i.start_ms, i.end_ms) for i in fleet.intervals("SAW1")] == [(START, START + 30), (START + 30, START + 30)]
