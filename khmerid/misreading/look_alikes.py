"""What looks like what by its shape, whatever the engine: known beforehand, where rates are learned.

Each table is named by what is printed, and says who was seen to read it so. The costs are natural
logarithms, as in the channels, rounded up from other engines' look-alike groups: they count where an
engine's own rates say nothing.

>>> LOOK_ALIKES.numerals["q"], LOOK_ALIKES.letters["0"]
({'9': 4.0}, 'O')
>>> LOOK_ALIKES.canonical("«ខ")
'<ខ'

"""

import re
from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS

# Numerals of the MRZ, by the character read. Those of capital letters are counted from Tesseract's readings
# of OCR-B (benchmarks/mrz_confusions.py), those of small letters and signs are what other engines return.
_NUMERALS_READ_AS: Final[Mapping[str, Mapping[str, float]]] = {
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
    "ក": {"1": 4},  # U+1780 and U+1781: what an engine for Khmer makes of a 1
    "ខ": {"1": 4},
    **{khmer: {numeral: 4} for khmer, numeral in zip(KHMER_DIGITS, ASCII_DIGITS, strict=True)},
}

# What engines return in a printed date or number for a numeral (o b m é from those without Khmer) or for a
# full stop. It says where a date may stand, not which numeral that is: more, and words are taken for dates.
_IN_PRINTED_DATES: Final = "oOQDbBmMéGgSIlៗ។|"

# The letter that a numeral or sign stands for in a place of letters, where it looks like one letter only: the
# look-alike groups of readers of the MRZ (0O 1I 2Z 4A 5S 6G 7T 8B), and a sign that Tesseract returns.
_LETTERS_READ_AS: Final = {
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

# Letters and numerals of one shape, where both may stand.
_SAME_SHAPE: Final = ("0OQDU", "1ILT", "2Z", "5S", "6G", "8B", "4A", "7T")

# The letters of ``IDKHM`` and of the sex, and how far from each its misreadings are: 1 near, 3 far.
_KNOWN_LETTERS: Final[Mapping[str, Mapping[str, int]]] = {
    "I": {**dict.fromkeys("1LTl|i", 1), "J": 2, "P": 3},
    "D": dict.fromkeys("O0Pdpo", 1),
    "K": {"k": 1, "R": 2, "X": 2, "E": 3},
    "H": {"h": 1, **dict.fromkeys("NnMUuW", 2)},
    "M": {"m": 1, **dict.fromkeys("NnHW", 2), "K": 3},
}
_SEX: Final = {"m": 1, "f": 1, **dict.fromkeys("HNWEP", 3)}

# Signs that are the filler by shape: angle quotation marks of any kind and size, brackets, and U+17AB.
_FILLER_SIGNS: Final = "«‹≪《〈＜(ឫ¢{"
# Letters that engines return for a filler, by where they were seen: beside a name and anywhere, among other
# fillers, and only in lines that are damaged elsewhere too. Small letters are never the holder's own.
_FILLER_LETTERS: Final = ("KXCES", "GL", "R")
_SMALL_FILLERS: Final = "cesk"
# All that stands for fillers inside or beside a run of them, of every engine.
_FILLER_LIKE: Final = frozenset("<KCESXGLRkcesxgldnouypétaiK¢£*/(){}[]«»‹›,.'’\"-_=+~·0645O8Bឫ។៥ន")

# What a line of the MRZ looks like upside down, as engines return it that do not know which way is up.
_UPSIDE_DOWN: Final = {">": "<", "W": "M", "M": "W", "X": "K", "ε": "3", "6": "9", "9": "6", "L": "7"}

# Signs read in the place of a letter of a Latin name: beside the groups above, what engines make of a
# letter's serifs and accents. Each looks like these letters, the likeliest first.
_NAME_SIGNS: Final = {
    "!": "I",
    "|": "I",
    "l": "I",
    "í": "I",
    "o": "O",
    "°": "O",
    "s": "S",
    "é": "E",
    "€": "E",
    "£": "EL",
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class LookAlikes:
    """The shapes of the MRZ, and of what stands in it misread; ``in_printed_dates`` those of printed dates.

    ``numerals`` has for a character read the numerals it looks like, with costs; ``letters`` for a numeral
    or a sign the one letter; ``same_shape`` groups of both. ``known_letters`` and ``sex`` are by letter
    printed, how far each misreading is. ``filler_letters`` are by how often they are seen, see
    `letters_for_filler`. ``signs_of_names`` are by letter printed.
    """

    in_printed_dates: str
    numerals: Mapping[str, Mapping[str, float]]
    letters: Mapping[str, str]
    same_shape: tuple[str, ...]
    known_letters: Mapping[str, Mapping[str, int]]
    sex: Mapping[str, int]
    filler_signs: str
    filler_letters: tuple[str, str, str]
    small_fillers: str
    filler_like: frozenset[str]
    upside_down: Mapping[str, str]
    signs_of_names: Mapping[str, str]
    _signs_to_fillers: Mapping[int, str] = attrs.field(init=False)
    _small_to_fillers: Mapping[int, str] = attrs.field(init=False)

    @_signs_to_fillers.default
    def _(self) -> Mapping[int, str]:
        return dict.fromkeys(map(ord, self.filler_signs), "<")

    @_small_to_fillers.default
    def _(self) -> Mapping[int, str]:
        return dict.fromkeys(map(ord, self.small_fillers), "<")

    def canonical(self, text: str) -> str:
        """Return a text with the signs that are a filler by shape as fillers, one for one."""
        return text.translate(self._signs_to_fillers)

    def without_small_fillers(self, text: str) -> str:
        """Return a text with the small letters that engines return for fillers as fillers.

        A text without any capital letter or numeral was put in small letters as a whole, and stays.

        >>> [LOOK_ALIKES.without_small_fillers(text) for text in ("SOK<<DARAe<ceek<", "sok<<dara")]
        ['SOK<<DARA<<<<<<<', 'sok<<dara']

        """
        return text.translate(self._small_to_fillers) if _CAPITAL.search(text) else text

    def letters_for_filler(self, *, seldom: int = 0) -> str:
        """Return the capital letters that engines return for a filler, with ``seldom`` the rarer ones too.

        >>> LOOK_ALIKES.letters_for_filler(), LOOK_ALIKES.letters_for_filler(seldom=2)
        ('KXCES', 'KXCESGLR')

        """
        return "".join(self.filler_letters[: seldom + 1])


_CAPITAL = re.compile("[A-Z0-9]")

LOOK_ALIKES: Final = LookAlikes(
    in_printed_dates=_IN_PRINTED_DATES,
    numerals={read: {n: float(cost) for n, cost in row.items()} for read, row in _NUMERALS_READ_AS.items()},
    letters=_LETTERS_READ_AS,
    same_shape=_SAME_SHAPE,
    known_letters=_KNOWN_LETTERS,
    sex=_SEX,
    filler_signs=_FILLER_SIGNS,
    filler_letters=_FILLER_LETTERS,
    small_fillers=_SMALL_FILLERS,
    filler_like=_FILLER_LIKE,
    upside_down=_UPSIDE_DOWN,
    signs_of_names={
        letter: "".join(
            read for read, letters in {**_LETTERS_READ_AS, **_NAME_SIGNS}.items() if letter in letters
        )
        for letter in sorted({*_LETTERS_READ_AS.values(), *"".join(_NAME_SIGNS.values())})
    },
)
