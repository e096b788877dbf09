"""Scan codes: one code space for everything that can be scanned, a prefix a kind and a check character.

``P`` piece, ``H`` hardware bag, ``K`` package, ``S`` shipment, ``B`` board or off-cut, ``L`` location, ``M`` machine,
``U`` person's badge. A code is prefix + seven Crockford base-32 digits (no I, L, O, U) + one check character by
ISO 7064 MOD 37,36 over all that stands before it. That check finds every single wrong character and every swap of two
neighbours but for one pair of characters a place (which pair, what stands before it decides), and its alphabet (0-9 A-Z)
is typed by every keyboard-wedge scanner and fits QR's short alphanumeric mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["piece", "hardware", "package", "shipment", "board", "location", "machine", "person"]

PREFIXES: dict[Kind, str] = {
    "piece": "P",
    "hardware": "H",
    "package": "K",
    "shipment": "S",
    "board": "B",
    "location": "L",
    "machine": "M",
    "person": "U",
}
_KINDS: dict[str, Kind] = {prefix: kind for kind, prefix in PREFIXES.items()}
_BODY = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_LENGTH = 7
CODE_LENGTH = 1 + _BODY_LENGTH + 1
LARGEST_NUMBER = 32**_BODY_LENGTH - 1


class CodeError(ValueError):
    """The text is no scan code; ``reason`` is "length", "prefix", "alphabet" or "check"."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r} is no scan code: {reason}")
        self.text = text
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Code:
    """A scan code taken apart."""

    kind: Kind
    number: int

    def __str__(self) -> str:
        return make_code(self.kind, self.number)


def _check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 (hybrid system) check character of ``text``."""
    product = 36
    for character in text:
        total = (product + _CHECK.index(character)) % 36 or 36
        product = total * 2 % 37
    return _CHECK[(37 - product) % 36]


def make_code(kind: Kind, number: int) -> str:
    """The scan code of the ``number``-th thing of its kind.

    >>> parse_code(make_code("piece", 7)) == Code("piece", 7)
    True
    """
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"number {number} does not fit a scan code")
    digits = []
    for _ in range(_BODY_LENGTH):
        number, digit = divmod(number, 32)
        digits.append(_BODY[digit])
    text = PREFIXES[kind] + "".join(reversed(digits))
    return text + _check_character(text)


def normalise(text: str) -> str:
    """What a scanner or a hand typed, in the form codes are stored: no blanks, upper case, full-width made plain."""
    plain = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return "".join(plain.split()).upper()


def parse_code(text: str) -> Code:
    """Take a code apart.

    Raises:
        CodeError: wrong length, unknown prefix, a character outside the alphabet, or a wrong check character.
    """
    plain = normalise(text)
    if len(plain) != CODE_LENGTH:
        raise CodeError(text, "length")
    kind = _KINDS.get(plain[0])
    if kind is None:
        raise CodeError(text, "prefix")
    body, check = plain[1:-1], plain[-1]
    if any(c not in _BODY for c in body) or check not in _CHECK:
        raise CodeError(text, "alphabet")
    if _check_character(plain[:-1]) != check:
        raise CodeError(text, "check")
    number = 0
    for character in body:
        number = number * 32 + _BODY.index(character)
    return Code(kind, number)
