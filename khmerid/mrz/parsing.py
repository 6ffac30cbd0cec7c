"""An MRZ read by the letter: lines of exact length, cut by the table of `khmerid.mrz.formats`.

>>> reading = parse_td1((
...     "I<UTOD231458907<<<<<<<<<<<<<<<",
...     "7408122F1204159UTO<<<<<<<<<<<6",
...     "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
... ))
>>> mrz = reading.value
>>> mrz.document_number, mrz.date_of_birth, mrz.primary_identifier, mrz.secondary_identifier
('D23145890', '740812', 'ERIKSSON', 'ANNA MARIA')
>>> mrz.verified, reading.notes
(True, ())
>>> parse_td1(("I<UTO", "", "")).notes
(Note(code=<Code.MRZ_LINE_LENGTH: 'mrz_line_length'>, detail='5, 0, 0 characters'),)
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, TypeVar

import attrs

from khmerid.explained import Word
from khmerid.mrz.check_digit import FILLER, VALUES_MODULO_TEN, check_digit, sum_of_values
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import COMMON, TD1, TD2, TD3, MrzFormat, Position
from khmerid.mrz.two_digit_years import is_date_of_birth, is_day
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading


class NumberRule(Word):
    """Where the check digit of the document number stands and what it is taken over."""

    SHORT = "short"  # up to nine characters, the digit behind them
    LONG = "long"  # Doc 9303-5, 4.2.4: goes on in the optional data, the filler between left out of the sum
    LONG_FILLER_COUNTED = "long_filler_counted"  # seen on Belgian and Portuguese cards: the filler takes part


@attrs.frozen
class CheckDigits:
    """The four check digits that every format has."""

    document_number: Outcome
    date_of_birth: Outcome
    date_of_expiry: Outcome
    composite: Outcome


@attrs.frozen
class PassportCheckDigits(CheckDigits):
    """The five check digits of a TD3 MRZ."""

    optional_data: Outcome


# An enumeration's members are slow to look up; the clean way takes these.
_AGREES: Final = Outcome.AGREES
_SHORT: Final = NumberRule.SHORT


@attrs.frozen(repr=False)
class Mrz:
    """An MRZ cut into its elements, without trailing fillers; dates as the six characters YYMMDD.

    ``number_rule`` names the rule by which the digit of the document number was taken. A long number
    whose digit agrees only with the filler before its rest counted is ``LONG_FILLER_COUNTED``, and its check
    conflicts: Doc 9303-5, 4.2.4 leaves that filler out.
    """

    format: ClassVar[MrzFormat]
    all_agree: ClassVar[CheckDigits] = CheckDigits(_AGREES, _AGREES, _AGREES, _AGREES)

    document_code: str
    issuing_state: str
    document_number: str
    date_of_birth: str
    sex: str
    date_of_expiry: str
    nationality: str
    primary_identifier: str
    secondary_identifier: str
    number_rule: NumberRule
    checks: CheckDigits
    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(checks={self.checks!r})"

    @property
    def verified(self) -> bool:
        """Whether all check digits agree."""
        return self.checks is self.all_agree or self.checks == self.all_agree  # the first is quick

    @property
    def well_formed(self) -> bool:
        """Whether every character is one that its element may have."""
        return self.format.cutter.kinds.fullmatch("\n".join(self.lines)) is not None

    @property
    def name_line(self) -> str:
        """The element of the names, with its fillers."""
        return self.format.cell(self.lines, "name")


@attrs.frozen(repr=False)
class Td1(Mrz):
    """The MRZ of a card: three lines of thirty characters (Doc 9303-5).

    >>> upper, middle = "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6"
    >>> mrz = parse_td1((upper, middle, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")).value
    >>> mrz.issuing_state, mrz.document_number, mrz.date_of_expiry
    ('UTO', 'D23145890', '120415')
    """

    format: ClassVar[MrzFormat] = TD1

    lines: tuple[str, str, str]
    optional_data_1: str
    optional_data_2: str


@attrs.frozen(repr=False)
class Td2(Mrz):
    """The MRZ of a larger card: two lines of 36 characters (Doc 9303-6).

    >>> lines = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
    >>> parse_td2(lines).value.primary_identifier
    'ERIKSSON'
    """

    format: ClassVar[MrzFormat] = TD2

    lines: tuple[str, str]
    optional_data: str


@attrs.frozen(repr=False)
class Td3(Mrz):
    """The MRZ of a passport: two lines of 44 characters (Doc 9303-4).

    >>> upper, lower = "P<UTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    >>> parse_td3((upper.ljust(44, "<"), lower)).value.optional_data
    'ZE184226B'
    """

    format: ClassVar[MrzFormat] = TD3
    all_agree: ClassVar[CheckDigits] = PassportCheckDigits(_AGREES, _AGREES, _AGREES, _AGREES, _AGREES)

    checks: PassportCheckDigits
    lines: tuple[str, str]
    optional_data: str


_CLASSES: Final[Mapping[str, type[Mrz]]] = {kind.format.name: kind for kind in (Td1, Td2, Td3)}

Lines = str | Sequence[str | None]
M = TypeVar("M", bound=Mrz)

_NAMES = re.compile(r"[A-Z]+(?:<<?[A-Z]+)*<*")
_BOTH_IDENTIFIERS = re.compile(r"[A-Z]+(?:<[A-Z]+)*<<[A-Z]+(?:<[A-Z]+)*<*")
_NUMERALS: Final = "0123456789"
# Where these stand among the values that are cut out.
_DOCUMENT_NUMBER: Final = COMMON.index("document_number")
_NAME: Final = len(COMMON)
_OPTIONAL_DATA: Final = _NAME + 1
_CODES_OF_CHECKS: Final = {
    Outcome.CONFLICTS: Code.MRZ_CHECK_DIGIT_CONFLICTS,
    Outcome.UNDECIDED: Code.MRZ_CHECK_DIGIT_UNDECIDED,
}


def parse_td1(lines: Lines) -> Reading[Td1]:
    """Read three exact lines of thirty characters and check the four check digits; repair nothing.

    The value is ``None`` exactly when there are not three lines, not thirty characters, or characters
    that have no place in an MRZ. Whatever else is wrong is noted beside the value.
    """
    return _parse(lines, Td1)


def parse_td2(lines: Lines) -> Reading[Td2]:
    """Read two exact lines of 36 characters as `parse_td1` reads three.

    >>> upper, lower = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"
    >>> parse_td2((upper, lower)).value.verified
    True
    """
    return _parse(lines, Td2)


def parse_td3(lines: Lines) -> Reading[Td3]:
    """Read two exact lines of 44 characters as `parse_td1` reads three; the optional data have a digit.

    >>> upper, lower = "P<UTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    >>> parse_td3((upper.ljust(44, "<"), lower)).value.verified
    True
    """
    return _parse(lines, Td3)


def parse_mrz(lines: Lines, table: MrzFormat) -> Reading[Mrz]:
    """Read the exact lines of a format as `parse_td1` reads three of thirty characters."""
    return _parse(lines, _CLASSES[table.name])


def undecided(table: MrzFormat) -> CheckDigits:
    """Return the check digits of a format, of which nothing is known."""
    checks = type(_CLASSES[table.name].all_agree)
    return checks(*[Outcome.UNDECIDED] * len(attrs.fields(checks)))


def is_name(line: str) -> bool:
    """Return whether names have letters only, begin with one, and have no run of three fillers inside."""
    return _NAMES.fullmatch(line) is not None


def is_clean_name_line(line: str) -> bool:
    """Return whether a line is a whole one of a card, with letters and fillers for both identifiers alone.

    >>> is_clean_name_line("SOK<<SOPHEA".ljust(30, "<")), is_clean_name_line("SOK<<SOPHEA<K".ljust(30, "<"))
    (True, True)
    >>> is_clean_name_line("SOK<<SOPHEA"), is_clean_name_line("SOK<<SOPHEA<<K".ljust(30, "<"))
    (False, False)
    """
    return len(line) == TD1.length and _BOTH_IDENTIFIERS.fullmatch(line) is not None


def positions_of(mrz: Mrz) -> dict[str, tuple[Position, ...]]:
    """Return where each element of this MRZ stands; a long document number stands in two places."""
    table = mrz.format
    where = table.positions
    if mrz.number_rule is NumberRule.SHORT or table.number_goes_on_in is None:
        return where
    optional = where[table.number_goes_on_in][0]
    line, first = optional.line, optional.start
    rest = len(table.cell(mrz.lines, table.number_goes_on_in).partition(FILLER)[0])
    if rest:
        digit = first + rest - 1
        if rest > 1:
            where["document_number"] += (Position(line, first, digit - 1),)
        where["document_number_check_digit"] = (Position(line, digit, digit),)
        where[table.number_goes_on_in] = (Position(line, min(digit + 2, optional.end), optional.end),)
    return where


def _parse(lines: Lines, kind: type[M]) -> Reading[M]:
    if isinstance(lines, str):
        lines = lines.splitlines()
    try:
        text = "\n".join(lines)  # type: ignore[arg-type]  # a line that is not text is caught
    except TypeError:
        text = "\n".join(line if isinstance(line, str) else "" for line in lines)
    cutter = kind.format.cutter
    if cutter.shape.fullmatch(text) is None or len(lines) != cutter.line_count:
        return Reading(text, None, (_why_no_mrz(lines, kind.format),))
    cells = cutter.values(text)
    mrz = _cut(text, cells, kind)
    return Reading(text, mrz, _notes(mrz, cells[_NAME]))


def _cut(text: str, cells: Sequence[str], kind: type[M]) -> M:
    table, cutter, lines = kind.format, kind.format.cutter, tuple(text.split("\n"))
    elements: list[Any] = [*map(str.rstrip, cells, cutter.strips)]
    values = text.encode("ascii").translate(VALUES_MODULO_TEN)
    right = [
        _NUMERALS[(7 * sum(values[sevens]) + 3 * sum(values[threes]) + sum(values[ones])) % 10]
        for sevens, threes, ones in cutter.covered
    ]
    right.append(_NUMERALS[sum_of_values(b"".join(cutter.covered_by_composite(values)))])
    digits = [*cutter.digits(text)]
    checks, rule = kind.all_agree, _SHORT
    if right != digits:
        outcomes = dict(zip((*table.checked, "composite"), map(_outcome, right, digits), strict=True))
        if digits[0] == FILLER and table.number_goes_on_in is not None:
            number, rest = (table.cell(lines, name) for name in ("document_number", table.number_goes_on_in))
            outcomes["document_number"], rule = _check_of_long_number(number, rest)
            rest, _, elements[_OPTIONAL_DATA] = rest.rstrip(FILLER).partition(FILLER)
            elements[_DOCUMENT_NUMBER] = (number + rest[:-1]).rstrip(FILLER)
        if kind is Td3 and digits[3] == FILLER and not elements[_OPTIONAL_DATA]:
            outcomes["optional_data"] = _AGREES  # Doc 9303-4, 4.2.2: a filler, or 0, where there are none
        checks = type(checks)(**outcomes)
    primary, _, secondary = elements[_NAME].partition("<<")
    elements[_NAME : _NAME + 1] = _words(primary), _words(secondary), rule, checks, lines
    return kind(*elements)


def _words(name: str) -> str:
    return " ".join([*filter(None, name.split(FILLER))]) if FILLER in name else name


def _outcome(expected: str, found: str) -> Outcome:
    if found == expected:
        return _AGREES
    return Outcome.CONFLICTS if found in _NUMERALS else Outcome.UNDECIDED


def _check_of_long_number(principal: str, optional: str) -> tuple[Outcome, NumberRule]:
    # Doc 9303-5, 4.2.2 note j: the rest of the number, its check digit, one filler, then optional data.
    rest, filler, _ = optional.partition(FILLER)
    if not rest:
        return Outcome.UNDECIDED, NumberRule.LONG
    if not filler or len(rest) == 1 or FILLER in principal:
        return Outcome.CONFLICTS, NumberRule.LONG
    check = _outcome(check_digit(principal + rest[:-1]), rest[-1])
    counted = _outcome(check_digit(principal + FILLER + rest[:-1]), rest[-1])
    if check is Outcome.CONFLICTS and counted is _AGREES:
        return check, NumberRule.LONG_FILLER_COUNTED
    return check, NumberRule.LONG


def _why_no_mrz(lines: Sequence[str | None], table: MrzFormat) -> Note:
    if not any(lines):
        return Note(Code.MISSING)
    if len(lines) != table.lines:
        return Note(Code.MRZ_LINE_COUNT, f"{len(lines)} lines")
    if any(not isinstance(line, str) or len(line) != table.length for line in lines):
        return Note(Code.MRZ_LINE_LENGTH, ", ".join(str(len(line or "")) for line in lines) + " characters")
    return Note(Code.MRZ_CHARACTERS)


def _notes(mrz: Mrz, name_line: str) -> tuple[Note, ...]:
    notes = [] if mrz.checks is mrz.all_agree else _notes_of_checks(mrz)
    if mrz.document_code not in mrz.format.document_codes:
        notes.append(Note(Code.MRZ_DOCUMENT_CODE_NOT_ALLOWED))
    if mrz.issuing_state not in STATES:
        notes.append(Note(Code.MRZ_STATE_UNKNOWN, "issuing_state"))
    if mrz.nationality not in STATES:
        notes.append(Note(Code.MRZ_STATE_UNKNOWN, "nationality"))
    if mrz.sex not in "FM<":
        notes.append(Note(Code.MRZ_SEX_NOT_ALLOWED))
    if not is_date_of_birth(mrz.date_of_birth):
        notes.append(Note(Code.MRZ_NO_SUCH_DATE, "date_of_birth"))
    if not is_day(mrz.date_of_expiry):
        notes.append(Note(Code.MRZ_NO_SUCH_DATE, "date_of_expiry"))
    if not is_name(name_line):
        notes.append(Note(Code.MRZ_NAME_MALFORMED))
    if name_line[-1] != FILLER:  # Doc 9303-5, 4.2.3: the last position of a name that was cut is a letter
        notes.append(Note(Code.MRZ_NAME_MAY_BE_CUT))
    return tuple(notes)


def _notes_of_checks(mrz: Mrz) -> list[Note]:
    outcomes = attrs.asdict(mrz.checks)
    notes = [
        Note(code, name)
        for outcome, code in _CODES_OF_CHECKS.items()
        for name, found in outcomes.items()
        if found is outcome
    ]
    if mrz.number_rule is NumberRule.LONG_FILLER_COUNTED:
        notes.append(Note(Code.MRZ_FILLER_COUNTED))
    return notes
