"""Rows placed by their label, and joined with the rows in which what is labelled goes on.

>>> from khmerid.layout.rows import Row
>>> placing = Placing([Row("ភេទ", ((0, 0),)), Row("ភិនភាគ:", ((0, 1),)), Row("គ្មាន", ((0, 2),))])
>>> place_by_label(placing), join_what_follows(placing)
(None, None)
>>> [(one.slot.name, one.value) for one in placing.placed.values()]
[('MARKS', 'គ្មាន')]

"""

from typing import Final

from khmerid.layout import shapes
from khmerid.layout.labels import ROW_LABELS, Label, find_label, find_printed_label, find_row_label
from khmerid.layout.slots import Placed, Placing, Slot
from khmerid.text.cleaning import LONGEST_FIELD

_LABELLED: Final = dict(
    zip(
        ROW_LABELS,
        (Slot.NAME_KHMER, Slot.BIRTH, Slot.PLACE, Slot.ADDRESS, Slot.VALIDITY, Slot.MARKS),
        strict=True,
    )
)


def place_by_label(placing: Placing) -> None:
    """Place the rows whose label was read as it is printed."""
    for index in placing.free:
        found = find_row_label(placing.rows[index].text)
        if found:
            field, label = found
            placing.place(index, _LABELLED[field], label.end, labelled=True)


def place_by_misread_label(placing: Placing) -> None:
    """Place the rows with a misread label of a printed line that was not met so far."""
    for field, slot in _LABELLED.items():
        if not placing.has(slot):
            for index in placing.free:
                label = find_label(placing.rows[index].text, field)
                if label:
                    placing.place(index, slot, label.end, labelled=True)


def join_what_follows(placing: Placing) -> None:
    """Join to a labelled row the rows after it that hold its value or the rest of its fields."""
    for index in sorted(index for index, one in placing.placed.items() if one.labelled):
        following = index + 1
        while following < len(placing.rows) and following not in placing.used:
            if len(placing.placed[index].row.text) > LONGEST_FIELD:
                break
            if _goes_on(placing.placed[index], placing.rows[following].text):
                placing.join(index, following)
            elif len(placing.rows[following].text) > 3:  # what is shorter is clutter of the portrait
                break
            following += 1
        if placing.placed[index].slot is Slot.BIRTH:
            _join_what_stands_higher(placing, index)


def _join_what_stands_higher(placing: Placing, index: int) -> None:
    """Join sex and height to a birth line that slopes so much that they stand in rows above it."""
    for field in ("sex", "height"):
        for above in range(max(index - 3, 0), index):
            text = placing.rows[above].text
            if above not in placing.used and _label_at_start(text, field):
                placing.join(index, above)


def _goes_on(one: Placed, text: str) -> bool:
    if one.slot is Slot.BIRTH:
        return _goes_on_birth(one.value, text)
    if one.slot is Slot.VALIDITY:
        until = find_label(text, "date_of_expiry", clutter=3)
        return (until is not None or bool(shapes.full_dates(text))) and len(shapes.full_dates(one.value)) < 2
    if one.value:
        return False
    return shapes.has_khmer(text) if one.slot is not Slot.ADDRESS else True


def _goes_on_birth(value: str, text: str) -> bool:
    if not value or value.endswith((":", "ៈ", "៖")):
        return True
    if _label_at_start(text, "sex") or _label_at_start(text, "height"):
        return True
    if shapes.full_dates(text):
        return not shapes.full_dates(value)
    is_sex = shapes.sex_word(text, 0, len(text)) is not None and len(text) <= 7
    is_height = shapes.height(text) is not None and len(text) <= 12
    return is_sex or is_height


def _label_at_start(text: str, field: str) -> Label | None:
    found = find_printed_label(text, field)
    return found if found and found.start <= 3 else None
