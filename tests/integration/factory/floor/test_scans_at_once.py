"""Two stations scan the same thing at the same instant: exactly one is right."""

from __future__ import annotations

import threading
from collections import Counter

from integration.factory.builders import Shop
from shuanglun.factory.floor import ScanAnswer, differences, scan
from shuanglun.factory.floor.tables import scan_events
from shuanglun.factory.packing.tables import package_items


def _at_once(shop: Shop, jobs: list[tuple[str, str, str]]) -> list[ScanAnswer]:
    """Carry out the scans (station, text, event) in one thread each, all let go together."""
    gate = threading.Barrier(len(jobs))
    answers: list[ScanAnswer] = []

    def work(station: str, text: str, event: str) -> None:
        gate.wait()
        with shop.work() as unit:
            answers.append(scan(unit, shop.stations[station], text, event, shop.now))

    threads = [threading.Thread(target=work, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_stations_scan_one_piece_and_one_is_right(shop: Shop) -> None:
    order = shop.order("A", doors=4)
    for code in order.codes["jamb"]:
        answers = _at_once(shop, [("saw", code, f"{code}-{n}") for n in range(4)])
        assert Counter(a.verdict for a in answers) == {"ok": 1, "duplicate": 3}
    with shop.database.read("t1") as work:
        assert list(differences(work)) == []


def test_two_benches_pack_one_piece_and_it_is_packed_once(shop: Shop) -> None:
    order = shop.order("A", panels=6, bags=0)
    shop.make_ready(order)
    codes = order.codes["panel"]
    jobs = [(station, code, f"{station}{code}") for code in codes for station in ("pack", "pack-2")]
    answers = _at_once(shop, jobs)
    assert Counter(a.verdict for a in answers) == {"ok": 6, "duplicate": 6}
    assert Counter(a.reason for a in answers)["PACKING-CLOSED"] == 1
    assert all(row["packed_at"] for row in shop.read(package_items))


def test_same_event_sent_twice_at_once_is_one_scan(shop: Shop) -> None:
    code = shop.order("A", doors=1).codes["jamb"][0]
    answers = _at_once(shop, [("saw", code, "same")] * 4)
    assert {a.verdict for a in answers} == {"ok"}
    assert len(shop.read(scan_events)) == 1


def test_numbers_of_scans_have_no_holes_for_scans_that_were_kept(shop: Shop) -> None:
    codes = shop.order("A", doors=2).codes["casing"]
    _at_once(shop, [("saw", code, code) for code in codes])
    assert sorted(row["seq"] for row in shop.read(scan_events)) == [1, 2, 3, 4]
