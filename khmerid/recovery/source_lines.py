"""OCR text as lines of the characters that may belong to an MRZ, each with what was received for it.

Blanks and invisible characters carry nothing in an MRZ and are left out; HTML entities of the filler are one
character; a line read upside down is turned.

>>> source_lines("KHM&lt;&lt; «4")[0].text
'KHM<<<4'

"""

import html
import re
from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.misreading import SHIPPED
from khmerid.misreading.look_alikes import LookAlikes

#: Characters of a line that are looked at: three lines of an MRZ run together, with noise.
_LONGEST_LINE: Final = 400
#: Up to so many lines each is looked at, beyond them only those of so many characters: a card has a dozen
#: lines.
_FEW_LINES: Final = 100
_SHORTEST: Final = 6
#: So many signs ``>``, and more of them than of ``<``, are those of a line that was read upside down.
_FEWEST_TURNED: Final = 4

_CHARACTER = re.compile(r"&(?:lt|gt|amp|laquo|lsaquo);|[^\s\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]")
_DATES_AND_STATE = re.compile(r"[0-9]{7}[MF<][0-9]{7}[A-Z]{3}")
_TO_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@attrs.frozen(repr=False)
class SourceLine:
    """The characters of one received line: with signs for the filler as fillers, and each as received.

    ``indexes`` are those of the input lines it was made of, mostly one; ``breaks`` the positions in ``text``
    before which there was a blank.
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


def source_lines(
    text_or_lines: str | Sequence[str | None] | None, looks: LookAlikes = SHIPPED.look_alikes
) -> list[SourceLine]:
    """Return the lines in order; of very many only those that are long enough to matter."""
    lines = text_or_lines.splitlines() if isinstance(text_or_lines, str) else text_or_lines or ()
    few = len(lines) <= _FEW_LINES
    return [
        _source_line(index, line if isinstance(line, str) else "", looks)
        for index, line in enumerate(lines)
        if few or (line and len(line) >= _SHORTEST)
    ]


def to_capitals(text: str) -> str:
    """Return a text with ASCII letters as capitals, one for one, as ``str.upper`` does not do for all."""
    return text.translate(_TO_CAPITALS)


def _source_line(index: int, line: str, looks: LookAlikes) -> SourceLine:
    if len(line) > _LONGEST_LINE:
        line = _window(line)
    if line.isascii() and line.isprintable() and "&" not in line and ">" not in line and " " not in line:
        return SourceLine((index,), looks.canonical(line), tuple(line))
    matches = list(_CHARACTER.finditer(line))
    raw = tuple(match.group() for match in matches)
    breaks = frozenset(at for at in range(1, len(matches)) if matches[at].start() != matches[at - 1].end())
    text = looks.canonical("".join(html.unescape(character) for character in raw))
    if text.count(">") >= _FEWEST_TURNED and text.count(">") > text.count("<"):
        turned = text[::-1].translate({ord(read): turned for read, turned in looks.upside_down.items()})
        return SourceLine((index,), turned, raw[::-1])
    return SourceLine((index,), text, raw, breaks)


def _window(line: str) -> str:
    # Of a very long line, what is around the dates of an MRZ; else its end, where a card has its MRZ.
    dates = _DATES_AND_STATE.search(line)
    end = len(line) if dates is None else dates.start() + _LONGEST_LINE // 2
    return line[max(0, end - _LONGEST_LINE) : end]
