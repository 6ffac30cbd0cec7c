"""What the texts of a card say of its noise, and what they leave open."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from khmerid.misreading import SHIPPED
from khmerid.misreading.channel import Channel
from khmerid.misreading.conditions import CONDITIONS, SIDES, Condition
from khmerid.misreading.noise import (
    LEVELS,
    NUMERAL_RATES,
    Rates,
    likelihood_between,
    likelihoods,
    numerals_of,
)
from khmerid.misreading.sights import see
from khmerid.resolve.card_noise import Judged, Witness, card_noise
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


# The same by Bayes' rule, level by level


def plain_prior(condition: Condition, side: str) -> list[float]:
    """Return how often each level is: in a clear text numerals are misread as on a good picture.

    But for the last condition, whose noise nothing shows.
    """
    of_clear = condition.numerals if condition is CONDITIONS[-1] else CONDITIONS[0].numerals
    return [
        often * rate
        for damage, often in enumerate(condition.damages[side])
        for rate in (of_clear if damage < 2 else condition.numerals)
    ]


def plain_likely(witness: Witness) -> list[float]:
    """Return how likely a text is at each level."""
    channel, found = witness.channel, []
    numerals = numerals_of(channel)
    for level in LEVELS:
        of_each = [likelihoods(channel, read, level) for read in numerals]
        likely = (sum(of_each[one][one] for one in range(10)) / 10) ** witness.right
        if witness.is_alone:
            any_numeral = (sum(map(sum, of_each)) / 10) ** witness.right
            by_chance = 0.1 if channel is MRZ else 1.0  # that the check digit is right
            likely = (1 - by_chance) * likely + by_chance * any_numeral
        for printed, read in witness.misread:
            likely *= likelihoods(channel, read, level)[int(printed)]
        for printed, read in witness.between:
            likely *= likelihood_between(channel, printed, read, level)
        found.append(likely)
    return found


def plain_for_others(witness: Witness) -> list[float]:
    """Return the same as far as it tells of others: three in a hundred are read alone as they are."""
    likely = plain_likely(witness)
    of_bad = sum(map(float.__mul__, plain_prior(CONDITIONS[2], witness.channel.name), likely))
    return [0.97 * one + 0.03 * of_bad for one in likely]


def plain_shared(witnesses: Sequence[Witness], side: str, judged: Judged) -> tuple[list[float], list[float]]:
    """Return how likely each condition is, and each level on a side."""
    conditions, levels = [], [0.0] * len(LEVELS)
    for often, condition in zip(SHIPPED.conditions, CONDITIONS, strict=True):
        weight, own = often, plain_prior(condition, side)
        for other in SIDES:
            joint = plain_prior(condition, other)
            for witness in witnesses:
                if witness.channel.name == other and witness.field not in judged:
                    joint = [*map(float.__mul__, joint, plain_for_others(witness))]
            weight *= sum(joint)
            if other == side:
                own = [one / sum(joint) for one in joint]
        conditions.append(weight)
        levels = [level + weight * one for level, one in zip(levels, own, strict=True)]
    total = sum(conditions)
    return [one / total for one in conditions], [level / total for level in levels]


def plain_levels(
    witnesses: Sequence[Witness], channel: Channel, judged: Judged, *, is_alone: bool
) -> list[float]:
    """Return how likely each level is for a text that is judged, which may be read alone as it is."""
    _, shared = plain_shared(witnesses, channel.name, judged)
    bad = plain_prior(CONDITIONS[2], channel.name)
    levels = [0.97 * one + 0.03 * other for one, other in zip(shared, bad, strict=True)]
    if is_alone and (channel is not MRZ or len({witness.channel is MRZ for witness in witnesses}) < 2):
        unseen = plain_prior(CONDITIONS[-1], channel.name)
        levels = [0.85 * one + 0.15 * other for one, other in zip(levels, unseen, strict=True)]
    return levels


def plain_mean(weights: Sequence[float], rates: Sequence[Rates]) -> Rates:
    return Rates(
        *(
            sum(weight * getattr(one, name) for weight, one in zip(weights, rates, strict=True))
            / sum(weights)
            for name in ("learned", "numeral", "other", "slip")
        )
    )


def near(rates: Rates) -> dict[str, Any]:
    return {name: pytest.approx(value) for name, value in attrs.asdict(rates).items()}


ON_THREE_SIDES = (
    Witness("document_number", LATIN, 8, (("1", "7"),)),
    Witness("document_number", MRZ, 9, (("3", "B"),)),
    Witness("date_of_birth", KHMER, 7, (("1", "៧"),), between=((".", "."), (".", "?"))),
    Witness("date_of_birth", MRZ, 7, is_alone=True),
    Witness("date_of_expiry", KHMER, 8, is_alone=True, between=CLEAN),
    Witness("date_of_issue", KHMER, 8, between=((".", "."), (".", ""))),
)
SEEN = pytest.mark.parametrize(
    "witnesses",
    [(), ON_THREE_SIDES, ON_THREE_SIDES[:1], ON_THREE_SIDES[1:2], ON_THREE_SIDES[2:4], ON_THREE_SIDES[4:]],
    ids=["none", "all", "number in print", "number in the MRZ", "birth", "expiry and issue"],
)


@SEEN
@pytest.mark.parametrize("is_alone", [False, True])
@pytest.mark.parametrize("channel", [KHMER, LATIN, MRZ], ids=lambda channel: channel.name)
def test_levels_are_as_likely_as_the_texts_make_them(
    witnesses: tuple[Witness, ...], channel: Channel, *, is_alone: bool
) -> None:
    noise = card_noise(witnesses, SHIPPED.conditions)
    for judged in (("date_of_birth",), ("date_of_expiry", "date_of_issue"), ("sex",)):
        plain = plain_levels(witnesses, channel, judged, is_alone=is_alone)
        assert noise.levels(channel, judged, is_alone=is_alone) == pytest.approx(plain)
        many = len(NUMERAL_RATES)
        for at, component in enumerate(noise.by_damage(channel, judged, is_alone=is_alone)):
            part = slice(many * at, many * (at + 1))
            assert component.weight == pytest.approx(sum(plain[part]))
            assert attrs.asdict(component.rates) == near(plain_mean(plain[part], LEVELS[part]))
        for at, component in enumerate(noise.by_numerals(channel, judged, is_alone=is_alone)):
            part = slice(at, None, many)
            assert component.weight == pytest.approx(sum(plain[part]))
            assert attrs.asdict(component.rates) == near(plain_mean(plain[part], LEVELS[part]))


@SEEN
def test_a_character_within_a_line_is_read_as_the_others_are(witnesses: tuple[Witness, ...]) -> None:
    noise = card_noise(witnesses, SHIPPED.conditions)
    conditions, _ = plain_shared(witnesses, "mrz", ())
    assert noise.conditions == pytest.approx(conditions)
    for judged in (("sex",), ("date_of_birth",)):
        _, shared = plain_shared(witnesses, "mrz", judged)
        assert attrs.asdict(noise.rates_within(MRZ, judged)) == near(plain_mean(shared, LEVELS))
        alone = plain_levels(witnesses, MRZ, judged, is_alone=False)
        assert attrs.asdict(noise.rates(MRZ, judged)) == near(plain_mean(alone, LEVELS))


def test_a_text_shows_its_own_damage_and_not_how_often_its_numerals_are_others() -> None:
    noise = card_noise(ON_THREE_SIDES, SHIPPED.conditions)
    own = Witness("sex", MRZ, 3, (("1", "?"), ("2", "<"), ("3", "")))
    judged = ("sex",)
    levels = plain_levels(ON_THREE_SIDES, MRZ, judged, is_alone=False)
    shown = [*map(float.__mul__, levels, plain_likely(own))]
    for at, (component, before) in enumerate(
        zip(noise.by_numerals(MRZ, judged, own.logs), noise.by_numerals(MRZ, judged), strict=True)
    ):
        part = slice(at, None, len(NUMERAL_RATES))
        assert component.weight == before.weight
        assert attrs.asdict(component.rates) == near(plain_mean(shown[part], LEVELS[part]))
        assert component.rates.other > before.rates.other


@pytest.mark.parametrize("witness", ON_THREE_SIDES, ids=lambda one: f"{one.field} {one.channel.name}")
def test_a_text_is_as_likely_as_all_its_characters(witness: Witness) -> None:
    likely = plain_likely(witness)
    assert [*map(math.exp, witness.logs)] == pytest.approx(likely)
    of_others = plain_for_others(witness)
    told = [math.exp(log) for log in witness.logs_for_others]  # of the greatest
    assert [one / max(told) for one in told] == pytest.approx([one / max(of_others) for one in of_others])
