"""Rows without label and form of their own, placed by the rows above and below them.

The lines of the card have one order, so a single row between the birth line and the validity line is not
just anything. A row that could be two lines is left out: a piece in the wrong field is worse than none.

>>> from khmerid.layout.rows import Row
>>> from khmerid.layout.by_label import place_by_label
>>> texts = "ទីកន្លែងកំណើត: ឃុំដំរិល", "ភូមិព្រៃធំ", "ឃុំដំរិល ស្រុកអូររាំងឪ", "សុពលភាព: ០១.០២.២០២០"
>>> placing = Placing([Row(text, ((0, index),)) for index, text in enumerate(texts)])
>>> place_by_label(placing), place_between(placing)
(None, None)
>>> [placing.placed[index].slot.name for index in range(4)]
['PLACE', 'ADDRESS', 'ADDRESS_END', 'VALIDITY']

"""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Final

from khmerid.layout import shapes
from khmerid.layout.slots import Placing, Slot

_ALL: Final = tuple(Slot)
_PLACES: Final = (Slot.PLACE, Slot.ADDRESS, Slot.ADDRESS_END)


def place_between(placing: Placing) -> None:
    """Place the free rows for which the rows around them leave one place."""
    gaps = _gaps(placing)
    for find in (_find_dated, _find_name, _find_places, _find_marks):
        used = len(placing.used)
        for free, missing in gaps:
            find(placing, free, [slot for slot in missing if not placing.has(slot)])
        if len(placing.used) > used:
            gaps = _gaps(placing)


def _gaps(placing: Placing) -> list[tuple[list[int], list[Slot]]]:
    """Return the free rows between rows with a place, and the printed lines that are missing there."""
    gaps: list[tuple[list[int], list[Slot]]] = []
    if len(placing.used) == len(placing.rows):
        return gaps
    anchors = [(-1, 0), *((index, int(placing.placed[index].slot)) for index in sorted(placing.placed))]
    for (above, upper), (below, lower) in pairwise([*anchors, (len(placing.rows), Slot.MRZ)]):
        if below - above > 1 and lower - upper > 1:
            free = [index for index in range(above + 1, below) if index not in placing.used]
            missing = [slot for slot in _ALL[upper : lower - 1] if not placing.has(slot)]
            if free and missing:
                gaps.append((free, missing))
    return gaps


def _find_dated(placing: Placing, free: Sequence[int], missing: Sequence[Slot]) -> None:
    """Find the birth line or the validity line, when one of them is missing and one row has a date."""
    dated = [index for index in free if shapes.full_dates(placing.rows[index].text)]
    if len(dated) == 1 and (Slot.BIRTH in missing) != (Slot.VALIDITY in missing):
        placing.place(dated[0], Slot.BIRTH if Slot.BIRTH in missing else Slot.VALIDITY)


def _find_name(placing: Placing, free: Sequence[int], missing: Sequence[Slot]) -> None:
    """Find the name that is missing beside the other one, or both missing ones by their script."""
    if Slot.PLACE in missing:
        return
    khmer = [index for index in free if shapes.has_khmer(placing.rows[index].text)]
    if Slot.NAME_KHMER in missing and khmer:
        # Above the card's own lines there may be its heading; the name is what stands next to them.
        placing.place(khmer[-1 if Slot.NUMBER in missing else 0], Slot.NAME_KHMER)
    latin = [index for index in free if shapes.has_capitals(placing.rows[index].text)]
    if missing == [Slot.NAME_LATIN] and len(latin) == 1:
        placing.place(latin[0], Slot.NAME_LATIN)


def _find_places(placing: Placing, free: Sequence[int], missing: Sequence[Slot]) -> None:
    """Find birth place and address lines: words for a commune or a district are not in its first line."""
    slots = [slot for slot in _PLACES if slot in missing]
    khmer = [index for index in free if shapes.has_khmer(placing.rows[index].text)]
    if not slots or Slot.NAME_KHMER in missing or Slot.MARKS in missing:
        return
    units = [index for index in khmer if shapes.names_units(placing.rows[index].text)]
    rows = units if len(khmer) > len(slots) else khmer
    ways = [
        way
        for way in combinations(slots, len(rows))
        if len(rows) == len(slots)
        or all((slot is not Slot.ADDRESS) == (index in units) for index, slot in zip(rows, way, strict=True))
    ]
    if len(ways) == 1:
        for index, slot in zip(rows, ways[0], strict=True):
            placing.place(index, slot)


def _find_marks(placing: Placing, free: Sequence[int], missing: Sequence[Slot]) -> None:
    """Find the distinguishing mark, which is all that stands between the validity line and the zone."""
    if missing == [Slot.MARKS]:
        marks = [index for index in free if shapes.names_mark(placing.rows[index].text)]
        for index in marks[:1]:
            placing.place(index, Slot.MARKS)


def place_out_of_order(placing: Placing) -> None:
    """Place a second address line and a mark by their words where the lines are not in the card's order.

    Where they are, such a row would have been placed: what is left over then is of something else. So it is
    where boxes settle the order; do not call this then.
    """
    slots = [placing.placed[index].slot for index in sorted(placing.placed)]
    if len(placing.used) == len(placing.rows) or slots == sorted(slots):
        return
    units = [index for index in placing.free if shapes.names_units(placing.rows[index].text)]
    wanted = placing.has(Slot.PLACE) and placing.has(Slot.ADDRESS) and not placing.has(Slot.ADDRESS_END)
    if wanted and len(units) == 1:
        placing.place(units[0], Slot.ADDRESS_END)
    marks = [index for index in placing.free if shapes.names_mark(placing.rows[index].text)]
    if not placing.has(Slot.MARKS) and len(marks) == 1:
        placing.place(marks[0], Slot.MARKS)
