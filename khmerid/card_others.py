"""What else was cleanly read of number, dates and names, beside what was taken for the card.

A card has each of them once in print and once in its MRZ. A response that has more is one of two pictures or
two cards, or of an engine that went over the card twice; which of these, `khmerid.resolve.one_person` judges.
A number or date of an MRZ is here only with the check digit that is its own; dates are as the MRZ writes them.

>>> card = ("IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<")
>>> read_others(RawCard(mrz=card)) is NO_OTHERS
True
>>> others = read_others(RawCard(mrz=card + card))
>>> others.numbers, others.births, others.name_lines
(('010203040',), ('900315',), ('SOK<<SOPHEA',))
"""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs
import regex

from khmerid.fields.dates import read_date
from khmerid.fields.names import read_name_khmer
from khmerid.mrz.check_digit import check_digit
from khmerid.mrz.formats import TD1
from khmerid.raw_card import RawCard
from khmerid.recovery.find import source_lines

#: Lines of one MRZ, and the characters that one has with noise. What is within these is no more than one MRZ.
_LINES: Final = 3
_LONGEST: Final = 45
_NUMBER = regex.compile(r"(?<![0-9])([0-9]{9})([0-9])(?=<<)")
_DATES = regex.compile(r"(?<![0-9])([0-9]{6})([0-9])[MF<]([0-9]{6})([0-9])(?=[A-Z]{3})")
_NAME = regex.compile(r"[A-Z]{2,}(?:<[A-Z]{2,})*<<[A-Z]{2,}(?:<[A-Z]{2,})*(?=<|$)")


@attrs.frozen(kw_only=True, repr=False)
class Others:
    """Different values of each kind, those that were taken for the card among them."""

    numbers: tuple[str, ...] = ()
    numbers_alone: tuple[str, ...] = ()  # printed, without a label: a page may have other numbers
    births: tuple[str, ...] = ()
    expiries: tuple[str, ...] = ()
    name_lines: tuple[str, ...] = ()
    names_khmer: tuple[str, ...] = ()


NO_OTHERS: Final = Others()


def read_others(raw: RawCard) -> Others:
    """Return what was read of each kind where there is more than one card has."""
    if not raw.others and len(raw.mrz) <= _LINES and all(len(line) <= _LONGEST for line in raw.mrz):
        return NO_OTHERS
    lines = [piece for line in source_lines(raw.mrz) for piece in _pieces(line.text)]
    numbers = (number for line in lines for number in _proven(_NUMBER, line, 1))
    births = (birth for line in lines for birth in _proven(_DATES, line, 1))
    expiries = (expiry for line in lines for expiry in _proven(_DATES, line, 3))
    return Others(
        numbers=_different(numbers),
        numbers_alone=raw.others.get("document_number", ()),
        births=_different((*births, *_printed(raw, "date_of_birth"))),
        expiries=_different((*expiries, *_printed(raw, "date_of_expiry"))),
        name_lines=_different(found[0] for line in lines if (found := _NAME.match(line))),
        names_khmer=_different(
            name
            for text in raw.others.get("name_khmer", ())
            if (name := read_name_khmer(text).well_formed) is not None
        ),
    )


def _pieces(line: str) -> tuple[str, ...]:
    """Return a line, and of two that were run together each."""
    return (line,) if len(line) <= _LONGEST else (line[: TD1.length], line[-TD1.length :])


def _proven(form: "regex.Pattern[str]", line: str, group: int) -> Iterator[str]:
    for found in form.finditer(line):
        if check_digit(found[group]) == found[group + 1]:
            yield found[group]


def _printed(raw: RawCard, field: str) -> Iterator[str]:
    for text in raw.others.get(field, ()):
        day = read_date(text).well_formed
        if day is not None:
            yield f"{day:%y%m%d}"


def _different(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
