"""Changing an order before and after its release, on both databases: what stays, what is left over, what is made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from shuanglun.access import create_person
from shuanglun.access.people import Tenant
from shuanglun.faces.api import create_app
from shuanglun.factory import planning, splitting
from shuanglun.factory.floor.rebuild import differences
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.factory.splitting.tables import part_specs, split_runs
from shuanglun.storage import SYSTEM, Database
from support.api import PASSWORD, Caller
from support.sample import SMALL, make_factory, released_orders

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def tenant_id(database: Database, tmp_path: Path) -> str:
    database.clock = lambda: NOW
    return make_factory(database, tmp_path)


@pytest.fixture
def client(database: Database, tenant_id: str) -> Iterator[TestClient]:
    factory = Tenant(tenant_id, "jsdoor", "江山样板木门厂", "factory")
    for login, role in (("clerk", "order_clerk"), ("owner", "owner"), ("packer", "packer")):
        create_person(database, factory, login, login, role, PASSWORD)
    with TestClient(create_app(database, lambda _work: {})) as found:
        yield found


@pytest.fixture
def clerk(client: TestClient) -> Caller:
    return Caller(client, "clerk")


@pytest.fixture
def order_id(database: Database, tenant_id: str) -> str:
    return released_orders(database, tenant_id, SMALL)[0]


class Look:
    """Reads tables of the factory."""

    def __init__(self, database: Database, tenant_id: str) -> None:
        self.database, self.tenant_id = database, tenant_id

    def rows(self, table: Any, **values: Any) -> list[Any]:
        where = [table.c.tenant_id == self.tenant_id, *(table.c[name] == value for name, value in values.items())]
        with self.database.read(self.tenant_id) as work:
            return list(work.all(select(table).where(*where).order_by(*table.primary_key.columns)))

    def write(self, table: Any, code: str, **values: Any) -> None:
        key = table.c["code" if "code" in table.c else "id"]
        with self.database.work(self.tenant_id, SYSTEM) as work:
            work.execute(update(table).where(table.c.tenant_id == self.tenant_id, key == code).values(**values))

    def live(self, order_id: str) -> list[Any]:
        return [row for row in self.rows(pieces, order_id=order_id) if row["status"] not in {"cancelled", "scrapped"}]

    def complete(self, order_id: str) -> None:
        """Parts out = parts in: every live piece belongs to the split that counts, and each is there as often as wanted."""
        with self.database.read(self.tenant_id) as work:
            run = splitting.current_run(work, order_id)
        assert run is not None
        lines = {row["id"]: row for row in self.rows(order_lines, order_id=order_id) if row["retired_at"] is None}
        specs = self.rows(part_specs, split_run_id=run["id"])
        wanted = Counter({s["id"]: s["qty_per_unit"] * lines[s["order_line_id"]]["quantity"] for s in specs})
        alive = self.live(order_id)
        assert Counter(row["part_spec_id"] for row in alive) == wanted
        codes = {row["code"] for row in alive}
        assert all(row["into_code"] in codes for row in alive if row["into_code"])
        kept = {row["code"]: row for row in self.rows(packages, order_id=order_id) if row["status"] != "cancelled"}
        inside = [row for row in self.rows(package_items) if row["package_code"] in kept]
        to_pack = {r["code"] for r in alive if not r["into_code"]}
        bags = {r["code"] for r in self.rows(hardware_bags, order_id=order_id) if r["status"] != "cancelled"}
        assert Counter(row["item_code"] for row in inside) == Counter(to_pack | bags)
        assert {row["n"] for row in kept.values()} == {len(kept)}
        assert all(row["package_code"] in kept for row in alive if not row["into_code"])


@pytest.fixture
def look(database: Database, tenant_id: str) -> Look:
    return Look(database, tenant_id)


def change(caller: Caller, order_id: str, *lines: dict[str, Any], **more: Any) -> Any:
    return caller.post(f"/orders/{order_id}/changes", {"lines": list(lines), "reason": "客户改尺寸", **more})


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


# ---------------------------------------------------------------------- the window


def test_window_is_six_hours_and_two_for_a_rush_order(clerk: Caller, order_id: str, look: Look) -> None:
    window = clerk.get(f"/orders/{order_id}/changes").json()["window"]
    assert (window["open"], window["hours"], window["rush"]) == (True, 6.0, False)
    look.write(orders, order_id, remark="加急！")
    window = clerk.get(f"/orders/{order_id}/changes").json()["window"]
    assert (window["hours"], window["rush"]) == (2.0, True)


def test_after_the_window_a_change_says_what_it_is_charged(clerk: Caller, order_id: str, database: Database) -> None:
    database.clock = lambda: NOW + timedelta(hours=7)
    assert code_of(change(clerk, order_id, {"line_no": 1, "params": {"width": 860}})) == (409, "CHANGE-WINDOW-CLOSED")
    done = change(clerk, order_id, {"line_no": 1, "params": {"width": 860}}, charge_fen=20_000)
    assert done.status_code == 201, done.text
    assert (done.json()["in_window"], done.json()["charge_fen"]) == (False, 20_000)


# ---------------------------------------------------------------------- after release


def test_a_new_width_makes_a_new_split_and_what_stays_good_keeps_its_code(
    clerk: Caller, order_id: str, look: Look, database: Database, tenant_id: str
) -> None:
    before = {row["code"]: row for row in look.live(order_id)}
    look.complete(order_id)
    line = look.rows(order_lines, order_id=order_id, line_no=1)[0]
    done = change(clerk, order_id, {"line_no": 1, "params": {"width": line["params"]["width"] + 20}})
    assert done.status_code == 201, done.text
    effect = done.json()["effect"]
    look.complete(order_id)
    after = {row["code"]: row for row in look.live(order_id)}
    assert set(before) - set(after) == {piece["code"] for piece in effect["dropped"]}
    assert len(set(after) - set(before)) == effect["made"] > 0
    assert effect["kept"] > 0  # the uprights of the lining do not know the width
    runs = look.rows(split_runs, order_id=order_id)
    assert len(runs) == 2
    assert {run["supersedes"] for run in runs} == {None, next(r["id"] for r in runs if r["supersedes"] is None)}
    history = look.rows(order_lines, order_id=order_id, line_no=1)
    assert [(row["revision"], row["retired_at"] is None) for row in sorted(history, key=lambda r: r["revision"])] == [
        (1, False),
        (2, True),
    ]
    with database.read(tenant_id) as work:
        assert list(differences(work)) == []


def test_only_a_remark_changes_nothing_on_the_floor(clerk: Caller, order_id: str, look: Look) -> None:
    before = {row["code"] for row in look.live(order_id)}
    done = change(clerk, order_id, {"line_no": 1, "remark": "门把手换黑色"}).json()
    assert (done["effect"]["made"], done["effect"]["dropped"]) == (0, [])
    assert {row["code"] for row in look.live(order_id)} == before
    look.complete(order_id)


def test_quantity_up_and_down_and_lines_added_and_removed(
    clerk: Caller, order_id: str, look: Look, database: Database, tenant_id: str
) -> None:
    line = look.rows(order_lines, order_id=order_id, line_no=1)[0]
    more = line["quantity"] + 2
    assert change(clerk, order_id, {"line_no": 1, "quantity": more}).status_code == 201
    look.complete(order_id)
    assert change(clerk, order_id, {"line_no": 1, "quantity": 1}).status_code == 201
    look.complete(order_id)
    added = {"template_code": line["template_code"], "position": "阳台", "params": line["params"], "quantity": 2}
    assert change(clerk, order_id, added).status_code == 201
    look.complete(order_id)
    numbers = [row["line_no"] for row in clerk.get(f"/orders/{order_id}").json()["lines"]]
    assert change(clerk, order_id, {"line_no": numbers[-1], "remove": True}).status_code == 201
    look.complete(order_id)
    shown = clerk.get(f"/orders/{order_id}").json()
    assert shown["split"]["units"] == sum(row["quantity"] for row in shown["lines"])
    assert [one["no"] for one in clerk.get(f"/orders/{order_id}/changes").json()["changes"]] == [4, 3, 2, 1]
    with database.read(tenant_id) as work:
        assert list(differences(work)) == []


def test_what_is_cut_already_is_told_and_what_remains_is_planned(
    clerk: Caller, order_id: str, look: Look, database: Database, tenant_id: str
) -> None:
    planning.make_plan(database, tenant_id, SYSTEM)
    line = look.rows(order_lines, order_id=order_id, line_no=1)[0]
    alive = [row for row in look.live(order_id) if row["order_line_id"] == line["id"]]
    leaves = {row["into_code"] for row in alive}
    cut = [row for row in alive if row["code"] not in leaves]
    for row in cut:
        look.write(pieces, row["code"], step=1, status="in_process", step_at=NOW)
    look.write(orders, order_id, status="planned")
    effect = change(clerk, order_id, {"line_no": 1, "params": {"width": line["params"]["width"] + 20}}).json()["effect"]
    assert effect["kept_begun"] > 0
    told = [piece for piece in effect["dropped"] if piece["done"]]
    assert told
    assert all(piece["done"] == "saw" and piece["in_lot"] for piece in told)
    look.complete(order_id)
    assert look.rows(orders, id=order_id)[0]["status"] == "released"
    planning.make_plan(database, tenant_id, SYSTEM)
    assert all(row["lot_id"] for row in look.live(order_id))


def test_a_pressed_leaf_that_stays_good_keeps_what_is_inside(clerk: Caller, order_id: str, look: Look) -> None:
    line = look.rows(order_lines, order_id=order_id, line_no=1)[0]
    mine = [row for row in look.live(order_id) if row["order_line_id"] == line["id"]]
    leaves = {row["into_code"] for row in mine if row["into_code"]}
    routes = {row["id"]: row["route"] for row in look.rows(part_specs, order_id=order_id)}
    for row in mine:
        if row["into_code"]:
            at_end = len(routes[row["part_spec_id"]])
            look.write(pieces, row["code"], status="assembled", step=at_end, step_at=NOW)
        elif row["code"] in leaves:
            look.write(pieces, row["code"], status="in_process", step=1, step_at=NOW)
    assert change(clerk, order_id, {"line_no": 1, "params": {"wall": line["params"]["wall"] + 10}}).status_code == 201
    after = {row["code"]: row for row in look.live(order_id)}
    assert leaves <= set(after)
    assert all(after[row["code"]]["into_code"] == row["into_code"] for row in mine if row["into_code"])
    look.complete(order_id)
    effect = change(clerk, order_id, {"line_no": 1, "params": {"height": line["params"]["height"] - 30}}).json()[
        "effect"
    ]
    assert leaves <= {piece["code"] for piece in effect["dropped"]}
    look.complete(order_id)


# ---------------------------------------------------------------------- refusals leave everything as it was


@pytest.mark.parametrize(
    ("line", "status", "code"),
    [
        ({"line_no": 1, "params": {"width": 60}}, 409, "CHANGE-CANNOT-BE-MADE"),
        ({"line_no": 99}, 400, "ORDER-NO-SUCH-LINE"),
        ({"line_no": 1}, 400, "CHANGE-NOTHING"),
        ({"template_code": "no_such_door", "params": {"width": 800}}, 409, "CHANGE-CANNOT-BE-MADE"),
    ],
)
def test_a_faulty_change_changes_nothing(
    clerk: Caller, order_id: str, look: Look, line: dict[str, Any], status: int, code: str
) -> None:
    tables = (orders, order_lines, split_runs, units, pieces, packages, package_items, hardware_bags)
    before = [look.rows(table) for table in tables]
    assert code_of(change(clerk, order_id, line)) == (status, code)
    assert [look.rows(table) for table in tables] == before


def test_pieces_in_a_closed_package_are_taken_out_first(clerk: Caller, order_id: str, look: Look) -> None:
    line = look.rows(order_lines, order_id=order_id, line_no=1)[0]
    shut = next(
        row["package_code"] for row in look.live(order_id) if row["package_code"] and row["order_line_id"] == line["id"]
    )
    look.write(packages, shut, status="closed", k=1, closed_at=NOW)
    answer = change(clerk, order_id, {"line_no": 1, "params": {"height": line["params"]["height"] - 40}})
    assert code_of(answer) == (409, "CHANGE-PACKED")
    assert answer.json()["error"]["findings"][0]["value"] == shut
    look.complete(order_id)


def test_only_the_desk_changes_orders(client: TestClient, order_id: str) -> None:
    assert change(Caller(client, "packer"), order_id, {"line_no": 1, "quantity": 2}).status_code == 403


def test_before_release_only_lines_change(clerk: Caller) -> None:
    run = clerk.post("/imports", files={"file": (SMALL.name, SMALL.read_bytes())}).json()
    order = clerk.post(f"/imports/{run['id']}/confirm").json()["order_ids"][0]
    line = clerk.get(f"/orders/{order}").json()["lines"][0]
    done = change(clerk, order, {"line_no": 1, "params": {"width": line["params"]["width"] + 10}, "position": "书房"})
    assert done.status_code == 201, done.text
    assert done.json()["split_run_id"] is None
    shown = clerk.get(f"/orders/{order}").json()["lines"][0]
    assert (shown["position"], shown["params"]["width"]) == ("书房", line["params"]["width"] + 10)
    assert done.json()["lines"][0]["changed"] == ["position", "width"]
    assert clerk.post(f"/orders/{order}/release").status_code == 200


# ---------------------------------------------------------------------- remakes


def test_a_piece_on_the_floor_is_made_again_in_its_place(clerk: Caller, order_id: str, look: Look) -> None:
    old = next(row for row in look.live(order_id) if not row["into_code"])
    body = {"codes": [old["code"]], "reason": "scratched", "bearer": "factory", "station": "edge", "note": "背面"}
    done = clerk.post(f"/orders/{order_id}/remakes", body)
    assert done.status_code == 201, done.text
    assert done.json()["new_order_id"] is None
    new = look.rows(pieces, code=done.json()["pieces"][0]["new"])[0]
    assert (new["remake_of"], new["status"]) == (old["code"], "planned")
    look.complete(order_id)
    assert code_of(clerk.post(f"/orders/{order_id}/remakes", body)) == (409, "REMAKE-TWICE")


def test_what_has_left_becomes_a_remake_order_linked_to_the_old_pieces(
    clerk: Caller, order_id: str, look: Look, database: Database, tenant_id: str
) -> None:
    leaf = next(row["into_code"] for row in look.live(order_id) if row["into_code"])
    for row in look.live(order_id):
        look.write(pieces, row["code"], status="assembled" if row["into_code"] else "shipped")
    look.write(orders, order_id, status="shipped")
    body = {"codes": [leaf], "reason": "transport", "bearer": "carrier"}
    done = clerk.post(f"/orders/{order_id}/remakes", body).json()
    again = done["new_order_id"]
    shown = clerk.get(f"/orders/{again}").json()
    assert (shown["status"], shown["extra"]["remake_of"]) == ("released", clerk.get(f"/orders/{order_id}").json()["no"])
    assert shown["split"]["pieces"] == len(done["pieces"]) > 1  # the leaf and what is pressed into it
    made = look.live(again)
    assert {row["remake_of"] for row in made} == {piece["old"] for piece in done["pieces"]}
    look.complete(again)
    assert code_of(clerk.post(f"/orders/{order_id}/remakes", body)) == (409, "REMAKE-TWICE")
    planning.make_plan(database, tenant_id, SYSTEM)
    assert all(row["lot_id"] for row in look.live(again))
    listed = clerk.get(f"/orders/{order_id}/remakes").json()
    assert listed["remakes"][0]["bearer_name"]["zh"] == "物流"
    assert {one["code"] for one in listed["reasons"]} >= {"scratched", "transport"}


@pytest.mark.parametrize(
    "wrong", [{"reason": "bored"}, {"bearer": "nobody"}, {"station": "moon"}, {"codes": ["P000000001"]}]
)
def test_a_remake_with_an_unknown_word_or_piece_is_refused(
    clerk: Caller, order_id: str, look: Look, wrong: dict[str, Any]
) -> None:
    code = next(row["code"] for row in look.live(order_id) if not row["into_code"])
    body = {"codes": [code], "reason": "scratched", "bearer": "factory", **wrong}
    assert clerk.post(f"/orders/{order_id}/remakes", body).status_code == 400


def test_a_trial_says_what_a_change_would_do_and_keeps_nothing(
    database: Database, tenant_id: str, clerk: Caller, order_id: str
) -> None:
    look = Look(database, tenant_id)
    with database.read(tenant_id) as work:
        line = work.all(
            select(order_lines).where(order_lines.c.tenant_id == tenant_id, order_lines.c.order_id == order_id)
        )[0]
    tables = (order_lines, pieces, units, packages, part_specs, split_runs, hardware_bags)
    before = [look.rows(table) for table in tables]
    body = {"lines": [{"line_no": line["line_no"], "params": {"width": line["params"]["width"] + 40}}]}
    trial = clerk.post(f"/orders/{order_id}/changes/trial", body)
    assert trial.status_code == 200, trial.text
    effect = trial.json()["effect"]
    assert effect["dropped"]
    assert effect["made"]
    assert [look.rows(table) for table in tables] == before
    assert clerk.get(f"/orders/{order_id}/changes").json()["changes"] == []
    made = clerk.post(f"/orders/{order_id}/changes", {**body, "reason": "客户改宽"}).json()
    for name in ("kept", "kept_begun", "made"):
        assert made["effect"][name] == effect[name]
    assert [one["code"] for one in made["effect"]["dropped"]] == [one["code"] for one in effect["dropped"]]
    bad = clerk.post(
        f"/orders/{order_id}/changes/trial", {"lines": [{"line_no": line["line_no"], "params": {"width": 10}}]}
    )
    assert bad.status_code == 409
    assert bad.json()["error"]["findings"]
