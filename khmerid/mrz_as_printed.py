"""The MRZ that the printed fields demand: written, and compared with the lines that were read.

Where the upper and the middle line have it letter by letter, every element of them is known without
searching, aligning and parsing: it is the printed one. Fillers alone may have been misread, as they are on
most cards, and the name, which no check digit covers, is what the lower line is read as. Of any other lines
nothing is said here.

>>> from khmerid.fields.dates import read_date
>>> printed = {
...     "number": Reading("010203040", "010203040"),
...     "birth": read_date("១៥.០៣.១៩៩០"),
...     "sex": Reading("ស្រី", Sex.F),
...     "expiry": read_date("៣១.១២.២០២៩"),
... }
>>> upper, middle = "IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4"
>>> lower = "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"
>>> mrz_as_printed((upper, middle, lower), **printed).given_names.value
'SOPHEA'
>>> mrz_as_printed((upper.replace("<<<<", "<Kc<"), middle, lower), **printed).document_number.value
'010203040'
>>> mrz_as_printed((upper, middle.replace("F", "M"), lower), **printed) is None
True
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.card_mrz import (
    CardMrz,
    composite_digit_of,
    composite_sum,
    read_identifiers,
    with_check_digit,
)
from khmerid.fields.sex import Sex
from khmerid.masking import Masked
from khmerid.misreading.look_alikes import LOOK_ALIKES, LookAlikes
from khmerid.mrz.check_digit import FILLER, VALUES
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import is_clean_name_line
from khmerid.mrz.two_digit_years import CENTURY_INFERRED
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.find import source_lines
from khmerid.recovery.issuers import CAMBODIA
from khmerid.recovery.lower import has_signs_of_noise, identifiers, read_lower, read_verified_lower
from khmerid.rules import HEAD, STATE, earliest_birth, issues_of, latest_birth

_OPTIONAL_DATA_1: Final = FILLER * TD1.element("optional_data_1").length
_OPTIONAL_DATA_2: Final = FILLER * TD1.element("optional_data_2").length
#: Characters of a line beyond which it may be lines run together: a few more than it has.
_LONGEST: Final = 35
# What may be the line of the names; shorter, and it may be left out where lines are looked for.
_NAMES = re.compile("[A-Z].{8}")
_ALPHABET: Final = frozenset(VALUES)
_FIRST_EXPIRY: Final = dt.date(2000, 1, 1)  # the MRZ of a card has an expiry in 20yy
_SEXES: Final = {sex: Reading(sex.value, sex) for sex in Sex}
_AGREES: Final = Outcome.AGREES  # an enumeration's member is slow to look up


def mrz_as_printed(  # noqa: PLR0913 - the lines, and each printed field that stands in them
    lines: Sequence[str],
    *,
    number: Reading[str],
    birth: Reading[dt.date],
    sex: Reading[Sex],
    expiry: Reading[dt.date],
    looks: LookAlikes = LOOK_ALIKES,
) -> CardMrz | None:
    """Return the MRZ if its lines have what well-formed printed fields demand, else ``None``.

    It is what the lines are read as without the print too (`khmerid.card_mrz.read_card_mrz`), but for
    ``is_as_printed``.
    """
    numerals, born, letter, expires = (
        number.well_formed,
        birth.well_formed,
        sex.well_formed,
        expiry.well_formed,
    )
    if len(lines) != TD1.lines or numerals is None or born is None or letter is None or expires is None:
        return None
    of_number, of_birth, of_expiry = map(with_check_digit, (numerals, born, expires))
    head, dates = HEAD + of_number, of_birth + letter.value + of_expiry + STATE
    digit = str(composite_sum(of_number, of_birth, of_expiry))
    demanded = _Demanded(head, dates, digit)
    found = demanded.found_as_they_are(lines, looks) or demanded.found_but_for_fillers(lines, looks)
    if found is None:
        return None
    issue = issues_of(expires)[0]
    if expires < _FIRST_EXPIRY or not earliest_birth(issue) <= born <= latest_birth(issue):
        return None  # the two numerals of the year are another century's
    surname, given_names = read_identifiers(found.name_line, found.identifiers)
    return CardMrz(
        is_exact=found.is_exact,
        is_as_printed=True,
        document_number=Reading(of_number, numerals, (), of_number),
        document_number_check=_AGREES,
        date_of_birth=Reading(of_birth, born, CENTURY_INFERRED, of_birth),
        date_of_birth_check=_AGREES,
        sex=_SEXES[letter],
        date_of_expiry=Reading(of_expiry, expires, CENTURY_INFERRED, of_expiry),
        date_of_expiry_check=_AGREES,
        composite_digit=found.composite_digit,
        composite=_AGREES if found.composite_digit else Outcome.UNDECIDED,
        head=HEAD,
        issuing_state=STATE,
        nationality=STATE,
        name_line=found.name_line,
        surname=surname,
        given_names=given_names,
    )


@attrs.frozen
class _Found(Masked):
    """What the lines have besides what is demanded of them."""

    name_line: str
    identifiers: tuple[str | None, str | None]
    composite_digit: str
    is_exact: bool


@attrs.frozen
class _Demanded(Masked):
    """What an upper line begins with, what a middle one begins with, and the composite digit."""

    upper: str
    middle: str
    digit: str

    def found_as_they_are(self, lines: Sequence[str], looks: LookAlikes) -> _Found | None:
        """Return the rest of the lines if they are those of a clean card, letter by letter."""
        upper, middle, lower = lines
        if (
            not self._has_fillers(upper, middle)
            or not is_clean_name_line(lower)
            or has_signs_of_noise(lower, looks)
        ):
            return None
        return _Found(lower, identifiers(lower), self.digit, is_exact=True)

    def found_but_for_fillers(self, lines: Sequence[str], looks: LookAlikes) -> _Found | None:
        """Return the same if fillers and the name alone may have been misread in them."""
        sources = source_lines(lines, looks)
        upper, middle, lower = received = ["".join(source.raw) for source in sources]
        if not (
            upper.startswith(self.upper + FILLER) and middle.startswith(self.middle) and _NAMES.match(lower)
        ):
            return None
        tail = middle[len(self.middle) :]
        digit = composite_digit_of(tail)
        is_exact = all(len(line) == TD1.length and _ALPHABET.issuperset(line) for line in received)
        if (
            (tail and tail[0] != FILLER)
            or (digit and digit != self.digit)
            or (is_exact and not self._has_fillers(upper, middle))  # the digit may verify for what is there
            or max(len(source.raw) for source in sources) > _LONGEST
        ):
            return None
        return _Found(lower, _names_in(lower, sources[2].text, looks, is_exact=is_exact), digit, is_exact)

    def _has_fillers(self, upper: str, middle: str) -> bool:
        return (
            upper == self.upper + _OPTIONAL_DATA_1 and middle == self.middle + _OPTIONAL_DATA_2 + self.digit
        )


def _names_in(line: str, text: str, looks: LookAlikes, *, is_exact: bool) -> tuple[str | None, str | None]:
    """Return the identifiers of a lower line, where it has one reading; ``is_exact`` if the MRZ verifies."""
    has_both = CAMBODIA.has_both_identifiers
    if not is_exact:
        return read_lower(text, looks, has_both_identifiers=has_both).identifiers
    shows_noise = has_signs_of_noise(line, looks)
    return read_verified_lower(
        line, looks, has_both_identifiers=has_both, shows_noise=shows_noise
    ).identifiers
