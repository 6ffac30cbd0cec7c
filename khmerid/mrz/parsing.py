"""The TD1 zone, read by the letter: three lines of thirty characters (ICAO Doc 9303-5, 4.2.2 and 4.2.4).

>>> reading = parse_td1((
...     "I<UTOD231458907<<<<<<<<<<<<<<<",
...     "7408122F1204159UTO<<<<<<<<<<<6",
...     "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
... ))
>>> zone = reading.value
>>> zone.document_number, zone.date_of_birth, zone.primary_identifier, zone.secondary_identifier
('D23145890', '740812', 'ERIKSSON', 'ANNA MARIA')
>>> zone.verified, reading.notes
(True, ())
>>> parse_td1(("I<UTO", "", "")).notes
(Note(code=<Code.MRZ_LINE_LENGTH: 'mrz_line_length'>, detail='5, 0, 0 characters'),)

"""

import enum
import re
from collections.abc import Sequence

import attrs

from khmerid.mrz.check_digit import FILLER, VALUES_MODULO_TEN, sum_of_values
from khmerid.mrz.codes import DOCUMENT_CODES, STATES
from khmerid.mrz.dates import is_date_of_birth, is_day
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading


class NumberRule(enum.Enum):
    """Where the check digit of the document number stands and what it is taken over."""

    SHORT = "short"  # up to nine characters, the digit at position 15
    LONG = "long"  # Doc 9303-5, 4.2.4: goes on at position 16, position 15 left out of the sum
    LONG_FILLER_COUNTED = (
        "long_filler_counted"  # seen on Belgian and Portuguese cards: position 15 takes part
    )

    def __str__(self) -> str:
        return self.value


@attrs.frozen
class Td1Checks:
    """The four check digits of a TD1 zone."""

    document_number: Outcome
    date_of_birth: Outcome
    date_of_expiry: Outcome
    composite: Outcome


# An enumeration's members are slow to look up; the clean way takes these.
_AGREES, _SHORT = Outcome.AGREES, NumberRule.SHORT

ALL_AGREE = Td1Checks(_AGREES, _AGREES, _AGREES, _AGREES)


@attrs.frozen(repr=False)
class Td1:
    """A TD1 zone cut into its elements, without trailing fillers; dates as the six characters YYMMDD.

    ``number_rule`` names the rule by which the digit of the document number was taken. A long number
    whose digit agrees only with position 15 counted is ``LONG_FILLER_COUNTED``, and its check conflicts:
    Doc 9303-5, 4.2.4 leaves that position out.
    """

    lines: tuple[str, str, str]
    document_code: str
    issuing_state: str
    document_number: str
    number_rule: NumberRule
    optional_data_1: str
    date_of_birth: str
    sex: str
    date_of_expiry: str
    nationality: str
    optional_data_2: str
    primary_identifier: str
    secondary_identifier: str
    checks: Td1Checks

    def __repr__(self) -> str:
        return f"Td1(<{self.issuing_state if self.issuing_state in STATES else '?'}>, checks={self.checks!r})"

    @property
    def verified(self) -> bool:
        """Tell whether all four check digits agree."""
        return self.checks == ALL_AGREE

    @property
    def name_may_be_cut(self) -> bool:
        """Tell whether the name fills its line (Doc 9303-5, 4.2.3: position 30 is then a letter)."""
        return self.lines[2][29] != FILLER


_ZONE = re.compile(r"[A-Z0-9<]{30}\n[A-Z0-9<]{30}\n[A-Z0-9<]{30}")
_NAME = re.compile(r"[A-Z]+(?:<<?[A-Z]+)*<*")
_NUMERALS = "0123456789"


def parse_td1(lines: str | Sequence[str | None]) -> Reading[Td1]:
    """Read three exact lines of thirty characters and check the four check digits; repair nothing.

    The value is ``None`` exactly when there are not three lines, not thirty characters, or characters
    that have no place in a zone. Whatever else is wrong is noted beside the value.
    """
    if isinstance(lines, str):
        lines = lines.splitlines()
    try:
        text = "\n".join(lines)  # type: ignore[arg-type]  # what is no text is caught
    except TypeError:
        text = "\n".join(line if isinstance(line, str) else "" for line in lines)
    if _ZONE.fullmatch(text) is None or len(lines) != 3:
        return Reading(text, None, (_why_no_zone(lines),))
    zone = _cut(text)
    return Reading(text, zone, _notes(zone))


def is_name(lower: str) -> bool:
    """Tell whether a lower line has letters only, begins with one, and has no run of three fillers inside."""
    return _NAME.fullmatch(lower) is not None


def _cut(text: str) -> Td1:
    upper, middle, lower = text[:30], text[31:61], text[62:]
    values = text.encode("ascii").translate(VALUES_MODULO_TEN)
    birth = _NUMERALS[sum_of_values(values[31:37])]
    expiry = _NUMERALS[sum_of_values(values[39:45])]
    # Doc 9303-5, 4.2.4: upper 6-30, middle 1-7, 9-15 and 19-29 as one string.
    composite = _NUMERALS[sum_of_values(values[5:30] + values[31:38] + values[39:46] + values[49:60])]
    if upper[14] != FILLER:
        number, rule, optional = upper[5:14].rstrip(FILLER), _SHORT, upper[15:].rstrip(FILLER)
        number_check = _outcome(_NUMERALS[sum_of_values(values[5:14])], upper[14])
    else:
        number, rule, optional, number_check = _long_number(upper)
    if number_check is _AGREES and birth == middle[6] and expiry == middle[14] and composite == middle[29]:
        checks = ALL_AGREE
    else:
        checks = Td1Checks(
            number_check,
            _outcome(birth, middle[6]),
            _outcome(expiry, middle[14]),
            _outcome(composite, middle[29]),
        )
    primary, _, secondary = lower.rstrip(FILLER).partition("<<")
    if FILLER in primary or FILLER in secondary:
        primary = " ".join(primary.replace(FILLER, " ").split())
        secondary = " ".join(secondary.replace(FILLER, " ").split())
    return Td1(
        (upper, middle, lower),
        upper[:2].rstrip(FILLER),
        upper[2:5].rstrip(FILLER),
        number,
        rule,
        optional,
        middle[:6],
        middle[7],
        middle[8:14],
        middle[15:18].rstrip(FILLER),
        middle[18:29].rstrip(FILLER),
        primary,
        secondary,
        checks,
    )


def _outcome(expected: str, found: str) -> Outcome:
    if found == expected:
        return _AGREES
    return Outcome.CONFLICTS if found in _NUMERALS else Outcome.UNDECIDED


def _long_number(upper: str) -> tuple[str, NumberRule, str, Outcome]:
    # Doc 9303-5, 4.2.2 note j: the rest of the number, its check digit, one filler, then optional data.
    principal = upper[5:14]
    rest, filler, optional = upper[15:].partition(FILLER)
    number = (principal + rest[:-1]).rstrip(FILLER)
    optional = optional.rstrip(FILLER)
    if not rest:
        return number, NumberRule.LONG, optional, Outcome.UNDECIDED
    if not filler or len(rest) == 1 or FILLER in principal:
        return number, NumberRule.LONG, optional, Outcome.CONFLICTS
    check = _outcome(_digit_of(principal + rest[:-1]), rest[-1])
    counted = _outcome(_digit_of(principal + FILLER + rest[:-1]), rest[-1])
    if check is Outcome.CONFLICTS and counted is Outcome.AGREES:
        return number, NumberRule.LONG_FILLER_COUNTED, optional, check
    return number, NumberRule.LONG, optional, check


def _digit_of(characters: str) -> str:
    return _NUMERALS[sum_of_values(characters.encode("ascii").translate(VALUES_MODULO_TEN))]


def _why_no_zone(lines: Sequence[str | None]) -> Note:
    if not any(lines):
        return Note(Code.MISSING)
    if len(lines) != 3:
        return Note(Code.MRZ_LINE_COUNT, f"{len(lines)} lines")
    if any(not isinstance(line, str) or len(line) != 30 for line in lines):
        return Note(Code.MRZ_LINE_LENGTH, ", ".join(str(len(line or "")) for line in lines) + " characters")
    return Note(Code.MRZ_CHARACTERS)


def _notes(zone: Td1) -> tuple[Note, ...]:
    notes = []
    if zone.checks is not ALL_AGREE:
        notes += _notes_of_checks(zone)
    if zone.document_code not in DOCUMENT_CODES:
        notes.append(Note(Code.MRZ_DOCUMENT_CODE_NOT_ALLOWED))
    if zone.issuing_state not in STATES:
        notes.append(Note(Code.MRZ_STATE_UNKNOWN, "issuing_state"))
    if zone.nationality not in STATES:
        notes.append(Note(Code.MRZ_STATE_UNKNOWN, "nationality"))
    if zone.sex not in "FM<":
        notes.append(Note(Code.MRZ_SEX_NOT_ALLOWED))
    if not is_date_of_birth(zone.date_of_birth):
        notes.append(Note(Code.MRZ_NO_SUCH_DATE, "date_of_birth"))
    if not is_day(zone.date_of_expiry):
        notes.append(Note(Code.MRZ_NO_SUCH_DATE, "date_of_expiry"))
    if not is_name(zone.lines[2]):
        notes.append(Note(Code.MRZ_NAME_MALFORMED))
    if zone.name_may_be_cut:
        notes.append(Note(Code.MRZ_NAME_MAY_BE_CUT))
    return tuple(notes)


def _notes_of_checks(zone: Td1) -> list[Note]:
    outcomes = attrs.asdict(zone.checks)
    notes = [
        Note(Code.MRZ_CHECK_DIGIT_CONFLICTS, name)
        for name, outcome in outcomes.items()
        if outcome is Outcome.CONFLICTS
    ]
    notes += [
        Note(Code.MRZ_CHECK_DIGIT_UNDECIDED, name)
        for name, outcome in outcomes.items()
        if outcome is Outcome.UNDECIDED
    ]
    if zone.number_rule is NumberRule.LONG_FILLER_COUNTED:
        notes.append(Note(Code.MRZ_FILLER_COUNTED))
    return notes
