"""What each element may say, before anything is decided between them.

Where the issuer is known to number its cards in nine numerals, the line is laid on the issuer's own cells.
Where nothing is known of the issuer, letters and numerals may stand in the number. Its check digit then
tells little: one in five look-alike misreadings verifies as read. So such a number counts as verified only as
it was read and with the composite; where a look-alike has to be changed there are candidates, never an
answer.

What a check digit covers in an MRZ that verifies as it was read stays as it is, by whosever rules it is read
(`read_verified`): only what no digit covers may be repaired there, and only where it is of a wrong kind.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.misreading import Misreadings
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import TD1, MrzFormat
from khmerid.mrz.parsing import Mrz
from khmerid.mrz.two_digit_years import is_date_of_birth, is_day
from khmerid.recovery.alignment import BIRTH, NUMBER, AlignedLine, AlignedLines
from khmerid.recovery.find import to_capitals
from khmerid.recovery.issuers import Issuer, is_another, is_numbered_otherwise
from khmerid.recovery.solver import Proof, Solution, numeral_options, solve
from khmerid.text.numerals import ASCII_DIGITS

_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
_ALLOWED: Final = _LETTERS | frozenset(ASCII_DIGITS)
_NUMERALS: Final = frozenset(ASCII_DIGITS + FILLER)
_TO_SEX: Final = {"M": "M", "F": "F", "<": "<", "m": "M", "f": "F"}
# The same in the first line of every format; the optional data behind the number of a card.
_ISSUING_STATE: Final = TD1.places["issuing_state"][1]
_OPTIONAL_1: Final = TD1.places["optional_data_1"][1]
_NUMBER_LENGTH: Final = NUMBER.stop - NUMBER.start
_DATE_LENGTH: Final = BIRTH.stop - BIRTH.start
# What is left of the code of Cambodia where it was misread.
_SOME_OF_CODE = re.compile(r"K.?M|KH|HM|D.HM|[ID1LT][DO0]K")
#: The cost of a look-alike where letters and numerals may both stand, and of a character too many. The first
#: is less than the margin of `khmerid.recovery.recovered`, so that what is read stays a candidate beside it.
_LOOKALIKE: Final = 3.0
_DROPPED: Final = 6.0
_SLIP: Final = "?"  # stands for a character that was dropped or put in
#: The cost of optional data that are not as read: less than a look-alike, since fillers are misread most.
OTHER_OPTIONAL_DATA: Final = 2.0
#: The cost up to which a check digit beside such a number may be misread: what looks like it somewhat.
_DEAREST_CHECK_DIGIT: Final = 6.0
#: How many characters a line may be longer than thirty by its fillers (otherwise by one), and shorter. More,
#: and other text beside it is taken for the line's.
_LONGEST_EXCESS: Final = 8
_MOST_MISSING: Final = 15


@attrs.frozen
class NumberReading(Masked):
    """One thing that the document number may be, with what stands beside it; ``""`` for what cannot be read.

    ``optional_data`` is the element in which a long number goes on, of which ``rest`` is the number's.
    """

    document_code: str
    issuing_state: str
    number: Solution  # ten characters with the check digit, or with the filler of a long number
    optional_data: str = ""
    rest: str = ""

    @property
    def whole_number(self) -> str:
        """The document number with its fillers, without check digit."""
        return self.number.text[:-1] + self.rest


@attrs.frozen(kw_only=True)
class ReadElements(Masked):
    """Everything that each element may say, the likeliest first; ``""`` for what cannot be read.

    ``optional_data`` are those in which no number goes on, with their check digit if they have one, and
    ``("",)`` where the format has none. ``codes_read`` are the texts of issuing State and nationality.
    """

    document_code: str = ""
    issuing_state: str = ""
    number: tuple[NumberReading, ...] = ()
    birth: tuple[Solution, ...] = ()
    sex: str = ""
    expiry: tuple[Solution, ...] = ()
    nationality: str = ""
    optional_data: tuple[str, ...] = ()
    composite: str = ""
    codes_read: tuple[str, str] = ("", "")


def read_elements(
    lines: AlignedLines, table: MrzFormat, issuer: Issuer, misreadings: Misreadings
) -> ReadElements:
    """Return what the elements of aligned lines may say by the issuer's rules, nothing of a missing line."""
    head, dates = lines[0], lines[table.places["date_of_birth"][0]]
    if table is not TD1:
        read = _of_two_lines(head, dates, table, misreadings)
    elif head is None:
        read = ReadElements()
    elif issuer.number_is_nine_numerals:
        read = _of_issuer(head, issuer, misreadings)
    else:
        read = _of_any(head, misreadings)
    return read if dates is None else _with_dates(read, dates, table, issuer, misreadings)


def read_verified(mrz: Mrz, issuer: Issuer, misreadings: Misreadings) -> ReadElements | None:
    """Return what the elements of an MRZ may say whose check digits verify as they were read.

    ``None`` where a date has characters of a wrong kind, or the number has where its issuer's are known: two
    misreadings can hide each other from the digits, and only their kind shows them.
    """
    table, looks = mrz.format, misreadings.look_alikes
    texts = {name: mrz.lines[line][where] for name, (line, where) in table.places.items()}
    birth, expiry = (texts[name] for name in ("date_of_birth", "date_of_expiry"))
    if not set(birth + expiry) <= _NUMERALS or is_numbered_otherwise(mrz, issuer):
        return None
    goes_on = table.number_goes_on_in
    code, state = _document_code(mrz.lines[0], table, looks), _state(mrz.lines[0], looks)
    if issuer.document_code and code.rstrip(FILLER) not in table.document_codes:
        code = issuer.document_code
    beside = texts[goes_on] if goes_on else ""
    number = _as_read(texts["document_number"], lambda _: True)
    rest = beside.partition(FILLER)[0][:-1] if number.text[-1] == FILLER else ""
    return ReadElements(
        document_code=code,
        issuing_state=state,
        number=(NumberReading(code, state, number, beside, rest),),
        birth=(_as_read(birth, is_date_of_birth),),
        sex=_TO_SEX.get(texts["sex"], ""),
        expiry=(_as_read(expiry, is_day),),
        nationality=_nationality(texts["nationality"], issuer, looks, exact=True),
        optional_data=(texts[table.optional[-1]] if table.optional[-1] != goes_on else "",),
        composite=texts["composite_check_digit"],
        codes_read=(texts["issuing_state"], texts["nationality"]),
    )


def _as_read(text: str, admits: Callable[[str], bool]) -> Solution:
    return Solution(0.0, text, text, proof=Proof.WITH_COMPOSITE if admits(text[:-1]) else Proof.NONE)


# The number, and the codes before it


def _of_issuer(line: AlignedLine, issuer: Issuer, misreadings: Misreadings) -> ReadElements:
    code = (issuer.document_code or "").ljust(2, FILLER)
    state = (issuer.state or "").ljust(3, FILLER)
    number = solve(line.of(NUMBER), _NUMBER_LENGTH, misreadings)
    if _is_poor(line.text[: line.spans[NUMBER.start][0]], line.text[line.rest :]):
        number = tuple(attrs.evolve(solution, proof=Proof.NONE) for solution in number)
    no_data = FILLER * (_OPTIONAL_1.stop - _OPTIONAL_1.start)
    return ReadElements(
        document_code=code,
        issuing_state=state,
        number=tuple(NumberReading(code, state, solution, no_data) for solution in number),
        codes_read=(line.of(_ISSUING_STATE), ""),
    )


def _is_poor(head: str, tail: str) -> bool:
    # Neither the code of the State nor the fillers were read as such: the numerals between them may not
    # have been either, and one check digit does not see every pair of misreadings.
    return not _SOME_OF_CODE.search(head) and any(character in ASCII_DIGITS for character in tail)


def _of_any(line: AlignedLine, misreadings: Misreadings) -> ReadElements:
    """Return what an upper line of any issuer may say; one too long or too short is tried in every way."""
    looks = misreadings.look_alikes
    text = line.text[: NUMBER.stop] + looks.without_small_fillers(line.text[NUMBER.stop :])
    text = to_capitals(text)
    readings: dict[NumberReading, None] = {}
    for cost, thirty in _lines_of_thirty(text, looks):
        code, state = _document_code(thirty, TD1, looks), _state(thirty, looks)
        is_known = state.rstrip(FILLER) in STATES
        if is_known or not cost:
            options = _optional_data(thirty[_OPTIONAL_1], _OPTIONAL_1.stop - _OPTIONAL_1.start, looks)
            readings |= dict.fromkeys(
                NumberReading(code, state, *found)
                for found in _numbers_beside(thirty[NUMBER], text[NUMBER], options, cost, misreadings)
            )
    exact = len(text) == TD1.length
    return ReadElements(
        document_code=_document_code(text, TD1, looks) if exact else "",
        issuing_state=_state(text, looks) if exact else "",
        number=tuple(sorted(readings, key=lambda reading: reading.number.cost)),
        codes_read=(text[_ISSUING_STATE], ""),
    )


def _lines_of_thirty(text: str, looks: LookAlikes) -> list[tuple[float, str]]:
    excess = len(text) - 30
    if excess == 0:
        return [(0.0, text)]
    if excess == 1:
        # Whatever was put in, one of these is the line; fillers come out alike wherever they are dropped.
        return [(_DROPPED, line) for line in dict.fromkeys(_without_one(text))]
    if 0 < excess <= _LONGEST_EXCESS:
        options = _optional_data(text[30:], excess, looks)
        return [(_DROPPED, text[:30])] if options[-1:] == (FILLER * excess,) else []
    if -_MOST_MISSING <= excess < 0:
        padded = [(_DROPPED, text.ljust(30, FILLER))] if text.endswith(FILLER) or excess < -1 else []
        if excess == -1:
            padded += [(_DROPPED, text[:at] + "?" + text[at:]) for at in (0, 1)]
        return padded
    return []


def _without_one(text: str) -> Iterator[str]:
    return (text[:at] + text[at + 1 :] for at in range(len(text)))


def _of_two_lines(
    head: AlignedLine | None, line: AlignedLine | None, table: MrzFormat, misreadings: Misreadings
) -> ReadElements:
    """Return the codes of an upper line that has the names, and the number of the lower line."""
    looks = misreadings.look_alikes
    text = to_capitals(looks.without_small_fillers("" if head is None else head.text))
    code, state = _document_code(text, table, looks), _state(text, looks)
    if len(text) != table.length and state.rstrip(FILLER) not in STATES:
        code = state = ""
    numbers: list[NumberReading] = []
    if line is not None:
        # All that stands before the nationality: a character too many may be anywhere in it.
        read = to_capitals(line.text[: line.spans[table.places["nationality"][1].start][0]])
        options = _optional_of_tail(line, table, misreadings) if table.number_goes_on_in else ("",)
        ways = {_NUMBER_LENGTH: [read], _NUMBER_LENGTH + 1: [*dict.fromkeys(_without_one(read))]}
        cost = _DROPPED * (len(read) != _NUMBER_LENGTH)
        numbers = [
            NumberReading(code, state, *found)
            for way in ways.get(len(read), [])
            for found in _numbers_beside(way, read, options, cost, misreadings)
        ]
    return ReadElements(
        document_code=code,
        issuing_state=state,
        number=tuple(sorted(numbers, key=lambda reading: reading.number.cost)),
        codes_read=(text[_ISSUING_STATE], ""),
    )


def _numbers_beside(
    text: str, read: str, options: tuple[str, ...], cost: float, misreadings: Misreadings
) -> list[tuple[Solution, str, str]]:
    """Return what a number may be, with the optional data beside it, and what of it goes on in them.

    ``text`` is what stands in its place, ``read`` what did before a character was dropped or put in.
    """
    beside = options[0] if options else ""
    rest = beside.partition(FILLER)[0][:-1] if text[-1] == FILLER else ""
    # Where a character was dropped already, no other is changed: nearly every number would have a solution.
    solutions = [
        one for one in _numbers(text, beside, misreadings) if not cost or one.proof is not Proof.NONE
    ]
    received = text if text == read else text + _SLIP
    return [
        (
            attrs.evolve(
                solution, cost=cost + solution.cost + OTHER_OPTIONAL_DATA * (at != 0), read=received
            ),
            option,
            rest,
        )
        for solution in solutions
        for at, option in enumerate(options)
    ]


def _document_code(text: str, table: MrzFormat, looks: LookAlikes) -> str:
    code = text[:1].translate(_to_letters(looks)) + text[1:2]
    is_code = code.rstrip(FILLER) in table.document_codes or code == text[:2]
    return code if len(code) == 2 and is_code and "?" not in code and code[1] != "K" else ""


def _state(text: str, looks: LookAlikes) -> str:
    # No digit covers it: a numeral among its letters is repaired only to a known code.
    read = text[_ISSUING_STATE]
    letters = read.translate(_to_letters(looks))
    return letters if read == letters or letters.rstrip(FILLER) in STATES else ""


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _to_letters(looks: LookAlikes) -> Mapping[int, str]:
    """Return the table that replaces numerals by the letters they look like."""
    return str.maketrans(dict(looks.letters))


@functools.lru_cache(maxsize=16)
def same_shape(looks: LookAlikes) -> Mapping[str, tuple[str, ...]]:
    """Return the characters that have the shape of each."""
    return {
        one: tuple(sorted({other for group in looks.same_shape if one in group for other in group} - {one}))
        for one in set("".join(looks.same_shape))
    }


def _numbers(text: str, beside: str, misreadings: Misreadings) -> list[Solution]:
    principal, printed = text[:-1], text[-1]
    looks = misreadings.look_alikes
    if not set(text) <= _ALLOWED:
        return []
    if printed == FILLER:
        return _long_number(text, beside)
    digits = [
        (cost, digit) for cost, digit in numeral_options(misreadings, printed) if cost <= _DEAREST_CHECK_DIGIT
    ]
    as_read = [
        Solution(cost, principal + digit, text, proof=Proof.WITH_COMPOSITE)
        for cost, digit in digits
        if check_digit(principal) == digit
    ]
    return as_read or [
        Solution(cost + _LOOKALIKE, other + digit, text, proof=Proof.NONE)
        for at, character in enumerate(principal)
        for lookalike in same_shape(looks).get(character, ())
        for other in (principal[:at] + lookalike + principal[at + 1 :],)
        for cost, digit in digits
        if check_digit(other) == digit
    ]


def _long_number(text: str, beside: str) -> list[Solution]:
    # Doc 9303-5, 4.2.4: position 15 is left out of the sum.
    principal = text[:-1]
    rest, filler, _ = beside.partition(FILLER)
    if not filler or FILLER in principal:
        return []
    right = len(rest) > 1 and check_digit(principal + rest[:-1]) == rest[-1]
    return [Solution(0.0, text, text, proof=Proof.WITH_COMPOSITE)] if right else []


# Dates, sex, nationality and the optional data behind them


def _with_dates(
    read: ReadElements, line: AlignedLine, table: MrzFormat, issuer: Issuer, misreadings: Misreadings
) -> ReadElements:
    where = {name: place for name, (_, place) in table.places.items()}
    sex, nationality_read = where["sex"], line.of(where["nationality"])
    exact = len(line.text) == table.length
    nationality = _nationality(nationality_read, issuer, misreadings.look_alikes, exact=exact)
    is_aligned = exact or nationality != ""  # else nothing tells where the date of expiry ends
    if issuer.optional_data_is_empty:
        optional: tuple[str, ...] = (FILLER * table.element(table.optional[-1]).length,)
    elif table.optional[-1] == table.number_goes_on_in:
        optional = ("",)
    else:
        optional = _optional_of_tail(line, table, misreadings)
    return attrs.evolve(
        read,
        birth=_date(line.of(where["date_of_birth"]), is_date_of_birth, misreadings),
        sex=_sex(line.text[line.spans[sex.start - 1][0] + 1 : line.spans[sex.stop][0]], issuer),
        expiry=_date(line.of(where["date_of_expiry"]), is_day, misreadings) if is_aligned else (),
        nationality=nationality,
        optional_data=optional,
        composite=line.composite,
        codes_read=(read.codes_read[0], nationality_read),
    )


def _optional_of_tail(line: AlignedLine, table: MrzFormat, misreadings: Misreadings) -> tuple[str, ...]:
    """Return what the optional data of the line of the dates may be, each with its check digit if it has one.

    Where they are too long or too short they are so by fillers, if they are nothing but fillers.
    """
    element, looks = table.element(table.optional[-1]), misreadings.look_alikes
    tail = looks.without_small_fillers(line.text[line.rest :])
    behind = 1 if element.check_digit is None else 2
    data = tail[:-behind]
    if len(data) == element.length:
        options = _optional_data(to_capitals(data), element.length, looks)
    else:
        options = (FILLER * element.length,) if set(data) <= {FILLER} else ()
    if element.check_digit is None:
        return options
    return tuple(one + digit for one in options if (digit := _digit_of(one, tail[-2:-1], misreadings)))


def _digit_of(data: str, read: str, misreadings: Misreadings) -> str:
    """Return the check digit of optional data where it may have been read so."""
    if read == FILLER and not data.strip(FILLER):
        return FILLER  # Doc 9303-4, 4.2.2: a filler, or 0, where there are none
    digit = check_digit(data)
    return digit if any(numeral == digit for _, numeral in numeral_options(misreadings, read)) else ""


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


def _sex(read: str, issuer: Issuer) -> str:
    letters = {_TO_SEX[character] for character in read if character in _TO_SEX}
    sex = letters.pop() if len(letters) == 1 else ""
    return "" if sex == FILLER and issuer.sex_is_known else sex


def _nationality(read: str, issuer: Issuer, looks: LookAlikes, *, exact: bool) -> str:
    code = to_capitals(read).translate(_to_letters(looks))
    if code.rstrip(FILLER) in STATES:
        return code.rstrip(FILLER).ljust(3, FILLER)  # of D<< some fillers may be lost, or too many
    if issuer.state is not None:
        return "" if is_another(code, issuer.state, looks) else issuer.state.ljust(3, FILLER)
    return read if exact and len(read) == 3 and set(read) <= _LETTERS else ""


def _date(read: str, admits: Callable[[str], bool], misreadings: Misreadings) -> tuple[Solution, ...]:
    # Fillers for unknown parts stand as they are; they are not misread numerals.
    if FILLER in read and len(read) == _DATE_LENGTH and set(read) <= _NUMERALS:
        right = admits(read[:-1]) and check_digit(read[:-1]) == read[-1]
        return (Solution(0.0, read, read, proof=Proof.WITH_COMPOSITE),) if right else ()
    return solve(read, _DATE_LENGTH, misreadings, admits=lambda text: admits(text[:-1]), seen_twice=True)
