"""The MRZ that the printed fields demand: written, and compared with the lines that were read.

Where the upper and the middle line are those letter by letter, as on most cards that are read well, every
element of them is known without searching, aligning and parsing: it is the printed one. The lower line, whose
name no check digit covers, has to be clean. Of any other lines nothing is said here.

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
>>> mrz_as_printed((upper, middle.replace("F", "M"), lower), **printed) is None
True
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from khmerid.card_mrz import CardMrz, composite_sum, with_check_digit
from khmerid.fields.sex import Sex
from khmerid.misreading.look_alikes import LOOK_ALIKES, LookAlikes
from khmerid.mrz.check_digit import FILLER
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import is_clean_name_line
from khmerid.mrz.two_digit_years import CENTURY_INFERRED
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.lower import has_signs_of_noise, identifiers
from khmerid.rules import HEAD, STATE, earliest_birth, issues_of, latest_birth

_OPTIONAL_DATA_1: Final = FILLER * TD1.element("optional_data_1").length
_OPTIONAL_DATA_2: Final = FILLER * TD1.element("optional_data_2").length
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
    """Return the MRZ if its lines are those that well-formed printed fields demand, else ``None``.

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
    upper, middle, lower = lines
    of_number, of_birth, of_expiry = map(with_check_digit, (numerals, born, expires))
    digit = str(composite_sum(of_number, of_birth, of_expiry))
    if (
        upper != HEAD + of_number + _OPTIONAL_DATA_1
        or middle != of_birth + letter.value + of_expiry + STATE + _OPTIONAL_DATA_2 + digit
        or not is_clean_name_line(lower)
        or has_signs_of_noise(lower, looks)
    ):
        return None
    issue = issues_of(expires)[0]
    if expires < _FIRST_EXPIRY or not earliest_birth(issue) <= born <= latest_birth(issue):
        return None  # the two numerals of the year are another century's
    surname, given_names = identifiers(lower)
    return CardMrz(
        is_exact=True,
        is_as_printed=True,
        document_number=Reading(of_number, numerals, (), of_number),
        document_number_check=_AGREES,
        date_of_birth=Reading(of_birth, born, CENTURY_INFERRED, of_birth),
        date_of_birth_check=_AGREES,
        sex=_SEXES[letter],
        date_of_expiry=Reading(of_expiry, expires, CENTURY_INFERRED, of_expiry),
        date_of_expiry_check=_AGREES,
        composite_digit=digit,
        composite=_AGREES,
        head=HEAD,
        issuing_state=STATE,
        nationality=STATE,
        name_line=lower,
        surname=Reading(surname, surname),
        given_names=Reading(given_names, given_names),
    )
