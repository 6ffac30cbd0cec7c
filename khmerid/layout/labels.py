"""The printed lines of the card, and their labels, found where they stand, also misread.

The labels are those of the card of 2012. A misread label is found by its edit distance to the printed one, in
the place of a label only: nothing is ever replaced in a value.

>>> text = "ថ្ងៃខាំកំណើត: ១០.០៧.១៩៩៩"  # two letters were lost
>>> text[find_label(text, "date_of_birth").value_start :]
'១០.០៧.១៩៩៩'
>>> find_label("ស្រុកជីក្រែង សៀមរាប", "date_of_birth") is None
True
"""

import enum
import re
import unicodedata
from typing import Final, NamedTuple

from khmerid.misreading.aligner import nearest_part


class PrintedLine(enum.IntEnum):
    """The printed lines of the card, from top to bottom; all lines of the MRZ are one of them."""

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


#: Field: how its label is spelt, the printed spelling first, and the most edits at which a misread label is
#: still that label: up to four in ten of its letters. benchmarks/lines.py measures what they find. With more,
#: a word of a value is taken for a label; with fewer, what is left of a label is taken for the value.
LABELS: Final = {
    "name_khmer": (("គោត្តនាមនិងនាម",), 5),
    "date_of_birth": (("ថ្ងៃខែឆ្នាំកំណើត",), 6),
    "place_of_birth": (("ទីកន្លែងកំណើត",), 4),
    "address": (("អាសយដ្ឋាន",), 3),
    "date_of_issue": (("សុពលភាព",), 2),
    "distinguishing_marks": (("ភិនភាគ",), 2),
    "sex": (("ភេទ",), 1),
    "height": (("កំពស់", "កម្ពស់"), 1),  # the card prints the first, dictionaries write the second
    "date_of_expiry": (("ដល់ថ្ងៃ", "ដល់"), 3),
}

#: The printed lines that begin with a label, and the field whose label that is.
LABELLED_LINES: Final = {
    PrintedLine.NAME_KHMER: "name_khmer",
    PrintedLine.BIRTH: "date_of_birth",
    PrintedLine.PLACE: "place_of_birth",
    PrintedLine.ADDRESS: "address",
    PrintedLine.VALIDITY: "date_of_issue",
    PrintedLine.MARKS: "distinguishing_marks",
}
_LINE_LABELS: Final = tuple((line, LABELS[field][0][0]) for line, field in LABELLED_LINES.items())

#: Characters before a misread label: what engines make of the portrait and the emblem beside it. With more,
#: words inside a value are taken for its label.
_CLUTTER_BEFORE_LABEL: Final = 12
# Two dots after the label, as engines return them, and what they make of the edge of a picture. A row has no
# other blank than the space.
_DOTS: Final = frozenset(":ៈ៖")
_SEPARATORS: Final = frozenset(" :ៈ៖ះ;!?|/.,=~_-")
#: Marks before the dots that may be left of the last letter of a label. More, and they are those of a value.
_MOST_MARKS: Final = 2
# What may be left of a misread label after the part that was recognised: up to a blank or its two dots.
_LABEL_ENDS = tuple(re.compile(rf"[^\s0-9០-៩:ៈ៖.]{{0,{length}}}(?=[\s:ៈ៖.])") for length in range(10))


class FoundLabel(NamedTuple):
    """Where in a text a label begins, and where what it labels begins."""

    start: int
    value_start: int


def find_line_label(text: str) -> tuple[PrintedLine, int] | None:
    """Return the printed line whose label stands in a row as it is printed, and where its value begins."""
    for line, label in _LINE_LABELS:
        if label in text:
            return line, _after_separators(text, text.find(label) + len(label))
    return None


def find_printed_label(text: str, field: str, after: int = 0) -> FoundLabel | None:
    """Return where a label stands that was read as it is printed."""
    for label in LABELS[field][0]:
        start = text.find(label, after)
        if start >= 0:
            return FoundLabel(start, _after_separators(text, start + len(label)))
    return None


def find_label(
    text: str, field: str, after: int = 0, clutter: int = _CLUTTER_BEFORE_LABEL
) -> FoundLabel | None:
    """Return where a label stands, also a misread one with at most ``clutter`` characters before it."""
    found = find_printed_label(text, field, after)
    if found:
        return found
    (label, *_), most_edits = LABELS[field]
    searched = text[after : after + clutter + len(label) + most_edits]
    letters = set(label)
    if len(letters.intersection(searched)) < len(letters) - most_edits:
        return None
    part = nearest_part(label, searched, most_edits)
    if part is None or part.start > clutter:
        return None
    shorter = max(len(label) - (part.end - part.start), 0)
    label_end = _LABEL_ENDS[min(shorter + 2, len(_LABEL_ENDS) - 1)].match(text, after + part.end)
    end = label_end.end() if label_end else after + part.end
    return FoundLabel(after + part.start, _after_separators(text, end))


def _after_separators(text: str, place: int) -> int:
    for marks in range(_MOST_MARKS, 0, -1):
        if text[place + marks : place + marks + 1] in _DOTS and begins_with_marks(text[place:], marks):
            place += marks
            break
    while text[place : place + 1] in _SEPARATORS:
        place += 1
    return place


def begins_with_marks(text: str, many: int = 1) -> bool:
    """Return whether a text begins with so many marks, which stand on a letter before them that was lost.

    >>> begins_with_marks("ាគ: គ្មាន"), begins_with_marks("គ: គ្មាន")
    (True, False)
    """
    begin = text[:many]
    return len(begin) == many and all(unicodedata.category(sign)[0] == "M" for sign in begin)
