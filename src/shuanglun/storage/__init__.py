"""Where facts are kept: the database (SQLite or PostgreSQL), units of work, number sequences, jobs, and the machine log.

Public: ``Database``, ``Work``, ``Actor``, ``metadata``, ``tenant_table``, the column types, ``take_numbers``.
"""

from shuanglun.storage.database import Database
from shuanglun.storage.metadata import metadata, tenant_table
from shuanglun.storage.sequences import take_numbers
from shuanglun.storage.types import Flag, Json, Number, UtcInstant
from shuanglun.storage.work import SYSTEM, Actor, Announcement, Work

__all__ = [
    "SYSTEM",
    "Actor",
    "Announcement",
    "Database",
    "Flag",
    "Json",
    "Number",
    "UtcInstant",
    "Work",
    "metadata",
    "take_numbers",
    "tenant_table",
]
