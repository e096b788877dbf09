"""What a writer answers with: the bytes, or the findings that say why there are none (fail closed)."""

from __future__ import annotations

from dataclasses import dataclass

from shuanglun.kernel.findings import Finding, Level, Where
from shuanglun.kernel.text import Text


@dataclass(frozen=True, slots=True)
class MachineFile:
    """A file for a machine. ``content`` is None when a finding stops; ``name`` says it when nothing validated it."""

    name: str
    content: bytes | None
    findings: tuple[Finding, ...] = ()


def finding(code: str, zh: str, en: str, todo: Text, field: str | None = None, level: Level = "stop") -> Finding:
    """A finding about one thing in what was to be written."""
    return Finding(code, level, Text(zh, en), todo, Where(field=field))


def differs(kind: str, what: str, field: str | None = None) -> Finding:
    """What was read back is not what was to be written: the file is not handed out."""
    return finding(
        "FILE-READ-BACK",
        f"{kind} 写出后读回不一致：{what}",
        f"{kind} was read back differently: {what}",
        Text("文件未交出；请把批次号发给维护者", "no file was handed out; send the lot number to the maintainers"),
        field,
    )
