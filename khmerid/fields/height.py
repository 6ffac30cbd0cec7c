"""The height, printed as three Khmer numerals, a blank and ``ស.ម`` (centimetres): ``១៥៨ ស.ម``.

Source: images of cards under Sub-decree 60 of 2007.

>>> read_height("១៥៨ ស.ម").value
158
>>> str(read_height("១៥៨").notes[-1].code), str(read_height("១៥៨៤ ស.ម").notes[-1].code)
('unit_assumed', 'height_out_of_bounds')
"""

import re
from typing import Final

from khmerid.notes import Code, Note, Status
from khmerid.reading import Reading
from khmerid.text.cleaning import Notes, read_cleaned
from khmerid.text.numerals import unify_digits

_UNIT: Final = "ស.ម"
_UNITS: Final = frozenset({_UNIT, "cm", "CM", "Cm", "សង់ទីម៉ែត្រ", "សង់ទីម៉ែត"})
#: Centimetres that a holder of fifteen or more can have, set by hand; beyond them it is not a height.
_BOUNDS_CM: Final = range(50, 251)
#: Those of nearly all holders. Wider, and more misread heights pass as read; narrower, and right ones are
#: doubted.
USUAL_CM: Final = range(130, 221)
# A usual height exactly as the card prints it; ``int`` reads Khmer digits.
_EXACT = re.compile(rf"(១[៣-៩][០-៩]|២[០១][០-៩]|២២០) {re.escape(_UNIT)}")
_HEIGHT = re.compile(r"(?P<before>[^0-9]{0,8})(?P<number>[0-9]{1,6})(?P<unit>[^0-9]{0,12})")
_KHMER_DIGITS: Final = (Note(Code.KHMER_DIGITS),)


def read_height(text: str | None) -> Reading[int]:
    """Read the height in centimetres; 50 to 250, doubted outside 130 to 220."""
    if printed := _EXACT.fullmatch(text or ""):
        return Reading(text, int(printed[1]), _KHMER_DIGITS, text or "")
    return read_cleaned(text, _centimetres_of)


def _centimetres_of(cleaned: str) -> tuple[int | None, Notes]:
    digits, notes = unify_digits(cleaned)
    match = _HEIGHT.fullmatch(digits)
    if not match:
        return None, (*notes, Note(Code.UNREADABLE))
    unit, centimetres = match["unit"].strip(), int(match["number"])
    if match["before"].strip():
        notes += (Note(Code.NOISE_REMOVED),)
    if not unit:
        notes += (Note(Code.UNIT_ASSUMED),)
    elif unit not in _UNITS:
        notes += (Note(Code.UNIT_REPAIRED),)
    if centimetres not in _BOUNDS_CM:
        notes += (Note(Code.HEIGHT_OUT_OF_BOUNDS),)
    if any(note.status >= Status.REJECTED for note in notes):
        return None, notes
    return centimetres, notes if centimetres in USUAL_CM else (*notes, Note(Code.UNUSUAL_HEIGHT))
