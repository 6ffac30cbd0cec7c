"""The sex, printed ``ប្រុស`` (male) or ``ស្រី`` (female).

Doc 9303-3, 4.6 and Doc 9303-5, 4.2.2.2 write it ``M`` or ``F`` in the machine readable zone.
A misspelt word is read as the word that it is plainly nearer to.

>>> read_sex("ស្រី").value
<Sex.F: 'F'>
>>> read_sex("ប្រស").notes
(Note(code=<Code.SPELLING_REPAIRED: 'spelling_repaired'>, detail=''),)
>>> read_sex("?").value is None
True

"""

import enum
from typing import Final

from rapidfuzz.distance import Levenshtein

from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.text.cleaning import clean


class Sex(enum.Enum):
    """The sex as the machine readable zone writes it."""

    M = "M"
    F = "F"

    def __str__(self) -> str:
        return self.value


WORDS: Final = {Sex.M: "ប្រុស", Sex.F: "ស្រី"}
_READINGS: Final = {word: Reading(word, sex, cleaned=word) for sex, word in WORDS.items()}
_LATIN: Final = {"M": Sex.M, "F": Sex.F, "MALE": Sex.M, "FEMALE": Sex.F}
_LONGEST_WORD: Final = 12  # characters; the longer word has five
_MISSPELT: Final = 2  # edits; the two words are three apart


def read_sex(text: str | None) -> Reading[Sex]:
    """Read the sex; a misspelling is repaired, or doubted where the other word is not far enough."""
    if text in _READINGS:
        return _READINGS[text]
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes, cleaned)
    word = cleaned.strip(" .,:;៖ៈ។'\"|[]()/-_")
    if word != cleaned:
        notes = (*notes, Note(Code.NOISE_REMOVED))
    if word in _READINGS:
        return Reading(text, _READINGS[word].value, notes, cleaned)
    if word.upper() in _LATIN:
        return Reading(text, _LATIN[word.upper()], (*notes, Note(Code.LATIN_WORD)), cleaned)
    sex, near, ahead = nearest_sex(word)
    if near > _MISSPELT or not ahead:
        return Reading(text, None, (*notes, Note(Code.UNREADABLE)), cleaned)
    code = Code.SPELLING_REPAIRED if near == 1 else Code.SPELLING_DOUBTFUL
    return Reading(text, sex, (*notes, Note(code)), cleaned)


def nearest_sex(text: str) -> tuple[Sex, int, int]:
    """Return the sex whose word is nearer, its edit distance, and how much farther the other word is."""
    to_male, to_female = (Levenshtein.distance(text[:_LONGEST_WORD], WORDS[sex]) for sex in (Sex.M, Sex.F))
    if to_male <= to_female:
        return Sex.M, to_male, to_female - to_male
    return Sex.F, to_female, to_male - to_female
