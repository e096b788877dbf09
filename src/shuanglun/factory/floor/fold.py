"""All status from the log alone: what was planned, and the events in their order, give how everything stands. Pure.

This is a second, independent way to the state that scans keep up to date row by row; ``rebuild`` compares the two. It
knows nothing of answers or messages, only of what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shuanglun.factory.pieces import PACK, status_at, step_before_packing, with_packing


@dataclass(frozen=True, slots=True)
class Fact:
    """One event that has an effect, in the order it took effect. ``at`` is never later than it was received."""

    action: str
    verdict: str
    reason: str
    at: datetime
    code: str | None
    package_code: str | None
    shipment_code: str | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PiecePlan:
    """What is planned of a piece."""

    route: tuple[str, ...]
    order_id: str
    unit_id: str
    into_code: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What was planned: pieces, hardware bags (code to order), packages (code to order), what belongs into each *now*."""

    pieces: Mapping[str, PiecePlan]
    bags: Mapping[str, str]
    packages: Mapping[str, str]
    contents: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class PieceState:
    """How a piece stands."""

    step: int = 0
    status: str = "planned"
    step_at: datetime | None = None
    cured_at: datetime | None = None


@dataclass(slots=True)
class PackageState:
    """How a package stands; ``inside`` is when each item went in."""

    wanted: set[str]
    inside: dict[str, datetime] = field(default_factory=dict)
    strays: set[str] = field(default_factory=set)
    status: str = "open"
    k: int | None = None
    closed_at: datetime | None = None
    shipment_code: str | None = None


class Fold:
    """The state after a sequence of facts."""

    def __init__(self, plan: Plan, facts: Iterable[Fact]) -> None:
        self.plan = plan
        in_order = list(facts)
        self.pieces = {code: PieceState() for code in plan.pieces}
        self.bags = dict.fromkeys(plan.bags, "planned")
        self.packages = {code: PackageState(set(items)) for code, items in plan.contents.items()}
        self.started: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._stray_at: dict[str, set[str]] = {}
        self._undo_remakes(in_order)
        for fact in in_order:
            self._apply(fact)

    def _undo_remakes(self, facts: list[Fact]) -> None:
        """Contents as they were planned first: every remake gives its place back to the piece it replaced."""
        for fact in reversed(facts):
            if fact.action == "reject":
                self._swap(fact.payload["remade"][fact.payload["item"]], fact.payload["item"])
            elif fact.action == "change":
                self._contents(fact.payload["new"], fact.payload["gone"])

    def _contents(self, out: Mapping[str, list[str]], into: Mapping[str, list[str]]) -> None:
        """Take items out of packages and put others in, as a change of the order does (or, the other way round, undoes)."""
        for code, items in out.items():
            self.packages[code].wanted.difference_update(items)
            for item in items:
                self.packages[code].inside.pop(item, None)
        for code, items in into.items():
            self.packages[code].wanted.update(items)

    def _swap(self, old: str, new: str) -> None:
        for package in self.packages.values():
            if old in package.wanted:
                package.wanted.remove(old)
                package.wanted.add(new)
                package.inside.pop(old, None)

    def _apply(self, fact: Fact) -> None:
        steps: Mapping[str, Callable[[Fact], None]] = {
            "done": self._done,
            "pack": self._pack,
            "put_back": self._put_back,
            "open": self._close,
            "close": self._close,
            "reopen": self._reopen,
            "reject": self._reject,
            "change": lambda one: self._contents(one.payload["gone"], one.payload["new"]),
            "load": self._load,
            "unload": self._unload,
            "leave": self._leave,
        }
        if fact.verdict == "ok" and fact.action in steps:
            steps[fact.action](fact)
        elif fact.reason == "PACKING-FOREIGN" and fact.verdict == "wrong":
            self._foreign(fact.package_code or "", fact.code or "")

    # ------------------------------------------------------------------ machines

    def _done(self, fact: Fact) -> None:
        code = fact.code or ""
        plan, state = self.plan.pieces[code], self.pieces[code]
        state.step = plan.route.index(fact.payload["operation"], state.step) + 1
        state.status = status_at(plan.route, state.step, plan.into_code)
        state.step_at = fact.at
        cured_at = fact.payload.get("cured_at")
        state.cured_at = datetime.fromisoformat(cured_at) if cured_at else None
        for member in fact.payload.get("members", ()):
            inner = self.pieces[member]
            inner.step, inner.status = len(self.plan.pieces[member].route), "assembled"
            inner.step_at = fact.at
        self.started.add(plan.order_id)

    def _reject(self, fact: Fact) -> None:
        for old in fact.payload["remade"]:
            self.pieces[old].status = "scrapped"
            self.pieces[old].step_at = fact.at
        self._swap(fact.payload["item"], fact.payload["remade"][fact.payload["item"]])

    # ------------------------------------------------------------------ packing

    def _pack(self, fact: Fact) -> None:
        code = fact.code or ""
        self.packages[fact.package_code or ""].inside[code] = fact.at
        if code in self.pieces:
            plan, state = self.plan.pieces[code], self.pieces[code]
            way = with_packing(plan.route)
            state.step = min(way.index(PACK, state.step) + 1, len(plan.route))
            state.status, state.step_at = "packed", fact.at
            self.started.add(plan.order_id)
        else:
            self.bags[code] = "packed"
            self.started.add(self.plan.bags[code])
        for package_code in self._stray_at.pop(code, ()):
            self.packages[package_code].strays.discard(code)
        self._close(fact)

    def _foreign(self, package_code: str, item_code: str) -> None:
        self.packages[package_code].strays.add(item_code)
        self._stray_at.setdefault(item_code, set()).add(package_code)

    def _put_back(self, fact: Fact) -> None:
        self.packages[fact.package_code or ""].strays.discard(fact.code or "")
        self._close(fact)

    def _close(self, fact: Fact) -> None:
        code = fact.package_code or ""
        package = self.packages[code]
        if package.status != "open" or package.strays or not package.wanted or package.wanted != set(package.inside):
            return
        package.status = "closed"
        package.closed_at = max([*package.inside.values(), fact.at])
        if package.k is None:
            order_id = self.plan.packages[code]
            self._numbers[order_id] = self._numbers.get(order_id, 0) + 1
            package.k = self._numbers[order_id]

    def _reopen(self, fact: Fact) -> None:
        package = self.packages[fact.package_code or ""]
        package.status, package.closed_at = "open", None
        for code in package.inside:
            if code in self.bags:
                self.bags[code] = "planned"
            elif self.pieces[code].status == "packed":
                state = self.pieces[code]
                state.step = min(state.step, step_before_packing(self.plan.pieces[code].route))
                state.status, state.step_at = "ready", fact.at
        package.inside.clear()

    # ------------------------------------------------------------------ shipping

    def _load(self, fact: Fact) -> None:
        package = self.packages[fact.package_code or ""]
        package.status, package.shipment_code = "loaded", fact.shipment_code

    def _unload(self, fact: Fact) -> None:
        package = self.packages[fact.package_code or ""]
        package.status, package.shipment_code = "closed", None

    def _leave(self, fact: Fact) -> None:
        for package in self.packages.values():
            if package.shipment_code != fact.shipment_code:
                continue
            package.status = "shipped"
            for code in package.inside:
                if code in self.bags:
                    self.bags[code] = "shipped"
                else:
                    self.pieces[code].status = "shipped"

    # ------------------------------------------------------------------ what follows

    def made_at(self, codes: Iterable[str]) -> datetime | None:
        """When a unit of these pieces was made: its last piece packed; None while one waits."""
        mine = [self.pieces[c] for c in codes if self.plan.pieces[c].into_code is None]
        instants = [p.step_at for p in mine if p.status in {"packed", "shipped"} and p.step_at is not None]
        waiting = any(p.status not in {"packed", "shipped", "scrapped", "cancelled"} for p in mine)
        return None if waiting or not instants else max(instants)

    def order_status(self, package_codes: Iterable[str], order_id: str, before: str) -> str:
        """An order's status; ``before`` is what it was before its first scan."""
        states = {self.packages[code].status for code in package_codes}
        if states and states <= {"shipped"}:
            return "shipped"
        if states and states <= {"closed", "loaded", "shipped"}:
            return "packed"
        return "in_production" if order_id in self.started else before
