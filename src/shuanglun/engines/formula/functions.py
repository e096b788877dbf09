"""All operators and functions of the language by name. ``LOOKUP`` is handled by the checker: its first argument is a table."""

from __future__ import annotations

from shuanglun.engines.formula.arithmetic import ARITHMETIC
from shuanglun.engines.formula.choices import CHOICES
from shuanglun.engines.formula.judging import Function
from shuanglun.engines.formula.names import CHINESE
from shuanglun.engines.formula.rounding import ROUNDING
from shuanglun.engines.formula.texts import TEXTS

FUNCTIONS: dict[str, Function] = {**ARITHMETIC, **ROUNDING, **CHOICES, **TEXTS}
LOOKUP = "LOOKUP"
NAMES = tuple(sorted(name for name in [*FUNCTIONS, LOOKUP] if name.isalpha()))
KNOWN = (*NAMES, *CHINESE)
