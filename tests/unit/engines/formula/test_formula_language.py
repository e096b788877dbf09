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
        ("IF(TRUE(),1,0)", "1"),
        ("IF(XOR(1<2,2<3,3<4),1,0)", "1"),
        ("SUM(1,2,3.5)", "6.5"),
        ("SUM(1<2,2<3,3<2)", "2"),  # how many hold, as Excel counts TRUE given directly
        ("N(1<2)+N(2)", "3"),
        ("COUNT(1,1/0,3)", "2"),
        ("AVERAGE(1,2,4)", "2.333333"),
        ("MEDIAN(300,2900,1200)", "1200"),  # a value held between two limits
        ("MEDIAN(1,2,3,10)", "2.5"),
        ("PRODUCT(2,3,4)", "24"),
        ("POWER(2,10)", "1024"),
        ("SQRT(2)", "1.414214"),
        ("SIGN(-3)", "-1"),
        ("TRUNC(-2.9)", "-2"),
        ("TRUNC(2.987,2)", "2.98"),
        ("EVEN(1.5)", "2"),
        ("EVEN(-1)", "-2"),
        ("EVEN(2)", "2"),
        ("ODD(0)", "1"),
        ("ODD(2)", "3"),
        ("ODD(-1.5)", "-3"),
        ("QUOTIENT(-7,2)", "-3"),
        ("PI()", "3.141593"),
        ("SIN(PI()/6)", "0.5"),
        ("COS(RADIANS(60))", "0.5"),
        ("TAN(RADIANS(45))", "1"),
        ("RADIANS(DEGREES(ATAN(1)))*4", "3.141593"),
        ("IFERROR(1/0,7)", "7"),
        ("IFERROR(8,1/0)", "8"),
        ("IF(ISERROR(1/0),1,0)", "1"),
        ('LEN("左内开")+LEN(880.5)', "8"),
        ('FIND("b","abcb")', "2"),
        ('FIND("b","abcb",3)', "4"),
        ('VALUE("12.5")', "12.5"),
        ("2^-2^2", "0.0625"),
        ("-50%^2", "0.25"),
        ("50%%", "0.005"),
        ("四舍五入(2.5,0)+最大(1,2)+如果(并且(1<2,非(1>2)),10,20)", "15"),
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
        ('TEXT(2,"0.##")', "2."),  # Excel writes the point it was told to write
        ('TEXT(0,"#.#")', "."),
        ('TEXT(1234567.5,"#,##0.00")', "1,234,567.50"),
        ('TEXT(999,"#,##0")', "999"),
        ('CONCAT("门",880,"×",2050.5)', "门880×2050.5"),
        ('(1<2)&""', "TRUE"),
        ('LEFT("左内开",1)', "左"),
        ('LEFT("左内开")', "左"),
        ('LEFT("ab",9)', "ab"),
        ('RIGHT("左内开",2)', "内开"),
        ('RIGHT("ab",0)', ""),
        ('MID("TX02-70",2,3)', "X02"),
        ('MID("ab",5,3)', ""),
        ('UPPER("tx02")', "TX02"),
        ('LOWER("TX02")', "tx02"),
        ('TRIM("  a   b ")', "a b"),
        ('REPT("=",3)', "==="),
        ('SUBSTITUTE("a-b-c","-","/")', "a/b/c"),
        ('SUBSTITUTE("abc","","x")', "abc"),
        ('IF(EXACT("a","A"),"same","other")', "other"),
        ('IFERROR(LEFT("a",0-1),"?")', "?"),
        ('连接(左取("左内开",1),文本(2.5,"0.00"))', "左2.50"),
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


def test_a_mixture_of_text_and_number_is_told_with_both() -> None:
    """Excel calls every text larger than every number; here the mistake is told before the first order."""
    for formula in ('IF(1="a",1,0)', 'IF("a"<>1,1,0)', 'IF(1<2,1,"a")', 'SWITCH(1,"a",1,0)'):
        assert fault_of(formula) == "FORMULA-KIND"


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
        ("SQRT(a-1)", "CALC-NUMBER-RANGE"),
        ("QUOTIENT(1,a)", "CALC-DIVIDE-ZERO"),
        ("IFERROR(1/a,1/a)", "CALC-DIVIDE-ZERO"),
        ('FIND("x","abc")+a', "CALC-NOT-FOUND"),
        ('VALUE("八百")+a', "CALC-TEXT-NUMBER"),
        ('LEN(REPT("x",1025))+a', "CALC-TEXT-LENGTH"),
        ('LEN(MID("abc",a,1))', "CALC-TEXT-POSITION"),
    ],
)
def test_what_cannot_be_computed_in_a_line_is_a_finding_of_that_line(formula: str, code: str) -> None:
    assert line_fault(formula, {"a": 0}) == code


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(Problem, match="expected"):
        parse("1+*2")
    assert [node.value for node in postorder(parse("门宽-2*缝").root)] == ["门宽", "2", "缝", "*", "-"]
