"""A whole card in one line, as engines give it that leave line ends out, cut into its printed lines.

>>> row = Row("012345678 គោត្តនាមនិងនាម: សុខ គំរូ SOK KUMRU ភិនភាគ: គ្មាន IDKHM0123456784<<<<<<<<<<<<<<<", ((0, 0),))
>>> [len(part.text) for part in split_row(row)]
[9, 24, 9, 13, 30]

"""

from itertools import pairwise
from typing import Final

import regex

from khmerid.layout.labels import ROW_LABELS, find_printed_label
from khmerid.layout.rows import Row

_LATIN_NAME = regex.compile(r"(?<!\S)[A-Z]{2,}(?: [A-Z]{2,})+(?!\S)")
# A word of the machine readable zone begins a line of it when it is longer than what a blank cuts off.
_MRZ_LINE = regex.compile(r"(?<!\S)(?=\S*<<)\S{15,}")
_FEWEST_LABELS: Final = 2
_SHORTEST: Final = 60  # characters; the birth line, the longest with a label, has about as many


def split_row(row: Row) -> list[Row]:
    """Return the printed lines of a row that holds several; a row that holds one is returned as it is."""
    if len(row.text) < _SHORTEST:
        return [row]
    labels = [label.start for field in ROW_LABELS if (label := find_printed_label(row.text, field))]
    if len(labels) < _FEWEST_LABELS:
        return [row]
    others = [found.start() for pattern in (_LATIN_NAME, _MRZ_LINE) for found in pattern.finditer(row.text)]
    cuts = sorted({0, *labels, *others, len(row.text)})
    parts = [row.part(start, end) for start, end in pairwise(cuts)]
    return [part for part in parts if part.text]
