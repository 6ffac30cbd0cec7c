"""What looks like what by its shape, whatever the engine: known beforehand, where rates are learned.

Each table is named by what is printed, and says who was seen to read it so. The costs are natural
logarithms, as in the channels, of Tesseract's readings of OCR-B and of other engines' look-alike groups.

They are a second costing of numerals beside the learned one (`khmerid.misreading.channel`), which recovery
uses because it knows what any engine returns. With the learned costs in their place, two of the 26 readings
of ``benchmarks/mrz_peers.py`` come out otherwise than is acceptable and none does now, and of the numbers in
the heavily damaged corpus ``benchmarks/mrz_recovery.py`` finds 0.596 certain instead of 0.608.

>>> LOOK_ALIKES.numerals["q"], LOOK_ALIKES.letters["0"]
({'9': 4}, 'O')
>>> LOOK_ALIKES.canonical("«ខ")
'<ខ'
"""

import itertools
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
    "\u00a7": {"8": 5, "5": 6},  # section sign
    "\u1780": {"1": 4},  # letters KA and KHA: what an engine for Khmer makes of a 1
    "\u1781": {"1": 4},
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

# Signs that Latin engines return for a letter of a printed name, where one letter of the typeface looks like
# them; 2, 4, 6 and 7 are not among them, which no engine returned for a letter there.
_IN_PRINTED_NAMES: Final = {
    **dict.fromkeys("1|!", "I"),
    **dict.fromkeys("5$", "S"),
    **dict.fromkeys("\u00a3\u20ac", "E"),  # pound and euro signs
    "0": "O",
    "8": "B",
    "\u00a5": "Y",  # yen sign
}
# The letters that engines return for a Khmer numeral of a date, where only one numeral looks like them.
_DIGITS_OF_DATES: Final = {"O": "0", "o": "0", "m": "3"}
# Khmer letters and vowels of the names of places that OCR takes for each other, each group one shape, and
# thin marks that it loses: counted on rendered lines and read by three engines (benchmarks/places.py).
_KHMER_SHAPES: Final = (
    *("កគតភ", "បមច", "រវសល", "ឃយ", "ងន", "ដជឌឆឈ", "ថផឋ", "ខឧ", "ពធ"),
    *("ុូួ", "ិីឹឺ", "ាោៅ", "េែៃ"),
)
# Coeng, bantoc, the shifters, toandakhiat, samyok, robat.
_KHMER_THIN: Final = "\u17d2\u17cb\u17c9\u17ca\u17cd\u17d0\u17cc"

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
_NEAR: Final = 2  # as far as two of them look alike; beyond it a letter is taken for another
_SEX: Final = {"m": 1, "f": 1, **dict.fromkeys("HNWEP", 3)}

# What is the filler by shape, whatever stands beside it.
_FILLER_SIGNS: Final = (
    "\u00ab\u2039"  # angle quotation marks, double and single
    "\u300a\u3008"  # angle brackets of Chinese text, double and single
    "\u226a\uff1c"  # much less than; the full-width sign
    "({"  # brackets, which engines without a filler among their signs return
    "\u17ab\u00a2"  # independent vowel RY, of an engine for Khmer; the cent sign
)
# Letters that engines return for a filler, by where they were seen: beside a name and anywhere, among other
# fillers, and only in lines that are damaged elsewhere too. Small letters are never the holder's own.
_FILLER_LETTERS: Final = ("KXCES", "GL", "R")
_SMALL_FILLERS: Final = "cesk"
# All that stands for fillers inside or beside a run of them, of every engine.
_FILLER_LIKE: Final = frozenset(
    "<"
    "KXCESGLR"  # the letters above
    "kxcesgldnouyptai"  # any small letter that Tesseract or an engine for Khmer was seen to return
    "\u00e9"  # e with acute
    "0645O8B"  # what is made of several fillers at once
    "()[]{}/*+=~-_"  # signs with a slanting or a short level stroke
    ".,'\"\u2019\u00b7"  # what is left of a thin one; right single quotation mark, middle dot
    "\u00ab\u00bb\u2039\u203a"  # angle quotation marks, either way
    "\u00a2\u00a3"  # cent and pound signs
    "\u17ab\u17d4\u17e5\u1793"  # of an engine for Khmer: vowel RY, khan, numeral five, letter NO
)

# What a line of the MRZ looks like upside down, as engines return it that do not know which way is up.
_UPSIDE_DOWN: Final = {
    ">": "<",
    "W": "M",
    "M": "W",
    "X": "K",
    "\u03b5": "3",  # Greek epsilon
    "6": "9",
    "9": "6",
    "L": "7",
}

# Signs read for a letter of a Latin name: beside the groups above, what engines make of a
# letter's serifs and accents. Each looks like these letters, the likeliest first.
_NAME_SIGNS: Final = {
    "!": "I",
    "|": "I",
    "l": "I",
    "\u00ed": "I",  # i with acute
    "o": "O",
    "\u00b0": "O",  # degree sign
    "s": "S",
    "\u00e9": "E",  # e with acute
    "\u20ac": "E",  # euro sign
    "\u00a3": "EL",  # pound sign
}
_SIGNS_OF_NAMES: Final = {
    letter: "".join(
        read for read, letters in {**_LETTERS_READ_AS, **_NAME_SIGNS}.items() if letter in letters
    )
    for letter in sorted({*_LETTERS_READ_AS.values(), *"".join(_NAME_SIGNS.values())})
}
_CAPITAL = re.compile("[A-Z0-9]")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class LookAlikes:
    """The shapes of the MRZ, and of what stands in it misread; the first five are those of printed fields.

    ``numerals`` has for a character read the numerals it looks like, with costs; ``letters`` for a numeral
    or a sign the one letter; ``same_shape`` groups of both. ``known_letters`` and ``sex`` are by letter
    printed, how far each misreading is. ``filler_letters`` are by how often they are seen, see
    `letters_for_filler`. ``signs_of_names`` are by letter printed.
    """

    in_printed_dates: str = _IN_PRINTED_DATES
    digits_of_dates: Mapping[str, str] = _DIGITS_OF_DATES
    in_printed_names: Mapping[str, str] = _IN_PRINTED_NAMES
    khmer_shapes: tuple[str, ...] = _KHMER_SHAPES
    khmer_thin: str = _KHMER_THIN
    numerals: Mapping[str, Mapping[str, float]] = _NUMERALS_READ_AS
    letters: Mapping[str, str] = _LETTERS_READ_AS
    same_shape: tuple[str, ...] = _SAME_SHAPE
    known_letters: Mapping[str, Mapping[str, int]] = _KNOWN_LETTERS
    sex: Mapping[str, int] = _SEX
    filler_signs: str = _FILLER_SIGNS
    filler_letters: tuple[str, str, str] = _FILLER_LETTERS
    small_fillers: str = _SMALL_FILLERS
    filler_like: frozenset[str] = _FILLER_LIKE
    upside_down: Mapping[str, str] = _UPSIDE_DOWN
    signs_of_names: Mapping[str, str] = _SIGNS_OF_NAMES
    _pairs: frozenset[frozenset[str]] = attrs.field(init=False)
    _signs_to_fillers: Mapping[int, str] = attrs.field(init=False)
    _small_to_fillers: Mapping[int, str] = attrs.field(init=False)

    @_pairs.default
    def _(self) -> frozenset[frozenset[str]]:
        of_shape = (pair for group in self.same_shape for pair in itertools.combinations(group, 2))
        of_letters = (
            (letter, read)
            for letter, misread in self.known_letters.items()
            for read, distance in misread.items()
            if distance <= _NEAR
        )
        return frozenset(map(frozenset, itertools.chain(of_shape, of_letters)))

    @_signs_to_fillers.default
    def _(self) -> Mapping[int, str]:
        return dict.fromkeys(map(ord, self.filler_signs), "<")

    @_small_to_fillers.default
    def _(self) -> Mapping[int, str]:
        return dict.fromkeys(map(ord, self.small_fillers), "<")

    def alike(self, one: str, other: str) -> bool:
        """Return whether two characters of the MRZ look alike, as far as that was seen of them.

        >>> LOOK_ALIKES.alike("0", "O"), LOOK_ALIKES.alike("M", "N"), LOOK_ALIKES.alike("M", "A")
        (True, True, False)
        """
        return frozenset((one, other)) in self._pairs

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


LOOK_ALIKES: Final = LookAlikes()
