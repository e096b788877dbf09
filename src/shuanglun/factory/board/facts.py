"""The facts beneath each number of the board: a sentence that defines it and the rows that were counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, select

from shuanglun.factory import planning
from shuanglun.factory.board.day import Today
from shuanglun.factory.board.queries import ORDER_STATES, board, unit_filters
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces.tables import units
from shuanglun.factory.shipping.tables import shipments
from shuanglun.kernel.errors import NotFound
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

ROWS_SHOWN = 500

_UNIT_COLUMNS = [
    {"key": "no", "zh": "订单", "en": "order"},
    {"key": "label", "zh": "樘号", "en": "unit"},
    {"key": "position", "zh": "安装位置", "en": "position"},
    {"key": "due_on", "zh": "交期", "en": "due"},
    {"key": "made_at", "zh": "完成时间", "en": "made at"},
]
_TEXTS = {
    "made_today": Text("今天最后一件也已打包的樘数", "units whose last piece was packed today"),
    "due_today": Text("交期是今天的樘数（不含已取消）", "units due today (cancelled ones left out)"),
    "overdue": Text("交期已过、还没做完的樘数", "units whose due day is past and which are not made"),
    "packages_closed": Text("今天封好的包裹", "packages closed today"),
    "packages_shipped": Text("今天随车发出的包裹", "packages that left on a lorry today"),
    "late": Text(
        "按当前排程会晚于交期、还没做完的订单",
        "orders that the current schedule finishes after their due day and that are not made yet",
    ),
    "forecast": Text(
        "预测 = 今天已完成 + 到目前每小时完成数 × 剩余工时，不超过已下达而未完成的樘数；十次里约八次落在范围内",
        "forecast = made so far + rate so far × working time left, at most what is released and not made; about eight "
        "times of ten the day ends within the range",
    ),
    "packages_open": Text("还没有封好的包裹", "packages that are not closed yet"),
    "orders_open": Text("还没有发运完、也没有取消的订单", "orders neither shipped nor cancelled"),
    "orders_released": Text("已下达、等待排产的订单", "orders released and waiting for a plan"),
    "orders_planned": Text("已排产或正在生产的订单", "orders planned or in production"),
}


def facts(work: Work, number: str) -> dict[str, Any]:
    """The rows beneath a number.

    Raises:
        NotFound: the board has no such number.
    """
    if number not in _TEXTS:
        raise NotFound("BOARD-NO-NUMBER", Text("看板上没有这个数字", "the board has no such number"))
    today = Today.at(work.now)
    if number in {"made_today", "due_today", "overdue"}:
        rows, columns = _units(work, number, today), _UNIT_COLUMNS
    elif number == "packages_closed":
        rows, columns = _closed(work, today)
    elif number == "packages_open":
        rows, columns = _open(work)
    elif number.startswith("orders_"):
        rows, columns = _orders(work, ORDER_STATES[number.removeprefix("orders_")])
    elif number == "packages_shipped":
        rows, columns = _shipped(work, today)
    elif number == "late":
        rows, columns = _late(work)
    else:
        rows, columns = _forecast(work)
    text = _TEXTS[number].as_dict()
    return {
        "number": number,
        "value": _value(number, rows),
        "text": text,
        "columns": columns,
        "rows": rows[:ROWS_SHOWN],
    }


def _value(number: str, rows: list[dict[str, Any]]) -> int | None:
    """The number itself: orders that are late on several due days count once; the forecast stands among its inputs."""
    if number == "late":
        return len({row["order_id"] for row in rows})
    if number == "forecast":
        return next((row["value"] for row in rows if row["key"] == "expected"), None)
    return len(rows)


def _units(work: Work, number: str, today: Today) -> list[dict[str, Any]]:
    query = (
        select(
            orders.c.no,
            units.c.id,
            units.c.order_id,
            units.c.label,
            order_lines.c.position,
            units.c.due_on,
            units.c.made_at,
        )
        .join(orders, and_(orders.c.tenant_id == units.c.tenant_id, orders.c.id == units.c.order_id))
        .join(
            order_lines, and_(order_lines.c.tenant_id == units.c.tenant_id, order_lines.c.id == units.c.order_line_id)
        )
        .where(unit_filters(work, today)[number])
        .order_by(units.c.made_at.desc(), units.c.due_on, orders.c.no, units.c.label)
    )
    return [dict(row) for row in work.all(query)]


_PACKAGE_COLUMNS = [
    {"key": "code", "zh": "包裹", "en": "package"},
    {"key": "no", "zh": "订单", "en": "order"},
    {"key": "k", "zh": "第几件", "en": "k"},
    {"key": "n", "zh": "共几件", "en": "n"},
]


def _closed(work: Work, today: Today) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    query = (
        select(packages.c.code, orders.c.no, packages.c.order_id, packages.c.k, packages.c.n, packages.c.closed_at)
        .join(orders, and_(orders.c.tenant_id == packages.c.tenant_id, orders.c.id == packages.c.order_id))
        .where(packages.c.tenant_id == work.tenant_id)
        .where(packages.c.closed_at >= today.start, packages.c.closed_at < today.end)
        .order_by(packages.c.closed_at.desc(), packages.c.code)
    )
    columns = [*_PACKAGE_COLUMNS, {"key": "closed_at", "zh": "封包时间", "en": "closed at"}]
    return [dict(row) for row in work.all(query)], columns


def _open(work: Work) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    missing = (
        select(func.count())
        .where(
            package_items.c.tenant_id == packages.c.tenant_id,
            package_items.c.package_code == packages.c.code,
            package_items.c.packed_at.is_(None),
        )
        .scalar_subquery()
    )
    query = (
        select(packages.c.code, orders.c.no, packages.c.order_id, orders.c.due_on, missing.label("missing"))
        .join(orders, and_(orders.c.tenant_id == packages.c.tenant_id, orders.c.id == packages.c.order_id))
        .where(packages.c.tenant_id == work.tenant_id, packages.c.status == "open")
        .order_by(orders.c.due_on, orders.c.no, packages.c.code)
    )
    columns = [
        {"key": "code", "zh": "包裹", "en": "package"},
        {"key": "no", "zh": "订单", "en": "order"},
        {"key": "due_on", "zh": "交期", "en": "due"},
        {"key": "missing", "zh": "还缺件数", "en": "pieces missing"},
    ]
    return [dict(row) for row in work.all(query)], columns


def _orders(work: Work, states: tuple[str, ...]) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    counted = select(func.count()).where(units.c.tenant_id == orders.c.tenant_id, units.c.order_id == orders.c.id)
    made = counted.where(units.c.made_at.is_not(None)).scalar_subquery()
    query = (
        select(
            orders.c.id.label("order_id"),
            orders.c.no,
            orders.c.customer,
            orders.c.due_on,
            counted.scalar_subquery().label("units"),
            made.label("made"),
        )
        .where(orders.c.tenant_id == work.tenant_id, orders.c.status.in_(states))
        .order_by(orders.c.due_on, orders.c.no)
    )
    columns = [
        {"key": "no", "zh": "订单", "en": "order"},
        {"key": "customer", "zh": "客户", "en": "customer"},
        {"key": "due_on", "zh": "交期", "en": "due"},
        {"key": "units", "zh": "樘数", "en": "units"},
        {"key": "made", "zh": "已完成", "en": "made"},
    ]
    return [dict(row) for row in work.all(query)], columns


def _shipped(work: Work, today: Today) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    query = (
        select(
            packages.c.code,
            orders.c.no,
            packages.c.order_id,
            packages.c.k,
            packages.c.n,
            shipments.c.lorry,
            shipments.c.left_at,
        )
        .join(
            shipments, and_(shipments.c.tenant_id == packages.c.tenant_id, shipments.c.code == packages.c.shipment_code)
        )
        .join(orders, and_(orders.c.tenant_id == packages.c.tenant_id, orders.c.id == packages.c.order_id))
        .where(packages.c.tenant_id == work.tenant_id, packages.c.status == "shipped")
        .where(shipments.c.left_at >= today.start, shipments.c.left_at < today.end)
        .order_by(shipments.c.left_at.desc(), packages.c.code)
    )
    columns = [
        *_PACKAGE_COLUMNS,
        {"key": "lorry", "zh": "车牌", "en": "lorry"},
        {"key": "left_at", "zh": "发车", "en": "left at"},
    ]
    return [dict(row) for row in work.all(query)], columns


def _late(work: Work) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    rows = [
        {**row, "why": row["reason"]["text"]["zh"], "why_en": row["reason"]["text"]["en"]}
        for row in planning.late_outlooks(work)
    ]
    columns = [
        {"key": "no", "zh": "订单", "en": "order"},
        {"key": "due_on", "zh": "交期", "en": "due"},
        {"key": "finish_at", "zh": "预计完成", "en": "finish"},
        {"key": "units", "zh": "樘数", "en": "units"},
        {"key": "why", "zh": "原因", "en": "why"},
    ]
    return rows, columns


def _forecast(work: Work) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    found = board(work)["forecast"] or {}
    names = {
        "made": Text("今天已完成（樘）", "made so far (units)"),
        "worked_seconds": Text("今天已过的工时（秒）", "working time passed (s)"),
        "open_units": Text("已下达而未完成（樘）", "released and not made (units)"),
        "left_seconds": Text("今天剩余工时（秒）", "working time left (s)"),
        "low": Text("预测下限", "forecast, low"),
        "expected": Text("预测", "forecast"),
        "high": Text("预测上限", "forecast, high"),
    }
    rows = [
        {"name": text.zh, "name_en": text.en, "value": found[key], "key": key}
        for key, text in names.items()
        if key in found
    ]
    return rows, [{"key": "name", "zh": "项目", "en": "item"}, {"key": "value", "zh": "数值", "en": "value"}]
