"""The printed labels of the card, found where they stand, also misread.

The labels are those of the card of 2012 in printed order. A misread label is found by its edit distance to
the printed one, in the position of a label only: nothing is ever replaced in a value.

>>> text = "ថ្ងៃខាំកំណើត: ១០.០៧.១៩៩៩"  # two letters were lost
>>> text[find_label(text, "date_of_birth").end :]
'១០.០៧.១៩៩៩'
>>> find_label("ស្រុកជីក្រែង សៀមរាប", "date_of_birth") is None
True

"""

from typing import Final

import attrs
import regex

# Field -> its label as printed, and the most edits at which it is still told from every other text.
_LABELS: Final = {
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
ROW_LABELS: Final = (
    "name_khmer",
    "date_of_birth",
    "place_of_birth",
    "address",
    "date_of_issue",
    "distinguishing_marks",
)

_ROW_LABELS: Final = tuple((field, _LABELS[field][0][0]) for field in ROW_LABELS)

# Two dots after the label, as engines return them, and what they make of the edge of a picture.
_SEPARATORS = regex.compile(r"(?:\p{M}{1,2}(?=[:ៈ៖]))?[\s:ៈ៖ះ;!?|/.,=~_\-]*")
# What may be left of a misread label after the part that was recognised: up to a blank or its two dots.
_REST = tuple(regex.compile(rf"[^\s0-9០-៩:ៈ៖.]{{0,{length}}}(?=[\s:ៈ៖.])") for length in range(10))
_CLUTTER_BEFORE_LABEL = 12  # characters; what the portrait and the emblem leave on a line


@attrs.frozen
class Label:
    """Where a label begins, and where what it labels begins."""

    start: int
    end: int


def find_printed_label(text: str, field: str, start: int = 0) -> Label | None:
    """Return the place of a label that was read as it is printed."""
    for label in _LABELS[field][0]:
        place = text.find(label, start)
        if place >= 0:
            return Label(place, _after_separators(text, place + len(label)))
    return None


def find_row_label(text: str) -> tuple[str, Label] | None:
    """Return the field whose label, read as it is printed, stands in a row, and the place of the label."""
    for field, label in _ROW_LABELS:
        place = text.find(label)
        if place >= 0:
            return field, Label(place, _after_separators(text, place + len(label)))
    return None


def find_label(text: str, field: str, start: int = 0, clutter: int = _CLUTTER_BEFORE_LABEL) -> Label | None:
    """Return the place of a label, also of a misread one within ``clutter`` characters of ``start``."""
    found = find_printed_label(text, field, start)
    if found:
        return found
    labels, limit = _LABELS[field]
    label = labels[0]
    window = text[start : start + clutter + len(label) + limit]
    if len(set(label) & set(window)) < len(set(label)) - limit:
        return None
    edits, end = nearest(label, window)
    if edits > limit:
        return None
    length = nearest(label[::-1], window[:end][::-1])[1]
    if end - length > clutter:
        return None
    rest = _REST[min(max(len(label) - length, 0) + 2, len(_REST) - 1)].match(text, start + end)
    stop = rest.end() if rest else start + end
    return Label(start + end - length, _after_separators(text, stop))


def nearest(pattern: str, text: str) -> tuple[int, int]:
    """Return the fewest edits that make the pattern a part of the text, and where that part ends first.

    This is the bit-parallel search of G. Myers, "A fast bit-vector algorithm for approximate string
    matching", J. ACM 46 (1999): linear in the text, one machine word of state per pattern. The partial
    ratios of libraries hold a window of the pattern's length against it, and lose the short labels.

    >>> nearest("ភេទ", "១០.០៧.១៩៩៩ គេទ: ស្រី")
    (1, 14)
    """
    bits: dict[str, int] = {}
    for place, character in enumerate(pattern):
        bits[character] = bits.get(character, 0) | 1 << place
    every = (1 << len(pattern)) - 1
    last = 1 << (len(pattern) - 1)
    more, less, edits = every, 0, len(pattern)
    fewest, end = edits, 0
    for place, character in enumerate(text, 1):
        equal = bits.get(character, 0)
        vertical = equal | less
        horizontal = (((equal & more) + more) ^ more) | equal
        up = less | (~(horizontal | more) & every)
        down = more & horizontal
        if up & last:
            edits += 1
        elif down & last:
            edits -= 1
        up <<= 1
        down <<= 1
        more = (down | ~(vertical | up)) & every
        less = up & vertical & every
        if edits < fewest:
            fewest, end = edits, place
    return fewest, end


def _after_separators(text: str, place: int) -> int:
    found = _SEPARATORS.match(text, place)
    return found.end() if found else place
