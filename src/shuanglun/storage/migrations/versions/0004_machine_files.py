"""machine files: machining with part specs, cut plans whole, machine profiles"""

import sqlalchemy as sa
from alembic import op

from shuanglun.storage import types as t

revision = "0004_machine_files"
down_revision = "0003_template_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "machine_profiles",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", t.Number, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("published_at", t.UtcInstant(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "code", "version", name=op.f("pk_machine_profiles")),
        info={"tenant": True},
        sqlite_strict=True,
    )
    with op.batch_alter_table("cut_plans", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document", t.Json(), nullable=True))
    with op.batch_alter_table("part_specs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("machining", t.Json(), nullable=True))
