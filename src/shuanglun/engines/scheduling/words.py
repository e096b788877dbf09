"""The sentences of the scheduler, Chinese and English."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shuanglun.engines.scheduling.result import Cause, CauseKind, MainCause, WhyNot
from shuanglun.kernel.text import Text

_SHOWN = 6
_SHOWN_WAITS = 3
_SUMMED: tuple[CauseKind, ...] = ("closed", "work")


def duration(seconds: int, *, days: bool = True) -> Text:
    """Days, hours and minutes, the two largest that are not zero; less than a minute in seconds.

    ``days`` False keeps hours whole: 29 hours of a machine's time are no day and five hours for a foreman with two shifts.
    """
    whole, rest = divmod(seconds, 86_400) if days else (0, seconds)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(whole, "天", "d"), (hours, "小时", "h"), (minutes, "分", "min")]
    told = [part for part in parts if part[0]][:2] or [(left, "秒", "s")]
    return Text(" ".join(f"{n} {zh}" for n, zh, _ in told), " ".join(f"{n} {en}" for n, _, en in told))


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """Day and time on the factory's clock."""
    return instant.astimezone(zone).strftime("%m-%d %H:%M")


def cause_text(
    kind: CauseKind, seconds: int, label: Text, machine: str | None, behind: tuple[str, ...] = (), ahead: int = 0
) -> Text:
    """What a stretch of time went into."""
    d, at = duration(seconds, days=kind in ("release", "closed", "fixed")), machine or ""
    if kind == "queue":
        return _queue_text(d, at, behind, ahead)
    return {
        "release": Text(f"投放前等了 {d.zh}", f"{d.en} until the lot was released"),
        "fit": Text(f"{at} 剩下的时间不够做完，等了 {d.zh}", f"waited {d.en}: the time left at {at} was too short"),
        "closed": Text(f"停班 {d.zh}", f"no shift for {d.en}"),
        "setup": Text(f"{at} 换型 {d.zh}", f"changeover at {at} {d.en}"),
        "fixed": Text(f"{label.zh}固定 {d.zh}", f"{label.en} takes a fixed {d.en}"),
        "work": Text(f"{label.zh}加工 {d.zh}", f"{label.en} works {d.en}"),
    }[kind]


def _queue_text(d: Text, machine: str, behind: tuple[str, ...], ahead: int) -> Text:
    more = ahead > len(behind)
    zh = f"，前面是批次 {'、'.join(behind)}" if behind else ""
    en = f" behind lot {', '.join(behind)}" if behind else ""
    zh += f" 等 {ahead} 项" if more else ""
    en += f" ({ahead} tasks)" if more else ""
    return Text(f"在 {machine} 排队 {d.zh}{zh}", f"queued {d.en} at {machine}{en}")


def late_reason(order: str, lateness: int, causes: tuple[Cause, ...], hint: Text | None) -> Text:
    """One sentence: how late, then what the time went into: first what a planner can change, the longest first."""
    told = _told(causes, with_release=hint is not None)
    late = duration(lateness)
    zh = "；".join(([hint.zh] if hint else []) + [text.zh for text in told])
    en = "; ".join(([hint.en] if hint else []) + [text.en for text in told])
    return Text(f"订单 {order} 迟 {late.zh}：{zh}。", f"Order {order} is {late.en} late: {en}.")


def _told(causes: tuple[Cause, ...], with_release: bool) -> list[Text]:
    """At most six parts. Waiting for the release is told only when it is what makes the order late."""
    waits = [c for c in causes if c.kind in ("queue", "fit", "setup") or (c.kind == "release" and with_release)]
    fixed = [c for c in causes if c.kind == "fixed"]
    first = sorted(waits, key=lambda cause: -cause.seconds)[:_SHOWN_WAITS]
    second = sorted(fixed, key=lambda cause: -cause.seconds)
    sums = [text for kind in _SUMMED if (text := _sum_of(kind, causes)) is not None]
    return [*(cause.text for cause in (*first, *second)), *sums][:_SHOWN]


def _sum_of(kind: CauseKind, causes: tuple[Cause, ...]) -> Text | None:
    """Closed time and plain work, added up over the chain."""
    seconds = sum(cause.seconds for cause in causes if cause.kind == kind)
    return cause_text(kind, seconds, Text("各工序", "the route"), None) if seconds else None


def hint_of(main: MainCause, earliest: datetime | None, zone: ZoneInfo) -> Text | None:
    """Why no schedule could have met the due date."""
    if earliest is None or main not in ("released_late", "due_too_early"):
        return None
    at = clock(earliest, zone)
    if main == "released_late":
        return Text(f"投放太晚，单独做最早也要 {at}", f"released too late, even alone not before {at}")
    return Text(f"交期太紧，单独做最早也要 {at}", f"due too early, even alone not before {at}")


def on_time_reason(order: str, earliness: int) -> Text:
    """An order that keeps its date."""
    d = duration(earliness)
    if not earliness:
        return Text(f"订单 {order} 正好按期。", f"Order {order} is just in time.")
    return Text(f"订单 {order} 按期，提前 {d.zh}。", f"Order {order} is on time, {d.en} early.")


def unscheduled_text(job: str, label: Text, centre: str, why: WhyNot) -> Text:
    """Why a lot stays behind, and at which operation."""
    zh, en = f"批次 {job} 的{label.zh}", f"{label.en} of lot {job}"
    return {
        "no_machine": Text(
            f"{zh}：工作中心 {centre} 没有可用设备。", f"{en}: work centre {centre} has no machine for it."
        ),
        "no_fit": Text(
            f"{zh}：{centre} 没有一段班次容得下一整炉。",
            f"{en}: no stretch of shifts at {centre} is long enough for a load.",
        ),
        "horizon": Text(f"{zh}：排程期内没有时间了。", f"{en}: no time is left within the horizon."),
    }[why]


def not_finished_reason(order: str, lots: tuple[str, ...]) -> Text:
    """An order with lots that stay behind, or without any lot."""
    if not lots:
        return Text(f"订单 {order} 不在任何批次里。", f"Order {order} is in no lot.")
    names = "、".join(lots[:3])
    return Text(
        f"订单 {order} 排程期内做不完：批次 {names} 未排完。",
        f"Order {order} is not finished within the horizon: lot {', '.join(lots[:3])} stays behind.",
    )
