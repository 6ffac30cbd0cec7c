"""OCR text as lines of the characters that may belong to a zone, each with what was received for it.

Blanks and invisible characters carry nothing in a zone and are left out; HTML entities of the filler are
one character; a line read upside down is turned.

>>> source_lines("KHM&lt;&lt; «4")[0].text
'KHM<<<4'

"""

import html
import re
from collections.abc import Sequence

import attrs

from khmerid.mrz.lookalikes import canonical

LONGEST_LINE = 400  # three lines run together with noise; longer text is not looked at further
MOST_LINES = 2_000

_ENTITY = re.compile(r"&(?:lt|gt|amp|laquo|lsaquo);|[^\s\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]")
_TURNED = str.maketrans({">": "<", "W": "M", "M": "W", "X": "K", "ε": "3", "6": "9", "9": "6", "L": "7"})


@attrs.frozen
class SourceLine:
    """The characters of one received line: in canonical spelling, and each as received."""

    index: int
    text: str
    raw: tuple[str, ...]
    breaks: frozenset[int]  # positions in ``text`` before which there was a blank

    def part(self, start: int, end: int) -> "SourceLine":
        """Return a stretch of this line as a line of its own."""
        return SourceLine(self.index, self.text[start:end], self.raw[start:end], frozenset())


def source_lines(text_or_lines: str | Sequence[str]) -> list[SourceLine]:
    """Return the lines that are long enough to matter, in order, with the index of each in the input."""
    lines = text_or_lines.splitlines() if isinstance(text_or_lines, str) else text_or_lines
    return [source_line(index, line) for index, line in enumerate(lines[:MOST_LINES])]


def source_line(index: int, line: str) -> SourceLine:
    """Return one line without blanks, its characters in canonical spelling."""
    line = line[:LONGEST_LINE]
    if line.isascii() and line.isprintable() and "&" not in line and " " not in line:
        return SourceLine(index, canonical(line), tuple(line), frozenset())
    matches = list(_ENTITY.finditer(line))
    raw = tuple(match.group() for match in matches)
    breaks = frozenset(at for at in range(1, len(matches)) if matches[at].start() != matches[at - 1].end())
    text = canonical("".join(html.unescape(character) for character in raw))
    if text.count(">") >= 4 and text.count(">") > text.count("<"):
        return SourceLine(index, text[::-1].translate(_TURNED), raw[::-1], frozenset())
    return SourceLine(index, text, raw, breaks)
