"""Check digits of the machine readable zone (ICAO Doc 9303-3, 4.9) and what they cannot see.

>>> check_digit("520727"), check_digit("AB2134<<<")
('3', '5')
>>> sees("O", "0"), sees("L", "1"), sees("G", "6")
(True, False, False)

"""

FILLER = "<"

# Doc 9303-3, 4.9: numerals as they are, A = 10 to Z = 35, the filler 0.
VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
VALUES[FILLER] = 0

_WEIGHTS = (7, 3, 1)


def weighted_sum(characters: str) -> int:
    """Return the sum of values times weights 7, 3, 1, repeated from the left, modulo 10.

    Raises ``KeyError`` for a character that has no place in a machine readable zone.
    """
    values = VALUES
    total = 0
    for position, character in enumerate(characters):
        total += values[character] * _WEIGHTS[position % 3]
    return total % 10


def check_digit(characters: str) -> str:
    """Return the check digit of these characters, as one numeral."""
    return "0123456789"[weighted_sum(characters)]


def sees(one: str, other: str) -> bool:
    """Tell whether a check digit changes when one of two characters is read as the other."""
    return (VALUES[one] - VALUES[other]) % 10 != 0
