"""What the upper line may say, cell by cell, before anything is decided between the lines.

Where the issuer is known to number its cards in nine numerals, the line is laid on the issuer's own cells.
Where nothing is known of the issuer, letters and numerals may stand in the number. Its check digit then
tells little: one in five look-alike misreadings verifies as read. So such a number counts as proven only as
it was read and with the composite; where a look-alike has to be changed there are candidates, never an
answer.
"""

import functools
import re
from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.misreading.look_alikes import LookAlikes
from khmerid.misreading.misreadings import Misreadings
from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import DOCUMENT_CODES, STATES
from khmerid.recovery.alignment import NO_CELLS, Cells, Span, upper_spans_khm
from khmerid.recovery.cells import (
    ALLOWED,
    cells_of_head,
    optional_data_options,
    owning_added,
    segment,
    spread,
)
from khmerid.recovery.issuers import Issuer
from khmerid.recovery.solver import Proof, Solution, any_numerals, numeral_options, solve
from khmerid.recovery.source_lines import SourceLine, to_capitals
from khmerid.text.numerals import ASCII_DIGITS

# What is left of the code of Cambodia where it was misread.
_SOME_OF_CODE = re.compile(r"K.?M|KH|HM|D.HM|[ID1LT][DO0]K")
# A check digit does not tell these from 1, 6 and 0 (mrz/check_digit.py).
_LOOKS_BLIND: Final = frozenset("LGU")
#: The cost of a look-alike where letters and numerals may both stand, of a character too many, and of
#: optional data that are not as read.
_LOOKALIKE: Final = 3.0
_DROPPED: Final = 6.0
_OTHER_OPTIONAL_DATA: Final = 2.0
#: The cost up to which a check digit beside such a number may be misread.
_DEAREST_CHECK_DIGIT: Final = 6.0
#: How many characters a line may be longer or shorter than thirty: by its fillers, and otherwise by one.
_LONGEST_EXCESS: Final = 8
_MOST_MISSING: Final = 15


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


def align_upper(line: SourceLine, issuer: Issuer, looks: LookAlikes) -> Cells:
    """Return the cells of an upper line as received."""
    if not issuer.number_is_nine_numerals:
        return spread(line.raw, 30)
    spans, rest = _spans(line, looks)
    return (*cells_of_head(line, spans), *spread(line.raw[rest:], 15))


def read_upper(line: SourceLine, issuer: Issuer, misreadings: Misreadings) -> Upper:
    """Return what an upper line may say by the issuer's rules."""
    if issuer.number_is_nine_numerals:
        return _read_of_issuer(line, issuer, misreadings)
    return _read_of_any(line, misreadings)


def is_told_apart(number: str) -> bool:
    """Return whether a digit sees if a character of this number was read for its look-alike.

    It does not tell 1 from L, 6 from G, 0 from U, nor a filler within the number from K.
    """
    return not set(number) & _LOOKS_BLIND and FILLER not in number.rstrip(FILLER)


def _spans(line: SourceLine, looks: LookAlikes) -> tuple[list[Span], int]:
    spans, rest = upper_spans_khm(line.text, looks)
    return owning_added(spans, line.text, 5, ASCII_DIGITS), rest


def _read_of_issuer(line: SourceLine, issuer: Issuer, misreadings: Misreadings) -> Upper:
    code = (issuer.document_code or "").ljust(2, FILLER)
    state = (issuer.state or "").ljust(3, FILLER)
    spans, rest = _spans(line, misreadings.look_alikes)
    number = solve(segment(line, spans, 5, 15), 10, any_numerals, misreadings)
    if _is_poor(line.text[: spans[5][0]], line.text[rest:]):
        number = tuple(attrs.evolve(solution, proof=Proof.NONE) for solution in number)
    return Upper(
        (*cells_of_head(line, spans), *spread(line.raw[rest:], 15)),
        code,
        state,
        tuple(UpperReading(code, state, solution, FILLER * 15) for solution in number),
        segment(line, spans, 2, 5) == state,
    )


def _is_poor(head: str, tail: str) -> bool:
    # Neither the code of the State nor the fillers were read as such: the numerals between them may not
    # have been either, and one check digit does not see every pair of misreadings.
    return not _SOME_OF_CODE.search(head) and any(character in ASCII_DIGITS for character in tail)


def _read_of_any(line: SourceLine, misreadings: Misreadings) -> Upper:
    """Return what an upper line of any issuer may say; one too long or too short is tried in every way."""
    looks = misreadings.look_alikes
    text = to_capitals(line.text[:15] + looks.without_small_fillers(line.text[15:]))
    readings: dict[UpperReading, None] = {}
    for cost, thirty in _lines_of_thirty(text, looks):
        readings |= dict.fromkeys(_readings(thirty, cost, misreadings))
    ranked = sorted(readings, key=lambda reading: reading.number.cost)
    exact = len(text) == 30
    return Upper(
        spread(line.raw, 30),
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
        options = optional_data_options(text[30:], excess, looks)
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
    rest = text[15:].partition(FILLER)[0][:-1] if text[14] == FILLER else ""
    if cost and not is_known:
        return []
    options = optional_data_options(text[15:], 15, looks)
    return [
        UpperReading(
            code,
            state,
            Solution(
                cost + solution.cost + _OTHER_OPTIONAL_DATA * (number != 0),
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
    code = text[:1].translate(to_letters(looks)) + text[1:2]
    if "?" in code or code.rstrip(FILLER) not in DOCUMENT_CODES or code[1] == "K":
        return code if len(text) == 30 and text[:2] == code and "?" not in code and code[1] != "K" else ""
    return code


def _state(text: str, looks: LookAlikes) -> str:
    # No digit covers it: a numeral among its letters is repaired only to a known code.
    read = text[2:5]
    letters = read.translate(to_letters(looks))
    return letters if read == letters or letters.rstrip(FILLER) in STATES else ""


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def to_letters(looks: LookAlikes) -> Mapping[int, str]:
    """Return the table that puts letters in the place of the numerals that look like them."""
    return str.maketrans(dict(looks.letters))


@functools.lru_cache(maxsize=16)
def _same_shape(looks: LookAlikes) -> Mapping[str, tuple[str, ...]]:
    return {
        one: tuple(sorted({other for group in looks.same_shape if one in group for other in group} - {one}))
        for one in set("".join(looks.same_shape))
    }


def _numbers(text: str, misreadings: Misreadings) -> list[Solution]:
    read = text[5:15]
    if not set(read) <= ALLOWED:
        return []
    if read[9] == FILLER:
        return _long_number(text)
    digits = [
        (cost, digit) for cost, digit in numeral_options(misreadings, read[9]) if cost <= _DEAREST_CHECK_DIGIT
    ]
    principal = read[:9]
    as_read = [
        Solution(cost, principal + digit, proof=_proof(principal))
        for cost, digit in digits
        if check_digit(principal) == digit
    ]
    return as_read or [
        Solution(cost + _LOOKALIKE, other + digit, proof=Proof.NONE)
        for at, character in enumerate(principal)
        for lookalike in _same_shape(misreadings.look_alikes).get(character, ())
        for other in (principal[:at] + lookalike + principal[at + 1 :],)
        for cost, digit in digits
        if check_digit(other) == digit
    ]


def _long_number(text: str) -> list[Solution]:
    # Doc 9303-5, 4.2.4: position 15 is left out of the sum.
    rest, filler, _ = text[15:].partition(FILLER)
    number = text[5:14] + rest[:-1]
    if not set(text[15:]) <= ALLOWED:
        return []
    right = len(rest) > 1 and filler and FILLER not in text[5:14] and check_digit(number) == rest[-1]
    return [Solution(0.0, text[5:15], proof=_proof(number))] if right else []


def _proof(number: str) -> Proof:
    return Proof.WITH_COMPOSITE if is_told_apart(number) else Proof.SETTLED
