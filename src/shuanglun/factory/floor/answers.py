"""The answer to a scan, exactly as the API gives it and as the log keeps it, so that the same scan answers the same again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from shuanglun.factory.pieces import COLOUR_OF, TONE_OF, Colour, Outcome, Tone, Verdict
from shuanglun.kernel.text import Text


def _plain(package: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Instants as texts, so that the answer of today and the one kept in the log are the same."""
    found: Mapping[str, Any] | None = orjson.loads(orjson.dumps(package, option=orjson.OPT_UTC_Z))
    return found


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What a station shows: verdict, a stable reason, one sentence, a colour and a tone, and what was meant.

    ``package`` is the package the packer works on after this scan; ``counts`` what is done and left of the lot (at a
    machine), of the package (packing) or of the order (shipping); ``print`` what the station's printer should fetch.
    """

    verdict: Verdict
    reason: str
    message: Text
    colour: Colour
    tone: Tone
    code: str | None
    piece: Mapping[str, Any] | None
    package: Mapping[str, Any] | None
    order: Mapping[str, Any] | None
    counts: Mapping[str, int] | None
    print: tuple[Mapping[str, str], ...]

    @classmethod
    def of(cls, outcome: Outcome) -> ScanAnswer:
        """The answer that follows from a room's outcome."""
        colour = outcome.colour or COLOUR_OF[outcome.verdict]
        return cls(
            verdict=outcome.verdict,
            reason=outcome.reason,
            message=outcome.message,
            colour=colour,
            tone=TONE_OF[colour],
            code=outcome.code,
            piece=outcome.piece,
            package=_plain(outcome.package and dict(outcome.package)),
            order=outcome.order,
            counts=outcome.counts,
            print=outcome.prints,
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ScanAnswer:
        """Back from the log."""
        return cls(**{**data, "message": Text(**data["message"]), "print": tuple(data["print"])})

    def as_dict(self) -> dict[str, Any]:
        """The shape of the API; instants inside are ISO texts."""
        return {
            "verdict": self.verdict,
            "reason": self.reason,
            "message": self.message.as_dict(),
            "colour": self.colour,
            "tone": self.tone,
            "code": self.code,
            "piece": self.piece,
            "package": self.package,
            "order": self.order,
            "counts": self.counts,
            "print": list(self.print),
        }
