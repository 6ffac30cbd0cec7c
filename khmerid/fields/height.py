"""The height, printed as three Khmer numerals, a blank and ``ស.ម`` (centimetres): ``១៥៨ ស.ម``.

>>> read_height("១៥៨ ស.ម").value
158
>>> str(read_height("១៥៨").notes[-1].code), str(read_height("១៥៨៤ ស.ម").notes[-1].code)
('unit_assumed', 'height_out_of_bounds')

"""

import re
from typing import Final

import regex

from khmerid.notes import Code, Note, Status
from khmerid.reading import Reading
from khmerid.text.cleaning import clean
from khmerid.text.numerals import unify_digits

_UNIT: Final = "ស.ម"
_BOUNDS_CM: Final = (50, 250)
USUAL_CM: Final = range(130, 221)
# A usual height exactly as the card prints it; ``int`` reads Khmer digits.
_PRINTED = re.compile(rf"(១[៣-៩][០-៩]|២[០១][០-៩]|២២០) {re.escape(_UNIT)}")
_HEIGHT = regex.compile(r"(?P<before>[^0-9]{0,8})(?P<number>[0-9]{1,6})(?P<unit>[^0-9]{0,12})")
_KHMER_DIGITS: Final = (Note(Code.KHMER_DIGITS),)
_UNITS: Final = frozenset({"cm", "CM", "Cm", "សង់ទីម៉ែត្រ", "សង់ទីម៉ែត"})


def read_height(text: str | None) -> Reading[int]:
    """Read the height in centimetres; 50 to 250, doubted outside 130 to 220."""
    if printed := _PRINTED.fullmatch(text or ""):
        return Reading(text, int(printed[1]), _KHMER_DIGITS, text or "")
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes, cleaned)
    digits, digit_notes = unify_digits(cleaned)
    notes += digit_notes
    match = _HEIGHT.fullmatch(digits)
    if not match:
        return Reading(text, None, (*notes, Note(Code.UNREADABLE)), cleaned)
    before, unit = match["before"], match["unit"].strip()
    centimetres = int(match["number"])
    if before.strip():
        notes += (Note(Code.NOISE_REMOVED),)
    if not unit:
        notes += (Note(Code.UNIT_ASSUMED),)
    elif unit != _UNIT and unit not in _UNITS:
        notes += (Note(Code.UNIT_REPAIRED),)
    lowest, highest = _BOUNDS_CM
    if not lowest <= centimetres <= highest:
        notes += (Note(Code.HEIGHT_OUT_OF_BOUNDS),)
    if any(note.status >= Status.REJECTED for note in notes):
        return Reading(text, None, notes, cleaned)
    if centimetres not in USUAL_CM:
        notes += (Note(Code.UNUSUAL_HEIGHT),)
    return Reading(text, centimetres, notes, cleaned)
