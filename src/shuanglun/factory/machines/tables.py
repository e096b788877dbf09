"""Tables of machines: calendars, machines, decoded events, roll-ups, refusals."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text, UniqueConstraint

from shuanglun.storage.metadata import table, tenant_table
from shuanglun.storage.types import Day, Flag, Json, Number, UtcInstant

calendars = tenant_table(
    "calendars",
    Column("id", Text),
    Column("name", Text, nullable=False),
    Column("body", Json, nullable=False),  # kernel.shifts.ShiftCalendar.as_dict()
)

machines = tenant_table(
    "machines",
    Column("id", Text),
    Column("code", Text, nullable=False),  # "SAW1", in MQTT topics
    Column("name", Text, nullable=False),
    Column("work_centre", Text, nullable=False),  # saw | edge | cnc | press | pack
    Column("calendar_id", Text, nullable=False),
    Column("profile", Json, nullable=False),  # rates, fixed durations, capacity, heart-beat seconds
    Column("mqtt_user", Text, nullable=False),
    Column("mqtt_password_hash", Text, nullable=False),
    Column("active", Flag, nullable=False),
    UniqueConstraint("tenant_id", "code"),
    UniqueConstraint("mqtt_user"),
    ForeignKeyConstraint(["tenant_id", "calendar_id"], ["calendars.tenant_id", "calendars.id"]),
)

machine_events = tenant_table(
    "machine_events",
    Column("machine_id", Text),
    Column("epoch", Text),  # the machine's boot or clock epoch
    Column("seq", Number),
    Column("ts", UtcInstant, nullable=False),  # when it happened
    Column("received_at", UtcInstant, nullable=False),  # when it was known
    Column("state", Text),
    Column("mode", Text),
    Column("reason", Text),
    Column("good", Number),  # cumulative counters as sent
    Column("scrap", Number),
    Column("piece", Text),
    Column("log_offset", Number, nullable=False),
    Index(None, "tenant_id", "machine_id", "ts"),
    key=("machine_id", "epoch", "seq"),
)

machine_rollups = tenant_table(
    "machine_rollups",
    Column("machine_id", Text),
    Column("day", Day),
    Column("shift", Text),
    Column("state", Text),
    Column("mode", Text),
    Column("reason", Text),
    Column("milliseconds", Number, nullable=False),
    key=("machine_id", "day", "shift", "state", "mode", "reason"),
)

machine_counts = tenant_table(
    "machine_counts",
    Column("machine_id", Text),
    Column("day", Day),
    Column("shift", Text),
    Column("good", Number, nullable=False),
    Column("scrap", Number, nullable=False),
    Column("questions", Number, nullable=False),  # falls of a counter that nobody explained
    key=("machine_id", "day", "shift"),
)

# What the machine did, without a gap between its first and last event; the last row is open and may be of length 0.
machine_intervals = tenant_table(
    "machine_intervals",
    Column("machine_id", Text),
    Column("start_ms", Number),  # milliseconds since 1970, as the state engine counts
    Column("end_ms", Number, nullable=False),
    Column("state", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("reason", Text, nullable=False),
    key=("machine_id", "start_ms"),
)

log_positions = table(
    "log_positions",
    Column("consumer", Text, primary_key=True),
    Column("position", Number, nullable=False),
)

ingest_refusals = table(
    "ingest_refusals",
    Column("id", Text, primary_key=True),
    Column("at", UtcInstant, nullable=False),
    Column("tenant_id", Text),
    Column("client_id", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("times", Number, nullable=False),  # how often, when the same came many times at once
    Index(None, "tenant_id", "at"),
)
