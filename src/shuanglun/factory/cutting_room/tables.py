"""Tables of the cutting room: boards that can be bought, off-cuts with identity, cut plans and their patterns."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Flag, Json, Number, UtcInstant

board_types = tenant_table(
    "board_types",
    Column("code", Text),  # e.g. "HDF8-原木橡-2440x1220"
    Column("material_code", Text, nullable=False),  # what a part asks for: "HDF8-原木橡"
    Column("name", Text, nullable=False),
    Column("thickness", Number, nullable=False),
    Column("length", Number, nullable=False),
    Column("width", Number, nullable=False),
    Column("grain", Flag, nullable=False),
    Column("cost_fen", Number, nullable=False),
    Column("kerf", Number, nullable=False),
    Column("trim", Number, nullable=False),
    Column("active", Flag, nullable=False),
    Index(None, "tenant_id", "material_code"),
    key="code",
)

cut_plans = tenant_table(
    "cut_plans",
    Column("id", Text),
    Column("lot_id", Text, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("settings", Json, nullable=False),  # kerf, trim, stages, use_offcuts, seed
    Column("figures", Json, nullable=False),  # sheets, waste %, bound, gap, cuts, off-cut area ...
    Column("status", Text, nullable=False),  # current | superseded
    Column(
        "document", Json
    ),  # problem and plan with their cut trees, for files of machines; None: planned before they were kept
    Index(None, "tenant_id", "lot_id"),
)

patterns = tenant_table(
    "patterns",
    Column("id", Text),
    Column("cut_plan_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("no", Number, nullable=False),  # 1..n in sawing order
    Column("board_code", Text, nullable=False),  # board type, or the off-cut's scan code
    Column("run_qty", Number, nullable=False),
    Column("geometry", Json, nullable=False),  # cut tree, rectangles, cuts (engines.cutting drawing geometry)
    Column("sawn_at", UtcInstant),
    ForeignKeyConstraint(["tenant_id", "cut_plan_id"], ["cut_plans.tenant_id", "cut_plans.id"]),
    Index(None, "tenant_id", "cut_plan_id"),
)

offcuts = tenant_table(
    "offcuts",
    Column("code", Text),  # scan code B.......
    Column("material_code", Text, nullable=False),
    Column("length", Number, nullable=False),
    Column("width", Number, nullable=False),
    Column("thickness", Number, nullable=False),
    Column("grain", Flag, nullable=False),
    Column("status", Text, nullable=False),  # offcut_life.STATUS_AFTER: follows from the events, cached
    Column("place", Text),
    Column("pattern_id", Text),  # where it came from
    Column("reserved_by", Text),  # the cut plan that will use it
    Column("created_at", UtcInstant, nullable=False),
    Column("origin", Text),  # pattern | measured
    Column("in_stock_at", UtcInstant),  # since when it lies in the rack: its age counts from here (cached)
    Column("seen_at", UtcInstant),  # when somebody last had it in hand (cached)
    Column("note", Text),
    Index(None, "tenant_id", "material_code", "status"),
    key="code",
)

# Everything that happened to an off-cut, never changed; status, place and age follow from these.
offcut_events = tenant_table(
    "offcut_events",
    Column("seq", Number),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("happened_at", UtcInstant, nullable=False),
    Column("received_at", UtcInstant, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("place", Text),
    Column("reason", Text),
    Column("cut_plan_id", Text),
    Column("pattern_id", Text),
    Column("stocktake_id", Text),
    ForeignKeyConstraint(["tenant_id", "code"], ["offcuts.tenant_id", "offcuts.code"]),
    Index(None, "tenant_id", "code"),
    key="seq",
)

stocktakes = tenant_table(
    "stocktakes",
    Column("id", Text),
    Column("no", Text, nullable=False),  # "PD0003", what people say
    Column("place", Text),  # only this place; None: the whole rack
    Column("material_code", Text),  # only this material; None: all
    Column("started_at", UtcInstant, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("ended_at", UtcInstant),
    Column("result", Json),  # {"expected", "seen", "missing": [...], "found": [...], "moved": [...], "reserved": [...]}
)
