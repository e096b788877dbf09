"""QR codes of many scan codes at once.

With version, level and mask fixed, a QR matrix is an affine function over GF(2) of its data bits (Reed-Solomon is linear,
placing and masking move and flip). So segno draws the zero code and one code per data bit, and every other code is their
sum. Scan codes (9 alphanumeric characters) fit version 1 (21 × 21) at level H: a third of the label may be dirty.
Any mask is valid for readers (ISO/IEC 18004 says in the symbol which one it is), so a fixed one costs nothing but looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import segno
from numpy.typing import NDArray

from shuanglun.kernel.codes import CODE_LENGTH

SIZE = 21
QUIET = 4  # modules of white around a QR code, ISO/IEC 18004
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_RANK = {character: rank for rank, character in enumerate(_ALPHABET)}
_MASK = 0
_PAIRS = CODE_LENGTH // 2

Bits = NDArray[np.uint8]


def _draw(text: str) -> Bits:
    symbol = segno.make(text, version=1, error="h", mode="alphanumeric", mask=_MASK, boost_error=False, micro=False)
    return np.array(symbol.matrix, dtype=np.uint8).ravel()


def _pair(value: int) -> str:
    return _ALPHABET[value // 45] + _ALPHABET[value % 45]


@lru_cache(maxsize=1)
def _basis() -> tuple[Bits, Bits]:
    """The zero code, and what each data bit adds to it: 11 bits a pair of characters, 6 for the last one alone."""
    zero = _draw("0" * CODE_LENGTH)
    units = [
        "0" * 2 * pair + _pair(1 << bit) + "0" * (CODE_LENGTH - 2 * pair - 2)
        for pair in range(_PAIRS)
        for bit in range(10, -1, -1)
    ]
    units += ["0" * (CODE_LENGTH - 1) + _ALPHABET[1 << bit] for bit in range(5, -1, -1)]
    return zero, np.array([_draw(text) ^ zero for text in units])


def _data_bits(codes: Sequence[str]) -> Bits:
    ranks = np.array([[_RANK[c] for c in code] for code in codes], dtype=np.int64)
    columns = [
        (ranks[:, 2 * pair] * 45 + ranks[:, 2 * pair + 1]) >> bit & 1
        for pair in range(_PAIRS)
        for bit in range(10, -1, -1)
    ]
    columns += [ranks[:, -1] >> bit & 1 for bit in range(5, -1, -1)]
    return np.stack(columns, axis=1).astype(np.uint8)


def qr_matrices(codes: Sequence[str]) -> NDArray[np.uint8]:
    """The 21 × 21 matrices (1 is dark) of scan codes, in order.

    Raises:
        ValueError: a code is not nine characters of QR's alphanumeric alphabet.
    """
    for code in codes:
        if len(code) != CODE_LENGTH or any(c not in _RANK for c in code):
            raise ValueError(f"{code!r} is no scan code")
    if not codes:
        return np.zeros((0, SIZE, SIZE), dtype=np.uint8)
    zero, basis = _basis()
    added = _data_bits(codes).astype(np.float32) @ basis.astype(np.float32)
    drawn: NDArray[np.uint8] = np.bitwise_xor(np.bitwise_and(added.astype(np.uint8), np.uint8(1)), zero)
    return drawn.reshape(-1, SIZE, SIZE)


def _path(matrix: NDArray[np.uint8]) -> str:
    """Dark modules as an SVG path, one rectangle a run of modules in a row."""
    edges = np.diff(np.pad(matrix, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    runs = zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)
    return "".join(f"M{x} {y}H{end}v1H{x}z" for y, x, end in runs)


def qr_paths(codes: Sequence[str]) -> list[str]:
    """SVG paths of scan codes in modules, without quiet zone, in order."""
    return [_path(matrix) for matrix in qr_matrices(codes)]
