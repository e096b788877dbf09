"""The language: precedence, functions and rounding as in Excel, names in Chinese, faults as findings."""

import pytest

from shuanglun.engines.formula.problems import Problem
from shuanglun.engines.formula.syntax import parse, postorder
from support.formula_tables import fault_of, line_fault, result


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=1+2*3", "7"),
        ("(1+2)*3", "9"),
        ("-2^2", "4"),  # Excel: the sign binds tighter than the power
        ("2^3^2", "64"),  # Excel: all operators group to the left
        ("10-4-3", "3"),
        ("100/10/5", "2"),
        ("50%", "0.5"),
        ("200*15%", "30"),
        ("2^0.5", "1.414214"),
        ("-5%", "-0.05"),
        ("+3", "3"),
        ("1E3", "1000"),
        (".5+0.5", "1"),
        ("0.1+0.2", "0.3"),
        ("1/3*3", "1"),
        ("0.1*3", "0.3"),
        ("4.35*100", "435"),
        ("1.1*1.1", "1.21"),
    ],
)
def test_operators_follow_excel(formula: str, shown: str) -> None:
    assert result(formula) == shown


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("ROUND(2.5,0)", "3"),
        ("ROUND(-2.5,0)", "-3"),
        ("ROUND(0.125,2)", "0.13"),
        ("ROUND(1.005,2)", "1.01"),
        ("ROUND(2.675,2)", "2.68"),
        ("ROUND(1250,-2)", "1300"),
        ("ROUND(0.1+0.2,1)", "0.3"),
        ("ROUNDUP(2.001,0)", "3"),
        ("ROUNDUP(-2.1,0)", "-3"),
        ("ROUNDUP(0.1+0.2-0.3,0)", "0"),
        ("ROUNDDOWN(-2.9,0)", "-2"),
        ("ROUNDDOWN(2.99,1)", "2.9"),
        ("INT(2.9)", "2"),
        ("INT(-2.1)", "-3"),
        ("INT((0.1+0.7)*10)", "8"),
        ("MOD(7,3)", "1"),
        ("MOD(-7,3)", "2"),
        ("MOD(7,-3)", "-2"),
        ("MOD(0.3,0.1)", "0"),
        ("CEILING(2.5,2)", "4"),
        ("CEILING(-2.5,2)", "-2"),
        ("CEILING(-2.5,-2)", "-4"),
        ("CEILING(0.3,0.1)", "0.3"),
        ("CEILING(3,0)", "0"),
        ("FLOOR(2.5,2)", "2"),
        ("FLOOR(-2.5,2)", "-4"),
        ("FLOOR(-2.5,-2)", "-2"),
        ("MROUND(10,3)", "9"),
        ("MROUND(-10,-3)", "-9"),
        ("MROUND(7.5,5)", "10"),
        ("ABS(-3)", "3"),
        ("MIN(3,1,2)", "1"),
        ("MAX(3,1,2)", "3"),
        ("IF(1<2,10,20)", "10"),
        ("IF(0.1+0.2=0.3,1,0)", "1"),
        ("IFS(1>2,1,2>1,2)", "2"),
        ("SWITCH(2,1,10,2,20,99)", "20"),
        ("SWITCH(7,1,10,2,20,99)", "99"),
        ("IF(AND(1<2,2<3),1,0)", "1"),
        ("IF(OR(1>2,2>3),1,0)", "0"),
        ("IF(NOT(TRUE),1,0)", "0"),
        ('IF("ABC"="abc",1,0)', "1"),
        ("IF(是,1,0)", "1"),
    ],
)
def test_functions_follow_excel(formula: str, shown: str) -> None:
    assert result(formula) == shown


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ('"a"&"b"', "ab"),
        ('"宽"&880.5', "宽880.5"),
        ('"say ""hi"""', 'say "hi"'),
        ('TEXT(3.14159,"0.00")', "3.14"),
        ('TEXT(2.5,"0")', "3"),
        ('TEXT(5,"000")', "005"),
        ('TEXT(0.5,"0%")', "50%"),
        ('TEXT(2.5,"0.##")', "2.5"),
        ('TEXT(0,"#.#")', "0"),
        ('TEXT(-1.25,"0.0")', "-1.3"),
    ],
)
def test_texts_join_and_format(formula: str, shown: str) -> None:
    assert result(formula, "text") == shown


def test_what_a_chinese_keyboard_types_is_understood() -> None:
    assert result("（门宽－２×边框宽）÷２", 门宽=880, 边框宽=12) == "428"
    assert result("IF（门宽≥880，1，0）", 门宽=880) == "1"
    assert result("IF(“左”=“左”,1,0)") == "1"


def test_an_argument_is_not_computed_with_the_other_branch() -> None:
    assert result("IF(a=0,7,1/a)", a=0) == "7"


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("", "FORMULA-SYNTAX"),
        ("=", "FORMULA-SYNTAX"),
        ("1+", "FORMULA-SYNTAX"),
        ("(1", "FORMULA-SYNTAX"),
        ("1 2", "FORMULA-SYNTAX"),
        ("IF(1<2,1", "FORMULA-SYNTAX"),
        ("a@b", "FORMULA-CHARACTER"),
        ("A1:B2", "FORMULA-CHARACTER"),
        ('"open', "FORMULA-CHARACTER"),
        ("a", "FORMULA-NAME"),
        ("a.__class__", "FORMULA-NAME"),
        ("__import__", "FORMULA-NAME"),
        ("EVAL(1)", "FORMULA-FUNCTION"),
        ("ROUND(1)", "FORMULA-ARGUMENTS"),
        ("IFS(1<2,1,2)", "FORMULA-ARGUMENTS"),
        ("IF(1,2,3)", "FORMULA-KIND"),
        ('1+"a"', "FORMULA-KIND"),
        ("1<2<3", "FORMULA-KIND"),
        ('"a"<"b"', "FORMULA-KIND"),
        ('TEXT(1,"yyyy")', "FORMULA-FORMAT"),
        ("1e13", "FORMULA-NUMBER"),
        ("0.0000001", "FORMULA-NUMBER"),
        ("LOOKUP(1,2)", "FORMULA-TABLE"),
        ('"text"', "FORMULA-KIND"),
        ("(" * 200 + "1" + ")" * 200, "FORMULA-DEPTH"),
        ("-" * 500 + "1", "FORMULA-DEPTH"),
        ("1+" * 5000 + "1", "FORMULA-LENGTH"),
    ],
)
def test_a_wrong_formula_is_a_finding(formula: str, code: str) -> None:
    assert fault_of(formula) == code


def test_a_long_chain_of_operators_is_no_nesting() -> None:
    assert result("+".join(["1"] * 4000)) == "4000"


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("1/a", "CALC-DIVIDE-ZERO"),
        ("1/(0.1+0.2-0.3+a)", "CALC-DIVIDE-ZERO"),
        ("MOD(1,a)", "CALC-DIVIDE-ZERO"),
        ("a^-1", "CALC-DIVIDE-ZERO"),
        ("(a-1)^0.5", "CALC-NUMBER-RANGE"),
        ("(a+10)^13", "CALC-NUMBER-RANGE"),
        ("CEILING(1+a,-2)", "CALC-SIGNS"),
        ("MROUND(1+a,-2)", "CALC-SIGNS"),
        ("IFS(a>1,1)", "CALC-NO-CASE"),
        ("SWITCH(a,1,1,2,2)", "CALC-NO-CASE"),
    ],
)
def test_what_cannot_be_computed_in_a_line_is_a_finding_of_that_line(formula: str, code: str) -> None:
    assert line_fault(formula, {"a": 0}) == code


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(Problem, match="expected"):
        parse("1+*2")
    assert [node.value for node in postorder(parse("门宽-2*缝").root)] == ["门宽", "2", "缝", "*", "-"]
