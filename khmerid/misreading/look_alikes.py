"""What a character of OCR output may have been in the machine readable zone, and at what cost.

A cost is the natural logarithm of how much rarer a misreading is than a right reading, rounded. The
numerals' table is counted from OCR output whose truth is known (``benchmarks/mrz_confusions.py`` prints
it), and rounded up from the look-alike groups of other engines where those tell nothing.

>>> NUMERAL_OPTIONS["O"][0], NUMERAL_OPTIONS["S"][:2]
((3, '0'), ((3, '5'), (4, '3')))
>>> canonical("«ខ")
'<ខ'

"""

import re

NUMERALS = "0123456789"
ERASED = 8  # the cost of any numeral for a character that looks like none

# For each character read: the numerals it may have been, cheapest first.
_COSTS: dict[str, dict[str, int]] = {
    "O": {"0": 3, "6": 5, "9": 6},
    "Q": {"0": 4, "9": 6},
    "D": {"0": 5, "9": 7},
    "U": {"0": 6, "1": 7},
    "C": {"0": 6, "6": 7},
    "I": {"1": 4, "9": 6, "3": 7},
    "L": {"1": 5, "2": 7, "4": 7},
    "T": {"1": 5, "7": 5, "2": 7},
    "V": {"1": 6, "7": 7, "9": 7},
    "J": {"1": 6, "9": 6},
    "Z": {"2": 4, "7": 7, "3": 7},
    "S": {"5": 3, "3": 4, "8": 5, "4": 5, "6": 6},
    "E": {"6": 5, "4": 6, "8": 6, "3": 7, "5": 7},
    "G": {"6": 5, "4": 6, "0": 7},
    "B": {"8": 3, "3": 6, "6": 6},
    "A": {"4": 5, "6": 7},
    "P": {"9": 5, "7": 6},
    "F": {"9": 6, "7": 6},
    "R": {"8": 6, "2": 7},
    "Y": {"4": 6, "7": 7},
    "o": {"0": 3, "9": 7},
    "l": {"1": 3, "7": 7},
    "i": {"1": 4},
    "|": {"1": 3},
    "!": {"1": 4},
    "]": {"1": 5},
    "[": {"1": 5},
    "z": {"2": 4, "7": 7},
    "s": {"5": 4, "3": 5, "8": 6},
    "$": {"5": 4, "3": 6, "8": 6},
    "b": {"6": 4, "8": 6},
    "g": {"8": 4, "9": 4, "6": 7},
    "q": {"9": 4},
    "a": {"4": 6, "8": 6, "2": 7},
    "r": {"7": 6, "2": 7},
    "?": {"7": 6, "2": 6},
    "&": {"8": 5},
    "§": {"8": 5, "5": 6},
    "ក": {"1": 4},
    "ខ": {"1": 4},
}
_NUMERAL_FOR_NUMERAL: dict[str, dict[str, int]] = {
    "6": {"4": 6},
    "7": {"1": 6},
    "4": {"1": 7, "6": 7},
    "5": {"3": 7},
    "3": {"5": 7},
    "9": {"5": 7},
}
OTHER_NUMERAL = 9  # the cost of a numeral read as another one, where no pair was seen

NUMERAL_OPTIONS: dict[str, tuple[tuple[int, str], ...]] = {
    character: tuple(sorted((cost, numeral) for numeral, cost in options.items()))
    for character, options in _COSTS.items()
}
for _value, _khmer in enumerate("០១២៣៤៥៦៧៨៩"):  # U+17E0 to U+17E9
    NUMERAL_OPTIONS[_khmer] = ((4, NUMERALS[_value]),)
for _numeral in NUMERALS:
    NUMERAL_OPTIONS[_numeral] = ((0, _numeral),)

# Letters that a numeral stands for in a place of letters; each has one (MRZ groups 0O 1I 2Z 4A 5S 6G 7T 8B).
LETTER_FOR_NUMERAL = {
    "0": "O",
    "1": "I",
    "2": "Z",
    "4": "A",
    "5": "S",
    "6": "G",
    "7": "T",
    "8": "B",
    "$": "S",
}

# Characters that stand for fillers inside or beside a run of fillers.
FILLER_LIKE = frozenset("<KCESXGLRkcesxgldnouypétaiK¢£*/(){}[]«»‹›,.'’\"-_=+~·0645O8Bឫ។៥ន")

_TO_CANONICAL = str.maketrans(
    {"«": "<", "‹": "<", "≪": "<", "《": "<", "〈": "<", "＜": "<", "(": "<", "ឫ": "<", "¢": "<", "{": "<"}
)


def canonical(text: str) -> str:
    """Write the signs that are a filler by shape as the filler, one for one; change nothing else."""
    return text.translate(_TO_CANONICAL)


def without_small_fillers(text: str) -> str:
    """Write the small letters that engines return for fillers as fillers; a zone has capitals only.

    A text without any capital letter or numeral was put in small letters as a whole, and stays.

    >>> without_small_fillers("SOK<<DARAe<ceek<"), without_small_fillers("sok<<dara")
    ('SOK<<DARA<<<<<<<', 'sok<<dara')

    """
    return text.translate(_SMALL_FILLERS) if _CAPITAL.search(text) else text


_CAPITAL = re.compile("[A-Z0-9]")
_SMALL_FILLERS = str.maketrans("cesk", "<<<<")


def to_capitals(text: str) -> str:
    """Write ASCII letters as capitals, one for one; ``str.upper`` makes two characters of some."""
    return text.translate(_TO_CAPITALS)


_TO_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
