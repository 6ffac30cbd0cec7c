"""Rows without label and form of their own, placed by the rows above and below them.

The lines of the card have one order, so a single row between the birth line and the validity line is not
just anything. A row that could be two lines is left out: a piece in the wrong field is worse than none.

"""

from collections.abc import Sequence
from itertools import combinations, pairwise

from khmerid.adapters.lines import shapes
from khmerid.adapters.lines.slots import Placing, Slot

_PLACES = (Slot.PLACE, Slot.ADDRESS, Slot.ADDRESS_END)


def place_between(placing: Placing) -> None:
    """Place the free rows for which the rows around them leave one place."""
    anchors = [(-1, 0), *sorted((index, int(one.slot)) for index, one in placing.placed.items())]
    anchors.append((len(placing.rows), Slot.MRZ))
    for (above, upper), (below, lower) in pairwise(anchors):
        free = [index for index in range(above + 1, below) if index not in placing.used]
        missing = [slot for slot in Slot if upper < slot < lower and not placing.has(slot)]
        if free and missing:
            _fill(placing, free, missing)


def _fill(placing: Placing, free: Sequence[int], missing: Sequence[Slot]) -> None:
    texts = {index: placing.rows[index].text for index in free}
    if Slot.BIRTH in missing and Slot.VALIDITY not in missing:
        dated = [index for index, text in texts.items() if len(shapes.full_dates(text)) == 1]
        if len(dated) == 1:
            placing.place(dated[0], Slot.BIRTH)
    if Slot.VALIDITY in missing and Slot.BIRTH not in missing:
        dated = [index for index, text in texts.items() if shapes.full_dates(text)]
        if len(dated) == 1:
            placing.place(dated[0], Slot.VALIDITY)
    if list(missing) == [Slot.NAME_LATIN]:
        named = [index for index, text in texts.items() if shapes.has_capitals(text)]
        if len(named) == 1:
            placing.place(named[0], Slot.NAME_LATIN)
    khmer = [index for index, text in texts.items() if index not in placing.used and shapes.has_khmer(text)]
    if Slot.NAME_KHMER in missing and Slot.PLACE not in missing and khmer:
        placing.place(khmer[-1 if Slot.NUMBER in missing else 0], Slot.NAME_KHMER)
    elif set(_PLACES) & set(missing) and Slot.NAME_KHMER not in missing and Slot.MARKS not in missing:
        _fill_places(placing, khmer, [slot for slot in _PLACES if slot in missing])
    elif list(missing) == [Slot.MARKS]:
        marks = [index for index in khmer if shapes.names_mark(texts[index])]
        for index in (marks or khmer)[:1]:
            placing.place(index, Slot.MARKS)


def _fill_places(placing: Placing, khmer: Sequence[int], missing: Sequence[Slot]) -> None:
    """Place birth place and address lines; those with words for a commune or a district are not the first line."""
    if len(khmer) > len(missing):
        khmer = [index for index in khmer if shapes.names_units(placing.rows[index].text)] or khmer[:1]
    if len(khmer) == len(missing):
        ways = [tuple(missing)]
    else:
        ways = [
            way
            for way in combinations(missing, len(khmer))
            if all(
                (slot is not Slot.ADDRESS) == shapes.names_units(placing.rows[index].text)
                for index, slot in zip(khmer, way, strict=True)
            )
        ]
    if len(ways) == 1:
        for index, slot in zip(khmer, ways[0], strict=True):
            placing.place(index, slot)
