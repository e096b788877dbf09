"""Write a migration: python tools/new_migration.py "what changes" (read and correct the result by hand)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from shuanglun.bootstrap import load_tables
from shuanglun.storage import Database
from shuanglun.storage.migrate import new_revision, upgrade

if __name__ == "__main__":
    load_tables()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(str(Path(folder) / "empty.db"))
        upgrade(database)
        new_revision(database, sys.argv[1])
