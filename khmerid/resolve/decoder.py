"""The value that all sights could have been misread from at the least cost.

A sight is the text that was really there, laid along its template (`khmerid.misreading.sights.see`). The
decoder adds up what each candidate would cost in every sight, holds the candidates to their hard
constraints (the check digit, the calendar, the bounds of the field) and returns the cheapest, cheapest
first: as many as are weighed, and none that costs `WINDOW` more than the first.

Doc 9303-3, 4.9: a check digit is taken over the characters with the weights 7, 3, 1.
"""

import bisect
import calendar
import datetime as dt
import functools
import heapq
import itertools
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import add
from typing import Final, Generic, TypeVar

import attrs

from khmerid.masking import Masked
from khmerid.misreading.channel import Costs, numeral_costs
from khmerid.misreading.sights import Alignment, Pricing, Sight
from khmerid.mrz.check_digit import check_digit
from khmerid.recovery.solver import cheapest_by_residue
from khmerid.rules import VALIDITY_YEARS, expiries_of
from khmerid.text.numerals import ASCII_DIGITS, to_western_digits

#: How much dearer than the cheapest a value may be and still be returned: about one misread numeral. Higher,
#: and the search takes longer; what is sure is the same.
WINDOW: Final = 7.0
#: Values that are returned. More cost time, and their risk is in the sums all the same.
MOST: Final = 6
#: Days within the window beyond which a text tells nothing, of some forty thousand in the bounds of a birth.
#: Set by hand; lower, and what a ruined text still tells is not asked.
_MOST_DAYS: Final = 10_000
_NO_COSTS: Final[Costs] = (0.0,) * 10

T = TypeVar("T")
Way = tuple[Sight, Alignment]
Bounds = tuple[dt.date, dt.date]
CostOfDay = Callable[[dt.date], float]
_INFINITE: Final = math.inf
#: Ways to read each sight that are combined, by how many sights there are (2 where there are more than
#: three). More cost time and change no value of the corpora.
_MOST_WAYS: Final = {1: 10, 2: 6, 3: 3}
#: Sights of which more ways than the cheapest are combined: of three pictures each has print and MRZ. With
#: more, the time doubles for every sight.
_MOST_COMBINED: Final = 6
#: More than the arithmetic rounds off: sums of the same costs in another order are no farther apart.
_ROUNDED: Final = 1e-9


def costs_nothing(_: dt.date) -> float:
    """Return that nothing else tells about a day."""
    return 0.0


@attrs.frozen(repr=False)
class Candidate(Generic[T]):
    """A value and what it costs to have misread it as all the sights."""

    value: T
    cost: float

    def __repr__(self) -> str:
        return f"Candidate(cost={self.cost:.1f})"


def decode_number(sights: Sequence[Sight]) -> list[Candidate[str]]:
    """Return nine-numeral numbers by cost; a sight in the MRZ has a tenth slot, its check digit."""
    found: dict[str, float] = {}
    bound = _INFINITE
    priced = [[_priced(way) for way in ways] for ways in ways_of(sights)]
    for least, ways in sorted(
        [(math.fsum([way.least for way in ways]), ways) for ways in itertools.product(*priced)],
        key=lambda one: one[0],
    ):
        if least > bound:
            break
        rest = math.fsum([way.rest for way in ways])
        slots = functools.reduce(_slot_by_slot, [way.slots for way in ways])
        check = functools.reduce(_added, [way.check for way in ways])
        options = [_options(table, min(bound - least, WINDOW)) for table in slots]
        for digit, cheapest in cheapest_by_residue(options, keep=2).items():
            for cost, value in cheapest:
                total = rest + cost + check[digit]
                if total < found.get(value, total + 1):
                    found[value] = total
        bound = _dearest(found) + _ROUNDED
    ranked = _ranked(found)[:MOST]
    if any(sight.has_slips for sight in sights):
        return _with_neighbours(ranked, sights)[:MOST]
    return ranked


def _dearest(found: Mapping[T, float]) -> float:
    """Return the most that one of the values found may cost and still be returned."""
    costs = heapq.nsmallest(MOST, found.values())
    return min(costs[-1], costs[0] + WINDOW) if len(costs) == MOST else costs[0] + WINDOW


def _with_neighbours(ranked: list[Candidate[str]], sights: Sequence[Sight]) -> list[Candidate[str]]:
    """Cost the best numbers, and all that differ from the best in one numeral, over every way to read them.

    Where characters were added or lost, the ways at hand are those that are cheap in one sight alone. What a
    neighbour costs is not asked where it is too much, whatever its check digit.
    """
    clean = [sight.text for sight in sights if sight.text.isdecimal() and not sight.has_slips]
    best = [to_western_digits(text[:9]) for text in clean]
    best += [candidate.value for candidate in ranked]
    pricings = [(sight.weight, len(sight.template), Pricing(sight)) for sight in sights]

    def cost_of(value: str) -> float:
        with_digit = value + check_digit(value)
        return math.fsum([weight * pricing.cost(with_digit[:slots]) for weight, slots, pricing in pricings])

    costs = {value: cost_of(value) for value in best}
    centre = min(costs, key=lambda value: costs[value])
    any_number = [pricing.least("", pricing.rest_of("")) for _, _, pricing in pricings]
    of_any = math.fsum([weight * least for (weight, _, _), least in zip(pricings, any_number, strict=True)])
    # What a text without slips costs is found at once, and is mostly too much.
    in_turn = sorted(zip(pricings, any_number, strict=True), key=lambda one: one[0][2].has_slips)
    bounds = [(weight, pricing, pricing.rest_of(centre), least) for (weight, _, pricing), least in in_turn]
    most = costs[centre] + WINDOW + _ROUNDED
    for place, numeral in itertools.product(range(9), ASCII_DIGITS):
        begun = centre[:place] + numeral
        value, so_far = begun + centre[place + 1 :], of_any
        if value in costs:
            continue
        for weight, pricing, rest, least in bounds:
            so_far += weight * (pricing.least(begun, rest) - least)
            if so_far > most:
                break
        else:
            costs[value] = cost_of(value)
            most = min(most, costs[value] + WINDOW + _ROUNDED)
    return _ranked(costs)


def decode_date(
    sights: Sequence[Sight],
    bounds: Bounds,
    elsewhere: CostOfDay = costs_nothing,
    *,
    issue: Sight | None = None,
) -> list[Candidate[dt.date]]:
    """Return the days within bounds by cost.

    A printed sight has the slots of ``ddmmyyyy``, one in the MRZ those of ``yymmdd`` and the check digit.
    ``elsewhere`` adds what else tells about a day, never less than nothing. The printed ``issue`` is one more
    sight of an expiry: it is ten years less a day before it.
    """
    search = _Search(bounds, elsewhere)
    years = range(bounds[0].year, bounds[1].year + 1)
    if not years:
        return []
    if issue is None:
        for own in itertools.product(*[[_parts(way, years) for way in ways] for ways in ways_of(sights)]):
            if search.may_be_within(own):
                search.add(functools.reduce(_Parts.__add__, own))
        return search.ranked()
    of_issue, *of_expiry = ways_of([issue, *sights])
    # One more: the last of December is that of an issue on the first of January.
    years_of_issue = range(years.start - VALIDITY_YEARS, years.stop - VALIDITY_YEARS + 1)
    issues = [_parts(way, years_of_issue) for way in of_issue]
    expiries = [[_parts(way, years) for way in ways] for ways in of_expiry]
    for issued, *own_ways in itertools.product(issues, *expiries):
        if search.may_be_within([issued, *own_ways]):
            costs = functools.reduce(_Parts.__add__, own_ways)
            search.add(costs + issued.of_day_before(), has_issue=True)
            search.add_month_ends(costs, issued)
    return search.ranked()


def ways_of(sights: Sequence[Sight]) -> list[list[Way]]:
    """Return the ways of each sight that are combined, fewer each where there are many sights."""
    most = _MOST_WAYS.get(len(sights), 2)
    counts = [most] * min(len(sights), _MOST_COMBINED) + [1] * (len(sights) - _MOST_COMBINED)
    return [[(sight, way) for way in sight.ways[:count]] for sight, count in zip(sights, counts, strict=True)]


@attrs.frozen
class _PricedNumber(Masked):
    """What each numeral of a number costs, each check digit, and the rest of the text.

    No number costs less than ``least``.
    """

    slots: Sequence[Costs]
    check: Costs
    rest: float
    least: float


def _priced(way: Way) -> _PricedNumber:
    tables = _tables(way)
    check = tables[9] if len(tables) == 10 else _NO_COSTS
    rest = way[0].weight * way[1].cost
    return _PricedNumber(tables[:9], check, rest, math.fsum([rest, *map(min, tables)]))


def _slot_by_slot(ones: Sequence[Costs], others: Sequence[Costs]) -> list[Costs]:
    return [*map(_added, ones, others)]


def _added(one: Costs, other: Costs) -> Costs:
    return tuple(map(add, one, other))


@attrs.frozen
class _Parts:
    """What each day of the month, month and year costs, and the rest of the text besides.

    ``check`` is what each check digit costs, where there is one; no day costs less than ``least``.
    """

    days: Costs  # from 0, which is no day, and infinitely dear
    months: Costs  # from 0
    years: Costs  # from the first of the bounds
    rest: float
    check: Costs
    least: float

    def __add__(self, other: "_Parts") -> "_Parts":
        return _Parts(
            _added(self.days, other.days),
            _added(self.months, other.months),
            _added(self.years, other.years),
            self.rest + other.rest,
            _added(self.check, other.check),
            self.least + other.least,
        )

    def of_day_before(self) -> "_Parts":
        """Return the costs of an issue as those of its expiry in one month: a day less, ten years more."""
        return attrs.evolve(self, days=(_INFINITE, *self.days[2:], _INFINITE))


def _parts(way: Way, years: range) -> _Parts:
    """Return the costs of a printed (eight slots) or an MRZ's (six and a check digit) way to read a date."""
    slots, check = _tables(way), _NO_COSTS
    if len(slots) == 8:  # ddmmyyyy
        d1, d2, m1, m2, y1, y2, y3, y4 = slots
    else:  # yymmdd and the check digit
        y3, y4, m1, m2, d1, d2, check = slots
        y1 = y2 = _NO_COSTS
    days = (_INFINITE, *[d1[day // 10] + d2[day % 10] for day in range(1, 32)])
    months = (_INFINITE, *[m1[month // 10] + m2[month % 10] for month in range(1, 13)])
    of_years = tuple(
        [y1[year // 1000] + y2[year // 100 % 10] + y3[year // 10 % 10] + y4[year % 10] for year in years]
    )
    rest = way[0].weight * way[1].cost
    least = math.fsum([rest, min(days), min(months), min(of_years), min(check)])
    return _Parts(days, months, of_years, rest, check, least)


class _Search:
    """The cheapest days within bounds, found part by part; it is cut at the dearest that is returned."""

    def __init__(self, bounds: Bounds, elsewhere: CostOfDay) -> None:
        self._found: dict[dt.date, float] = {}
        self._earliest, self._latest = bounds
        self._elsewhere = elsewhere
        self._bound = _INFINITE
        self._tells_nothing = False

    def ranked(self) -> list[Candidate[dt.date]]:
        """Return the days found, cheapest first; none where so many fit that the sights tell nothing."""
        return [] if self._tells_nothing else _ranked(self._found)

    def may_be_within(self, ways: Iterable[_Parts]) -> bool:
        """Return whether these ways to read the sights can have a day that is cheap enough."""
        return math.fsum([way.least for way in ways]) <= self._bound + _ROUNDED

    def add(self, costs: _Parts, *, has_issue: bool = False) -> None:
        """Try every day, the cheapest years, months and days first.

        With the costs of an issue, which is a day later in the same month, it is every day that does not end
        a month: those are tried by `add_month_ends`.
        """
        months, days = _ranked_parts(costs.months), _Days(costs)
        cheapest_month = months[0][0]
        most = self._bound - costs.rest - cheapest_month - days.cheapest + _ROUNDED
        years = _ranked_parts(costs.years, self._earliest.year, most)
        if not self._found:  # these are the likeliest ways to read the sights
            self._tells_nothing = _fit_nearly_all(years, months, days)
        for year_cost, year in years:
            if costs.rest + year_cost + cheapest_month + days.cheapest > self._bound:
                break
            for month_cost, month in months:
                so_far = costs.rest + year_cost + month_cost
                if so_far + days.cheapest > self._bound:
                    break
                last = _LAST_DAYS[month] - 1 if has_issue else last_of_month(year, month)
                for day_cost, day in days.of_month(year, month):
                    if so_far + day_cost > self._bound:
                        break
                    if day <= last:
                        self._keep(dt.date(year, month, day), so_far + day_cost)

    def add_month_ends(self, costs: _Parts, issued: _Parts) -> None:
        """Try the expiries of cards issued on the first of a month, or on 29 February."""
        days = [(month, 1) for month in range(1, 13)] + [(2, 29)]
        starts = [(issued.days[day] + issued.months[month], month, day) for month, day in days]
        cheapest, first = min(starts)[0] + costs.least - costs.rest, self._earliest.year
        for year, year_cost in enumerate(issued.years, first - VALIDITY_YEARS):
            of_year = issued.rest + costs.rest + year_cost
            if of_year + cheapest > self._bound + _ROUNDED:
                continue
            for of_day, month, of_month in starts:
                cost = of_year + of_day
                if cost > self._bound or (of_month == 29 and not calendar.isleap(year)):
                    continue
                for day in expiries_of(dt.date(year, month, of_month)):
                    if not self._earliest <= day <= self._latest:
                        continue
                    total = (
                        cost + costs.days[day.day] + costs.months[day.month] + costs.years[day.year - first]
                    )
                    total += costs.check[date_remainder(day.year, day.month, day.day)]
                    self._keep(day, total)

    def _keep(self, day: dt.date, cost: float) -> None:
        if cost > self._bound or not self._earliest <= day <= self._latest:
            return
        total, found = cost + self._elsewhere(day), self._found
        if total >= found.get(day, self._bound):
            return
        found[day] = total
        if len(found) > MOST:
            del found[max(reversed(found), key=found.__getitem__)]
        self._bound = _dearest(found)


Ranked = Sequence[tuple[float, int]]  # what parts of a date cost, cheapest first


def _ranked_parts(costs: Sequence[float], first: int = 0, most: float = sys.float_info.max) -> Ranked:
    return sorted([(cost, part) for part, cost in enumerate(costs, first) if cost <= most])


class _Days:
    """What the days of a month cost with their check digit, which the month and its year have a part in."""

    def __init__(self, costs: _Parts) -> None:
        self._costs = costs
        self._known: dict[int, Ranked] = {}
        #: No day costs less in any month.
        self.cheapest = min(costs.days) + min(costs.check)

    def of_month(self, year: int, month: int) -> Ranked:
        """Return the days of a month, cheapest first."""
        check = self._costs.check
        remainder = 0 if check is _NO_COSTS else date_remainder(year, month, 0)
        days = self._known.get(remainder)
        if days is None:
            costs = [
                cost + check[(remainder + of_day) % 10]
                for cost, of_day in zip(self._costs.days, _DAY_REMAINDERS, strict=True)
            ]
            days = self._known[remainder] = _ranked_parts(costs)
        return days


def _fit_nearly_all(years: Ranked, months: Ranked, days: _Days) -> bool:
    """Return whether more days than tell anything are within the window of the cheapest."""
    most = years[0][0] + months[0][0] + days.cheapest + WINDOW
    near = [
        (of_year + of_month, year, month)
        for of_year, year in years
        if of_year + months[0][0] + days.cheapest <= most
        for of_month, month in months
        if of_year + of_month + days.cheapest <= most
    ]
    if len(_DAY_REMAINDERS) * len(near) <= _MOST_DAYS:
        return False
    fitting = (bisect.bisect(days.of_month(year, month), (most - cost, 0)) for cost, year, month in near)
    return sum(fitting) > _MOST_DAYS


def last_of_month(year: int, month: int) -> int:
    """Return the last day of a month; `calendar.monthrange` takes five times as long."""
    return 29 if month == 2 and calendar.isleap(year) else _LAST_DAYS[month]


_LAST_DAYS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date_remainder(year: int, month: int, day: int) -> int:
    """Return the check digit of a day written ``yymmdd`` as a number; zero leaves a part out."""
    of_year = 7 * (year % 100 // 10) + 3 * (year % 10)
    return (of_year + month // 10 + 7 * (month % 10) + 3 * (day // 10) + day % 10) % 10


_DAY_REMAINDERS: Final = tuple(date_remainder(0, 0, day) for day in range(32))


def _tables(way: Way) -> list[Costs]:
    sight, alignment = way
    tables = [numeral_costs(sight.channel, read) for read in alignment.read]
    if sight.weight == 1.0:
        return tables
    return [tuple(sight.weight * cost for cost in costs) for costs in tables]


def _options(table: Costs, most: float) -> list[tuple[float, str]]:
    """Return the numerals of a slot that are no more than so much dearer than its cheapest."""
    least = min(table)
    return [
        (cost, numeral) for numeral, cost in zip(ASCII_DIGITS, table, strict=True) if cost - least <= most
    ]


def _ranked(found: dict[T, float]) -> list[Candidate[T]]:
    bound = min(found.values(), default=0.0) + WINDOW
    ranked = [Candidate(value, cost) for value, cost in found.items() if cost <= bound]
    ranked.sort(key=lambda candidate: candidate.cost)
    return ranked
