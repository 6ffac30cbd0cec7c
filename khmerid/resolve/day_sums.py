"""How likely the days of the calendar are, given the ways to read a date: one by one, and all together.

Of each way, the slots of ``yyyymmdd`` are brought to three tables: of the days of the month, the months and
the years. What print and MRZ say together is the product of theirs. An expiry is ten years less a day after
its issue, so a printed issue has tables of its expiry.
"""

import datetime as dt
import functools
import math
from collections.abc import Sequence
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
#: Days beyond which a text tells nothing.
_TOO_MANY: Final = 5_000
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
    least = max(least, max(text.most for text in every) * SMALLEST)
    found: dict[int, float] = {}
    left_out = 0.0
    for text in every:
        left_out += (
            text.whole
            if text.most < least
            else max(text.whole - _collect(text, years.start, least, found), 0.0)
        )
    if len(found) > _TOO_MANY:
        return [], 1.0
    if issue is not None:
        _add_month_ends(own, years, issue, least, found)
    earliest, latest = (_number_of(day.year, day.month, day.day) for day in bounds)
    within = [(likely, number) for number, likely in found.items() if earliest <= number <= latest]
    within.sort(reverse=True)
    left_out += math.fsum(likely for likely, _ in within[_MOST_DAYS:])
    left_out *= max(math.fsum(tables[digit]) / 10 for digit in {places[-1] for _, places in texts})
    return [_day_of(number) for _, number in within[:_MOST_DAYS]], left_out


def _collect(text: _DateText, first_year: int, least: float, found: dict[int, float]) -> float:
    """Add the days that are at least so likely, and return how likely they are together."""
    best_day, best_month = text.days.most, text.months.most
    days, months = text.days.ranked, text.months.ranked
    of_all_years = least / (text.factor * best_month * best_day)
    years = sorted(
        [
            (likely, year)
            for year, likely in enumerate(text.years.table, first_year)
            if likely >= of_all_years
        ],
        reverse=True,
    )
    together = 0.0
    for of_year, year in years:
        if len(found) > _TOO_MANY:
            break
        so_far = text.factor * of_year
        for of_month, month in months:
            of_both = so_far * of_month
            if of_both * best_day < least:
                break
            last, before = last_of_month(year, month), _number_of(year, month, 0)
            for of_day, day in days:
                likely = of_both * of_day
                if likely < least:
                    break
                together += likely
                if day <= last:
                    number = before + day
                    found[number] = found.get(number, 0.0) + likely
    return together


def _add_month_ends(
    expiries: Sequence[_DateText], years: range, issue: IssueText, least: float, found: dict[int, float]
) -> None:
    """Add the days that end a month: their issue is the first of the next, or about 29 February."""
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
                    with_issue = likely * issue.likely(dt.date(year, month, day))
                    found[number] = max(found.get(number, 0.0), with_issue)


# Days as numbers in the order of the calendar: they are made and compared by the thousand.


def _number_of(year: int, month: int, day: int) -> int:
    return year << 9 | month << 5 | day


def _day_of(number: int) -> dt.date:
    return dt.date(number >> 9, number >> 5 & 15, number & 31)
