"""What the middle line may say, cell by cell, before anything is decided between the lines."""

from collections.abc import Callable
from typing import Final

import attrs

from khmerid.misreading.look_alikes import LookAlikes
from khmerid.misreading.misreadings import Misreadings
from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import STATES
from khmerid.mrz.two_digit_years import is_date_of_birth, is_day
from khmerid.recovery.alignment import NO_CELLS, Cells, Span, middle_spans
from khmerid.recovery.cells import (
    LETTERS,
    cells_of_head,
    optional_data_options,
    owning_added,
    segment,
    spread,
)
from khmerid.recovery.issuers import Issuer
from khmerid.recovery.solver import Proof, Solution, solve
from khmerid.recovery.source_lines import SourceLine, to_capitals
from khmerid.recovery.upper import to_letters
from khmerid.rules import STATE
from khmerid.text.numerals import ASCII_DIGITS

_TO_SEX: Final = {"M": "M", "F": "F", "<": "<", "m": "M", "f": "F"}


@attrs.frozen(kw_only=True)
class Middle:
    """The middle line: its cells as received and everything each field may say, the likeliest first.

    ``composite`` is the character read in the last cell.
    """

    cells: Cells = NO_CELLS
    birth: tuple[Solution, ...] = ()
    sex: str = ""
    expiry: tuple[Solution, ...] = ()
    nationality: str = ""
    is_nationality_read: bool = True
    optional_data: tuple[str, ...] = ()
    composite: str = ""


def align_middle(line: SourceLine, issuer: Issuer, looks: LookAlikes) -> Cells:
    """Return the cells of a middle line as received."""
    spans, rest = _spans(line, issuer, looks)
    return (*cells_of_head(line, spans), *_tail(line, rest, looks)[0])


def read_middle(line: SourceLine, issuer: Issuer, misreadings: Misreadings) -> Middle:
    """Lay a middle line on its cells and read them by the issuer's rules."""
    looks = misreadings.look_alikes
    spans, rest = _spans(line, issuer, looks)
    tail_cells, composite = _tail(line, rest, looks)
    exact = len(line.text) == 30
    nationality = _nationality(segment(line, spans, 15, 18), issuer, looks, exact=exact)
    is_aligned = exact or nationality != ""  # else nothing tells where the date of expiry ends
    return Middle(
        cells=(*cells_of_head(line, spans), *tail_cells),
        birth=_date(segment(line, spans, 0, 7), _birth_admits, misreadings),
        sex=_sex(line.text[spans[6][0] + 1 : spans[8][0]], issuer),
        expiry=_date(segment(line, spans, 8, 15), _expiry_admits, misreadings) if is_aligned else (),
        nationality=nationality,
        is_nationality_read=segment(line, spans, 15, 18) == nationality,
        optional_data=(FILLER * 11,)
        if issuer.optional_data_is_empty
        else _optional_data(line.text[rest:], looks),
        composite=composite,
    )


def _spans(line: SourceLine, issuer: Issuer, looks: LookAlikes) -> tuple[list[Span], int]:
    spans, rest = middle_spans(line.text, looks, khm=issuer.state == STATE)
    spans = owning_added(spans, line.text, 0, {*looks.numerals, *ASCII_DIGITS})
    return owning_added(spans, line.text, 8, ""), rest


def _optional_data(tail: str, looks: LookAlikes) -> tuple[str, ...]:
    tail = looks.without_small_fillers(tail)
    # A tail that is too long or too short is so by fillers, if it is nothing but fillers.
    if len(tail) != 12 and set(tail[:-1]) <= {FILLER}:
        return (FILLER * 11,)
    return optional_data_options(to_capitals(tail[:11]), 11, looks) if len(tail) == 12 else ()


def _sex(read: str, issuer: Issuer) -> str:
    letters = {_TO_SEX[character] for character in read if character in _TO_SEX}
    sex = letters.pop() if len(letters) == 1 else ""
    return "" if sex == FILLER and issuer.sex_is_known else sex


def _nationality(read: str, issuer: Issuer, looks: LookAlikes, *, exact: bool) -> str:
    code = to_capitals(read).translate(to_letters(looks))
    if code.rstrip(FILLER) in STATES:
        return code.rstrip(FILLER).ljust(3, FILLER)  # of D<< some fillers may be lost, or too many
    if issuer.state is not None:
        return issuer.state.ljust(3, FILLER)
    return read if exact and len(read) == 3 and set(read) <= LETTERS else ""


def _birth_admits(text: str) -> bool:
    return is_date_of_birth(text[:6])


def _expiry_admits(text: str) -> bool:
    return is_day(text[:6])


def _date(read: str, admits: Callable[[str], bool], misreadings: Misreadings) -> tuple[Solution, ...]:
    # Fillers for unknown parts stand as they are; they are not misread numerals.
    if FILLER in read and len(read) == 7 and set(read) <= {*ASCII_DIGITS, FILLER}:
        right = admits(read) and check_digit(read[:6]) == read[6]
        return (Solution(0.0, read, proof=Proof.WITH_COMPOSITE),) if right else ()
    return solve(read, 7, admits, misreadings, seen_twice=True)


def _tail(line: SourceLine, rest: int, looks: LookAlikes) -> tuple[Cells, str]:
    # The composite is the last character, if the line was not cut before it: a filler is none. A letter is
    # one only in its exact place, after a filler or a numeral.
    raw, text = line.raw[rest:], line.text[rest:]
    last, before = text[-1:], text[-2:-1]
    exact = len(text) == 12 and before in {FILLER, *ASCII_DIGITS}
    if last and (last in ASCII_DIGITS or (exact and last in looks.numerals)):
        return (*spread(raw[:-1], 11), raw[-1]), last
    return spread(raw, 12), ""
