"""A scan at the loading gate: a package goes onto the lorry that is being loaded."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, and_, case, func, select, update

from shuanglun.factory.packing import lock_package, package_title
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces import Outcome, Reading, Row, Verdict, lock_piece
from shuanglun.factory.shipping.queries import lock_shipment
from shuanglun.factory.shipping.tables import shipment_packages
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_SHOWN = ("code", "order_id", "order_no", "unit_label", "pack_group", "k", "n", "status", "weight_g", "closed_at")


def ship_scan(work: Work, reading: Reading) -> Outcome:
    """Judge a scan at the gate, and load the package when it is right.

    A scan of a shipment's own code chooses it; of a piece names the package to scan instead.
    """
    if reading.kind == "shipment":
        return _choose(work, reading)
    if reading.kind == "piece":
        return _piece(work, reading)
    if reading.kind != "package":
        text = Text("装车只扫包裹标签", "only package labels are scanned at the gate")
        return Outcome("wrong", "FLOOR-WRONG-KIND", text, code=reading.code)
    package = lock_package(work, reading.code)
    if package is None:
        return _unknown(reading.code)
    shipment = lock_shipment(work, reading.shipment_code) if reading.shipment_code else None
    if shipment is None:
        text = Text("先选发货单，再扫包裹", "choose the shipment first, then scan packages")
        return _of(package, "blocked", "SHIPPING-NO-SHIPMENT", text)
    refused = _refusal(package, shipment)
    return refused if refused is not None else _load(work, reading, package, shipment)


def _unknown(code: str) -> Outcome:
    return Outcome("unknown", "FLOOR-UNKNOWN", Text("没有这个条码", "this code is not known here"), code=code)


def _choose(work: Work, reading: Reading) -> Outcome:
    shipment = lock_shipment(work, reading.code)
    if shipment is None:
        return _unknown(reading.code)
    if shipment["status"] != "loading":
        text = Text(f"{shipment['lorry']} 已发车", f"{shipment['lorry']} has left")
        return Outcome("blocked", "SHIPPING-LEFT", text, code=reading.code, shipment_code=reading.code)
    text = Text(f"装车：{shipment['lorry']}，请扫包裹", f"loading {shipment['lorry']}: scan packages")
    return Outcome("ok", "SHIPPING-CHOSEN", text, code=reading.code, shipment_code=reading.code)


def _piece(work: Work, reading: Reading) -> Outcome:
    row = lock_piece(work, reading.code)
    if row is None:
        return _unknown(reading.code)
    code = row["package_code"]
    text = (
        Text(f"这是板件，请扫包裹 {code} 的标签", f"this is a piece: scan the label of package {code}")
        if code
        else Text("这是板件，装车只扫包裹标签", "this is a piece; only package labels are scanned at the gate")
    )
    return Outcome("wrong", "FLOOR-WRONG-KIND", text, code=reading.code, package_code=code)


def _refusal(package: RowMapping, shipment: RowMapping) -> Outcome | None:
    """Why this package cannot go onto this lorry now; None when it can."""
    title, here = package_title(package), shipment["code"]
    if shipment["status"] != "loading":
        text = Text(f"{shipment['lorry']} 已发车", f"{shipment['lorry']} has left")
        return _of(package, "blocked", "SHIPPING-LEFT", text, here)
    if package["status"] == "cancelled" or package["order_status"] == "cancelled":
        text = Text(f"{title.zh}的订单已取消", f"the order of {title.en} is cancelled")
        return _of(package, "blocked", "FLOOR-CANCELLED", text, here)
    if package["status"] == "open":
        text = Text(f"{title.zh}还没封包，不能装车", f"{title.en} is still open: it cannot be loaded")
        return _of(package, "blocked", "SHIPPING-PACKAGE-OPEN", text, here)
    return _elsewhere(package, title, here) if package["status"] != "closed" else None


def _elsewhere(package: RowMapping, title: Text, here: str) -> Outcome:
    there = package["shipment_code"]
    if there == here:
        text = Text(f"{title.zh}已在这辆车上", f"{title.en} is on this lorry already")
        return _of(package, "duplicate", "SHIPPING-LOADED-ALREADY", text, here)
    if package["status"] == "shipped":
        text = Text(f"{title.zh}已随 {there} 发运", f"{title.en} has left with {there}")
        return _of(package, "blocked", "SHIPPING-SHIPPED-ALREADY", text, here)
    text = Text(
        f"{title.zh}在另一车 {there} 上，先从那车卸下",
        f"{title.en} is on another lorry, {there}: unload it there first",
    )
    return _of(package, "wrong", "SHIPPING-OTHER-LORRY", text, here)


def _load(work: Work, reading: Reading, package: RowMapping, shipment: RowMapping) -> Outcome:
    mine = and_(packages.c.tenant_id == work.tenant_id, packages.c.code == package["code"])
    work.execute(
        update(packages)
        .where(mine, packages.c.status == "closed")
        .values(status="loaded", shipment_code=shipment["code"])
    )
    work.insert(
        shipment_packages,
        {
            "shipment_code": shipment["code"],
            "package_code": package["code"],
            "loaded_at": reading.at,
            "loaded_by": work.actor.id,
        },
    )
    counts = _counts(work, package["order_id"], shipment["code"])
    title = package_title(package)
    then = (
        Text(f"本单还差 {counts['left']} 包", f"{counts['left']} of this order are still missing")
        if counts["left"]
        else Text("本单装齐", "this order is complete")
    )
    text = Text(f"已装车：{title.zh}，{then.zh}", f"loaded: {title.en}; {then.en}")
    now = {**package, "status": "loaded"}
    return _of(now, "ok", "SHIPPING-LOADED", text, shipment["code"], action="load", counts=counts)


def _counts(work: Work, order_id: str, shipment_code: str) -> dict[str, int]:
    gone = case((packages.c.shipment_code == shipment_code, 1), (packages.c.status == "shipped", 1), else_=0)
    row = work.first(
        select(func.count().label("all"), func.sum(gone).label("done")).where(
            packages.c.tenant_id == work.tenant_id,
            packages.c.order_id == order_id,
            packages.c.status != "cancelled",
        )
    )
    total, done = (row["all"], row["done"] or 0) if row else (0, 0)
    return {"done": int(done), "left": int(total - done)}


def _of(
    package: Row,
    verdict: Verdict,
    reason: str,
    text: Text,
    shipment_code: str | None = None,
    **more: Any,
) -> Outcome:
    return Outcome(
        verdict,
        reason,
        text,
        code=package["code"],
        package={key: package[key] for key in _SHOWN},
        order={"id": package["order_id"], "no": package["order_no"]},
        unit_id=package["unit_id"],
        package_code=package["code"],
        shipment_code=shipment_code,
        topics=("packages", "shipments") if verdict == "ok" else (),
        **more,
    )
