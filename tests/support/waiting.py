"""Waiting for something to become true, with a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

_Found = TypeVar("_Found")
_pause = threading.Event()


def until(look: Callable[[], _Found | None], seconds: float = 20.0) -> _Found:
    """Look again and again until something is found; fails at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s"
        _pause.wait(0.02)
