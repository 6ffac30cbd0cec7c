r"""Khmer numerals, Western numerals, and the numerals of other scripts that a misreading brings in.

Digit classes are written out: ``\d`` and ``int()`` accept the digits of every script. The Khmer digits
are U+17E0 to U+17E9; the numerals of divination, U+17F0 to U+17F9, are no digits of a date or number.

>>> to_western_digits("១០.០៧.១៩៩៩"), to_khmer_digits("158")
('10.07.1999', '១៥៨')
>>> text, notes = unify_digits("១០.0៧.១៩៩៩")
>>> text, [str(note.code) for note in notes]
('10.07.1999', ['mixed_digits'])
"""

import re
from typing import Final

from khmerid.notes import Code, Note

KHMER_DIGITS = "០១២៣៤៥៦៧៨៩"  # U+17E0 to U+17E9
ASCII_DIGITS = "0123456789"

# The digits of the scripts around, by the code point of their zero.
_OTHER_ZEROS: Final = {
    "Arabic-Indic": 0x0660,
    "Eastern Arabic-Indic": 0x06F0,
    "Thai": 0x0E50,
    "Lao": 0x0ED0,
    "Myanmar": 0x1040,
    "Myanmar Shan": 0x1090,
    "fullwidth": 0xFF10,
}
_PAIRS: Final = tuple(zip(KHMER_DIGITS, ASCII_DIGITS, strict=True))
_OTHER_TO_ASCII = {zero + value: str(value) for zero in _OTHER_ZEROS.values() for value in range(10)}
_SCRIPT_OF = {zero + value: name for name, zero in _OTHER_ZEROS.items() for value in range(10)}
_KHMER = re.compile("[០-៩]")
_ASCII = re.compile("[0-9]")
_OTHER = re.compile("[" + "".join(chr(point) for point in _OTHER_TO_ASCII) + "]")
_DIVINATION = re.compile("[\u17f0-\u17f9]")
_BESIDES_KHMER = re.compile("[0-9\u17f0-\u17f9" + _OTHER.pattern[1:])
_KHMER_ONLY: Final = (Note(Code.KHMER_DIGITS),)


def to_western_digits(text: str) -> str:
    """Replace each Khmer digit by the Western one of the same value, in any text; all else stays as it is.

    >>> to_western_digits("លេខ ០១២ abc ៣"), to_western_digits("")
    ('លេខ 012 abc 3', '')
    """
    for khmer, western in _PAIRS:  # several times faster than to look every character up
        text = text.replace(khmer, western)
    return text


def to_khmer_digits(text: str) -> str:
    """Replace each Western digit by the Khmer one of the same value, in any text; all else stays as it is.

    >>> to_khmer_digits("15.03.1990"), to_khmer_digits(to_western_digits("១៥"))
    ('១៥.០៣.១៩៩០', '១៥')
    """
    for khmer, western in _PAIRS:
        text = text.replace(western, khmer)
    return text


def unify_digits(text: str) -> tuple[str, tuple[Note, ...]]:
    """Return the text with all digits in ASCII, and what was noted of their scripts.

    Two scripts in one text mean a misread digit, and those of another country always do: both are
    converted with a doubt. A numeral of divination is left as it is and rejected.
    """
    if not _BESIDES_KHMER.search(text):  # as on the card
        return to_western_digits(text), _KHMER_ONLY if _KHMER.search(text) else ()
    notes = []
    if (_KHMER.search(text) is not None) + (_ASCII.search(text) is not None) == 2:
        notes.append(Note(Code.MIXED_DIGITS))
    elif _KHMER.search(text):
        notes.append(Note(Code.KHMER_DIGITS))
    others = sorted({_SCRIPT_OF[ord(digit)] for digit in _OTHER.findall(text)})
    if others:
        notes.append(Note(Code.FOREIGN_DIGITS, ", ".join(others)))
    if _DIVINATION.search(text):
        notes.append(Note(Code.DIVINATION_NUMERALS))
    return to_western_digits(text).translate(_OTHER_TO_ASCII), tuple(notes)
