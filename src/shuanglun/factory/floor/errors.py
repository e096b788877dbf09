"""Refusals of the floor."""

from __future__ import annotations

from shuanglun.kernel.errors import NotFound
from shuanglun.kernel.text import Text


def station_not_found() -> NotFound:
    """There is no such station in use in this factory."""
    return NotFound("STATION-NOT-FOUND", Text("没有这个工位", "there is no such station"))
