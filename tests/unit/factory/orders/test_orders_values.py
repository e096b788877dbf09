"""Reading one cell as people write it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.factory.orders.model import cell_name, column_index, column_letter
from shuanglun.factory.orders.values import make_choices, read_count, read_day, read_days, read_length, read_points

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "tenths"),
    [
        (2050, 20500),
        (2050.5, 20505),
        ("2050", 20500),
        ("２０５０", 20500),
        ("２０５０ｍｍ", 20500),
        (" 2,050 ", 20500),
        ("2，050", 20500),
        ("2050mm", 20500),
        ("2050 MM", 20500),
        ("2050毫米", 20500),
        ("205cm", 20500),
        ("205.5厘米", 20550),
        ("2.05m", 20500),
        ("2.05米", 20500),
        ("-860", -8600),
        ("−860", -8600),
        ("+860", 8600),
        ("0", 0),
        (999_999_999, 9_999_999_990),
        (543.25, 5433),
    ],
)
def test_a_length_is_read_in_every_common_form(written: Any, tenths: int) -> None:
    assert read_length(written) == tenths


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "12o",
        "2050x880",
        "205,5",
        "1,0000",
        "2.0.5",
        "约2050",
        "mm",
        True,
        date(2026, 1, 1),
        None,
        "1e9",
        "nan",
    ],
)
def test_what_is_no_length_is_not_guessed(written: Any) -> None:
    assert read_length(written) is None


def test_a_bare_number_has_the_unit_of_its_column_a_stated_unit_wins() -> None:
    assert read_length("205", "cm") == 20500
    assert read_length("2050mm", "cm") == 20500


def test_points_measured_are_read_as_a_list_or_not_at_all() -> None:
    assert read_points("880/882/879") == [8800, 8820, 8790]
    assert read_points("138、142") == [1380, 1420]
    assert read_points("880/abc") == []


@pytest.mark.parametrize(
    ("written", "count"),
    [(1, 1), (2.0, 2), ("２", 2), ("2樘", 2), ("3 套", 3), ("两樘", 2), ("十", 10), ("1,200", 1200), (0, 0), (-1, -1)],
)
def test_a_count_is_read(written: Any, count: int) -> None:
    assert read_count(written) == count


@pytest.mark.parametrize("written", [1.5, "1.5", "一些", "", True, "2m", None])
def test_what_is_no_whole_number_is_no_count(written: Any) -> None:
    assert read_count(written) is None


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 12, 1),
        datetime.fromisoformat("2026-12-01T08:00"),
        46357,
        46357.25,
        "46357",
        "2026-12-01",
        "2026/12/1",
        "2026.12.1",
        "2026年12月1日",
        "２０２６年１２月１日",
        "20261201",
        "26/12/1",
        "12月1日",
        "12/1",
        "2026-12-01 00:00:00",
        " 2026 - 12 - 01 ",
    ],
)
def test_a_day_is_read_in_every_common_form(written: Any) -> None:
    assert read_day(written, TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "written", ["尽快", "2026-13-01", "2026-02-30", "", 5, True, None, time(8), "12.5", "9" * 6000, 1e308]
)
def test_what_is_no_day_is_not_guessed(written: Any) -> None:
    assert read_day(written, TODAY) is None


def test_a_day_without_year_is_the_nearest_one() -> None:
    assert read_day("1月5日", date(2026, 12, 20)) == date(2027, 1, 5)
    assert read_day("11月20日", date(2026, 11, 23)) == date(2026, 11, 20)
    assert read_day("2月29日", date(2027, 11, 23)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("written", "days"),
    [(0, 0), (7, 7), ("7天", 7), ("15个工作日", 15), ("３日", 3), (7.0, None), (401, None), (-1, None)],
)
def test_a_number_of_days_is_read(written: Any, days: int | None) -> None:
    assert read_days(written) == days


def test_choices_compare_without_width_case_and_blanks_and_offer_the_nearest() -> None:
    choices = make_choices([(name, (name, f"{name}色")) for name in ("原木橡", "暖白", "胡桃", "浅灰", "深灰")])
    assert choices.read(" 暖 白 ") == "暖白"
    assert choices.read("胡桃色") == "胡桃"
    assert choices.read("暖") is None
    assert choices.nearest("浅灰木纹")[0] == "浅灰"


@given(st.integers(0, 20_000))
def test_column_letters_read_back(index: int) -> None:
    assert column_index(column_letter(index)) == index
    assert cell_name(6, 3) == "D7"


@given(st.text(max_size=40) | st.floats() | st.integers())
def test_no_cell_whatever_raises(value: Any) -> None:
    read_length(value)
    read_points(value)
    read_count(value)
    read_day(value, TODAY)
    read_days(value)
