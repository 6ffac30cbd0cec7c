"""The document number: nine Western numerals at the top right, without a label; a leading zero counts.

Some cards print a suffix of two numerals in brackets, ``012345678 (01)``. It is not part of the number
and not in the machine readable zone; some readers glue it on.

>>> read_document_number("012345678 (01)").value
'012345678'
>>> str(read_document_number("12345678").notes[-1].code)
'wrong_length'

"""

import re
from typing import Final

import regex

from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.text.cleaning import clean
from khmerid.text.numerals import unify_digits

_NUMERALS = regex.compile(r"[0-9]+")
_NINE = re.compile(r"[0-9]{9}")
_SUFFIX = regex.compile(r"(?P<number>[^(\[{]{1,40})[(\[{] ?[0-9]{2} ?[)\]}]")
_GLUED_SUFFIX: Final = "01"  # the only suffix that was ever seen


def read_document_number(text: str | None) -> Reading[str]:
    """Read the nine numerals; a suffix and blanks between numerals are left out."""
    if text is not None and _NINE.fullmatch(text):
        return Reading(text, text, cleaned=text)
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes, cleaned)
    digits, digit_notes = unify_digits(cleaned)
    notes += digit_notes
    suffixed = _SUFFIX.fullmatch(digits)
    if suffixed:
        digits = suffixed["number"].strip()
        notes += (Note(Code.SUFFIX_REMOVED),)
    number = digits.replace(" ", "")
    if number != digits:
        notes += (Note(Code.BLANKS_REMOVED),)
    if not _NUMERALS.fullmatch(number):
        return Reading(text, None, (*notes, Note(Code.UNREADABLE)), cleaned)
    if not suffixed and len(number) == 11 and number.endswith(_GLUED_SUFFIX):
        number = number.removesuffix(_GLUED_SUFFIX)
        notes += (Note(Code.SUFFIX_GLUED),)
    if len(number) != 9:
        return Reading(text, None, (*notes, Note(Code.WRONG_LENGTH)), cleaned)
    return Reading(text, number, notes, cleaned)
