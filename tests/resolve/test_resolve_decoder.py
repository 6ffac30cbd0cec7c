"""The value that all sights could have been misread from at the least cost."""

import datetime as dt
import itertools
from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from khmerid.misreading import SHIPPED
from khmerid.misreading.channel import numeral_costs
from khmerid.misreading.sights import Alignment, Sight, cost_of, see, weighed
from khmerid.mrz.check_digit import check_digit
from khmerid.resolve.decoder import (
    MOST,
    WINDOW,
    Candidate,
    _with_neighbours,
    costs_nothing,
    date_remainder,
    decode_date,
    decode_number,
    ways_of,
)
from khmerid.resolve.evidence import in_print, in_sight
from khmerid.rules import expiries_of, issues_of
from khmerid.text.numerals import to_khmer_digits, to_western_digits

NUMBERS = st.text(alphabet="0123456789", min_size=9, max_size=9)
BOUNDS = dt.date(1910, 1, 1), dt.date(2009, 12, 31)
DAYS = st.dates(*BOUNDS)
EXPIRIES = dt.date(2021, 12, 31), dt.date(2036, 12, 31)
NOISE = st.sampled_from("0123456789OIBSZG?<.៩៥")


def printed_number(text: str) -> Sight | None:
    return see(SHIPPED.printed_latin, "0" * 9, text)


def mrz_number(text: str) -> Sight | None:
    return see(SHIPPED.mrz, "0" * 10, text)


def printed_date(text: str) -> Sight | None:
    return see(SHIPPED.printed_khmer, "00.00.0000", to_khmer_digits(text))


def mrz_date(text: str) -> Sight | None:
    return see(SHIPPED.mrz, "0" * 7, text)


def with_digit(text: str) -> str:
    return text + check_digit(text)


@given(NUMBERS)
def test_clean_sights_are_the_number(number: str) -> None:
    in_mrz = mrz_number(with_digit(number))
    for found in (decode_number(weighed([printed_number(number), in_mrz])), decode_number(weighed([in_mrz]))):
        assert found[0].value == number
    assert decode_number(weighed([printed_number(number), in_mrz]))[0].cost < 2


@given(DAYS)
def test_clean_sights_are_the_date(day: dt.date) -> None:
    printed, in_mrz = printed_date(f"{day:%d.%m.%Y}"), mrz_date(with_digit(f"{day:%y%m%d}"))
    for sights in ((printed, in_mrz), (printed, None), (None, in_mrz)):
        assert decode_date(weighed(sights), BOUNDS)[0].value.strftime("%y%m%d") == f"{day:%y%m%d}"
    assert decode_date(weighed([printed, in_mrz]), BOUNDS)[0].value == day


@given(st.dates(dt.date(2012, 1, 1), dt.date(2026, 12, 31)))
def test_clean_sights_are_the_expiry_that_the_issue_has(issue: dt.date) -> None:
    assume((issue.month, issue.day) != (2, 29))  # such a card has two possible expiries
    expiry = expiries_of(issue)[0]
    issued = printed_date(f"{issue:%d.%m.%Y}")
    sights = printed_date(f"{expiry:%d.%m.%Y}"), mrz_date(with_digit(f"{expiry:%y%m%d}"))
    assert decode_date(weighed(sights), EXPIRIES, issue=issued)[0].value == expiry
    assert decode_date(weighed(sights[:1]), EXPIRIES, issue=issued)[0].value == expiry
    assert decode_date(weighed(sights), EXPIRIES, issue=None)[0].value == expiry


@given(NUMBERS, st.integers(0, 8), NOISE)
def test_one_misread_character_in_the_zone_does_not_change_the_number(
    number: str, place: int, noise: str
) -> None:
    text = with_digit(number)
    in_mrz = mrz_number(text[:place] + noise + text[place + 1 :])
    assert decode_number(weighed([printed_number(number), in_mrz]))[0].value == number


@given(NUMBERS, NUMBERS)
def test_a_number_is_never_cheaper_than_what_it_costs_in_each_sight(number: str, other: str) -> None:
    printed, in_mrz = printed_number(number), mrz_number(with_digit(other))
    assert printed
    assert in_mrz
    for candidate in decode_number(weighed([printed, in_mrz])):
        cost = cost_of(printed, candidate.value) + cost_of(in_mrz, with_digit(candidate.value))
        assert candidate.cost == pytest.approx(cost)


@given(NUMBERS, st.integers(0, 9), st.sampled_from("0123456789O "))
def test_candidates_come_cheapest_first_each_once_and_within_the_window(
    number: str, place: int, more: str
) -> None:
    text = with_digit(number)
    found = decode_number(weighed([printed_number(number), mrz_number(text[:place] + more + text[place:])]))
    costs = [candidate.cost for candidate in found]
    assert costs == sorted(costs)
    assert costs[-1] - costs[0] <= WINDOW
    assert len({candidate.value for candidate in found}) == len(found)


@given(DAYS, st.integers(0, 6), NOISE)
def test_every_candidate_is_a_day_within_the_bounds(day: dt.date, place: int, noise: str) -> None:
    text = with_digit(f"{day:%y%m%d}")
    in_mrz = mrz_date(text[:place] + noise + text[place + 1 :])
    bounds = dt.date(1950, 6, 15), dt.date(1999, 6, 15)
    assert all(
        bounds[0] <= candidate.value <= bounds[1] for candidate in decode_date(weighed([in_mrz]), bounds)
    )


@given(DAYS, DAYS)
def test_the_search_leaves_out_no_day_that_is_within_its_window(day: dt.date, other: dt.date) -> None:
    """The cuts of the search are held against every day of its bounds, one after the other."""
    printed, in_mrz = printed_date(f"{day:%d.%m.%Y}"), mrz_date(with_digit(f"{other:%y%m%d}"))
    assert printed
    assert in_mrz
    bounds = dt.date(day.year - 1 if day.year > 1910 else 1910, 1, 1), dt.date(day.year, 12, 31)
    span = (bounds[1] - bounds[0]).days + 1
    days = [bounds[0] + dt.timedelta(days=number) for number in range(span)]
    costs = {
        each: cost_of(printed, f"{each:%d%m%Y}") + cost_of(in_mrz, with_digit(f"{each:%y%m%d}"))
        for each in days
    }
    least = min(costs.values())
    found = {candidate.value: candidate.cost for candidate in decode_date(weighed([printed, in_mrz]), bounds)}
    assert found[min(found, key=lambda each: found[each])] == pytest.approx(least)
    assert cheapest_of(costs) <= set(found)


def test_within_bounds_that_have_no_day_there_is_no_candidate() -> None:
    assert decode_date(weighed([printed_date("15.03.1990")]), (BOUNDS[1], BOUNDS[0])) == []


SLIPS = st.sampled_from(["other", "added", "lost"])


def with_slip(text: str, kind: str, at: int, character: str) -> str:
    return text[:at] + (character if kind != "lost" else "") + text[at + (kind != "added") :]


@settings(max_examples=40)
@given(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), SLIPS, SLIPS, st.integers(0, 6), NOISE)
def test_no_way_is_left_out_that_a_day_within_the_window_is_read_in(
    day: dt.date, of_print: str, of_mrz: str, at: int, noise: str
) -> None:
    """The ways that are left out are held against all ways and all days, one after the other."""
    printed = see(SHIPPED.printed_khmer, "00.00.0000", with_slip(f"{day:%d.%m.%Y}", of_print, at, noise))
    issue = printed_date(f"{expiries_of(day)[0] - dt.timedelta(days=at):%d.%m.}{day.year - 10}")
    in_mrz = mrz_date(with_slip(with_digit(f"{day:%y%m%d}"), of_mrz, at, noise))
    assert printed
    assert in_mrz
    assert issue
    bounds = dt.date(day.year - 1, 3, 1), dt.date(day.year, 12, 31)
    found = {one.value: one.cost for one in decode_date([printed, in_mrz], bounds, issue=issue)}
    costs: dict[dt.date, float] = {}
    for number in range((bounds[1] - bounds[0]).days + 1):
        one = bounds[0] + dt.timedelta(days=number)
        texts = (issue, ""), (printed, f"{one:%d%m%Y}"), (in_mrz, with_digit(f"{one:%y%m%d}"))
        costs[one] = min(
            sum(
                cost_of_way(sight, way, f"{issued:%d%m%Y}" if sight is issue else numerals)
                for (sight, numerals), way in zip(texts, ways, strict=True)
            )
            for issued in issues_of(one)
            for ways in itertools.product(*(sight.ways[:3] for sight, _ in texts))
        )
    least = min(costs.values())
    assert min(found.values()) == pytest.approx(least)
    assert found == {one: pytest.approx(costs[one]) for one in found}
    assert cheapest_of(costs) <= set(found)


def cheapest_of(costs: dict[dt.date, float]) -> set[dt.date]:
    """Return the days within the window that are cheaper than all but a few: those are returned."""
    *cheaper, last = sorted(costs.values())[: MOST + 1]
    return {day for day, cost in costs.items() if cost < min(last, cheaper[0] + WINDOW) - 1e-6}


def cost_of_way(sight: Sight, way: Alignment, numerals: str) -> float:
    tables = [numeral_costs(sight.channel, read) for read in way.read]
    return way.cost + sum(table[int(one)] for table, one in zip(tables, numerals, strict=True))


@given(NUMBERS, SLIPS, SLIPS, st.integers(0, 8), NOISE)
def test_no_neighbour_of_a_number_is_left_out_that_is_within_the_window(
    number: str, of_print: str, of_mrz: str, at: int, noise: str
) -> None:
    """Those of which the cost is not asked are held against all neighbours, one after the other."""
    printed = printed_number(with_slip(number, of_print, at, noise))
    in_mrz = mrz_number(with_slip(with_digit(number), of_mrz, 8 - at, noise))
    assert printed
    assert in_mrz
    found = _with_neighbours([Candidate(number, 0.0)], [printed, in_mrz])
    clean = [
        to_western_digits(each.text[:9])
        for each in (printed, in_mrz)
        if each.text.isdecimal() and not each.has_slips
    ]
    near = [
        one[:place] + numeral + one[place + 1 :]
        for one in (*clean, number)
        for place, numeral in itertools.product(range(9), "0123456789")
    ]
    costs = {one: cost_of(printed, one) + cost_of(in_mrz, with_digit(one)) for one in near}
    assert {each.value: each.cost for each in found} == {
        each.value: pytest.approx(costs[each.value]) for each in found
    }
    centre = min([*clean, number], key=lambda one: costs[one])
    beside = {one for one in near if sum(map(str.__ne__, one, centre)) <= 1}
    least = min(costs[one] for one in (*beside, number))
    within = {one for one in beside if costs[one] < least + WINDOW - 1e-6}
    assert within <= {each.value for each in found}


def test_what_else_speaks_of_a_day_is_added() -> None:
    sights = weighed([printed_date("15.03.1990")])
    assert decode_date(sights, BOUNDS, costs_nothing)[0].value == dt.date(1990, 3, 15)
    found = decode_date(sights, BOUNDS, lambda day: 9.9 if day.day == 15 else 0.0)
    assert found[0].value != dt.date(1990, 3, 15)


@given(NUMBERS, st.integers(0, 8))
def test_a_lost_numeral_is_found_by_the_other_sight(number: str, place: int) -> None:
    printed = printed_number(number[:place] + number[place + 1 :])
    assert decode_number(weighed([printed, mrz_number(with_digit(number))]))[0].value == number


@given(st.dates(dt.date(2012, 1, 2), dt.date(2026, 12, 31)))
def test_the_last_day_of_a_month_is_found_from_an_issue_on_the_first(issue: dt.date) -> None:
    first = issue.replace(day=1)
    assume(first > dt.date(2012, 1, 1))
    expiry = expiries_of(first)[0]
    found = decode_date(
        weighed([printed_date(f"??.{expiry:%m.%Y}")]), EXPIRIES, issue=printed_date(f"{first:%d.%m.%Y}")
    )
    assert found[0].value in expiries_of(first)


@given(DAYS)
def test_the_check_digit_of_a_day_by_its_parts_is_that_of_its_text(day: dt.date) -> None:
    assert str(date_remainder(day.year, day.month, day.day)) == check_digit(f"{day:%y%m%d}")


def test_a_candidate_shows_its_cost_and_not_its_value() -> None:
    assert repr(Candidate("010203040", 1.25)) == "Candidate(cost=1.2)"


@pytest.mark.parametrize("text", ["SOK SOPHEA", "??.??.????", "nn.nn.nnnn"])
def test_a_text_that_nearly_every_day_fits_tells_nothing(text: str) -> None:
    sight = see(SHIPPED.printed_khmer, "00.00.0000", text)
    assert sight
    assert decode_date([sight], BOUNDS) == []


# Every day, one after another


def plain_days(
    sights: Sequence[Sight],
    bounds: tuple[dt.date, dt.date],
    elsewhere: Callable[[dt.date], float] = costs_nothing,
    issue: Sight | None = None,
) -> dict[dt.date, float]:
    """Return what each day costs that is no more than the window dearer than the cheapest."""
    every = [*sights] if issue is None else [issue, *sights]
    most = {1: 10, 2: 6, 3: 3}.get(len(every), 2)
    costs: dict[dt.date, float] = {}
    for number in range((bounds[1] - bounds[0]).days + 1):
        day = bounds[0] + dt.timedelta(days=number)
        own = sum(
            one.weight * min(cost_of_way(one, way, in_sight(day, one)) for way in one.ways[:most])
            for one in sights
        )
        if issue is not None:
            own += min(
                cost_of_way(issue, way, in_print(one)) for one in issues_of(day) for way in issue.ways[:most]
            )
        costs[day] = own + elsewhere(day)
    least = min(costs.values(), default=0.0)
    return {day: cost for day, cost in costs.items() if cost <= least + WINDOW}


@pytest.mark.parametrize(
    ("printed", "in_mrz", "issue"),
    [
        ("31.12.2027", "2712315", None),
        ("31.12.2027", "2712315", "01.01.2018"),
        ("3?.12.2027", None, "01.01.2018"),
        ("??.12.2027", None, "01.01.2018"),
        ("30.11.2027", "2711306", "01.12.2017"),
        ("28.02.2027", "270228?", "01.03.2017"),
        ("2?.02.2028", None, "01.03.2018"),
        ("2?.02.202?", "28022?0", "01.03.2018"),
        ("27.02.2026", "2602271", "28.02.2016"),
        ("2?.02.2026", "260??71", "29.02.2016"),
        ("15.03.2027", "2703150", "16.03.2017"),
        ("15.03.2027", None, "16.03.2011"),
        ("1?.0?.2027", "27?31?0", "16.??.2017"),
        ("1.03.2027", "270315", "16.3.2017"),
        (None, "2703150", "16.03.2017"),
        (None, "27O3I50", None),
    ],
)
@pytest.mark.parametrize("costly", [None, dt.date(2027, 3, 15)])
def test_the_days_are_the_cheapest_of_all(
    printed: str | None, in_mrz: str | None, issue: str | None, costly: dt.date | None
) -> None:
    sights = weighed(
        [None if printed is None else printed_date(printed), None if in_mrz is None else mrz_date(in_mrz)]
    )
    issued = None if issue is None else printed_date(issue)
    bounds = dt.date(2026, 1, 16), dt.date(2028, 12, 20)

    def elsewhere(day: dt.date) -> float:
        return 5.0 if costly is not None and day >= costly else 0.0

    found = decode_date(sights, bounds, elsewhere, issue=issued)
    assert_cheapest(found, plain_days(sights, bounds, elsewhere, issued))


def assert_cheapest(found: list[Candidate[dt.date]], expected: dict[dt.date, float]) -> None:
    """Those that cost the least are there in their order, each with its cost; of equals, some are."""
    assert [one.cost for one in found] == pytest.approx(sorted(expected.values())[:MOST])
    assert {one.value: one.cost for one in found} == pytest.approx(
        {one.value: expected[one.value] for one in found}
    )


@pytest.mark.parametrize(
    "texts",
    [
        ["15.03.2027", "15.03.202?"],
        ["15.03.2027", "15.03.202?", "16.03.2027"],
        ["15.03.2027", "15.03.202?", "16.03.2027", "1.03.2027"],
    ],
    ids=len,
)
def test_the_days_of_several_pictures_are_the_cheapest_of_all(texts: list[str]) -> None:
    sights = weighed([*map(printed_date, texts), mrz_date("270315?")])
    bounds = dt.date(2026, 6, 1), dt.date(2027, 6, 1)
    assert_cheapest(decode_date(sights, bounds), plain_days(sights, bounds))


def test_of_many_texts_the_cheapest_way_of_the_last_is_looked_at() -> None:
    sights = [printed_date(text) for text in ("15.3.2027",) * 8]
    ways = ways_of([one for one in sights if one is not None])
    assert [len(one) for one in ways] == [2] * 6 + [1] * 2
    for many, most in ((1, 10), (2, 6), (3, 3), (4, 2)):
        some = [one for one in sights if one is not None][:many]
        assert [len(one) for one in ways_of(some)] == [min(most, len(some[0].ways))] * many
        assert [(one, way) for one, way in ways_of(some)[0]] == [
            (some[0], way) for way in some[0].ways[:most]
        ]


# Every number near another one


def near_numbers(number: str) -> set[str]:
    """Return the numbers that differ in two numerals at most."""
    found = set()
    for first, second in itertools.combinations(range(9), 2):
        for one, other in itertools.product("0123456789", repeat=2):
            found.add(number[:first] + one + number[first + 1 : second] + other + number[second + 1 :])
    return found


@pytest.mark.parametrize(
    ("printed", "in_mrz"),
    [
        (["010203040"], ["0102030402"]),
        (["010203040"], ["01020304O2"]),
        (["01?203040"], ["0102030402"]),
        (["010203?40"], ["01O20304?2"]),
        (["010203040"], []),
        ([], ["0102030402"]),
        ([], ["01020?0402"]),
        (["010203040", "01020304?"], ["0102030402"]),
        (["010203046"], ["0102030402"]),
    ],
)
def test_the_numbers_are_the_cheapest_of_all_that_are_near(printed: list[str], in_mrz: list[str]) -> None:
    """Those that differ in up to two numerals; where no character was lost there is one way to read each."""
    sights = weighed([*map(printed_number, printed), *map(mrz_number, in_mrz)])
    costs = {
        value: sum(one.weight * cost_of(one, in_sight(value, one)) for one in sights)
        for value in near_numbers("010203040")
    }
    found = {one.value: one.cost for one in decode_number(sights)}
    least = min(costs.values())
    assert min(found.values()) == pytest.approx(least)
    for value, cost in found.items():
        assert cost == pytest.approx(sum(one.weight * cost_of(one, in_sight(value, one)) for one in sights))
        assert cost <= least + WINDOW + 1e-9
    by_digit: dict[str, list[float]] = {}
    for value, cost in sorted(costs.items(), key=lambda one: one[1]):
        by_digit.setdefault(check_digit(value), []).append(cost)
    most = max(found.values()) if len(found) == MOST else least + WINDOW
    cheap = {cost for costs in by_digit.values() for cost in costs[:2] if cost < most - 1e-6}
    assert all(any(cost == pytest.approx(other) for other in found.values()) for cost in cheap)
