"""Which row is which printed line of the card: by its label, by its shape, by the rows around it.

>>> texts = "012345678", "SOK KUMRU", "០១.០១.២០០០ ប្រុស ១៧០ ស.ម", "ភិនភាគ:", "គ្មាន", "SOK<<KUMRU<<<<<<<<<"
>>> rows = [Row(text, ((0, index),)) for index, text in enumerate(texts)]
>>> [(one.line.name, one.value) for one in place_rows(rows, in_reading_order=True)][1:4]
[('NAME_LATIN', 'SOK KUMRU'), ('BIRTH', '០១.០១.២០០០ ប្រុស ១៧០ ស.ម'), ('MARKS', 'គ្មាន')]

A row that could be two lines is left out: a text in the wrong field is worse than none.

>>> texts = "ទីកន្លែងកំណើត: ឃុំដំរិល", "ភូមិព្រៃធំ", "ឃុំដំរិល ស្រុកអូររាំងឪ", "សុពលភាព: ០១.០២.២០២០"
>>> rows = [Row(text, ((0, index),)) for index, text in enumerate(texts)]
>>> [one.line.name for one in place_rows(rows, in_reading_order=True)]
['PLACE', 'ADDRESS', 'ADDRESS_END', 'VALIDITY']
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise
from typing import Final

import attrs

from khmerid.gazetteer.units import UnitType
from khmerid.layout import labels, shapes
from khmerid.layout.labels import LABELLED_LINES, PrintedLine
from khmerid.layout.rows import Row
from khmerid.limits import LONGEST_FIELD
from khmerid.recovery.find import find_mrz_lines
from khmerid.rules import STATE

# An enumeration's member is slow to look up.
_LINES: Final = tuple(PrintedLine)
_NUMBER, _NAME_KHMER, _NAME_LATIN, _BIRTH, _PLACE, _ADDRESS, _ADDRESS_END, _VALIDITY, _MARKS, _MRZ = _LINES
_DATED_LINES: Final = (_BIRTH, _VALIDITY)
_PLACE_LINES: Final = (_PLACE, _ADDRESS, _ADDRESS_END)
_FILLER_OR_STATE = re.compile(rf"[<«]|{STATE}")
_GARBLED_LABEL = re.compile(r"[^0-9០-៩:ៈ៖]{1,30}[:ៈ៖]\s*")
# The words for a commune or a district, and ស្រក, which is ស្រុក without its vowel.
_UNIT_TYPES: Final = (UnitType.KHUM, UnitType.SANGKAT, UnitType.SROK, UnitType.KHAN, UnitType.KRONG)
#: The words that say of a text that it names a place.
UNIT_WORD = re.compile("|".join([*(unit_type.value for unit_type in _UNIT_TYPES), "ស្រក"]))
# Beginnings of the nouns of a distinguishing mark, and the words that say where it is.
_MARK_WORD = re.compile("ប្រជ្រ|ស្នាម|សំលាក|ស្លាក|ចំ|លើ|ក្រោម")


@attrs.frozen(repr=False)
class PlacedRow:
    """A row, the printed line it is, where in the row its value begins, and whether a label said so."""

    line: PrintedLine
    row: Row
    value_start: int = 0
    labelled: bool = False

    @property
    def value(self) -> str:
        """The text after the label."""
        return self.row.text[self.value_start :].strip()


@attrs.define(repr=False)
class _Placing:
    """The rows of one card while they are being placed: the placed ones, the lines found, the free texts.

    ``free`` has, under their indices and in their order, the texts of the rows that are not used yet.
    """

    rows: Sequence[Row]
    free: dict[int, str]
    placed: dict[int, PlacedRow] = attrs.field(factory=dict)
    found: set[PrintedLine] = attrs.field(factory=set)

    def rows_with(self, test: Callable[[str], object], indices: Iterable[int]) -> list[int]:
        """Return the indices of the rows whose text passes a test."""
        return [index for index in indices if test(self.rows[index].text)]

    def between(self, first: PrintedLine, last: PrintedLine) -> list[int]:
        """Return the indices of the rows that are one of these printed lines."""
        return [index for index, one in self.placed.items() if first <= one.line <= last]

    def place(self, index: int, line: PrintedLine, value_start: int = 0, *, labelled: bool = False) -> None:
        """Make a row this printed line."""
        self.placed[index] = PlacedRow(line, self.rows[index], value_start, labelled)
        self.found |= {line}
        del self.free[index]

    def join(self, index: int, other: int) -> None:
        """Add a row to a placed one whose value or fields it goes on with."""
        one = self.placed[index]
        self.placed[index] = attrs.evolve(one, row=one.row.joined(self.rows[other]))
        del self.free[other]


def place_rows(rows: Sequence[Row], *, in_reading_order: bool) -> list[PlacedRow]:
    """Return the rows that are printed lines of the card, in the order of the rows.

    ``in_reading_order`` says that boxes settled the order of the rows; otherwise it may not be the card's.
    """
    placing = _Placing(rows, {index: row.text for index, row in enumerate(rows)})
    _place_by_label(placing)
    _place_mrz(placing)
    _place_by_misread_label(placing)
    _join_what_follows(placing)
    _place_by_shape(placing)
    _place_by_neighbours(placing)
    if not in_reading_order:
        _place_out_of_order(placing)
    return [placing.placed[index] for index in sorted(placing.placed)]


# By label.


def _place_by_label(placing: _Placing) -> None:
    for index, text in [*placing.free.items()]:
        found = labels.find_line_label(text)
        if found:
            line, value_start = found
            placing.place(index, line, value_start, labelled=True)


def _place_by_misread_label(placing: _Placing) -> None:
    """Place the rows with a misread label of a printed line that was not found yet."""
    for line, field in LABELLED_LINES.items():
        if line not in placing.found:
            for index, text in [*placing.free.items()]:
                label = labels.find_label(text, field)
                if label:
                    placing.place(index, line, label.value_start, labelled=True)


def _join_what_follows(placing: _Placing) -> None:
    """Join to a labelled row the rows after it that hold its value or the rest of its fields."""
    for index in sorted([index for index, one in placing.placed.items() if one.labelled]):
        following = index + 1
        while following in placing.free:
            text = placing.free[following]
            if len(placing.placed[index].row.text) > LONGEST_FIELD:
                break
            if _goes_on(placing.placed[index], text):
                placing.join(index, following)
            elif len(text) > 3:  # what is shorter is clutter of the portrait
                break
            following += 1
        if placing.placed[index].line is _BIRTH:
            _join_what_stands_higher(placing, index)


def _join_what_stands_higher(placing: _Placing, index: int) -> None:
    """Join sex and height to a birth line that slopes so much that they stand in rows above it."""
    for field in ("sex", "height"):
        for above in range(index - 3, index):
            if above in placing.free and _label_at_start(placing.free[above], field):
                placing.join(index, above)


def _goes_on(one: PlacedRow, text: str) -> bool:
    if one.line is _BIRTH:
        return _birth_line_goes_on(one.value, text)
    if one.line is _VALIDITY:
        until = labels.find_label(text, "date_of_expiry", clutter=3)
        return (until is not None or bool(shapes.find_dates(text))) and len(shapes.find_dates(one.value)) < 2
    return not one.value and (one.line is _ADDRESS or shapes.has_khmer(text))


def _birth_line_goes_on(value: str, text: str) -> bool:
    if not value or value.endswith((":", "ៈ", "៖")):
        return True
    if _label_at_start(text, "sex") or _label_at_start(text, "height"):
        return True
    if shapes.find_dates(text):
        return not shapes.find_dates(value)
    is_sex = len(text) <= 7 and shapes.find_sex_word(text) is not None
    is_height = len(text) <= 12 and shapes.find_height(text) is not None
    return is_sex or is_height


def _label_at_start(text: str, field: str) -> labels.FoundLabel | None:
    found = labels.find_printed_label(text, field)
    return found if found and found.start <= 3 else None


# By shape.


def _place_mrz(placing: _Placing) -> None:
    """Place the lines of the MRZ, those of all passes over the card.

    Nothing else on the card has a run of fillers; a line may be read upside down. Where fewer than three rows
    have one, the MRZ is searched for; a row without a filler is of it only beside one that has some, or with
    the State in it.
    """
    mrz = {index for index, text in placing.free.items() if "<<<" in text or ">>>>" in text}
    if len(mrz) < 3:
        texts = [placing.free.get(index, "") for index in range(len(placing.rows))]
        found = find_mrz_lines([*texts, ""])  # three lines alone would be taken as an MRZ, whatever they say
        mrz |= {index for index in found if _FILLER_OR_STATE.search(texts[index])}
        mrz |= {index for index in found if not mrz.isdisjoint({index - 1, index + 1})}
    for index in mrz:
        placing.place(index, _MRZ)


def _place_by_shape(placing: _Placing) -> None:
    """Place the birth line, the validity line, the number and the Latin name by what they look like."""
    for index, text in [*placing.free.items()]:
        if _BIRTH in placing.found and _VALIDITY in placing.found:
            break
        dates = shapes.find_dates(text)
        if _VALIDITY not in placing.found and (
            len(dates) > 1 or labels.find_printed_label(text, "date_of_expiry")
        ):
            placing.place(index, _VALIDITY)
        elif _BIRTH not in placing.found and _is_birth_line(text, dated=bool(dates)):
            garbled = _GARBLED_LABEL.match(text)
            placing.place(index, _BIRTH, garbled.end() if garbled else 0)
    _place_number(placing)
    _place_latin_name(placing)


def _is_birth_line(text: str, *, dated: bool) -> bool:
    sexed = labels.find_printed_label(text, "sex") is not None
    tall = labels.find_printed_label(text, "height") is not None or shapes.find_height(text) is not None
    signs = [dated, sexed, tall].count(True)
    return signs > 1 or (signs == 1 and not sexed and shapes.find_sex_word(text) is not None)


def _place_number(placing: _Placing) -> None:
    """Place the number, which stands above all else and has no label."""
    top = min(placing.between(_NAME_KHMER, _MARKS), default=len(placing.rows))
    for index, text in placing.free.items():
        span = shapes.find_document_number(text)
        if span and (index < top or span[1] - span[0] == len(text.strip())):
            placing.place(index, _NUMBER, span[0])
            return
    for index, text in placing.free.items():
        span = shapes.find_misread_number(text)
        if span and index < top:
            placing.place(index, _NUMBER, span[0])
            return


def _place_latin_name(placing: _Placing) -> None:
    """Place the Latin name, which stands between the Khmer name and the birth line and has no label."""
    after = max(placing.between(_NUMBER, _NAME_KHMER), default=-1)
    before = min(placing.between(_BIRTH, _MARKS), default=len(placing.rows))
    names = {index: span for index, text in placing.free.items() if (span := shapes.find_latin_name(text))}
    in_place = [index for index in names if after < index < before]
    if after > before and len(names) == 1:  # the order of the rows is not that of the card
        in_place = list(names)
    if in_place[1:]:  # the likeliest comes first
        in_place.sort(key=lambda index: _rank_of_name(placing, index, names[index]))
    if in_place:
        placing.place(in_place[0], _NAME_LATIN)


def _rank_of_name(placing: _Placing, index: int, span: tuple[int, int]) -> tuple[bool, bool]:
    """Rank one of several: what the MRZ begins with comes first, then what is next to its neighbours."""
    surname = placing.free[index][slice(*span)].partition(" ")[0]
    mrz = (one.row.text for one in placing.placed.values() if one.line is _MRZ)
    neighbours = {placing.placed[near].line for near in (index - 1, index + 1) if near in placing.placed}
    return (
        not any(line.startswith(f"{surname}<") for line in mrz),
        neighbours.isdisjoint({_NAME_KHMER, _BIRTH}),
    )


# By the rows around it: the lines of the card have one order, so a single row between the birth line and the
# validity line is not just anything.


def _place_by_neighbours(placing: _Placing) -> None:
    """Place the free rows for which the rows above and below them leave one printed line."""
    gaps = _gaps(placing)
    for place_in_gap in (_place_dated, _place_name, _place_birth_place_and_address, _place_marks):
        if not gaps:
            break
        free = len(placing.free)
        for indices, missing in gaps:
            place_in_gap(placing, indices, [line for line in missing if line not in placing.found])
        if len(placing.free) < free:
            gaps = _gaps(placing)


def _gaps(placing: _Placing) -> list[tuple[list[int], list[PrintedLine]]]:
    """Return the free rows between placed rows, and the printed lines that are missing there."""
    gaps: list[tuple[list[int], list[PrintedLine]]] = []
    if not placing.free:
        return gaps
    placed = [(-1, 0), *[(index, placing.placed[index].line) for index in sorted(placing.placed)]]
    for (above, upper), (below, lower) in pairwise([*placed, (len(placing.rows), _MRZ)]):
        if below - above > 1 and lower - upper > 1:
            free = [index for index in range(above + 1, below) if index in placing.free]
            missing = [line for line in _LINES[upper : lower - 1] if line not in placing.found]
            if free and missing:
                gaps.append((free, missing))
    return gaps


def _place_dated(placing: _Placing, free: Sequence[int], missing: Sequence[PrintedLine]) -> None:
    """Place the birth line or the validity line, when one of them is missing and one row has a date."""
    lines = [line for line in _DATED_LINES if line in missing]
    dated = placing.rows_with(shapes.find_dates, free) if len(lines) == 1 else []
    if len(dated) == 1:
        placing.place(dated[0], lines[0])


def _place_name(placing: _Placing, free: Sequence[int], missing: Sequence[PrintedLine]) -> None:
    """Place the name that is missing beside the other one, or both by their script."""
    if _PLACE in missing:
        return
    if _NAME_KHMER in missing and (khmer := placing.rows_with(shapes.has_khmer, free)):
        # Above the card's own lines there may be its heading; the name is what stands next to them.
        placing.place(khmer[-1 if _NUMBER in missing else 0], _NAME_KHMER)
    if missing == [_NAME_LATIN]:
        latin = placing.rows_with(shapes.has_capitals, free)
        if len(latin) == 1:
            placing.place(latin[0], _NAME_LATIN)


def _place_birth_place_and_address(
    placing: _Placing, free: Sequence[int], missing: Sequence[PrintedLine]
) -> None:
    """Place birth place and address: words for a commune or a district are not in the first address line."""
    lines = [line for line in _PLACE_LINES if line in missing]
    if not lines or _NAME_KHMER in missing or _MARKS in missing:
        return
    khmer = placing.rows_with(shapes.has_khmer, free)
    with_units = placing.rows_with(UNIT_WORD.search, khmer)
    rows = with_units if len(khmer) > len(lines) else khmer
    ways = [
        way
        for way in combinations(lines, len(rows))
        if len(rows) == len(lines)
        or all((line is not _ADDRESS) == (index in with_units) for index, line in zip(rows, way, strict=True))
    ]
    if len(ways) == 1:
        for index, line in zip(rows, ways[0], strict=True):
            placing.place(index, line)


def _place_marks(placing: _Placing, free: Sequence[int], missing: Sequence[PrintedLine]) -> None:
    """Place the distinguishing marks, which are all that stands between the validity line and the MRZ."""
    if missing == [_MARKS]:
        marks = placing.rows_with(_MARK_WORD.search, free)
        for index in marks[:1]:
            placing.place(index, _MARKS)


def _place_out_of_order(placing: _Placing) -> None:
    """Place a second address line and the marks by their words where the rows are not in the card's order.

    Where they are, such a row would have been placed: what is left over then is of something else. So it is
    where boxes settle the order.
    """
    lines = [placing.placed[index].line for index in sorted(placing.placed)]
    if not placing.free or lines == sorted(lines):
        return
    with_units = placing.rows_with(UNIT_WORD.search, placing.free)
    wanted = placing.found.issuperset(_PLACE_LINES[:2]) and _ADDRESS_END not in placing.found
    if wanted and len(with_units) == 1:
        placing.place(with_units[0], _ADDRESS_END)
    marks = placing.rows_with(_MARK_WORD.search, placing.free)
    if _MARKS not in placing.found and len(marks) == 1:
        placing.place(marks[0], _MARKS)
