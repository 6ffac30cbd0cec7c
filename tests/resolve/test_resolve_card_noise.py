"""What the texts of a card say of its noise, and what they leave open."""

import datetime as dt

import pytest

from khmerid.misreading import SHIPPED
from khmerid.misreading.channel import Channel
from khmerid.misreading.sights import see
from khmerid.resolve.card_noise import Witness, card_noise
from khmerid.resolve.posterior import weigh_date

KHMER, LATIN, MRZ = SHIPPED.printed_khmer, SHIPPED.printed_latin, SHIPPED.mrz
CLEAN = ((".", "."), (".", "."))
DAY, BOUNDS = dt.date(2027, 11, 22), (dt.date(2020, 1, 1), dt.date(2040, 1, 1))


def rate(*witnesses: Witness, channel: Channel = KHMER, is_alone: bool = False) -> float:
    """Return how often a numeral of a birth is read as any other."""
    levels = card_noise(witnesses, SHIPPED.conditions).by_damage(
        channel, ("date_of_birth",), is_alone=is_alone
    )
    return sum(one.weight * (one.rates.numeral + one.rates.learned / 100) for one in levels)


def test_misread_separators_tell_of_misread_numerals() -> None:
    clean, misread, lost = (
        rate(Witness("date_of_expiry", KHMER, 8, between=between))
        for between in (CLEAN, ((".", "."), (".", "?")), ((".", " "), (".", "")))
    )
    assert clean < misread < lost
    assert lost > 2 * clean


@pytest.mark.parametrize("is_alone", [False, True])
@pytest.mark.parametrize("channel", [KHMER, LATIN, MRZ])
@pytest.mark.parametrize("misread", [(), (("1", "៧"),)])
def test_the_levels_of_a_text_and_its_damages_are_shares_of_one(
    channel: Channel, misread: tuple[tuple[str, str], ...], *, is_alone: bool
) -> None:
    noise = card_noise((Witness("date_of_expiry", KHMER, 7, misread),), SHIPPED.conditions)
    judged = ("date_of_birth",)
    assert sum(noise.levels(channel, judged, is_alone=is_alone)) == pytest.approx(1.0)
    assert sum(noise.conditions) == pytest.approx(1.0)
    for components in (noise.by_damage, noise.by_numerals):
        found = components(channel, judged, is_alone=is_alone)
        assert sum(one.weight for one in found) == pytest.approx(1.0)


def test_a_text_bears_no_witness_for_itself() -> None:
    own = Witness("date_of_birth", KHMER, 4, (("1", "៧"),) * 4)
    assert rate(own) == rate()


def test_an_expiry_and_the_issue_beside_it_bear_no_witness_for_each_other() -> None:
    """Which of two that differ was misread must not make the other look clean, or noisy."""
    expiry, issue = see(KHMER, "00.00.0000", "២១.១១.២០២៧"), see(KHMER, "00.00.0000", "២៣.១១.២០១៧")
    assert expiry is not None
    witnesses = (
        Witness("date_of_birth", KHMER, 8, between=CLEAN),
        Witness("date_of_expiry", KHMER, 7, (("2", "១"),), between=CLEAN),
        Witness("date_of_issue", KHMER, 8, between=CLEAN),
    )
    weighed = [
        weigh_date(
            [DAY], [expiry], card_noise(texts, SHIPPED.conditions), "date_of_expiry", BOUNDS, issue=issue
        )
        for texts in (witnesses, witnesses[:1])
    ]
    assert weighed[0].found == weighed[1].found


def test_numerals_that_nothing_bears_out_say_little() -> None:
    borne_out, alone = (
        rate(Witness("document_number", LATIN, 9, is_alone=is_alone)) for is_alone in (False, True)
    )
    assert borne_out < alone <= rate() * 1.001


def test_a_check_digit_bears_out_what_is_in_the_mrz_alone() -> None:
    in_print, in_mrz = (
        rate(Witness("document_number", channel, 10, is_alone=True), channel=channel)
        for channel in (LATIN, MRZ)
    )
    assert in_mrz < in_print


@pytest.mark.parametrize("channel", [KHMER, LATIN])
def test_a_value_that_stands_once_in_print_may_be_any_other(channel: Channel) -> None:
    witness = Witness("date_of_expiry", KHMER, 8, between=CLEAN)
    assert rate(witness, channel=channel, is_alone=True) > 2 * rate(witness, channel=channel)


def test_where_the_card_has_a_print_its_digit_proves_an_element_of_the_mrz() -> None:
    witness = Witness("date_of_expiry", MRZ, 7, is_alone=True)
    beside = Witness("date_of_expiry", KHMER, 8, between=CLEAN)
    assert rate(witness, channel=MRZ, is_alone=True) > rate(witness, channel=MRZ)
    assert rate(witness, beside, channel=MRZ, is_alone=True) == rate(witness, beside, channel=MRZ)
