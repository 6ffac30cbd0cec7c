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

from khmerid.misreading.look_alikes import canonical

_LONGEST_LINE = 400  # three lines run together with noise
_FEW_LINES = 100
_SHORTEST = 6  # characters of a line that may be of a zone, where there are many lines

_CHARACTER = re.compile(r"&(?:lt|gt|amp|laquo|lsaquo);|[^\s\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]")
_DATES_AND_STATE = re.compile(r"[0-9]{7}[MF<][0-9]{7}[A-Z]{3}")
_TURNED = str.maketrans({">": "<", "W": "M", "M": "W", "X": "K", "ε": "3", "6": "9", "9": "6", "L": "7"})


@attrs.frozen(repr=False)
class SourceLine:
    """The characters of one received line: in canonical spelling, and each as received.

    ``indexes`` are those of the input lines it was made of, mostly one; ``breaks`` the positions in
    ``text`` before which there was a blank.
    """

    indexes: tuple[int, ...]
    text: str
    raw: tuple[str, ...]
    breaks: frozenset[int] = frozenset()

    def part(self, start: int, end: int) -> "SourceLine":
        """Return a stretch of this line as a line of its own."""
        return SourceLine(self.indexes, self.text[start:end], self.raw[start:end])

    def joined(self, other: "SourceLine") -> "SourceLine":
        """Return this line with another one after it, as one line."""
        return SourceLine(self.indexes + other.indexes, self.text + other.text, self.raw + other.raw)


def source_lines(text_or_lines: str | Sequence[str | None] | None) -> list[SourceLine]:
    """Return the lines in order; of very many only those that are long enough to matter."""
    lines = text_or_lines.splitlines() if isinstance(text_or_lines, str) else text_or_lines or ()
    few = len(lines) <= _FEW_LINES
    return [
        source_line(index, line if isinstance(line, str) else "")
        for index, line in enumerate(lines)
        if few or (line and len(line) >= _SHORTEST)
    ]


def source_line(index: int, line: str) -> SourceLine:
    """Return one line without blanks, its characters in canonical spelling."""
    if len(line) > _LONGEST_LINE:
        line = _window(line)
    if line.isascii() and line.isprintable() and "&" not in line and ">" not in line and " " not in line:
        return SourceLine((index,), canonical(line), tuple(line))
    matches = list(_CHARACTER.finditer(line))
    raw = tuple(match.group() for match in matches)
    breaks = frozenset(at for at in range(1, len(matches)) if matches[at].start() != matches[at - 1].end())
    text = canonical("".join(html.unescape(character) for character in raw))
    if text.count(">") >= 4 and text.count(">") > text.count("<"):
        return SourceLine((index,), text[::-1].translate(_TURNED), raw[::-1])
    return SourceLine((index,), text, raw, breaks)


def _window(line: str) -> str:
    # Of a very long line, what is around the dates of a zone; else its end, where a card has its zone.
    dates = _DATES_AND_STATE.search(line)
    end = len(line) if dates is None else dates.start() + _LONGEST_LINE // 2
    return line[max(0, end - _LONGEST_LINE) : end]
