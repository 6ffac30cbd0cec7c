"""The names, a card's lower line: which of their characters are letters, and which are fillers misread.

No check digit covers them. What only their place tells is repaired: numerals among letters, misread fillers
in a run of fillers. In a line that shows such misreadings, a letter beside fillers that engines return for
fillers leaves two readings, and both are given.

>>> read_lower("PEN<<NAVY<<<<<<<<KSSKKKEKKKS").lines
('PEN<<NAVY<<<<<<<<<<<<<<<<<<<<<',)
>>> read_lower("SOVANNA<<DARAK<<<<<K<<<").lines
('SOVANNA<<DARA<<<<<<<<<<<<<<<<<', 'SOVANNA<<DARAK<<<<<<<<<<<<<<<<')
"""

import functools
import itertools
import re
from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.misreading import SHIPPED
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.parsing import is_name
from khmerid.recovery.find import to_capitals
from khmerid.text.numerals import ASCII_DIGITS

_EXACT = re.compile(r"(?:<<)?[A-Z]+(?:<<?[A-Z]+)*<*")  # some issuers leave the primary identifier out
_EXACT_BOTH = re.compile(r"[A-Z]{2,}(?:<[A-Z]{2,})*<<[A-Z]{2,}(?:<[A-Z]{2,})*<*")
_PART = re.compile(r"[A-Z]+(?:<[A-Z]+)*")
_RUN = re.compile(r"<<+")
#: Readings of a line beyond which it counts as unread: so many letters beside fillers say nothing. More, and
#: there are more candidates than `khmerid.recovery.recovered` gives.
_MOST_READINGS: Final = 8


@attrs.frozen
class LowerLine(Masked):
    """What the element of the names may have been, with its fillers; none where it cannot be read."""

    lines: tuple[str, ...]

    @property
    def identifiers(self) -> tuple[str | None, str | None]:
        """The primary and the secondary identifier, where the line has one reading."""
        return identifiers(self.lines[0]) if len(self.lines) == 1 else (None, None)


UNREAD: Final = LowerLine(())


@attrs.frozen
class _Fillers:
    """How fillers of a lower line are misread, as patterns."""

    letters: str  # returned for a filler beside a name
    noise: frozenset[str]
    filler_like: frozenset[str]
    to_letters: Mapping[int, str]
    signs_of_noise: re.Pattern[str]  # four letters alike, which no name has, or single letters among fillers
    between_fillers: re.Pattern[str]
    before_one_filler: re.Pattern[str]
    at_the_end: re.Pattern[str]


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _fillers(looks: LookAlikes) -> _Fillers:
    letters = looks.letters_for_filler()
    more = looks.letters_for_filler(seldom=1)
    return _Fillers(
        letters,
        frozenset(letters + ASCII_DIGITS + "<"),
        looks.filler_like,
        str.maketrans(dict(looks.letters)),
        re.compile(rf"([A-Z])\1{{3}}|<<[{more}]{{1,2}}<|<[{letters}]<<"),
        re.compile(rf"(?<=<)[{letters}](?=<|$)"),
        re.compile(rf"(?<=[A-Z]{{2}})[{letters}]<(?=[A-Z]{{2}})"),
        re.compile(rf"([A-Z])\1{{3,}}$|(?<=[{letters}])[{letters}]{{3,}}$"),
    )


def read_lower(
    text: str,
    looks: LookAlikes = SHIPPED.look_alikes,
    *,
    length: int = 30,
    has_both_identifiers: bool = False,
) -> LowerLine:
    """Return what the name may have been: one line, several where letters may be fillers, or none.

    ``length`` is that of the element, by default a card's: other formats have the names in the upper line.
    ``has_both_identifiers`` says that the issuer writes a secondary identifier on every document.
    """
    fillers = _fillers(looks)
    text = looks.without_small_fillers(text)
    exact = text.translate(fillers.to_letters)
    form = _EXACT_BOTH if has_both_identifiers else _EXACT
    if len(text) == length and form.fullmatch(exact) and not fillers.signs_of_noise.search(text):
        return LowerLine((exact,))
    text = fillers.at_the_end.sub("", fillers.between_fillers.sub("<", text))
    parts = _parts(text, fillers, has_both_identifiers=has_both_identifiers)
    if not parts or (has_both_identifiers and len(parts) != 2):
        return UNREAD
    lines = ["<<".join(choice) for choice in itertools.product(*(_readings(part, fillers) for part in parts))]
    if not lines or len(lines) > _MOST_READINGS or any(len(line) > length for line in lines):
        return UNREAD
    return LowerLine(tuple(dict.fromkeys(line.ljust(length, "<") for line in lines)))


def read_verified_lower(
    line: str, looks: LookAlikes, *, length: int = 30, has_both_identifiers: bool = False, shows_noise: bool
) -> LowerLine:
    """Return what the name of an MRZ that verifies may have been: as it stands, unless it cannot be one.

    ``shows_noise`` says that fillers may have been misread in it; where it has no other reading, it stands.
    """
    if is_name(line) and not shows_noise:
        return LowerLine((line,))
    names = read_lower(line, looks, length=length, has_both_identifiers=has_both_identifiers)
    return names if names.lines else LowerLine((line,))


def has_signs_of_noise(lower: str, looks: LookAlikes) -> bool:
    """Return whether letters stand where fillers were misread: four alike, or one or two among fillers."""
    return _fillers(looks).signs_of_noise.search(lower) is not None


def identifiers(line: str) -> tuple[str, str]:
    """Return the primary and the secondary identifier of a lower line, blanks for fillers."""
    primary, _, secondary = line.rstrip("<").partition("<<")
    return " ".join(primary.replace("<", " ").split()), " ".join(secondary.replace("<", " ").split())


def _parts(text: str, fillers: _Fillers, *, has_both_identifiers: bool) -> list[str]:
    # The first run of two fillers or more separates the identifiers, the next one ends the name; where
    # there is one run alone, what follows it tells which of the two it is.
    name, *rest = _RUN.split(text.lstrip("<"), maxsplit=2)
    if rest and set(rest[0]) <= fillers.noise:
        rest.insert(0, "")
    secondary, tail = (*rest, "", "")[:2]
    if not name or not set(tail) <= fillers.filler_like:
        return []
    secondary = secondary.strip("<")
    if secondary:
        return [name, secondary]
    if has_both_identifiers:
        # One filler of the separator read as a letter: SAMK<NAVY.
        return fillers.before_one_filler.sub("<<", name, count=1).split("<<")
    return [name] if rest else []


def _readings(part: str, fillers: _Fillers) -> list[str]:
    letters = to_capitals(part).translate(fillers.to_letters)
    if _PART.fullmatch(letters) is None:
        return []
    readings = [letters]
    if len(part) > 2 and part[-1] in fillers.letters + ASCII_DIGITS and letters[-2] != "<":
        readings.insert(0, letters[:-1])
    return [other for reading in readings for other in (reading, _without_k(reading)) if other]


def _without_k(letters: str) -> str:
    # A filler before a component read as K: <KTHIDA. Names that begin with K and a consonant are few.
    before, filler, last = letters.rpartition("<")
    if len(last) > 2 and last[0] == "K" and last[1] not in "AEHIOUY":
        return before + filler + last[1:]
    return ""
