"""The answers of the packing bench."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shuanglun.factory.packing.closing import Standing
from shuanglun.factory.packing.messages import package_title
from shuanglun.factory.pieces import Move, Outcome, Row, Verdict, curing_answer, item_answer, operation_names, title
from shuanglun.kernel.text import Text

_NAMED = 4


def label_print(code: str) -> Mapping[str, str]:
    """What the station's printer should fetch when a package closes."""
    return {"kind": "package-label", "url": f"/api/v1/packages/{code}/label.pdf"}


def _of_item(item: Row, verdict: Verdict, reason: str, text: Text, **more: Any) -> Outcome:
    return item_answer(item, verdict, reason, text, **{"package_code": item["package_code"], **more})


def _of_package(standing: Standing, verdict: Verdict, reason: str, text: Text, **more: Any) -> Outcome:
    package = standing.package
    missing = len(standing.missing)
    return Outcome(
        verdict,
        reason,
        text,
        package=standing.view,
        package_code=package["code"],
        order={"id": package["order_id"], "no": package["order_no"]},
        counts={"done": len(standing.items) - missing, "left": missing},
        **more,
    )


def _missing(standing: Standing) -> Text:
    """What is still missing, by name; the first few when it is much."""
    first = standing.missing[:_NAMED]
    more = len(standing.missing) - len(first)
    zh = "、".join(f"{i['name_zh']} {i['size']}".strip() for i in first) + (f" 等 {more} 件" if more else "")
    en = ", ".join(f"{i['name_en']} {i['size']}".strip() for i in first) + (f" and {more} more" if more else "")
    return Text(zh, en)


def aside(current: Row | None) -> Outcome:
    """The current package is put aside, as it is."""
    if current is None:
        text = Text("没有正在打的包", "no package is being packed here")
        return Outcome("ok", "PACKING-ASIDE", text, action="aside", colour="yellow")
    name = package_title(current)
    text = Text(f"{name.zh}放一边，可以打别的包", f"{name.en} put aside")
    code = current["code"]
    return Outcome("ok", "PACKING-ASIDE", text, action="aside", colour="yellow", code=code, package_code=code)


def package_cancelled(package: Row) -> Outcome:
    """The package's order was cancelled."""
    text = Text("这个包裹的订单已取消", "the order of this package is cancelled")
    return Outcome("blocked", "FLOOR-CANCELLED", text, code=package["code"], package_code=package["code"])


def closed_already(package: Row) -> Outcome:
    """A label of a package that is closed."""
    name = package_title(package)
    return Outcome(
        "duplicate",
        "PACKING-CLOSED-ALREADY",
        Text(f"{name.zh}已封包", f"{name.en} is closed already"),
        code=package["code"],
        order={"id": package["order_id"], "no": package["order_no"]},
        package_code=package["code"],
    )


def opened(standing: Standing) -> Outcome:
    """The label of an open package: it is the station's package now."""
    name, missing = package_title(standing.package), _missing(standing)
    if standing.strays:
        return _held(standing, "PACKING-OPENED", action="open", code=standing.package["code"])
    text = Text(
        f"开始打 {name.zh}，还缺 {len(standing.missing)} 件：{missing.zh}",
        f"packing {name.en}; missing {len(standing.missing)}: {missing.en}",
    )
    return _of_package(standing, "ok", "PACKING-OPENED", text, action="open", code=standing.package["code"])


def closed(standing: Standing, code: str) -> Outcome:
    """The last right scan: closed, numbered, label to print."""
    name = package_title(standing.package)
    package = standing.package
    text = Text(f"齐了，封包：{name.zh}，打印标签", f"complete: {name.en}; the label prints")
    return _of_package(
        standing,
        "ok",
        "PACKING-CLOSED",
        text,
        action="close",
        code=code,
        prints=(label_print(package["code"]),),
        facts={"closed": package["code"], "k": package["k"]},
        topics=("pieces", "packages", "board"),
    )


def packed(item: Row, standing: Standing) -> Outcome:
    """In its package; more is missing, or a stray must go first."""
    common: dict[str, Any] = {"action": "pack", "code": item["code"], "unit_id": item["unit_id"]}
    common["topics"] = ("pieces", "packages", "board")
    if not standing.missing:
        return _held(standing, "PACKING-STRAY-BLOCKS", **common)
    what, name, missing = title(item), package_title(standing.package), _missing(standing)
    text = Text(
        f"放入 {name.zh}：{what.zh}，还缺 {len(standing.missing)} 件：{missing.zh}",
        f"{what.en} goes into {name.en}; missing {len(standing.missing)}: {missing.en}",
    )
    return _of_package(standing, "ok", "PACKING-OK", text, **common)


def _held(standing: Standing, reason: str, **more: Any) -> Outcome:
    strays = "、".join(standing.strays)
    text = Text(
        f"{package_title(standing.package).zh}里可能有外来件 {strays}，取出并再扫一次才能封包",
        f"{', '.join(standing.strays)} does not belong here: take it out and scan it again, then the package closes",
    )
    return _of_package(standing, "ok", reason, text, colour="yellow", **more)


def packed_already(item: Row, package: Row, standing: Standing | None) -> Outcome:
    """Inside already: changes nothing."""
    what, name = title(item), package_title(package)
    text = Text(f"{what.zh}已在 {name.zh} 里", f"{what.en} is in {name.en} already")
    view = standing.view if standing else None
    return _of_item(item, "duplicate", "PACKING-PACKED-ALREADY", text, package=view)


def foreign(item: Row, standing: Standing, home: Row | None) -> Outcome:
    """Of another order than the package on the bench: says where it belongs."""
    what, here = title(item), package_title(standing.package)
    there = package_title(home) if home else Text("别的订单", "another order")
    code = f" {home['code']}" if home else ""
    text = Text(
        f"{what.zh}不属于 {here.zh}，它属于 {there.zh}{code}。请取出，再扫一次确认已取出",
        f"{what.en} does not belong to {here.en}; it belongs to {there.en}{code}. Take it out and scan it again",
    )
    code = standing.package["code"]
    return _of_item(item, "wrong", "PACKING-FOREIGN", text, package=standing.view, package_code=code)


def put_back(item: Row, standing: Standing) -> Outcome:
    """A stray is out of the package again."""
    what, name = title(item), package_title(standing.package)
    text = Text(f"{what.zh}已取出，继续打 {name.zh}", f"{what.en} is out; go on with {name.en}")
    return _of_package(standing, "ok", "PACKING-STRAY-OUT", text, colour="yellow", action="put_back", code=item["code"])


def put_back_already(item: Row, current: Row) -> Outcome:
    """The scanner's echo of a put-back."""
    what = title(item)
    text = Text(f"{what.zh}已取出", f"{what.en} is out already")
    return _of_item(item, "duplicate", "PACKING-STRAY-OUT", text, package_code=current["code"])


def no_package(item: Row) -> Outcome:
    """No package was planned for it."""
    what = title(item)
    text = Text(f"{what.zh}没有对应的包裹", f"no package was planned for {what.en}")
    return _of_item(item, "wrong", "PACKING-NO-PACKAGE", text)


def not_ready(item: Row, here: Move, at: datetime) -> Outcome:
    """Operations are missing, or it is still curing."""
    if here.kind == "curing":
        return curing_answer(item, at)
    what, missing = title(item), operation_names(here.missing)
    text = Text(
        f"{what.zh}还没{missing.zh}，不能包装", f"{what.en} has not had {missing.en} yet: not ready for packing"
    )
    return _of_item(item, "wrong", "PACKING-NOT-READY", text)
