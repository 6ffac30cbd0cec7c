"""The texts of one side: every way to read them, at each rate, a further picture of it at half its weight."""

import datetime as dt
import itertools
import math
from collections.abc import Sequence

import pytest

from khmerid.card_mrz import with_check_digit
from khmerid.misreading import SHIPPED
from khmerid.misreading.channel import Channel, numeral_costs
from khmerid.misreading.noise import likelihood_between, likelihoods
from khmerid.misreading.sights import Alignment, Sight, cost_of, see, weighed
from khmerid.mrz.check_digit import check_digit
from khmerid.resolve.card_noise import Component, Witness, card_noise
from khmerid.resolve.day_sums import in_slots
from khmerid.resolve.decoder import decode_date, decode_number
from khmerid.resolve.evidence import in_sight
from khmerid.resolve.posterior import weigh_date, weigh_number
from khmerid.resolve.side_texts import (
    SMALLEST,
    SideTexts,
    are_alone,
    by_side,
    date_slots,
    number_slots,
    texts_of_issue,
    texts_of_side,
    together,
    witness,
)
from khmerid.text.numerals import to_khmer_digits

KHMER, LATIN, MRZ = SHIPPED.printed_khmer, SHIPPED.printed_latin, SHIPPED.mrz
NOISE = card_noise(
    (Witness("sex", MRZ, 7), Witness("sex", KHMER, 7, (("1", "៧"),)), Witness("sex", LATIN, 9)),
    SHIPPED.conditions,
)
DAY, NUMBER = dt.date(1990, 3, 15), "010203040"
BOUNDS = dt.date(1985, 1, 1), dt.date(1995, 12, 31)
TEMPLATES = {KHMER: "00.00.0000", LATIN: "0" * 9}


def sight(channel: Channel, text: str) -> Sight:
    found = see(channel, TEMPLATES.get(channel, "0" * (10 if len(text) > 8 else 7)), text)
    assert found is not None
    return found


def day(text: str) -> Sight:
    return sight(KHMER, to_khmer_digits(text))


# How likely they are


def way_likely(
    one: Sight, way: Alignment, component: Component, slots: Sequence[str | None], numerals: str
) -> float:
    """Return how likely one way is, of a text that may count half."""
    rates = component.rates
    found = math.exp(-way.before)
    for pair in way.between:
        found *= likelihood_between(one.channel, *pair, rates)
    for read, numeral in zip(slots, numerals, strict=True):
        if read is not None:
            found *= likelihoods(one.channel, read, rates)[int(numeral)]
    return float(found**one.weight)


def side_likely(sights: Sequence[Sight], components: Sequence[Component], numerals: str) -> float:
    arranged = number_slots if len(numerals) == 10 else date_slots
    most = {1: 10, 2: 6, 3: 3}.get(len(sights), 2)
    return sum(
        component.weight
        * math.prod(
            way_likely(one, way, component, arranged(way.read), numerals)
            for one, way in zip(sights, ways, strict=True)
        )
        for component in components
        for ways in itertools.product(*(one.ways[:most] for one in sights))
    )


@pytest.mark.parametrize(
    "texts",
    [
        ["15.03.1990"],
        ["15.03.19?0"],
        ["15.03.1990", "15.03-19?0"],
        ["15.3.1990", "15.03.1990"],
        ["15.03.1990", "16.03.1990", "15.03.199O"],
        ["15.03.1990", "16.03.1990", "15.03.199O", "I5.03.1990"],
    ],
    ids=len,
)
def test_further_texts_of_a_print_count_half(texts: list[str]) -> None:
    sights = weighed([day(text) for text in texts])
    assert [one.weight for one in sights] == [1.0] + [0.5] * (len(texts) - 1)
    side = texts_of_side(
        sights, NOISE, ("date_of_birth",), in_sight(DAY, sights[0]), date_slots, is_alone=False
    )
    components = NOISE.by_damage(KHMER, ("date_of_birth",))
    for value in (DAY, dt.date(1990, 3, 16), dt.date(1991, 3, 15)):
        expected = side_likely(sights, components, in_slots(value))
        assert side.likely(in_slots(value)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("is_alone", [False, True])
@pytest.mark.parametrize("texts", [["0102030402"], ["01?2030402"], ["0102030402", "01?203O402"]], ids=len)
def test_further_lines_count_half(texts: list[str], *, is_alone: bool) -> None:
    sights = weighed([sight(MRZ, text) for text in texts])
    judged = ("document_number",)
    side = texts_of_side(sights, NOISE, judged, NUMBER + "2", number_slots, is_alone=is_alone)
    own = witness(judged[0], sights[0], NUMBER + "2", is_alone=is_alone).logs
    components = NOISE.by_numerals(MRZ, judged, own, is_alone=is_alone)
    for value in (NUMBER, "010203041", "017203040"):
        numerals = check_digit(value) + value
        assert side.likely(numerals) == pytest.approx(side_likely(sights, components, numerals), rel=1e-5)


@pytest.mark.parametrize("is_alone", [False, True])
def test_a_print_that_is_alone_is_weighed_as_such(*, is_alone: bool) -> None:
    one = day("15.03.19?0")
    side = texts_of_side([one], NOISE, ("date_of_birth",), in_sight(DAY, one), date_slots, is_alone=is_alone)
    components = NOISE.by_damage(KHMER, ("date_of_birth",), is_alone=is_alone)
    assert side.likely(in_slots(DAY)) == pytest.approx(
        side_likely([one], components, in_slots(DAY)), rel=1e-5
    )


def test_an_issue_is_read_at_each_damage() -> None:
    one, judged = day("15.03-19?0"), ("date_of_issue",)
    expected = side_likely([one], NOISE.by_damage(KHMER, judged), in_slots(DAY))
    assert texts_of_issue(one, NOISE, judged).likely(in_slots(DAY)) == pytest.approx(expected, rel=1e-5)


def test_ways_come_likeliest_first_and_without_those_that_add_nothing() -> None:
    side = texts_of_side(
        [day("15.3.199O")],
        NOISE,
        ("date_of_birth",),
        in_sight(DAY, day("15.3.199O")),
        date_slots,
        is_alone=False,
    )
    likeliest = [
        factor * math.prod(max(side.tables[place]) for place in places) for factor, places in side.texts
    ]
    assert side.likeliest == pytest.approx(likeliest)
    assert [*side.likeliest] == sorted(side.likeliest, reverse=True)
    assert min(side.likeliest) >= SMALLEST * max(side.likeliest)
    assert len(side.texts) > 5


def test_two_sides_together_are_every_text_of_the_one_beside_every_text_of_the_other() -> None:
    printed = texts_of_side(
        [day("15.3.1990")], NOISE, ("date_of_birth",), "15031990", date_slots, is_alone=False
    )
    in_mrz = texts_of_side(
        [sight(MRZ, "9003152")], NOISE, ("date_of_birth",), "9003152", date_slots, is_alone=False
    )
    tables, texts = together([printed, in_mrz])
    assert len(texts) == len(printed.texts) * len(in_mrz.texts)
    for value in (DAY, dt.date(1991, 3, 15)):
        numerals = in_slots(value)
        found = sum(
            factor * math.prod(tables[place][int(one)] for place, one in zip(places, numerals, strict=True))
            for factor, places in texts
        )
        assert found == pytest.approx(printed.likely(numerals) * in_mrz.likely(numerals))
    assert together([printed]) == (printed.tables, printed.texts)


def test_those_that_are_searched_have_four_fifths_of_what_is_likely() -> None:
    texts = [(1.0, (0,))] * 4
    for likeliest, many in (
        ([0.5, 0.3, 0.1, 0.1], 2),
        ([0.5, 0.29, 0.11, 0.1], 3),
        ([0.5, 0.2, 0.2, 0.1], 3),  # one as likely as the last one is searched
        ([0.25] * 4, 4),
        ([0.9, 0.05, 0.03, 0.02], 1),
    ):
        most = SideTexts([[0.1] * 10], texts, likeliest).most
        assert (len(most.texts), most.likeliest) == (many, likeliest[:many])


# What they cost


def test_a_further_text_costs_half() -> None:
    prints = [sight(LATIN, "010203040"), sight(LATIN, "01O203046"), sight(LATIN, "0102030")]
    sights = weighed([*prints, sight(MRZ, "0102030402"), sight(MRZ, "O102O3O402")])
    assert [one.weight for one in sights].count(0.5) == 3
    for some in (sights, [one for one in sights if not one.has_slips], sights[:2]):
        for candidate in decode_number(some):
            of_each = [
                one.weight
                * cost_of(one, candidate.value if one.channel is LATIN else with_check_digit(candidate.value))
                for one in some
            ]
            assert candidate.cost == pytest.approx(sum(of_each))


def test_a_further_text_of_a_date_costs_half() -> None:
    sights = weighed([day("15.03.1990"), day("15.03.199O"), sight(MRZ, "9003152"), sight(MRZ, "90O3152")])
    assert [one.weight for one in sights].count(0.5) == 2
    found = decode_date(sights, BOUNDS)
    assert found[0].value == DAY
    for candidate in found:
        of_each = [one.weight * cost_of(one, in_sight(candidate.value, one)) for one in sights]
        assert candidate.cost == pytest.approx(sum(of_each))


def test_several_pictures_make_a_value_likelier_than_one() -> None:
    of_one = [day("15.03.1990"), sight(MRZ, "900315?")]
    of_two = weighed([*of_one, day("15.03-1990")])
    other = dt.date(1990, 3, 16)
    odds = [
        weigh_date([DAY, other], sights, NOISE, "date_of_birth", BOUNDS).found for sights in (of_one, of_two)
    ]
    assert odds[1][DAY] / odds[1][other] > odds[0][DAY] / odds[0][other]
    one, two = [sight(LATIN, NUMBER)], weighed([sight(LATIN, NUMBER), sight(LATIN, "0102030?0")])
    found = [weigh_number([NUMBER, "010203041"], sights, NOISE).found for sights in (one, two)]
    assert found[1][NUMBER] / found[1]["010203041"] > found[0][NUMBER] / found[0]["010203041"]


# Whose they are


def test_the_texts_of_print_and_of_the_mrz_are_told_apart() -> None:
    printed, also, in_mrz = day("15.03.1990"), day("15.03.199O"), sight(MRZ, "9003152")
    assert by_side([in_mrz, printed, also]) == [[printed, also], [in_mrz]]
    assert by_side([in_mrz]) == [[in_mrz]]
    assert by_side([]) == []


def test_a_text_is_alone_where_neither_the_other_side_nor_an_issue_tells_of_its_value() -> None:
    printed, in_mrz, noise = day("15.03.1990"), sight(MRZ, "9003152"), day("ABCDEFGHIJ")
    assert noise.is_hopeless
    assert not are_alone([printed, in_mrz])
    assert are_alone([printed])
    assert are_alone([noise, in_mrz])
    assert are_alone([])
    assert not are_alone([printed], issue=day("01.01.2020"))


@pytest.mark.parametrize(
    ("text", "right", "misread", "between"),
    [
        ("15.03.1990", 8, (), ((".", "."), (".", "."))),
        ("15.03-1990", 8, (), ((".", "-"), (".", "."))),
        ("75.03.1992", 6, (("0", "២"), ("1", "៧")), ((".", "."), (".", "."))),
        ("I5.03.1990", 7, (("1", "I"),), ((".", "."), (".", "."))),
        ("15.3.1990", 7, (("0", ""),), ((".", "."), (".", "."))),
        ("15 .03.1990", 8, (), (("", " "), (".", "."), (".", "."))),
    ],
)
def test_how_a_text_was_read_is_told_by_its_cheapest_way(
    text: str, right: int, misread: tuple[tuple[str, str], ...], between: tuple[tuple[str, str], ...]
) -> None:
    found = witness("date_of_birth", day(text), "15031990", is_alone=text == "15.03.1990")
    assert found == Witness(
        "date_of_birth", KHMER, right, misread, is_alone=text == "15.03.1990", between=between
    )


def test_of_two_ways_the_one_is_told_in_which_the_value_costs_less() -> None:
    """The ways that are cheap whatever was printed need not be those of a value."""
    one = day("15.031990")
    for value in ("15031990", "15019990", "15031999"):
        found = witness("date_of_birth", one, value)
        costs = [
            way.cost
            + sum(
                numeral_costs(KHMER, read)[int(numeral)]
                for read, numeral in zip(way.read, value, strict=True)
                if to_khmer_digits(numeral) != read
            )
            for way in one.ways
        ]
        way = one.ways[costs.index(min(costs))]
        assert found.between == tuple(sorted(way.between))
        assert len(found.misread) == 8 - found.right
