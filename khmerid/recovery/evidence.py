"""What the upper and the middle line may say, cell by cell, before anything is decided between them."""

import re
from collections.abc import Callable

import attrs

from khmerid.misreading.look_alikes import (
    LETTER_FOR_NUMERAL,
    NUMERAL_OPTIONS,
    NUMERALS,
    to_capitals,
    without_small_fillers,
)
from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import STATES
from khmerid.mrz.dates import is_date_of_birth, is_day
from khmerid.recovery.alignment import Cells, Span, middle_spans, upper_spans_khm
from khmerid.recovery.issuers import Issuer
from khmerid.recovery.recovered import NO_CELLS
from khmerid.recovery.solve import Proof, Solution, any_numerals, solve
from khmerid.recovery.source_lines import SourceLine

TO_LETTERS = str.maketrans(LETTER_FOR_NUMERAL)

_TO_SEX = {"M": "M", "F": "F", "<": "<", "m": "M", "f": "F"}
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
_ALLOWED = _LETTERS | frozenset(NUMERALS)
_LETTERS_FOR_FILLERS = "KCESXGL<"
_AMONG_FILLERS = re.compile(r"(?<=<)[KCESXGL](?=<)")
_SOME_OF_CODE = re.compile(r"K.?M|KH|HM|D.HM|[ID1LT][DO0]K")


@attrs.frozen
class UpperReading:
    """One thing that the upper line may say; ``""`` for a code that cannot be read."""

    document_code: str
    issuing_state: str
    number: Solution  # ten characters with the check digit, or with the filler of a long number
    optional_data: str
    number_rest: str = ""  # of a long number, what stands in the optional data

    @property
    def whole_number(self) -> str:
        """The document number with its fillers, without check digit."""
        return self.number.text[:9] + self.number_rest

    @property
    def line(self) -> str:
        """The thirty characters of the line."""
        return self.document_code + self.issuing_state + self.number.text + self.optional_data


@attrs.frozen
class Upper:
    """The upper line: its cells as received and everything it may say, the likeliest first."""

    cells: Cells = NO_CELLS
    document_code: str = ""
    issuing_state: str = ""
    readings: tuple[UpperReading, ...] = ()
    is_state_read: bool = True  # not only known from the issuer's rules


@attrs.frozen(kw_only=True)
class Middle:
    """The middle line, in the same way; ``composite`` is the character read in the last cell."""

    cells: Cells = NO_CELLS
    birth: tuple[Solution, ...] = ()
    sex: str = ""
    expiry: tuple[Solution, ...] = ()
    nationality: str = ""
    is_nationality_read: bool = True
    optional_data: tuple[str, ...] = ()
    composite: str = ""


def read_upper_of(issuer: Issuer, line: SourceLine) -> Upper:
    """Lay the upper line of an issuer with nine numerals and no optional data on its cells."""
    code = (issuer.document_code or "").ljust(2, FILLER)
    state = (issuer.state or "").ljust(3, FILLER)
    spans, rest = upper_spans_khm(line.text)
    spans = _own(spans, line.text, 5)
    number = solve(_segment(line, spans, 5, 15), 10, any_numerals)
    if _is_poor(line.text[: spans[5][0]], line.text[rest:]):
        number = tuple(attrs.evolve(solution, proof=Proof.NONE) for solution in number)
    return Upper(
        (*_head_cells(line, spans), *spread(line.raw[rest:], 15)),
        code,
        state,
        tuple(UpperReading(code, state, solution, FILLER * 15) for solution in number),
        _segment(line, spans, 2, 5) == state,
    )


def read_middle(line: SourceLine, issuer: Issuer) -> Middle:
    """Lay a middle line on its cells and read them by the issuer's rules."""
    spans, rest = middle_spans(line.text, khm=issuer.state == "KHM")
    spans = _own(_own(spans, line.text, 0), line.text, 8)
    tail_cells, composite = _tail(line, rest)
    tail = line.text[rest:]
    exact = len(line.text) == 30
    nationality = _nationality(_segment(line, spans, 15, 18), issuer, exact=exact)
    is_aligned = exact or nationality != ""  # else nothing tells where the date of expiry ends
    return Middle(
        cells=(*_head_cells(line, spans), *tail_cells),
        birth=_date(_segment(line, spans, 0, 7), _birth_admits),
        sex=_sex(line.text[spans[6][0] + 1 : spans[8][0]], issuer),
        expiry=_date(_segment(line, spans, 8, 15), _expiry_admits) if is_aligned else (),
        nationality=nationality,
        is_nationality_read=_segment(line, spans, 15, 18) == nationality,
        optional_data=(FILLER * 11,) if issuer.optional_data_is_empty else _optional_data_2(tail),
        composite=composite,
    )


def spread(raw: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return ``raw`` as so many cells, one character to a cell; what is too much falls on the last."""
    if len(raw) <= count:
        return (*raw, *[""] * (count - len(raw)))
    return (*raw[: count - 1], "".join(raw[count - 1 :]))


def optional_data_options(read: str, length: int) -> tuple[str, ...]:
    """Return what optional data may be: as read, and with letters among or after fillers as fillers."""
    if len(read) != length or not set(read) <= _ALLOWED:
        return ()
    cleaned = _AMONG_FILLERS.sub(FILLER, read)
    filled = cleaned.rstrip(_LETTERS_FOR_FILLERS).ljust(length, FILLER)
    return tuple(dict.fromkeys((read, cleaned, filled)))


def _optional_data_2(tail: str) -> tuple[str, ...]:
    tail = without_small_fillers(tail)
    # A tail that is too long or too short is so by fillers, if it is nothing but fillers.
    if len(tail) != 12 and set(tail[:-1]) <= {FILLER}:
        return (FILLER * 11,)
    return optional_data_options(to_capitals(tail[:11]), 11) if len(tail) == 12 else ()


def _is_poor(head: str, tail: str) -> bool:
    # Neither the code of the State nor the fillers were read as such: the numerals between them may not
    # have been either, and one check digit does not see every pair of misreadings.
    return not _SOME_OF_CODE.search(head) and any(character in NUMERALS for character in tail)


def _sex(read: str, issuer: Issuer) -> str:
    letters = {_TO_SEX[character] for character in read if character in _TO_SEX}
    sex = letters.pop() if len(letters) == 1 else ""
    return "" if sex == FILLER and issuer.sex_is_known else sex


def _nationality(read: str, issuer: Issuer, *, exact: bool) -> str:
    code = to_capitals(read).translate(TO_LETTERS)
    if code.rstrip(FILLER) in STATES:
        return code
    if issuer.state is not None:
        return issuer.state.ljust(3, FILLER)
    return read if exact and len(read) == 3 and set(read) <= _LETTERS else ""


def _birth_admits(text: str) -> bool:
    return is_date_of_birth(text[:6])


def _expiry_admits(text: str) -> bool:
    return is_day(text[:6])


def _date(read: str, admits: Callable[[str], bool]) -> tuple[Solution, ...]:
    # Fillers for unknown parts stand as they are; they are no misread numerals.
    if FILLER in read and len(read) == 7 and set(read) <= {*NUMERALS, FILLER}:
        right = admits(read) and check_digit(read[:6]) == read[6]
        return (Solution(0, read, proof=Proof.WITH_COMPOSITE),) if right else ()
    return solve(read, 7, admits, seen_twice=True)


def _own(spans: list[Span], text: str, first: int) -> list[Span]:
    # A surplus character between two fields is the later one's, and so are numerals before the first cell:
    # what a field may have lost to its neighbour must not make its digit agree by chance.
    spans = spans.copy()
    start = spans[first][0]
    if first:
        before, after = spans[first - 1]
        start = min(after, before + 1)
    numerals = {0: NUMERAL_OPTIONS, 5: NUMERALS}.get(first, "")
    while start and text[start - 1] in numerals:
        start -= 1
    spans[first] = (start, spans[first][1])
    spans[:first] = [(min(begin, start), min(end, start)) for begin, end in spans[:first]]
    return spans


def _segment(line: SourceLine, spans: list[Span], first: int, end: int) -> str:
    return line.text[spans[first][0] : spans[end - 1][1]]


def _head_cells(line: SourceLine, spans: list[Span]) -> list[str]:
    return ["".join(line.raw[start:end]) for start, end in spans]


def _tail(line: SourceLine, rest: int) -> tuple[tuple[str, ...], str]:
    # The composite is the last character, if the line was not cut before it: a filler is none. A letter is
    # one only in its exact place, after a filler or a numeral.
    raw, text = line.raw[rest:], line.text[rest:]
    last, before = text[-1:], text[-2:-1]
    exact = len(text) == 12 and before in {FILLER, *NUMERALS}
    if last and (last in NUMERALS or (exact and last in NUMERAL_OPTIONS)):
        return (*spread(raw[:-1], 11), raw[-1]), last
    return spread(raw, 12), ""
