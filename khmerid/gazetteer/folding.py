"""The keys by which a printed place and an official name are compared; never for output.

Two keys and one plain edit distance on each make an edit cost that knows Khmer: a letter taken for one
that looks like it changes only the first key and costs a half, any other letter changes both and costs one.

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
from typing import Self

import attrs
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from khmerid.gazetteer.units import UnitType

# Blanks, invisible characters and punctuation carry no name; the numerals of both scripts are one;
# ឫ and ឬ are both written in one word, ៈ and ះ are read for each other.
_NO_LETTER = " \u200b\u200c\u200d.,:;'\"`‹›«»“”[](){}|/\\-_=+*។៖"
_LETTERS = {
    **dict.fromkeys(map(ord, _NO_LETTER)),
    **str.maketrans("០១២៣៤៥៦៧៨៩ឫៈ", "0123456789ឬះ"),
    **{ord(letter): letter.lower() for letter in string.ascii_uppercase},
    **str.maketrans("éÉ", "ee"),  # Kratié
}
_COENG_DA, _COENG_TA = "\u17d2\u178a", "\u17d2\u178f"  # printed alike

# Letters that OCR takes for each other, each written as the first of its class, and thin marks that it
# loses: counted on rendered lines and read by three engines.
_ALIKE = ("កគតភ", "បមច", "រវសល", "ឃយ", "ងន", "ដជឌឆឈ", "ថផឋ", "ខឧ", "ពធ", "ុូួ", "ិីឹឺ", "ាោៅ", "េែៃ")
_THIN = (
    "\u17d2\u17cb\u17c9\u17ca\u17cd\u17d0\u17cc"  # coeng, bantoc, the shifters, toandakhiat, samyok, robat
)
_SHAPES = {
    **dict.fromkeys(map(ord, _THIN)),
    **{ord(letter): letters[0] for letters in _ALIKE for letter in letters},
}

TYPE_WORDS = "|".join(member.value for member in UnitType if member is not UnitType.PHUM)
_TYPE_WORD = re.compile(f"(?:^|(?<= ))(?:{TYPE_WORDS}) ?")
_WORD = re.compile(r"[^ ]+")
_LATIN_TYPE_WORD = re.compile(
    r"\b(?:khaet|khett?|krong|srok|khan|khum|sangkat|province|district|commune|municipality|city|town)\b",
    re.IGNORECASE,
)


@attrs.frozen
class ComparisonKey:
    """A text as it is compared: its letters, and the shapes of its letters."""

    letters: str
    shapes: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Fold a text."""
        letters = to_letters(text)
        return cls(letters, to_shapes(letters))


def to_letters(text: str) -> str:
    """Fold what is written in several ways but is one name."""
    return text.replace(_COENG_DA, _COENG_TA).translate(_LETTERS)


def to_shapes(letters: str) -> str:
    """Fold letters that look alike."""
    return letters.translate(_SHAPES)


def to_bare(text: str) -> str:
    """Take the words for the type of a unit away, where they begin a word, and fold the rest.

    >>> to_bare("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ") == to_bare("អង្គតាសោម ស្រុក ត្រាំកក់ ខេត្តតាកែវ")
    True

    """
    return to_letters(_TYPE_WORD.sub("", text))


def to_bare_latin(text: str) -> str:
    """Take the words for the type of a unit out of a Latin text, and fold the rest.

    >>> to_bare_latin("Khum Angk Ta Saom, Srok Tram Kak, Takéo Province")
    'angktasaomtramkaktakeo'

    """
    return to_letters(_LATIN_TYPE_WORD.sub("", text))


def cost(one: ComparisonKey, other: ComparisonKey) -> float:
    """Return the edits between two texts; a letter that looks like the other is half an edit."""
    return (
        Levenshtein.distance(one.letters, other.letters) + Levenshtein.distance(one.shapes, other.shapes)
    ) / 2


def nearest(shapes: str, choices: Sequence[str], limit: int, cutoff: int | None = None) -> list[int]:
    """Give the places of the nearest among folded choices, best first."""
    found = process.extract(
        shapes, choices, scorer=Levenshtein.distance, processor=None, score_cutoff=cutoff, limit=limit
    )
    return [place for _, _, place in found]


def word_starts(text: str) -> list[int]:
    """Give the places in a text where a word begins."""
    return [match.start() for match in _WORD.finditer(text)]
