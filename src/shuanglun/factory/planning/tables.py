"""Tables of planning: plan runs, lots, tasks of the schedule, and what each order may expect."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, ForeignKeyConstraint, Index, Text, and_, exists

from shuanglun.factory.orders.tables import order_lines
from shuanglun.factory.pieces.tables import units
from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Day, Flag, Json, Number, UtcInstant

plan_runs = tenant_table(
    "plan_runs",
    Column("id", Text),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("settings", Json, nullable=False),
    Column("figures", Json, nullable=False),
    Column("findings", Json, nullable=False),
    Column("status", Text, nullable=False),  # current | superseded
)

lots = tenant_table(
    "lots",
    Column("id", Text),
    Column("no", Text, nullable=False),  # "L0007", what people say
    Column("plan_run_id", Text, nullable=False),
    Column("kind", Text, nullable=False),  # cut (pieces sawn together) | assembly (leaves pressed together)
    Column("material_code", Text),
    Column("thickness", Number),
    Column("due_on", Day, nullable=False),
    Column("pieces", Number, nullable=False),
    Column("area_mm2", Number, nullable=False),
    Column("reason", Json, nullable=False),  # why these pieces are together
    Column("status", Text, nullable=False),  # released | in_production | done | cancelled (derived, cached)
    Column("created_at", UtcInstant, nullable=False),
    ForeignKeyConstraint(["tenant_id", "plan_run_id"], ["plan_runs.tenant_id", "plan_runs.id"]),
)

tasks = tenant_table(
    "tasks",
    Column("id", Text),
    Column("plan_run_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("operation", Text, nullable=False),  # saw | edge | cnc | press | cure | pack
    Column("work_centre", Text, nullable=False),
    Column("machine_id", Text),
    Column("starts_at", UtcInstant, nullable=False),
    Column("ends_at", UtcInstant, nullable=False),
    Column("setup_seconds", Number, nullable=False),
    Column("work_seconds", Number, nullable=False),
    Column("pieces", Number, nullable=False),
    Column("segments", Json, nullable=False),  # working intervals [[start, end], ...]
    Column("locked", Flag, nullable=False),
    ForeignKeyConstraint(["tenant_id", "plan_run_id"], ["plan_runs.tenant_id", "plan_runs.id"]),
    Index(None, "tenant_id", "plan_run_id"),
    Index(None, "tenant_id", "machine_id", "starts_at"),
    Index(None, "tenant_id", "lot_id"),
)

order_outlooks = tenant_table(
    "order_outlooks",
    Column("plan_run_id", Text),
    Column("order_id", Text),
    Column("due_on", Day),
    Column("finish_at", UtcInstant),  # None: could not be scheduled
    Column("late_seconds", Number, nullable=False),  # 0 when in time
    Column("units", Number, nullable=False),
    Column("reason", Json, nullable=False),  # {"code", "text": {zh, en}, "chain": [...]}
    key=("plan_run_id", "order_id", "due_on"),
)


def still_to_make() -> ColumnElement[bool]:
    """Of an outlook: some unit of its order and due day is not made. What a change took away does not count.

    An outlook is what a plan said when it was made; once its doors are packed they cannot be late any more.
    """
    line = and_(order_lines.c.tenant_id == units.c.tenant_id, order_lines.c.id == units.c.order_line_id)
    return (
        exists()
        .select_from(units.join(order_lines, line))
        .where(
            units.c.tenant_id == order_outlooks.c.tenant_id,
            units.c.order_id == order_outlooks.c.order_id,
            units.c.due_on == order_outlooks.c.due_on,
            units.c.made_at.is_(None),
            order_lines.c.retired_at.is_(None),
        )
    )
