"""All operators and functions of the language by name. ``LOOKUP`` is handled by the checker: its first argument is a table."""

from __future__ import annotations

from shuanglun.engines.formula.arithmetic import ARITHMETIC
from shuanglun.engines.formula.choices import CHOICES
from shuanglun.engines.formula.judging import Function

FUNCTIONS: dict[str, Function] = {**ARITHMETIC, **CHOICES}
LOOKUP = "LOOKUP"
NAMES = tuple(sorted(name for name in [*FUNCTIONS, LOOKUP] if name.isalpha()))
