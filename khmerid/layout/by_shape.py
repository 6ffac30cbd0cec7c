"""Rows placed by what they look like: the machine readable zone, two dates, nine digits, Latin capitals.

>>> from khmerid.layout.rows import Row
>>> texts = "012345678", "SOK KUMRU", "០១.០១.២០០០ ប្រុស ១៧០ ស.ម", "SOK<<KUMRU<<<<<<<<<<<<<<<<<<<<"
>>> placing = Placing([Row(text, ((0, index),)) for index, text in enumerate(texts)])
>>> place_zone(placing), place_by_shape(placing)
(None, None)
>>> [placing.placed[index].slot.name for index in range(4)]
['NUMBER', 'NAME_LATIN', 'BIRTH', 'MRZ']

"""

from collections.abc import Sequence

import regex

from khmerid.layout import shapes
from khmerid.layout.labels import find_printed_label
from khmerid.layout.slots import Placing, Slot
from khmerid.recovery.find import find_mrz_lines

_FILLERS = regex.compile(r"<<<|>>>>")  # a line may be read upside down
_ZONE_SIGN = regex.compile(r"[<«]|KHM")
_GARBLED_LABEL = regex.compile(r"[^0-9០-៩:ៈ៖]{1,30}[:ៈ៖]\s*")


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
