"""Dates of the card: ``dd.mm.yyyy`` in Khmer numerals with full stops.

Source: images of cards under Sub-decree 60 of 2007, which print no other form. What OCR makes of the full
stops is known (``, : ! ។ ..`` or a blank), and any of them is read. Numerals of two scripts in one date are
the sign of a misread numeral, so such a date is doubtful however well it reads; so is one all in Western
numerals, which a Latin engine makes of a Khmer date (``០១.០១.២០០០`` comes back as ``09.09.8000``).
A date is well formed, its status no worse than repaired, only when its numerals are two, two and four of
one script; all else that still gives a day is doubtful. That the calendar has the day proves nothing.

>>> read_date("១០.០៧.១៩៩៩").value
datetime.date(1999, 7, 10)
>>> read_date("៣១.០២.១៩៩៩").status
<Status.REJECTED: 3>
"""

import datetime as dt
import re
from typing import Final

from khmerid.fields.written_dates import DayMonthYear, parse_written_date
from khmerid.misreading import SHIPPED
from khmerid.notes import Code, Note, Status
from khmerid.reading import Reading
from khmerid.rules import EARLIEST_DATE, LATEST_DATE
from khmerid.text.cleaning import Notes, read_cleaned
from khmerid.text.numerals import unify_digits

_LETTER_DIGITS: Final = SHIPPED.look_alikes.digits_of_dates
_TO_DIGIT = str.maketrans(dict(_LETTER_DIGITS))

# Exactly as the card prints it; ``int`` reads Khmer digits.
_PRINTED_FORM = re.compile(r"([០-៩]{2})\.([០-៩]{2})\.([០-៩]{4})")
_KHMER_DIGITS: Final = (Note(Code.KHMER_DIGITS),)

_D = "[0-9" + "".join(_LETTER_DIGITS) + "]"
_SEPARATOR = r"[ .,:;!។៖ៈ/·-]{1,3}"
_CARD_FORM = re.compile(rf"({_D}{{2}})({_SEPARATOR})({_D}{{2}})({_SEPARATOR})({_D}{{4}})")
_ISO_FORM = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

# What still gives a day, with a doubt: one numeral for two, no separators, something before or after.
_NOISE = r"[^0-9]{0,40}"
_SHORT_FORM = re.compile(
    rf"{_NOISE}?([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}}){_NOISE}"
)
_SOLID_FORM = re.compile(
    rf"{_NOISE}?([0-9]{{2}})(?:{_SEPARATOR})?([0-9]{{2}})(?:{_SEPARATOR})?([0-9]{{4}}){_NOISE}"
)


def read_date(
    text: str | None, *, earliest: dt.date = EARLIEST_DATE, latest: dt.date = LATEST_DATE
) -> Reading[dt.date]:
    """Read a date, and reject a day that the calendar does not have or that is out of bounds.

    ISO 8601 and dates in Khmer words are read too and noted; two-digit years and lunar dates are not.
    """
    if text and (printed := _PRINTED_FORM.fullmatch(text)):
        as_printed = int(printed[1]), int(printed[2]), int(printed[3])
        value, notes = _day_of(as_printed, _KHMER_DIGITS, (earliest, latest))
        return Reading(text, value, notes, text)
    return read_cleaned(text, lambda cleaned: _date_of(cleaned, (earliest, latest)))


def _date_of(cleaned: str, bounds: tuple[dt.date, dt.date]) -> tuple[dt.date | None, Notes]:
    digits, digit_notes = unify_digits(cleaned)
    western = () if digit_notes else (Note(Code.WESTERN_DIGITS),)
    parts, form_notes = _parse_card_date(digits, western)
    if parts is None:
        parts, form_notes = parse_written_date(digits)
    if parts is None and (match := _SHORT_FORM.fullmatch(digits) or _SOLID_FORM.fullmatch(digits)):
        parts = (int(match[1]), int(match[2]), int(match[3]))
        form_notes = (*western, Note(Code.UNUSUAL_DATE_FORM))
    notes = digit_notes + form_notes
    if parts is None or any(note.status >= Status.REJECTED for note in notes):
        return None, notes
    return _day_of(parts, notes, bounds)


def _day_of(
    parts: DayMonthYear, notes: Notes, bounds: tuple[dt.date, dt.date]
) -> tuple[dt.date | None, Notes]:
    """Return the day of the calendar and the notes, with the reason where there is none."""
    try:
        value = dt.date(parts[2], parts[1], parts[0])
    except ValueError:
        return None, (*notes, Note(Code.NO_SUCH_DAY))
    if not bounds[0] <= value <= bounds[1]:
        return None, (*notes, Note(Code.YEAR_OUT_OF_BOUNDS))
    return value, notes


def _parse_card_date(digits: str, western: Notes) -> tuple[DayMonthYear | None, Notes]:
    """Return day, month and year of a date in the form of the card or of ISO 8601, or ``None``."""
    if iso := _ISO_FORM.fullmatch(digits):
        return (int(iso[3]), int(iso[2]), int(iso[1])), (Note(Code.OTHER_DATE_FORM),)
    match = _CARD_FORM.fullmatch(digits)
    if match is None:
        return None, ()
    day, first, month, second, year = match.groups()
    notes = western
    if any(letter in day + month + year for letter in _LETTER_DIGITS):
        notes = (*notes, Note(Code.LETTER_FOR_DIGIT))
    if first != "." or second != ".":
        notes = (*notes, Note(Code.SEPARATOR_REPAIRED))
    day, month, year = (part.translate(_TO_DIGIT) for part in (day, month, year))
    return (int(day), int(month), int(year)), notes
