"""The printed fields held against the MRZ, and both against the rules of the card.

A check reports and changes nothing; only the resolve step chooses a value. Two numerals that differ in a
clean place are a conflict, whichever of them is misread: the card may be altered, and only a person can tell.
"""

import datetime as dt
import re
from typing import Final, TypeVar

import attrs

from khmerid.card import Card
from khmerid.card_mrz import CardMrz
from khmerid.checks.between_pictures import compare_pictures
from khmerid.checks.name_line import NameLineComparison
from khmerid.checks.two_names import is_another_name
from khmerid.explained import Explained
from khmerid.mrz.codes import STATES
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.rules import HEAD, STATE, expiries_of, latest_birth
from khmerid.text.numerals import to_western_digits


class Rule(Explained):
    """What is checked: its name in JSON and what holds where it agrees.

    >>> Rule("validity.ten_years").sentence
    'The card expires ten years less a day after its issue.'
    """

    NUMBER_CHECK_DIGIT = "mrz.document_number_check_digit", "The MRZ's check digit of the number is right."
    BIRTH_CHECK_DIGIT = "mrz.date_of_birth_check_digit", "The MRZ's check digit of the birth is right."
    EXPIRY_CHECK_DIGIT = "mrz.date_of_expiry_check_digit", "The MRZ's check digit of the expiry is right."
    COMPOSITE_CHECK_DIGIT = "mrz.composite_check_digit", "The composite check digit of the MRZ is right."
    ISSUER = "mrz.issuer", "The MRZ is that of a Cambodian identity card."
    NUMBER_ZONES = "document_number.zones", "The printed document number is that of the MRZ."
    BIRTH_ZONES = "date_of_birth.zones", "The printed date of birth is that of the MRZ."
    SEX_ZONES = "sex.zones", "The printed sex is that of the MRZ."
    EXPIRY_ZONES = "date_of_expiry.zones", "The printed date of expiry is that of the MRZ."
    NAME_ZONES = "name.zones", "The printed Latin name is that of the MRZ."
    TEN_YEARS = "validity.ten_years", "The card expires ten years less a day after its issue."
    FIFTEEN_YEARS = "age.fifteen_at_issue", "The holder was fifteen or older on the day of issue."
    PICTURES = "pictures.agree", "The readings of several pictures or engines are of one card."


@attrs.frozen
class Check:
    """A rule and its outcome.

    >>> check = Check(Rule.SEX_ZONES, Outcome.AGREES)
    >>> str(check.rule), str(check.outcome)
    ('sex.zones', 'agrees')
    """

    rule: Rule
    outcome: Outcome


# Lines that have what the printed fields demand agree with them in all that is checked of them.
_AS_PRINTED: Final = tuple(
    Check(rule, Outcome.AGREES)
    for rule in (
        Rule.NUMBER_CHECK_DIGIT,
        Rule.BIRTH_CHECK_DIGIT,
        Rule.EXPIRY_CHECK_DIGIT,
        Rule.COMPOSITE_CHECK_DIGIT,
        Rule.ISSUER,
        Rule.NUMBER_ZONES,
        Rule.BIRTH_ZONES,
        Rule.SEX_ZONES,
        Rule.EXPIRY_ZONES,
    )
)
_AS_PRINTED_WITHOUT_COMPOSITE: Final = tuple(
    attrs.evolve(check, outcome=Outcome.UNDECIDED) if check.rule is Rule.COMPOSITE_CHECK_DIGIT else check
    for check in _AS_PRINTED
)
T = TypeVar("T")
_PRINTED_NUMERALS = re.compile(r"([០-៩]{2})[^0-9A-Za-zក-៩]{1,2}([០-៩]{2})[^0-9A-Za-zក-៩]{1,2}([០-៩]{4})")


def cross_check(card: Card, names: Outcome) -> tuple[Check, ...]:
    """Return every check in a fixed order, decided or not; that of the pictures where there are several.

    ``names`` is what comes of the names (`compare_names_of_zones`).
    """
    mrz = card.mrz
    if mrz.is_as_printed:
        of_mrz = _AS_PRINTED if mrz.composite is Outcome.AGREES else _AS_PRINTED_WITHOUT_COMPOSITE
    else:
        of_mrz = _checks_of_mrz(card, mrz)
    return (
        *of_mrz,
        Check(Rule.NAME_ZONES, names),
        Check(Rule.TEN_YEARS, _compare_validity(card)),
        Check(Rule.FIFTEEN_YEARS, _compare_age(card)),
        *([Check(Rule.PICTURES, compare_pictures(card.pictures))] if card.pictures else []),
    )


def _checks_of_mrz(card: Card, mrz: CardMrz) -> tuple[Check, ...]:
    """Return the checks of the MRZ, and of the print against it, but for the name."""
    birth = compare_dates(card.date_of_birth, mrz.date_of_birth, is_exact=mrz.is_exact)
    expiry = compare_dates(card.date_of_expiry, mrz.date_of_expiry, is_exact=mrz.is_exact)
    return (
        Check(Rule.NUMBER_CHECK_DIGIT, mrz.document_number_check),
        Check(Rule.BIRTH_CHECK_DIGIT, mrz.date_of_birth_check),
        Check(Rule.EXPIRY_CHECK_DIGIT, mrz.date_of_expiry_check),
        Check(Rule.COMPOSITE_CHECK_DIGIT, mrz.composite),
        Check(Rule.ISSUER, compare_issuer(mrz.head, mrz.nationality)),
        Check(Rule.NUMBER_ZONES, compare_numbers(card.document_number, mrz)),
        Check(Rule.BIRTH_ZONES, birth),
        Check(Rule.SEX_ZONES, compare_values(card.sex, mrz.sex)),
        Check(Rule.EXPIRY_ZONES, expiry),
    )


def compare_values(printed: Reading[T], mrz: Reading[T]) -> Outcome:
    """Compare two readings of one value; undecided where either is not well formed."""
    if printed.well_formed is None or mrz.well_formed is None:
        return Outcome.UNDECIDED
    return Outcome.AGREES if printed.value == mrz.value else Outcome.CONFLICTS


def compare_numbers(printed: Reading[str], mrz: CardMrz) -> Outcome:
    """Compare the nine numerals of print and MRZ.

    Where the MRZ's check digit is not theirs, they are misread if the MRZ is damaged elsewhere too, and
    compared all the same if it is exact: then the card may be altered.
    """
    number = mrz.document_number
    if printed.well_formed is None or number.value is None:
        return Outcome.UNDECIDED
    if printed.value == number.value:
        return Outcome.AGREES
    return Outcome.CONFLICTS if number.is_well_formed or mrz.is_exact else Outcome.UNDECIDED


def compare_dates(printed: Reading[dt.date], mrz: Reading[dt.date], *, is_exact: bool) -> Outcome:
    """Compare a printed date with that of the MRZ.

    In an MRZ that is exact, numerals that differ are a conflict even where one side's make no day or fail
    their check digit: then the card may be altered. What the value is, the resolve step decides.
    """
    if printed.value is not None and mrz.value is not None and mrz.is_well_formed:
        if printed.value == mrz.value:
            return Outcome.AGREES
        if printed.is_well_formed:
            return Outcome.CONFLICTS
    numerals = _numerals(printed)
    if not is_exact or numerals is None:
        return Outcome.UNDECIDED
    if mrz.value is not None:
        same = numerals == f"{mrz.value:%Y%m%d}"
    else:
        in_mrz = (mrz.raw or "")[:6]
        if not in_mrz.isdecimal():  # a letter among them is misread, not altered
            return Outcome.UNDECIDED
        same = numerals[2:] == in_mrz
    return Outcome.AGREES if same else Outcome.CONFLICTS


def _numerals(printed: Reading[dt.date]) -> str | None:
    """Return the numerals of a printed date as ``yyyymmdd``, whether or not the calendar has that day."""
    if printed.value is not None:
        return f"{printed.value:%Y%m%d}" if printed.is_well_formed else None
    match = _PRINTED_NUMERALS.fullmatch(printed.raw.strip()) if printed.raw else None
    return to_western_digits(match[3] + match[2] + match[1]) if match else None


def compare_names_of_zones(card: Card, name_line: NameLineComparison) -> Outcome:
    """Compare the printed Latin name with the MRZ's, which may be another name though its line is damaged."""
    if name_line.outcome in (Outcome.AGREES, Outcome.CONFLICTS):
        return name_line.outcome
    is_another = is_another_name(card.name_latin.value or "", card.mrz.name_line)
    return Outcome.CONFLICTS if is_another else name_line.outcome


def compare_issuer(head: str, nationality: str) -> Outcome:
    """Compare document code, issuing State and nationality with the card's; a misread one is undecided."""
    if head == HEAD and nationality == STATE:
        return Outcome.AGREES
    foreign = [state for state in (head[2:5], nationality) if state != STATE and state in STATES]
    return Outcome.CONFLICTS if len(head) == 5 and len(foreign) == 2 else Outcome.UNDECIDED


def _compare_validity(card: Card) -> Outcome:
    issue = card.date_of_issue.well_formed
    expiries = {card.date_of_expiry.well_formed, card.mrz.date_of_expiry.well_formed} - {None}
    if issue is None or not expiries:
        return Outcome.UNDECIDED
    return Outcome.AGREES if expiries.issubset(expiries_of(issue)) else Outcome.CONFLICTS


def _compare_age(card: Card) -> Outcome:
    issue, birth = card.date_of_issue.well_formed, card.date_of_birth.well_formed
    if issue is None or birth is None:
        return Outcome.UNDECIDED
    return Outcome.AGREES if birth <= latest_birth(issue) else Outcome.CONFLICTS
