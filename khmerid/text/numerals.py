r"""Khmer and Western numerals.

Digit classes are written out: ``\d`` and ``int()`` accept the digits of every script.

>>> to_ascii_digits("១០.០៧.១៩៩៩")
'10.07.1999'
>>> to_khmer_digits("158")
'១៥៨'

"""

KHMER_DIGITS = "០១២៣៤៥៦៧៨៩"  # U+17E0 to U+17E9
ASCII_DIGITS = "0123456789"

_TO_ASCII = str.maketrans(KHMER_DIGITS, ASCII_DIGITS)
_TO_KHMER = str.maketrans(ASCII_DIGITS, KHMER_DIGITS)


def to_ascii_digits(text: str) -> str:
    """Replace each Khmer digit by the ASCII digit of the same value."""
    return text.translate(_TO_ASCII)


def to_khmer_digits(text: str) -> str:
    """Replace each ASCII digit by the Khmer digit of the same value."""
    return text.translate(_TO_KHMER)
