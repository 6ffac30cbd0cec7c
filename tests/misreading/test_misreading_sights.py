"""What a text costs as a misreading of its template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.misreading import SHIPPED, Channel
from khmerid.misreading.channel import DEAREST, added_cost, literal_cost, numeral_costs
from khmerid.misreading.sights import Pricing, Sight, cost_of, lay, see, weighed
from khmerid.text.numerals import to_khmer_digits

PRINTED, NUMBER, MRZ = "00.00.0000", "000000000", "0000000"
TEXTS = st.text(alphabet="០១២៣៤៥៦៧៨៩0123456789.,: OIBS?<", min_size=1, max_size=14)
_HARDLY_A_READING = 40.0
PLACES = st.sampled_from(
    [(SHIPPED.printed_khmer, PRINTED), (SHIPPED.printed_latin, NUMBER), (SHIPPED.mrz, MRZ)]
)
CHANNELS = st.sampled_from([SHIPPED.printed_khmer, SHIPPED.printed_latin, SHIPPED.mrz])


def numerals_of(template: str) -> int:
    return template.count("0")


def cheapest_way(sight: Sight, numerals: str) -> float:
    """Return the least that a sight's ways make of these numerals."""
    return min(
        way.cost
        + sum(
            numeral_costs(sight.channel, read)[int(slot)]
            for read, slot in zip(way.read, numerals, strict=True)
        )
        for way in sight.ways
    )


@given(st.dates().map(lambda day: f"{day:%d%m}{day.year:04}"))
def test_a_date_without_a_fault_is_read_in_one_way(numerals: str) -> None:
    text = to_khmer_digits(f"{numerals[:2]}.{numerals[2:4]}.{numerals[4:]}")
    sight = see(SHIPPED.printed_khmer, PRINTED, text)
    assert sight is not None
    assert [way.read for way in sight.ways] == [tuple(to_khmer_digits(numerals))]
    assert (sight.ways[0].cost, sight.has_slips) == (0.0, False)
    assert sight.ways[0].between == ((".", "."), (".", "."))


@given(PLACES, TEXTS, st.data())
def test_the_cost_of_a_value_is_never_more_than_that_of_any_way_at_hand(
    place: tuple[Channel, str], text: str, data: st.DataObject
) -> None:
    sight = see(*place, text)
    length = numerals_of(place[1])
    numerals = data.draw(st.text(alphabet="0123456789", min_size=length, max_size=length))
    if sight is not None and sight.has_slips:
        assert cost_of(sight, numerals) <= cheapest_way(sight, numerals) + 1e-9


@given(PLACES, TEXTS)
def test_the_cheapest_way_costs_as_much_as_the_numerals_it_stands_for(
    place: tuple[Channel, str], text: str
) -> None:
    sight = see(*place, text)
    if sight is None:
        return
    tables = [numeral_costs(sight.channel, read) for read in sight.ways[0].read]
    numerals = "".join(str(table.index(min(table))) for table in tables)
    cheapest = cheapest_way(sight, numerals)
    # Of a text that is hardly a reading of its template, not every way is looked at.
    assert cost_of(sight, numerals) == pytest.approx(cheapest) or cheapest > _HARDLY_A_READING


@given(st.booleans(), TEXTS, st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 8))
def test_the_least_that_a_beginning_costs_is_that_of_the_check_digit_that_fits_best(
    is_open: bool,  # noqa: FBT001 - of hypothesis
    text: str,
    number: str,
    place: int,
) -> None:
    sight = see(SHIPPED.mrz, "0" * 10, text, open_start=is_open)
    if sight is None:
        return
    pricing = Pricing(sight)
    for numeral in "0123456789":
        begun = number[:place] + numeral
        costs = [pricing.cost(begun + number[place + 1 :] + digit) for digit in "0123456789"]
        assert pricing.least(begun, pricing.rest_of(number)) == pytest.approx(min(costs))


@given(PLACES, TEXTS, st.data())
def test_no_cost_is_less_than_nothing(place: tuple[Channel, str], text: str, data: st.DataObject) -> None:
    sight = see(*place, text)
    length = numerals_of(place[1])
    numerals = data.draw(st.text(alphabet="0123456789", min_size=length, max_size=length))
    assert sight is None or cost_of(sight, numerals) >= 0


@given(CHANNELS, st.characters())
def test_no_single_character_weighs_more_than_the_dearest(channel: Channel, read: str) -> None:
    assert max(numeral_costs(channel, read)) <= DEAREST


@pytest.mark.parametrize(
    ("channel", "read"),
    [
        (SHIPPED.printed_khmer, "៩៩"),
        (SHIPPED.printed_latin, "11"),
        (SHIPPED.mrz, "55"),
        (SHIPPED.mrz, "O0"),
    ],
)
def test_a_numeral_may_be_read_as_two_look_alikes(channel: Channel, read: str) -> None:
    costs = numeral_costs(channel, read)
    assert max(costs) > min(costs) > min(numeral_costs(channel, read[0]))


@pytest.mark.parametrize("text", ["", "1", "1234", "12345678901234"])
def test_a_text_much_too_long_or_short_is_no_reading(text: str) -> None:
    assert see(SHIPPED.printed_latin, NUMBER, text) is None


def test_one_that_is_a_little_too_long_or_short_is() -> None:
    assert all(see(SHIPPED.printed_latin, NUMBER, "1234567890123"[:length]) for length in range(5, 14))


def test_a_way_says_what_each_separator_was_read_as_and_what_was_added() -> None:
    sight = see(SHIPPED.printed_khmer, PRINTED, "១០,x០៧.១៩៩៩")
    assert sight is not None
    way = next(way for way in sight.ways if way.read == tuple("១០០៧១៩៩៩"))
    assert sorted(way.between) == [("", "x"), (".", ","), (".", ".")]


def test_with_an_open_start_other_text_may_stand_before() -> None:
    sight = see(SHIPPED.mrz, "0" * 10, "1DWKH0102030402", open_start=True)
    assert sight is not None
    assert sight.has_slips
    assert sight.ways[0].read == tuple("0102030402")
    assert cost_of(sight, "0102030402") < cost_of(sight, "0102030403")


def test_what_stands_before_an_open_start_was_misread_from_nothing() -> None:
    sight = see(SHIPPED.mrz, "0" * 10, "IDKHM0102030402", open_start=True)
    assert sight is not None
    way = sight.ways[0]
    assert (way.read, way.between) == (tuple("0102030402"), ())
    assert way.before == way.cost > 0


def test_of_texts_read_from_one_print_each_counts_once_and_the_others_for_half() -> None:
    one, same, other, in_mrz = (
        see(channel, template, text)
        for channel, template, text in (
            (SHIPPED.printed_khmer, PRINTED, "១០.០៧.១៩៩៩"),
            (SHIPPED.printed_khmer, PRINTED, "១០.០៧.១៩៩៩"),
            (SHIPPED.printed_khmer, PRINTED, "១០.០៧.១៩?៩"),
            (SHIPPED.mrz, MRZ, "9907108"),
        )
    )
    found = weighed([other, one, None, same, in_mrz])
    assert {sight.text: sight.weight for sight in found} == {
        "១០.០៧.១៩៩៩": 1.0,
        "១០.០៧.១៩?៩": 0.5,
        "9907108": 1.0,
    }
    assert len(found) == 3


def test_a_search_through_noise_ends() -> None:
    sight = see(SHIPPED.mrz, "0" * 10, "0O" * 500, open_start=True)
    assert sight is not None
    assert len(sight.ways) <= 6


def test_a_channel_shows_its_name_and_not_its_table() -> None:
    assert repr(SHIPPED.printed_khmer) == "Channel(khmer)"


def cost_of_laying(sight: Sight, numerals: str) -> float:
    """Return what the steps of a text cost together, each looked up by itself."""
    channel, text, total = sight.channel, sight.text, 0.0
    left = iter(numerals)
    slots = [next(left) if slot == "0" else slot for slot in sight.template]
    for move, slot, place in lay(sight, numerals):
        read = text[place : place + {"lost": 0, "read": 1, "two": 2, "added": 1}[move]]
        if move == "added":
            total += added_cost(channel, read)
        elif sight.template[slot] == "0":
            total += numeral_costs(channel, read)[int(slots[slot])]
        else:
            total += literal_cost(channel, slots[slot], read)
    return total


@given(PLACES, TEXTS, st.data())
def test_a_text_is_laid_along_numerals_at_what_it_costs(
    place: tuple[Channel, str], text: str, data: st.DataObject
) -> None:
    sight = see(*place, text)
    length = numerals_of(place[1])
    numerals = data.draw(st.text(alphabet="0123456789", min_size=length, max_size=length))
    if sight is None:
        return
    steps = lay(sight, numerals)
    assert [slot for move, slot, _ in steps if move != "added"] == list(range(len(place[1])))
    if sight.has_slips:
        assert cost_of_laying(sight, numerals) == pytest.approx(cost_of(sight, numerals))
    else:
        assert cost_of_laying(sight, numerals) <= cost_of(sight, numerals) + 1e-9


def test_a_numeral_that_was_read_as_two_that_look_like_it_is_laid_as_two() -> None:
    sight = see(SHIPPED.printed_khmer, PRINTED, "២២៥.០៣.១៩៩០")
    assert sight is not None
    assert [step for step in lay(sight, "15031990") if step.move != "read"] == [("two", 0, 0)]
