"""Check digits and what they cannot see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.mrz.check_digit import (
    VALUES,
    VALUES_MODULO_TEN,
    check_digit,
    sees,
    share_of_sum,
    sum_of_values,
    weighted_sum,
)

MRZ_TEXT = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", max_size=40)


@pytest.mark.parametrize(
    ("characters", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("D23145890734", "9"), ("", "0")]
)
def test_the_examples_of_the_standard(characters: str, digit: str) -> None:
    """Doc 9303-3, appendix A; 9303-5, 4.2.2 note j."""
    assert check_digit(characters) == digit


def test_a_character_without_a_value_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        check_digit("a")


@given(MRZ_TEXT)
def test_values_as_bytes_give_the_same_sum(text: str) -> None:
    assert sum_of_values(text.encode("ascii").translate(VALUES_MODULO_TEN)) == weighted_sum(text)


@given(MRZ_TEXT, MRZ_TEXT)
def test_the_shares_of_two_parts_make_the_sum_of_both(one: str, other: str) -> None:
    both = share_of_sum(one, 0) + share_of_sum(other, len(one))
    assert both % 10 == weighted_sum(one + other)


@given(MRZ_TEXT.filter(bool), st.data())
def test_a_check_digit_misses_only_blind_pairs(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(sorted(VALUES)))
    changed = text[:at] + other + text[at + 1 :]
    assert (check_digit(changed) != check_digit(text)) == sees(text[at], other)


def test_fifty_two_pairs_of_characters_are_blind() -> None:
    characters = sorted(VALUES)
    pairs = [(one, other) for one in characters for other in characters if one < other]
    assert len(pairs) == 666
    assert sum(not sees(one, other) for one, other in pairs) == 52
