"""What the upper and the middle line say, cell by cell, before anything is decided between them."""

from collections.abc import Callable

import attrs

from khmerid.mrz.align import Cells, Span, middle_spans, upper_spans_khm
from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import STATES
from khmerid.mrz.issuers import Issuer
from khmerid.mrz.lookalikes import FILLER_LIKE, LETTER_FOR_NUMERAL, NUMERAL_OPTIONS, NUMERALS
from khmerid.mrz.recovery import NO_CELLS
from khmerid.mrz.solve import UNSOLVED, Field, Solution, any_numerals, solve
from khmerid.mrz.source import SourceLine
from khmerid.mrz.td1 import is_date_of_birth, is_day

_SAME_SHAPE = ("0OQDU", "1ILT", "2Z", "5S", "6G", "8B", "4A", "7T")
_LOOKALIKES = {
    one: tuple(sorted({other for group in _SAME_SHAPE if one in group for other in group if other != one}))
    for one in set("".join(_SAME_SHAPE))
}
_LOOKALIKE = 3  # the cost of a look-alike where letters and numerals may both stand
_TO_LETTERS = str.maketrans(LETTER_FOR_NUMERAL)
_TO_SEX = {"M": "M", "F": "F", "<": "<", "m": "M", "f": "F", "P": "F"}
_ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")


@attrs.frozen(kw_only=True)
class Upper:
    """The upper line: its cells as received, and what they may have been; ``""`` where unreadable."""

    cells: Cells = NO_CELLS
    document_code: str = ""
    issuing_state: str = ""
    number: Field = UNSOLVED  # each solution with its check digit, ten characters
    number_rest: str = ""  # of a long number, what stands in the optional data
    optional_data: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Middle:
    """The middle line, in the same way; ``composite`` is the character read in the last cell."""

    cells: Cells = NO_CELLS
    birth: Field = UNSOLVED
    sex: str = ""
    expiry: Field = UNSOLVED
    nationality: str = ""
    optional_data: tuple[str, ...] = ()
    composite: str = ""


def read_upper(line: SourceLine | None, issuer: Issuer) -> Upper:
    """Lay an upper line on its cells and read them by the issuer's rules."""
    if line is None:
        return Upper()
    if issuer.number_is_nine_numerals and issuer.document_code and issuer.state:
        spans, rest = upper_spans_khm(line.text)
        cells = (*_head_cells(line, spans), *_spread(line.raw[rest:], 15))
        return Upper(
            cells=cells,
            document_code=issuer.document_code.ljust(2, FILLER),
            issuing_state=issuer.state.ljust(3, FILLER),
            number=solve(_segment(line, spans, 5, 15), 10, any_numerals),
            optional_data=(FILLER * 15,),
        )
    return _any_upper(line)


def read_middle(line: SourceLine | None, issuer: Issuer) -> Middle:
    """Lay a middle line on its cells and read them by the issuer's rules."""
    if line is None:
        return Middle()
    spans, rest = middle_spans(line.text, khm=issuer.state == "KHM")
    tail_cells, composite = _tail(line, rest)
    cells = (*_head_cells(line, spans), *tail_cells)
    nationality = _segment(line, spans, 15, 18).upper().translate(_TO_LETTERS)
    if issuer.state is not None and nationality not in STATES:
        nationality = issuer.state
    sex = _TO_SEX.get(_segment(line, spans, 7, 8), "")
    options = (FILLER * 11,) if issuer.optional_data_is_empty else _optional_middle(line.text[rest:])
    return Middle(
        cells=cells,
        birth=_date(_segment(line, spans, 0, 7), _birth_admits),
        sex="" if issuer.sex_is_known and sex == FILLER else sex,
        expiry=_date(_segment(line, spans, 8, 15), _expiry_admits),
        nationality=nationality if len(nationality) == 3 and not set(nationality) & set(NUMERALS) else "",
        optional_data=options,
        composite=composite,
    )


def _optional_middle(tail: str) -> tuple[str, ...]:
    # A tail that is too long or too short is so by fillers, if it is nothing but fillers.
    read = tail[:11].upper()
    if len(tail) != 12 and set(tail[:-1]) <= {FILLER}:
        read = FILLER * 11
    return _optional_options(read, 11)


def _birth_admits(text: str) -> bool:
    return is_date_of_birth(text[:6])


def _expiry_admits(text: str) -> bool:
    return is_day(text[:6])


def _date(read: str, admits: Callable[[str], bool]) -> Field:
    # Fillers for unknown parts stand as they are; they are no misread numerals.
    if FILLER in read and len(read) == 7 and set(read) <= set(NUMERALS) | {FILLER}:
        right = admits(read) and check_digit(read[:6]) == read[6]
        return Field((Solution(0, read),)) if right else UNSOLVED
    return solve(read, 7, admits)


def _segment(line: SourceLine, spans: list[Span], first: int, end: int) -> str:
    # A surplus character between two fields is the later one's, and so is a numeral before the first cell:
    # what a field may have lost to its neighbour must not make its digit agree by chance.
    start = spans[first][0]
    if first:
        before, after = spans[first - 1]
        start = min(after, before + 1)
    while start and first in (0, 5) and line.text[start - 1] in NUMERALS:
        start -= 1
    return line.text[start : spans[end - 1][1]]


def _head_cells(line: SourceLine, spans: list[Span]) -> list[str]:
    return ["".join(line.raw[start:end]) for start, end in spans]


def _spread(raw: tuple[str, ...], count: int) -> list[str]:
    # One character to a cell; what is too much falls on the last.
    cells = list(raw[:count])
    cells += [""] * (count - len(cells))
    if len(raw) > count:
        cells[-1] = "".join(raw[count - 1 :])
    return cells


def _tail(line: SourceLine, rest: int) -> tuple[list[str], str]:
    # The composite is the last character, if the line was not cut before it: a filler is none.
    raw, text = line.raw[rest:], line.text[rest:]
    last = text[-1:]
    before = text[-2:-1]
    is_composite = (
        last in NUMERALS if len(text) != 12 else last in NUMERAL_OPTIONS and before in ("<", *NUMERALS)
    )
    if not last or last == FILLER or not is_composite:
        return _spread(raw, 12), ""
    return [*_spread(raw[:-1], 11), raw[-1]], last


def _any_upper(line: SourceLine) -> Upper:
    text = line.text.upper()
    wanted, raw = _thirty(text, line.raw, 15)
    best = _cut_upper(wanted, raw)
    if best.number.solutions or len(text) == 30:
        return best
    if len(text) < 30:
        for at in (1, 0):
            other = _cut_upper(
                (text[:at] + "?" + text[at:]).ljust(30, FILLER)[:30], (*line.raw[:at], "", *line.raw[at:])
            )
            if other.number.solutions and other.issuing_state.rstrip(FILLER) in STATES:
                return other
    return best


def _thirty(text: str, raw: tuple[str, ...], start: int) -> tuple[str, tuple[str, ...]]:
    # Characters are added or dropped within the last run of fillers only (Doc 9303 has no other slack).
    excess = len(text) - 30
    if excess <= 0:
        return text.ljust(30, FILLER), raw
    end = len(text)
    while end > start and text[end - 1] in FILLER_LIKE and end > 30:
        end -= 1
    return text[:30], raw


def _cut_upper(text: str, raw: tuple[str, ...]) -> Upper:
    letters = text[:5].translate(_TO_LETTERS)
    number = _any_number(text)
    return Upper(
        cells=tuple(_spread(raw, 30)),
        document_code="" if "?" in letters[:2] or text[1] == "K" else letters[0] + text[1],
        issuing_state="" if "?" in letters[2:] else letters[2:],
        number=attrs.evolve(number, guessed=number.guessed or letters[2:].rstrip(FILLER) not in STATES),
        number_rest=text[15:].partition(FILLER)[0][:-1] if text[14] == FILLER else "",
        optional_data=_optional_options(text[15:], 15),
    )


def _any_number(text: str) -> Field:
    read = text[5:15]
    if not set(read) <= _ALLOWED:
        return UNSOLVED
    if read[9] == FILLER:
        return _long_number(text)
    digits = [(cost, digit) for cost, digit in NUMERAL_OPTIONS.get(read[9], ()) if cost < 7]
    principal = read[:9]
    as_read = [Solution(cost, principal + digit) for cost, digit in digits if check_digit(principal) == digit]
    if as_read:
        return Field(tuple(as_read), as_read[0].cost)
    changed = [
        Solution(cost + _LOOKALIKE, other + digit)
        for at, character in enumerate(principal)
        for lookalike in _LOOKALIKES.get(character, ())
        for other in (principal[:at] + lookalike + principal[at + 1 :],)
        for cost, digit in digits
        if check_digit(other) == digit
    ]
    changed.sort(key=lambda solution: solution.cost)
    return Field(tuple(changed), guessed=True)


def _long_number(text: str) -> Field:
    rest, filler, _ = text[15:].partition(FILLER)
    number = text[5:14] + rest[:-1]
    right = len(rest) > 1 and filler and FILLER not in text[5:14] and check_digit(number) == rest[-1]
    return Field((Solution(0, text[5:15]),)) if right else UNSOLVED


def _optional_options(read: str, length: int) -> tuple[str, ...]:
    if len(read) != length or not set(read) <= _ALLOWED:
        return ()
    stripped = read.rstrip(FILLER)
    end = len(stripped)
    while end and stripped[end - 1] in "KCESXGL<":
        end -= 1
    filled = read[:end].ljust(length, FILLER)
    return (read,) if filled == read else (read, filled)
