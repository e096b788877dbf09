"""Tables of the floor: stations and the immutable log of scans."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text, UniqueConstraint

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Flag, Json, Number, UtcInstant

stations = tenant_table(
    "stations",
    Column("id", Text),
    Column("code", Text, nullable=False),  # "saw-1"
    Column("name", Text, nullable=False),
    Column("operation", Text, nullable=False),  # saw | edge | cnc | press | pack | ship
    Column("machine_id", Text),
    Column("active", Flag, nullable=False),
    Column("package_code", Text),  # packing: the package being packed here now (cached)
    UniqueConstraint("tenant_id", "code"),
)

scan_events = tenant_table(
    "scan_events",
    Column("id", Text),
    Column("seq", Number, nullable=False),  # the order in which scans took effect
    Column("client_event", Text, nullable=False),  # the device's own number: the same scan twice is one scan
    Column("happened_at", UtcInstant, nullable=False),
    Column("received_at", UtcInstant, nullable=False),
    Column("station_id", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("text", Text, nullable=False),  # what was scanned, as it came
    Column("code", Text),  # the code it was read as
    Column(
        "action", Text, nullable=False
    ),  # done | pack | open | put_back | aside | close | reopen | load | unload | leave | reject | read
    Column("verdict", Text, nullable=False),  # ok | wrong | duplicate | unknown | blocked
    Column("reason", Text, nullable=False),  # stable code: FLOOR-OK, FLOOR-OUT-OF-ORDER ...
    Column("order_id", Text),
    Column("unit_id", Text),
    Column("package_code", Text),
    Column("shipment_code", Text),
    Column("payload", Json, nullable=False),
    UniqueConstraint("tenant_id", "client_event"),
    UniqueConstraint("tenant_id", "seq"),
    Index(None, "tenant_id", "code"),
    Index(None, "tenant_id", "received_at"),
    Index(None, "tenant_id", "station_id", "seq"),
    Index(None, "tenant_id", "package_code"),
)
