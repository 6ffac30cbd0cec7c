"""The four check digits of a zone: where they stand and what they should be, to repair a fixture.

>>> upper, middle = "IDKHM0102030409<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4"
>>> right_digits((upper, middle, "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"))
{'document_number': '2', 'date_of_birth': '2', 'date_of_expiry': '6', 'composite': '4'}

"""

from collections.abc import Mapping, Sequence
from typing import Final

from khmerid.mrz.check_digit import check_digit

# The line and the column of each digit, from 0 (Doc 9303-5, 4.2.2).
DIGITS: Final[Mapping[str, tuple[int, int]]] = {
    "document_number": (0, 14),
    "date_of_birth": (1, 6),
    "date_of_expiry": (1, 14),
    "composite": (1, 29),
}


def right_digits(lines: Sequence[str]) -> dict[str, str]:
    """Return the digit that belongs into each place of a zone of exact lines; the composite counts them.

    Raises ``KeyError`` for a character that has no place in a zone.
    """
    upper, middle, _ = with_right_digits(lines)
    return {name: (upper, middle)[line][column] for name, (line, column) in DIGITS.items()}


def with_right_digits(lines: Sequence[str]) -> tuple[str, str, str]:
    """Return the lines with the check digits that belong there, and all else as it is."""
    upper, middle, lower = lines
    upper = upper[:14] + check_digit(upper[5:14]) + upper[15:]
    middle = middle[:6] + check_digit(middle[:6]) + middle[7:14] + check_digit(middle[8:14]) + middle[15:]
    # Doc 9303-5, 4.2.4: upper 6-30, middle 1-7, 9-15 and 19-29 as one string.
    composite = check_digit(upper[5:] + middle[:7] + middle[8:15] + middle[18:29])
    return upper, middle[:29] + composite, lower
