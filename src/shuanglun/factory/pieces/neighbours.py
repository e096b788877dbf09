"""Tables of the rooms around this one, taken from the catalogue when they are used.

Releasing an order (splitting) calls packing, and packing reads part specifications: imported at the top, the rooms would
import each other in a circle. Only columns are read this way, and only cached status words are written.
"""

from __future__ import annotations

from sqlalchemy import Table

from shuanglun.storage import metadata


def neighbour(name: str) -> Table:
    """The table of this name, declared by another room."""
    return metadata.tables[name]
