"""Waves: nothing lost or divided, limits kept, days no further apart than chosen; like with like where that saves boards."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shuanglun.factory.planning.lots import SQUARE_METRE, Sheet, blocks_of, build_waves, grouping, new_lots
from shuanglun.factory.planning.model import OpenPiece, Settings

DAY = date(2026, 11, 23)
SHEETS = {"OAK": Sheet(24200, 12000), "WHITE": Sheet(24200, 12000)}


def piece(order: int, unit: int, number: int, day: int, material: str | None, length: int = 9000) -> OpenPiece:
    """A panel, or (without a material) an assembly."""
    route = ("saw", "edge", "pack") if material else ("press", "pack")
    code = f"P{order}-{unit}-{number}"
    due = DAY + timedelta(days=day)
    sizes = (length, 6000) if material else (0, 0)
    colour = None if material else "red"
    return OpenPiece(
        code, "s", "板", f"o{order}", f"D{order:03d}", f"u{order}-{unit}", due, material, colour, 180, *sizes,
        "length", route, 0, None, None, None,
    )  # fmt: skip


def order(number: int, day: int, units: int, material: str) -> list[OpenPiece]:
    """Some units of two panels and an assembly each."""
    return [piece(number, unit, at, day, material if at < 2 else None) for unit in range(units) for at in range(3)]


ORDERS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 12), st.sampled_from(("OAK", "WHITE", "UNKNOWN"))), max_size=12
).map(lambda rows: [one for number, row in enumerate(rows) for one in order(number, *row)])


@settings(max_examples=40)
@given(ORDERS, st.integers(0, 5), st.none() | st.integers(2, 20))
def test_pieces_are_kept_and_waves_hold_the_rules(pieces: list[OpenPiece], days: int, area: int | None) -> None:
    rules = Settings(max_pieces=20, max_area_m2=area, window_days=days)
    how = grouping(rules, SHEETS, steps=20)
    waves = build_waves(pieces, how)
    assert Counter(p.code for _, members in waves for p in members) == Counter(p.code for p in pieces)
    place = {p.code: number for number, (_, members) in enumerate(waves) for p in members}
    for block in blocks_of(pieces, how.rules):
        assert len({place[p.code] for p in block}) == 1
    for due, members in waves:
        found = [p.due_on for p in members]
        assert (min(found), (max(found) - due).days <= days) == (due, True)
        units = {p.unit_id for p in members}
        total = sum(p.cut_length * p.cut_width for p in members)
        assert len(units) == 1 or len(members) <= 20
        assert len(units) == 1 or area is None or total <= area * SQUARE_METRE
    for unit in {p.unit_id for p in pieces}:
        assert len({place[p.code] for p in pieces if p.unit_id == unit}) == 1
    lots = new_lots(waves, 1, lambda: "L", lambda: "id")
    assert sum(len(lot.pieces) for lot in lots) == len(pieces)
    assert sum(lot.kind == "pack" for lot in lots) == len(waves)


def test_orders_of_one_material_share_a_wave_when_not_all_fit() -> None:
    pieces = [one for number in range(4) for one in order(number, 0, 5, ("OAK", "WHITE")[number % 2])]
    waves = build_waves(pieces, grouping(Settings(max_pieces=30), SHEETS))
    assert [{p.material_code for p in members if p.material_code} for _, members in waves] == [{"OAK"}, {"WHITE"}]


def test_without_waiting_every_due_day_is_a_wave_of_its_own() -> None:
    pieces = [one for day in (3, 0, 1) for one in order(day, day, 2, "OAK")]
    assert [due for due, _ in build_waves(pieces, grouping(Settings(), SHEETS))] == [
        DAY,
        DAY + timedelta(days=1),
        DAY + timedelta(days=3),
    ]
    assert len(build_waves(pieces, grouping(Settings(window_days=2), SHEETS))) == 2
    assert build_waves([], grouping(Settings(), SHEETS)) == []
