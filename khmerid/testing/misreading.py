"""How an OCR misreads a character, as often as it really does.

The rates of numerals, of the zone and of the separators are those of `khmerid.misreading`, learned
from real OCR output. Of Khmer letters one in a hundred is misread; as what, was counted on rendered lines
that three engines read.

>>> from khmerid.testing.choosing import RandomChooser
>>> misread("០", Line.PRINTED, RandomChooser(1)), misread("<", Line.NAME, RandomChooser(2))
('0', 'T')

"""

import enum
import functools
from typing import Final

from khmerid.misreading import SHIPPED, Channel
from khmerid.testing.choosing import Chooser
from khmerid.text.numerals import KHMER_DIGITS, to_ascii_digits

_PARTS: Final = 1_000_000
_LETTER_RATE: Final = 0.01
# What a Khmer letter or sign is read as, the oftenest first; "" where it is lost.
_LETTERS: Final = {
    "ម": ("ប", "រ", "ន"),
    "ស": ("ល", "រ", ""),
    "ត": ("ក", "គ", "ន"),
    "ួ": ("ូ",),
    "វ": ("រ",),
    "ភ": ("ក", "គ", "ត"),
    "ុ": ("", "ូ", "ា"),
    "ឃ": ("យ", ""),
    "ក": ("ត",),
    "ង": ("ន",),
    "ច": ("ប",),
    "ដ": ("ជ",),
    "ី": ("", "ឹ"),
    "ោ": ("ា",),
    "រ": ("", "ស"),
    "គ": ("ត", "ភ", "ន"),
    "ឈ": ("ឆ", "ជ"),
    "យ": ("ឃ",),
    "្": ("",),
    "ំ": ("",),
    "៉": ("",),
    "ា": ("",),
}


class Line(enum.Enum):
    """What a text is, since the same character is misread in different ways."""

    PRINTED = "printed"
    ZONE = "zone"  # the upper and the middle line
    NAME = "name"  # the lower line


def rate(character: str, line: Line) -> float:
    """Return how often the character is misread, from 0 to 1; for ``""``, how often something is added."""
    return sum(_rates(character, line).values())


def misread(character: str, line: Line, choose: Chooser) -> str:
    """Choose what the character is misread as, the frequent faults more often.

    One that is never misread stays as it is.
    """
    rates = _rates(character, line)
    left = choose.integer(0, _PARTS) / _PARTS * sum(rates.values())
    for read, share in rates.items():
        left -= share
        if left <= 0:
            return read
    return character


def digits_misread_as_digits(digit: str) -> tuple[str, ...]:
    """Return the Khmer digits for which a Khmer digit is taken, the oftenest first.

    >>> digits_misread_as_digits("៤")
    ('៨', '៥', '៩', '០', '៦')

    """
    return tuple(read for read in _rates(digit, Line.PRINTED) if read in KHMER_DIGITS and read)


def letters_for(numeral: str) -> tuple[str, ...]:
    """Return the capital letters that are read in the zone in the place of a numeral, the oftenest first.

    >>> letters_for("0")[:2]
    ('O', 'D')

    """
    return tuple(read for read in _rates(numeral, Line.ZONE) if "A" <= read <= "Z")


@functools.cache
def _rates(character: str, line: Line) -> dict[str, float]:
    """Return what the character is misread as, and how often, the oftenest first."""
    if line is Line.PRINTED and character in _LETTERS:
        letters = _LETTERS[character]
        return dict.fromkeys(letters, _LETTER_RATE / len(letters))
    printed = to_ascii_digits(character)  # as the channels name the Khmer digits
    rates = _channel(character, line).rates(printed)
    rates.pop(character, None)
    return dict(sorted(rates.items(), key=lambda item: -item[1]))


def _channel(character: str, line: Line) -> Channel:
    if line is Line.ZONE:
        return SHIPPED.mrz_name if character == "<" else SHIPPED.mrz
    if line is Line.NAME or "A" <= character <= "Z":
        return SHIPPED.mrz_name
    return SHIPPED.printed_latin if character.isascii() and character.isdigit() else SHIPPED.printed_khmer
