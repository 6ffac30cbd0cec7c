"""How likely the days of the calendar are, given the ways to read a date: one by one, and all together.

Of each way, the slots of ``yyyymmdd`` are brought to three tables: of the days of the month, the months and
the years. What print and MRZ say together is the product of theirs. An expiry is ten years less a day after
its issue, so a printed issue has tables of its expiry.
"""

import calendar
import datetime as dt
import functools
import itertools
import math
from collections.abc import Callable, Sequence
from operator import mul
from typing import Final

import attrs

from khmerid.misreading.sights import Sight
from khmerid.resolve.card_noise import CardNoise, Judged
from khmerid.resolve.decoder import date_remainder, last_of_month
from khmerid.resolve.side_texts import SMALLEST, SideTexts, Table, Text, texts_of_issue, together
from khmerid.rules import FIRST_ISSUE, VALIDITY_YEARS, issues_of

Bounds = tuple[dt.date, dt.date]

#: How often a card does not expire ten years less a day after its issue.
_OFF_RULE: Final = 2e-3
#: How many days are looked at one by one. More cost time.
_MOST_DAYS: Final = 60
#: Days beyond which only likelier ones are looked for, and by how much likelier. More cost time; less than a
#: few times as many as are looked at, and the likeliest may not be among them.
_MORE_THAN_ENOUGH: Final = 400
_LIKELIER: Final = 10.0
#: Of the issues that a text may be of, where no rule says which.
_YEARS_OF_ISSUE: Final = range(FIRST_ISSUE.year, FIRST_ISSUE.year + 30)
_DAYS_OF_ISSUE: Final = 365 * len(_YEARS_OF_ISSUE)

#: The risk that an issue that is read as the day that the rule gives is another one after all.
RISK_OF_RULE: Final = _OFF_RULE / _DAYS_OF_ISSUE


@attrs.frozen(eq=False, repr=False, slots=False)  # what is worked out once is kept in its dictionary
class _Part:
    """How likely each day of the month is, or each month, from 0, or each year, from the first.

    Many ways to read a date have a part in common: what is made of it is kept by the part itself.
    """

    table: Table
    total: float
    most: float

    @functools.cached_property
    def ranked(self) -> list[tuple[float, int]]:
        """Those that are likely at all, the likeliest first."""
        return sorted([(likely, place) for place, likely in enumerate(self.table) if likely], reverse=True)

    @functools.cached_property
    def up_to(self) -> list[float]:
        """How likely all up to each are together."""
        return [*itertools.accumulate(self.table)]

    @functools.cached_property
    def up_to_month_end(self) -> list[float]:
        """How likely the days of each month of an ordinary year are together, from 0."""
        return [0.0, *[self.up_to[last_of_month(1, month)] for month in range(1, 13)]]


def _part(table: Table) -> _Part:
    return _Part(table, math.fsum(table), max(table))


@attrs.frozen(eq=False, repr=False)
class _DateText:
    """One way to read a date: a factor, and its days, months and years. The check digit is left out."""

    factor: float
    days: _Part
    months: _Part
    years: _Part

    @property
    def whole(self) -> float:
        """How likely all days are together, those included that no calendar has."""
        return self.factor * self.days.total * self.months.total * self.years.total

    @property
    def most(self) -> float:
        """How likely the likeliest day is, if the calendar has it."""
        return self.factor * self.days.most * self.months.most * self.years.most


def _date_texts(tables: Sequence[Table], texts: Sequence[Text], years: range) -> list[_DateText]:
    """Return texts as dates of some years."""
    known: dict[tuple[int, ...], _Part] = {}
    found = []
    for factor, (y1, y2, y3, y4, m1, m2, d1, d2, _) in texts:
        of_days, of_months, of_years = (d1, d2), (0, m1, m2), (y1, y2, y3, y4)
        if of_days not in known:
            known[of_days] = _part(_days(tables[d1], tables[d2]))
        if of_months not in known:
            known[of_months] = _part(_months(tables[m1], tables[m2]))
        if of_years not in known:
            known[of_years] = _part(_years([tables[place] for place in of_years], years))
        found.append(_DateText(factor, known[of_days], known[of_months], known[of_years]))
    return found


def _beside(ones: Sequence[_DateText], others: Sequence[_DateText]) -> list[_DateText]:
    """Return what two texts say together, for every two."""
    known: dict[tuple[_Part, _Part], _Part] = {}

    def both(one: _Part, other: _Part) -> _Part:
        pair = one, other
        if pair not in known:
            known[pair] = _part([*map(mul, one.table, other.table)])
        return known[pair]

    return [
        _DateText(
            one.factor * other.factor,
            both(one.days, other.days),
            both(one.months, other.months),
            both(one.years, other.years),
        )
        for one in ones
        for other in others
    ]


def _days(tens: Table, ones: Table) -> list[float]:
    """Return how likely each day of the month is, from 0, which is none."""
    days = [ten * one for ten in tens[:4] for one in ones][:32]
    days[0] = 0.0
    return days


def _months(tens: Table, ones: Table) -> list[float]:
    """Return how likely each month is, from 0, which is none."""
    months = [ten * one for ten in tens[:2] for one in ones][:13]
    months[0] = 0.0
    return months


def _years(slots: Sequence[Table], years: range) -> list[float]:
    """Return how likely each of some years is."""
    thousands, hundreds, tens, ones = slots
    found: list[float] = []
    first = years.start // 10
    for decade in range(first, (years.stop + 9) // 10):
        of_decade = thousands[decade // 100] * hundreds[decade // 10 % 10] * tens[decade % 10]
        found += [of_decade * one for one in ones]
    return found[years.start - 10 * first : years.stop - 10 * first]


class IssueText:
    """The printed issue, as what it says of the day of expiry."""

    def __init__(self, sight: Sight, noise: CardNoise, judged: Judged) -> None:
        self._side = texts_of_issue(sight, noise, judged)
        self._known: dict[dt.date, float] = {}
        every = _date_texts(self._side.tables, self._side.texts, _YEARS_OF_ISSUE)
        self.off_rule = _OFF_RULE * math.fsum([text.whole for text in every]) / _DAYS_OF_ISSUE

    def likely(self, expiry: dt.date) -> float:
        """Return how likely the text is, on a card that expires on this day."""
        known = self._known.get(expiry)
        if known is None:
            issues = issues_of(expiry)
            known = self._known[expiry] = math.fsum(map(self.by_rule, issues)) / len(issues) + self.off_rule
        return known

    def by_rule(self, issue: dt.date) -> float:
        """Return how likely the text is, on a card that was issued on this day."""
        return (1 - _OFF_RULE) * self._side.likely(in_slots(issue))

    def of_expiries(self, years: range) -> list[_DateText]:
        """Return the likeliest texts as those of the expiry in the same month: a day less, ten years more."""
        most = self._side.most
        issues = range(years.start - VALIDITY_YEARS, years.stop - VALIDITY_YEARS)
        texts = _date_texts(most.tables, most.texts, issues)
        days = {text.days: _part([0.0, *text.days.table[2:], 0.0]) for text in texts}
        return [attrs.evolve(text, days=days[text.days]) for text in texts]


def in_slots(day: dt.date) -> str:
    """Return a day in the slots of its texts: ``yyyymmdd`` and the check digit of the MRZ."""
    year, month, of_month = day.year, day.month, day.day
    return f"{year}{month:02}{of_month:02}{date_remainder(year, month, of_month)}"


def near_days(
    sides: Sequence[SideTexts], bounds: Bounds, issue: IssueText | None, least: float
) -> tuple[list[dt.date], float]:
    """Return the likeliest days, none less likely than ``least``, and how likely all others are together.

    Days are found without their check digit, which makes none likelier; of those that are left out it speaks
    for as many as it does of all.
    """
    years = range(bounds[0].year, bounds[1].year + 1)
    tables, texts = together([side.most for side in sides])
    own = _date_texts(tables, texts, years)
    every = own if issue is None else _beside(own, issue.of_expiries(years))
    likeliest = max(text.most for text in every)
    least = max(least, likeliest * SMALLEST)
    month_ends = {} if issue is None else _month_ends(own, years, issue, least)
    found = _days_as_likely(every, years.start, least)
    while len(found) > _MORE_THAN_ENOUGH and least * _LIKELIER <= likeliest:
        least *= _LIKELIER
        found = _days_as_likely(every, years.start, least)
    for number, likely in month_ends.items():
        found[number] = max(found.get(number, 0.0), likely)
    earliest, latest = (_number_of(day.year, day.month, day.day) for day in bounds)
    found = {number: likely for number, likely in found.items() if earliest <= number <= latest}
    near = sorted(found, key=found.__getitem__, reverse=True)[:_MOST_DAYS]
    left_out = max(_within(every, bounds) - math.fsum(map(_likely_by(every, years.start), near)), 0.0)
    left_out += math.fsum(month_ends[number] for number in month_ends.keys() & found.keys() - near)
    left_out *= max(math.fsum(tables[digit]) / 10 for digit in {places[-1] for _, places in texts})
    return [*map(_day_of, near)], left_out


def _days_as_likely(texts: Sequence[_DateText], first_year: int, least: float) -> dict[int, float]:
    """Return the days that a text makes at least so likely, with what all such texts add up to.

    Once there are more than enough, what is there is returned.
    """
    found: dict[int, float] = {}
    for text in texts:
        if text.most < least:
            continue
        best_day, best_month = text.days.most, text.months.most
        for of_year, year in text.years.ranked:
            so_far = text.factor * of_year
            if so_far * best_month * best_day < least or len(found) > _MORE_THAN_ENOUGH:
                break
            for of_month, month in text.months.ranked:
                of_both = so_far * of_month
                if of_both * best_day < least:
                    break
                last = last_of_month(first_year + year, month)
                before = _number_of(first_year + year, month, 0)
                for of_day, day in text.days.ranked:
                    likely = of_both * of_day
                    if likely < least:
                        break
                    if day <= last:
                        found[before + day] = found.get(before + day, 0.0) + likely
    return found


def _likely_by(texts: Sequence[_DateText], first_year: int) -> Callable[[int], float]:
    """Return how likely a day is by all texts together, as a function of its number."""
    tables = [(text.factor, text.years.table, text.months.table, text.days.table) for text in texts]

    def likely(number: int) -> float:
        year, month, day = (number >> 9) - first_year, number >> 5 & 15, number & 31
        return math.fsum(
            [factor * years[year] * months[month] * days[day] for factor, years, months, days in tables]
        )

    return likely


def _within(texts: Sequence[_DateText], bounds: Bounds) -> float:
    """Return how likely all days of the calendar within bounds are together."""
    first, last = bounds
    leap_years = [year - first.year for year in range(first.year, last.year + 1) if calendar.isleap(year)]
    known: dict[tuple[_Part, _Part], tuple[float, float, float, float]] = {}
    found = []
    for text in texts:
        pair = text.days, text.months
        of_year = known.get(pair)
        if of_year is None:
            of_year = known[pair] = _of_year(*pair, bounds)
        ordinary, leap_day, before, after = of_year
        years = text.years.table
        every = ordinary * text.years.total + leap_day * math.fsum([years[leap] for leap in leap_years])
        found.append(text.factor * (every - before * years[0] - after * years[-1]))
    return math.fsum(found)


def _of_year(days: _Part, months: _Part, bounds: Bounds) -> tuple[float, float, float, float]:
    """Return how likely the days of an ordinary year are together, and what a leap year has besides.

    And how likely those of the first year are that lie before the bounds, those of the last that lie behind.
    """
    first, last = bounds
    by_month = [*map(mul, months.table, days.up_to_month_end)]
    leap_day = months.table[2] * days.table[29]
    before = math.fsum(by_month[: first.month]) + months.table[first.month] * days.up_to[first.day - 1]
    after = math.fsum(by_month[last.month :]) - months.table[last.month] * days.up_to[last.day]
    if calendar.isleap(first.year) and first.month > 2:
        before += leap_day
    if calendar.isleap(last.year) and last.month <= 2:
        after += leap_day
    return math.fsum(by_month), leap_day, before, after


def _month_ends(
    expiries: Sequence[_DateText], years: range, issue: IssueText, least: float
) -> dict[int, float]:
    """Return how likely the ends of months are: their issue is on the first, or about 29 February."""
    found: dict[int, float] = {}
    for month in range(1, 13):
        for day in (28, 29) if month == 2 else (last_of_month(1, month),):
            likeliest: dict[int, float] = {}
            for text in expiries:
                of_day = text.factor * text.months.table[month] * text.days.table[day]
                for of_year, year in text.years.ranked:
                    likely = of_day * of_year
                    if likely < least:
                        break
                    if likely > likeliest.get(year, 0.0):
                        likeliest[year] = likely
            for from_first, likely in likeliest.items():
                year = years.start + from_first
                if day <= last_of_month(year, month):
                    number = _number_of(year, month, day)
                    found[number] = likely * issue.likely(dt.date(year, month, day))
    return found


# Days as numbers in the order of the calendar: they are made and compared by the thousand.


def _number_of(year: int, month: int, day: int) -> int:
    return year << 9 | month << 5 | day


def _day_of(number: int) -> dt.date:
    return dt.date(number >> 9, number >> 5 & 15, number & 31)
