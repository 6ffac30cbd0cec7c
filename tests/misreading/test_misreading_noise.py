"""How likely a numeral is read as something, at each level of noise."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.misreading import SHIPPED, Channel
from khmerid.misreading.channel import UNSEEN
from khmerid.misreading.noise import (
    LEVELS,
    Rates,
    likelihood_between,
    likelihoods,
    logs_between,
    logs_of_any_numeral,
    logs_of_reading,
    logs_of_right_reading,
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


# The same from the learned costs, one numeral after another


def learned(channel: Channel, printed: str, read: str) -> float:
    cost = channel.cost(printed, read)
    return math.exp(-cost) if cost < UNSEEN else 0.0


def plain_between(channel: Channel, printed: str, read: str, rates: Rates) -> float:
    """Return how likely a separator is read so, or a character added: at least as often as any of forty."""
    if printed and read == printed:
        return max(1 - rates.learned * (1 - learned(channel, printed, printed)) - rates.other, 0.1)
    floor = rates.slip if not read else (rates.other if printed else rates.slip) / 40
    return min(rates.learned * learned(channel, printed, read), 0.5) + floor


def plain_likely(channel: Channel, numeral: int, read: str, rates: Rates) -> float:
    """Return how likely a numeral is read so: at least as often as any other numeral, or any of forty."""
    if len(read) == 2:
        one, other = (plain_likely(channel, numeral, each, rates) for each in read)
        doubled = min(rates.learned * math.exp(-channel.doubled), 0.5)
        first, second = (plain_between(channel, "", each, rates) for each in read)
        return doubled * min(one, other) + one * second + other * first
    printed = str(numeral)
    right = numerals_of(channel).find(read) if read else -1
    if right == numeral:
        missed = rates.learned * (1 - learned(channel, printed, read))
        return max(1 - missed - rates.numeral - rates.other, 0.1)
    floor = rates.slip if not read else rates.numeral / 9 if right >= 0 else rates.other / 40
    return floor + min(rates.learned * learned(channel, printed, read), 0.5)


@pytest.mark.parametrize("channel", [KHMER, LATIN, MRZ])
@pytest.mark.parametrize("rates", [LEVELS[0], LEVELS[6], LEVELS[11], LEVELS[-1], Rates(40.0, 0.3, 0.4, 0.2)])
def test_a_numeral_is_read_as_was_learned_and_at_least_as_the_rates_say(
    channel: Channel, rates: Rates
) -> None:
    for read in (*"0123456789", *KHMER_DIGITS, *"OIBS?<.", "", "00", "O0", "17", "៣៣", "?.", "1?"):
        expected = [plain_likely(channel, numeral, read, rates) for numeral in range(10)]
        assert [*likelihoods(channel, read, rates)] == pytest.approx(expected)
    for printed in (".", "/", " ", ""):
        for read in (".", ",", "-", "1", "") if printed else (".", "1", "K"):
            expected_one = plain_between(channel, printed, read, rates)
            assert likelihood_between(channel, printed, read, rates) == pytest.approx(expected_one)


@pytest.mark.parametrize("channel", [KHMER, LATIN, MRZ])
def test_the_logs_of_each_level_are_those_of_its_likelihoods(channel: Channel) -> None:
    numerals = numerals_of(channel)
    for at, level in enumerate(LEVELS):
        of_each = [likelihoods(channel, read, level) for read in numerals]
        right = sum(of_each[one][one] for one in range(10)) / 10
        assert logs_of_right_reading(channel)[at] == pytest.approx(math.log(right))
        assert logs_of_any_numeral(channel)[at] == pytest.approx(math.log(sum(map(sum, of_each)) / 10))
        likely = likelihoods(channel, "?", level)[7]
        assert logs_of_reading(channel, "7", "?")[at] == pytest.approx(math.log(likely))
        between = likelihood_between(channel, ".", ",", level)
        assert logs_between(channel, ".", ",")[at] == pytest.approx(math.log(between))
