"""A door factory to schedule in tests and benchmarks: saw, edge-bander, press, CNC, packing; lots with their routes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from shuanglun.engines.scheduling import (
    After,
    Job,
    Machine,
    Operation,
    Order,
    Problem,
    SetupRule,
    WorkCentre,
)
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.shifts import Shift, ShiftCalendar
from shuanglun.kernel.text import Text

MORNING = Shift("morning", time(8), time(12))
AFTERNOON = Shift("afternoon", time(13), time(17))
DAY = (MORNING, AFTERNOON)
WHOLE_DAY = Shift("day", time(8), time(17))
DAY_SHIFT = ShiftCalendar(dict.fromkeys(range(6), DAY))
HOUR = 3600


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026 on the factory's clock; 2 March is a Monday."""
    return datetime(2026, 3, 1, hour, minute, tzinfo=FACTORY_ZONE) + timedelta(days=day - 1)


def calendar(*shifts: Shift, holidays: tuple[int, ...] = ()) -> ShiftCalendar:
    """The same shifts every day but on the given days of March 2026."""
    return ShiftCalendar(dict.fromkeys(range(7), shifts), {date(2026, 3, day): () for day in holidays})


def centre(code: str, *machines: Machine) -> WorkCentre:
    return WorkCentre(code, machines)


def one(code: str, shifts: ShiftCalendar, **more: object) -> WorkCentre:
    """A work centre with one machine of the same name."""
    return WorkCentre(code, (Machine(code, shifts, **more),))  # type: ignore[arg-type]


def rate(code: str, where: str, seconds: int, *after: str | After, **more: object) -> Operation:
    links = tuple(link if isinstance(link, After) else After(link) for link in after)
    return Operation(code, "rate", seconds, where, links, **more)  # type: ignore[arg-type]


def batch(code: str, where: str, seconds: int, *after: str, **more: object) -> Operation:
    return Operation(code, "batch", seconds, where, tuple(After(op) for op in after), **more)  # type: ignore[arg-type]


def wait(code: str, seconds: int, *after: str, **more: object) -> Operation:
    return Operation(code, "wait", seconds, None, tuple(After(op) for op in after), **more)  # type: ignore[arg-type]


COLOURS = ("white", "oak", "walnut", "grey", "cherry", "black")
NAMES = {
    "saw": Text("开料", "sawing"),
    "press": Text("冷压", "pressing"),
    "cure": Text("养生", "curing"),
    "edge": Text("封边", "edging"),
    "cnc": Text("锁孔", "CNC"),
    "saw-lining": Text("套板开料", "lining sawing"),
    "edge-lining": Text("套板封边", "lining edging"),
    "cnc-lining": Text("套板打孔", "lining drilling"),
    "pack": Text("包装", "packing"),
}
SETUPS = (
    SetupRule("*", "white", 10, "EDGE", rank=1),
    SetupRule("*", "*", 20, "EDGE", rank=2),
    SetupRule("*", "*", 10, "SAW", rank=3),
)


def door_lot(number: int, doors: int, colour: str, orders: tuple[str, ...], released_at: datetime | None = None) -> Job:
    """Leaves are sawn, pressed overnight, cured, edged and machined; linings go a shorter way; both are packed together."""
    minute = 60
    operations = (
        rate("saw", "SAW", doors * 3 * minute, family=colour, name=NAMES["saw"]),
        batch(
            "press", "PRESS", 10 * HOUR, "saw", pieces=doors, capacity=40, unattended=True, load_group="cold",
            name=NAMES["press"],
        ),
        wait("cure", 24 * HOUR, "press", name=NAMES["cure"]),
        rate("edge", "EDGE", doors * 2 * minute, "cure", family=colour, name=NAMES["edge"]),
        rate("cnc", "CNC", doors * 4 * minute, After("edge", 25), name=NAMES["cnc"]),
        rate("saw-lining", "SAW", doors * 2 * minute, family=colour, name=NAMES["saw-lining"]),
        rate("edge-lining", "EDGE", doors * 3 * minute, After("saw-lining", 50), family=colour, name=NAMES["edge-lining"]),
        rate("cnc-lining", "CNC", doors * 2 * minute, "edge-lining", name=NAMES["cnc-lining"]),
        rate("pack", "PACK", doors * 4 * minute, "cnc", "cnc-lining", name=NAMES["pack"]),
    )  # fmt: skip
    return Job(f"L{number:04}", operations, orders, released_at)


def door_factory(lots: int, *, seed: int = 1, shifts: ShiftCalendar = DAY_SHIFT) -> Problem:
    """A factory loaded to about its capacity with ``lots`` lots of 10 to 40 doors; twice the lots, twice the days."""
    random = Random(seed)
    days = 12 + lots // 3
    orders, jobs = [], []
    for number in range(lots):
        name = f"D{number:04}"
        day = 4 + random.randrange(max(1, lots // 3))
        orders.append(Order(name, at(2 + day, 17), priority=1 + (random.random() < 0.2)))
        colour = random.choice(COLOURS)
        released = at(2, 8) + timedelta(days=max(0, day - 6))
        jobs.append(door_lot(number, random.randrange(10, 41), colour, (name,), released))
    centres = (
        centre("SAW", Machine("SAW-1", shifts)),
        centre("EDGE", Machine("EDGE-1", shifts), Machine("EDGE-2", shifts, pace=80)),
        centre("PRESS", *(Machine(f"PRESS-{n}", shifts) for n in (1, 2, 3))),
        centre("CNC", Machine("CNC-1", shifts), Machine("CNC-2", shifts)),
        centre("PACK", Machine("PACK-1", shifts), Machine("PACK-2", shifts)),
    )
    return Problem(at(2, 8), at(2 + days * 2, 0), centres, tuple(jobs), tuple(orders), SETUPS)
