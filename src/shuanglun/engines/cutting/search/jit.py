"""Numba's compiler with its types: kernels are compiled once, cached on disk, and run without the interpreter lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """The function compiled; with ``NUMBA_DISABLE_JIT=1`` in the environment it stays plain Python with the same results."""
    return cast("F", njit(cache=True, nogil=True)(function))
