"""Refusals of the machine room."""

from shuanglun.kernel.errors import NotFound
from shuanglun.kernel.text import Text


def machine_not_found() -> NotFound:
    """There is no such machine in this factory."""
    return NotFound("MACHINE-NOT-FOUND", Text("没有这台设备", "there is no such machine"))
