"""A scan at a packing station.

The rule, in full:

1. A station has at most one *current* package: the open one it last put something into, or whose label it scanned.
2. A piece or bag opens its own package by itself and is marked as inside. A piece of another package of the *same order*
   switches the station to that package.
3. While the current package is open, a piece or bag of *another order* is a **stray**: red, nothing is packed, and the
   current package cannot close until the stray is out. It is out when it is scanned again at that package ("put back"),
   or when it is packed where it belongs. A second reading within two seconds of the first is the scanner's echo and
   answers the same again.
4. To go to another order's package, scan that package's label, or the action code ``$ASIDE`` (放一边) first.
5. The last right scan closes the package: it gets the next number k of its order (a reopened one keeps its k), and the
   answer says which label to print. A complete package that a stray held open closes at the next scan of its label or of
   anything inside.
6. A piece that lacks operations, is scrapped or cancelled, or was pressed into a leaf is refused and says why.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import RowMapping, and_, select, update

from shuanglun.factory.packing import replies
from shuanglun.factory.packing.closing import Standing, close_if_complete, standing
from shuanglun.factory.packing.queries import lock_package
from shuanglun.factory.packing.tables import package_items, package_strays
from shuanglun.factory.pieces import (
    PACK,
    Move,
    Outcome,
    Progress,
    Reading,
    Row,
    advance_lot,
    gone_answer,
    inside_answer,
    lock_piece,
    move,
    neighbour,
    refresh_unit,
    start_order,
    unknown_code,
    with_packing,
    write_piece,
)
from shuanglun.factory.pieces.tables import hardware_bags
from shuanglun.storage import Work

ASIDE = "$ASIDE"
ECHO = timedelta(seconds=2)


def pack_scan(work: Work, reading: Reading) -> Outcome:
    """Judge a scan at a packing station by the rule above, and carry it out when it is right."""
    if reading.kind == "action":
        return _aside(work, reading)
    if reading.kind == "package":
        return _label(work, reading)
    item = _find(work, reading)
    if item is None:
        return unknown_code(reading.code)
    current = _current(work, reading)
    if current is not None and current["order_id"] != item["order_id"]:
        return _foreign(work, reading, item, current)
    return _own(work, reading, item)


def _find(work: Work, reading: Reading) -> Row | None:
    if reading.kind == "piece":
        return lock_piece(work, reading.code)
    orders = neighbour("orders")
    row = work.first(
        select(hardware_bags, orders.c.no.label("order_no"), orders.c.status.label("order_status"))
        .select_from(
            hardware_bags.join(
                orders, and_(orders.c.tenant_id == hardware_bags.c.tenant_id, orders.c.id == hardware_bags.c.order_id)
            )
        )
        .where(hardware_bags.c.tenant_id == work.tenant_id, hardware_bags.c.code == reading.code)
        .with_for_update(of=hardware_bags)
    )
    if row is None:
        return None
    blank = {"unit_id": None, "unit_label": None, "into_code": None, "lot_id": None, "cured_at": None}
    return {**row, **blank, "name_zh": "五金包", "name_en": "hardware bag", "route": (), "step": 0}


def _current(work: Work, reading: Reading) -> RowMapping | None:
    """The station's current package, if it is still open."""
    code = reading.station["package_code"]
    row = lock_package(work, code) if code else None
    return row if row is not None and row["status"] == "open" else None


def set_current(work: Work, reading: Reading, package_code: str | None) -> None:
    """Remember which package the station works on."""
    if reading.station["package_code"] != package_code:
        stations = neighbour("stations")
        work.execute(
            update(stations)
            .where(stations.c.tenant_id == work.tenant_id, stations.c.id == reading.station["id"])
            .values(package_code=package_code)
        )


def _aside(work: Work, reading: Reading) -> Outcome:
    current = _current(work, reading)
    set_current(work, reading, None)
    return replies.aside(current)


def _label(work: Work, reading: Reading) -> Outcome:
    """A package's label: make it the station's package; close it when it is complete."""
    package = lock_package(work, reading.code)
    if package is None:
        return unknown_code(reading.code)
    if package["status"] == "cancelled":
        return replies.package_cancelled(package)
    if package["status"] != "open":
        return replies.closed_already(package)
    now = close_if_complete(work, package, reading.at)
    set_current(work, reading, None if now.closed else reading.code)
    return replies.closed(now, reading.code) if now.closed else replies.opened(now)


# ------------------------------------------------------------------ strays


def _foreign(work: Work, reading: Reading, item: Row, current: RowMapping) -> Outcome:
    where = and_(
        package_strays.c.tenant_id == work.tenant_id,
        package_strays.c.package_code == current["code"],
        package_strays.c.item_code == reading.code,
    )
    stray = work.first(select(package_strays).where(where))
    if stray is None:
        work.insert(package_strays, {"package_code": current["code"], "item_code": reading.code, "seen_at": reading.at})
    elif stray["cleared_at"] is not None:
        if abs(reading.at - stray["cleared_at"]) <= ECHO:
            return replies.put_back_already(item, current)
        work.execute(update(package_strays).where(where).values(seen_at=reading.at, cleared_at=None))
    elif abs(reading.at - stray["seen_at"]) > ECHO:
        work.execute(update(package_strays).where(where).values(cleared_at=reading.at))
        return _put_back(work, reading, item, current)
    home = lock_package(work, item["package_code"]) if item["package_code"] else None
    return replies.foreign(item, standing(work, current), home)


def _put_back(work: Work, reading: Reading, item: Row, current: RowMapping) -> Outcome:
    now = close_if_complete(work, current, reading.at)
    if now.closed:
        set_current(work, reading, None)
        return replace(replies.closed(now, reading.code), action="put_back")
    return replies.put_back(item, now)


def _clear_everywhere(work: Work, reading: Reading) -> None:
    """A piece that is packed where it belongs lies in no other package."""
    work.execute(
        update(package_strays)
        .where(
            package_strays.c.tenant_id == work.tenant_id,
            package_strays.c.item_code == reading.code,
            package_strays.c.cleared_at.is_(None),
        )
        .values(cleared_at=reading.at)
    )


# ------------------------------------------------------------------ an item of the right order


def _own(work: Work, reading: Reading, item: Row) -> Outcome:
    stopped = gone_answer(work, item) or (inside_answer(item) if item["into_code"] is not None else None)
    if stopped is not None:
        return stopped
    package = lock_package(work, item["package_code"]) if item["package_code"] else None
    if package is None:
        return replies.no_package(item)
    if item["status"] in {"packed", "shipped"}:
        return _again(work, reading, item, package)
    here = Move("go", 0)
    if reading.kind == "piece":
        way = Progress(with_packing(item["route"]), item["step"], item["cured_at"])
        here = move(way, PACK, reading.at)
        if here.kind != "go":
            return replies.not_ready(item, here, reading.at)
    if package["status"] != "open":
        raise RuntimeError(f"package {package['code']} is {package['status']} but {item['code']} is not in it")
    return _put_in(work, reading, item, package, here.step)


def _again(work: Work, reading: Reading, item: Row, package: RowMapping) -> Outcome:
    """Something that is inside already: changes nothing, but closes a package that only waited for a stray to go."""
    if package["status"] != "open":
        return replies.packed_already(item, package, None)
    now = close_if_complete(work, package, reading.at)
    if not now.closed:
        return replies.packed_already(item, package, now)
    if reading.station["package_code"] == package["code"]:
        set_current(work, reading, None)
    return replies.closed(now, reading.code)


def _put_in(work: Work, reading: Reading, item: Row, package: RowMapping, step: int) -> Outcome:
    marked = work.execute(
        update(package_items)
        .where(
            package_items.c.tenant_id == work.tenant_id,
            package_items.c.package_code == package["code"],
            package_items.c.item_code == item["code"],
            package_items.c.packed_at.is_(None),
        )
        .values(packed_at=reading.at, packed_by=work.actor.id)
    )
    if marked.rowcount != 1:
        raise RuntimeError(f"{item['code']} is not planned into {package['code']}")
    _write_item(work, reading, item, step)
    _clear_everywhere(work, reading)
    start_order(work, item)
    now = close_if_complete(work, package, reading.at)
    if item["unit_id"] is not None:
        refresh_unit(work, item["unit_id"])
    set_current(work, reading, None if now.closed else package["code"])
    return _packed(item, now)


def _write_item(work: Work, reading: Reading, item: Row, step: int) -> None:
    if reading.kind == "piece":
        done = min(step, len(item["route"]))
        if not write_piece(work, item, step=done, status="packed", step_at=reading.at):
            raise RuntimeError(f"piece {item['code']} moved while its scan was judged")
        if item["status"] in {"planned", "in_process"}:
            advance_lot(work, item, "packed")
        return
    bag = and_(hardware_bags.c.tenant_id == work.tenant_id, hardware_bags.c.code == item["code"])
    work.execute(update(hardware_bags).where(bag).values(status="packed"))


def _packed(item: Row, now: Standing) -> Outcome:
    if now.closed:
        return replace(replies.closed(now, item["code"]), action="pack", unit_id=item["unit_id"])
    return replies.packed(item, now)
