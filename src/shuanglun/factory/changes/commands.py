"""What may be done: change an order. Within the change window it is free, later it is charged; after release it is split anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import RowMapping, func, select, update

from shuanglun.access.audit import record
from shuanglun.factory.changes import errors
from shuanglun.factory.changes.tables import order_changes
from shuanglun.factory.orders import LineChange, Revised, revise_lines, rules_of
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.packing import replan_packages
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces import append_desk_event, settle_lots, take_turn
from shuanglun.factory.pieces.tables import hardware_bags
from shuanglun.factory.splitting import Resplit, current_run, prepare, resplit
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_CLOSED = ("closed", "loaded", "shipped")


def change_order(
    work: Work, order_id: str, changes: Sequence[LineChange], reason: str, charge_fen: int | None = None
) -> dict[str, Any]:
    """Change lines of an order that has not left; returns the ``OrderChange`` with what it did.

    Before release only the lines change. After release the order is split anew: pieces that stay good keep code and
    progress, the others are cancelled and told with how far they are, the missing ones are made, packages are put right, and
    what has no lot waits for the next plan. All in one transaction, or nothing.

    Raises:
        BadRequest: no reason, nothing changed, no such line. NotFound: no such order.
        Refused: shipped or cancelled; the window is over and ``charge_fen`` was not said; a line cannot be made
        (``findings``); pieces that would go are in closed packages (``findings``).
    """
    if not reason.strip():
        raise errors.reason_missing()
    take_turn(work)  # scans of this factory wait until the change is on disk
    order = _locked(work, order_id)
    ends = rules_of(work).window_ends(dict(order))
    in_window = work.now <= ends
    if not in_window and charge_fen is None:
        raise errors.window_closed(ends.astimezone(FACTORY_ZONE).strftime("%m-%d %H:%M"))
    run = current_run(work, order_id)
    revised = revise_lines(work, order_id, changes)
    if not revised.lines:
        raise errors.nothing_changed()
    _check(work, order_id, run["templates"] if run else None)
    effect, run_id = (_before_release(), None) if run is None else _after_release(work, order, revised)
    row = {
        "id": new_id(),
        "order_id": order_id,
        "no": _next_number(work, order_id),
        "reason": reason.strip(),
        "in_window": in_window,
        "charge_fen": None if in_window else charge_fen,
        "lines": revised.lines,
        "effect": effect,
        "split_run_id": run_id,
        "made_at": work.now,
        "made_by": work.actor.id,
        "made_by_name": work.actor.name,
    }
    work.insert(order_changes, row)
    after = {"no": row["no"], "reason": row["reason"], "lines": revised.lines, "charge_fen": row["charge_fen"]}
    record(work, "order.changed", "order", order_id, before={"status": order["status"]}, after=after)
    for topic in ("orders", "pieces", "packages", "board"):
        work.announce(topic, order_id=order_id)
    return row


def try_change(
    work: Work, order_id: str, changes: Sequence[LineChange], charge_fen: int | None = None
) -> dict[str, Any]:
    """What ``change_order`` would do, with nothing of it kept: which pieces stay, which are left over and how far they are.

    It runs the change itself behind a savepoint, so that the answer cannot differ from what happens then.

    Raises:
        As ``change_order``, but a closed window does not stop it: what it costs is asked when it is made.
    """
    told = len(work.announcements)
    mark = work.connection.begin_nested()
    try:
        made = change_order(work, order_id, changes, "试算", charge_fen or 0)
    finally:
        mark.rollback()
        del work.announcements[told:]
    return {name: made[name] for name in ("in_window", "lines", "effect")}


def _locked(work: Work, order_id: str) -> RowMapping:
    where = (orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    order = work.first(select(orders).where(*where).with_for_update())
    if order is None:
        raise errors.order_not_found()
    if order["status"] in {"cancelled", "shipped"}:
        raise errors.order_closed(order["status"])
    return order


def _next_number(work: Work, order_id: str) -> int:
    mine = (order_changes.c.tenant_id == work.tenant_id, order_changes.c.order_id == order_id)
    return int(work.scalar(select(func.coalesce(func.max(order_changes.c.no), 0)).where(*mine))) + 1


def _check(work: Work, order_id: str, versions: Any) -> None:
    """Can the order be made as it is now ordered? The whole of it is asked, so that a page sees all faults at once."""
    ready = prepare(work, order_id, versions)
    if not ready.lines:
        raise errors.no_lines_left()
    stops = [finding for finding in ready.findings if finding.level == "stop"]
    if stops:
        raise errors.cannot_be_made(stops)


def _before_release() -> dict[str, Any]:
    return {"kept": 0, "kept_begun": 0, "dropped": [], "made": 0, "packages_made": [], "packages_cancelled": []}


def _after_release(work: Work, order: RowMapping, revised: Revised) -> tuple[dict[str, Any], str]:
    done = resplit(work, order["id"], revised.renewed)
    _check_packages(work, order["id"], done)
    moved = replan_packages(work, order["id"], [piece["code"] for piece in done.dropped], done.bag)
    seq = take_turn(work)
    append_desk_event(work, seq, "change", order["no"], {"gone": moved.gone, "new": moved.new}, order_id=order["id"])
    settle_lots(work, order["id"])
    _refresh_status(work, order, bool(done.made or moved.made or moved.new))
    effect = {
        "kept": done.kept,
        "kept_begun": done.kept_begun,
        "dropped": done.dropped,
        "made": len(done.made),
        "packages_made": moved.made,
        "packages_cancelled": moved.cancelled,
    }
    return effect, done.run_id


def _check_packages(work: Work, order_id: str, done: Resplit) -> None:
    """What goes must not be in a package that is closed or has left: a person takes it out first."""
    where = (packages.c.tenant_id == work.tenant_id, packages.c.order_id == order_id)
    status = {row["code"]: row["status"] for row in work.all(select(packages.c.code, packages.c.status).where(*where))}
    shut = {piece["package"] for piece in done.dropped if status.get(piece["package"]) in _CLOSED}
    shut |= {code for code in _bag_package(work, done) if status.get(code) in _CLOSED}
    if shut:
        raise errors.in_closed_packages([_shut(code, status[code]) for code in sorted(shut)])


def _bag_package(work: Work, done: Resplit) -> Iterable[str]:
    if done.bag is None or done.bag[0] is None:
        return ()
    where = (hardware_bags.c.tenant_id == work.tenant_id, hardware_bags.c.code == done.bag[0])
    code = work.scalar(select(hardware_bags.c.package_code).where(*where))
    return (code,) if code else ()


def _shut(code: str, status: str) -> Finding:
    what = {
        "closed": Text(f"包裹 {code} 已封包", f"package {code} is closed"),
        "loaded": Text(f"包裹 {code} 已装车", f"package {code} is on a lorry"),
        "shipped": Text(f"包裹 {code} 已发运", f"package {code} has left"),
    }[status]
    todo = {
        "closed": Text("先在包装页拆包，再改单", "reopen it on the packing page, then change the order"),
        "loaded": Text("先卸车、拆包，再改单", "take it off the lorry and reopen it, then change the order"),
        "shipped": Text("已发运的按补件处理", "make pieces that have left again as a remake"),
    }[status]
    return Finding("CHANGE-PACKED", "stop", what, todo, Where(), code)


def _refresh_status(work: Work, order: RowMapping, more_to_do: bool) -> None:
    """An order with new pieces waits for a plan again, or goes on in production when it was packed."""
    after = {"planned": "released", "packed": "in_production"}.get(order["status"])
    if more_to_do and after:
        where = (orders.c.tenant_id == work.tenant_id, orders.c.id == order["id"])
        work.execute(update(orders).where(*where).values(status=after))
