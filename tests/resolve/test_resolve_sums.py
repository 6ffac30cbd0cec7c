"""The sums over all values are those of every way, every level and every value, one after another."""

import calendar
import datetime as dt
import itertools
import math
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khmerid.card_mrz import with_check_digit
from khmerid.misreading import SHIPPED
from khmerid.misreading.noise import likelihood_between, likelihoods
from khmerid.misreading.sights import Sight, laid_along, see
from khmerid.mrz.check_digit import WEIGHTS, check_digit
from khmerid.resolve.card_noise import CardNoise, Component, Witness, card_noise
from khmerid.resolve.day_sums import IssueText, in_slots, near_days
from khmerid.resolve.evidence import in_sight
from khmerid.resolve.number_sums import ResidueSums
from khmerid.resolve.posterior import weigh_date, weigh_number
from khmerid.resolve.side_texts import (
    SMALLEST,
    Arrange,
    SideTexts,
    by_side,
    date_slots,
    number_slots,
    texts_of_side,
    together,
    witness,
)
from khmerid.text.numerals import to_khmer_digits

KHMER, LATIN, MRZ = SHIPPED.printed_khmer, SHIPPED.printed_latin, SHIPPED.mrz
WITNESSES = (Witness("sex", MRZ, 7), Witness("sex", KHMER, 7, (("1", "៧"),)), Witness("sex", LATIN, 9))
NOISES = [card_noise(WITNESSES[:many], SHIPPED.conditions) for many in (0, 2, 3)]
NUMBERS = st.text(alphabet="0123456789", min_size=9, max_size=9)
YEARS = dt.date(1990, 1, 1), dt.date(1992, 6, 30)
EXPIRIES = dt.date(2026, 2, 1), dt.date(2028, 3, 15)
#: What becomes of a text: nothing, or a character of it is another one, one is added, one is lost.
DAMAGES = st.none() | st.tuples(
    st.sampled_from(["other", "added", "lost"]), st.integers(0, 9), st.sampled_from("07OBI<.?៤")
)
Plain = tuple[float, Sequence[Sequence[float]]]


def damaged(text: str, damage: tuple[str, int, str] | None) -> str:
    if damage is None:
        return text
    kind, at, character = damage
    at %= len(text)
    return text[:at] + (character if kind != "lost" else "") + text[at + (kind != "added") :]


def seen(sight: Sight | None, value: object) -> Sight:
    assert sight is not None
    return laid_along(sight, [in_sight(value, sight)])


def sights_of_number(
    number: str, of_print: tuple[str, int, str] | None, of_mrz: tuple[str, int, str] | None
) -> list[Sight]:
    return [
        seen(see(LATIN, "0" * 9, damaged(number, of_print)), number),
        seen(see(MRZ, "0" * 10, damaged(with_check_digit(number), of_mrz)), number),
    ]


def sights_of_day(
    day: dt.date, of_print: tuple[str, int, str] | None, of_mrz: tuple[str, int, str] | None
) -> list[Sight]:
    printed = to_khmer_digits(f"{day:%d.%m.%Y}")
    return [
        seen(see(KHMER, "00.00.0000", damaged(printed, of_print)), day),
        seen(see(MRZ, "0" * 7, damaged(with_check_digit(day), of_mrz)), day),
    ]


# What is held against them


def components_of(sight: Sight, noise: CardNoise, field: str, value: object) -> Sequence[Component]:
    if sight.channel is MRZ:
        own = witness(field, sight, in_sight(value, sight)).logs
        return noise.by_numerals(sight.channel, (field,), own)
    return noise.by_damage(sight.channel, (field,))


def in_table(sight: Sight, read: str | None, component: Component) -> Sequence[float]:
    return [1.0] * 10 if read is None else likelihoods(sight.channel, read, component.rates)


def plain_texts(sight: Sight, components: Sequence[Component], arranged: Arrange) -> list[Plain]:
    """Return every way to read a text at every rate, but for those that add nothing to the likeliest."""
    found = []
    for component, way in itertools.product(components, sight.ways):
        factor = component.weight * math.exp(-way.before)
        for printed, read in way.between:
            factor *= likelihood_between(sight.channel, printed, read, component.rates)
        found.append((factor, [in_table(sight, read, component) for read in arranged(way.read)]))
    most = [factor * math.prod(map(max, tables)) for factor, tables in found]
    return [text for text, likely in zip(found, most, strict=True) if likely >= SMALLEST * max(most)]


def plain_likely(texts: Sequence[Plain], numerals: str) -> float:
    return sum(
        factor * math.prod(table[int(one)] for table, one in zip(tables, numerals, strict=True))
        for factor, tables in texts
    )


def plain_residues(tables: Sequence[Sequence[float]]) -> list[float]:
    """Return how likely all numbers are together for each weighted sum, of as many numerals as there are."""
    found = [1.0, *[0.0] * 9]
    for table, weight in zip(tables, itertools.cycle(WEIGHTS), strict=False):
        grown = [0.0] * 10
        for residue, numeral in itertools.product(range(10), repeat=2):
            grown[(residue + weight * numeral) % 10] += found[residue] * table[numeral]
        found = grown
    return found


TABLE = st.lists(st.floats(0, 1), min_size=10, max_size=10)


@given(st.lists(TABLE, min_size=3, max_size=3), st.lists(st.integers(0, 2), min_size=1, max_size=4))
def test_the_sums_of_all_numbers_are_those_of_each(tables: list[list[float]], places: list[int]) -> None:
    by_residue = [0.0] * 10
    for numerals in itertools.product(range(10), repeat=len(places)):
        residue = int(check_digit("".join(map(str, numerals))))
        by_residue[residue] += math.prod(
            tables[place][one] for place, one in zip(places, numerals, strict=True)
        )
    sums = ResidueSums(tables)
    assert sums.of(places) == pytest.approx(by_residue)
    assert sums.of(places) == sums.of(places)
    assert plain_residues([tables[place] for place in places]) == pytest.approx(by_residue)


def test_ways_that_are_all_as_likely_are_all_searched() -> None:
    texts = [(0.5, (0,)), (0.5, (0,))]
    assert SideTexts([[0.1] * 10], texts, [0.05, 0.05]).most.texts == texts
    assert SideTexts([[0.1] * 10], texts, [0.05, 0.001]).most.texts == texts[:1]


@given(NUMBERS, NUMBERS, DAMAGES, DAMAGES, st.sampled_from(NOISES))
def test_a_number_is_as_likely_as_all_ways_and_levels_say(
    number: str,
    other: str,
    of_print: tuple[str, int, str] | None,
    of_mrz: tuple[str, int, str] | None,
    noise: CardNoise,
) -> None:
    sights = sights_of_number(number, of_print, of_mrz)
    candidates = [*dict.fromkeys([number, other])]
    weighed = weigh_number(candidates, sights, noise)
    sides = [
        plain_texts(sight, components_of(sight, noise, "document_number", number), number_slots)
        for sight in sights
    ]
    likely = {
        value: math.prod(plain_likely(texts, check_digit(value) + value) for texts in sides)
        for value in candidates
    }
    assert weighed.found[number] == pytest.approx(likely[number])
    assert [weighed.found[value] / likely[value] for value in candidates[1:]] in [
        [],
        [pytest.approx(1.0)],
        [pytest.approx(4.5)],  # both sides have it, and the digit is another one: they may share an error
    ]
    of_all = 0.0
    for (factor, one), (other_factor, two) in itertools.product(*sides):
        digits, *tables = [[a * b for a, b in zip(*both, strict=True)] for both in zip(one, two, strict=True)]
        of_all += factor * other_factor * sum(map(float.__mul__, plain_residues(tables), digits))
    others = of_all - sum(likely.values())
    not_laid = 0.03 * weighed.found[number] if all(sight.has_slips for sight in sights) else 0.0
    left = sum(weighed.rest) - not_laid
    rounded = 1e-6 * likely[number]
    # Each residue may have a fiftieth of them once more, and an error that both sides share counts 4.5 times.
    assert any(times * others - rounded <= left <= 1.21 * times * others + rounded for times in (1.0, 4.5))


def days_between(bounds: tuple[dt.date, dt.date]) -> Iterator[dt.date]:
    return (bounds[0] + dt.timedelta(days=at) for at in range((bounds[1] - bounds[0]).days + 1))


@given(st.dates(*YEARS), DAMAGES, DAMAGES, st.sampled_from(NOISES))
def test_a_day_is_as_likely_as_all_ways_and_levels_say(
    day: dt.date,
    of_print: tuple[str, int, str] | None,
    of_mrz: tuple[str, int, str] | None,
    noise: CardNoise,
) -> None:
    sights = sights_of_day(day, of_print, of_mrz)
    weighed = weigh_date([day], sights, noise, "date_of_birth", YEARS)
    sides = [
        plain_texts(sight, components_of(sight, noise, "date_of_birth", day), date_slots) for sight in sights
    ]
    likely = {
        one: math.prod(plain_likely(texts, in_slots(one)) for texts in sides) for one in days_between(YEARS)
    }
    assert weighed.found[day] == pytest.approx(likely[day])
    shared = {round(weighed.found[one] / likely[one], 6) for one in weighed.found if one != day}
    assert shared <= {1.0} or shared == {4.5}  # both have another day, and its check digit is against it


def terms_of(
    tables: Sequence[Sequence[float]], places: Sequence[int], years: range
) -> dict[tuple[int, int, int], float]:
    """Return how likely each year, month and day is by one text, whether or not the calendar has it."""
    found = {}
    for year, month, day in itertools.product(years, range(1, 13), range(1, 32)):
        numerals = map(int, f"{year}{month:02}{day:02}")
        found[year, month, day] = math.prod(
            tables[place][one] for place, one in zip(places[:8], numerals, strict=True)
        )
    return found


def plain_near_days(
    sides: Sequence[SideTexts],
    bounds: tuple[dt.date, dt.date],
    issue: IssueText | None,
    issued: SideTexts | None,
    least: float = 0.0,
) -> tuple[list[dt.date], float]:
    """Return what `near_days` does, from every part of every two texts."""
    years = range(bounds[0].year, bounds[1].year + 1)
    tables, texts = together([side.most for side in sides])
    own = [
        {when: factor * term for when, term in terms_of(tables, places, years).items()}
        for factor, places in texts
    ]
    every = own
    if issued is not None:
        before = range(years.start - 10, years.stop - 10)
        of_issues = [
            (factor, terms_of(issued.tables, places, before)) for factor, places in issued.most.texts
        ]
        every = [
            {
                (year, month, day): term * factor * terms[year - 10, month, day + 1] if day < 31 else 0.0
                for (year, month, day), term in one.items()
            }
            for one in own
            for factor, terms in of_issues
        ]
    least = max(least, SMALLEST * max(max(one.values()) for one in every))
    by_text = {when: [one[when.year, when.month, when.day] for one in every] for when in days_between(bounds)}
    found = {when: math.fsum(terms) for when, terms in by_text.items()}
    month_ends: dict[dt.date, float] = {}
    if issue is not None:
        for (year, month, day), term in (item for one in own for item in one.items()):
            last = calendar.monthrange(year, month)[1]
            if term >= least and day <= last and day >= (28 if month == 2 else last):
                when = dt.date(year, month, day)
                month_ends[when] = max(month_ends.get(when, 0.0), term * issue.likely(when))
    likely = {when: max(one, month_ends.get(when, 0.0)) for when, one in found.items()}
    near = [when for when in found if max(by_text[when]) >= least or when in month_ends]
    near = sorted(near, key=likely.__getitem__, reverse=True)[:60]
    left_out = sum(found.values()) - sum(found[when] for when in near)
    left_out += sum(one for when, one in month_ends.items() if when in found and when not in near)
    left_out *= max(sum(tables[places[-1]]) / 10 for _, places in texts)
    return near, left_out


@settings(max_examples=20)
@given(st.dates(*EXPIRIES), DAMAGES, DAMAGES, DAMAGES, st.booleans(), st.sampled_from(NOISES))
def test_the_days_that_are_near_are_the_likeliest_of_all(  # noqa: PLR0913, PLR0917 - all that is read of a day
    day: dt.date,
    of_print: tuple[str, int, str] | None,
    of_mrz: tuple[str, int, str] | None,
    of_issue: tuple[str, int, str] | None,
    has_issue: bool,  # noqa: FBT001 - of hypothesis
    noise: CardNoise,
) -> None:
    sights = sights_of_day(day, of_print, of_mrz)
    judged = ("date_of_expiry", "date_of_issue")
    sides = [
        texts_of_side(each, noise, judged, in_sight(day, each[0]), date_slots, is_alone=False)
        for each in by_side(sights)
    ]
    issue = issued = None
    if has_issue:
        sight = see(KHMER, "00.00.0000", damaged(f"{day:%d.%m.}{day.year - 10}", of_issue))
        assert sight is not None
        issue, issued = IssueText(sight, noise, judged), IssueText(sight, noise, judged)._side
    found, left_out = near_days(sides, EXPIRIES, issue, 0.0)
    plain, plain_left_out = plain_near_days(sides, EXPIRIES, issue, issued)
    assert found[:20] == plain[:20] or {*found[:40]} >= {*plain[:20]}  # alike ones come in any order
    of_all = max(math.prod(side.likely(in_slots(one)) for side in sides) for one in plain)
    assert left_out == pytest.approx(plain_left_out, rel=1e-6, abs=1e-12 * of_all)


@pytest.mark.parametrize("share", [1e-7, 1e-4, 0.03, 0.9])
@pytest.mark.parametrize(
    ("of_print", "of_mrz", "of_issue"),
    [
        ("31.12.2027", "2712315", "01.01.2018"),
        ("3?.12.2027", "27123?5", "01.01.2018"),
        ("30.06.2027", "270630?", None),
        ("2?.02.2028", "280?2?0", "01.03.2018"),
        ("2?.02.2028", "280?2?0", None),
        ("1.03.2027", "2703150", "16.03.2017"),
        ("15.?3.202?", "27O3150", "16.03.20?7"),
    ],
)
def test_days_that_are_less_likely_than_is_asked_for_are_left_out(
    of_print: str, of_mrz: str, of_issue: str | None, share: float
) -> None:
    noise, judged = NOISES[2], ("date_of_expiry", "date_of_issue")
    day = dt.date(2027, 3, 15)
    sights = [
        seen(see(KHMER, "00.00.0000", to_khmer_digits(of_print)), day),
        seen(see(MRZ, "0" * 7, of_mrz), day),
    ]
    sides = [
        texts_of_side([one], noise, judged, in_sight(day, one), date_slots, is_alone=False) for one in sights
    ]
    issue = issued = None
    if of_issue is not None:
        sight = see(KHMER, "00.00.0000", to_khmer_digits(of_issue))
        assert sight is not None
        issue, issued = IssueText(sight, noise, judged), IssueText(sight, noise, judged)._side
    tables, texts = together([side.most for side in sides])
    least = share * max(
        factor * math.prod(max(tables[place]) for place in places[:8]) for factor, places in texts
    )
    if issue is not None:
        least *= max(issue.likely(one) for one in days_between(EXPIRIES))
    found, left_out = near_days(sides, EXPIRIES, issue, least)
    plain, plain_left_out = plain_near_days(sides, EXPIRIES, issue, issued, least)
    assert sorted(found) == sorted(plain)
    of_all = max(math.prod(side.likely(in_slots(one)) for side in sides) for one in days_between(EXPIRIES))
    assert left_out == pytest.approx(plain_left_out, rel=1e-6, abs=1e-12 * of_all)
