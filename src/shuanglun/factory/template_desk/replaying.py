"""A replay: the same real lines split by the version in use and by the draft, and every difference counted. Pure.

Lengths in 0.1 mm, weights in g, as the split gives them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from shuanglun.factory.splitting import HardwareSpec, PartSpec, Split, SplitLine

Kind = Literal["same", "changed", "fails", "made", "stopped"]
# In the order a technician looks at them: what is made, then what is sawn, then what follows from it.
PART_FIELDS = (
    "qty_per_unit",
    "length",
    "width",
    "thickness",
    "cut_length",
    "cut_width",
    "edges",
    "grain",
    "material_code",
    "route",
    "pack_group",
    "weight_g",
)
HARDWARE_FIELDS = ("qty_per_unit", "item", "unit", "pack_group")
_NUMBERS = {"qty_per_unit", "length", "width", "thickness", "cut_length", "cut_width", "weight_g"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row that comes out otherwise; a whole row has the field "row". ``delta`` only where both are numbers."""

    sheet: Literal["parts", "hardware", "findings"]
    row_key: str
    name: dict[str, str]
    field: str
    before: Any
    after: Any
    delta: int | None = None


@dataclass(frozen=True, slots=True)
class ReplayedLine:
    """What became of one line: ``fails`` is made now and would stop, ``made`` the other way round."""

    ref: str
    kind: Kind
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class _Group:
    """Changes of the same kind over many lines."""

    change: Change
    places: list[int] = field(default_factory=list)
    lowest: Any = None
    highest: Any = None


def replay(lines: Sequence[SplitLine], before: Split, after: Split) -> list[ReplayedLine]:
    """Every line with its differences, in the order given."""
    old, new = _by_line(before), _by_line(after)
    return [_line(line.ref, before, after, old, new) for line in lines]


_Rows = tuple[dict[str, PartSpec], dict[str, HardwareSpec]]


def _by_line(result: Split) -> dict[str, _Rows]:
    found: dict[str, _Rows] = defaultdict(lambda: ({}, {}))
    for part in result.parts:
        found[part.line][0][part.row_key] = part
    for item in result.hardware:
        found[item.line][1][item.row_key] = item
    return found


def _line(ref: str, before: Split, after: Split, old: Mapping[str, _Rows], new: Mapping[str, _Rows]) -> ReplayedLine:
    was, now = ref not in before.stopped, ref not in after.stopped
    if was and not now:
        return ReplayedLine(ref, "fails", tuple(_findings(ref, after, gone=False)))
    if now and not was:
        return ReplayedLine(ref, "made", tuple(_findings(ref, before, gone=True)))
    if not was:
        return ReplayedLine(ref, "stopped")
    changes = (
        *_rows("parts", old[ref][0], new[ref][0], PART_FIELDS),
        *_rows("hardware", old[ref][1], new[ref][1], HARDWARE_FIELDS),
    )
    return ReplayedLine(ref, "changed" if changes else "same", changes)


def _findings(ref: str, result: Split, gone: bool) -> Iterator[Change]:
    for one in result.findings:
        if one.line == ref and one.finding.level == "stop":
            what = one.finding.what.as_dict()
            yield Change("findings", one.finding.code, what, "stop", what if gone else None, None if gone else what)


def _rows(
    sheet: Literal["parts", "hardware"], old: Mapping[str, Any], new: Mapping[str, Any], fields: Sequence[str]
) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        row: Any = now if now is not None else was
        name = {"zh": row.name_zh, "en": row.name_en}
        if was is None or now is None:
            yield Change(
                sheet, key, name, "row", None if was is None else _brief(was), None if now is None else _brief(now)
            )
            continue
        for one in fields:
            a, b = getattr(was, one), getattr(now, one)
            if a != b:
                yield Change(sheet, key, name, one, _plain(a), _plain(b), b - a if one in _NUMBERS else None)


def _brief(row: PartSpec | HardwareSpec) -> dict[str, Any]:
    keys = ("qty_per_unit", "length", "width", "thickness") if isinstance(row, PartSpec) else ("qty_per_unit", "item")
    return {key: getattr(row, key) for key in keys}


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return value._asdict()
    return list(value) if isinstance(value, tuple) else value


def summarise(lines: Iterable[ReplayedLine]) -> tuple[dict[str, Any], list[list[int]]]:
    """How many lines stay, change, fail; and the changes grouped: nine lines whose leaf is 2.0 mm narrower are one group.

    Returns the summary and, for each of its groups, the places of the lines among those given.
    """
    counts: dict[str, int] = dict.fromkeys(("same", "changed", "fails", "made", "stopped"), 0)
    groups: dict[tuple[Any, ...], _Group] = {}
    for place, line in enumerate(lines):
        counts[line.kind] += 1
        for change in line.changes:
            _gather(groups, place, change)
    ordered = sorted(groups.values(), key=_weight)
    summary = {**counts, "lines": sum(counts.values()), "groups": [_shape(group) for group in ordered]}
    return summary, [group.places for group in ordered]


def _gather(groups: dict[tuple[Any, ...], _Group], place: int, change: Change) -> None:
    group = groups.setdefault((change.sheet, change.row_key, change.field, _difference(change)), _Group(change))
    group.places.append(place)
    if change.delta is not None:
        group.lowest = change.after if group.lowest is None else min(group.lowest, change.after)
        group.highest = change.after if group.highest is None else max(group.highest, change.after)


def _difference(change: Change) -> Any:
    """What makes two changes of a field the same change: the step of a number, the two values of anything else."""
    if change.sheet == "findings" or change.field == "row":
        return change.before is None
    return change.delta if change.delta is not None else (repr(change.before), repr(change.after))


def _kind_of(change: Change) -> str:
    if change.sheet == "findings":
        return "fails" if change.before is None else "made"
    if change.field == "row":
        return "added" if change.before is None else "removed"
    return "size"


def _shape(group: _Group) -> dict[str, Any]:
    limits = {"lowest": group.lowest, "highest": group.highest}
    return {**asdict(group.change), "kind": _kind_of(group.change), "count": len(group.places), **limits}


_KINDS = ("fails", "removed", "added", "size", "made")


def _weight(group: _Group) -> tuple[Any, ...]:
    """Groups a technician must look at first: lines that fail, rows gone or new, then sizes in the order of the fields."""
    fields = (*PART_FIELDS, *HARDWARE_FIELDS)
    change = group.change
    place = fields.index(change.field) if change.field in fields else -1
    return _KINDS.index(_kind_of(change)), place, -len(group.places), change.row_key
