"""What the upper and the middle line may say, before anything is decided between the lines.

Where the issuer is known to number its cards in nine numerals, the line is laid on the issuer's own cells.
Where nothing is known of the issuer, letters and numerals may stand in the number. Its check digit then
tells little: one in five look-alike misreadings verifies as read. So such a number counts as proven only as
it was read and with the composite; where a look-alike has to be changed there are candidates, never an
answer.
"""

import functools
import re
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.misreading import Misreadings
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.check_digit import FILLER, check_digit, sees
from khmerid.mrz.codes import DOCUMENT_CODES, STATES
from khmerid.mrz.formats import TD1
from khmerid.mrz.two_digit_years import is_date_of_birth, is_day
from khmerid.recovery.alignment import (
    BIRTH,
    EXPIRY,
    ISSUING_STATE,
    NATIONALITY,
    NUMBER,
    OPTIONAL_1,
    OPTIONAL_2,
    SEX,
    AlignedLine,
)
from khmerid.recovery.find import to_capitals
from khmerid.recovery.issuers import Issuer
from khmerid.recovery.solver import Proof, Solution, numeral_options, solve
from khmerid.text.numerals import ASCII_DIGITS

_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
_ALLOWED: Final = _LETTERS | frozenset(ASCII_DIGITS)
_TO_SEX: Final = {"M": "M", "F": "F", "<": "<", "m": "M", "f": "F"}
_NO_OPTIONAL_1: Final = FILLER * (OPTIONAL_1.stop - OPTIONAL_1.start)
_NO_OPTIONAL_2: Final = FILLER * (OPTIONAL_2.stop - OPTIONAL_2.start)
# What is left of the code of Cambodia where it was misread.
_SOME_OF_CODE = re.compile(r"K.?M|KH|HM|D.HM|[ID1LT][DO0]K")
#: The cost of a look-alike where letters and numerals may both stand, and of a character too many. The first
#: is less than the margin of `khmerid.recovery.recovered`, so that what is read stays a candidate beside it.
_LOOKALIKE: Final = 3.0
_DROPPED: Final = 6.0
#: The cost of optional data that are not as read: less than a look-alike, since fillers are misread most.
OTHER_OPTIONAL_DATA: Final = 2.0
#: The cost up to which a check digit beside such a number may be misread: what looks like it somewhat.
_DEAREST_CHECK_DIGIT: Final = 6.0
#: How many characters a line may be longer than thirty by its fillers (otherwise by one), and shorter. More,
#: and other text beside it is taken for the line's.
_LONGEST_EXCESS: Final = 8
_MOST_MISSING: Final = 15


@attrs.frozen
class UpperReading(Masked):
    """One thing that the upper line may say; ``""`` for a code that cannot be read."""

    document_code: str
    issuing_state: str
    number: Solution  # ten characters with the check digit, or with the filler of a long number
    optional_data: str
    number_rest: str = ""  # of a long number, what stands in the optional data

    @property
    def whole_number(self) -> str:
        """The document number with its fillers, without check digit."""
        return self.number.text[:-1] + self.number_rest

    @property
    def line(self) -> str:
        """The thirty characters of the line."""
        return self.document_code + self.issuing_state + self.number.text + self.optional_data


@attrs.frozen
class Upper(Masked):
    """Everything that the upper line may say, the likeliest first."""

    document_code: str = ""
    issuing_state: str = ""
    readings: tuple[UpperReading, ...] = ()
    is_state_read: bool = True  # not only known from the issuer's rules


@attrs.frozen(kw_only=True)
class Middle(Masked):
    """Everything that each field of the middle line may say, the likeliest first."""

    birth: tuple[Solution, ...] = ()
    sex: str = ""
    expiry: tuple[Solution, ...] = ()
    nationality: str = ""
    is_nationality_read: bool = True
    optional_data: tuple[str, ...] = ()
    composite: str = ""


def read_upper(line: AlignedLine | None, issuer: Issuer, misreadings: Misreadings) -> Upper:
    """Return what an upper line may say by the issuer's rules, nothing where it is not there."""
    if line is None:
        return Upper()
    return (_read_of_issuer if issuer.number_is_nine_numerals else _read_of_any)(line, issuer, misreadings)


def read_middle(line: AlignedLine | None, issuer: Issuer, misreadings: Misreadings) -> Middle:
    """Return what a middle line may say by the issuer's rules, nothing where it is not there."""
    if line is None:
        return Middle()
    looks = misreadings.look_alikes
    exact = len(line.text) == TD1.length
    nationality = _nationality(line.of(NATIONALITY), issuer, looks, exact=exact)
    is_aligned = exact or nationality != ""  # else nothing tells where the date of expiry ends
    return Middle(
        birth=_date(line.of(BIRTH), is_date_of_birth, misreadings),
        sex=_sex(line.text[line.spans[SEX.start - 1][0] + 1 : line.spans[SEX.stop][0]], issuer),
        expiry=_date(line.of(EXPIRY), is_day, misreadings) if is_aligned else (),
        nationality=nationality,
        is_nationality_read=line.of(NATIONALITY) == nationality,
        optional_data=(_NO_OPTIONAL_2,)
        if issuer.optional_data_is_empty
        else _optional_data_2(line.text[line.rest :], looks),
        composite=line.composite,
    )


def is_told_apart(number: str, looks: LookAlikes) -> bool:
    """Return whether a digit sees if a character of this number was read for its look-alike.

    It does not tell 1 from L, 6 from G, 0 from U, nor a filler within the number from K.
    """
    alike = _same_shape(looks)
    letters = set(number) - set(ASCII_DIGITS)
    return FILLER not in number.rstrip(FILLER) and all(
        sees(letter, other) for letter in letters for other in alike.get(letter, ())
    )


def _read_of_issuer(line: AlignedLine, issuer: Issuer, misreadings: Misreadings) -> Upper:
    code = (issuer.document_code or "").ljust(2, FILLER)
    state = (issuer.state or "").ljust(3, FILLER)
    number = solve(line.of(NUMBER), NUMBER.stop - NUMBER.start, misreadings)
    if _is_poor(line.text[: line.spans[NUMBER.start][0]], line.text[line.rest :]):
        number = tuple(attrs.evolve(solution, proof=Proof.NONE) for solution in number)
    return Upper(
        code,
        state,
        tuple(UpperReading(code, state, solution, _NO_OPTIONAL_1) for solution in number),
        line.of(ISSUING_STATE) == state,
    )


def _is_poor(head: str, tail: str) -> bool:
    # Neither the code of the State nor the fillers were read as such: the numerals between them may not
    # have been either, and one check digit does not see every pair of misreadings.
    return not _SOME_OF_CODE.search(head) and any(character in ASCII_DIGITS for character in tail)


def _read_of_any(line: AlignedLine, _: Issuer, misreadings: Misreadings) -> Upper:
    """Return what an upper line of any issuer may say; one too long or too short is tried in every way."""
    looks = misreadings.look_alikes
    text = line.text[: NUMBER.stop] + looks.without_small_fillers(line.text[NUMBER.stop :])
    text = to_capitals(text)
    readings: dict[UpperReading, None] = {}
    for cost, thirty in _lines_of_thirty(text, looks):
        readings |= dict.fromkeys(_readings(thirty, cost, misreadings))
    ranked = sorted(readings, key=lambda reading: reading.number.cost)
    exact = len(text) == 30
    return Upper(
        _document_code(text, looks) if exact else "",
        _state(text, looks) if exact else "",
        tuple(ranked),
    )


def _lines_of_thirty(text: str, looks: LookAlikes) -> list[tuple[float, str]]:
    excess = len(text) - 30
    if excess == 0:
        return [(0.0, text)]
    if excess == 1:
        # Whatever was put in, one of these is the line; fillers come out alike wherever they are dropped.
        return [(_DROPPED, line) for line in dict.fromkeys(text[:at] + text[at + 1 :] for at in range(31))]
    if 0 < excess <= _LONGEST_EXCESS:
        options = _optional_data(text[30:], excess, looks)
        return [(_DROPPED, text[:30])] if options[-1:] == (FILLER * excess,) else []
    if -_MOST_MISSING <= excess < 0:
        padded = [(_DROPPED, text.ljust(30, FILLER))] if text.endswith(FILLER) or excess < -1 else []
        if excess == -1:
            padded += [(_DROPPED, text[:at] + "?" + text[at:]) for at in (0, 1)]
        return padded
    return []


def _readings(text: str, cost: float, misreadings: Misreadings) -> list[UpperReading]:
    looks = misreadings.look_alikes
    code, state = _document_code(text, looks), _state(text, looks)
    is_known = state.rstrip(FILLER) in STATES
    rest = text[OPTIONAL_1].partition(FILLER)[0][:-1] if text[NUMBER][-1] == FILLER else ""
    if cost and not is_known:
        return []
    options = _optional_data(text[OPTIONAL_1], len(_NO_OPTIONAL_1), looks)
    return [
        UpperReading(
            code,
            state,
            Solution(
                cost + solution.cost + OTHER_OPTIONAL_DATA * (number != 0),
                solution.text,
                is_plain=True,
                proof=solution.proof if is_known or not cost else Proof.NONE,
            ),
            option,
            rest,
        )
        for solution in _numbers(text, misreadings)
        for number, option in enumerate(options)
    ]


def _document_code(text: str, looks: LookAlikes) -> str:
    code = text[:1].translate(_to_letters(looks)) + text[1:2]
    is_code = code.rstrip(FILLER) in DOCUMENT_CODES or code == text[:2]
    return code if is_code and "?" not in code and code[1] != "K" else ""


def _state(text: str, looks: LookAlikes) -> str:
    # No digit covers it: a numeral among its letters is repaired only to a known code.
    read = text[ISSUING_STATE]
    letters = read.translate(_to_letters(looks))
    return letters if read == letters or letters.rstrip(FILLER) in STATES else ""


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _to_letters(looks: LookAlikes) -> Mapping[int, str]:
    """Return the table that replaces numerals by the letters they look like."""
    return str.maketrans(dict(looks.letters))


@functools.lru_cache(maxsize=16)
def _same_shape(looks: LookAlikes) -> Mapping[str, tuple[str, ...]]:
    return {
        one: tuple(sorted({other for group in looks.same_shape if one in group for other in group} - {one}))
        for one in set("".join(looks.same_shape))
    }


def _numbers(text: str, misreadings: Misreadings) -> list[Solution]:
    principal, printed = text[NUMBER][:-1], text[NUMBER][-1]
    looks = misreadings.look_alikes
    if not set(text[NUMBER]) <= _ALLOWED:
        return []
    if printed == FILLER:
        return _long_number(text, looks)
    digits = [
        (cost, digit) for cost, digit in numeral_options(misreadings, printed) if cost <= _DEAREST_CHECK_DIGIT
    ]
    as_read = [
        Solution(cost, principal + digit, proof=_proof(principal, looks))
        for cost, digit in digits
        if check_digit(principal) == digit
    ]
    return as_read or [
        Solution(cost + _LOOKALIKE, other + digit, proof=Proof.NONE)
        for at, character in enumerate(principal)
        for lookalike in _same_shape(looks).get(character, ())
        for other in (principal[:at] + lookalike + principal[at + 1 :],)
        for cost, digit in digits
        if check_digit(other) == digit
    ]


def _long_number(text: str, looks: LookAlikes) -> list[Solution]:
    # Doc 9303-5, 4.2.4: position 15 is left out of the sum.
    principal, optional = text[NUMBER][:-1], text[OPTIONAL_1]
    rest, filler, _ = optional.partition(FILLER)
    number = principal + rest[:-1]
    if not set(optional) <= _ALLOWED or not filler or FILLER in principal:
        return []
    right = len(rest) > 1 and check_digit(number) == rest[-1]
    return [Solution(0.0, text[NUMBER], proof=_proof(number, looks))] if right else []


def _proof(number: str, looks: LookAlikes) -> Proof:
    return Proof.WITH_COMPOSITE if is_told_apart(number, looks) else Proof.SETTLED


def _optional_data(read: str, length: int, looks: LookAlikes) -> tuple[str, ...]:
    """Return what optional data may be: as read, and with letters among or after fillers as fillers."""
    if len(read) != length or not set(read) <= _ALLOWED:
        return ()
    letters, among_fillers = _letters_for_fillers(looks)
    cleaned = among_fillers.sub(FILLER, read)
    filled = cleaned.rstrip(letters + FILLER).ljust(length, FILLER)
    return tuple(dict.fromkeys((read, cleaned, filled)))


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _letters_for_fillers(looks: LookAlikes) -> tuple[str, re.Pattern[str]]:
    letters = looks.letters_for_filler(seldom=1)
    return letters, re.compile(rf"(?<=<)[{letters}](?=<)")


def _optional_data_2(tail: str, looks: LookAlikes) -> tuple[str, ...]:
    tail = looks.without_small_fillers(tail)
    # A tail that is too long or too short is so by fillers, if it is nothing but fillers.
    length = len(_NO_OPTIONAL_2)
    if len(tail) == length + 1:
        return _optional_data(to_capitals(tail[:-1]), length, looks)
    return (_NO_OPTIONAL_2,) if set(tail[:-1]) <= {FILLER} else ()


def _sex(read: str, issuer: Issuer) -> str:
    letters = {_TO_SEX[character] for character in read if character in _TO_SEX}
    sex = letters.pop() if len(letters) == 1 else ""
    return "" if sex == FILLER and issuer.sex_is_known else sex


def _nationality(read: str, issuer: Issuer, looks: LookAlikes, *, exact: bool) -> str:
    code = to_capitals(read).translate(_to_letters(looks))
    if code.rstrip(FILLER) in STATES:
        return code.rstrip(FILLER).ljust(3, FILLER)  # of D<< some fillers may be lost, or too many
    if issuer.state is not None:
        return issuer.state.ljust(3, FILLER)
    return read if exact and len(read) == 3 and set(read) <= _LETTERS else ""


def _date(read: str, admits: Callable[[str], bool], misreadings: Misreadings) -> tuple[Solution, ...]:
    length = BIRTH.stop - BIRTH.start
    # Fillers for unknown parts stand as they are; they are not misread numerals.
    if FILLER in read and len(read) == length and set(read) <= {*ASCII_DIGITS, FILLER}:
        right = admits(read[:-1]) and check_digit(read[:-1]) == read[-1]
        return (Solution(0.0, read, proof=Proof.WITH_COMPOSITE),) if right else ()
    return solve(read, length, misreadings, admits=lambda text: admits(text[:-1]), seen_twice=True)
