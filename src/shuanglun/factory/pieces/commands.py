"""What may be done to pieces beside scanning: reject one and have it made anew, cancel those of a cancelled order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping, and_, select, update

from shuanglun.access.audit import record
from shuanglun.factory.pieces.errors import cannot_reject, piece_not_found, reason_missing
from shuanglun.factory.pieces.log import append_desk_event, take_turn
from shuanglun.factory.pieces.neighbours import neighbour
from shuanglun.factory.pieces.progress import advance_lot, refresh_unit, settle_lots
from shuanglun.factory.pieces.queries import known_code, lock_assembly, lock_piece
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.text import Text
from shuanglun.storage import Work, take_numbers

_HINTS = {
    "packed": Text("它在封好的包里，先重开包裹", "it is in a closed package; reopen that first"),
    "assembled": Text("它已压进门扇，请报废门扇", "it is inside its leaf; reject the leaf"),
    "shipped": Text("已发运", "it has left"),
    "scrapped": Text("已报废过", "it was rejected before"),
    "cancelled": Text("订单已取消", "its order is cancelled"),
}


def reject(work: Work, text: str, reason: str) -> dict[str, str]:
    """Scrap a piece and have it made anew; returns ``{old code: new code}``.

    The new piece has its own code, begins at the first operation, belongs to no lot yet (planning takes it into the next
    one), and takes the old one's place in its assembly and in its package. A leaf takes the members pressed into it with
    it; members that are not pressed yet stay as they are and go into the new leaf.

    Raises:
        BadRequest: no reason. NotFound: no such piece. Refused: packed in a closed package, pressed, shipped, gone.
    """
    if not reason.strip():
        raise reason_missing()
    seq = take_turn(work)
    code = known_code(text, "piece")
    row = lock_piece(work, code) if code else None
    if row is None:
        raise piece_not_found(text)
    if row["status"] in _HINTS and not (row["status"] == "packed" and _package_is_open(work, row)):
        raise cannot_reject(row["code"], row["status"], _HINTS[row["status"]])
    _, members = lock_assembly(work, row["code"])
    bad = [row, *(m for m in members if m["status"] == "assembled")]
    new = _make_anew(work, bad)
    _rewire(work, row, members, new)
    _note(work, seq, row, reason.strip(), new)
    return new


def _package_is_open(work: Work, row: RowMapping) -> bool:
    packages = neighbour("packages")
    where = (packages.c.tenant_id == work.tenant_id, packages.c.code == row["package_code"])
    return bool(work.scalar(select(packages.c.status).where(*where)) == "open")


def _make_anew(work: Work, bad: Sequence[RowMapping]) -> dict[str, str]:
    numbers = take_numbers(work, "piece", len(bad))
    new = {row["code"]: make_code("piece", number) for row, number in zip(bad, numbers, strict=True)}
    kept = ("part_spec_id", "order_id", "order_line_id", "unit_id", "seq", "package_code")
    work.insert(
        pieces,
        [
            {
                **{key: row[key] for key in kept},
                "code": new[row["code"]],
                "into_code": new.get(row["into_code"], row["into_code"]),
                "step": 0,
                "status": "planned",
                "remake_of": row["code"],
            }
            for row in bad
        ],
    )
    mine = and_(pieces.c.tenant_id == work.tenant_id, pieces.c.code.in_(list(new)))
    work.execute(update(pieces).where(mine).values(status="scrapped", step_at=work.now, package_code=None))
    return new


def _rewire(work: Work, row: RowMapping, members: Sequence[RowMapping], new: Mapping[str, str]) -> None:
    """The new piece takes the old one's place in its package; members not pressed yet wait for the new leaf."""
    items = neighbour("package_items")
    work.execute(
        update(items)
        .where(items.c.tenant_id == work.tenant_id, items.c.item_code == row["code"])
        .values(item_code=new[row["code"]], packed_at=None, packed_by=None)
    )
    waiting = [m["code"] for m in members if m["code"] not in new]
    if waiting:
        mine = and_(pieces.c.tenant_id == work.tenant_id, pieces.c.code.in_(waiting))
        work.execute(update(pieces).where(mine).values(into_code=new[row["code"]]))
    refresh_unit(work, row["unit_id"])
    advance_lot(work, row, "scrapped")


def _note(work: Work, seq: int, row: RowMapping, reason: str, new: Mapping[str, str]) -> None:
    refs = {"order_id": row["order_id"], "unit_id": row["unit_id"], "package_code": row["package_code"]}
    payload = {"reason": reason, "remade": dict(new), "item": row["code"]}
    append_desk_event(work, seq, "reject", row["code"], payload, **refs)
    before = {"status": row["status"], "step": row["step"]}
    record(work, "piece.rejected", "piece", row["code"], before, {"reason": reason, "remade": dict(new)})
    for topic in ("pieces", "packages", "board"):
        work.announce(topic, order_id=row["order_id"])


def cancel_pieces(work: Work, order_id: str) -> int:
    """Cancel the pieces and hardware bags of a cancelled order that have not left; returns how many pieces.

    They keep lot, pattern and scans; a lot that has no other pieces is cancelled with them.
    """
    mine = and_(
        pieces.c.tenant_id == work.tenant_id,
        pieces.c.order_id == order_id,
        pieces.c.status.not_in(("shipped", "scrapped", "cancelled")),
    )
    changed = work.execute(update(pieces).where(mine).values(status="cancelled")).rowcount
    bags = and_(
        hardware_bags.c.tenant_id == work.tenant_id,
        hardware_bags.c.order_id == order_id,
        hardware_bags.c.status.not_in(("shipped", "cancelled")),
    )
    work.execute(update(hardware_bags).where(bags).values(status="cancelled"))
    settle_lots(work, order_id)
    work.announce("pieces", order_id=order_id)
    return changed
