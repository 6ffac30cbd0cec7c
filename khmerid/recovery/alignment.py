"""The lines of an MRZ laid on their cells, at the least cost, before anything in them is repaired.

A cell takes one character of its kind; an added character joins the cell before it, a lost one leaves its
cell empty. Nothing is decided here about what a character was. The costs compare kinds of faults with each
other and are set by hand: a character of another kind is likelier than one added, and that than one lost.
``benchmarks/mrz_recovery.py`` shows what moves with them: how many fields are certain, and whether each is
right.

>>> from khmerid.misreading import SHIPPED
>>> from khmerid.recovery.find import source_lines
>>> from khmerid.recovery.issuers import CAMBODIA
>>> line = align_dates(source_lines("730B07IMS5O8264KHMC<KKK")[0], TD1, CAMBODIA, SHIPPED.look_alikes)
>>> line.of(BIRTH), line.of(EXPIRY), line.text[line.rest:]
('730B07I', 'S5O8264', 'C<KKK')
"""

import functools
import itertools
import math
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

import attrs

from khmerid.misreading.aligner import Slot, Step, fill, trace
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.formats import FORMATS, TD1, Kind, MrzFormat
from khmerid.mrz.parsing import Mrz
from khmerid.recovery.find import FoundMrz, SourceLine
from khmerid.recovery.issuers import Issuer
from khmerid.rules import HEAD, STATE
from khmerid.text.numerals import ASCII_DIGITS

Cells = tuple[str, ...]
Span = tuple[int, int]

# What stands together on a card, each with its check digit, as slices of the cells of its line.
NUMBER: Final = TD1.places["document_number"][1]
BIRTH: Final = TD1.places["date_of_birth"][1]
SEX: Final = TD1.places["sex"][1]
EXPIRY: Final = TD1.places["date_of_expiry"][1]
NATIONALITY: Final = TD1.places["nationality"][1]
_DATES: Final = ("date_of_birth", "date_of_expiry")

_LOST: Final = 6.0  # a cell without a character
_ADDED: Final = 5.0  # a character without a cell
_JUNK: Final = 2.0  # a character before the first cell, where that is not a numeral
_CUT: Final = 1.0  # the cell after the last one, of a line that ends there
_WRONG_KIND: Final = 4.0  # a character that nothing in its place is read as
_LIKE_NUMERAL: Final = 3.0  # a character that looks like a numeral, in the place of one
_FILLER_FOR_NUMERAL: Final = 6.0  # as dear as a lost one: most fillers stand behind the number, not in it
_FILLER_FOR_LETTER: Final = 4.0
_NUMERAL_FOR_LETTER: Final = 6.0  # in the code of a State
_NUMERAL_FOR_SEX: Final = 5.0  # as dear as an added one: it may be the date's beside it
_FILLER_FOR_SEX: Final = 2.0
_LIKE_FILLER: Final = 2.0
_NUMERAL_FOR_FILLER: Final = 8.0  # numerals are data, and no filler
_SIX_FOR_FILLER: Final = 6.0  # but 6 is what some engines make of a row of fillers
_ANY_LIKE_FILLER: Final = 1.0  # in optional data: a letter that may be a filler, and a numeral
#: How many characters before the first cell are looked at, and how far cells and characters may drift apart.
#: More costs time, and lets noise before a line be read as the line.
_LONGEST_JUNK: Final = 8
_BAND: Final = 4

_NEVER: Final = 1_000.0  # beyond all costs above together

_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Lines whose characters are of the kind of their cells, and need not be aligned.
_PLAIN_UPPER_KHM = re.compile(r"I[DO]KHM[0-9OQDILTZSGB]{10}(?=<)")
_PLAIN_MIDDLE = re.compile(r"[0-9OQDILTZSGB]{7}[MF<][0-9OQDILTZSGB]{7}[A-Z<]{3}(?=<)")
_PLAIN_MIDDLE_KHM = re.compile(r"[0-9OQDILTZSGB]{7}[MF][0-9OQDILTZSGB]{7}KHM")

_Kind = Mapping[str, float]  # what each character costs in a cell of this kind


@attrs.frozen(repr=False)
class AlignedLine:
    """A line with what was received for each of its cells.

    ``spans`` are the stretches of its text that the first cells have, ``rest`` is where what follows them
    begins; a line that is not aligned has neither. ``composite`` is the character in the place of that digit.
    """

    line: SourceLine
    cells: Cells
    spans: Sequence[Span] = ()
    rest: int = 0
    composite: str = ""

    @property
    def text(self) -> str:
        """The characters of the line, signs for the filler as fillers."""
        return self.line.text

    def of(self, where: slice) -> str:
        """Return the text of some of the first cells."""
        return self.text[self.spans[where.start][0] : self.spans[where.stop - 1][1]]


AlignedLines = tuple[AlignedLine | None, ...]


@attrs.frozen(kw_only=True, repr=False)
class AlignedMrz:
    """What was received for each cell of the three lines, and what the lower line says of the name.

    ``as_it_stands`` is the MRZ where it was received as one has to be, and verifies; nothing in it needs to
    be looked for then, and the cells are left empty. ``cells`` are thirty for each line, ``identifiers``
    the primary and the secondary one, each ``None`` where the line cannot be read or has several readings.
    """

    as_it_stands: Mrz | None = None
    cells: tuple[Cells, ...] = attrs.field(factory=lambda: no_cells(TD1))
    identifiers: tuple[str | None, str | None] = (None, None)


def no_cells(table: MrzFormat) -> tuple[Cells, ...]:
    """Return the cells of a format, of which nothing was received."""
    return (("",) * table.length,) * table.lines


def align_lines(found: FoundMrz, issuer: Issuer, looks: LookAlikes) -> AlignedLines:
    """Return the lines that were found on their cells; that of the name character by character."""
    table = found.format
    dates, number = (table.places[name][0] for name in ("date_of_birth", "document_number"))

    def aligned(at: int, line: SourceLine) -> AlignedLine:
        if at == dates:
            return align_dates(line, table, issuer, looks)
        if at == number:
            return align_upper(line, issuer, looks)
        return AlignedLine(line, _spread(line.raw, table.length))

    return tuple(None if line is None else aligned(at, line) for at, line in enumerate(found.lines))


def cells_of(lines: AlignedLines, table: MrzFormat) -> tuple[Cells, ...]:
    """Return the cells of each line; those of a line that is not there are empty."""
    return tuple(
        none if line is None else line.cells for line, none in zip(lines, no_cells(table), strict=True)
    )


def align_upper(line: SourceLine, issuer: Issuer, looks: LookAlikes) -> AlignedLine:
    """Lay the upper line of a card on its cells, where the issuer's are known."""
    if not issuer.number_is_nine_numerals:
        return AlignedLine(line, _spread(line.raw, TD1.length))
    if _PLAIN_UPPER_KHM.match(line.text) or _verifies(line.text, TD1, ["document_number"]):
        spans, rest = _as_they_stand(NUMBER.stop)
    else:
        # The code of the State may be misread as numerals, so that these may be junk as well.
        spans, rest = _align(line.text, _templates(looks)["upper_khm"], dict.fromkeys(line.text, _JUNK))
    spans = _owning_added(spans, line.text, NUMBER.start, ASCII_DIGITS)
    tail = _spread(line.raw[rest:], TD1.length - len(spans))
    return AlignedLine(line, (*_head(line, spans), *tail), spans, rest)


def align_dates(line: SourceLine, table: MrzFormat, issuer: Issuer, looks: LookAlikes) -> AlignedLine:
    """Lay the line that has the dates on its cells: the middle line of a card, the lower one of two."""
    spans, rest = _spans_of_dates(line.text, table, looks, khm=issuer.state == STATE)
    birth, expiry = (table.places[name][1].start for name in _DATES)
    spans = _owning_added(spans, line.text, birth, "" if birth else {*looks.numerals, *ASCII_DIGITS})
    spans = _owning_added(spans, line.text, expiry, "")
    tail, composite = _tail(line, rest, table, looks)
    return AlignedLine(line, (*_head(line, spans), *tail), spans, rest, composite)


def _spans_of_dates(text: str, table: MrzFormat, looks: LookAlikes, *, khm: bool) -> tuple[list[Span], int]:
    template = _templates(looks)[_name_of_template(text, table, khm=khm)]
    plain = None if table is not TD1 else _PLAIN_MIDDLE_KHM if khm else _PLAIN_MIDDLE
    is_exact = len(text) == table.length and (not khm or _verifies(text, table, _DATES))
    if is_exact or (plain and plain.match(text)):
        return _as_they_stand(len(template) - 1)
    junk = {
        read: _ADDED if read in ASCII_DIGITS or read in looks.numerals else _JUNK
        for read in text[:_LONGEST_JUNK]
    }
    return _align(text, template, junk)


def _name_of_template(text: str, table: MrzFormat, *, khm: bool) -> str:
    if khm:
        return f"{table.name} of KHM"
    # The one code of a State that is shorter than its cells.
    after = table.places["nationality"][1].start
    return table.name + (" of D" if text.find("D<<", after - 2, after + 5) >= 0 else "")


def _verifies(text: str, table: MrzFormat, names: Iterable[str]) -> bool:
    """Return whether a line has its length, and fields in their places that are numerals and verify."""
    fields = [text[table.places[name][1]] for name in names]
    return len(text) == table.length and all(
        set(field) <= {*ASCII_DIGITS} and check_digit(field[:-1]) == field[-1] for field in fields
    )


def _as_they_stand(count: int) -> tuple[list[Span], int]:
    return [(at, at + 1) for at in range(count)], count


def _head(line: SourceLine, spans: Sequence[Span]) -> list[str]:
    return ["".join(line.raw[start:end]) for start, end in spans]


def _spread(raw: tuple[str, ...], count: int) -> Cells:
    """Return ``raw`` as so many cells, one character to a cell; what is too much falls on the last."""
    if len(raw) <= count:
        return (*raw, *[""] * (count - len(raw)))
    return (*raw[: count - 1], "".join(raw[count - 1 :]))


def _tail(line: SourceLine, rest: int, table: MrzFormat, looks: LookAlikes) -> tuple[Cells, str]:
    # The composite is the last character, if the line was not cut before it: a filler is none. A letter is
    # one only in its exact place, after a filler or a numeral.
    raw, text = line.raw[rest:], line.text[rest:]
    name = table.optional[-1]
    where = table.places[name][1]
    data = where.stop - where.start
    last, before = text[-1:], text[-2:-1]
    exact = len(text) == data + 1 and before in {FILLER, *ASCII_DIGITS}
    if not last or not (last in ASCII_DIGITS or (exact and last in looks.numerals)):
        return _spread(raw, data + 1), ""
    # In front of it stand check digits of the optional data, if there are any.
    digits = data - table.element(name).length
    kept = len(raw) - 1 - digits
    if kept < 0:
        return (*_spread(raw[:-1], data), raw[-1]), last
    return (*_spread(raw[:kept], data - digits), *raw[kept:]), last


def _owning_added(spans: list[Span], text: str, first: int, numerals: Container[str]) -> list[Span]:
    """Return the stretches with what was added before a field as the field's own.

    A character added between two fields is the later one's, and so are numerals before the first cell: what a
    field may have lost to its neighbour must not make its digit agree by chance.
    """
    spans = spans.copy()
    start = spans[first][0]
    if first:
        before, after = spans[first - 1]
        start = min(after, before + 1)
    while start and text[start - 1] in numerals:
        start -= 1
    spans[first] = (start, spans[first][1])
    spans[:first] = [(min(begin, start), min(end, start)) for begin, end in spans[:first]]
    return spans


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _templates(looks: LookAlikes) -> dict[str, tuple[_Kind, ...]]:
    """Return the kinds of the cells of each line, with the cell behind, which says where the rest begins."""
    numeral = {
        **dict.fromkeys(looks.numerals, _LIKE_NUMERAL),
        **dict.fromkeys(ASCII_DIGITS, 0.0),
        FILLER: _FILLER_FOR_NUMERAL,
    }
    letter = {
        **dict.fromkeys(_CAPITALS, 0.0),
        FILLER: _FILLER_FOR_LETTER,
        **dict.fromkeys(ASCII_DIGITS, _NUMERAL_FOR_LETTER),
    }
    sex = {
        **dict.fromkeys(ASCII_DIGITS, _NUMERAL_FOR_SEX),
        **looks.sex,
        **dict.fromkeys("MF", 0.0),
        FILLER: _FILLER_FOR_SEX,
    }
    filler = {
        **dict.fromkeys(looks.filler_like, _LIKE_FILLER),
        **dict.fromkeys(ASCII_DIGITS, _NUMERAL_FOR_FILLER),
        "6": _SIX_FOR_FILLER,
        FILLER: 0.0,
    }
    anything = {
        **dict.fromkeys(looks.filler_like, _ANY_LIKE_FILLER),
        **dict.fromkeys(_CAPITALS, 0.0),
        **dict.fromkeys(ASCII_DIGITS, _ANY_LIKE_FILLER),
        FILLER: 0.0,
    }
    of_number = {**anything, **dict.fromkeys(ASCII_DIGITS, 0.0)}
    known = {name: {name: 0.0, **looks.known_letters[name]} for name in HEAD}
    of_kind = {Kind.NUMERALS: numeral, Kind.SEX: sex, Kind.LETTERS: letter, Kind.ANY: of_number}
    of_d: list[_Kind] = [{"D": 0.0}, {FILLER: 0.0}, {FILLER: 0.0}]
    of_khm: list[_Kind] = [known[name] for name in STATE]
    found: dict[str, tuple[_Kind, ...]] = {
        "upper_khm": (*(known[name] for name in HEAD), *[numeral] * (NUMBER.stop - NUMBER.start), filler)
    }
    for table in FORMATS:
        line, behind = table.places[table.optional[-1]]
        cells = {
            one.name: [of_kind[one.kind]] * one.length
            for one in table.elements
            if one.line == line + 1 and one.start <= behind.start
        }
        found[table.name] = (*itertools.chain(*cells.values()), anything)
        found[f"{table.name} of D"] = (*itertools.chain(*(cells | {"nationality": of_d}).values()), anything)
        found[f"{table.name} of KHM"] = (
            *itertools.chain(*(cells | {"nationality": of_khm}).values()),
            filler,
        )
    return found


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
