"""Pieces made again (补件): with a reason, the station where the fault arose, and who bears the cost.

A piece still on the floor is rejected and made anew in its place. One that is packed or has left becomes part of a remake
order of its own, whose new pieces name the old ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, and_, func, select

from shuanglun.access.audit import record
from shuanglun.factory.changes import errors
from shuanglun.factory.changes.tables import remakes
from shuanglun.factory.orders import rules_of, today_of
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing import plan_packages
from shuanglun.factory.pieces import reject, take_turn
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.splitting.tables import part_specs, split_runs
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work, take_numbers

_OUT_OF_HAND = ("packed", "shipped")
_GONE = ("scrapped", "cancelled", "assembled")
_SPEC_IDS = ("tenant_id", "id", "split_run_id", "order_id", "order_line_id", "qty_per_unit")


def remake(
    work: Work,
    order_id: str,
    codes: Sequence[str],
    reason: str,
    bearer: str,
    station: str | None = None,
    note: str = "",
) -> dict[str, Any]:
    """Have pieces of an order made again; returns the ``Remake``.

    A leaf brings what is pressed into it. ``reason``, ``bearer`` and ``station`` are words of the desk's rules.

    Raises:
        BadRequest: a word the rules do not have, a piece of another order. NotFound: no such order.
        Refused: a piece was made again already, or is inside its leaf.
    """
    rules = rules_of(work)
    known = (("reason", reason, rules.reasons), ("bearer", bearer, rules.bearers), ("station", station, rules.stations))
    for kind, word, words in known:
        if word is not None and word not in words:
            raise errors.no_such_word(kind, word)
    take_turn(work)
    where = (orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    order = work.first(select(orders).where(*where).with_for_update())
    if order is None:
        raise errors.order_not_found()
    bad = _pieces(work, order_id, codes)
    no = _next_number(work, order_id)
    text = "；".join(filter(None, (rules.reasons[reason].zh, note.strip())))
    renewed: dict[str, str] = {}
    out = [row for row in bad if row["status"] in _OUT_OF_HAND]
    for row in bad:
        if row["status"] not in _OUT_OF_HAND:
            renewed |= reject(work, row["code"], text)
    new_order_id = None
    if out:
        new_order_id, made = _remake_order(work, order, no, out, text)
        renewed |= made
    return _keep(work, order, no, renewed, new_order_id, reason, bearer, station, note)


def _pieces(work: Work, order_id: str, codes: Sequence[str]) -> list[RowMapping]:
    mine = (pieces.c.tenant_id == work.tenant_id, pieces.c.order_id == order_id)
    rows = {row["code"]: row for row in work.all(select(pieces).where(*mine, pieces.c.code.in_(list(codes))))}
    for code in codes:
        if code not in rows:
            raise errors.no_such_piece(code)
        if rows[code]["status"] in _GONE or _is_remade(work, code):
            raise errors.already_remade(code)
    return [rows[code] for code in dict.fromkeys(codes)]


def _is_remade(work: Work, code: str) -> bool:
    where = (pieces.c.tenant_id == work.tenant_id, pieces.c.remake_of == code, pieces.c.status != "cancelled")
    return work.first(select(pieces.c.code).where(*where).limit(1)) is not None


def _next_number(work: Work, order_id: str) -> int:
    mine = (remakes.c.tenant_id == work.tenant_id, remakes.c.order_id == order_id)
    return int(work.scalar(select(func.coalesce(func.max(remakes.c.no), 0)).where(*mine))) + 1


def _keep(
    work: Work,
    order: RowMapping,
    no: int,
    renewed: dict[str, str],
    new_order_id: str | None,
    reason: str,
    bearer: str,
    station: str | None,
    note: str,
) -> dict[str, Any]:
    row = {
        "id": new_id(),
        "order_id": order["id"],
        "no": no,
        "reason": reason,
        "note": note.strip() or None,
        "station": station,
        "bearer": bearer,
        "pieces": _named(work, renewed),
        "new_order_id": new_order_id,
        "made_at": work.now,
        "made_by": work.actor.id,
        "made_by_name": work.actor.name,
    }
    work.insert(remakes, row)
    after = {"no": no, "reason": reason, "bearer": bearer, "station": station, "pieces": dict(renewed)}
    record(work, "order.remade", "order", order["id"], after=after)
    for topic in ("orders", "pieces", "board"):
        work.announce(topic, order_id=order["id"])
    return row


def _named(work: Work, renewed: dict[str, str]) -> list[dict[str, Any]]:
    joined = pieces.join(
        part_specs, and_(part_specs.c.tenant_id == pieces.c.tenant_id, part_specs.c.id == pieces.c.part_spec_id)
    ).join(order_lines, and_(order_lines.c.tenant_id == pieces.c.tenant_id, order_lines.c.id == pieces.c.order_line_id))
    columns = (pieces.c.code, part_specs.c.name_zh, part_specs.c.name_en, order_lines.c.line_no)
    rows = work.all(
        select(*columns)
        .select_from(joined)
        .where(pieces.c.tenant_id == work.tenant_id, pieces.c.code.in_(list(renewed)))
        .order_by(pieces.c.code)
    )
    return [
        {
            "old": r["code"],
            "new": renewed[r["code"]],
            "name": {"zh": r["name_zh"], "en": r["name_en"]},
            "line_no": r["line_no"],
        }
        for r in rows
    ]


# ---------------------------------------------------------------------- a remake order


def _remake_order(
    work: Work, order: RowMapping, no: int, bad: Sequence[RowMapping], text: str
) -> tuple[str, dict[str, str]]:
    """An order of its own for pieces that are packed or gone: a line a unit, released at once."""
    order_id = new_id()
    row = {
        **{name: order[name] for name in ("customer", "phone", "address", "priority")},
        "id": order_id,
        "no": f"{order['no']}-补{no}",
        "ordered_on": today_of(work),
        "due_on": today_of(work),
        "status": "released",
        "import_id": None,
        "fingerprint": f"remake:{order_id}",
        "remark": text,
        "extra": {"remake_of": order["no"]},
        "created_at": work.now,
    }
    work.insert(orders, row)
    run_id = _run(work, order_id, order)
    members = _members(work, [piece["code"] for piece in bad])
    by_unit: dict[str, list[RowMapping]] = defaultdict(list)
    for piece in [*bad, *(m for m in members if m["code"] not in {p["code"] for p in bad})]:
        by_unit[piece["unit_id"]].append(piece)
    renewed: dict[str, str] = {}
    for number, (unit_id, several) in enumerate(sorted(by_unit.items()), 1):
        renewed |= _remake_unit(work, order_id, run_id, number, unit_id, several)
    plan_packages(work, order_id)
    return order_id, renewed


def _run(work: Work, order_id: str, order: RowMapping) -> str:
    run_id = new_id()
    row = {
        "id": run_id,
        "order_id": order_id,
        "created_at": work.now,
        "created_by": work.actor.id,
        "templates": {},
        "input_hash": f"remake:{order['id']}",
        "engine": "remake-1",
        "findings": [],
        "supersedes": None,
    }
    work.insert(split_runs, row)
    return run_id


def _members(work: Work, codes: Sequence[str]) -> Sequence[RowMapping]:
    mine = (pieces.c.tenant_id == work.tenant_id, pieces.c.into_code.in_(list(codes)))
    return work.all(select(pieces).where(*mine, pieces.c.status == "assembled").order_by(pieces.c.code))


def _remake_unit(
    work: Work, order_id: str, run_id: str, number: int, unit_id: str, several: Sequence[RowMapping]
) -> dict[str, str]:
    """One line with one unit: the parts of one door that are made again."""
    line = _line_of(work, several[0]["order_line_id"])
    ids = {"line": new_id(), "unit": new_id()}
    kept = {name: line[name] for name in ("template_code", "position", "params")}
    source = {"remake_of_line": line["id"]}
    row = {**kept, "id": ids["line"], "order_id": order_id, "line_no": number, "quantity": 1, "due_on": today_of(work)}
    work.insert(order_lines, {**row, "source": source, "remark": line["remark"], "revision": 1})
    unit = {"id": ids["unit"], "order_id": order_id, "order_line_id": ids["line"], "unit_no": 1}
    work.insert(units, {**unit, "label": f"{number}-1", "due_on": today_of(work), "made_at": None})
    counts = Counter(piece["part_spec_id"] for piece in several)
    specs = {
        spec_id: _copy_spec(work, spec_id, order_id, run_id, ids["line"], count) for spec_id, count in counts.items()
    }
    numbers = iter(take_numbers(work, "piece", len(several)))
    renewed = {piece["code"]: make_code("piece", next(numbers)) for piece in several}
    seen: Counter[str] = Counter()
    rows = []
    for piece in several:
        seen[piece["part_spec_id"]] += 1
        rows.append(
            {
                "code": renewed[piece["code"]],
                "part_spec_id": specs[piece["part_spec_id"]],
                "order_id": order_id,
                "order_line_id": ids["line"],
                "unit_id": ids["unit"],
                "seq": seen[piece["part_spec_id"]],
                "into_code": renewed.get(piece["into_code"] or ""),
                "step": 0,
                "status": "planned",
                "remake_of": piece["code"],
            }
        )
    work.insert(pieces, rows)
    return renewed


def _line_of(work: Work, line_id: str) -> RowMapping:
    where = (order_lines.c.tenant_id == work.tenant_id, order_lines.c.id == line_id)
    return work.all(select(order_lines).where(*where))[0]


def _copy_spec(work: Work, spec_id: str, order_id: str, run_id: str, line_id: str, count: int) -> str:
    where = (part_specs.c.tenant_id == work.tenant_id, part_specs.c.id == spec_id)
    spec = work.all(select(part_specs).where(*where))[0]
    new = new_id()
    own = {name: value for name, value in spec.items() if name not in _SPEC_IDS}
    ids = {"id": new, "split_run_id": run_id, "order_id": order_id, "order_line_id": line_id, "qty_per_unit": count}
    work.insert(part_specs, {**own, **ids})
    return new
