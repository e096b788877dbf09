"""A single door to draw: leaf, lining, casings on both faces, with lock, hinges and dowel holes; opening 880 x 2050 x 140."""

from __future__ import annotations

from shuanglun.engines.drawing import Machining, PartShape, Placement, Product, Text

LEAF = PartShape(
    "leaf", Text("门扇", "Leaf"), 20250, 7990, 410, 1, "length", 10, 10, 10, 10, "HDF8-原木橡", "leaf",
    (
        Machining("lock_case", "pocket", "front", 9000, 120, 800, length=1650, width=180),
        Machining("lock_hole", "drill", "top", 10000, 600, 0, 500),
        Machining("hinge", "pocket", "top", 2000, 7700, 30, length=1000, width=290, qty=3, pitch_x=8000),
    ),
)  # fmt: skip
JAMB = PartShape(
    "jamb", Text("竖套板", "Jamb"), 20380, 1400, 250, 2, "length", 10, 10, material="MDF25", role="jamb",
    machining=(Machining("dowel", "drill", "top", 500, 300, 150, 80, qty=4, pitch_y=250),),
)  # fmt: skip
HEAD = PartShape("head", Text("横套板", "Head"), 8060, 1400, 250, 1, "length", 10, 10, material="MDF25", role="head")
SIDE = PartShape(
    "casing_side", Text("竖套线", "Side casing"), 20910, 700, 120, 4, "length", material="MDF12", role="casing",
    machining=(Machining("mitre", "mitre", "right", angle=450),),
)  # fmt: skip
TOP = PartShape(
    "casing_top", Text("横套线", "Top casing"), 9620, 700, 120, 2, "length", material="MDF12", role="casing",
    machining=(Machining("mitre_right", "mitre", "right", angle=450), Machining("mitre_left", "mitre", "left", angle=450)),
)  # fmt: skip


def drawn_door() -> Product:
    """The whole door."""
    placed = [
        Placement("jamb", 0, 0, 0, "y", "z"),
        Placement("jamb", 8310, 0, 0, "y", "z"),
        Placement("head", 250, 20130, 0, "x", "z"),
        Placement("leaf", 285, 100, 0, "y", "x", "left"),
    ]
    for z in (-120, 1400):
        placed += [
            Placement("casing_side", -530, 0, z, "y", "x"),
            Placement("casing_side", 8390, 0, z, "y", "-x"),
            Placement("casing_top", -530, 20210, z, "x", "-y"),
        ]
    parts = (LEAF, JAMB, HEAD, SIDE, TOP)
    title = Text("单开门 880×2050×140", "Single door 880×2050×140")
    return Product(title, parts, tuple(placed))
