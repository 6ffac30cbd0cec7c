"""The keys by which a printed place and an official name are compared; they are never output.

The cost of an edit is the mean of two plain edit distances, one between letters and one between the shapes
of letters: a letter misread as one that looks like it costs a half, because the shapes stay the same, and any
other letter costs one.

>>> to_letters("ខណ្ឌឫស្សីកែវ ") == to_letters("ខណ្ឌ ឬស្សីកែវ")
True
>>> to_letters("កណ្ដាល") == to_letters("កណ្តាល")
True
>>> takeo = ComparisonKey.of("តាកែវ")
>>> cost(takeo, ComparisonKey.of("តាកេវ")), cost(takeo, ComparisonKey.of("តាកែ"))
(0.5, 1.0)
"""

import re
import string
from collections.abc import Sequence
from typing import Final, Self

import attrs
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from khmerid.gazetteer.units import UnitType
from khmerid.masking import Masked
from khmerid.misreading import SHIPPED

# Blanks, invisible characters and punctuation are no part of a name, and numerals are compared in one script.
# Some words are written with ឫ and with ឬ; ៈ and ះ are misread for each other.
_NO_LETTER = " \u200b\u200c\u200d.,:;'\"`‹›«»“”[](){}|/\\-_=+*។៖"
_LETTERS = {
    **dict.fromkeys(map(ord, _NO_LETTER)),
    **str.maketrans("០១២៣៤៥៦៧៨៩ឫៈ", "0123456789ឬះ"),
    **{ord(letter): letter.lower() for letter in string.ascii_uppercase},
    **str.maketrans("éÉ", "ee"),  # Kratié
}
_COENG_DA, _COENG_TA = "\u17d2\u178a", "\u17d2\u178f"  # printed alike

# Each letter is written as the first of its shape, the thin marks that OCR loses are left out.
_FIRST_OF_SHAPE = {ord(letter): alike[0] for alike in SHIPPED.look_alikes.khmer_shapes for letter in alike}
# Khmer letters change places with the upper half of Latin-1: between characters of one byte, distances are
# found in half the time, and are the same.
_KHMER, _LATIN_1 = range(0x1780, 0x1800), range(0x80, 0x100)
_IN_ONE_BYTE = dict(zip((*_KHMER, *_LATIN_1), map(chr, (*_LATIN_1, *_KHMER)), strict=True))
_SHAPES = {
    **_IN_ONE_BYTE,
    **dict.fromkeys(map(ord, SHIPPED.look_alikes.khmer_thin)),
    **{letter: shape.translate(_IN_ONE_BYTE) for letter, shape in _FIRST_OF_SHAPE.items()},
}

TYPE_WORDS = "|".join(member.value for member in UnitType if member is not UnitType.PHUM)
_TYPE_WORD = re.compile(f"(?:^|(?<= ))(?:{TYPE_WORDS}) ?")
_WORD = re.compile(r"[^ ]+")
_LATIN_TYPE_WORD = re.compile(
    r"\b(?:khaet|khett?|krong|srok|khan|khum|sangkat|province|district|commune|municipality|city|town)\b",
    re.IGNORECASE,
)


#: Edits between two names of which one can be the other misread: one letter, or two that look like others. It
#: is the size of most misreadings. With more, fewer communes and villages are protected; with less, a sibling
#: that is misread can pass for the unit that is printed.
_NEAR: Final = 1.0


@attrs.frozen
class ComparisonKey(Masked):
    """The letters of a text as they are compared, and their shapes."""

    letters: str
    shapes: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the key of a text."""
        letters = to_letters(text)
        return cls(letters, to_shapes(letters))


def to_letters(text: str) -> str:
    """Return a text with one spelling for what is spelt in several ways."""
    return text.replace(_COENG_DA, _COENG_TA).translate(_LETTERS)


def to_shapes(letters: str) -> str:
    """Return folded letters with one for all that look alike, Khmer ones in one byte."""
    return letters.translate(_SHAPES)


def to_bare(text: str) -> str:
    """Return a text folded, without the types of units where these begin a word.

    >>> to_bare("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ") == to_bare("អង្គតាសោម ស្រុក ត្រាំកក់ ខេត្តតាកែវ")
    True
    """
    return to_letters(_TYPE_WORD.sub("", text))


def to_bare_latin(text: str) -> str:
    """Return a Latin text folded, without the types of units.

    >>> to_bare_latin("Khum Angk Ta Saom, Srok Tram Kak, Takéo Province")
    'angktasaomtramkaktakeo'
    """
    return to_letters(_LATIN_TYPE_WORD.sub("", text))


def cost(one: ComparisonKey, other: ComparisonKey) -> float:
    """Return the edits between two texts; a letter in place of one that it looks like is half an edit."""
    return (
        Levenshtein.distance(one.letters, other.letters) + Levenshtein.distance(one.shapes, other.shapes)
    ) / 2


def near_ones(name: ComparisonKey, others: Sequence[ComparisonKey]) -> list[int]:
    """Return the indices of the names that are easily misread for one.

    >>> near_ones(ComparisonKey.of("លេខ១"), [ComparisonKey.of("លេខ២"), ComparisonKey.of("ភ្នំពេញ")])
    [0]
    """
    letters = [other.letters for other in others]
    most = int(2 * _NEAR)  # where the shapes are the same
    found = nearest(name.letters, letters, len(letters), most)
    return sorted(index for index in found if cost(name, others[index]) <= _NEAR)


def nearest(shapes: str, choices: Sequence[str], limit: int, cutoff: int | None = None) -> list[int]:
    """Return the indices of the nearest choices, best first: at most ``limit``, none beyond the cutoff."""
    found = process.extract(
        shapes, choices, scorer=Levenshtein.distance, processor=None, score_cutoff=cutoff, limit=limit
    )
    return [index for _, _, index in found]


def word_starts(text: str) -> list[int]:
    """Return the indices in a text at which a word begins."""
    return [match.start() for match in _WORD.finditer(text)]
