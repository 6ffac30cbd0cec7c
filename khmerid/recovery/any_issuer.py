"""The upper line where nothing is known of the issuer: letters and numerals may stand in the number.

Its check digit then tells little: one in five look-alike misreadings verifies as read. So a number counts
as proven only as it was read and with the composite; where a look-alike has to be changed there are
candidates, never an answer.
"""

from khmerid.misreading.look_alikes import NUMERAL_OPTIONS, NUMERALS, to_capitals, without_small_fillers
from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import DOCUMENT_CODES, STATES
from khmerid.recovery.evidence import TO_LETTERS, Upper, UpperReading, optional_data_options, spread
from khmerid.recovery.solve import Proof, Solution
from khmerid.recovery.source_lines import SourceLine

_LOOKS_BLIND = frozenset("LGU")

_SAME_SHAPE = ("0OQDU", "1ILT", "2Z", "5S", "6G", "8B", "4A", "7T")
_LOOKALIKES = {
    one: tuple(sorted({other for group in _SAME_SHAPE if one in group for other in group if other != one}))
    for one in set("".join(_SAME_SHAPE))
}
_LOOKALIKE = 3  # the cost of a look-alike where letters and numerals may both stand
_DROPPED = 6  # of a character too many
_OTHER_OPTIONAL_DATA = 2
_DEAREST_CHECK_DIGIT = 6
_ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ<") | frozenset(NUMERALS)
_LONGEST_EXCESS = 8


def read_upper_of_any(line: SourceLine) -> Upper:
    """Return what an upper line may say; one that is too long or too short is tried in every way."""
    text = to_capitals(line.text[:15] + without_small_fillers(line.text[15:]))
    readings: dict[UpperReading, None] = {}
    for cost, thirty in _lines_of_thirty(text):
        readings |= dict.fromkeys(_readings(thirty, cost))
    ranked = sorted(readings, key=lambda reading: reading.number.cost)
    exact = len(text) == 30
    return Upper(
        spread(line.raw, 30),
        _document_code(text) if exact else "",
        _state(text) if exact else "",
        tuple(ranked),
    )


def _lines_of_thirty(text: str) -> list[tuple[int, str]]:
    excess = len(text) - 30
    if excess == 0:
        return [(0, text)]
    if excess == 1:
        # Whatever was put in, one of these is the line; fillers come out alike wherever they are dropped.
        return [(_DROPPED, line) for line in dict.fromkeys(text[:at] + text[at + 1 :] for at in range(31))]
    if 0 < excess <= _LONGEST_EXCESS:
        end = text[30:]
        return (
            [(_DROPPED, text[:30])] if optional_data_options(end, excess)[-1:] == (FILLER * excess,) else []
        )
    if -15 <= excess < 0:
        padded = [(_DROPPED, text.ljust(30, FILLER))] if text.endswith(FILLER) or excess < -1 else []
        if excess == -1:
            padded += [(_DROPPED, text[:at] + "?" + text[at:]) for at in (0, 1)]
        return padded
    return []


def _readings(text: str, cost: int) -> list[UpperReading]:
    code, state = _document_code(text), _state(text)
    is_known = state.rstrip(FILLER) in STATES
    rest = text[15:].partition(FILLER)[0][:-1] if text[14] == FILLER else ""
    if cost and not is_known:
        return []
    options = optional_data_options(text[15:], 15)
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
        for solution in _numbers(text)
        for number, option in enumerate(options)
    ]


def _document_code(text: str) -> str:
    code = text[:1].translate(TO_LETTERS) + text[1:2]
    if "?" in code or code.rstrip(FILLER) not in DOCUMENT_CODES or code[1] == "K":
        return code if len(text) == 30 and text[:2] == code and "?" not in code and code[1] != "K" else ""
    return code


def _state(text: str) -> str:
    # No digit covers it: a numeral among its letters is repaired only to a known code.
    read = text[2:5]
    letters = read.translate(TO_LETTERS)
    return letters if read == letters or letters.rstrip(FILLER) in STATES else ""


def _numbers(text: str) -> list[Solution]:
    read = text[5:15]
    if not set(read) <= _ALLOWED:
        return []
    if read[9] == FILLER:
        return _long_number(text)
    digits = [
        (cost, digit) for cost, digit in NUMERAL_OPTIONS.get(read[9], ()) if cost <= _DEAREST_CHECK_DIGIT
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
        for lookalike in _LOOKALIKES.get(character, ())
        for other in (principal[:at] + lookalike + principal[at + 1 :],)
        for cost, digit in digits
        if check_digit(other) == digit
    ]


def _long_number(text: str) -> list[Solution]:
    # Doc 9303-5, 4.2.4: position 15 is left out of the sum.
    rest, filler, _ = text[15:].partition(FILLER)
    number = text[5:14] + rest[:-1]
    if not set(text[15:]) <= _ALLOWED:
        return []
    right = len(rest) > 1 and filler and FILLER not in text[5:14] and check_digit(number) == rest[-1]
    return [Solution(0, text[5:15], proof=_proof(number))] if right else []


def _proof(number: str) -> Proof:
    return Proof.WITH_COMPOSITE if is_told_apart(number) else Proof.SETTLED


def is_told_apart(number: str) -> bool:
    """Tell whether a digit sees if a character of this number was read for its look-alike.

    It does not tell 1 from L, 6 from G, 0 from U, nor a filler within the number from K.
    """
    return not set(number) & _LOOKS_BLIND and FILLER not in number.rstrip(FILLER)
