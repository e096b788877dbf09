"""Refusals of machine profiles."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.kernel.errors import BadRequest, NotFound
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


def profile_not_found(code: str) -> NotFound:
    """There is no such profile."""
    return NotFound("PROFILE-NOT-FOUND", Text(f"没有机床配置“{code}”", f"there is no machine profile {code}"))


def profile_is_wrong(findings: Sequence[Finding]) -> BadRequest:
    """The file cannot be used; the findings say why."""
    return BadRequest(
        "PROFILE-WRONG", Text("机床配置有错，未保存", "the machine profile has faults and was not kept"), findings
    )
