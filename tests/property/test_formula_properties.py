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
from shuanglun.engines.formula.numbers import (
    LARGEST,
    millionths,
    round_away,
    round_half_away,
    round_to_zero,
    settle,
    step_of,
)
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
    settled = np.array([millionths(number) for number in numbers])
    unit = Decimal(1).scaleb(6 - decimals)
    for rounding, operate in ((ROUND_HALF_UP, round_half_away), (ROUND_UP, round_away), (ROUND_DOWN, round_to_zero)):
        for before, after in zip(settled.tolist(), operate(settled, step_of(decimals)).tolist(), strict=True):
            assert Decimal(after) == (Decimal(before) / unit).quantize(Decimal(1), rounding) * unit


@given(st.lists(st.floats(-9e15, 9e15), min_size=1, max_size=20))
def test_settling_gives_the_nearest_whole_number_half_away_from_zero(numbers: list[float]) -> None:
    found = settle(np.array(numbers))
    for before, after in zip(numbers, found.tolist(), strict=True):
        assert after == int(after)
        assert abs(Decimal(after) - Decimal(before)) <= Decimal("0.5") + Decimal(min(abs(before) * 2**-49, 0.25))
    assert (settle(found) == found).all()


@given(st.integers(-9_000_000_000, 9_000_000_000), st.integers(-400_000, 400_000))
def test_a_tie_is_settled_away_from_zero(whole: int, noise: int) -> None:
    half = np.array([abs(whole) + 0.5, -abs(whole) - 0.5])
    assert settle(half).tolist() == [abs(whole) + 1, -abs(whole) - 1]
    assert millionths(noise / 1_000_000) == noise


@given(st.lists(st.integers(-50_000, 50_000), min_size=1, max_size=300))
def test_a_long_chain_of_tenths_never_drifts(tenths: list[int]) -> None:
    """300 deductions one after the other, through kept cells and within one formula, and compared with a written number."""
    chain = "".join(f"{whole / 10:+}" for whole in tenths)
    total = sum(tenths) / 10
    values = (value("inside", f"a{chain}"), value("c0", "a"))
    values += tuple(value(f"c{n + 1}", f"c{n}{whole / 10:+}") for n, whole in enumerate(tenths))
    values += (value("same", f"IF(AND(inside-a={total:+},c{len(tenths)}-a={total:+}),1,0)"),)
    evaluation = evaluate(compiled(FormulaTable((parameter("a"),), values=values)), [{"a": 880.3}])
    assert evaluation.shown("same", 0) == "1"
    assert evaluation.whole("inside", 1).tolist() == [8803 + sum(tenths)]


@given(st.integers(-9_000_000_000_000_000, 9_000_000_000_000_000), st.integers(1, 9_000_000_000_000_000))
@settings(max_examples=300)
def test_multiples_are_exact_up_to_the_largest_number(number: int, step: int) -> None:
    """Quotients of whole numbers below 2^53 never fall on the wrong side of a whole number."""
    formulas = {"f": "FLOOR(x,y)", "m": "MOD(x,y)", "i": "INT(x)", "q": "QUOTIENT(x,y)"}
    table = FormulaTable((parameter("x"), parameter("y")), values=tuple(value(k, f) for k, f in formulas.items()))
    given_line = {"x": Decimal(number).scaleb(-6), "y": Decimal(step).scaleb(-6)}
    evaluation = evaluate(compiled(table), [given_line])
    expected = {
        "f": number // step * step,
        "m": number % step,
        "i": number // 10**6 * 10**6,
        "q": int(Decimal(number) / Decimal(step)) * 10**6 if abs(number) < step * 9_000_000_000 else None,
    }
    for key, wanted in expected.items():
        if wanted is not None and abs(wanted) <= 9_000_000_000_000_000 and not evaluation.fault(key, 0):
            assert evaluation.whole(key, 6).tolist() == [wanted], key


@given(st.integers(-10_000_000, 10_000_000), st.integers(-10_000_000, 10_000_000), st.integers(-1000, 1000))
def test_sums_differences_and_products_of_tenths_are_exact(a: int, b: int, c: int) -> None:
    evaluation = evaluate(
        compiled(FormulaTable((parameter("a"), parameter("b"), parameter("c")), values=(value("r", "a+b-a*c/10"),))),
        [{"a": a / 10, "b": b / 10, "c": c / 10}],
    )
    assert evaluation.whole("r", 3).tolist() == [a * 100 + b * 100 - a * c]


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
