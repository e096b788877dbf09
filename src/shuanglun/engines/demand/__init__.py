"""What must be bought for parts: boards, edge band, glass, paint, hardware.

>>> part = DemandPart("DD-1", "PB18", Text("层板", "Shelf"), 2, 8000, 4000, 180, 7980, 3980, front=10, colour="暖白")
>>> need = demand([part], [], [BoardSize("PB18-2440", "PB18", 24400, 12200, 12_000)], [], Rules())
>>> [(row.code, row.hundredths) for row in need.boards], [(row.thickness, row.length_mm) for row in need.bands]
([('PB18-2440', 26)], [(10, 1710)])
"""

from shuanglun.engines.demand.compute import demand
from shuanglun.engines.demand.model import (
    BandNeed,
    BoardNeed,
    BoardSize,
    Demand,
    DemandPart,
    GlassNeed,
    Item,
    PaintNeed,
    PlannedBoards,
    Rules,
)
from shuanglun.kernel.text import Text

__all__ = [
    "BandNeed",
    "BoardNeed",
    "BoardSize",
    "Demand",
    "DemandPart",
    "GlassNeed",
    "Item",
    "PaintNeed",
    "PlannedBoards",
    "Rules",
    "Text",
    "demand",
]
