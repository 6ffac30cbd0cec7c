"""How likely a numeral is read as something, at each level of noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.misreading import SHIPPED, Channel
from khmerid.misreading.noise import (
    LEVELS,
    Rates,
    likelihood_between,
    likelihoods,
    numeral_of,
    numerals_of,
)
from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS

KHMER, LATIN, MRZ = SHIPPED.printed_khmer, SHIPPED.printed_latin, SHIPPED.mrz
CHANNELS = st.sampled_from([KHMER, LATIN, MRZ])
READ = st.text("០១២៣៤៥៦៧៨៩0123456789OIBS?.<", max_size=2)


@given(CHANNELS, READ, st.sampled_from(LEVELS))
def test_a_likelihood_is_more_than_nothing_and_no_more_than_certain(
    channel: Channel, read: str, rates: Rates
) -> None:
    found = likelihoods(channel, read, rates)
    assert len(found) == 10
    assert all(0 < one <= 1 for one in found)


@given(CHANNELS, st.sampled_from("./ "), READ.filter(lambda read: len(read) < 2), st.sampled_from(LEVELS))
def test_so_is_that_of_a_separator(channel: Channel, printed: str, read: str, rates: Rates) -> None:
    for one in (printed, ""):
        if one or read:
            assert 0 < likelihood_between(channel, one, read, rates) <= 1


@pytest.mark.parametrize(
    ("channel", "numerals"), [(KHMER, KHMER_DIGITS), (LATIN, ASCII_DIGITS), (MRZ, ASCII_DIGITS)]
)
def test_a_channel_prints_the_numerals_of_its_script(channel: Channel, numerals: str) -> None:
    assert numerals_of(channel) == numerals
    assert [numeral_of(channel, read) for read in numerals] == [*ASCII_DIGITS]
    others = ASCII_DIGITS if numerals == KHMER_DIGITS else KHMER_DIGITS
    assert {numeral_of(channel, read) for read in [*others, "", "O", "."]} == {""}


@pytest.mark.parametrize("channel", [KHMER, LATIN, MRZ])
def test_a_numeral_is_likeliest_the_one_that_was_read_and_less_so_in_more_noise(channel: Channel) -> None:
    for numeral, read in enumerate(numerals_of(channel)):
        clean, noisy = likelihoods(channel, read, LEVELS[0]), likelihoods(channel, read, LEVELS[-1])
        assert max(clean) == clean[numeral] > noisy[numeral]
        assert all(clean[other] < noisy[other] for other in range(10) if other != numeral)


def test_a_numeral_read_twice_is_likelier_that_one_than_another() -> None:
    for numeral, read in enumerate(ASCII_DIGITS):
        found = likelihoods(MRZ, read * 2, LEVELS[8])
        assert max(found) == found[numeral]


@pytest.mark.parametrize("channel", [KHMER, LATIN, MRZ])
def test_no_numeral_is_read_right_oftener_or_misread_more_seldom_than_the_rates_say(channel: Channel) -> None:
    for rates in LEVELS:
        for numeral, read in enumerate(numerals_of(channel)):
            found = likelihoods(channel, read, rates)
            assert found[numeral] <= max(1 - rates.numeral - rates.other, 0.1)
            assert min(found) >= rates.numeral / 9
