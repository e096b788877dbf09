"""MPR handed out only when it was read back and every hole, groove and outline is where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from shuanglun.engines.drawing.product import PartShape
from shuanglun.engines.machine_files.mpr_read import MprFile, ReadMacro, read_mpr
from shuanglun.engines.machine_files.mpr_write import Contour, Panel, corners, macros_of, mpr_text
from shuanglun.engines.machine_files.names import plain
from shuanglun.engines.machine_files.profile import MachineProfile
from shuanglun.engines.machine_files.result import MachineFile, differs, finding
from shuanglun.engines.machine_files.workpiece import (
    UM,
    Area,
    Feature,
    Hole,
    Slot,
    as_pocket,
    check_machining,
    features,
    turned_over,
)
from shuanglun.kernel.findings import Finding, has_stop
from shuanglun.kernel.text import Text

_OTHER_MACHINE = Text("请在别的机床上做，或修改机床配置", "do it on another machine, or change the machine profile")
_HOLE = {"YP": "front", "YM": "back", "XP": "left", "XM": "right"}
Mark = tuple[object, ...]


def part_mprs(part: PartShape, profile: MachineProfile, name: str = "") -> list[MachineFile]:
    """The programs of a part: one from above, and a second one for what is worked from below, with the part turned over.

    A part without machining gives no program. A mitre is told and left to the mitre saw.
    """
    stem = plain(name or part.key, "ascii", 60)
    faults = check_machining(part)
    mitres = [row.key for row in part.machining if row.kind == "mitre"]
    if mitres:
        zh, en = f"{part.name.zh}：斜切不在 MPR 内", f"{part.name.en}: the mitre is not in the MPR"
        faults.append(finding("MPR-MITRE", zh, en, Text("请在斜切锯上做", "cut it on the mitre saw"), part.key, "warn"))
    every = tuple(features(part))
    above = [one for one in every if one.face != "bottom"]
    below = [turned_over(one, part) for one in every if one.face == "bottom"]
    sides = [(above, "", ""), (below, "-B", "TURNED OVER ABOUT ITS LENGTH")]
    return [
        panel_mpr(_panel(part, found, name, about), profile, f"{stem}{end}", faults)
        for found, end, about in sides
        if found
    ]


def _panel(part: PartShape, found: Sequence[Feature], name: str, about: str) -> Panel:
    comments = tuple(one for one in (name, part.material, about) if one)
    return Panel(part.name.en, part.length * UM, part.width * UM, part.thickness * UM, tuple(found), (), comments)


def panel_mpr(panel: Panel, profile: MachineProfile, stem: str, faults: Sequence[Finding] = ()) -> MachineFile:
    """A panel as a program, verified; with findings and without content when anything stops."""
    name = f"{stem}{profile.suffix}.mpr"
    findings = [*faults, *_machine_lacks(panel, profile)]
    if has_stop(findings):
        return MachineFile(name, None, tuple(findings))
    if profile.warning is not None:
        panel = _with_comment(panel, "NOT MACHINE-VALIDATED")
    content = mpr_text(panel, profile.mpr).encode("cp1252")
    findings += verify_mpr(content, panel)
    return MachineFile(name, None if has_stop(findings) else content, tuple(findings))


def _with_comment(panel: Panel, comment: str) -> Panel:
    kept = (*panel.comments, comment)
    return Panel(panel.name, panel.length, panel.width, panel.thickness, panel.features, panel.contours, kept)


def _machine_lacks(panel: Panel, profile: MachineProfile) -> Iterator[Finding]:
    settings = profile.mpr
    for macro in sorted(macros_of(panel) - set(settings.macros)):
        zh, en = f"{panel.name}：本机配置没有加工 {macro}", f"{panel.name}: the profile has no macro {macro}"
        yield finding("MPR-MACRO", zh, en, _OTHER_MACHINE, str(macro))
    for one in panel.features:
        if isinstance(one, Hole):
            allowed = settings.drill_diameters if one.face == "top" else settings.edge_diameters
            if allowed and one.diameter // UM not in allowed:
                size = one.diameter / 1000
                zh, en = f"{panel.name}：没有 ⌀{size:g} 的钻头", f"{panel.name}: there is no drill of {size:g} mm"
                yield finding("MPR-DRILL", zh, en, _OTHER_MACHINE, one.key)
        elif one.face != "top" and (not settings.edge_planes or _is_contour(one)):
            zh, en = f"{panel.name}：侧面铣槽本机做不了", f"{panel.name}: milling into an edge cannot be written"
            yield finding("MPR-EDGE-MILL", zh, en, _OTHER_MACHINE, one.key)


def _is_contour(one: Feature) -> bool:
    return isinstance(one, Area) and one.kind == "contour"


# ---------------------------------------------------------------------- reading back


def verify_mpr(content: bytes, panel: Panel) -> list[Finding]:
    """Findings where the bytes, read by the independent reader, are not the panel."""
    file, faults = read_mpr(content)
    if file is None:
        return [differs("MPR", faults[0].what.en), *faults]
    try:
        told = Counter(_marks(file))
        size = tuple(_um(file.variables.get(name, Decimal(0))) for name in ("L", "B", "D"))
    except (ValueError, KeyError) as error:
        return [differs("MPR", str(error))]
    found = []
    head = tuple(_um(Decimal(file.head.get(name, "0"))) for name in ("_BSX", "_BSY", "_BSZ"))
    if {size, head} != {(panel.length, panel.width, panel.thickness)}:
        found.append(differs("MPR", "another size"))
    wanted = Counter(_wanted(panel))
    if told != wanted:
        found.append(
            differs("MPR", f"missing {sorted(map(str, wanted - told))}, beyond {sorted(map(str, told - wanted))}")
        )
    return found


def _um(value: Decimal) -> int:
    return int((value * 1000).to_integral_value())


def _wanted(panel: Panel) -> Iterator[Mark]:
    for one in panel.features:
        if isinstance(one, Hole):
            yield ("hole", one.face, one.x, one.y, one.diameter, one.depth)
        elif one.face != "top" and not _is_contour(one):
            yield _edge_mark(as_pocket(one))
        elif isinstance(one, Slot):
            yield ("slot", one.x1, one.y1, one.x2, one.y2, one.width, one.depth)
        elif one.kind == "pocket":
            yield ("pocket", one.x, one.y, one.length, one.width, one.angle, one.depth)
        else:
            yield ("outline", corners(one), panel.thickness - one.depth, "WRKL")
    for contour in panel.contours:
        yield ("outline", contour.corners, panel.thickness - contour.depth, "WRKL" if contour.inside else "WRKR")


def _edge_mark(one: Area) -> Mark:
    return ("edge pocket", one.face, one.x, one.y, one.length, one.width, one.angle, one.depth)


def _marks(file: MprFile) -> Iterator[Mark]:
    for macro in file.macros:
        values = {name: file.value(macro, name) for name in _NEEDED.get(macro.code, ())}
        um = {name: _um(value) for name, value in values.items()}
        if macro.code == 102:
            yield ("hole", "top", um["XA"], um["YA"], um["DU"], um["TI"])
        elif macro.code == 103:
            yield _edge_hole(file, macro, um)
        elif macro.code == 109:
            yield ("slot", um["XA"], um["YA"], um["XE"], um["YE"], um["NB"], um["TI"])
        elif macro.code == 112 and "KO" in macro.values:
            yield _read_edge_pocket(file, macro, values)
        elif macro.code == 112:
            yield ("pocket", um["XA"], um["YA"], um["LA"], um["BR"], um["WI"] // 100, um["TI"])
        elif macro.code == 105:
            yield ("outline", _outline(file, macro), um["ZA"], macro.values["RK"])


_NEEDED = {
    102: ("XA", "YA", "DU", "TI"),
    103: ("XA", "YA", "ZA", "DU", "TI"),
    105: ("ZA",),
    109: ("XA", "YA", "XE", "YE", "NB", "TI"),
    112: ("XA", "YA", "LA", "BR", "WI", "TI"),
}


def _edge_hole(file: MprFile, macro: ReadMacro, um: dict[str, int]) -> Mark:
    face = _HOLE[macro.values["BM"]]
    edge = {"front": 0, "back": _um(file.variables["B"]), "left": 0, "right": _um(file.variables["L"])}[face]
    along, at = (um["XA"], um["YA"]) if face in ("front", "back") else (um["YA"], um["XA"])
    if at != edge:
        raise ValueError(f"a hole into the {face} edge starts at {at} µm")
    return ("hole", face, along, um["ZA"], um["DU"], um["TI"])


_OUT = {(0, -1, 0): "front", (0, 1, 0): "back", (-1, 0, 0): "left", (1, 0, 0): "right"}


def _read_edge_pocket(file: MprFile, macro: ReadMacro, values: dict[str, Decimal]) -> Mark:
    """A pocket in a coordinate system of an edge, back in the part's: which edge, how far along it, how high."""
    plane = file.planes.get(macro.values["KO"])
    if plane is None or plane.z not in _OUT or plane.y != (0, 0, 1):
        raise ValueError(f"the coordinate system {macro.values['KO']} lies in no edge")
    face = _OUT[plane.z]
    x, y, height = plane.at(values["XA"], values["YA"])
    across = face in ("front", "back")
    along, off = (x, y) if across else (y, x)
    edge = {"front": Decimal(0), "back": file.variables["B"], "left": Decimal(0), "right": file.variables["L"]}[face]
    if off != edge:
        raise ValueError(f"a pocket into the {face} edge starts at {off} mm")
    with_the_part = (plane.x[0] if across else plane.x[1]) > 0
    angle = _um(values["WI"]) // 100
    sizes = (_um(values[name]) for name in ("LA", "BR"))
    return ("edge pocket", face, _um(along), _um(height), *sizes, angle if with_the_part else -angle, _um(values["TI"]))


def _outline(file: MprFile, macro: ReadMacro) -> tuple[tuple[int, int], ...]:
    index, _, first = macro.values["EA"].partition(":")
    points = file.contours[int(index)]
    end = macro.values["EE"].partition(":")
    if first != "0" or end[0] != index or int(end[2]) != len(points) - 1 or points[0] != points[-1]:
        raise ValueError("a contour is not milled as a whole")
    return tuple((_um(x), _um(y)) for x, y in points[:-1])


__all__ = ["Area", "Contour", "MachineFile", "Panel", "panel_mpr", "part_mprs", "verify_mpr"]
