"""What a line measures: lengths in 0.1 mm, areas in square 0.1 mm, from its inputs in mm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuanglun.engines.pricing.model import Measure
from shuanglun.kernel.length import tenths

_FOUR_SIDED = 4


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one line; what it does not have is None."""

    values: Mapping[Measure, int | None]

    def get(self, measure: Measure) -> int | None:
        """One measure, or None."""
        return self.values.get(measure)

    @classmethod
    def of(cls, inputs: Mapping[str, object]) -> Measures:
        """From the inputs of an order line (mm): ``width``, ``height``, ``wall``, ``length``, ``sides``, ``track_length``.

        The area is width × height (length × width for a line that has a length and no height); the perimeter of a lining
        has two uprights and one head, with four sides two of each. A track is as long as said, else as the opening is wide.
        """
        width, height = _length(inputs, "width"), _length(inputs, "height")
        length, track = _length(inputs, "length"), _length(inputs, "track_length")
        heads = 2 if str(inputs.get("sides", "")) == str(_FOUR_SIDED) else 1
        across = height if height is not None else length
        area = width * across if width is not None and across is not None else None
        around = 2 * height + heads * width if width is not None and height is not None else None
        return cls(
            {
                "width": width,
                "height": height,
                "wall": _length(inputs, "wall"),
                "length": length,
                "area": area,
                "perimeter": around,
                "track": track if track is not None else width,
            }
        )


def _length(inputs: Mapping[str, object], name: str) -> int | None:
    value = inputs.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return tenths(value)
