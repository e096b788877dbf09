"""Formulas under random attack: nothing but findings comes out, and results agree with decimal arithmetic.

The oracle below is an independent evaluator: it walks the syntax tree with ``decimal`` and rounds with ROUND_HALF_UP.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal, localcontext
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuanglun.engines.formula import (
    Evaluation,
    FormulaTable,
    Lookup,
    LookupKey,
    Steps,
    compile_table,
    evaluate,
    explain,
)
from shuanglun.engines.formula.functions import NAMES
from shuanglun.engines.formula.numbers import LARGEST, round_half_away, settle, to_whole
from shuanglun.engines.formula.problems import Problem
from shuanglun.engines.formula.syntax import Node, parse, postorder
from shuanglun.kernel.text import Text
from support.formula_tables import compiled, parameter, value

TENTHS = st.integers(-100_000, 100_000).map(lambda whole: whole / 10)
POSITIVE_TENTHS = st.integers(1, 30_000).map(lambda whole: whole / 10)
LABEL = Text("表", "table")
TABLES = (
    Steps("steps", Text("阶梯", "steps"), "1", LookupKey(LABEL, "1"), 0, 1000, 20, -20),
    Lookup("rows", Text("行", "rows"), "1", (LookupKey(LABEL, "1", "up_to"),), ((10, 1), (500.5, 2))),
)
PARAMETERS = (
    parameter("a"),
    parameter("b"),
    parameter("宽", "mm"),
    parameter("n", "pcs"),
    parameter("s", "text"),
    parameter("y", "yes/no"),
)

# ------------------------------------------------------------------ nothing but problems and findings

WORDS = st.sampled_from(
    [
        *NAMES,
        *"+-*/^&=<>%(),.;[]{}（，×≥“\n\\",
        *[
            "<=",
            ">=",
            "<>",
            "a",
            "b",
            "宽",
            "n",
            "s",
            "y",
            "steps",
            "rows",
            "1",
            "0",
            "0.5",
            "1e5",
            '"x"',
            "TRUE",
            "是",
            "__import__",
            "os",
            "a.__class__",
            "lambda",
            "import",
        ],
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=40).map("".join), st.lists(WORDS, max_size=40).map(" ".join)
)


def _problem(text: str) -> Problem | None:
    try:
        parse(text)
    except Problem as wrong:
        return wrong
    return None


@given(TEXTS)
@settings(max_examples=400)
def test_the_parser_answers_every_text_with_a_tree_or_a_problem(text: str) -> None:
    wrong = _problem(text)
    if wrong is None:
        assert {node.shape for node in postorder(parse(text).root)} <= {"number", "text", "yesno", "name", "call"}
    else:
        assert wrong.what.zh
        assert wrong.what.en
        assert wrong.at is None or 0 <= wrong.at <= len(text)


@given(st.integers(65, 9000), st.sampled_from(["(", "-", "IF(", "ABS(", "a*(", "NOT("]))
def test_no_depth_breaks_the_parser(depth: int, opening: str) -> None:
    for text in (opening * depth, opening * depth + "1" + ")" * depth):
        wrong = _problem(text)
        assert wrong is not None
        assert wrong.code in {"FORMULA-DEPTH", "FORMULA-LENGTH"}


@given(TEXTS, st.sampled_from(["1", "mm", "pcs", "text", "yes/no", "m2"]))
@settings(max_examples=400)
def test_every_text_compiles_or_is_a_finding_and_every_value_is_of_its_kind(text: str, unit: str) -> None:
    """What a formula can reach is its own names: a value is a number, a text or yes/no, never a Python object."""
    table = FormulaTable(PARAMETERS, lookups=TABLES, values=(value("result", text, unit),))
    found, findings = compile_table(table)
    assert (found is None) == bool(findings)
    if found is None:
        return
    lines = [
        {"a": 1, "b": 2.5, "宽": 880, "n": 2, "s": "x", "y": True},
        {"a": 0, "b": -1, "宽": 0, "n": 0, "s": "", "y": False},
    ]
    evaluation = evaluate(found, lines)
    data = evaluation.data("result")
    assert data.dtype == {"text": object, "yes/no": np.bool_}.get(unit, np.float64)
    if unit == "text":
        assert all(type(item) is str for item in data)
    elif unit != "yes/no":
        assert (np.abs(data) <= LARGEST).all()
    assert {type(one.finding.what) for one in evaluation.findings} <= {Text}
    assert explain(found, lines[0], "result").steps[0].formula == text


# ------------------------------------------------------------------ rounding


@given(st.lists(st.one_of(TENTHS, st.floats(-1e7, 1e7)), min_size=1, max_size=20), st.integers(-3, 6))
def test_rounding_is_half_away_from_zero_as_in_decimal(numbers: list[float], decimals: int) -> None:
    settled = settle(np.array(numbers))
    rounded = round_half_away(settled, np.array(decimals))
    for before, after in zip(settled.tolist(), rounded.tolist(), strict=True):
        exact = Decimal(repr(before)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        assert after == float(exact)


@given(st.lists(st.floats(-1e8, 1e8), min_size=1, max_size=20))
def test_settling_gives_the_double_nearest_to_a_decimal_of_six_places(numbers: list[float]) -> None:
    for before, after in zip(numbers, settle(np.array(numbers)).tolist(), strict=True):
        assert after == float(f"{after:.6f}")
        assert abs(after - before) <= 0.5e-6 + abs(before) * 2**-48
    assert (settle(settle(np.array(numbers))) == settle(np.array(numbers))).all()


@given(st.integers(-10_000_000, 10_000_000), st.integers(-10_000_000, 10_000_000), st.integers(-1000, 1000))
def test_sums_differences_and_products_of_tenths_are_exact(a: int, b: int, c: int) -> None:
    evaluation = evaluate(
        compiled(FormulaTable((parameter("a"), parameter("b"), parameter("c")), values=(value("r", "a+b-a*c/10"),))),
        [{"a": a / 10, "b": b / 10, "c": c / 10}],
    )
    assert to_whole(np.asarray(evaluation.data("r")), 3).tolist() == [a * 100 + b * 100 - a * c]


# ------------------------------------------------------------------ the oracle

GRID = Decimal("0.000001")
EXACT = Context(prec=60)


def _settled(number: Decimal) -> Decimal:
    return number.quantize(GRID, ROUND_HALF_UP)


def _multiple(number: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (_settled(number) / _settled(step)).quantize(Decimal(1), rounding) * _settled(step)


def _oracle(node: Node, names: dict[str, Decimal]) -> Any:
    if node.shape == "number":
        return Decimal(node.value)
    if node.shape == "name":
        return names[node.value]
    args = [_oracle(arg, names) for arg in node.args]
    return _operate(node.value, args)


def _operate(name: str, args: list[Any]) -> Any:
    if name in {"ROUND", "ROUNDUP", "ROUNDDOWN"}:
        rounding = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_UP, "ROUNDDOWN": ROUND_DOWN}[name]
        return _settled(args[0]).quantize(Decimal(1).scaleb(-int(args[1])), rounding)
    if name == "IF":
        return args[1] if args[0] else args[2]
    if name in {"<", "="}:
        left, right = _settled(args[0]), _settled(args[1])
        return left < right if name == "<" else left == right
    table: dict[str, Any] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "u-": lambda a: -a,
        "%": lambda a: a / 100,
        "MIN": min,
        "MAX": max,
        "ABS": abs,
        "INT": lambda a: _settled(a).quantize(Decimal(1), ROUND_FLOOR),
        "CEILING": lambda a, b: _multiple(a, b, ROUND_CEILING),
        "FLOOR": lambda a, b: _multiple(a, b, ROUND_FLOOR),
        "MROUND": lambda a, b: _multiple(a, b, ROUND_HALF_UP),
        "MOD": lambda a, b: _settled(a) - _multiple(a, b, ROUND_FLOOR),
    }
    return table[name](*args)


STEP = st.sampled_from(["0.1", "0.5", "3", "5", "20"])
LEAF = st.one_of(st.sampled_from(["a", "b", "c"]), st.integers(0, 9999).map(lambda tenths: f"{tenths / 10}"))


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]}+{p[1]})"),
        pair.map(lambda p: f"({p[0]}-{p[1]})"),
        pair.map(lambda p: f"MIN({p[0]},{p[1]})"),
        pair.map(lambda p: f"MAX({p[0]},{p[1]})"),
        pair.map(lambda p: f"IF({p[0]}<{p[1]},{p[1]},{p[0]}-1)"),
        pair.map(lambda p: f"IF({p[0]}={p[1]},1,{p[1]})"),
        st.tuples(inner, LEAF).map(lambda p: f"({p[0]}*{p[1]}%)"),
        st.tuples(inner, STEP).map(lambda p: f"({p[0]}/{p[1]})"),
        inner.map(lambda p: f"ABS({p})"),
        inner.map(lambda p: f"(-{p})"),
        inner.map(lambda p: f"INT({p})"),
        st.tuples(st.sampled_from(["ROUND", "ROUNDUP", "ROUNDDOWN"]), inner, st.integers(0, 4)).map(
            lambda p: f"{p[0]}({p[1]},{p[2]})"
        ),
        st.tuples(st.sampled_from(["CEILING", "FLOOR", "MOD"]), inner, STEP).map(lambda p: f"{p[0]}({p[1]},{p[2]})"),
        st.tuples(inner, STEP).map(lambda p: f"MROUND(ABS({p[0]}),{p[1]})"),
    )


FORMULAS = st.recursive(LEAF, _grown, max_leaves=8)
NAMED = st.fixed_dictionaries({"a": TENTHS, "b": POSITIVE_TENTHS, "c": TENTHS})
ABC = (parameter("a"), parameter("b"), parameter("c"))


def _run(formula: str, lines: list[dict[str, float]]) -> Evaluation:
    return evaluate(compiled(FormulaTable(ABC, values=(value("r", formula),))), lines)


@given(FORMULAS, NAMED)
@settings(max_examples=600)
def test_results_agree_with_decimal_arithmetic(formula: str, line: dict[str, float]) -> None:
    with localcontext(EXACT):
        expected = _settled(_oracle(parse(formula).root, {name: Decimal(str(v)) for name, v in line.items()}))
    assume(abs(expected) < Decimal(10) ** 8)
    got = float(_run(formula, [line]).data("r")[0])
    assert got == float(expected), formula


@given(FORMULAS, st.lists(NAMED, min_size=2, max_size=12))
@settings(max_examples=200)
def test_many_lines_at_once_give_what_each_line_gives_alone(formula: str, lines: list[dict[str, float]]) -> None:
    together = _run(formula, lines)
    for number, line in enumerate(lines):
        alone = _run(formula, [line])
        assert together.data("r")[number] == alone.data("r")[0]
        assert [f.finding for f in together.findings if f.line == number] == [f.finding for f in alone.findings]
