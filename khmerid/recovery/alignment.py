"""A noisy line laid on the cells of its template, at the least cost.

A cell takes one character of its kind; an added character joins the cell before it, a lost one leaves its
cell empty. Nothing is decided here about what a character was. The costs compare kinds of faults with each
other and are set by hand: a character of another kind is likelier than one added, and that than one lost.

>>> spans, rest = middle_spans("730B07IMS5O8264KHMC<KKK", khm=True)
>>> spans[7], rest
((7, 8), 18)

"""

import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from khmerid.misreading import SHIPPED
from khmerid.misreading.aligner import Slot, Step, fill, trace
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.text.numerals import ASCII_DIGITS

Cells = tuple[str, ...]
Span = tuple[int, int]

NO_CELLS: Final[Cells] = ("",) * 30

_LOST: Final = 6.0  # a cell without a character
_ADDED: Final = 5.0  # a character without a cell
_JUNK: Final = 2.0  # a character before the first cell, where that is no numeral
_CUT: Final = 1.0  # the cell after the last one, of a line that ends there
_WRONG_KIND: Final = 4.0  # a character that nothing in its place is read as
_LIKE_NUMERAL: Final = 3.0  # a character that looks like a numeral, in the place of one
#: How many characters before the first cell are looked at, and how far cells and characters may drift apart.
_LONGEST_JUNK: Final = 8
_BAND: Final = 4

_NEVER: Final = 1_000.0

_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLAIN_UPPER_KHM = re.compile(r"I[DO]KHM[0-9OQDILTZSGB]{10}(?=<)")
_PLAIN_MIDDLE = re.compile(r"[0-9OQDILTZSGB]{7}[MF<][0-9OQDILTZSGB]{7}[A-Z<]{3}(?=<)")
_PLAIN_MIDDLE_KHM = re.compile(r"[0-9OQDILTZSGB]{7}[MF][0-9OQDILTZSGB]{7}KHM")
_AS_THEY_STAND: Final = {n: [(at, at + 1) for at in range(n)] for n in (15, 18)}

_Kind = Mapping[str, float]  # what each character costs in a cell of this kind


@attrs.frozen
class _Templates:
    """The kinds of the cells of each line, with the cell behind, which says where the rest begins."""

    upper_khm: tuple[_Kind, ...]
    middle_khm: tuple[_Kind, ...]
    middle: tuple[_Kind, ...]
    middle_of_d: tuple[_Kind, ...]


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _templates(looks: LookAlikes) -> _Templates:
    numeral = dict.fromkeys(looks.numerals, _LIKE_NUMERAL) | dict.fromkeys(ASCII_DIGITS, 0.0) | {"<": 6.0}
    letter = dict.fromkeys(_CAPITALS, 0.0) | {"<": 4.0} | dict.fromkeys(ASCII_DIGITS, 6.0)
    sex = dict.fromkeys(ASCII_DIGITS, 5.0) | _floats(looks.sex) | {"M": 0.0, "F": 0.0, "<": 2.0}
    # Numerals are data, and no filler; but 6 is what some engines make of a row of them.
    filler = dict.fromkeys(looks.filler_like, 2.0) | dict.fromkeys(ASCII_DIGITS, 8.0) | {"<": 0.0, "6": 6.0}
    anything = dict.fromkeys(looks.filler_like, 1.0) | letter | dict.fromkeys(ASCII_DIGITS, 1.0) | {"<": 0.0}
    i, d, k, h, m = ({name: 0.0} | _floats(looks.known_letters[name]) for name in "IDKHM")
    dates = (*[numeral] * 7, sex, *[numeral] * 7)
    return _Templates(
        (i, d, k, h, m, *[numeral] * 10, filler),
        (*dates, k, h, m, filler),
        (*dates, *[letter] * 3, anything),
        (*dates, {"D": 0.0}, {"<": 0.0}, {"<": 0.0}, anything),
    )


def _floats(costs: Mapping[str, int]) -> dict[str, float]:
    return {read: float(cost) for read, cost in costs.items()}


def upper_spans_khm(text: str, looks: LookAlikes = SHIPPED.look_alikes) -> tuple[list[Span], int]:
    """Return the stretches of the head of a Cambodian upper line, and where its fillers begin."""
    if _PLAIN_UPPER_KHM.match(text):
        return _AS_THEY_STAND[15], 15
    # The code of the State may be misread as numerals, so that these may be junk as well.
    return _align(text, _templates(looks).upper_khm, dict.fromkeys(text, _JUNK))


def middle_spans(text: str, looks: LookAlikes = SHIPPED.look_alikes, *, khm: bool) -> tuple[list[Span], int]:
    """Return the stretches of the first eighteen cells of a middle line, and where the rest begins."""
    if (_PLAIN_MIDDLE_KHM if khm else _PLAIN_MIDDLE).match(text) or (len(text) == 30 and not khm):
        return _AS_THEY_STAND[18], 18
    templates = _templates(looks)
    if khm:
        template = templates.middle_khm
    else:
        template = templates.middle_of_d if text.find("D<<", 13, 20) >= 0 else templates.middle
    junk = {
        read: _ADDED if read in ASCII_DIGITS or read in looks.numerals else _JUNK
        for read in text[:_LONGEST_JUNK]
    }
    return _align(text, template, junk)


def _align(text: str, template: Sequence[_Kind], junk: Mapping[str, float]) -> tuple[list[Span], int]:
    """Lay a text on cells, the last of which anchors the others: its own stretch begins the rest."""
    looked_at = text[: len(template) + _LONGEST_JUNK + _BAND]
    of_kind: dict[int, Slot] = {
        id(kind): (_LOST, [kind.get(read, _WRONG_KIND) for read in looked_at], ()) for kind in template
    }
    slots = [of_kind[id(kind)] for kind in template]
    before = [junk[read] for read in looked_at[:_LONGEST_JUNK]]
    before += [_NEVER] * (len(looked_at) - len(before))
    added = [before, *[[_ADDED] * len(looked_at)] * len(slots)]
    rows = fill(slots, added, band=(_BAND, _BAND + _LONGEST_JUNK))
    last = rows[-1]
    cut = rows[-2][-1] + _CUT
    is_cut = len(looked_at) == len(text) and cut <= last[-1] < math.inf  # not beyond the band
    if is_cut:
        last[-1] = cut
    end = min(range(len(last)), key=last.__getitem__)
    if is_cut and end == len(looked_at):
        slots[-1] = (_CUT, *slots[-1][1:])
    return _spans(trace(rows, slots, end))


def _spans(steps: Iterable[Step]) -> tuple[list[Span], int]:
    spans: list[Span] = []
    for step in steps:
        if step.move != "added":
            spans.append((step.place, step.place + (step.move == "read")))
        elif spans:
            spans[-1] = spans[-1][0], step.place + 1
    return spans[:-1], spans[-1][0]
