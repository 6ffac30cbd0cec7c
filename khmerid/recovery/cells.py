"""The cells of a line as they were received: what the upper and the middle line have alike."""

import functools
import re
from collections.abc import Container
from typing import Final

from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.check_digit import FILLER
from khmerid.recovery.alignment import Cells, Span
from khmerid.recovery.source_lines import SourceLine
from khmerid.text.numerals import ASCII_DIGITS

LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
ALLOWED: Final = LETTERS | frozenset(ASCII_DIGITS)


def segment(line: SourceLine, spans: list[Span], first: int, end: int) -> str:
    """Return the text of the cells from ``first`` up to ``end``."""
    return line.text[spans[first][0] : spans[end - 1][1]]


def cells_of_head(line: SourceLine, spans: list[Span]) -> list[str]:
    """Return what was received for each of the cells that were aligned."""
    return ["".join(line.raw[start:end]) for start, end in spans]


def spread(raw: tuple[str, ...], count: int) -> Cells:
    """Return ``raw`` as so many cells, one character to a cell; what is too much falls on the last."""
    if len(raw) <= count:
        return (*raw, *[""] * (count - len(raw)))
    return (*raw[: count - 1], "".join(raw[count - 1 :]))


def owning_added(spans: list[Span], text: str, first: int, numerals: Container[str]) -> list[Span]:
    """Return the stretches with what was added before a field as the field's own.

    A character added between two fields is the later one's, and so are numerals before the first cell: what a
    field may have lost to its neighbour must not make its digit agree by chance.
    """
    spans = spans.copy()
    start = spans[first][0]
    if first:
        before, after = spans[first - 1]
        start = min(after, before + 1)
    while start and text[start - 1] in numerals:
        start -= 1
    spans[first] = (start, spans[first][1])
    spans[:first] = [(min(begin, start), min(end, start)) for begin, end in spans[:first]]
    return spans


def optional_data_options(read: str, length: int, looks: LookAlikes) -> tuple[str, ...]:
    """Return what optional data may be: as read, and with letters among or after fillers as fillers."""
    if len(read) != length or not set(read) <= ALLOWED:
        return ()
    letters, among_fillers = _letters_for_fillers(looks)
    cleaned = among_fillers.sub(FILLER, read)
    filled = cleaned.rstrip(letters + FILLER).ljust(length, FILLER)
    return tuple(dict.fromkeys((read, cleaned, filled)))


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _letters_for_fillers(looks: LookAlikes) -> tuple[str, re.Pattern[str]]:
    letters = looks.letters_for_filler(seldom=1)
    return letters, re.compile(rf"(?<=<)[{letters}](?=<)")
