"""The sex, printed ``ប្រុស`` (male) or ``ស្រី`` (female).

Source: images of cards under Sub-decree 60 of 2007. Doc 9303-3, 4.6 and Doc 9303-5, 4.2.2.2 write it ``M``
or ``F`` in the MRZ. A misspelt word is read as the word that it is plainly nearer to.

>>> read_sex("ស្រី").value
<Sex.F: 'F'>
>>> read_sex("ប្រស").notes
(Note(code=<Code.SPELLING_REPAIRED: 'spelling_repaired'>, detail=''),)
>>> read_sex("?").value is None
True
"""

from typing import Final

from rapidfuzz.distance import Levenshtein

from khmerid.explained import Word
from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.text.cleaning import Notes, read_cleaned


class Sex(Word):
    """The sex as the MRZ writes it.

    It is that of Doc 9303-5, 4.2.2.2, where cards of Cambodia have it.

    >>> Sex("F"), str(Sex.M)
    (<Sex.F: 'F'>, 'M')
    """

    M = "M"
    F = "F"


WORDS: Final = {Sex.M: "ប្រុស", Sex.F: "ស្រី"}
_READINGS: Final = {word: Reading(word, sex, cleaned=word) for sex, word in WORDS.items()}
_LATIN: Final = {"M": Sex.M, "F": Sex.F, "MALE": Sex.M, "FEMALE": Sex.F}
_LONGEST_WORD: Final = 12  # characters; the longer word has five
#: Edits that a misspelt word may have: the two words are three apart, so with more it may be either.
_MISSPELT: Final = 2


def read_sex(text: str | None) -> Reading[Sex]:
    """Read the sex; a misspelling is repaired, or doubted where the other word is not far enough."""
    if text in _READINGS:
        return _READINGS[text]
    return read_cleaned(text, _sex_of)


def _sex_of(cleaned: str) -> tuple[Sex | None, Notes]:
    word = cleaned.strip(" .,:;៖ៈ។'\"|[]()/-_")
    notes: Notes = () if word == cleaned else (Note(Code.NOISE_REMOVED),)
    if word in _READINGS:
        return _READINGS[word].value, notes
    if word.upper() in _LATIN:
        return _LATIN[word.upper()], (*notes, Note(Code.LATIN_WORD))
    sex, near, ahead = nearest_sex(word)
    if near > _MISSPELT or not ahead:
        return None, (*notes, Note(Code.UNREADABLE))
    return sex, (*notes, Note(Code.SPELLING_REPAIRED if near == 1 else Code.SPELLING_DOUBTFUL))


def nearest_sex(text: str) -> tuple[Sex, int, int]:
    """Return the sex whose word is nearer, its edit distance, and how much farther the other word is."""
    to_male, to_female = (Levenshtein.distance(text[:_LONGEST_WORD], WORDS[sex]) for sex in (Sex.M, Sex.F))
    if to_male <= to_female:
        return Sex.M, to_male, to_female - to_male
    return Sex.F, to_female, to_male - to_female
