"""Splitting an order anew after a change: a new run supersedes the last one, pieces that stay good keep code and progress.

Nothing is deleted: pieces that are not wanted any more are cancelled and keep lot, pattern and scans, so that what was cut
already can be found on the floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, and_, bindparam, select, update

from shuanglun.factory.pieces import refresh_unit
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.factory.splitting import errors
from shuanglun.factory.splitting.commands import Prepared, bag_contents, prepare, store_run
from shuanglun.factory.splitting.matching import Matched, Standing, Wanted, makings, match
from shuanglun.factory.splitting.queries import current_run
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.findings import has_stop
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work, take_numbers

_GONE = ("scrapped", "cancelled")


@dataclass
class Resplit:
    """What a new split did: pieces kept (and how many of them are begun), dropped and made, units made, the hardware bags."""

    run_id: str
    kept: int = 0
    kept_begun: int = 0
    dropped: list[dict[str, Any]] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    bag: tuple[str | None, str | None] | None = None


def resplit(work: Work, order_id: str, renewed: Mapping[str, str | None]) -> Resplit:
    """Split a released order again; ``renewed`` is retired line to the line that replaces it, None where it was removed.

    The lines that did not change keep the templates' versions of their first split, and so do changed ones.

    Raises:
        Refused: a line cannot be made as ordered (``findings``).
    """
    old_run = current_run(work, order_id)
    if old_run is None:
        raise errors.not_released()
    ready = prepare(work, order_id, old_run["templates"])
    if not ready.lines:
        raise errors.order_is_empty()
    if has_stop(ready.findings):
        raise errors.cannot_be_made(ready.findings)
    run_id, _ = store_run(work, ready, old_run["id"])
    job = _Resplit(work, order_id, ready, _specs(work, old_run["id"]), _specs(work, run_id), Resplit(run_id))
    job.unchanged(set(renewed))
    job.changed(renewed)
    job.bag()
    return job.result


Spec = dict[str, Any]


def _specs(work: Work, run_id: str) -> dict[str, list[Spec]]:
    """The parts of a run by line."""
    where = (part_specs.c.tenant_id == work.tenant_id, part_specs.c.split_run_id == run_id)
    found: dict[str, list[Spec]] = defaultdict(list)
    for row in work.all(select(part_specs).where(*where).order_by(part_specs.c.id)):
        found[row["order_line_id"]].append(dict(row))
    return found


@dataclass
class _Resplit:
    """One re-split while it runs."""

    work: Work
    order_id: str
    ready: Prepared
    old: Mapping[str, Sequence[Spec]]
    new: Mapping[str, Sequence[Spec]]
    result: Resplit
    rows: dict[str, RowMapping] = field(default_factory=dict)  # pieces as they stood
    named: dict[str, Spec] = field(default_factory=dict)  # parts of the old run

    # ------------------------------------------------------------------ lines as they were

    def unchanged(self, retired: set[str]) -> None:
        """Pieces of lines that stayed belong to the new run's rows; nothing else of them moves."""
        rows = []
        for line in self.ready.lines:
            before = {spec["row_key"]: spec["id"] for spec in self.old.get(line["id"], ())}
            rows += [
                {"b_old": before[spec["row_key"]], "part_spec_id": spec["id"]}
                for spec in self.new.get(line["id"], ())
                if spec["row_key"] in before and line["id"] not in retired
            ]
        if rows:
            where = and_(pieces.c.tenant_id == self.work.tenant_id, pieces.c.part_spec_id == bindparam("b_old"))
            self.work.execute(update(pieces).where(where), rows)

    # ------------------------------------------------------------------ lines that changed

    def changed(self, renewed: Mapping[str, str | None]) -> None:
        """Units of replaced lines move to the new line; their pieces are matched, the missing ones made."""
        known = {line["id"] for line in self.ready.lines}
        came_from = {new: old for old, new in renewed.items() if new is not None}
        for old_id in renewed:
            if renewed[old_id] is None:
                self._drop(self._standing(self._units(old_id), old_id))
        for line in self.ready.lines:
            if line["id"] in came_from or (line["id"] not in self.old and line["id"] in known):
                self._line(line, came_from.get(line["id"]))

    def _units(self, line_id: str) -> list[RowMapping]:
        where = (units.c.tenant_id == self.work.tenant_id, units.c.order_line_id == line_id)
        return list(self.work.all(select(units).where(*where).order_by(units.c.unit_no)))

    def _line(self, line: RowMapping, old_id: str | None) -> None:
        mine = self._units(old_id) if old_id else []
        staying, leaving = mine[: line["quantity"]], mine[line["quantity"] :]
        if old_id:
            self._drop(self._standing(leaving, old_id))
        ids = self._move_units(line, staying)
        standing = self._standing(staying, old_id or "")
        specs = self.new.get(line["id"], ())
        made = makings(specs)
        wanted = [Wanted(s["row_key"], s["into_role"], s["qty_per_unit"], made[s["row_key"]]) for s in specs]
        total = sum(part.count for part in wanted) * len(ids)
        numbers = iter(take_numbers(self.work, "piece", total) if total else ())
        new_code = self._namer(numbers)
        for unit_id in ids:
            self._write(line, unit_id, specs, match(wanted, standing.get(unit_id, []), new_code))

    @staticmethod
    def _namer(numbers: Iterator[int]) -> Any:
        return lambda: make_code("piece", next(numbers))

    def _move_units(self, line: RowMapping, staying: Sequence[RowMapping]) -> list[str]:
        """Units keep their identity and their label; more of them are made when the quantity grew."""
        if staying:
            ids = [unit["id"] for unit in staying]
            where = and_(units.c.tenant_id == self.work.tenant_id, units.c.id.in_(ids))
            values = {"order_line_id": line["id"], "due_on": line["due_on"]}
            self.work.execute(update(units).where(where).values(**values))
        rows = [
            {
                "id": new_id(),
                "order_id": self.order_id,
                "order_line_id": line["id"],
                "unit_no": number,
                "label": f"{line['line_no']}-{number}",
                "due_on": line["due_on"],
                "made_at": None,
            }
            for number in range(len(staying) + 1, line["quantity"] + 1)
        ]
        self.work.insert(units, rows)
        return [unit["id"] for unit in staying] + [str(row["id"]) for row in rows]

    def _standing(self, of_units: Sequence[RowMapping], line_id: str) -> dict[str, list[Standing]]:
        """The pieces of units as they stand, with how they were to be made."""
        ids = [unit["id"] for unit in of_units]
        specs = {spec["id"]: spec for spec in self.old.get(line_id, ())}
        made = makings(list(specs.values()))
        where = (
            pieces.c.tenant_id == self.work.tenant_id,
            pieces.c.unit_id.in_(ids),
            pieces.c.status.not_in(_GONE),
        )
        found: dict[str, list[Standing]] = defaultdict(list)
        self.named.update(specs)
        for row in self.work.all(select(pieces).where(*where).order_by(pieces.c.code)) if ids else ():
            key = specs[row["part_spec_id"]]["row_key"]
            one = Standing(row["code"], key, made[key], row["step"], row["status"], row["into_code"])
            found[row["unit_id"]].append(one)
            self.rows[row["code"]] = row
        return found

    def _write(self, line: RowMapping, unit_id: str, specs: Sequence[Spec], found: Matched) -> None:
        fresh: list[dict[str, Any]] = []
        for spec in specs:
            for place, code in enumerate(found.codes[spec["row_key"]]):
                values = {
                    "part_spec_id": spec["id"],
                    "order_line_id": line["id"],
                    "seq": place + 1,
                    "into_code": found.into.get(code),
                }
                if code in found.kept:
                    where = and_(pieces.c.tenant_id == self.work.tenant_id, pieces.c.code == code)
                    self.work.execute(update(pieces).where(where).values(**values))
                    continue
                ids = {"code": code, "order_id": self.order_id, "unit_id": unit_id}
                fresh.append({**values, **ids, "step": 0, "status": "planned"})
        self.work.insert(pieces, fresh)
        self.result.made += [row["code"] for row in fresh]
        self.result.kept += len(found.kept)
        self.result.kept_begun += sum(1 for code in found.kept if self.rows[code]["step"] > 0)
        self._drop({unit_id: found.dropped})
        refresh_unit(self.work, unit_id)

    def _drop(self, of_units: Mapping[str, Sequence[Standing]]) -> None:
        """Cancel pieces nobody wants any more; their history stays."""
        gone = [one for several in of_units.values() for one in several]
        if not gone:
            return
        where = and_(pieces.c.tenant_id == self.work.tenant_id, pieces.c.code.in_([one.code for one in gone]))
        self.work.execute(update(pieces).where(where).values(status="cancelled", package_code=None))
        self.result.dropped += [self._shape(one) for one in gone]

    def _shape(self, one: Standing) -> dict[str, Any]:
        row = self.rows[one.code]
        spec = self.named[row["part_spec_id"]]
        done = spec["route"][one.step - 1] if one.step else None
        return {
            "code": one.code,
            "name": {"zh": spec["name_zh"], "en": spec["name_en"]},
            "size": [spec["length"], spec["width"], spec["thickness"]],
            "material": spec["material_code"],
            "done": done,
            "status": one.status,
            "in_lot": row["lot_id"] is not None,
            "package": row["package_code"],
        }

    # ------------------------------------------------------------------ hardware

    def bag(self) -> None:
        """The hardware bag is made anew when its contents changed."""
        where = (
            hardware_bags.c.tenant_id == self.work.tenant_id,
            hardware_bags.c.order_id == self.order_id,
            hardware_bags.c.status != "cancelled",
        )
        old = self.work.first(select(hardware_bags).where(*where))
        contents = bag_contents(self.ready)
        if (old["contents"] if old else []) == contents:
            return
        if old:
            mine = and_(hardware_bags.c.tenant_id == self.work.tenant_id, hardware_bags.c.code == old["code"])
            self.work.execute(update(hardware_bags).where(mine).values(status="cancelled"))
        new = make_code("hardware", take_numbers(self.work, "hardware")[0]) if contents else None
        if new:
            row = {"code": new, "order_id": self.order_id, "contents": contents, "status": "planned"}
            self.work.insert(hardware_bags, row)
        self.result.bag = (old["code"] if old else None, new)
