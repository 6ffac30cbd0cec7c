"""Dates of the MRZ: YYMMDD, the century left to the reader (ICAO Doc 9303-3, 4.8).

No clause says which century; it is inferred from the latest day that can be meant, never from the clock.

>>> import datetime as dt
>>> read_mrz_date("740812", latest=dt.date(2020, 1, 1)).value
datetime.date(1974, 8, 12)
>>> read_mrz_date("190812", latest=dt.date(2020, 1, 1)).value
datetime.date(2019, 8, 12)
>>> read_mrz_date("990230", latest=dt.date(2020, 1, 1)).notes[0].code
<Code.NO_SUCH_DAY: 'no_such_day'>
"""

import datetime as dt
import re
from typing import Final

from khmerid.notes import Code, Note
from khmerid.reading import Reading

#: What is noted of a date of which two numerals of the year stand there.
CENTURY_INFERRED: Final = (Note(Code.CENTURY_INFERRED),)
_SIX_NUMERALS = re.compile(r"[0-9]{6}")
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS_AND_DAYS = frozenset(
    f"{month:02}{day:02}" for month, days in enumerate(_DAYS_OF_MONTH, 1) for day in range(1, days + 1)
)
_YEARS = frozenset(f"{year:02}" for year in range(100))
_LEAP_YEARS = frozenset(f"{year:02}" for year in range(0, 100, 4))  # in either century; 2000 was one
_LONGEST_MONTH_DAYS = frozenset(f"{day:02}" for day in range(1, 32))


def read_mrz_date(text: str | None, *, latest: dt.date) -> Reading[dt.date]:
    """Read six characters YYMMDD as the last such day that is not after ``latest``.

    Unknown parts, written as fillers, leave no value. A day that no century within two hundred years
    before ``latest`` has is refused.
    """
    if not text:
        return Reading(text, None, (Note(Code.MISSING),))
    if _SIX_NUMERALS.fullmatch(text) is None:
        code = Code.DATE_PARTS_UNKNOWN if len(text) == 6 and is_date_of_birth(text) else Code.UNREADABLE
        return Reading(text, None, (Note(code),))
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    newest = latest.year - (latest.year - year) % 100
    for candidate in (newest, newest - 100, newest - 200):
        date = _date(candidate, month, day)
        if date is not None and date <= latest:
            return Reading(text, date, CENTURY_INFERRED)
    return Reading(text, None, (Note(Code.NO_SUCH_DAY),))


def is_day(six: str) -> bool:
    """Return whether these six characters are a day of the calendar in the twentieth or the next century."""
    month_and_day = six[2:]
    return (
        six[:2] in _YEARS
        and month_and_day in _MONTHS_AND_DAYS
        and (month_and_day != "0229" or six[:2] in _LEAP_YEARS)
    )


def is_date_of_birth(six: str) -> bool:
    """Return whether this is a day, or one with fillers for unknown parts (Doc 9303-3, 4.8)."""
    if is_day(six):
        return True
    year, month, day = six[:2], six[2:4], six[4:]
    if "<<" not in (year, month, day):
        return False
    known_month = "12" if month == "<<" else month
    known_day = "01" if day == "<<" else day
    return (
        (year == "<<" or year in _YEARS)
        and known_month + known_day in _MONTHS_AND_DAYS
        and (day == "<<" or day in _LONGEST_MONTH_DAYS)
    )


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
