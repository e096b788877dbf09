"""off-cuts: everything that happens to them as events, stock-takes"""

import sqlalchemy as sa
from alembic import op

from shuanglun.storage import types as t

revision = "0005_offcut_life"
down_revision = "0004_machine_files"
branch_labels = None
depends_on = None

# The event that leads to a status kept before there were events.
_EVENT_OF = {"planned": "planned", "in_stock": "made", "reserved": "reserved", "used": "used", "scrapped": "scrapped"}


def upgrade() -> None:
    with op.batch_alter_table("offcuts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("in_stock_at", t.UtcInstant(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", t.UtcInstant(), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
    op.create_table(
        "offcut_events",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("seq", t.Number, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_at", t.UtcInstant(), nullable=False),
        sa.Column("received_at", t.UtcInstant(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("cut_plan_id", sa.Text(), nullable=True),
        sa.Column("pattern_id", sa.Text(), nullable=True),
        sa.Column("stocktake_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "code"],
            ["offcuts.tenant_id", "offcuts.code"],
            name=op.f("fk_offcut_events_tenant_id_code"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_offcut_events")),
        info={"tenant": True},
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_offcut_events_tenant_id_code"), "offcut_events", ["tenant_id", "code"])
    op.create_table(
        "stocktakes",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("no", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("material_code", sa.Text(), nullable=True),
        sa.Column("started_at", t.UtcInstant(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("ended_at", t.UtcInstant(), nullable=True),
        sa.Column("result", t.Json(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stocktakes")),
        info={"tenant": True},
        sqlite_strict=True,
    )
    _carry_over(op.get_bind())


def _carry_over(bind: sa.Connection) -> None:
    """Off-cuts kept before get the event of their status."""
    bind.execute(sa.text("UPDATE offcuts SET origin = 'pattern'"))
    bind.execute(sa.text("UPDATE offcuts SET in_stock_at = created_at WHERE status <> 'planned'"))
    texts = ("tenant_id", "code", "status", "place", "pattern_id", "reserved_by")
    offcuts = sa.table("offcuts", *(sa.column(c, sa.Text()) for c in texts), sa.column("created_at", t.UtcInstant()))
    sequences = sa.table(
        "sequences", sa.column("tenant_id", sa.Text()), sa.column("kind", sa.Text()), sa.column("next", t.Number)
    )
    events = sa.table(
        "offcut_events",
        *(
            sa.column(c, sa.Text())
            for c in ("tenant_id", "code", "kind", "person_id", "person_name", "place", "cut_plan_id", "pattern_id")
        ),
        sa.column("seq", t.Number),
        sa.column("happened_at", t.UtcInstant()),
        sa.column("received_at", t.UtcInstant()),
    )
    last: dict[str, int] = {}
    rows = []
    for row in bind.execute(sa.select(offcuts).order_by(offcuts.c.tenant_id, offcuts.c.code)).mappings().all():
        seq = last[row["tenant_id"]] = last.get(row["tenant_id"], 0) + 1
        rows.append(
            {
                "tenant_id": row["tenant_id"],
                "seq": seq,
                "code": row["code"],
                "kind": _EVENT_OF[row["status"]],
                "person_id": "system",
                "person_name": "系统 System",
                "place": row["place"],
                "cut_plan_id": row["reserved_by"] if row["status"] == "reserved" else None,
                "pattern_id": row["pattern_id"],
                "happened_at": row["created_at"],
                "received_at": row["created_at"],
            }
        )
    if rows:
        bind.execute(sa.insert(events), rows)
        bind.execute(
            sa.insert(sequences),
            [{"tenant_id": tenant, "kind": "offcut_event", "next": seq + 1} for tenant, seq in last.items()],
        )
