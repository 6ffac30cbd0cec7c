"""The placed rows cut into the fields of the card, as read: labels and clutter left out, nothing repaired.

>>> from khmerid.layout.rows import Row
>>> from khmerid.layout.slots import Placed, Slot
>>> rows = Row("អាសយដ្ឋាន: ភូមិព្រៃធំ", ((0, 0),)), Row("> ឃុំដំរិល", ((0, 1),))
>>> first = Placed(Slot.ADDRESS, rows[0], 11, labelled=True)
>>> pieces = cut([first, Placed(Slot.ADDRESS_END, rows[1])], mrz=())
>>> pieces["address"][0].text
'ភូមិព្រៃធំ ឃុំដំរិល'

"""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs
import regex

from khmerid.layout import shapes
from khmerid.layout.inner import cut_birth_line, cut_validity_line, stripped
from khmerid.layout.slots import Placed, Slot

_FIELDS: Final = {
    Slot.NAME_KHMER: "name_khmer",
    Slot.PLACE: "place_of_birth",
    Slot.ADDRESS: "address",
    Slot.ADDRESS_END: "address_end",
    Slot.MARKS: "distinguishing_marks",
}

# Clutter of the portrait before a line without label: words that are no Khmer, or a single Khmer letter.
_CLUTTER = regex.compile(r"(?:(?:[^\sក-៿]{1,3}|[ក-៿])\s+)+(?=[ក-៿]{2})")
# What is left of a label: a word in another script, one with a colon, the end of one (it begins with a sign).
_GARBLED_LABEL = regex.compile(r"(?:[^\sក-៿]{2,8}\s+|\S{1,16}[:ៈ៖]\s*|\p{M}\S{0,8}\s+)(?=\S)")

# The words that a birth place or an address begins with, and a Khmer name at the end of its line.
_COMMUNE = regex.compile(r"ឃុំ|សង្កាត់")
_FIRST_WORDS: Final = {
    Slot.PLACE: _COMMUNE,
    Slot.ADDRESS: regex.compile(r"ផ្ទ|ផ្ល|ភូមិ|ភុមិ|កូមិ|ក្រុម|ក្រម|លេខ"),
    Slot.ADDRESS_END: _COMMUNE,
    Slot.MARKS: regex.compile(r"ប្រជ្រ|ស្លាក|ស្នាម|សំលាក|គ្មាន"),
}
_AROUND_LETTER: Final = "~-_=.,:;'!|/()[]{}<>«»“”‘’°*"
_TWO_WORDS = regex.compile(r"[ក-ឳ][ក-៓\u200B]*\s+\S+\s*$")

_DATE = regex.compile(r"[០-៩]{2}\.[០-៩]{2}\.[០-៩]{4}")
_AS_PRINTED: Final = {
    "document_number": regex.compile(r"[0-9]{9}(?: \([0-9]{2}\))?"),
    "date_of_birth": _DATE,
    "sex": regex.compile(r"ប្រុស|ស្រី"),
    "height": regex.compile(r"[០-៩]{3} ?ស\.ម"),
    "date_of_issue": _DATE,
    "date_of_expiry": _DATE,
}


@attrs.frozen(repr=False)
class Piece:
    """The raw text of a field, the line it begins on, and whether a label said what it is."""

    text: str
    line: int
    labelled: bool


def cut(placed: Sequence[Placed], mrz: Sequence[str]) -> dict[str, list[Piece]]:
    """Return all the pieces of each field in the order of reading; an address has both its lines."""
    pieces: dict[str, list[Piece]] = {}
    for one in placed:
        for field, (start, end) in _spans(one, mrz).items():
            text = one.row.text[start:end]
            if text:
                piece = Piece(text, one.row.line_at(start), one.labelled)
                pieces.setdefault(field, []).append(piece)
    ends = pieces.pop("address_end", [])
    if ends and "address" in pieces:
        first = pieces["address"][0]
        pieces["address"][0] = attrs.evolve(first, text=f"{first.text} {ends[0].text}")
    elif ends:
        pieces["address"] = ends
    return pieces


def choose(field: str, pieces: Sequence[Piece]) -> Piece:
    """Return the first piece that has the printed form of its field; the first of all where none has."""
    form = _AS_PRINTED.get(field)
    printed = [piece for piece in pieces if form and form.fullmatch(piece.text)]
    return printed[0] if printed else pieces[0]


def _spans(one: Placed, mrz: Sequence[str]) -> Mapping[str, shapes.Span]:
    text = one.row.text
    if one.slot is Slot.BIRTH:
        return cut_birth_line(text, one.start)
    if one.slot is Slot.VALIDITY:
        return cut_validity_line(text, one.start)
    if one.slot is Slot.NUMBER:
        return {"document_number": shapes.document_number(text) or stripped(text, one.start, len(text))}
    if one.slot is Slot.NAME_LATIN:
        return {"name_latin": _latin_name(text, mrz)}
    start = one.start if one.labelled else _start_without_label(one.slot, text)
    return {_FIELDS[one.slot]: stripped(text, start, len(text))}


def _start_without_label(slot: Slot, text: str) -> int:
    """Return where a value begins, after what is left of its label or after clutter of the portrait."""
    word = _FIRST_WORDS[slot].search(text) if slot in _FIRST_WORDS else None
    if word:
        return word.start()
    garbled = _GARBLED_LABEL.match(text) if slot is not Slot.ADDRESS_END else None
    clutter = _CLUTTER.match(text)
    start = garbled.end() if garbled else clutter.end() if clutter else 0
    if slot is Slot.NAME_KHMER:
        # A surname, a blank, a given name: what stands before the two is left of the label.
        two = _TWO_WORDS.search(text, start)
        return two.start() if two else start
    return start


def _latin_name(text: str, mrz: Sequence[str]) -> shapes.Span:
    """Leave a single letter before the name out, unless the machine readable zone begins with it too."""
    start, end = shapes.latin_name(text) or stripped(text, 0, len(text))
    first, _, rest = text[start:end].partition(" ")
    letter = first.strip(_AROUND_LETTER)
    alone = len(letter) == 1 and not any(line.lstrip().startswith(f"{letter}<") for line in mrz)
    if alone and shapes.latin_name(rest):
        start = end - len(rest.lstrip())
    return start, end
