"""What one more kept off-cut is worth: the board it saves, times how likely and how fully such rests were used so far.

>>> worth = value_of(Rest(10000, 6000), Board(24400, 12200, 18_000), Past(used=7, lost=1, used_share=[8000] * 7))
>>> worth.fen, [step.fen for step in worth.steps]
(2211, [3628, 2902, 2249, 2211])
"""

from shuanglun.engines.offcut_value.value import (
    HANDLING_FEN,
    Board,
    Past,
    Rest,
    Step,
    Value,
    size_class,
    value_of,
)

__all__ = ["HANDLING_FEN", "Board", "Past", "Rest", "Step", "Value", "size_class", "value_of"]
