"""What one more kept off-cut is worth."""

from __future__ import annotations

from shuanglun.engines.offcut_value import Board, Past, Rest, size_class, value_of

BOARD = Board(24400, 12200, 18_000)
REST = Rest(10000, 6000)


def test_every_step_goes_on_from_the_rounded_one_before_it() -> None:
    worth = value_of(REST, BOARD, Past(7, 1, [8000] * 7))
    # 60/297.68 of 180.00 yuan; 8 of 10 are used; 77.5 % becomes parts; 0.38 yuan of handling
    assert [step.fen for step in worth.steps] == [3628, 2902, 2249, 2211]
    assert worth.fen == 2211


def test_more_use_is_worth_more_and_loss_is_worth_less() -> None:
    fresh, used, lost = (value_of(REST, BOARD, past).fen for past in (Past(), Past(5, 0), Past(0, 5)))
    assert fresh is not None
    assert used is not None
    assert lost is not None
    assert lost < fresh < used


def test_a_scrap_is_never_worth_less_than_nothing() -> None:
    assert value_of(Rest(300, 300), BOARD, Past(0, 50)).fen == 0


def test_without_a_price_there_is_no_value_and_it_is_said_why() -> None:
    worth = value_of(REST, None, Past())
    assert worth.fen is None
    assert "没有填价格" in worth.steps[0].text.zh


def test_classes_begin_at_their_limits() -> None:
    assert [size_class(a) for a in (29_999_999, 30_000_000, 99_999_999, 100_000_000)] == [
        "small", "medium", "medium", "large",
    ]  # fmt: skip
