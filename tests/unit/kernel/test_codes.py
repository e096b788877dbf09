"""Scan codes: what the check character finds, and what it cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.kernel.codes import (
    CODE_LENGTH,
    LARGEST_NUMBER,
    PREFIXES,
    Code,
    CodeError,
    make_code,
    parse_code,
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
kinds = st.sampled_from(sorted(PREFIXES))
numbers = st.integers(0, LARGEST_NUMBER)


def is_code(text: str) -> bool:
    try:
        parse_code(text)
    except CodeError:
        return False
    return True


@given(kinds, numbers)
def test_a_code_reads_back_as_what_it_was_made_of(kind, number):
    code = make_code(kind, number)
    assert len(code) == CODE_LENGTH
    assert parse_code(code) == Code(kind, number)
    assert str(parse_code(code)) == code


def test_the_check_character_is_that_of_iso_7064_mod_37_36():
    # Worked by hand with the standard's hybrid rule: P = 36; S = (P + a) mod 36 or 36; P = 2 S mod 37.
    product = 36
    for character in "P0000007":
        product = ((product + ALPHABET.index(character)) % 36 or 36) * 2 % 37
    check = ALPHABET[(37 - product) % 36]
    assert make_code("piece", 7) == "P0000007" + check
    assert (product + ALPHABET.index(check)) % 36 == 1


@given(kinds, numbers, st.integers(0, CODE_LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(kind, number, place, wrong):
    code = make_code(kind, number)
    changed = code[:place] + wrong + code[place + 1 :]
    assert is_code(changed) == (changed == code)


def product_before(text: str) -> int:
    product = 36
    for character in text:
        product = ((product + ALPHABET.index(character)) % 36 or 36) * 2 % 37
    return product


def missed_pairs(product: int) -> list[set[str]]:
    """The pairs whose swap leads to the same state, by trying them all."""

    def step(state: int, character: int) -> int:
        return ((state + character) % 36 or 36) * 2 % 37

    pairs = [(a, b) for a in range(36) for b in range(a)]
    return [{ALPHABET[a], ALPHABET[b]} for a, b in pairs if step(step(product, a), b) == step(step(product, b), a)]


@pytest.mark.parametrize("product", range(1, 37))
def test_at_each_place_there_is_one_pair_whose_swap_is_missed(product):
    assert len(missed_pairs(product)) == 1


@given(kinds, numbers, st.integers(0, CODE_LENGTH - 2))
def test_every_swap_of_neighbours_but_of_that_pair_is_found(kind, number, place):
    code = make_code(kind, number)
    a, b = code[place], code[place + 1]
    swapped = code[:place] + b + a + code[place + 2 :]
    known = {a, b} in missed_pairs(product_before(code[:place]))
    if a != b and not known:
        assert not is_code(swapped)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("P123", "length"), ("X0000007A", "prefix"), ("P00000I7A", "alphabet"), ("P00000076", "check"), ("", "length")],
)
def test_what_is_no_code_says_why(text, reason):
    with pytest.raises(CodeError) as caught:
        parse_code(text)
    assert caught.value.reason == reason
    assert caught.value.text == text


def test_blanks_lower_case_and_full_width_characters_are_read():
    code = make_code("package", 123_456)
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert parse_code(f" {code[:4].lower()} {code[4:]}\n") == parse_code(full_width) == Code("package", 123_456)


@pytest.mark.parametrize("number", [-1, LARGEST_NUMBER + 1])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(ValueError, match="does not fit"):
        make_code("piece", number)
