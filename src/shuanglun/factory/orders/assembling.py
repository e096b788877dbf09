"""Lines to orders: grouped by order number, numbered, compared with one another, fingerprinted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shuanglun.factory.orders.lines import Desk, LineReader
from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.model import DraftLine, DraftOrder, FieldValue
from shuanglun.factory.orders.rules import Days, model_of, number
from shuanglun.factory.orders.values import plain
from shuanglun.kernel.findings import Finding, Where

_HEADER = ("dealer", "phone", "address", "project", "order_date")


def order_fingerprint(dealer: str, lines: Iterable[DraftLine]) -> str:
    """The same for the same doors of the same dealer, whatever the order number, the file or the order of the lines."""
    content = sorted(
        json.dumps([plain(line.position), line.model, line.quantity, dict(line.params)], sort_keys=True)
        for line in lines
    )
    return hashlib.sha256("\n".join([plain(dealer), *content]).encode()).hexdigest()


@dataclass
class _Gathered:
    number: str
    header: dict[str, str] = field(default_factory=dict)
    ordered: date | None = None
    remarks: list[str] = field(default_factory=list)
    lines: list[DraftLine] = field(default_factory=list)
    conflicts: set[str] = field(default_factory=set)
    seen: dict[tuple[object, ...], int] = field(default_factory=dict)


class Assembler:
    """Takes lines as they come and gives the orders at the end."""

    def __init__(self, desk: Desk, findings: list[Finding]) -> None:
        self.desk = desk
        self.findings = findings
        self._orders: dict[tuple[str, int], _Gathered] = {}

    def add(
        self,
        reader: LineReader,
        row: int,
        values: Mapping[str, FieldValue],
        extra: Mapping[str, str],
        days: Days,
        table: int,
    ) -> None:
        """One line, into the order it names; lines without order number belong to one order a table."""
        order_no = str(values["order_no"].value or "")
        order = self._order(order_no, table, reader)
        if order.ordered is None:
            order.ordered = days.ordered
        self._header(order, reader, row, values)
        self._twice(order, reader, row, values)
        order.lines.append(
            DraftLine(
                line_no=len(order.lines) + 1,
                sheet=reader.sheet,
                row=row + 1,
                model=model_of(self.desk, values),
                quantity=number(values, "quantity") or 0,
                position=_text(values, "position"),
                due=days.due,
                remark=_text(values, "remark"),
                values={name: value for name, value in values.items() if value.raw or value.value not in {None, ""}},
                params=self._params(values),
                extra=extra,
            )
        )

    def _order(self, order_no: str, table: int, reader: LineReader) -> _Gathered:
        key = (plain(order_no), 0 if order_no else table)
        if key not in self._orders:
            self._orders[key] = _Gathered(order_no)
            if not order_no:
                where = Where(self.desk.file, reader.sheet, reader.table.first, field="order_no")
                self.findings.append(found("ORDER-NUMBER-MISSING", where))
        return self._orders[key]

    def _header(self, order: _Gathered, reader: LineReader, row: int, values: Mapping[str, FieldValue]) -> None:
        """Facts of the whole order: the first one said counts, another one is pointed out once."""
        remark = _text(values, "order_remark")
        if remark and remark not in order.remarks:
            order.remarks.append(remark)
        for name in _HEADER:
            said = _text(values, name)
            first = order.header.setdefault(name, said) if said else ""
            if said and plain(first) != plain(said) and name not in order.conflicts:
                order.conflicts.add(name)
                parts = {"order": order.number or "-", "first": first, "second": said}
                label = self.desk.label(name)
                self.findings.append(found("ORDER-HEADER-CONFLICT", reader.where(row, name), field=label, **parts))

    def _twice(self, order: _Gathered, reader: LineReader, row: int, values: Mapping[str, FieldValue]) -> None:
        """Point out a line with the same position (or panel number), model and sizes as an earlier one of the order."""
        name = "item_id" if self.desk.profile.kind == "panels" else "position"
        position = plain(_text(values, name))
        if not position:
            return
        sizes = (number(values, side) for side in ("width", "height", "wall", "length"))
        earlier = order.seen.setdefault((position, model_of(self.desk, values), *sizes), row + 1)
        if earlier != row + 1:
            self.findings.append(found("ORDER-LINE-TWICE", reader.where(row, name), row=earlier))

    def _params(self, values: Mapping[str, FieldValue]) -> dict[str, str | int | float]:
        """The inputs of the product template, lengths in mm."""
        params: dict[str, str | int | float] = {}
        for spec in self.desk.profile.fields.values():
            value = values[spec.name].value if spec.is_input and spec.name in values else None
            if value is None or value == "":
                continue
            if spec.type == "length" and isinstance(value, int):
                params[spec.param or spec.name] = value // 10 if value % 10 == 0 else value / 10
            else:
                params[spec.param or spec.name] = value
        return params

    def orders(self) -> tuple[DraftOrder, ...]:
        """All orders, in the order of the file."""
        return tuple(self._finish(order) for order in self._orders.values())

    def _finish(self, order: _Gathered) -> DraftOrder:
        dealer = order.header.get("dealer", "")
        project = order.header.get("project", "")
        return DraftOrder(
            order_no=order.number,
            dealer=dealer,
            phone=order.header.get("phone", ""),
            address=order.header.get("address", ""),
            order_date=order.ordered or self.desk.today,
            due=max(line.due for line in order.lines),
            remark="；".join(order.remarks),
            extra={"project": project} if project else {},
            lines=tuple(order.lines),
            fingerprint=order_fingerprint(dealer, order.lines),
        )


def _text(values: Mapping[str, FieldValue], name: str) -> str:
    value = values[name].value if name in values else None
    return str(value) if value is not None else ""
