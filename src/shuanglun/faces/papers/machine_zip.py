"""Files for machines in one archive, with a page that says what they are and what to mind. Fails closed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from shuanglun.engines.machine_files import MachineFile, MachineProfile
from shuanglun.faces.papers.words import moment, word
from shuanglun.kernel.errors import Refused
from shuanglun.kernel.findings import Finding, has_stop
from shuanglun.kernel.text import Text

_STAMP = (2000, 1, 1, 0, 0, 0)  # the archive of the same files is the same bytes


def findings_of(files: Iterable[MachineFile]) -> list[Finding]:
    """All findings of files, each once."""
    return list(dict.fromkeys(one for file in files for one in file.findings))


def report(files: Sequence[MachineFile], profile: MachineProfile) -> dict[str, Any]:
    """What the archive would hold, for a page: files with their size, findings, whether a machine accepted the profile."""
    findings = findings_of(files)
    return {
        "profile": profile.code,
        "name": profile.name.as_dict(),
        "accepted_by": profile.accepted_by,
        "warning": None if profile.warning is None else profile.warning.as_dict(),
        "files": [{"name": one.name, "bytes": None if one.content is None else len(one.content)} for one in files],
        "findings": [one.as_dict() for one in findings],
        "ready": bool(files) and not has_stop(findings),
    }


def archive(
    files: Sequence[MachineFile], profile: MachineProfile, title: str, made_at: datetime, language: str = "zh"
) -> bytes:
    """The files as a ZIP with a README.

    Raises:
        Refused: any file could not be made (``MACHINE-FILES-STOPPED``, all findings with it), or there is none to make.
    """
    findings = findings_of(files)
    if has_stop(findings) or any(one.content is None for one in files):
        what = Text("机床文件未生成，请先处理下列问题", "no machine files were made; see what stops them")
        raise Refused("MACHINE-FILES-STOPPED", what, findings)
    if not files:
        what = Text("没有需要在这台机床上加工的板件", "no part needs work on this machine")
        raise Refused("MACHINE-FILES-NONE", what)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        add_file(book, "README.txt", _readme(files, profile, title, made_at, findings, language).encode("utf-8-sig"))
        for one in files:
            add_file(book, one.name, one.content or b"")
    return stream.getvalue()


def add_file(book: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a file into an archive whose bytes do not depend on when it was made."""
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    book.writestr(entry, content)


def _readme(
    files: Sequence[MachineFile],
    profile: MachineProfile,
    title: str,
    made_at: datetime,
    findings: Sequence[Finding],
    language: str,
) -> str:
    lines = [f"{title}  {profile.name.in_language(language)}  ({profile.code} v{profile.version})"]
    lines.append(word("made_at", language, moment(made_at)))
    if profile.warning is None:
        lines.append(word("accepted_by", language, profile.accepted_by))
    else:
        lines.append(f"{profile.warning.zh} / {profile.warning.en}")
        lines.append(word("try_first", language))
    lines += ["", *(one.name for one in files)]
    if findings:
        lines.append("")
        lines += [f"{one.code}: {one.what.in_language(language)} {one.todo.in_language(language)}" for one in findings]
    return "\r\n".join([*lines, ""])
