"""Dates in words: ``ថ្ងៃទី១០ ខែកក្កដា ឆ្នាំ១៩៩៩``, with the Buddhist era and without.

The card does not print them; other Khmer documents do. The names of the months are those of CLDR (``km``),
with the spellings that people use besides. Lunar dates are recognised and refused: ``៨រោច ខែចេត្រ`` needs
the lunar calendar, and no card has one.

The Buddhist year (ព.ស.) changes on the day after Visakha Bochea, the full moon of ពិសាខ in April or May: the
Ministry of Cults and Religions names ១រោច ខែពិសាខ, and so do the calendars. Before that day it is that of the
common era (គ.ស.) + 543, from that day on + 544. So a day and a month have, as a rule, one common year.

>>> parse_written_date("ថ្ងៃទី10 ខែកក្កដា ឆ្នាំ1999")[0]
(10, 7, 1999)
>>> parse_written_date("8រោច ខែចេត្រ ឆ្នាំជូត")[1]
(Note(code=<Code.LUNAR_DATE: 'lunar_date'>, detail=''),)
>>> to_common_years(2567, month=4, day=14), to_common_years(2568, month=5, day=23)
((2024,), (2024,))
"""

import datetime as dt
import re
from typing import Final

from khmerid.notes import Code, Note
from khmerid.text.cleaning import Notes
from khmerid.text.normal_form import to_normal_form

DayMonthYear = tuple[int, int, int]

# CLDR km, wide and abbreviated alike, and after it the other spellings in use.
MONTHS: Final = (
    ("មករា", "មក្រា"),
    ("កុម្ភៈ", "កុម្ភះ", "កុម្ភ:", "កុម្ភ៖", "កុម្ភ", "កុម្ភា"),
    ("មីនា", "មិនា"),
    ("មេសា", "មេសារ"),
    ("ឧសភា", "ឧសភារ", "ឩសភា", "ឪសភា", "ឱសភា"),
    ("មិថុនា", "មិថុន", "មីថុនា", "មិថុណា"),
    ("កក្កដា", "កក្តដា", "កក្ដដា", "កកដា", "កក្កដារ"),
    ("សីហា", "សិហា", "សីហារ"),
    ("កញ្ញា", "កញ្ញារ", "កញ្ចា", "កញា"),
    ("តុលា", "តុលារ", "តូលា"),
    ("វិច្ឆិកា", "វិច្ចិកា", "វិឆ្ឆិកា", "វិចិ្ឆកា", "វិច្ឆិការ", "វិចិ្ចកា"),
    ("ធ្នូ", "ធ្នូរ", "ធ្នុ"),
)
_MONTH_OF: Final = {to_normal_form(name): number for number, names in enumerate(MONTHS, 1) for name in names}

_WEEKDAYS = "ចន្ទ|អង្គារ|ពុធ|ព្រហស្បតិ៍|សុក្រ|សៅរ៍|អាទិត្យ"
_MONTH_NAMES = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))
_ERA = r"(?:ព\.?ស\.?|ពុទ្ធសករាជ|គ\.?ស\.?|គ្រិស្ត?សករាជ)"
_WRITTEN = re.compile(
    rf"(?:ថ្ងៃ)?(?:{_WEEKDAYS})?(?:ថ្ងៃ)?(?:ទី)?([0-9]{{1,2}})[,./-]?"
    rf"(?:ខែ)?({_MONTH_NAMES}|[0-9]{{1,2}})[,./-]?"
    rf"(?:ឆ្នាំ)?({_ERA})?(?:ឆ្នាំ)?([0-9]{{4}})({_ERA})?",
)
_LUNAR = re.compile(
    r"[0-9](?:កើត|រោច)|មិគសិរ|បុស្ស|មាឃ|ផល្គុន|ចេត្រ|ពិសាខ|ជេស្ឋ|អាសាឍ|មាសាឍ|ស្រាពណ៍|ភទ្របទ|អស្សុជ|កត្តិក"
    r"|ឆ្នាំ(?:ជូត|ឆ្លូវ|ខាល|ថោះ|រោង|ម្សាញ់|មមីរ?|មមែ|វក|រកា|ច|កុរ?)|[ក-អ៍]ស័ក|ចុល្លសករាជ"
)

# The days from 1 April to the full moon of ពិសាខ, from 1900 to 2099. From data/khmer/visakha_bochea.tsv
# (momentkh 2.5.5), with which tests/fields/test_fields_written_dates.py compares this table.
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


def parse_written_date(text: str) -> tuple[DayMonthYear | None, Notes]:
    """Return day, month and year of a date in words and the notes, or ``None`` and why not.

    The digits of the text are ASCII. Whether the calendar has the day is not looked at.
    """
    solid = to_normal_form(text).replace(" ", "")
    match = _WRITTEN.fullmatch(solid)
    # A month in numerals is a date in words only beside the word for month, or an era.
    if match is None or not (match[2] in _MONTH_OF or "ខែ" in solid or match[3] or match[5]):
        return None, (Note(Code.LUNAR_DATE if _LUNAR.search(solid) else Code.UNREADABLE),)
    month = _MONTH_OF.get(match[2]) or int(match[2])
    notes = [Note(Code.OTHER_DATE_FORM)]
    if match[2] in _MONTH_OF and match[2] != to_normal_form(MONTHS[month - 1][0]):
        notes.append(Note(Code.SPELLING_REPAIRED))
    day, year = int(match[1]), int(match[4])
    if "ព" not in (match[3] or "") + (match[5] or ""):
        return (day, month, year), tuple(notes)
    years = to_common_years(year, month=month, day=day)
    if not years:
        return None, (*notes, Note(Code.NO_SUCH_DAY, "in this year of the Buddhist era"))
    notes.append(Note(Code.BUDDHIST_ERA))
    if len(years) > 1:
        notes.append(Note(Code.BUDDHIST_YEAR_AMBIGUOUS))
    return (day, month, years[0]), tuple(notes)


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
