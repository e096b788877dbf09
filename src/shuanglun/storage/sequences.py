"""Running numbers per tenant and kind, taken in blocks: scan codes, lot numbers, shipment numbers."""

from __future__ import annotations

from sqlalchemy import Column, Text, select, update

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Number
from shuanglun.storage.work import Work

sequences = tenant_table("sequences", Column("kind", Text), Column("next", Number, nullable=False), key="kind")


def take_numbers(work: Work, kind: str, count: int = 1) -> range:
    """Take ``count`` numbers that nobody else gets; the first ever is 1. Gaps appear only when a transaction is undone."""
    work.insert_new(sequences, {"kind": kind, "next": 1})
    where = (sequences.c.tenant_id == work.tenant_id) & (sequences.c.kind == kind)
    first: int = work.scalar(select(sequences.c.next).where(where).with_for_update())
    work.execute(update(sequences).where(where).values(next=first + count))
    return range(first, first + count)
