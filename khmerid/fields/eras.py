"""The Buddhist era (ព.ស.) and the common era (គ.ស.), for dates in words.

Source: no card prints an era (no card image or OCR output of a card seen has one). The Buddhist year changes
on the day after Visakha Bochea, the full moon of ពិសាខ in April or May: the Ministry of Cults and Religions
names ១រោច ខែពិសាខ, and so do the calendars. Before that day the Buddhist year is that of the common era + 543,
from that day on + 544. So a day and a month have, as a rule, one year of the common era, and a Buddhist year
alone has two.

>>> to_common_years(2567, month=4, day=14), to_common_years(2568, month=5, day=23)
((2024,), (2024,))
>>> to_common_years(3000, month=1, day=1)
()

"""

import datetime as dt
from typing import Final

# The days from 1 April to the full moon of ពិសាខ, from 1900 to 2099. From data/khmer/visakha_bochea.tsv
# (momentkh 2.5.5), with which tests/fields/test_fields_eras.py compares this table.
_FIRST_YEAR: Final = 1900
_FEASTS: Final = (
    "42 31 50 40 28 47 36 26 44 33 52 41 30 49 38 27 45 34 24 43 "
    "31 50 39 29 47 36 25 44 33 52 41 30 48 38 27 46 34 23 42 32 "
    "50 39 28 47 36 25 44 33 51 41 30 49 37 26 45 35 23 42 31 50 "
    "39 28 47 36 25 44 33 52 40 30 49 38 26 45 35 24 42 31 50 40 "
    "28 47 36 25 43 33 52 41 29 48 38 27 45 34 53 43 31 50 39 28 "
    "46 36 25 44 32 51 41 30 48 37 27 46 34 53 42 31 49 39 28 47 "
    "35 25 44 33 51 40 30 49 37 26 45 35 53 42 31 50 39 28 47 36 "
    "24 43 33 52 40 29 48 38 26 45 34 53 42 31 50 39 27 46 36 25 "
    "43 32 51 41 29 48 37 27 45 34 53 42 31 50 39 28 46 36 25 44 "
    "32 51 40 30 48 37 26 45 34 53 42 31 49 39 28 47 35 24 43 33"
)
_DAYS_FROM_APRIL: Final = tuple(int(days) for days in _FEASTS.split())

BUDDHIST: Final = r"(?:ព\.?ស\.?|ពុទ្ធសករាជ)"
COMMON: Final = r"(?:គ\.?ស\.?|គ្រិស្ត?សករាជ)"


def to_common_years(buddhist_year: int, *, month: int, day: int) -> tuple[int, ...]:
    """Return the years of the common era in which this day of the Buddhist year may lie: none, one or two.

    Outside 1900 to 2099 the feast is not known, and there is none.
    """
    years = []
    for year, changed in ((buddhist_year - 544, True), (buddhist_year - 543, False)):
        feast = _visakha_bochea(year)
        if feast and ((month, day) > (feast.month, feast.day)) == changed:
            years.append(year)
    return tuple(years)


def _visakha_bochea(year: int) -> dt.date | None:
    """Return the day of Visakha Bochea in a year of the common era, ``None`` outside 1900 to 2099."""
    index = year - _FIRST_YEAR
    if not 0 <= index < len(_DAYS_FROM_APRIL):
        return None
    return dt.date(year, 4, 1) + dt.timedelta(days=_DAYS_FROM_APRIL[index])
