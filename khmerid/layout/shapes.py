"""What a value of the card looks like without its label: a date, a sex, a height, a number, a name.

A shape says where something stands, never what it says: misread values have their shape too, and a reader or
the MRZ decides later whether they can be used.

>>> text = "numn: 09.0b.bobo to m9.09.bomo"
>>> [text[start:end] for start, end in find_figures(text)]
['09.0b.bobo', 'm9.09.bomo']
"""

import re
from typing import Final, TypeAlias

from khmerid.fields.sex import WORDS, Sex
from khmerid.misreading import SHIPPED
from khmerid.misreading.aligner import Part, nearest_part

Span: TypeAlias = tuple[int, int]

# As the card prints them.
PRINTED_DATE: Final = r"[០-៩]{2}\.[០-៩]{2}\.[០-៩]{4}"
PRINTED_SEX: Final = "|".join(WORDS.values())
PRINTED_HEIGHT: Final = r"[០-៩]{3} ?ស\.ម"

_DIGITS: Final = "0-9០-៩"
_LOOKS_LIKE_DIGIT: Final = SHIPPED.look_alikes.in_printed_dates
_WORD = re.compile(r"\S+")
_NOT_OF_FIGURES = re.compile(rf"[^{_DIGITS}{_LOOKS_LIKE_DIGIT}.,:;!/()'’¢\-]")
_DIGIT = re.compile(rf"[{_DIGITS}]")
_DIGIT_OR_ALIKE = rf"[{_DIGITS}{_LOOKS_LIKE_DIGIT}]"
_STOPS = r"(?:\s?[.,;!។]{1,2}\s?|:)"  # a colon before a blank ends a label
_DAY = rf"(?:[{_DIGITS}]{{1,3}}|{_DIGIT_OR_ALIKE}{{1,2}})"  # a digit may have been read twice
# Whole dates, and a digit of the year that a blank cut off.
_CUT_OFF = rf"(?: [{_DIGITS}]{{1,2}}(?!\S))?"
_DATE = re.compile(rf"{_DAY}{_STOPS}{_DAY}{_STOPS}{_DIGIT_OR_ALIKE}{{3,5}}{_CUT_OFF}")
# An engine without Khmer reads Khmer digits as any letters.
_LATIN_DATE = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Za-z]{1,3}\.[0-9A-Za-z]{1,3}\.[0-9A-Za-z]{3,5}(?![0-9A-Za-z])"
)
_SUFFIX = r"(?: ?[(\[{][^\s)\]}]{1,3}[)\]}]?)?"
_NUMBERS = (
    re.compile(rf"(?<![{_DIGITS}])[{_DIGITS}]{{9}}(?![{_DIGITS}]){_SUFFIX}"),
    re.compile(rf"(?<![{_DIGITS}])[{_DIGITS}](?: ?[{_DIGITS}]){{7,10}}(?![{_DIGITS}]){_SUFFIX}"),
)
_MISREAD_NUMBER = re.compile(rf"(?<!\S){_DIGIT_OR_ALIKE}{{7,11}}{_SUFFIX}(?!\S)")
_HEIGHT = re.compile(rf"(?<![{_DIGITS}.,])[{_DIGITS}]{{3}}\s*(?:ស[.,:]?ម|ស[.,:]?ប|ផ[.,:]?ម|cm|សម)")
_CAPITALS = re.compile(r"[A-Z]")
_WORD_WITH_CAPITALS = re.compile(r"(?<!\S)[^\sA-Z]*[A-Z]\S*")
_ANY_KHMER = re.compile(r"[ក-៿]")
_THREE_KHMER_LETTERS = re.compile(r"[ក-ឳ](?:[^ក-ឳ]*[ក-ឳ]){2}")
#: The most edits at which a word is still that for male or female: the two are three apart. With more, any
#: short word is taken for the second.
_SEX_WORDS: Final = ((WORDS[Sex.M], 2), (WORDS[Sex.F], 1))


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return where something with the form of a whole date stands, digits misread as letters included."""
    form = _DATE if _ANY_KHMER.search(text) else _LATIN_DATE
    dates = form.finditer(text, start, len(text) if end is None else end)
    return [found.span() for found in dates if len(_DIGIT.findall(found[0])) >= 3]


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return where runs of words stand that are mostly digits, as dates and their fragments are."""
    runs: list[Span] = []
    in_run = False
    for word in _WORD.finditer(text, start, len(text) if end is None else end):
        if not _is_mostly_digits(word.group()):
            in_run = False
        elif in_run:
            runs[-1] = runs[-1][0], word.end()
        else:
            runs.append(word.span())
            in_run = True
    return runs


def _is_mostly_digits(word: str) -> bool:
    return bool(_DIGIT.search(word)) and 3 * len(_NOT_OF_FIGURES.findall(word)) <= len(word)


def find_sex_word(text: str, start: int = 0, end: int | None = None) -> Span | None:
    """Return where the word for male or female stands, also misread; the best of its words if several."""
    for printed, _ in _SEX_WORDS:
        place = text.find(printed, start, end)
        if place >= 0:
            return place, place + len(printed)
    best: tuple[Part, re.Match[str]] | None = None
    for word in _WORD.finditer(text, start, len(text) if end is None else end):
        for printed, most_edits in _SEX_WORDS:
            part = nearest_part(printed, word.group(), most_edits)
            if part and (best is None or part.edits < best[0].edits):
                best = part, word
    if best is None:
        return None
    part, word = best
    place = word.start() + part.end
    while place < word.end() and "ក" <= text[place] <= "៓":  # what was read too much
        place += 1
    return word.start() + part.start, place


def find_height(text: str) -> Span | None:
    """Return where three digits stand before a unit of length."""
    found = _HEIGHT.search(text)
    return found.span() if found else None


def find_document_number(text: str) -> Span | None:
    """Return where eight to eleven digits stand, with the suffix in brackets."""
    for pattern in _NUMBERS:
        found = pattern.search(text)
        if found:
            return found.span()
    return None


def find_misread_number(text: str) -> Span | None:
    """Return where a number stands some of whose digits were misread as letters."""
    numbers = _MISREAD_NUMBER.finditer(text)
    return next((found.span() for found in numbers if len(_DIGIT.findall(found.group())) >= 5), None)


def find_latin_name(text: str) -> Span | None:
    """Return where two words or more in Latin capitals stand that make up nearly the whole text."""
    match [*_WORD_WITH_CAPITALS.finditer(text)]:
        case [first, *_, last]:
            start, end = first.start(), last.end()
            letters = len(_CAPITALS.findall(text, start, end))
            if letters >= 3 and 3 * letters >= 2 * (end - start - text.count(" ", start, end)):
                return start, end
    return None


def has_capitals(text: str) -> bool:
    """Return whether there are at least four Latin capitals."""
    return len(_CAPITALS.findall(text)) >= 4


def has_khmer(text: str) -> bool:
    """Return whether there are at least three Khmer letters, signs not counted."""
    return _THREE_KHMER_LETTERS.search(text) is not None


def strip_span(text: str, start: int, end: int) -> Span:
    """Return a span without the blanks at both its ends; a row has no other blank than the space."""
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return start, end
