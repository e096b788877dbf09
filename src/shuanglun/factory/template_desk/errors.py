"""Refusals of the template desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text


def draft_not_found() -> NotFound:
    """There is no such draft in this factory."""
    return NotFound("TEMPLATE-DRAFT-NOT-FOUND", Text("没有这份模板草稿", "there is no such draft of a template"))


def replay_not_found() -> NotFound:
    """There is no such replay in this factory."""
    return NotFound("TEMPLATE-REPLAY-NOT-FOUND", Text("没有这次重放", "there is no such replay"))


def draft_closed(status: str) -> Refused:
    """A published or discarded draft is not edited any more."""
    zh, en = ("已发布", "published") if status == "published" else ("已放弃", "discarded")
    return Refused(
        "TEMPLATE-DRAFT-CLOSED", Text(f"这份草稿{zh}，不能再改；请另开草稿", f"the draft is {en}; open another one")
    )


def draft_changed(name: str, at: datetime) -> Refused:
    """Somebody else, or another window, has changed the draft since it was read."""
    when = at.isoformat(timespec="seconds")
    text = Text(
        f"{name} 刚改过这份草稿，您的改动还没有保存；请先看对方改了什么",
        f"{name} has changed the draft meanwhile ({when}); your change is not saved yet: look at theirs first",
    )
    return Refused("TEMPLATE-DRAFT-CHANGED", text)


def nothing_to_undo() -> Refused:
    """The draft stands at its first revision, or at its last."""
    return Refused("TEMPLATE-NOTHING-TO-UNDO", Text("没有可撤销或重做的改动", "there is nothing to undo or redo"))


def cannot_edit(path: Sequence[str | int], why: Text) -> BadRequest:
    """An edit does not fit the document."""
    place = ".".join(str(key) for key in path)
    text = Text(f"{why.zh}（{place}）", f"{why.en} ({place})")
    return BadRequest("TEMPLATE-EDIT", text, where=Where(field=place))


def not_a_template(findings: Sequence[Finding]) -> Refused:
    """An uploaded file cannot be opened as a draft."""
    text = Text("这个文件不是产品模板", "this file is no product template")
    return Refused("TEMPLATE-FILE", text, findings)


def another_template(given: str, wanted: str) -> Refused:
    """A file of another template would silently become this one."""
    text = Text(
        f"文件是模板 {given}，这份草稿是 {wanted}；请作为新草稿上传",
        f"the file is template {given}, this draft is {wanted}: upload it as a draft of its own",
    )
    return Refused("TEMPLATE-FILE-OTHER", text)


def bad_code(code: str) -> BadRequest:
    """A template's code is a short English word."""
    text = Text(
        f"代号“{code}”只能用小写字母、数字和下划线，以字母开头",
        f'the code "{code}" may only have small letters, digits and "_" and starts with a letter',
    )
    return BadRequest("TEMPLATE-CODE", text)


def code_taken(code: str) -> Refused:
    """A copy needs a code of its own."""
    text = Text(f"已有代号为“{code}”的产品模板，请换一个", f'there is a template "{code}" already; choose another code')
    return Refused("TEMPLATE-CODE-TAKEN", text)


def not_ready(findings: Sequence[Finding]) -> Refused:
    """A draft with findings, a cycle or red examples is not published."""
    red = sum(1 for one in findings if one.code == "TEMPLATE-EXAMPLE-RED")
    zh = f"有 {len(findings) - red} 处问题、{red} 个样例值不对，不能发布"
    en = f"{len(findings) - red} faults and {red} red example values: it cannot be published"
    return Refused("TEMPLATE-NOT-READY", Text(zh, en), findings)


def newer_version(code: str, version: int) -> Refused:
    """Somebody published a newer version while this draft was edited."""
    text = Text(
        f"{code} 第 {version} 版已由别人发布；请先比较两版，再决定是否在其上发布",
        f"version {version} of {code} was published meanwhile; compare with it before you publish on top of it",
    )
    return Refused("TEMPLATE-NEWER-VERSION", text)


def cannot_run(findings: Sequence[Finding]) -> Refused:
    """A draft with findings cannot be tried or replayed."""
    text = Text("模板还有问题，算不了；请先改正", "the template has faults and cannot run; correct them first")
    return Refused("TEMPLATE-CANNOT-RUN", text, findings)


def no_such_cell(name: str) -> BadRequest:
    """There is no such value to explain."""
    return BadRequest("TEMPLATE-NO-SUCH-VALUE", Text(f"没有“{name}”", f'there is no "{name}"'))


def nothing_to_compare(code: str) -> Refused:
    """A replay needs a version in use to compare with."""
    text = Text(
        f"“{code}”还没有已发布的版本，没有可比的订单",
        f'"{code}" has no published version, so there are no lines to compare',
    )
    return Refused("TEMPLATE-REPLAY-NOTHING", text)
