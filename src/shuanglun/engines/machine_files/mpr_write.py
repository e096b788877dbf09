"""woodWOP text (MPR 4.x): head, variables, contours, machining, end mark; CRLF, cp1252, a line of one space between blocks.

Source: the notes on the public file description of 2006. Fields of 105, 112 and of coordinate systems are not in those notes and
follow public example files; a profile lists the macros its machine has, and nothing else is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuanglun.engines.machine_files.names import plain
from shuanglun.engines.machine_files.profile import MprSettings
from shuanglun.engines.machine_files.workpiece import Area, Feature, Hole, Slot, as_pocket

_NAMES = {
    100: "WerkStck",
    101: "Kommentar",
    102: "BohrVert",
    103: "BohrHoriz",
    105: "Konturfraesen",
    109: "Nuten",
    112: "Tasche",
}
# The coordinate systems of the narrow edges: x along the edge to the right as one looks at it, y up, z out of the part.
# Number, first turn about z; then every one is turned by 90 degrees about its x.
PLANES = {"front": ("04", 0), "right": ("05", 90), "back": ("06", 180), "left": ("07", 270)}
_INTO = {"front": "YP", "back": "YM", "left": "XP", "right": "XM"}
_BLOCK_END = " "
KM_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Contour:
    """A closed outline to be cut, corners in µm, counter-clockwise; the tool runs ``inside`` it or around it."""

    corners: tuple[tuple[int, int], ...]
    depth: int
    inside: bool = False
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A workpiece: name and comments for the operator, sizes in µm, what is worked from above and into its edges."""

    name: str
    length: int
    width: int
    thickness: int
    features: Sequence[Feature] = ()
    contours: Sequence[Contour] = ()
    comments: Sequence[str] = field(default_factory=tuple)


def number(value: int) -> str:
    """µm as millimetres without trailing zeros.

    >>> number(37_050), number(-500), number(18_000)
    ('37.05', '-0.5', '18')
    """
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 1000)
    return f"{sign}{whole}" + (f".{rest:03d}".rstrip("0") if rest else "")


def macros_of(panel: Panel) -> set[int]:
    """The macros a panel needs."""
    found = {105} if panel.contours else set()
    for one in panel.features:
        if isinstance(one, Hole):
            found.add(102 if one.face == "top" else 103)
        elif one.face != "top":
            found.add(112)
        elif isinstance(one, Slot):
            found.add(109)
        else:
            found.add(112 if one.kind == "pocket" else 105)
    return found


def mpr_text(panel: Panel, settings: MprSettings) -> str:
    """The program of a panel. Features must lie on the top or in an edge, and be ones the profile has."""
    contours = [*_cut_outs(panel), *panel.contours]
    blocks = [
        _head(panel, settings),
        _variables(panel),
        *_planes(panel),
        *(_contour(n, one) for n, one in enumerate(contours, 1)),
    ]
    blocks.append(
        _macro(100, {"LA": "L", "BR": "B", "DI": "D", "RNX": "0", "RNY": "0", "RNZ": "0", "AX": "0", "AY": "0"})
    )
    blocks += [_macro(101, {"KM": plain(line, "cp1252", KM_LIMIT)}) for line in (panel.name, *panel.comments) if line]
    blocks += [
        _feature(one, settings, panel)
        for one in panel.features
        if not (isinstance(one, Area) and one.kind == "contour")
    ]
    blocks += [_mill(n, one, panel, settings) for n, one in enumerate(contours, 1)]
    lines = [line for block in blocks for line in (*block, _BLOCK_END)]
    return "".join(f"{line}\r\n" for line in (*lines, "!"))


def _cut_outs(panel: Panel) -> Iterator[Contour]:
    for one in panel.features:
        if isinstance(one, Area) and one.kind == "contour":
            yield Contour(corners(one), one.depth, inside=True, tool=one.tool)


def corners(area: Area) -> tuple[tuple[int, int], ...]:
    """The corners of an area, counter-clockwise from its lower left one."""
    from math import cos, radians, sin

    turn = radians(area.angle / 10)
    half = (
        (-area.length, -area.width),
        (area.length, -area.width),
        (area.length, area.width),
        (-area.length, area.width),
    )
    return tuple(
        (round(area.x + (a * cos(turn) - b * sin(turn)) / 2), round(area.y + (a * sin(turn) + b * cos(turn)) / 2))
        for a, b in half
    )


def _head(panel: Panel, settings: MprSettings) -> list[str]:
    sizes = zip(("_BSX", "_BSY", "_BSZ"), (panel.length, panel.width, panel.thickness), strict=True)
    fixed = {"VERSION": "4.0", "OP": "1", "FM": "1", "INCH": "0", "MAT": settings.machine, "VIEW": "NOMIRROR"}
    offsets = ("_FNX", "_FNY", "_RNX", "_RNY", "_RNZ")
    return [
        "[H",
        *(f'{name}="{value}"' for name, value in fixed.items()),
        *(f"{name}={value // 1000}.{value % 1000:03d}000" for name, value in sizes),
        *(f"{name}=0.000000" for name in offsets),
        f"_RX={panel.length // 1000}.{panel.length % 1000:03d}000",
        f"_RY={panel.width // 1000}.{panel.width % 1000:03d}000",
    ]


def _variables(panel: Panel) -> list[str]:
    rows = (("L", panel.length, "length"), ("B", panel.width, "width"), ("D", panel.thickness, "thickness"))
    return ["[001", *(line for name, value, about in rows for line in (f'{name}="{number(value)}"', f'KM="{about}"'))]


def _planes(panel: Panel) -> list[list[str]]:
    """The coordinate systems of the edges that are milled, as one block; none where none is."""
    faces = {one.face for one in panel.features if one.face != "top" and not isinstance(one, Hole)}
    lines = ["[K"]
    for face, (name, turn) in PLANES.items():
        if face in faces:
            x, y = {"front": ("0", "0"), "right": ("L", "0"), "back": ("L", "B"), "left": ("0", "B")}[face]
            values = {"NR": name, "XP": x, "XF": "1", "YP": y, "YF": "1", "ZP": "0", "ZF": "1"}
            values |= {"D1": str(turn), "KI": "90", "D2": "0", "MI": "0"}
            lines += ["<00 \\Koordinatensystem\\", *(f'{key}="{value}"' for key, value in values.items())]
    return [lines] if faces else []


def _macro(code: int, values: Mapping[str, str]) -> list[str]:
    return [f"<{code} \\{_NAMES[code]}\\", *(f'{name}="{value}"' for name, value in values.items() if value != "")]


def _contour(index: int, contour: Contour) -> list[str]:
    first, *rest = (*contour.corners, contour.corners[0])
    lines = [f"]{index}", "$E0", "KP", f"X={number(first[0])}", f"Y={number(first[1])}", "Z=0", "KO=00"]
    for element, (x, y) in enumerate(rest, 1):
        lines += [f"$E{element}", "KL", f"X={number(x)}", f"Y={number(y)}"]
    return lines


def _mill(index: int, contour: Contour, panel: Panel, settings: MprSettings) -> list[str]:
    floor = panel.thickness - contour.depth
    values = {
        "EA": f"{index}:0",
        "MDA": "SEN",
        "RK": "WRKL" if contour.inside else "WRKR",
        "EE": f"{index}:{len(contour.corners)}",
        "MDE": "SEN_AB",
        "ZA": number(floor),
        "TNO": contour.tool or settings.mill_tool,
    }
    return _macro(105, values)


def _feature(one: Feature, settings: MprSettings, panel: Panel) -> list[str]:
    if isinstance(one, Hole):
        return _hole(one, panel)
    if one.face != "top":
        return _edge_pocket(as_pocket(one), settings, panel)
    if isinstance(one, Slot):
        ends = {"XA": number(one.x1), "YA": number(one.y1), "XE": number(one.x2), "YE": number(one.y2)}
        values = {"NB": number(one.width), "RK": "NOWRK", "EM": "MOD0", "TI": number(one.depth)}
        return _macro(109, {**ends, **values, "T_": one.tool or settings.groove_tool})
    return _pocket(one, settings)


def _edge_pocket(one: Area, settings: MprSettings, panel: Panel) -> list[str]:
    """A pocket in the coordinate system of its edge; on back and left that one's x runs against the part's."""
    against = {"back": panel.length, "left": panel.width}.get(one.face)
    placed = one if against is None else replace(one, x=against - one.x, angle=-one.angle)
    return [*_pocket(placed, settings), f'KO="{PLANES[one.face][0]}"']


def _pocket(one: Area, settings: MprSettings) -> list[str]:
    sizes = {"XA": number(one.x), "YA": number(one.y), "LA": number(one.length), "BR": number(one.width)}
    how = {
        "RD": number(settings.pocket_radius * 100),
        "WI": number(one.angle * 100),
        "TI": number(one.depth),
        "ZT": "0",
    }
    return _macro(112, {**sizes, **how, "XY": "80", "DS": "1", "T_": one.tool or settings.mill_tool})


def _hole(one: Hole, panel: Panel) -> list[str]:
    if one.face == "top":
        place = {"XA": number(one.x), "YA": number(one.y)}
        mode = "LSL" if one.through else "LS"
        return _macro(102, {**place, "BM": mode, "TI": number(one.depth), "DU": number(one.diameter), "TNO": one.tool})
    along = {
        "front": (one.x, 0),
        "back": (one.x, panel.width),
        "left": (0, one.x),
        "right": (panel.length, one.x),
    }[one.face]
    place = {"XA": number(along[0]), "YA": number(along[1]), "ZA": number(one.y)}
    return _macro(
        103, {**place, "BM": _INTO[one.face], "TI": number(one.depth), "DU": number(one.diameter), "TNO": one.tool}
    )
