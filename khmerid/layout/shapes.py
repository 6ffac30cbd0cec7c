"""What a piece of the card looks like without its label: a date, a sex, a height, a number, a name.

A shape says where something stands, never what it says: misread pieces have their shape too, and a reader
or the other zone decides later whether they can be used.

>>> text = "numn: 09.0b.bobo to m9.09.bomo"
>>> [text[start:end] for start, end in numeric_runs(text)]
['09.0b.bobo', 'm9.09.bomo']

"""

from typing import Final, TypeAlias

import regex

from khmerid.layout.labels import nearest

Span: TypeAlias = tuple[int, int]

_DIGITS: Final = "0-9០-៩"
# What engines return for a digit (o b m é from those without Khmer) or a full stop of a date.
_LOOKS_LIKE_DIGIT: Final = "oOQDbBmMéGgSIlៗ។|"
_WORD = regex.compile(r"\S+")
_NOT_NUMERIC = regex.compile(rf"[^{_DIGITS}{_LOOKS_LIKE_DIGIT}.,:;!/()'’¢\-]")
_DIGIT = regex.compile(rf"[{_DIGITS}]")
_LETTERS_OF_DATE = rf"[{_DIGITS}{_LOOKS_LIKE_DIGIT}]"
_STOPS = r"(?:\s?[.,;!។]{1,2}\s?|:)"  # a colon before a blank ends a label
_DAY = rf"(?:[{_DIGITS}]{{1,3}}|{_LETTERS_OF_DATE}{{1,2}})"  # a digit may have been read twice
# Whole dates, and a digit of the year that a blank cut off.
_CUT_OFF = rf"(?: [{_DIGITS}]{{1,2}}(?!\S))?"
_DATE = regex.compile(rf"{_DAY}{_STOPS}{_DAY}{_STOPS}{_LETTERS_OF_DATE}{{3,5}}{_CUT_OFF}")
# An engine without Khmer reads Khmer digits as any letters.
_LATIN_DATE = regex.compile(
    r"(?<![0-9A-Za-z])[0-9A-Za-z]{1,3}\.[0-9A-Za-z]{1,3}\.[0-9A-Za-z]{3,5}(?![0-9A-Za-z])"
)
_SUFFIX = r"(?: ?[(\[{][^\s)\]}]{1,3}[)\]}]?)?"
_NUMBERS = (
    regex.compile(rf"(?<![{_DIGITS}])[{_DIGITS}]{{9}}(?![{_DIGITS}]){_SUFFIX}"),
    regex.compile(rf"(?<![{_DIGITS}])[{_DIGITS}](?: ?[{_DIGITS}]){{7,10}}(?![{_DIGITS}]){_SUFFIX}"),
)
_NUMBER_LIKE = regex.compile(rf"(?<!\S){_LETTERS_OF_DATE}{{7,11}}{_SUFFIX}(?!\S)")
_UNIT_HEIGHT = regex.compile(rf"(?<![{_DIGITS}.,])[{_DIGITS}]{{3}}\s*(?:ស[.,:]?ម|ស[.,:]?ប|ផ[.,:]?ម|cm|សម)")
_CAPITALS = regex.compile(r"[A-Z]")
_ANY_KHMER = regex.compile(r"[ក-៿]")
_KHMER = regex.compile(r"[ក-ឳ]")
_UNITS: Final = ("ឃុំ", "សង្កាត់", "ស្រុក", "ស្រក", "ខណ្ឌ", "ក្រុង")
_MARKS: Final = ("ប្រជ្រ", "ស្នាម", "សំលាក", "ស្លាក", "ចំ", "លើ", "ក្រោម")
_SEXES: Final = (("ប្រុស", 2), ("ស្រី", 1))


def full_dates(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return where something with the form of a whole date stands, digits misread as letters included."""
    form = _DATE if _ANY_KHMER.search(text) else _LATIN_DATE
    dates = form.finditer(text, start, len(text) if end is None else end)
    return [found.span() for found in dates if len(_DIGIT.findall(found.group())) >= 3]


def numeric_runs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return where runs of words stand that are mostly digits, as dates and their fragments are."""
    runs: list[Span] = []
    joins = False
    for word in _WORD.finditer(text, start, len(text) if end is None else end):
        numeric = _is_numeric(word.group())
        if numeric and joins:
            runs[-1] = runs[-1][0], word.end()
        elif numeric:
            runs.append(word.span())
        joins = numeric
    return runs


def _is_numeric(word: str) -> bool:
    return bool(_DIGIT.search(word)) and 3 * len(_NOT_NUMERIC.findall(word)) <= len(word)


def sex_word(text: str, start: int, end: int) -> Span | None:
    """Return where the word for male or female stands, also misread; the best of its words if several."""
    for printed, _ in _SEXES:
        place = text.find(printed, start, end)
        if place >= 0:
            return place, place + len(printed)
    best: tuple[int, Span] | None = None
    for word in _WORD.finditer(text, start, end):
        for printed, limit in _SEXES:
            edits, stop = nearest(printed, word.group())
            if edits <= limit and (best is None or edits < best[0]):
                length = nearest(printed[::-1], word.group()[:stop][::-1])[1]
                place = word.start() + stop
                while place < word.end() and "ក" <= text[place] <= "៓":  # what was read too much
                    place += 1
                best = edits, (word.start() + stop - length, place)
    return best[1] if best else None


def height(text: str) -> Span | None:
    """Return where three digits stand before a unit of length."""
    found = _UNIT_HEIGHT.search(text)
    return found.span() if found else None


def document_number(text: str) -> Span | None:
    """Return where eight to eleven digits stand, with the suffix in brackets."""
    found = next((found for pattern in _NUMBERS if (found := pattern.search(text))), None)
    return found.span() if found else None


def number_like(text: str) -> Span | None:
    """Return where a number stands some of whose digits were misread as letters."""
    for found in _NUMBER_LIKE.finditer(text):
        if len(_DIGIT.findall(found.group())) >= 5:
            return found.span()
    return None


def latin_name(text: str) -> Span | None:
    """Return where two words or more in Latin capitals stand that make up nearly the whole text."""
    words = [word for word in _WORD.finditer(text) if not _is_clutter_of_name(word.group())]
    if len(words) < 2:
        return None
    span = words[0].start(), words[-1].end()
    held = text[span[0] : span[1]]
    letters = len(_CAPITALS.findall(held))
    return span if letters >= 3 and 3 * letters >= 2 * len(held.replace(" ", "")) else None


def _is_clutter_of_name(word: str) -> bool:
    return not _CAPITALS.search(word)


def has_capitals(text: str, least: int = 4) -> bool:
    """Tell whether there are at least so many Latin capitals."""
    return len(_CAPITALS.findall(text)) >= least


def has_khmer(text: str, least: int = 3) -> bool:
    """Tell whether there are at least so many Khmer letters, signs not counted."""
    return len(_KHMER.findall(text)) >= least


def names_units(text: str) -> bool:
    """Tell whether the words for a commune or a district occur."""
    return any(unit in text for unit in _UNITS)


def names_mark(text: str) -> bool:
    """Tell whether the words of a distinguishing mark occur."""
    return any(word in text for word in _MARKS)
