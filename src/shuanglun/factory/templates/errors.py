"""Refusals of the templates room."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.kernel.errors import NotFound, Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


def template_not_found(code: str, version: int | None) -> NotFound:
    """There is no such template (version) in this factory."""
    which = code if version is None else f"{code} 第 {version} 版"
    which_en = code if version is None else f"{code} version {version}"
    return NotFound("TEMPLATE-NOT-FOUND", Text(f"没有产品模板 {which}", f"there is no template {which_en}"))


def published_otherwise(code: str, version: int) -> Refused:
    """The version is published with other content."""
    text = Text(
        f"{code} 第 {version} 版已发布且内容不同；请升版本号",
        f"{code} version {version} is published with other content; raise the version",
    )
    return Refused("TEMPLATE-PUBLISHED", text)


def template_has_faults(findings: Sequence[Finding]) -> Refused:
    """The files have faults or an example is red."""
    text = Text(
        f"模板有 {len(findings)} 处问题，未发布", f"the templates have {len(findings)} faults; nothing was published"
    )
    return Refused("TEMPLATE-FAULTS", text, findings)
