"""What may be done: release an order, that is, split it and make its units, pieces with scan codes, bag and packages.

Splitting is computed before the writing transaction (``prepare``) and stored with bulk inserts (``release_order``). A split is
immutable: releasing an order again changes nothing and answers with the split there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping, select, update

from shuanglun.access.audit import record
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing import plan_packages
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.factory.splitting import errors
from shuanglun.factory.splitting.model import Split, split
from shuanglun.factory.splitting.operations import Operation, operations
from shuanglun.factory.splitting.panels import with_panels
from shuanglun.factory.splitting.queries import require_order, split_summary
from shuanglun.factory.splitting.rows import HardwareSpec, PartSpec, SplitLine
from shuanglun.factory.splitting.tables import hardware_specs, part_specs, split_runs
from shuanglun.factory.templates import catalogue_of
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.findings import Finding, Where, has_stop
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work, take_numbers

_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order's lines and their split, computed but not stored."""

    order_id: str
    lines: tuple[RowMapping, ...]
    result: Split
    worked: Mapping[tuple[str, str], Sequence[Operation]]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, each with the row of its line."""
        rows = {line["id"]: line for line in self.lines}
        return tuple(_placed(one.finding, rows[one.line]) for one in self.result.findings)


def prepare(work: Work, order_id: str, versions: Mapping[str, int] | None = None) -> Prepared:
    """Read an order and split it; needs only a reading transaction.

    ``versions`` are the template versions of an earlier split, which an order keeps; other templates take the newest.

    Raises:
        NotFound: there is no such order.
    """
    require_order(work, order_id)
    query = select(order_lines).where(
        order_lines.c.tenant_id == work.tenant_id,
        order_lines.c.order_id == order_id,
        order_lines.c.retired_at.is_(None),
    )
    lines = tuple(work.all(query.order_by(order_lines.c.line_no)))
    kept = versions or {}
    find = with_panels(catalogue_of(work).get)
    wanted = [_line(row, kept.get(row["template_code"])) for row in lines]
    result = split(wanted, find)
    return Prepared(order_id, lines, result, {} if result.stopped else operations(wanted, find))


def release_order(work: Work, order_id: str, prepared: Prepared | None = None) -> dict[str, Any]:
    """Release an order to the floor; returns the ``SplitSummary``. An order that is split already is left as it is.

    ``prepared`` comes from ``prepare`` in an earlier reading transaction (lines of an order never change); without it the
    split is computed here.

    Raises:
        NotFound: there is no such order. Refused: it is cancelled, has no lines, or a line cannot be made (``findings``).
    """
    where = (orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    order = work.first(select(orders.c.status, orders.c.no).where(*where).with_for_update())
    if order is None:
        raise errors.order_not_found()
    if order["status"] == "cancelled":
        raise errors.order_cancelled()
    known = split_summary(work, order_id)
    if known is not None:
        return known
    ready = prepared if prepared is not None and prepared.order_id == order_id else prepare(work, order_id)
    if not ready.lines:
        raise errors.order_is_empty()
    if has_stop(ready.findings):
        raise errors.cannot_be_made(ready.findings)
    run_id = _store(work, ready)
    work.execute(update(orders).where(*where, orders.c.status == "new").values(status="released"))
    after = {"no": order["no"], "split_run_id": run_id, "input_hash": ready.result.input_hash}
    record(work, "order.released", "order", order_id, before={"status": order["status"]}, after=after)
    for topic in ("orders", "pieces", "board"):
        work.announce(topic, order_id=order_id)
    summary = split_summary(work, order_id)
    assert summary is not None  # noqa: S101 - it was stored above
    return summary


def _line(row: RowMapping, version: int | None = None) -> SplitLine:
    source: Mapping[str, Any] = row["source"] or {}
    cells: Mapping[str, str] = source.get("cells") or {}
    places = {
        name: Where(sheet=source.get("sheet"), row=source.get("row"), cell=cell, field=name)
        for name, cell in cells.items()
    }
    return SplitLine(row["id"], row["template_code"], row["params"], row["quantity"], version, places)


def _placed(finding: Finding, line: RowMapping) -> Finding:
    """A finding with the sheet and row of its order line, where it does not name a cell itself."""
    where = finding.where
    if where.cell is None:
        source: Mapping[str, Any] = line["source"] or {}
        where = replace(where, sheet=source.get("sheet"), row=source.get("row") or line["line_no"])
    return replace(finding, where=where)


# ---------------------------------------------------------------------- storing


def _store(work: Work, ready: Prepared) -> str:
    run_id, spec_ids = store_run(work, ready)
    unit_ids = _make_units(work, ready)
    _make_pieces(work, ready, spec_ids, unit_ids)
    _make_bag(work, ready)
    plan_packages(work, ready.order_id)
    return run_id


def store_run(work: Work, ready: Prepared, supersedes: str | None = None) -> tuple[str, list[str]]:
    """Keep a split with its parts and hardware; returns its id and the ids of its parts in the order of the split."""
    run_id = new_id()
    result = ready.result
    work.insert(
        split_runs,
        {
            "id": run_id,
            "order_id": ready.order_id,
            "created_at": work.now,
            "created_by": work.actor.id,
            "templates": dict(result.templates),
            "input_hash": result.input_hash,
            "engine": result.engine,
            "findings": [finding.as_dict() for finding in ready.findings],
            "supersedes": supersedes,
        },
    )
    ids = {"split_run_id": run_id, "order_id": ready.order_id}
    spec_ids = _ordered_ids(len(result.parts))
    _insert(
        work,
        part_specs,
        [
            {
                **_part_row(part, spec_id, ids),
                "machining": [one._asdict() for one in ready.worked.get((part.line, part.row_key), ())],
            }
            for part, spec_id in zip(result.parts, spec_ids, strict=True)
        ],
    )
    item_ids = _ordered_ids(len(result.hardware))
    items = [_hardware_row(item, item_id, ids) for item, item_id in zip(result.hardware, item_ids, strict=True)]
    _insert(work, hardware_specs, items)
    return run_id, spec_ids


def _ordered_ids(count: int) -> list[str]:
    """New ids in ascending order, so that rows read by id stand in the order of the split."""
    return sorted(new_id() for _ in range(count))


def _insert(work: Work, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Bulk insert in batches, so that no statement grows without bound."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        work.insert(table, rows[start : start + _ROWS_AT_ONCE])


def _part_row(part: PartSpec, spec_id: str, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        **ids,
        "id": spec_id,
        "order_line_id": part.line,
        "row_key": part.row_key,
        "role": part.role,
        "name_zh": part.name_zh,
        "name_en": part.name_en,
        "qty_per_unit": part.qty_per_unit,
        "length": part.length,
        "width": part.width,
        "thickness": part.thickness,
        "cut_length": part.cut_length,
        "cut_width": part.cut_width,
        "grain": part.grain,
        "edges": part.edges._asdict(),
        "material_code": part.material_code,
        "colour": part.colour,
        "route": list(part.route),
        "pack_group": part.pack_group,
        "into_role": part.into,
        "weight_g": part.weight_g,
        "handle": part.handle,
    }


def _hardware_row(item: HardwareSpec, item_id: str, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        **ids,
        "id": item_id,
        "order_line_id": item.line,
        "item": item.item,
        "name_zh": item.name_zh,
        "name_en": item.name_en,
        "qty_per_unit": item.qty_per_unit,
        "unit": item.unit,
        "pack_group": item.pack_group,
        "row_key": item.row_key,
        "handle": item.handle,
    }


def _make_units(work: Work, ready: Prepared) -> dict[str, list[str]]:
    """The units of every line; returns their ids by line."""
    made: dict[str, list[str]] = {}
    rows = []
    for line in ready.lines:
        made[line["id"]] = [new_id() for _ in range(line["quantity"])]
        rows += [
            {
                "id": unit_id,
                "order_id": ready.order_id,
                "order_line_id": line["id"],
                "unit_no": number,
                "label": f"{line['line_no']}-{number}",
                "due_on": line["due_on"],
                "made_at": None,
            }
            for number, unit_id in enumerate(made[line["id"]], 1)
        ]
    _insert(work, units, rows)
    return made


def _make_pieces(work: Work, ready: Prepared, spec_ids: Sequence[str], unit_ids: Mapping[str, Sequence[str]]) -> None:
    """Every physical piece with its own scan code; numbers are taken in one block."""
    parts = ready.result.parts
    numbers = iter(take_numbers(work, "piece", sum(part.quantity * part.qty_per_unit for part in parts)))
    by_line: dict[str, list[tuple[PartSpec, str]]] = {}
    for part, spec_id in zip(parts, spec_ids, strict=True):
        by_line.setdefault(part.line, []).append((part, spec_id))
    rows: list[dict[str, Any]] = []
    for line_id, specs in by_line.items():
        for unit_id in unit_ids[line_id]:
            rows += _unit_pieces(
                specs, numbers, {"order_id": ready.order_id, "order_line_id": line_id, "unit_id": unit_id}
            )
    _insert(work, pieces, rows)


def _unit_pieces(
    specs: Sequence[tuple[PartSpec, str]], numbers: Iterator[int], ids: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The pieces of one unit. Members are dealt out evenly to the copies of the assembly they go into."""
    codes = {part.row_key: [make_code("piece", next(numbers)) for _ in range(part.qty_per_unit)] for part, _ in specs}
    rows = []
    for part, spec_id in specs:
        mine = codes[part.row_key]
        into = codes.get(part.into or "", [])
        for place, code in enumerate(mine):
            rows.append(
                {
                    **ids,
                    "code": code,
                    "part_spec_id": spec_id,
                    "seq": place + 1,
                    "into_code": into[place * len(into) // len(mine)] if into else None,
                    "step": 0,
                    "status": "planned",
                }
            )
    return rows


def bag_contents(ready: Prepared) -> list[dict[str, Any]]:
    """What the hardware bag of an order holds: the sum of every item."""
    sums: dict[tuple[str, str, str, str], int] = {}
    for item in ready.result.hardware:
        key = item.item, item.name_zh, item.name_en, item.unit
        sums[key] = sums.get(key, 0) + item.qty_per_unit * item.quantity
    return [
        {"item": item, "name_zh": zh, "name_en": en, "qty": qty, "unit": unit}
        for (item, zh, en, unit), qty in sums.items()
    ]


def _make_bag(work: Work, ready: Prepared) -> None:
    """One hardware bag an order; none when nothing is bought for it."""
    contents = bag_contents(ready)
    if not contents:
        return
    code = make_code("hardware", take_numbers(work, "hardware")[0])
    work.insert(hardware_bags, {"code": code, "order_id": ready.order_id, "contents": contents, "status": "planned"})
