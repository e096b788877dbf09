"""What stations say at machines: one sentence, Chinese first, naming the thing and what to do."""

from __future__ import annotations

from shuanglun.factory.pieces import Outcome, operation_name
from shuanglun.kernel.text import Text

_UNREADABLE = {
    "check": (
        "FLOOR-CHECK",
        Text(
            "条码校验位不对，可能扫坏或输错，请重扫",
            "the check character is wrong; the code was misread or mistyped: scan again",
        ),
    ),
    "other": (
        "FLOOR-UNREADABLE",
        Text("不是本系统的条码", "this is not a code of this system"),
    ),
}
_EVENT_REUSED = Text(
    "设备流水号重复，这次扫码没有登记，请重扫",
    "the device used one scan number for two scans; this one was not carried out: scan again",
)
_KINDS = {
    "piece": Text("板件标签", "a piece label"),
    "hardware": Text("五金包", "a hardware bag"),
    "package": Text("包裹标签", "a package label"),
    "shipment": Text("发货单", "a shipment"),
    "board": Text("板材标签", "a board label"),
    "location": Text("库位", "a place"),
    "machine": Text("设备", "a machine"),
    "person": Text("工牌", "a badge"),
    "action": Text("操作码", "an action code"),
}


def unreadable(reason: str) -> Outcome:
    """The text is no scan code; a wrong check character is said apart."""
    code, text = _UNREADABLE.get(reason, _UNREADABLE["other"])
    return Outcome("unknown", code, text)


def event_reused() -> Outcome:
    """The device counted wrongly."""
    return Outcome("blocked", "FLOOR-EVENT-REUSED", _EVENT_REUSED)


def wrong_kind(code: str, kind: str, operation: str) -> Outcome:
    """Something that is not scanned at this station."""
    name, here = _KINDS[kind], operation_name(operation)
    return Outcome(
        "wrong",
        "FLOOR-WRONG-KIND",
        Text(f"这是{name.zh}，{here.zh}工位不扫它", f"this is {name.en}; it is not scanned at {here.en}"),
        code=code,
    )
