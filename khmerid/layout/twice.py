"""What stands in the lines more than once although a card has it once: the texts of a second card.

The labels of name, birth, places and validity are looked for in every row, several times in one where cards
lie side by side. Which of the texts are taken for the card is not decided here. A second number is none of
them: it has no label, and a page may have other numbers of nine numerals.

>>> from khmerid.layout.rows import Row
>>> texts = "គោត្តនាមនិងនាម: សុខ គំរូ", "គោត្តនាមនិងនាម: កែវ ដារ៉ា", "សុពលភាព: ០១.០២.២០២០ ដល់ថ្ងៃ ៣១.០១.២០៣០"
>>> texts_read_twice([Row(text, ((0, index),)) for index, text in enumerate(texts)])
{'name_khmer': ('សុខ គំរូ', 'កែវ ដារ៉ា')}
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from khmerid.layout import shapes
from khmerid.layout.labels import LABELLED_LINES, LABELS, PrintedLine, find_label, find_printed_label
from khmerid.layout.rows import Row

#: Characters of a row up to which it is looked at: those of a few printed lines side by side. More only takes
#: time.
_LONGEST: Final = 400
#: Different texts of a field that are kept: two tell, and all of them are held against each other.
MOST_OTHERS: Final = 8
#: Up to so many rows may be those of one card: twelve lines, and a piece of one. Where there are no more, its
#: labels stand once, and a misread one need not be looked for, which takes long.
_ROWS_OF_A_CARD: Final = 13
_LABELLED: Final = (
    PrintedLine.NAME_KHMER,
    PrintedLine.BIRTH,
    PrintedLine.PLACE,
    PrintedLine.ADDRESS,
    PrintedLine.VALIDITY,
)
#: Lines that have one field each, all of what stands behind the label.
_WHOLE_LINES: Final = (PrintedLine.NAME_KHMER, PrintedLine.PLACE, PrintedLine.ADDRESS)
_LABELS: Final = tuple(LABELS[LABELLED_LINES[line]][0][0] for line in _LABELLED)


def texts_read_twice(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Return the first different texts of each field that has more than one, in the order of the rows."""
    if len(rows) <= _ROWS_OF_A_CARD and not _has_a_label_twice(rows):
        return {}
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        text = row.text[:_LONGEST]
        values = list(_values_of(text, _label_places))
        if not values and len(rows) > _ROWS_OF_A_CARD:
            values = list(_values_of(text, _misread_label_place))
        for field, value in values:
            found.setdefault(field, {})[value] = None
    return {field: tuple(texts)[:MOST_OTHERS] for field, texts in found.items() if len(texts) > 1}


def _has_a_label_twice(rows: Sequence[Row]) -> bool:
    text = "\n".join([row.text for row in rows])
    return max(map(text.count, _LABELS)) > 1


def _values_of(text: str, find: Callable[[str, str], list[int]]) -> Iterator[tuple[str, str]]:
    for line in _LABELLED:
        places = find(text, LABELLED_LINES[line])
        for start, end in pairwise([*places, len(text)] if places else []):
            yield from _values(line, text[start:end])


def _misread_label_place(text: str, field: str) -> list[int]:
    label = find_label(text, field)
    return [label.value_start] if label else []


def _label_places(text: str, field: str) -> list[int]:
    """Return where what the label names begins, each time that the label stands in the row."""
    places: list[int] = []
    while label := find_printed_label(text, field, places[-1] if places else 0):
        places.append(label.value_start)
    return places


def _values(line: PrintedLine, text: str) -> Iterator[tuple[str, str]]:
    if line in _WHOLE_LINES:
        if value := text.strip():
            yield LABELLED_LINES[line], value
        return
    dates = [text[start:end] for start, end in shapes.find_dates(text) or shapes.find_figures(text)]
    if line is PrintedLine.BIRTH:
        yield from (("date_of_birth", date) for date in dates[:1])
    else:
        yield from (("date_of_expiry", date) for date in dates[1:2])
