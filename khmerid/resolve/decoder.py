"""Which value could all sights have been misread from, at the least cost?

A sight is the text that was really there, laid along its template (`misreading.align`). The decoder adds
up what each candidate would cost in every sight, holds the candidates to their hard constraints (the
check digit, the calendar, the bounds of the field) and returns the cheapest, cheapest first. Values that
are not in the answer cost at least `WINDOW` more than its first.

Doc 9303-3, 4.9: a check digit is taken over the characters with the weights 7, 3, 1.
"""

import calendar
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Generic, TypeVar

import attrs

from khmerid.resolve.misreading import Alignment, Costs, numeral_costs

WINDOW: Final = 12.0
_WEIGHTS: Final = (7, 3, 1)
_NO_COSTS: Final[Costs] = (0.0,) * 10

T = TypeVar("T")
Sight = tuple[str, tuple[Alignment, ...]]  # a channel and the ways to read the text


@attrs.frozen(repr=False)
class Candidate(Generic[T]):
    """A value and what it costs to have misread it as all the sights."""

    value: T
    cost: float

    def __repr__(self) -> str:
        return f"Candidate(cost={self.cost:.1f})"


def decode_number(printed: Sight | None, zone: Sight | None) -> list[Candidate[str]]:
    """Return nine-numeral numbers by cost; the zone's sight has a tenth slot, its check digit."""
    found: dict[str, float] = {}
    for one, other in itertools.product(_ways(printed), _ways(zone)):
        tables = _add(_tables(one, 9), _tables(other, 9))
        check = _tables(other, 10)[9]
        base = (one[1].cost if one else 0.0) + (other[1].cost if other else 0.0)
        for value, remainder, cost in _cheapest_by_remainder(tables):
            total = base + cost + check[remainder]
            if total < found.get(value, total + 1):
                found[value] = total
    return _ranked(found)


def decode_date(
    printed: Sight | None,
    zone: Sight | None,
    earliest: dt.date,
    latest: dt.date,
    besides: Callable[[dt.date], float] | None = None,
) -> list[Candidate[dt.date]]:
    """Return days by cost.

    The printed sight has the slots of ``ddmmyyyy``, the zone's those of ``yymmdd`` and the check digit.
    ``besides`` adds what else speaks of a day, never less than nothing.
    """
    found: dict[dt.date, float] = {}
    for one, other in itertools.product(_ways(printed), _ways(zone)):
        p, z = _tables(one, 8), _tables(other, 7)
        base = (one[1].cost if one else 0.0) + (other[1].cost if other else 0.0)
        days = _sorted((p[0][d // 10] + p[1][d % 10] + z[4][d // 10] + z[5][d % 10], d) for d in range(1, 32))
        months = _sorted((p[2][m // 10] + p[3][m % 10] + z[2][m // 10] + z[3][m % 10], m) for m in range(1, 13))
        years = _sorted(
            (
                p[4][y // 1000] + p[5][y // 100 % 10] + p[6][y // 10 % 10] + p[7][y % 10] + z[0][y // 10 % 10] + z[1][y % 10],
                y,
            )
            for y in range(earliest.year, latest.year + 1)
        )
        _search(days, months, years, z[6], base, earliest, latest, besides, found)
    return _ranked(found)


def _search(
    days: list[tuple[float, int]],
    months: list[tuple[float, int]],
    years: list[tuple[float, int]],
    check: Costs,
    base: float,
    earliest: dt.date,
    latest: dt.date,
    besides: Callable[[dt.date], float] | None,
    found: dict[dt.date, float],
) -> None:
    """Add every day within the window of the cheapest one, nested loops cut at the bound."""
    bound = min(found.values(), default=float("inf")) + WINDOW
    for year_cost, year in years:
        if base + year_cost + months[0][0] + days[0][0] > bound:
            break
        for month_cost, month in months:
            so_far = base + year_cost + month_cost
            if so_far + days[0][0] > bound:
                break
            last = calendar.monthrange(year, month)[1]
            for day_cost, day in days:
                if so_far + day_cost > bound:
                    break
                if day > last:
                    continue
                value = dt.date(year, month, day)
                if not earliest <= value <= latest:
                    continue
                total = so_far + day_cost + check[date_remainder(value)]
                if besides is not None and total <= bound:
                    total += besides(value)
                if total <= bound:
                    found[value] = min(total, found.get(value, total))
                    bound = min(bound, total + WINDOW)


def date_remainder(day: dt.date) -> int:
    """Return the check digit of a day written ``yymmdd``."""
    year, month = day.year % 100, day.month
    return (
        7 * (year // 10) + 3 * (year % 10) + month // 10 + 7 * (month % 10) + 3 * (day.day // 10) + day.day % 10
    ) % 10


def cost_of_date(printed: Sight, day: dt.date) -> float:
    """Return what it costs to have misread this day as a printed sight."""
    numerals = [int(numeral) for numeral in f"{day:%d%m%Y}"]
    channel, ways = printed
    return min(
        way.cost + sum(numeral_costs(channel, read)[numeral] for read, numeral in zip(way.read, numerals, strict=True))
        for way in ways
    )


def _ways(sight: Sight | None) -> Sequence[tuple[str, Alignment] | None]:
    return [(sight[0], way) for way in sight[1]] if sight and sight[1] else [None]


def _tables(way: tuple[str, Alignment] | None, slots: int) -> list[Costs]:
    if way is None:
        return [_NO_COSTS] * slots
    channel, alignment = way
    return [numeral_costs(channel, read) for read in alignment.read[:slots]]


def _add(ones: list[Costs], others: list[Costs]) -> list[Costs]:
    return [tuple(map(float.__add__, one, other)) for one, other in zip(ones, others, strict=True)]


def _sorted(costs: Iterable[tuple[float, int]]) -> list[tuple[float, int]]:
    return sorted(costs)


def _cheapest_by_remainder(tables: list[Costs]) -> Iterable[tuple[str, int, float]]:
    """Yield the two cheapest values of each check digit."""
    states: dict[int, list[tuple[float, str]]] = {0: [(0.0, "")]}
    for position, table in enumerate(tables):
        least, weight = min(table), _WEIGHTS[position % 3]
        options = [(cost, numeral) for numeral, cost in enumerate(table) if cost - least <= WINDOW]
        grown: dict[int, list[tuple[float, str]]] = {}
        for remainder, bests in states.items():
            for cost, numeral in options:
                bucket = grown.setdefault((remainder + numeral * weight) % 10, [])
                bucket += [(best + cost, value + str(numeral)) for best, value in bests]
        for bucket in grown.values():
            bucket.sort()
            del bucket[2:]
        states = grown
    for remainder, bests in states.items():
        for cost, value in bests:
            yield value, remainder, cost


def _ranked(found: dict[T, float]) -> list[Candidate[T]]:
    bound = min(found.values(), default=0.0) + WINDOW
    ranked = [Candidate(value, cost) for value, cost in found.items() if cost <= bound]
    ranked.sort(key=lambda candidate: candidate.cost)
    return ranked
