"""Tables of the template desk: drafts as chains of immutable revisions, and replays of drafts over real order lines."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Json, Number, UtcInstant

template_drafts = tenant_table(
    "template_drafts",
    Column("id", Text),
    Column("code", Text, nullable=False),
    Column("from_code", Text),  # the template it was opened or copied from; None for an uploaded file
    Column("from_version", Number),
    Column("status", Text, nullable=False),  # open | published | discarded
    Column("revision", Number, nullable=False),  # the revision that holds now; undo and redo move it
    Column(
        "turn", Number, nullable=False
    ),  # counts every change, undo and redo too: what two editors are told apart by
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("changed_at", UtcInstant, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_by_name", Text, nullable=False),
    Column("published_version", Number),
    Index(None, "tenant_id", "code"),
)

# A revision is never changed. Undo goes to the parent, redo to the newest child; a branch left by undo stays.
template_draft_revisions = tenant_table(
    "template_draft_revisions",
    Column("draft_id", Text),
    Column("revision", Number),
    Column("parent", Number),
    Column("at", UtcInstant, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("what", Json, nullable=False),  # {"zh": ..., "en": ...}: what was changed
    Column("body", Text, nullable=False),  # the whole template as JSON
    ForeignKeyConstraint(["tenant_id", "draft_id"], ["template_drafts.tenant_id", "template_drafts.id"]),
    key=("draft_id", "revision"),
)

template_replays = tenant_table(
    "template_replays",
    Column("id", Text),
    Column("draft_id", Text, nullable=False),
    Column("revision", Number, nullable=False),
    Column("against_code", Text, nullable=False),
    Column("against_version", Number, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("lines", Number, nullable=False),
    Column("summary", Json, nullable=False),
    Column("members", Json, nullable=False),  # for each group of the summary: the places of its lines
    ForeignKeyConstraint(["tenant_id", "draft_id"], ["template_drafts.tenant_id", "template_drafts.id"]),
    Index(None, "tenant_id", "draft_id"),
)

# Only the lines that come out otherwise; the others are counted in the summary.
template_replay_lines = tenant_table(
    "template_replay_lines",
    Column("replay_id", Text),
    Column("place", Number),
    Column("order_id", Text, nullable=False),
    Column("order_no", Text, nullable=False),
    Column("order_line_id", Text, nullable=False),
    Column("line_no", Number, nullable=False),
    Column("position", Text, nullable=False),
    Column("kind", Text, nullable=False),  # changed | fails | made
    Column("changes", Json, nullable=False),
    ForeignKeyConstraint(["tenant_id", "replay_id"], ["template_replays.tenant_id", "template_replays.id"]),
    key=("replay_id", "place"),
)
