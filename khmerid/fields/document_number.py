"""The document number: nine Western numerals at the top right, without a label; a leading zero counts.

Source: images of cards under Sub-decree 60 of 2007. Some print a suffix of two numerals in brackets,
``012345678 (01)``; it is not part of the number, which alone is in the MRZ, and some readers glue it on.

>>> read_document_number("012345678 (01)").value
'012345678'
>>> str(read_document_number("12345678").notes[-1].code)
'wrong_length'
"""

import re
from typing import Final

from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.text.cleaning import Notes, read_cleaned
from khmerid.text.numerals import unify_digits

_NUMERALS = re.compile(r"[0-9]+")
# Exactly as the card prints it.
_PRINTED_FORM = re.compile(r"([0-9]{9})( \([0-9]{2}\))?")
_SUFFIX_REMOVED: Final = (Note(Code.SUFFIX_REMOVED),)
_SUFFIX = re.compile(r"(?P<number>[^(\[{]{1,40})[(\[{] ?[0-9]{2} ?[)\]}]")
_GLUED_SUFFIX: Final = "01"  # the only suffix that was ever seen


def read_document_number(text: str | None) -> Reading[str]:
    """Read the nine numerals; a suffix and blanks between numerals are left out."""
    if text and (printed := _PRINTED_FORM.fullmatch(text)):
        return Reading(text, printed[1], _SUFFIX_REMOVED if printed[2] else (), text)
    return read_cleaned(text, _number_of)


def _number_of(cleaned: str) -> tuple[str | None, Notes]:
    digits, notes = unify_digits(cleaned)
    suffixed = _SUFFIX.fullmatch(digits)
    if suffixed:
        digits = suffixed["number"].strip()
        notes += _SUFFIX_REMOVED
    number = digits.replace(" ", "")
    if number != digits:
        notes += (Note(Code.BLANKS_REMOVED),)
    if not _NUMERALS.fullmatch(number):
        return None, (*notes, Note(Code.UNREADABLE))
    if not suffixed and len(number) == 11 and number.endswith(_GLUED_SUFFIX):
        number = number.removesuffix(_GLUED_SUFFIX)
        notes += (Note(Code.SUFFIX_GLUED),)
    if len(number) != 9:
        return None, (*notes, Note(Code.WRONG_LENGTH))
    return number, notes
