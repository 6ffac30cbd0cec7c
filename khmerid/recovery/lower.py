"""The lower line: which of its characters are the name, and which are fillers misread.

No check digit covers it. What only its place tells is repaired: numerals among letters, misread fillers in
a run of fillers. In a line that shows such misreadings, a letter beside fillers that engines return for
fillers leaves two readings, and both are given.

>>> read_lower("PEN<<NAVY<<<<<<<<KSSKKKEKKKS").lines
('PEN<<NAVY<<<<<<<<<<<<<<<<<<<<<',)
>>> read_lower("SOVANNA<<DARAK<<<<<K<<<").lines
('SOVANNA<<DARA<<<<<<<<<<<<<<<<<', 'SOVANNA<<DARAK<<<<<<<<<<<<<<<<')

"""

import itertools
import re

import attrs

from khmerid.misreading.look_alikes import (
    FILLER_LIKE,
    LETTER_FOR_NUMERAL,
    NUMERALS,
    to_capitals,
    without_small_fillers,
)

_FILLER_LETTERS = "KXCES"  # the letters that engines return for a filler beside a name
_NOISE = frozenset(_FILLER_LETTERS + NUMERALS + "<")
_TO_LETTERS = str.maketrans(LETTER_FOR_NUMERAL)
_EXACT = re.compile(r"(?:<<)?[A-Z]+(?:<<?[A-Z]+)*<*")  # some issuers leave the primary identifier out
_EXACT_BOTH = re.compile(r"[A-Z]{2,}(?:<[A-Z]{2,})*<<[A-Z]{2,}(?:<[A-Z]{2,})*<*")
# Fillers misread: four letters alike, which no name has, or single letters among fillers.
_SIGNS_OF_NOISE = re.compile(rf"([A-Z])\1{{3}}|<<[{_FILLER_LETTERS}GL]{{1,2}}<|<[{_FILLER_LETTERS}]<<")
_PART = re.compile(r"[A-Z]+(?:<[A-Z]+)*")
_RUN = re.compile(r"<<+")
_BETWEEN_FILLERS = re.compile(rf"(?<=<)[{_FILLER_LETTERS}](?=<|$)")
_BEFORE_ONE_FILLER = re.compile(rf"(?<=[A-Z]{{2}})[{_FILLER_LETTERS}]<(?=[A-Z]{{2}})")
_LETTERS_FOR_FILLERS = re.compile(rf"([A-Z])\1{{3,}}$|(?<=[{_FILLER_LETTERS}])[{_FILLER_LETTERS}]{{3,}}$")
_MOST_READINGS = 8


@attrs.frozen
class LowerLine:
    """The lines of thirty characters that a lower line may have been; none where it cannot be read."""

    lines: tuple[str, ...]


UNREAD = LowerLine(())


def read_lower(text: str, *, has_both_identifiers: bool = False) -> LowerLine:
    """Return what a lower line may have been: one line, several where letters may be fillers, or none.

    ``has_both_identifiers`` says that the issuer writes a secondary identifier on every document.
    """
    text = without_small_fillers(text)
    exact = text.translate(_TO_LETTERS)
    form = _EXACT_BOTH if has_both_identifiers else _EXACT
    if len(text) == 30 and form.fullmatch(exact) and not _SIGNS_OF_NOISE.search(text):
        return LowerLine((exact,))
    text = _LETTERS_FOR_FILLERS.sub("", _BETWEEN_FILLERS.sub("<", text))
    parts = _parts(text, has_both_identifiers=has_both_identifiers)
    if not parts or (has_both_identifiers and len(parts) != 2):
        return UNREAD
    lines = ["<<".join(choice) for choice in itertools.product(*map(_readings, parts))]
    if not lines or len(lines) > _MOST_READINGS or any(len(line) > 30 for line in lines):
        return UNREAD
    return LowerLine(tuple(dict.fromkeys(line.ljust(30, "<") for line in lines)))


def has_signs_of_noise(lower: str) -> bool:
    """Tell whether letters stand where fillers were misread: four alike, or one or two among fillers."""
    return _SIGNS_OF_NOISE.search(lower) is not None


def identifiers(line: str) -> tuple[str, str]:
    """Return the primary and the secondary identifier of a lower line, blanks for fillers."""
    primary, _, secondary = line.rstrip("<").partition("<<")
    return " ".join(primary.replace("<", " ").split()), " ".join(secondary.replace("<", " ").split())


def _parts(text: str, *, has_both_identifiers: bool) -> list[str]:
    # The first run of two fillers or more separates the identifiers, the next one ends the name; where
    # there is one run alone, what follows it tells which of the two it is.
    name, *rest = _RUN.split(text.lstrip("<"), maxsplit=2)
    if rest and set(rest[0]) <= _NOISE:
        rest.insert(0, "")
    secondary, tail = (*rest, "", "")[:2]
    if not name or not set(tail) <= FILLER_LIKE:
        return []
    secondary = secondary.strip("<")
    if secondary:
        return [name, secondary]
    if has_both_identifiers:
        # One filler of the separator read as a letter: SAMK<NAVY.
        return _BEFORE_ONE_FILLER.sub("<<", name, count=1).split("<<")
    return [name] if rest else []


def _readings(part: str) -> list[str]:
    letters = to_capitals(part).translate(_TO_LETTERS)
    if _PART.fullmatch(letters) is None:
        return []
    readings = [letters]
    if len(part) > 2 and part[-1] in _FILLER_LETTERS + NUMERALS and letters[-2] != "<":
        readings.insert(0, letters[:-1])
    return [other for reading in readings for other in (reading, _without_k(reading)) if other]


def _without_k(letters: str) -> str:
    # A filler before a component read as K: <KTHIDA. Names that begin with K and a consonant are few.
    before, filler, last = letters.rpartition("<")
    if len(last) > 2 and last[0] == "K" and last[1] not in "AEHIOUY":
        return before + filler + last[1:]
    return ""
