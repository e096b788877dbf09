"""Parts: cut size from finished size, rounding at 0.1 mm, weights, assemblies, rows that are not made, explanations."""

import pytest

from shuanglun.engines.formula import Edge, FormulaTable, Hardware, Part, evaluate, explain
from shuanglun.kernel.findings import Where
from shuanglun.kernel.text import Text
from support.formula_tables import codes, compiled, constant, faults, label, parameter, value

CONSTANTS = (constant("rho", 720, "kg/m3"),)
INPUTS = (parameter("W", "mm"), parameter("H", "mm"))


def _part(**more: object) -> Part:
    given = {
        "key": "board",
        "label": label("板"),
        "role": "board",
        "qty": 2,
        "length": "H",
        "width": "W",
        "thickness": 25,
    }
    return Part(**{**given, "material": "core", "density": "rho", **more})  # type: ignore[arg-type]


def _table(*parts: Part, **more: object) -> FormulaTable:
    return FormulaTable(INPUTS, CONSTANTS, parts=parts, **more)  # type: ignore[arg-type]


def test_cut_size_is_finished_size_minus_bands_plus_premilling_plus_allowance() -> None:
    edges = {"front": Edge(1, 0.5), "back": Edge(0.4), "left": Edge(2, 1)}
    table = _table(_part(edges=edges, rough_length=10, rough_width="2*5"))  # type: ignore[arg-type]
    evaluation = evaluate(compiled(table), [{"W": 800, "H": 2000}])
    assert evaluation.shown("board.cut_length", 0) == "2009"  # 2000 - 2 + 1 + 10
    assert evaluation.shown("board.cut_width", 0) == "809.1"  # 800 - 1 + 0.5 - 0.4 + 10


def test_an_explicit_cut_size_wins() -> None:
    table = _table(_part(edges={"front": Edge(1)}, cut_width="W+7"))
    assert evaluate(compiled(table), [{"W": 800, "H": 2000}]).shown("board.cut_width", 0) == "807"


@pytest.mark.parametrize(("width", "shown"), [(800.25, "800.3"), (800.24, "800.2"), (0.05, "0.1"), (800.35, "800.4")])
def test_sizes_of_parts_are_rounded_to_a_tenth_half_away_from_zero(width: float, shown: str) -> None:
    evaluation = evaluate(compiled(_table(_part())), [{"W": width, "H": 1}])
    assert evaluation.shown("board.width", 0) == shown
    assert evaluation.whole("board.width", 1).tolist() == [round(float(shown) * 10)]


def test_an_assembly_weighs_what_is_pressed_into_it() -> None:
    leaf = _part(key="leaf", label=label("门扇"), qty=1, material="none", density=None)
    evaluation = evaluate(compiled(_table(leaf, _part(into="leaf"))), [{"W": 800, "H": 2000}])
    assert evaluation.shown("board.weight", 0) == "28.8"
    assert evaluation.shown("leaf.weight", 0) == "57.6"


def test_a_row_that_is_not_made_has_no_faults() -> None:
    table = _table(_part(when="W>0", length="H/W"), hardware=(Hardware("lock", "LOCK", label("锁"), 1, when="W>0"),))
    table = FormulaTable(
        (parameter("W"), parameter("H", "mm")),
        CONSTANTS,
        parts=(_part(when="W>0", length="H/W", width="H"),),
        hardware=table.hardware,
    )
    evaluation = evaluate(compiled(table), [{"W": 0, "H": 5}, {"W": 2, "H": 5}])
    assert not evaluation.findings
    assert evaluation.data("board.qty").tolist() == [0, 2]
    assert evaluation.data("lock.qty").tolist() == [0, 1]


def test_into_must_name_an_assembly() -> None:
    assert codes(faults(_table(_part(), _part(key="b2", label=label("板2"), into="board")))) == ["TABLE-INTO"]
    assert codes(faults(_table(_part(grain="diagonal")))) == ["TABLE-GRAIN"]


def test_an_explanation_goes_down_to_the_parameter_and_its_order_cell() -> None:
    gap = constant("gap", 12, "mm")
    table = FormulaTable(INPUTS, (gap, *CONSTANTS), values=(value("Wf", "=W-2*gap", "mm"),), parts=(_part(width="Wf"),))
    found = explain(compiled(table), {"W": 880, "H": 2050}, "板.宽", {"W": Where(sheet="订单", cell="D7")})
    assert [step.key for step in found.steps] == ["board.width", "Wf", "W", "gap"]
    top, frame, width, _ = found.steps
    assert (top.result.zh, frame.formula, frame.inputs) == ("856", "=W-2*gap", ("W", "gap"))
    assert frame.filled == Text("880-2*12", "880-2*12")
    assert width.where is not None
    assert width.where.cell == "D7"
    assert found.lines("en")[1] == "Wf = W-2*gap = 880-2*12 = 856 mm"


def test_an_explanation_follows_the_branch_that_counted() -> None:
    table = FormulaTable(
        (parameter("a"), parameter("b"), parameter("c")),
        values=(
            value("x", "=b+IF(a>1,(IF(b=2,b+1,c)),c)*2"),
            value("y", "SWITCH(a,1,b,2,c,a+b)"),
            value("z", "IFS(a=1,b,a=2,c)"),
        ),
    )
    found = compiled(table)

    def step(name: str, **line: float) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        first = explain(found, line, name).steps[0]
        assert first.used is not None
        return first.used.en, tuple(reason.en for reason in first.because), first.inputs

    assert step("x", a=2, b=2, c=5) == ("b+(b+1)*2", ("a>1 holds", "b=2 holds"), ("b", "a"))
    assert step("x", a=0, b=2, c=5) == ("b+c*2", ("a>1 does not hold",), ("b", "c", "a"))
    assert step("y", a=2, b=3, c=5) == ("c", ("a=2 holds",), ("c", "a"))
    assert step("y", a=7, b=3, c=5) == ("a+b", ("a is another",), ("a", "b"))
    assert step("z", a=2, b=3, c=5) == ("c", ("a=1 does not hold", "a=2 holds"), ("c", "a"))


def test_an_explanation_of_a_value_that_failed_says_why() -> None:
    found = explain(compiled(FormulaTable((parameter("a"),), values=(value("v", "1/a"),))), {"a": 0}, "v")
    assert found.steps[0].wrong == Text("除数为零", "division by zero")
    with pytest.raises(KeyError):
        explain(compiled(FormulaTable()), {}, "nothing")
