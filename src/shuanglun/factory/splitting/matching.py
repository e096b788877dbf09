"""Which pieces of a door stay good when it is split anew: those whose making does not change. Pure.

A piece stays when the new split wants a piece made in exactly the same way (sizes, edges, material, colour, route, what it
goes into). An assembly stays only when everything that goes into it is the same; what is pressed into one shares its fate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_MADE = (
    "role",
    "qty_per_unit",
    "length",
    "width",
    "thickness",
    "cut_length",
    "cut_width",
    "grain",
    "material_code",
    "colour",
    "pack_group",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of the new split: its key, the row it goes into, how many a door has, how it is made."""

    row_key: str
    into: str | None
    count: int
    made: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece there is: its part's key and making, how far it is, what it goes into."""

    code: str
    row_key: str
    made: tuple[Any, ...]
    step: int
    status: str
    into_code: str | None


@dataclass
class Matched:
    """Per part of the new split: codes in place order, kept ones and new ones; what each goes into; what is dropped."""

    codes: dict[str, list[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    into: dict[str, str | None] = field(default_factory=dict)
    dropped: list[Standing] = field(default_factory=list)


def making(spec: Mapping[str, Any], members: Sequence[Mapping[str, Any]] = ()) -> tuple[Any, ...]:
    """How a part is made, as a value to compare: its own figures, edges, route, and those of its members."""
    own = (*(spec[name] for name in _MADE), tuple(sorted(spec["edges"].items())), tuple(spec["route"]))
    return (*own, tuple(sorted(map(repr, (making(member) for member in members)))))


def makings(specs: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """The making of each part of a line, by its key."""
    members: dict[str, list[Mapping[str, Any]]] = {}
    for spec in specs:
        if spec["into_role"]:
            members.setdefault(spec["into_role"], []).append(spec)
    return {spec["row_key"]: making(spec, members.get(spec["row_key"], ())) for spec in specs}


def match(wanted: Sequence[Wanted], standing: Sequence[Standing], new_code: Callable[[], str]) -> Matched:
    """Keep what can be kept of a door's pieces, the furthest first; ``new_code`` names each new piece."""
    found = Matched()
    pool = sorted(standing, key=lambda s: (s.status != "assembled", -s.step, s.code))
    used: set[str] = set()
    assemblies = {part.into for part in wanted if part.into}
    for part in sorted(wanted, key=lambda p: p.row_key not in assemblies):
        leaves = found.codes.get(part.into or "", [])
        room = _room(leaves, part.count)
        codes: list[str] = []
        for piece in pool:
            fits = piece.code not in used and piece.row_key == part.row_key and piece.made == part.made
            if len(codes) == part.count or not fits or not _may_stay(piece, leaves, room):
                continue
            used.add(piece.code)
            found.kept.add(piece.code)
            codes.append(piece.code)
            if piece.into_code in leaves and room[piece.into_code]:
                room[piece.into_code] -= 1
                found.into[piece.code] = piece.into_code
        while len(codes) < part.count:
            codes.append(new_code())
        for code in codes:
            if code not in found.into:
                found.into[code] = next((leaf for leaf in leaves if room[leaf]), None)
                if found.into[code] is not None:
                    room[found.into[code] or ""] -= 1
        found.codes[part.row_key] = codes
    found.dropped = [piece for piece in standing if piece.code not in used]
    return found


def _room(leaves: Sequence[str], count: int) -> Counter[str]:
    """How many members of a part each leaf takes, dealt out evenly."""
    return Counter(leaves[place * len(leaves) // count] for place in range(count)) if leaves else Counter()


def _may_stay(piece: Standing, leaves: Sequence[str], room: Counter[str]) -> bool:
    """What is pressed into a leaf stays only with that leaf."""
    if piece.status != "assembled":
        return True
    return piece.into_code in leaves and room[piece.into_code or ""] > 0
