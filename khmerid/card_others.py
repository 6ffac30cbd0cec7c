"""What else was read of number, dates, names and places, beside what was taken for the card.

A card has each of them once in print and once in its MRZ. A response that has more is one of two pictures or
two cards, or of an engine that went over the card twice; which of these, `khmerid.resolve.one_person` judges.

>>> card = "IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA".ljust(30, "<")
>>> read_others(RawCard(mrz=card)) is NO_OTHERS
True
>>> others = read_others(RawCard(mrz=card + card))
>>> others.numbers, others.births, len(others.name_lines)
(('010203040',), ('900315',), 1)
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from khmerid.mrz.check_digit import check_digit
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import is_clean_name_line
from khmerid.raw_card import RawCard
from khmerid.recovery.find import source_lines
from khmerid.text.numerals import to_western_digits

#: Lines of one MRZ, and the characters that one has with noise. What is within these is no more than one MRZ.
_LINES: Final = 3
_LONGEST: Final = 45
#: Numerals that a printed date has at least to be held against another one: six of eight. Fewer, and what is
#: left of one date is taken for another; more, and fewer cards are told apart.
_MOST_OF_A_DATE: Final = 6
#: Different values of a kind, and lines of MRZs, that are kept: two tell, and all are held against each
#: other.
_MOST: Final = 8
_MOST_LINES: Final = 40
_NUMBER = re.compile(r"(?<![0-9])([0-9]{9})([0-9])(?=<<)")
_BIRTH = re.compile(r"(?<![0-9])([0-9]{6})([0-9])(?=[MF<])")
_EXPIRY = re.compile(r"(?<=[MF<])([0-9]{6})([0-9])(?=[A-Z]{3})")
_NOT_A_NUMERAL = re.compile("[^0-9]")


@attrs.frozen(kw_only=True, repr=False)
class Others:
    """Different values of each kind, those that were taken for the card among them.

    Numbers and dates are those of MRZs, as they are written there, each with the check digit that is its own.
    Of the print there are texts of which a label stands more than once: of dates the numerals.
    """

    numbers: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    expiries: tuple[str, ...] = ()
    name_lines: tuple[str, ...] = ()
    mrz: tuple[str, ...] = ()  # all lines, however damaged
    printed_births: tuple[str, ...] = ()
    printed_expiries: tuple[str, ...] = ()
    names_khmer: tuple[str, ...] = ()
    places_of_birth: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # the first line of each


NO_OTHERS: Final = Others()


def read_others(raw: RawCard) -> Others:
    """Return what was read of each kind where there is more than one card has."""
    if not raw.others and len(raw.mrz) <= _LINES and all(len(line) <= _LONGEST for line in raw.mrz):
        return NO_OTHERS
    lines = [piece for line in source_lines(raw.mrz[:_MOST_LINES]) for piece in _pieces(line.text)]
    return Others(
        numbers=_different(_proven(_NUMBER, lines)),
        births=_different(_proven(_BIRTH, lines)),
        expiries=_different(_proven(_EXPIRY, lines)),
        name_lines=_different(filter(is_clean_name_line, lines)),
        mrz=tuple(dict.fromkeys(lines)),
        printed_births=_numerals(raw, "date_of_birth"),
        printed_expiries=_numerals(raw, "date_of_expiry"),
        names_khmer=raw.others.get("name_khmer", ()),
        places_of_birth=raw.others.get("place_of_birth", ()),
        addresses=raw.others.get("address", ()),
    )


def _pieces(line: str) -> tuple[str, ...]:
    """Return a line, and of two that were run together each."""
    return (line,) if len(line) <= _LONGEST else (line[: TD1.length], line[-TD1.length :])


def _proven(form: re.Pattern[str], lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for found in form.finditer(line):
            if check_digit(found[1]) == found[2]:
                yield found[1]


def _numerals(raw: RawCard, field: str) -> tuple[str, ...]:
    """Return the numerals of texts that have most of those of a date."""
    texts = (_NOT_A_NUMERAL.sub("", to_western_digits(text)) for text in raw.others.get(field, ()))
    return _different(numerals for numerals in texts if len(numerals) >= _MOST_OF_A_DATE)


def _different(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:_MOST]
