"""How likely each value is: by its texts, by the composite digit, and where both sides agree."""

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from functools import partial

import pytest

from khmerid.card_mrz import composite_sum, with_check_digit
from khmerid.misreading import SHIPPED
from khmerid.misreading.channel import Channel
from khmerid.misreading.noise import Rates, likelihoods, numerals_of
from khmerid.misreading.sights import Sight, laid_along, see
from khmerid.mrz.check_digit import check_digit, share_of_sum
from khmerid.mrz.formats import TD1
from khmerid.resolve.card_noise import CardNoise, Component, Witness, card_noise
from khmerid.resolve.day_sums import IssueText, in_slots, near_days
from khmerid.resolve.evidence import in_sight
from khmerid.resolve.posterior import (
    AgreementRisk,
    Composite,
    Posterior,
    Weighed,
    risk_of_agreement,
    risk_of_rule,
    shares_of,
    weigh_date,
    weigh_number,
)
from khmerid.resolve.side_texts import by_side, date_slots, number_slots, texts_of_side
from khmerid.text.numerals import to_khmer_digits

KHMER, LATIN, MRZ = SHIPPED.printed_khmer, SHIPPED.printed_latin, SHIPPED.mrz
WITNESSES = (Witness("sex", MRZ, 7), Witness("sex", KHMER, 7, (("1", "៧"),)), Witness("sex", LATIN, 9))
NOISES = [card_noise(WITNESSES[:many], SHIPPED.conditions) for many in (0, 1, 3)]
EXPIRIES = dt.date(2025, 1, 1), dt.date(2031, 12, 31)
DAY = dt.date(2029, 12, 30)
NUMERALS = range(10)
SHARED = 4.5  # print and MRZ have a numeral misread alike so much oftener than by chance


def sight_of(channel: Channel, template: str, text: str, value: object = None) -> Sight:
    found = see(channel, template, text)
    assert found is not None
    return found if value is None else laid_along(found, [in_sight(value, found)])


def printed_day(text: str, value: object = None) -> Sight:
    return sight_of(KHMER, "00.00.0000", to_khmer_digits(text), value)


def in_mrz_of_day(text: str, value: object = None) -> Sight:
    return sight_of(MRZ, "0" * 7, text, value)


# Where print and MRZ agree


def after(components: Sequence[Component], numerals: int) -> list[Component]:
    """Return how likely each rate is where so many numerals were read as the other side has them."""
    weights = [
        one.weight * max(1 - one.rates.numeral - one.rates.other, 0.1) ** numerals for one in components
    ]
    return [
        Component(weight / sum(weights), one.rates) for weight, one in zip(weights, components, strict=True)
    ]


def read_as(channel: Channel, other: int, read: int) -> float:
    """Return how often it is learned that a numeral is read as another one."""
    return (
        0.0 if other == read else likelihoods(channel, numerals_of(channel)[read], Rates(1.0, 0, 0, 0))[other]
    )


def plain_risk(noise: CardNoise, printed: Channel, field: str, numerals: str) -> float:
    """Return how often one numeral, and the digit, or two numerals are misread alike in print and MRZ."""
    any_other = sum(read_as(MRZ, one, two) for one, two in itertools.product(NUMERALS, repeat=2)) / 90
    risk = 0.0
    for in_print, in_mrz in itertools.product(
        after(noise.by_damage(printed, (field,)), len(numerals)),
        after(noise.by_numerals(MRZ, (field,)), len(numerals) + 1),
    ):
        of_print, of_mrz = in_print.rates, in_mrz.rates
        p, m = of_print.numeral / 9, of_mrz.numeral / 9
        alike = 0.0
        for read in map(int, numerals):
            print_learned = [of_print.learned * read_as(printed, one, read) for one in NUMERALS]
            mrz_learned = [of_mrz.learned * read_as(MRZ, one, read) for one in NUMERALS]
            alike += sum(map(float.__mul__, print_learned, mrz_learned))
            alike += m * sum(print_learned) + p * sum(mrz_learned) + 9 * SHARED * p * m
        digit = of_mrz.learned * any_other + m
        risk += in_print.weight * in_mrz.weight * (digit * alike + alike**2 / 18)
    return risk


@pytest.mark.parametrize("noise", NOISES, ids=["unknown", "clean line", "noisy print"])
@pytest.mark.parametrize(
    ("printed", "field", "numerals"),
    [
        (LATIN, "document_number", "010203040"),
        (LATIN, "document_number", "716863298"),
        (KHMER, "date_of_birth", "900315"),
        (KHMER, "date_of_expiry", "477777"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_where_both_sides_agree_they_are_as_often_misread_alike(
    noise: CardNoise, printed: Channel, field: str, numerals: str
) -> None:
    found = risk_of_agreement(noise, printed, MRZ, field, len(numerals)).of(numerals)
    assert found == pytest.approx(plain_risk(noise, printed, field, numerals))


def test_a_risk_is_no_more_than_one_and_no_less_than_can_be_told() -> None:
    tables, none = [[0.0] * 10] * 3, [[0.0] * 4] * 4
    assert AgreementRisk(tables, [0.0, 0.0, 0.0, 1.0], none, 9).of("0" * 9) == 1.0
    assert AgreementRisk(tables, [0.0] * 4, none, 9).of("0" * 9) == 1e-12


# What the composite digit says


NUMBERS, BIRTHS, DAYS = (
    ("010203040", "010203041", "110203047"),
    (dt.date(1990, 3, 15), dt.date(1990, 3, 16)),
    (dt.date(2029, 12, 31), dt.date(2029, 12, 30), dt.date(2024, 12, 31)),
)
BINDS = {"document_number": NUMBERS, "date_of_birth": BIRTHS, "date_of_expiry": DAYS}
READ = tuple(0.9 if digit == 4 else (digit + 1) / 550 for digit in NUMERALS)


def of_field(name: str, value: object) -> int:
    return share_of_sum(with_check_digit(value), TD1.before[name])


def posterior_of(values: Sequence[object], *probabilities: float) -> Posterior[object]:
    return Posterior(tuple(zip(values, probabilities, strict=True)), 1 - probabilities[0])


def test_a_composite_digit_tells_of_a_value_what_all_others_with_it_do() -> None:
    """What is known of no value is of any share."""
    likely = {
        "document_number": (0.7, 0.1, 0.1),
        "date_of_birth": (0.9, 0.1),
        "date_of_expiry": (0.6, 0.3, 0.05),
    }
    left = {name: 1 - sum(probabilities) for name, probabilities in likely.items()}
    shares = {
        name: shares_of(posterior_of(values, *likely[name]), partial(of_field, name))
        for name, values in BINDS.items()
    }
    assert [sum(one) for one in shares.values()] == pytest.approx([1.0] * 3)
    for name, of_name in BINDS.items():
        one, other = (each for each in BINDS if each != name)
        factors = Composite(READ).beside(shares[one], shares[other])
        for value in of_name:
            expected = 0.0
            for first, second in itertools.product((*BINDS[one], *NUMERALS), (*BINDS[other], *NUMERALS)):
                weight, total = 1.0, of_field(name, value)
                for field, each in ((one, first), (other, second)):
                    known = not isinstance(each, int)
                    weight *= likely[field][BINDS[field].index(each)] if known else left[field] / 10
                    total += of_field(field, each) if known else each
                expected += weight * READ[total % 10]
            assert factors[of_field(name, value)] == pytest.approx(expected)


def test_shares_are_those_of_the_composite_s_sum() -> None:
    values = (NUMBERS[0], BIRTHS[0], DAYS[0])
    total = sum(of_field(name, value) for name, value in zip(BINDS, values, strict=True)) % 10
    assert total == composite_sum(*map(with_check_digit, values)) == 4


# Values and all others


def test_a_value_is_as_likely_as_its_share_of_all() -> None:
    weighed = Weighed({"A": 0.6, "B": 0.2, "C": 0.0}, [0.01] * 10)
    found = weighed.posterior(lambda value: 0.5 if value == "B" else 1.0, [2.0] + [1.0] * 9)
    total = 0.6 + 0.1 + 0.01 * 11
    assert [value for value, _ in found.ranked] == ["A", "B"]
    assert [likely for _, likely in found.ranked] == pytest.approx([0.6 / total, 0.1 / total])
    assert found.risk == pytest.approx(1 - 0.6 / total)
    assert found.best == "A"


def test_the_likeliest_six_are_told_and_the_risk_is_never_nothing() -> None:
    weighed = Weighed({letter: 1 / (at + 1) for at, letter in enumerate("ABCDEFGH")}, [0.0] * 10)
    found = weighed.posterior(lambda value: 2.0 if value == "H" else 1.0, [1.0] * 10)
    assert "".join(value for value, _ in found.ranked) == "ABCDHE"
    certain = Weighed({"A": 1.0}, [0.0] * 10).posterior(lambda _: 1.0, [1.0] * 10)
    assert certain.risk == 1e-12


def expected_days(
    sights: Sequence[Sight], noise: CardNoise, issue: Sight | None
) -> tuple[dict[dt.date, float], float]:
    """Return how likely each near day is, and the others together, as the parts of the sum say."""
    judged = ("date_of_expiry",) if issue is None else ("date_of_expiry", "date_of_issue")
    is_alone = len(by_side(sights)) < 2 and issue is None
    sides = [
        texts_of_side(one, noise, judged, in_sight(DAY, one[0]), date_slots, is_alone=is_alone)
        for one in by_side(sights)
    ]
    text = None if issue is None else IssueText(issue, noise, judged)

    def likely(day: dt.date) -> float:
        found = math.prod(side.likely(in_slots(day)) for side in sides)
        if text is not None:
            found *= text.likely(day) * (1.0 if day == DAY else SHARED)
        return found

    near, left_out = near_days(sides, EXPIRIES, text, likely(DAY) * 1e-8)
    return {day: likely(day) for day in [DAY, *near]}, left_out


@pytest.mark.parametrize("noise", NOISES, ids=["unknown", "clean line", "noisy print"])
@pytest.mark.parametrize("issued", [None, "31.12.2019", "30.12.201?"])
@pytest.mark.parametrize("sides", ["both", "print", "MRZ"])
def test_an_expiry_is_as_likely_as_its_texts_and_that_of_its_issue(
    sides: str, issued: str | None, noise: CardNoise
) -> None:
    both = [printed_day("30.12.20?9", DAY), in_mrz_of_day("2?12301", DAY)]
    sights = {"both": both, "print": both[:1], "MRZ": both[1:]}[sides]
    issue = None if issued is None else printed_day(issued)
    weighed = weigh_date([DAY], sights, noise, "date_of_expiry", EXPIRIES, issue=issue)
    found, left_out = expected_days(sights, noise, issue)
    assert weighed.found == pytest.approx(found)
    assert weighed.rest == pytest.approx([left_out / 10] * 10)


@pytest.mark.parametrize(
    ("printed", "in_mrz", "shared"),
    [
        ("30.12.2029", "2912305", 1.0),
        ("30.12.2029", "2912306", SHARED),
        ("30.12.202?", "2912306", 1.0),
        ("30.12.2028", "2912306", 1.0),
        ("30.12.2029", "2912206", 1.0),
        (None, "2912306", 1.0),
    ],
)
def test_a_value_that_both_sides_have_may_be_misread_alike_where_its_digit_is_another(
    printed: str | None, in_mrz: str, shared: float
) -> None:
    assert with_check_digit(DAY) == "2912305"
    sights = [in_mrz_of_day(in_mrz, DAY)]
    if printed is not None:
        sights = [printed_day(printed, DAY), *sights]
    weighed = weigh_date([DAY], sights, NOISES[2], "date_of_expiry", EXPIRIES)
    found, left_out = expected_days(sights, NOISES[2], None)
    assert weighed.found == pytest.approx(
        {day: likely * (1.0 if day == DAY else shared) for day, likely in found.items()}
    )
    assert weighed.rest == pytest.approx([shared * left_out / 10] * 10)


def test_a_number_that_both_sides_have_may_be_misread_alike_where_its_digit_is_another() -> None:
    number, other = "010203040", "010203070"
    sights = [sight_of(LATIN, "0" * 9, number, number), sight_of(MRZ, "0" * 10, number + "5", number)]
    weighed = weigh_number([number, other], sights, NOISES[2])
    sides = [
        texts_of_side(
            [one], NOISES[2], ("document_number",), with_check_digit(number), number_slots, is_alone=False
        )
        for one in sights
    ]
    likely = {
        value: math.prod(side.likely(check_digit(value) + value) for side in sides)
        for value in (number, other)
    }
    assert weighed.found == pytest.approx({number: likely[number], other: SHARED * likely[other]})


def test_where_characters_were_lost_or_added_on_both_sides_a_value_may_be_read_in_another_way() -> None:
    both = [printed_day("30.12.2229", DAY), in_mrz_of_day("29123011", DAY)]
    (printed, *_), (in_mrz, *_) = both[:1], both[1:]
    assert in_mrz.has_slips
    lost = printed_day("30.12.209", DAY)
    assert lost.has_slips
    for sights, times in (([printed, in_mrz], 0.0), ([lost, in_mrz], 0.003)):
        weighed = weigh_date([DAY], sights, NOISES[0], "date_of_expiry", EXPIRIES)
        found, left_out = expected_days(sights, NOISES[0], None)
        most = max(found.values())
        assert weighed.rest == pytest.approx([left_out / 10 + times * most] * 10)


# The issue by the rule


@pytest.mark.parametrize("text", ["01.01.2020", "?1.01.2020", "02.01.2020", "01.01.20"])
def test_the_issue_of_a_sure_expiry_is_another_day_as_often_as_its_text_says(text: str) -> None:
    issue, noise = printed_day(text), NOISES[2]
    days = (dt.date(2020, 1, 1), dt.date(2020, 1, 2))
    of_issue = IssueText(issue, noise, ("date_of_issue",))
    one, other = map(of_issue.by_rule, days)
    assert risk_of_rule(issue, days[0], days, noise) == pytest.approx(
        (other + of_issue.off_rule) / (one + other + of_issue.off_rule)
    )
    assert risk_of_rule(issue, days[0], days[:1], noise) == pytest.approx(
        of_issue.off_rule / (one + of_issue.off_rule)
    )


@pytest.mark.parametrize("text", ["01.01.2020", "?1.01.2020", "29.02.2024"])
def test_the_printed_issue_is_as_likely_as_the_days_of_the_rule_and_all_others(text: str) -> None:
    """A card in five hundred does not expire ten years less a day after its issue."""
    issue, noise = printed_day(text), NOISES[2]
    judged = ("date_of_expiry", "date_of_issue")
    (side,) = [
        texts_of_side(
            [issue], noise, judged, in_sight(dt.date(2020, 1, 1), issue), date_slots, is_alone=False
        )
    ]
    found = IssueText(issue, noise, judged)
    day = dt.date(2012, 1, 1)
    every = 0.0
    while day < dt.date(2042, 1, 1):
        every += side.likely(in_slots(day))
        day += dt.timedelta(days=1)
    assert found.off_rule == pytest.approx(0.002 * every / (365 * 30), rel=0.05)  # days that no month has too
    for expiry, issues in (
        (dt.date(2029, 12, 31), [dt.date(2020, 1, 1)]),
        (dt.date(2034, 2, 27), [dt.date(2024, 2, 28)]),
        (dt.date(2034, 2, 28), [dt.date(2024, 3, 1), dt.date(2024, 2, 29)]),
    ):
        by_rule = [0.998 * side.likely(in_slots(one)) for one in issues]
        assert [found.by_rule(one) for one in issues] == pytest.approx(by_rule)
        if expiry == dt.date(2029, 12, 31):
            assert found.likely(expiry) == pytest.approx(by_rule[0] + found.off_rule)
