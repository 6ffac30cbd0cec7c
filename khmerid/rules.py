"""The rules of the card: what every one has alike, and how its dates are bound together.

Sub-decree 60 of 2007: issued from the age of fifteen on, valid for ten years from the day of issue. Cards
with an MRZ have been issued since June 2012; they expire on the last day of the ten years.

>>> import datetime as dt
>>> expiries_of(dt.date(2020, 1, 1)), issues_of(dt.date(2029, 12, 31))
((datetime.date(2029, 12, 31),), (datetime.date(2020, 1, 1),))
"""

import datetime as dt
import functools
from typing import Final

from dateutil.relativedelta import relativedelta

DOCUMENT_CODE: Final = "ID"
STATE: Final = "KHM"
HEAD: Final = DOCUMENT_CODE + STATE  # what the upper line of every card begins with

EARLIEST_DATE: Final = dt.date(1900, 1, 1)  # nobody born before has a card of 2007 or later
LATEST_DATE: Final = dt.date(2099, 12, 31)  # the MRZ writes two numerals of a year: an expiry is in 20yy
FIRST_ISSUE: Final = dt.date(2012, 1, 1)  # the year in which cards with an MRZ began
LAST_ISSUE: Final = dt.date(2089, 12, 31)  # the last whose expiry is not after ``LATEST_DATE``
VALIDITY_YEARS: Final = 10
AGE_AT_ISSUE: Final = 15
OLDEST_AT_ISSUE: Final = 115  # two numerals of a year of birth tell a hundred years apart
_DAY: Final = dt.timedelta(days=1)
_BESIDE_LEAP_DAY: Final = (2, 3)  # in all other months every expiry has one issue


@functools.lru_cache(maxsize=8192)  # a card in use has one of some four thousand days
def expiries_of(issue: dt.date) -> tuple[dt.date, ...]:
    """Return the last day of validity of a card issued on this day: ten years later less a day.

    What is printed at the end of February is not known, so a day beside it is allowed too: 28 February for an
    issue on 29 February, and for one on 1 March whose tenth year is a leap year.
    """
    last = _shifted(issue, VALIDITY_YEARS) - _DAY
    if (issue.month, issue.day) == (2, 29):
        return last, last + _DAY
    if (last.month, last.day) == (2, 29):
        return last, last - _DAY
    return (last,)


@functools.lru_cache(maxsize=8192)
def issues_of(expiry: dt.date) -> tuple[dt.date, ...]:
    """Return the days of issue whose card expires on this day, the likeliest first."""
    earliest = _shifted(expiry, -VALIDITY_YEARS)
    if expiry.month not in _BESIDE_LEAP_DAY:
        return (earliest + _DAY,)
    around = (earliest + _DAY, earliest, earliest + 2 * _DAY)
    return tuple(issue for issue in around if expiry in expiries_of(issue))


def require_day(day: object) -> None:
    """Raise ``TypeError`` unless it is a date; a datetime is none, although Python takes it for one.

    >>> require_day(dt.datetime(2026, 11, 22, 10, 0))
    Traceback (most recent call last):
    TypeError: today is a datetime.date, not datetime; a datetime has its day as .date()
    """
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        hint = "; a datetime has its day as .date()" if isinstance(day, dt.datetime) else ""
        message = f"today is a datetime.date, not {type(day).__name__}{hint}"
        raise TypeError(message)


def issued_by(today: dt.date) -> dt.date:
    """Return the latest day on which a card presented on this day can have been issued."""
    return min(max(today, FIRST_ISSUE), LAST_ISSUE)


def latest_birth(issue: dt.date) -> dt.date:
    """Return the latest day of birth of somebody who was fifteen on the day of issue."""
    return _shifted(issue, -AGE_AT_ISSUE)


def earliest_birth(issue: dt.date) -> dt.date:
    """Return the earliest day of birth that the two numerals of the MRZ can mean."""
    return _shifted(issue, -OLDEST_AT_ISSUE) + _DAY


def years_between(birth: dt.date, day: dt.date) -> int:
    """Return the age in whole years on a day."""
    if _is_leap_day(birth) or day < birth:
        return relativedelta(day, birth).years
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _shifted(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later, 28 February where that year has no 29th."""
    # The library's arithmetic takes ten times as long, and differs on that one day alone.
    return day + relativedelta(years=years) if _is_leap_day(day) else day.replace(year=day.year + years)


def _is_leap_day(day: dt.date) -> bool:
    return day.month == 2 and day.day == 29
