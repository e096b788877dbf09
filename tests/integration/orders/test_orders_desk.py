"""The order desk on a real database: preview, assign, edit, confirm, cancel; the same file twice; nothing half."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from shuanglun.factory.orders import (
    CatalogueFacts,
    ModelFacts,
    Range,
    assign_column,
    cancel_import,
    confirm_import,
    edit_cell,
    examine,
    get_import,
    get_order,
    list_imports,
    list_orders,
    order_counts,
    preview_import,
    store_preview,
    taught,
)
from shuanglun.factory.orders.tables import order_imports, order_lines, orders
from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text
from shuanglun.storage import Database

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "orders"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FACTORY, OTHER = "factory-1", "factory-2"
HEAD = ["订单号", "安装位置", "型号", "开向", "洞口宽", "洞口高", "墙厚", "单口/双口", "颜色", "数量", "生产天数"]
GOOD = ["A1", "主卧", "单开门", "左内开", 880, 2050.5, 140, "双口", "暖白", 2, 5]


def model(code: str, name: str, width: tuple[int, int]) -> ModelFacts:
    limits = {"width": Range(*width), "height": Range(19000, 24000), "wall": Range(800, 3000), "floor": Range(0, 200)}
    return ModelFacts(code, limits, (name,), 0)


FACTS = CatalogueFacts(
    {
        "single_door": model("single_door", "单开门", (6500, 11000)),
        "double_door": model("double_door", "对开门", (12000, 20000)),
        "cased_opening": model("cased_opening", "垭口", (7000, 24000)),
        "panel": ModelFacts("panel", {"length": Range(100, 24400)}, ("板件",)),
    },
    {name: (name,) for name in ("原木橡", "暖白", "胡桃", "浅灰")},
)


def book(*lines: list[Any], head: list[str] = HEAD) -> bytes:
    made = openpyxl.Workbook()
    for row in (head, *lines):
        made.worksheets[0].append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def line(**changes: Any) -> list[Any]:
    return [changes.get(name, value) for name, value in zip(HEAD, GOOD, strict=True)]


class Desk:
    """Every act in its own transaction, as the routes do it."""

    def __init__(self, database: Database, tenant: str = FACTORY) -> None:
        self.database = database
        self.tenant = tenant

    def do(self, act: Callable[..., Any], *args: Any, **options: Any) -> Any:
        with self.database.work(self.tenant, now=NOW) as work:
            return act(work, *args, **options)

    def ask(self, question: Callable[..., Any], *args: Any, **options: Any) -> Any:
        with self.database.read(self.tenant, now=NOW) as work:
            return question(work, *args, **options)

    def preview(self, data: bytes, name: str = "a.xlsx", **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.do(preview_import, data, name, FACTS, **options)
        return found

    def order(self, data: bytes, name: str = "a.xlsx") -> list[str]:
        ids: list[str] = self.do(confirm_import, self.preview(data, name)["id"])
        return ids

    def count(self, table: Any) -> int:
        counted: int = self.ask(
            lambda work: work.scalar(select(func.count()).select_from(table).where(table.c.tenant_id == self.tenant))
        )
        return counted


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def codes(shown: dict[str, Any], level: str | None = None) -> list[str]:
    return [finding["code"] for finding in shown["findings"] if level in (None, finding["level"])]


# ---------------------------------------------------------------------- the way through


def test_a_file_is_previewed_then_confirmed_into_orders_and_lines(desk: Desk) -> None:
    shown = desk.preview(book(GOOD, line(订单号="A2", 安装位置="次卧")))
    assert (shown["status"], shown["profile"], shown["sheet"]) == ("preview", "door_order", "Sheet")
    assert shown["counts"] == {"orders": 2, "lines": 2, "units": 4, "stops": 0, "warns": 0}
    assert shown["orders"][0]["lines"][0]["cells"]["width"] == {
        "text": "880",
        "value": 8800,
        "cell": "E2",
        "source": "cell",
    }
    assert desk.count(orders) == 0

    ids = desk.do(confirm_import, shown["id"])
    order = desk.ask(get_order, ids[0])
    assert (order["no"], order["status"], order["due_on"], order["ordered_on"]) == (
        "A1",
        "new",
        date(2026, 11, 28),
        date(2026, 11, 23),
    )
    assert (order["lines_count"], order["units"], order["units_made"], order["late_seconds"]) == (1, 2, 0, None)
    (door,) = order["lines"]
    assert (door["template_code"], door["position"], door["quantity"]) == ("single_door", "主卧", 2)
    assert (door["params"]["width"], door["params"]["height"], door["params"]["colour"]) == (880, 2050.5, "暖白")
    assert (door["source"]["row"], door["source"]["cells"]["width"], door["source"]["raw"]["faces"]) == (
        2,
        "E2",
        "双口",
    )
    assert desk.ask(get_import, shown["id"])["order_ids"] == ids


def test_the_file_is_kept_as_it_came(desk: Desk) -> None:
    data = book(GOOD)
    shown = desk.preview(data)
    kept = desk.ask(lambda work: work.scalar(select(order_imports.c.raw).where(order_imports.c.tenant_id == FACTORY)))
    assert bytes(kept) == data
    assert shown["file_name"] == "a.xlsx"


def test_a_file_that_cannot_be_read_is_still_an_import(desk: Desk) -> None:
    shown = desk.preview(b"%PDF-1.7", "order.pdf")
    assert (codes(shown), shown["orders"], shown["counts"]["stops"]) == (["ORDER-FILE-NOT-A-WORKBOOK"], [], 1)
    with pytest.raises(Refused, match="IMPORT-HAS-STOPS"):
        desk.do(confirm_import, shown["id"])


# ---------------------------------------------------------------------- nothing half


def test_one_red_line_keeps_the_whole_file_out(desk: Desk) -> None:
    shown = desk.preview(book(GOOD, line(安装位置="次卧", 颜色="奶咖")))
    with pytest.raises(Refused) as refusal:
        desk.do(confirm_import, shown["id"])
    assert (refusal.value.code, [f.code for f in refusal.value.findings]) == (
        "IMPORT-HAS-STOPS",
        ["ORDER-COLOUR-UNKNOWN"],
    )
    assert (desk.count(orders), desk.count(order_lines)) == (0, 0)
    assert desk.ask(get_import, shown["id"])["status"] == "preview"


def test_a_correction_on_the_page_is_checked_again_and_the_file_stays(desk: Desk) -> None:
    shown = desk.preview(book(GOOD, line(安装位置="次卧", 颜色="奶咖"), line(安装位置="书房", 颜色="奶咖", 洞口宽=88)))
    shown = desk.do(edit_cell, shown["id"], 4, "width", "８８0mm", FACTS)
    assert codes(shown, "stop") == ["ORDER-COLOUR-UNKNOWN"] * 2
    shown = desk.do(edit_cell, shown["id"], 3, "colour", "胡桃", FACTS, same_for_all=True)
    assert codes(shown) == []
    order = desk.ask(get_order, desk.do(confirm_import, shown["id"])[0])
    assert [door["params"]["colour"] for door in order["lines"]] == ["暖白", "胡桃", "胡桃"]
    assert order["lines"][2]["params"]["width"] == 880


def test_an_edit_of_nothing_is_refused(desk: Desk) -> None:
    shown = desk.preview(book(GOOD))
    for row, field, code in ((9, "width", "IMPORT-NO-SUCH-ROW"), (2, "beauty", "IMPORT-NO-SUCH-FIELD")):
        with pytest.raises(BadRequest, match=code):
            desk.do(edit_cell, shown["id"], row, field, "1", FACTS)
    with pytest.raises(NotFound):
        desk.do(edit_cell, "nothing", 2, "width", "1", FACTS)


def test_a_full_disk_leaves_nothing_and_the_desk_goes_on(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    shown = desk.preview(book(GOOD))

    def fill(work: Any) -> list[str]:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar()
        work.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        found: list[str] = confirm_import(work, preview_import(work, book(*many), "big.xlsx", FACTS)["id"])
        return found

    many = [line(订单号=f"B{k}", 安装位置=f"房{k}" * 40) for k in range(300)]
    with pytest.raises(OperationalError, match="full"):
        desk.do(fill)
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert (desk.count(orders), desk.count(order_imports)) == (0, 1)
    assert len(desk.do(confirm_import, shown["id"])) == 1


# ---------------------------------------------------------------------- twice


def test_the_same_file_in_preview_twice_is_one_import(desk: Desk) -> None:
    data = book(GOOD)
    assert desk.preview(data)["id"] == desk.preview(data, "b.xlsx")["id"]
    assert desk.count(order_imports) == 1


def test_confirming_twice_gives_the_same_orders(desk: Desk) -> None:
    shown = desk.preview(book(GOOD))
    assert desk.do(confirm_import, shown["id"]) == desk.do(confirm_import, shown["id"])
    assert desk.count(orders) == 1


def test_the_same_file_after_confirmation_names_the_earlier_order_and_makes_no_second_one(desk: Desk) -> None:
    data = book(GOOD, line(订单号=None, 安装位置="次卧", 颜色="胡桃"))
    ids = desk.order(data)
    again = desk.preview(data, "copy.xlsx")
    assert codes(again, "stop") == ["ORDER-FILE-AGAIN"]
    assert again["duplicate_of"] == {"order_id": ids[0], "no": "A1"}
    with pytest.raises(Refused, match="IMPORT-HAS-STOPS"):
        desk.do(confirm_import, again["id"])
    assert desk.count(orders) == 1


def test_two_open_previews_with_the_same_number_become_one_order(desk: Desk) -> None:
    first, second = desk.preview(book(GOOD)), desk.preview(book(line(颜色="胡桃")))
    desk.do(confirm_import, first["id"])
    with pytest.raises(Refused) as refusal:
        desk.do(confirm_import, second["id"])
    assert [finding.code for finding in refusal.value.findings] == ["ORDER-NUMBER-TAKEN"]
    assert refusal.value.findings[0].where.cell == "A2"


def test_an_order_number_in_use_stops_and_the_same_content_warns(desk: Desk) -> None:
    desk.order(book(GOOD))
    assert codes(desk.preview(book(line(颜色="胡桃")))) == ["ORDER-NUMBER-TAKEN"]
    same = desk.preview(book(line(订单号="A9")))
    assert codes(same) == ["ORDER-CONTENT-AGAIN"]
    desk.do(confirm_import, same["id"])
    assert desk.count(orders) == 2


def test_a_cancelled_order_may_be_ordered_again(desk: Desk) -> None:
    data = book(GOOD)
    desk.order(data)

    def cancel(work: Any) -> None:
        work.execute(update(orders).where(orders.c.tenant_id == FACTORY).values(status="cancelled"))

    desk.do(cancel)
    (again,) = desk.order(data)
    assert desk.ask(get_order, again)["no"] == "A1-2"


# ---------------------------------------------------------------------- columns are learned


def test_an_assigned_column_is_learned_for_this_factory_only(desk: Desk) -> None:
    head = [{"颜色": "门板饰面"}.get(name, name) for name in HEAD]
    shown = desk.preview(book(GOOD, head=head))
    (unknown,) = [column for column in shown["columns"] if column["field"] is None]
    assert (unknown["letter"], unknown["suggestion"]) == ("I", "colour")
    shown = desk.do(assign_column, shown["id"], "门板饰面", "colour", FACTS)
    assert codes(shown) == []
    assert codes(desk.preview(book(line(订单号="A2"), head=head))) == []
    assert desk.ask(taught)["door_order"].columns == {"门板饰面": "colour"}
    assert "ORDER-COLUMN-MISSING" in codes(Desk(desk.database, OTHER).preview(book(GOOD, head=head)))


def test_a_column_can_be_assigned_by_letter_anew_or_ignored(desk: Desk) -> None:
    head = [*HEAD, "色板"]
    shown = desk.preview(book([*GOOD, "胡桃"], head=head))
    shown = desk.do(assign_column, shown["id"], "L", "colour", FACTS)
    assert shown["orders"][0]["lines"][0]["params"]["colour"] == "胡桃"
    shown = desk.do(assign_column, shown["id"], "色板", None, FACTS)
    assert shown["orders"][0]["lines"][0]["params"]["colour"] == "暖白"
    with pytest.raises(BadRequest, match="IMPORT-NO-SUCH-COLUMN"):
        desk.do(assign_column, shown["id"], "ZZ", "colour", FACTS)
    with pytest.raises(BadRequest, match="IMPORT-NO-SUCH-FIELD"):
        desk.do(assign_column, shown["id"], "L", "beauty", FACTS)


def test_assignments_can_be_given_with_the_file(desk: Desk) -> None:
    head = [{"颜色": "门板饰面"}.get(name, name) for name in HEAD]
    assert codes(desk.preview(book(GOOD, head=head), assignments={"门板饰面": "colour"})) == []


# ---------------------------------------------------------------------- closed imports


def test_a_closed_import_cannot_be_changed(desk: Desk) -> None:
    shown = desk.preview(book(GOOD))
    desk.do(cancel_import, shown["id"])
    desk.do(cancel_import, shown["id"])
    for act, args in (
        (confirm_import, ()),
        (edit_cell, (2, "width", "900", FACTS)),
        (assign_column, ("颜色", "colour", FACTS)),
    ):
        with pytest.raises(Refused, match="IMPORT-CLOSED"):
            desk.do(act, shown["id"], *args)
    done = desk.preview(book(line(订单号="A2")))
    desk.do(confirm_import, done["id"])
    with pytest.raises(Refused, match="IMPORT-CLOSED"):
        desk.do(cancel_import, done["id"])


def test_another_factory_sees_nothing(desk: Desk) -> None:
    shown = desk.preview(book(GOOD))
    (order_id,) = desk.do(confirm_import, shown["id"])
    other = Desk(desk.database, OTHER)
    for question, wanted in ((get_import, shown["id"]), (get_order, order_id)):
        with pytest.raises(NotFound):
            other.ask(question, wanted)
    with pytest.raises(NotFound):
        other.do(confirm_import, shown["id"])
    assert other.ask(list_orders) == other.ask(list_imports) == []
    assert codes(other.preview(book(GOOD))) == []


# ---------------------------------------------------------------------- the rest


def test_lines_without_number_get_the_factorys_own(desk: Desk) -> None:
    ids = desk.order(book(line(订单号=None)))
    assert desk.ask(get_order, ids[0])["no"] == "SL000001"


def test_the_template_is_asked_about_lines_without_a_stop(desk: Desk) -> None:
    asked: list[int] = []

    def judge(lines: Any) -> list[list[Finding]]:
        asked.extend(one.row for one in lines)
        bad = Finding("DOOR-X", "stop", Text("不行", "no"), Text("改", "change"), Where(field="width"))
        return [[bad] if one.params["width"] == 900 else [] for one in lines]

    shown = desk.preview(book(GOOD, line(安装位置="b", 洞口宽=900), line(安装位置="c", 颜色=None)), judge=judge)
    assert asked == [2, 3]
    assert [(f["code"], f["where"].get("cell")) for f in shown["findings"]] == [
        ("DOOR-X", "E3"),
        ("ORDER-COLOUR-MISSING", "I4"),
    ]


def test_orders_are_listed_searched_and_counted(desk: Desk) -> None:
    desk.order(book(GOOD, line(订单号="B_2", 生产天数=1)))
    assert [order["no"] for order in desk.ask(list_orders)] == ["B_2", "A1"]
    assert [order["no"] for order in desk.ask(list_orders, q="b_")] == ["B_2"]
    assert desk.ask(list_orders, status="shipped") == []
    assert desk.ask(order_counts)["new"] == 2
    (brief,) = desk.ask(list_imports)
    assert (brief["status"], brief["findings"], brief["orders"][0]["lines"]) == ("confirmed", [], [])


def test_the_big_example_becomes_40_orders_in_one_go(desk: Desk) -> None:
    data = (EXAMPLES / "dealer-800-doors.xlsx").read_bytes()
    examined = examine(data, "dealer-800-doors.xlsx", FACTS, date(2026, 11, 23))
    shown = desk.do(store_preview, examined)
    assert (shown["counts"]["units"], shown["counts"]["stops"]) == (800, 0)
    assert len(desk.do(confirm_import, shown["id"])) == 40
    assert sum(order["units"] for order in desk.ask(list_orders)) == 800


def test_every_change_is_in_the_audit_trail(desk: Desk) -> None:
    from shuanglun.access.audit import trail

    shown = desk.preview(book(line(颜色="奶咖")))
    desk.do(edit_cell, shown["id"], 2, "colour", "胡桃", replace(FACTS))
    desk.do(confirm_import, shown["id"])
    entries = desk.ask(trail, "import", shown["id"])
    assert {entry["action"] for entry in entries} == {"import.previewed", "import.cell_edited", "import.confirmed"}
