"""Random numbers for the kernels: xorshift on one 64-bit word that the caller owns, so that a seed fixes every plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.cutting.search.jit import kernel

Word = NDArray[np.int64]
_MASK = 0x7FFFFFFF


def seeded(seed: int) -> Word:
    """The state for a seed; never zero."""
    return np.array([(seed * 2_654_435_761 + 88_172_645_463) & _MASK or 1], dtype=np.int64)


@kernel
def draw(word: Word) -> int:
    """The next number, 1 to 2^31 - 1 (31-bit xorshift keeps plain Python and compiled code equal)."""
    x = word[0]
    x ^= (x << 13) & 0x7FFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0x7FFFFFFF
    x &= 0x7FFFFFFF
    if x == 0:
        x = 1
    word[0] = x
    return int(x)


@kernel
def below(word: Word, limit: int) -> int:
    """A whole number from 0 to ``limit`` - 1."""
    return draw(word) % limit


@kernel
def share(word: Word) -> float:
    """A number in [0, 1)."""
    return (draw(word) - 1) / 2147483647.0
