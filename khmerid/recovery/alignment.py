"""A noisy line laid on the thirty cells of its template, at the least cost.

A cell takes one character of its kind; a surplus character joins the cell before it, a missing one
leaves its cell empty. Nothing is decided here about what a character was.

>>> spans, rest = middle_spans("730B07IMS5O8264KHMC<KKK", khm=True)
>>> spans[7], rest
((7, 8), 18)

"""

import itertools
import re
from collections.abc import Sequence

from khmerid.misreading.look_alikes import FILLER_LIKE, NUMERAL_OPTIONS, NUMERALS

Cells = tuple[str, ...]
Span = tuple[int, int]

_MISSING = 6  # the cost of a cell without a character
_SURPLUS = 5  # of a character without a cell
_JUNK = 2  # of a character before the first cell
_CUT = 1  # of a line that ends with the last cell
_LONGEST_JUNK = 8
_BAND = 4  # how far cells and characters may drift apart
_FAR = 1_000

_Costs = dict[str, int]
_WRONG_KIND = 4

_NUMERAL: _Costs = {read: min(3, options[0][0]) for read, options in NUMERAL_OPTIONS.items()} | {"<": 6}
_SEX: _Costs = (
    {"M": 0, "F": 0, "<": 2, "m": 1, "f": 1} | dict.fromkeys("HNWEP", 3) | dict.fromkeys(NUMERALS, 5)
)
_I: _Costs = {"I": 0, "J": 2, "P": 3} | dict.fromkeys("1LTl|i", 1)
_D: _Costs = {"D": 0} | dict.fromkeys("O0Pdpo", 1)
_K: _Costs = {"K": 0, "k": 1, "R": 2, "X": 2, "E": 3}
_H: _Costs = {"H": 0, "h": 1} | dict.fromkeys("NnMUuW", 2)
_M: _Costs = {"M": 0, "m": 1, "K": 3} | dict.fromkeys("NnHW", 2)
_LETTER: _Costs = dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0) | {"<": 4} | dict.fromkeys(NUMERALS, 6)
_FILLER: _Costs = dict.fromkeys(FILLER_LIKE, 2) | dict.fromkeys(NUMERALS, 8) | {"<": 0, "6": 6}

_ANYTHING: _Costs = dict.fromkeys(FILLER_LIKE, 1) | _LETTER | dict.fromkeys(NUMERALS, 1) | {"<": 0}

_UPPER_KHM = (_I, _D, _K, _H, _M, *[_NUMERAL] * 10, _FILLER)
_MIDDLE_KHM = (*[_NUMERAL] * 7, _SEX, *[_NUMERAL] * 7, _K, _H, _M, _FILLER)
_MIDDLE = (*[_NUMERAL] * 7, _SEX, *[_NUMERAL] * 7, *[_LETTER] * 3, _ANYTHING)
_MIDDLE_D = (*[_NUMERAL] * 7, _SEX, *[_NUMERAL] * 7, {"D": 0}, {"<": 0}, {"<": 0}, _ANYTHING)

_PLAIN_UPPER_KHM = re.compile(r"I[DO]KHM[0-9OQDILTZSGB]{10}(?=<)")
_PLAIN_MIDDLE = re.compile(r"[0-9OQDILTZSGB]{7}[MF<][0-9OQDILTZSGB]{7}[A-Z<]{3}(?=<)")
_PLAIN_MIDDLE_KHM = re.compile(r"[0-9OQDILTZSGB]{7}[MF][0-9OQDILTZSGB]{7}KHM")


def upper_spans_khm(text: str) -> tuple[list[Span], int]:
    """Return the stretches of the head of a Cambodian upper line, and where its fillers begin."""
    if _PLAIN_UPPER_KHM.match(text):
        return _PLAIN[15], 15
    return _align(text, _UPPER_KHM, _JUNK)  # the code of the State may be misread as numerals


def middle_spans(text: str, *, khm: bool) -> tuple[list[Span], int]:
    """Return the stretches of the first eighteen cells of a middle line, and where the rest begins."""
    if (_PLAIN_MIDDLE_KHM if khm else _PLAIN_MIDDLE).match(text):
        return _PLAIN[18], 18
    if khm:
        return _align(text, _MIDDLE_KHM)
    if len(text) == 30:
        return _PLAIN[18], 18
    return _align(text, _MIDDLE_D if text.find("D<<", 13, 20) >= 0 else _MIDDLE)


_PLAIN = {n: [(at, at + 1) for at in range(n)] for n in (15, 18)}


def _align(text: str, template: Sequence[_Costs], numeral_junk: int = _SURPLUS) -> tuple[list[Span], int]:
    # What follows the last cell anchors the template; its own stretch begins the rest.
    cells = template
    length = min(len(text), len(cells) + _LONGEST_JUNK + _BAND)
    junk = [numeral_junk if read in NUMERAL_OPTIONS else _JUNK for read in text[: min(length, _LONGEST_JUNK)]]
    row = [0, *itertools.accumulate(junk), *[_FAR] * (length - len(junk))]
    table: list[list[int]] = []
    for number, costs in enumerate(cells):
        before, row = row, [_FAR] * (length + 1)
        steps = [_EMPTY] * (length + 1)
        for at in range(max(0, number - _BAND), min(length, number + 1 + _BAND + _LONGEST_JUNK) + 1):
            best, step = (
                before[at] + (_CUT if number == len(cells) - 1 and at == len(text) else _MISSING),
                _EMPTY,
            )
            if at:
                taken = before[at - 1] + costs.get(text[at - 1], _WRONG_KIND)
                if taken <= best:
                    best, step = taken, _TAKEN
                if row[at - 1] + _SURPLUS < best:
                    best, step = row[at - 1] + _SURPLUS, _JOINED
            row[at], steps[at] = best, step
        table.append(steps)
    return _trace(table, min(range(length + 1), key=row.__getitem__))


_EMPTY, _TAKEN, _JOINED = range(3)


def _trace(table: list[list[int]], at: int) -> tuple[list[Span], int]:
    spans: list[Span] = []
    for steps in reversed(table):
        end = at
        while steps[at] == _JOINED:
            at -= 1
        if steps[at] == _TAKEN:
            at -= 1
        spans.append((at, end))
    spans.reverse()
    rest = spans.pop()[0]
    return spans, rest
