"""Which printed line of the card each row is.

A label says it best, then the form of what a row holds, then the rows above and below it (between.py).

>>> from khmerid.adapters.lines.rows import Row
>>> texts = "012345678", "SOK KUMRU", "ថ្ងៃខែឆ្នាំកំណើត: ០១.០១.២០០០ ភេទ: ប្រុស កំពស់: ១៧០ ស.ម"
>>> placing = Placing([Row(text, ((0, index),)) for index, text in enumerate(texts)])
>>> place_by_label(placing), place_by_shape(placing)
(None, None)
>>> [placing.placed[index].slot.name for index in range(3)]
['NUMBER', 'NAME_LATIN', 'BIRTH']

"""

import enum
from collections.abc import Sequence
from typing import Final

import attrs
import regex

from khmerid.adapters.lines import shapes
from khmerid.adapters.lines.labels import ROW_LABELS, Label, find_label, find_printed_label, find_row_label
from khmerid.adapters.lines.rows import Row
from khmerid.mrz.find import find_mrz_lines
from khmerid.text.cleaning import LONGEST_FIELD


class Slot(enum.IntEnum):
    """The printed lines of the card, from top to bottom."""

    NUMBER = 1
    NAME_KHMER = 2
    NAME_LATIN = 3
    BIRTH = 4
    PLACE = 5
    ADDRESS = 6
    ADDRESS_END = 7
    VALIDITY = 8
    MARKS = 9
    MRZ = 10


_LABELLED: Final = dict(
    zip(
        ROW_LABELS,
        (Slot.NAME_KHMER, Slot.BIRTH, Slot.PLACE, Slot.ADDRESS, Slot.VALIDITY, Slot.MARKS),
        strict=True,
    )
)
_FILLERS = regex.compile(r"<<<|>>>>")  # a line may be read upside down
_ZONE_SIGN = regex.compile(r"[<«]|KHM")
_GARBLED_LABEL = regex.compile(r"[^0-9០-៩:ៈ៖]{1,30}[:ៈ៖]\s*")


@attrs.frozen
class Placed:
    """A row, the printed line it is, and where in the row its value begins."""

    slot: Slot
    row: Row
    start: int = 0
    labelled: bool = False

    @property
    def value(self) -> str:
        """The text after the label."""
        return self.row.text[self.start :].strip()


class Placing:
    """The rows of one card while their places are being found."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.placed: dict[int, Placed] = {}
        self.used: set[int] = set()
        self.slots: set[Slot] = set()

    @property
    def free(self) -> list[int]:
        """The indices of the rows that have no place yet."""
        return [index for index in range(len(self.rows)) if index not in self.used]

    def has(self, slot: Slot) -> bool:
        """Tell whether a row is this printed line."""
        return slot in self.slots

    def first(self, least: Slot, most: Slot = Slot.MARKS) -> int:
        """Return the index of the first row that is one of these; the number of rows if none is."""
        return min(
            (index for index, one in self.placed.items() if least <= one.slot <= most),
            default=len(self.rows),
        )

    def last(self, least: Slot, most: Slot) -> int:
        """Return the index of the last row that is one of these; -1 if none is."""
        return max((index for index, one in self.placed.items() if least <= one.slot <= most), default=-1)

    def place(self, index: int, slot: Slot, start: int = 0, *, labelled: bool = False) -> None:
        """Give a row its place."""
        self.placed[index] = Placed(slot, self.rows[index], start, labelled)
        self.used.add(index)
        self.slots.add(slot)

    def join(self, index: int, following: int) -> None:
        """Add a row to the one that it goes on from."""
        one = self.placed[index]
        self.placed[index] = attrs.evolve(one, row=one.row.joined(self.rows[following]))
        self.used.add(following)


def place_by_label(placing: Placing) -> None:
    """Place the rows whose label was read as it is printed."""
    for index in placing.free:
        found = find_row_label(placing.rows[index].text)
        if found:
            field, label = found
            placing.place(index, _LABELLED[field], label.end, labelled=True)


def place_zone(placing: Placing) -> None:
    """Place the lines of the machine readable zone, those of all passes over the card.

    Nothing else on the card has a run of fillers. Where fewer than three rows have one, the zone is looked
    for; a row without a filler is of it only beside one that has some, or with the State in it.
    """
    free = placing.free
    zone = {index for index in free if _FILLERS.search(placing.rows[index].text)}
    if len(zone) < 3:
        texts = [row.text if index in free else "" for index, row in enumerate(placing.rows)]
        found = find_mrz_lines([*texts, ""])  # three lines alone would be taken as a zone, whatever they say
        zone |= {index for index in found if _ZONE_SIGN.search(texts[index])}
        zone |= {index for index in found if not zone.isdisjoint({index - 1, index + 1})}
    for index in zone:
        placing.place(index, Slot.MRZ)


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


def place_by_shape(placing: Placing) -> None:
    """Place the birth line, the validity line, the number and the Latin name by what they look like."""
    for index in placing.free:
        text = placing.rows[index].text
        dates = shapes.full_dates(text)
        if not placing.has(Slot.VALIDITY) and (len(dates) > 1 or find_printed_label(text, "date_of_expiry")):
            placing.place(index, Slot.VALIDITY)
        elif not placing.has(Slot.BIRTH) and _is_birth_line(text, dated=bool(dates)):
            garbled = _GARBLED_LABEL.match(text)
            placing.place(index, Slot.BIRTH, garbled.end() if garbled else 0)
    _place_number(placing)
    _place_latin_name(placing)


def _is_birth_line(text: str, *, dated: bool) -> bool:
    sexed = find_printed_label(text, "sex") is not None
    tall = find_printed_label(text, "height") is not None or shapes.height(text) is not None
    signs = [dated, sexed, tall].count(True)
    return signs > 1 or (signs == 1 and not sexed and shapes.sex_word(text, 0, len(text)) is not None)


def _place_number(placing: Placing) -> None:
    """Place the number, which stands above all else and has no label."""
    top = placing.first(Slot.NAME_KHMER)
    for shape in (shapes.document_number, shapes.number_like):
        for index in placing.free:
            text = placing.rows[index].text
            span = shape(text)
            alone = span and shape is shapes.document_number and span[1] - span[0] == len(text.strip())
            if span and (index < top or alone):
                placing.place(index, Slot.NUMBER, span[0])
                return


def _place_latin_name(placing: Placing) -> None:
    """Place the Latin name, which stands between the Khmer name and the birth line and has no label."""
    after, before = placing.last(Slot.NUMBER, Slot.NAME_KHMER), placing.first(Slot.BIRTH)
    named = [index for index in placing.free if shapes.latin_name(placing.rows[index].text)]
    between = [index for index in named if after < index < before]
    if between:
        best = _best_name(placing, between) if len(between) > 1 else between[0]
        placing.place(best, Slot.NAME_LATIN)
    elif len(named) == 1 and after > before:  # the order of the rows is not that of the card
        placing.place(named[0], Slot.NAME_LATIN)


def _best_name(placing: Placing, between: Sequence[int]) -> int:
    """Choose among several: what the machine readable zone begins with, what is next to its neighbours."""
    zone = [one.row.text for one in placing.placed.values() if one.slot is Slot.MRZ]

    def rank(index: int) -> tuple[bool, bool]:
        span = shapes.latin_name(placing.rows[index].text) or (0, 0)
        surname = placing.rows[index].text[slice(*span)].partition(" ")[0]
        neighbours = {placing.placed[near].slot for near in (index - 1, index + 1) if near in placing.placed}
        named = any(line.startswith(f"{surname}<") for line in zone)
        return not named, neighbours.isdisjoint({Slot.NAME_KHMER, Slot.BIRTH})

    return min(between, key=rank)
