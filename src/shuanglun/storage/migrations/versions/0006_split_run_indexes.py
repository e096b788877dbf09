"""rows of a split run are found by an index, however many orders there are"""

from alembic import op

revision = "0006_split_run_indexes"
down_revision = "0005_offcut_life"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("part_specs", "hardware_specs"):
        op.create_index(f"ix_{table}_tenant_id_split_run_id", table, ["tenant_id", "split_run_id"])
