r"""What every reader does first: invisible characters out by name, blanks to one space.

``str.strip()`` leaves U+200B, which Khmer text is full of, and the bidirectional controls of Unicode
(UAX #9) could make a value look like another; none of them is ever passed on.

>>> clean("  ១០\u200b.០៧.១៩៩៩ ")
('១០.០៧.១៩៩៩', (Note(code=<Code.INVISIBLE_REMOVED: 'invisible_removed'>, detail='U+200B'),))
>>> clean(None)[1]
(Note(code=<Code.MISSING: 'missing'>, detail=''),)
"""

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from khmerid.notes import Code, Note
from khmerid.reading import Reading

if TYPE_CHECKING:
    import regex

T = TypeVar("T")
Notes = tuple[Note, ...]

LONGEST_FIELD = 1_000  # characters; the longest printed field, an address, has less than two hundred

_BLANKS = re.compile(r"\s+")

_MISSING = (Note(Code.MISSING),)


def clean(text: str | None) -> tuple[str, tuple[Note, ...]]:
    """Return the text without invisible characters and surplus blanks, and what was noted.

    A missing, empty or blank text gives ``""`` and ``MISSING``; one of more than ``LONGEST_FIELD``
    characters gives ``""`` and ``TOO_LONG``. Time is linear in the length of the text.
    """
    if text is None:
        return "", _MISSING
    if len(text) > LONGEST_FIELD:
        return "", (Note(Code.TOO_LONG, f"{len(text)} characters"),)
    # Nothing invisible and no blank but the space, by the tables of Unicode that Python has.
    if text.isprintable() and "  " not in text and text[:1] > " " < text[-1:]:
        return text, ()
    visible = _invisible().sub("", text)
    notes: tuple[Note, ...] = ()
    if visible != text:
        removed = sorted({f"U+{ord(character):04X}" for character in _invisible().findall(text)})
        notes = (Note(Code.INVISIBLE_REMOVED, " ".join(removed)),)
    cleaned = _BLANKS.sub(" ", visible).strip()
    if not cleaned:
        return "", (*notes, *_MISSING)
    return cleaned, notes


@functools.cache
def _invisible() -> "regex.Pattern[str]":
    """Return the pattern of formats, controls, surrogates, private use and noncharacters.

    U+200C has a use in Khmer (Unicode Technical Note 61): the normal form decides on it, not this step.
    """
    import regex  # noqa: PLC0415 - few texts have any, and it takes as long to import as all of this folder

    return regex.compile(r"[\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}--[\t\n\r\u200C]]", regex.V1)


def read_cleaned(text: str | None, value_of: Callable[[str], tuple[T | None, Notes]]) -> Reading[T]:
    """Return the reading of a text: what its cleaned text is, and the notes on both.

    >>> read_cleaned(" 7 ", lambda cleaned: (int(cleaned), ())).value
    7
    """
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes)
    value, more = value_of(cleaned)
    return Reading(text, value, notes + more, cleaned)
