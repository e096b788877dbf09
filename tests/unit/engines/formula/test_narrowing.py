"""Cells that are the same in every line are computed once a batch; the values are those of every line by itself."""

from __future__ import annotations

import pytest

from shuanglun.engines.formula import Check, Evaluation, FormulaTable, Parameter, Value, compile_table, evaluate
from shuanglun.factory.templates import Template, shipped_catalogue
from shuanglun.kernel.text import Text

ENOUGH = 20  # lines from which a batch is narrowed


def told(evaluation: Evaluation, line: int) -> list[object]:
    return [one.finding for one in evaluation.findings if one.line == line]


def same(alone: Evaluation, batch: Evaluation, line: int) -> None:
    for key in alone.columns:
        assert batch.shown(key, line) == alone.shown(key, 0), key
    assert told(batch, line) == told(alone, 0)


@pytest.mark.parametrize("template", shipped_catalogue().newest(), ids=lambda one: one.code)
def test_every_example_comes_out_the_same_alone_and_in_a_batch(template: Template) -> None:
    compiled = template.compiled
    for example in compiled.table.examples:
        batch = evaluate(compiled, [example.inputs] * ENOUGH, drawing=True)
        assert compiled.kept, "the batch was narrowed"
        same(evaluate(compiled, [example.inputs], drawing=True), batch, ENOUGH - 1)


def name(text: str) -> Text:
    return Text(text, text)


TABLE = FormulaTable(
    parameters=(
        Parameter("a", name("a"), "mm"),
        Parameter("mode", name("mode"), "text", default="x"),
        Parameter("n", name("n"), "1", default=2),
        Parameter("yes", name("yes"), "yes/no", default=False),
    ),
    values=(
        Value("only", name("only"), "1", "n*3"),
        Value("if_", name("if_"), "mm", 'IF(mode="x", a+1, a/(n-2))'),
        Value("ifs", name("ifs"), "text", 'IFS(yes, "never", n>5, mode, a>100, "long", n=2, "short")'),
        Value("no_case", name("no_case"), "text", 'IFERROR(IFS(yes, "never", n>5, "many")&"!", "none")'),
        Value("switch", name("switch"), "mm", 'SWITCH(mode, "y", a/0, "x", a*2, a/0)'),
        Value("bare", name("bare"), "text", 'IFERROR(SWITCH(mode, "y", "why", "z", "zed")&"?", mode)'),
        Value("wrong", name("wrong"), "mm", 'SWITCH(mode, "x", a/(n-2), a)'),
    ),
    checks=(Check("LONG", 'ifs="long"', "warn", name("{ifs} {a}"), name("-")),),
)


@pytest.mark.parametrize(
    "given", [{}, {"mode": "y"}, {"n": 7}, {"yes": True}, {"mode": "q", "n": 2}, {"mode": "z", "n": 6, "yes": False}]
)
def test_ruled_out_branches_change_nothing(given: dict[str, object]) -> None:
    compiled, findings = compile_table(TABLE)
    assert compiled is not None, findings
    lines = [{"a": 90.5 + number, **given} for number in range(ENOUGH)]
    batch = evaluate(compiled, lines)
    for number in (0, 15, ENOUGH - 1):
        same(evaluate(compiled, lines[number : number + 1]), batch, number)


def test_branches_that_defaults_rule_out_are_not_computed() -> None:
    compiled, _ = compile_table(TABLE)
    assert compiled is not None
    evaluate(compiled, [{"a": 1}] * ENOUGH)
    ((_, narrowed),) = compiled.kept.items()
    assert set(narrowed.settled) == {"only"}  # faults are told anew in every batch
    assert len(narrowed.programs["if_"].program) < len(compiled.programs["if_"].program)
    assert len(narrowed.programs["switch"].program) < len(compiled.programs["switch"].program)
