"""Check digits of the MRZ (ICAO Doc 9303-3, 4.9) and what they cannot see.

>>> check_digit("520727"), check_digit("AB2134<<<")
('3', '5')
>>> sees("O", "0"), sees("L", "1"), sees("G", "6")
(True, False, False)
"""

from collections.abc import Sequence

FILLER = "<"

# Doc 9303-3, 4.9: numerals as they are, A = 10 to Z = 35, the filler 0.
VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
VALUES[FILLER] = 0

#: The weights of the characters, repeated from the left (Doc 9303-3, 4.9).
WEIGHTS = (7, 3, 1)

# For ``bytes.translate``: the value modulo ten of each character of the MRZ.
VALUES_MODULO_TEN = bytes(VALUES.get(chr(code), 0) % 10 for code in range(256))


def weighted_sum(characters: str) -> int:
    """Return the sum of values times weights 7, 3, 1, repeated from the left, modulo 10.

    Raises ``KeyError`` for a character that has no place in an MRZ.
    """
    return sum_of_values(list(map(VALUES.__getitem__, characters)))


def sum_of_values(values: Sequence[int]) -> int:
    """Return the sum of these values times weights 7, 3, 1, repeated from the left, modulo 10."""
    return (7 * sum(values[::3]) + 3 * sum(values[1::3]) + sum(values[2::3])) % 10


def share_of_sum(characters: str, before: int) -> int:
    """Return what these characters add to the sum of a string in which ``before`` others precede them."""
    return weighted_sum(FILLER * (before % 3) + characters)  # fillers shift the weights and add nothing


def weight_at(place: int) -> int:
    """Return the weight of the character that so many others precede."""
    return WEIGHTS[place % len(WEIGHTS)]


def check_digit(characters: str) -> str:
    """Return the check digit of these characters, as one numeral."""
    return "0123456789"[weighted_sum(characters)]


def sees(one: str, other: str) -> bool:
    """Return whether a check digit changes when one of two characters is read as the other."""
    return (VALUES[one] - VALUES[other]) % 10 != 0
