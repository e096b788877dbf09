"""What a factory is described by (YAML): organisations, people, shifts, machines, stations, colours, boards.

The sample county is such a description, and a factory of one's own is set up from another one. Everything that is wrong with a
description is said at once, each with its place in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shuanglun.access import ROLES
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.kernel.text import Text

_Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
_Name = Annotated[str, Field(min_length=1, max_length=80)]
_Millimetres = Annotated[float, Field(ge=0, le=10_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Part):
    """A tenant; ``code`` appears in the topics of its machines."""

    code: _Code
    name: _Name
    kind: Literal["factory", "bank", "county", "engineering"]


class Someone(_Part):
    """A person of an organisation with a role."""

    tenant: _Code
    login: Annotated[str, Field(pattern=r"^[^\s/]{1,80}$")]
    name: _Name
    role: str

    @field_validator("role")
    @classmethod
    def _known(cls, role: str) -> str:
        if role not in ROLES:
            raise ValueError(f"one of {', '.join(ROLES)}")
        return role


class MachineLine(_Part):
    """A machine; its profile is what the schedule reckons with."""

    code: _Code
    name: _Name
    work_centre: Literal["saw", "edge", "cnc", "press", "pack"]
    profile: dict[str, Any]


class StationLine(_Part):
    """A place with a scanner, at a machine or without one."""

    code: _Code
    name: _Name
    operation: Literal["saw", "edge", "cnc", "press", "pack", "ship"]
    machine: str | None = None


class BoardLine(_Part):
    """A board to buy; ``coloured`` boards come in every colour."""

    code: _Code
    name: _Name
    thickness_mm: _Millimetres
    length_mm: _Millimetres
    width_mm: _Millimetres
    grain: bool
    cost_yuan: Annotated[int, Field(ge=0)]
    kerf_mm: _Millimetres
    trim_mm: _Millimetres
    coloured: bool


class Calendar(_Part):
    """Shifts by weekday ("0" is Monday) and by day of exception."""

    name: _Name
    zone: str = "Asia/Shanghai"
    weekdays: dict[str, list[dict[str, str]]]
    exceptions: dict[str, list[dict[str, str]]] = {}


class Description(_Part):
    """The whole of it."""

    tenants: list[Organisation]
    people: list[Someone]
    calendar: Calendar
    machines: list[MachineLine]
    cure_minutes: Annotated[int, Field(ge=0)]
    stations: list[StationLine]
    colours: list[_Name]
    boards: list[BoardLine]

    @property
    def factory(self) -> Organisation:
        """The one factory that is equipped."""
        return next(tenant for tenant in self.tenants if tenant.kind == "factory")


def _stop(place: Iterable[object], zh: str, en: str, value: object = None) -> Finding:
    todo = Text("请改正这一处；样例见 shuanglun factory --example", "put it right; see shuanglun factory --example")
    where = Where(field=".".join(str(step) for step in place) or None)
    return Finding("FACTORY-FILE", "stop", Text(zh, en), todo, where, None if value is None else str(value)[:80])


def _twice(place: str, names: Iterable[str]) -> Iterator[Finding]:
    for name, count in Counter(names).items():
        if count > 1:
            yield _stop([place], f"“{name}”出现了 {count} 次", f"“{name}” stands there {count} times", name)


def _missing(place: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    for name in sorted(set(named) - set(known)):
        yield _stop([place], f"文件里没有“{name}”", f"the file has no “{name}”", name)


def _together(found: Description) -> Iterator[Finding]:
    """What no part can know by itself."""
    factories = [tenant for tenant in found.tenants if tenant.kind == "factory"]
    if len(factories) != 1:
        yield _stop(
            ["tenants"], "必须正好有一家工厂（kind: factory）", "exactly one tenant is the factory (kind: factory)"
        )
    for place, codes in (
        ("tenants.code", [tenant.code for tenant in found.tenants]),
        ("people.login", [person.login for person in found.people]),
        ("machines.code", [machine.code for machine in found.machines]),
        ("stations.code", [station.code for station in found.stations]),
    ):
        yield from _twice(place, codes)
    yield from _missing("people.tenant", [p.tenant for p in found.people], [t.code for t in found.tenants])
    machines = [machine.code for machine in found.machines]
    yield from _missing("stations.machine", [s.machine for s in found.stations if s.machine], machines)
    placed = [station.machine for station in found.stations if station.machine]
    yield from _missing("stations.machine", machines, placed)
    try:
        ShiftCalendar.from_dict(found.calendar.model_dump())
    except (ValueError, KeyError) as error:
        yield _stop(["calendar"], f"班次读不出来：{error}", f"the shifts cannot be read: {error}")


def read_description(text: str) -> tuple[Description | None, Sequence[Finding]]:
    """Read a description; None with findings when anything is wrong with it."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return None, [_stop([], f"不是 YAML 文件：{error}", f"this is no YAML: {error}")]
    if not isinstance(raw, Mapping):
        return None, [
            _stop([], "文件应由 tenants、people 等几段组成", "the file is made of sections: tenants, people, …")
        ]
    try:
        found = Description.model_validate(raw)
    except ValidationError as error:
        return None, [_stop(e["loc"], f"不对：{e['msg']}", e["msg"], e["input"]) for e in error.errors()]
    findings = list(_together(found))
    return (None, findings) if findings else (found, [])
