"""Formula tables (公式表): an Excel-like language over names, checked for units, run over all order lines at once.

``compile_table`` checks a table and orders its cells, ``evaluate`` runs it over many lines, ``explain`` shows one value of one
line step by step. See ``numbers`` for how numbers are represented and rounded, ``syntax`` for the language.
"""

from shuanglun.engines.formula.compiling import Compiled, compile_table
from shuanglun.engines.formula.evaluating import Evaluation, evaluate
from shuanglun.engines.formula.explaining import Explanation, Step, explain
from shuanglun.engines.formula.inputs import LineFinding
from shuanglun.engines.formula.lookups import Lookup, LookupKey, Steps
from shuanglun.engines.formula.tables import (
    AXES,
    FACES,
    SIDES,
    Check,
    Constant,
    Dimension,
    Edge,
    Example,
    FormulaTable,
    Hardware,
    Machining,
    Option,
    Parameter,
    Part,
    Placement,
    Side,
    Value,
)

__all__ = [
    "AXES",
    "FACES",
    "SIDES",
    "Check",
    "Compiled",
    "Constant",
    "Dimension",
    "Edge",
    "Evaluation",
    "Example",
    "Explanation",
    "FormulaTable",
    "Hardware",
    "LineFinding",
    "Lookup",
    "LookupKey",
    "Machining",
    "Option",
    "Parameter",
    "Part",
    "Placement",
    "Side",
    "Step",
    "Steps",
    "Value",
    "compile_table",
    "evaluate",
    "explain",
]
