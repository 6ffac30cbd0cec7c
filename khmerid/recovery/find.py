"""Which lines of an OCR text are the upper, middle and lower line of an MRZ.

A text comes as lines of the characters that may belong to an MRZ, each with what was received for it: blanks
and invisible characters are left out, HTML entities of the filler are one character, a line that was read
upside down is turned. Each line is scored for each of the three roles by what only that role has; the three
that score best together, in their order and beside each other, are the MRZ. The points below were set by hand
on real OCR output (``benchmarks/mrz_recovery.py`` shows what is found); what counts is only how they compare
with each other and with `_SURE`.

>>> source_lines("KHM&lt;&lt; «4")[0].text
'KHM<<<4'
>>> find_mrz_lines(["KINGDOM", "SOK<<SOPHEA<<<<<<<<<", "IDKHM0102030402<<<<<<", "9003152F2912316KHM<<<<<4"])
(2, 3, 1)
"""

import functools
import heapq
import html
import itertools
import re
from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.misreading import SHIPPED
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.rules import STATE
from khmerid.text.numerals import ASCII_DIGITS

#: Characters of a line that are looked at: three lines of an MRZ run together, with noise. More costs time.
_LONGEST_LINE: Final = 400
#: Up to so many lines each is looked at, beyond them only those of so many characters: a card has a dozen
#: lines. More costs time; of fewer than six characters no line of an MRZ can be told.
_FEW_LINES: Final = 100
_SHORTEST: Final = 6
#: So many signs ``>``, and more of them than of ``<``, are those of a line that was read upside down. Fewer,
#: and arrows and misread brackets turn a line.
_FEWEST_TURNED: Final = 4

#: A line that scores less in a role does not have it by itself. Lower, and printed lines of the card become
#: lines of the MRZ; higher, and damaged lines are found only beside others (`_neighbours`).
_SURE: Final = 9.0
#: How many lines are tried in a role: the best, and two in case it is better in another role. The time grows
#: with its third power.
_BEST_OF_A_ROLE: Final = 3
#: Points for lines that follow each other at once, and that stand in their order: they decide between lines
#: that score alike. More, and lines that were put in another order are not found.
_NEXT_TO_EACH_OTHER: Final = 2.0
_IN_ORDER: Final = 0.5
#: Characters of a line up to which it is one line of the MRZ: thirty, and half as many of noise. Fewer, and
#: noisy lines are taken apart.
_LONGEST: Final = 45
#: Three lines run together have about so many characters: ninety, less or more a few fillers.
_ALL_IN_ONE: Final = range(80, 97)
#: How far a blank may be from where a line should end for lines run together to come apart there: as many
#: fillers as are often lost or added.
_NEAR_A_BLANK: Final = 4
#: Two lines are one that came in two, if they have so many characters together: as a line of the MRZ that may
#: have lost fillers. More, and neighbours that belong to different lines are joined.
_OF_ONE_LINE: Final = range(20, 32)
#: Characters that are looked at for the form of a line: thirty, and some of noise before it.
_LOOKED_AT: Final = 40

#: Points for a numeral in a place of numerals, and for a letter that looks like one.
_NUMERAL: Final = 0.7
_LIKE_NUMERAL: Final = 0.2
_LETTER: Final = 0.7
_CODE_OF_STATE: Final = 6.0  # in its place in the upper line
_CODE_OF_STATE_IN_MIDDLE: Final = 4.0
_LETTER_OF_DOCUMENT: Final = 1.5  # a first letter that a document code has, or is read for
_NUMBER_BEFORE_FILLERS: Final = 2.0
_NUMERALS_AT_THE_START: Final = 4.0  # against an upper line: a middle line begins so
_SEX: Final = 3.0  # in its place between the two dates
_SHIFT: Final = 0.5  # against a middle line, for each character before its first date
_NAMES_AND_FILLERS_POINTS: Final = 5.0
_TWO_FILLERS: Final = 3.0
_LETTER_OF_NAME: Final = 0.25
_NUMERAL_IN_NAME: Final = 1.2  # against a lower line
_FILLER: Final = 0.3  # for each filler, and that part of it for a character that is returned for one
_MIDDLE_FILLER: Final = 0.2

# A numeral is 9, what is read for one d, any other capital letter A; the filler is itself.
_OTHER_LETTERS: Final = "ACEFHKMNPRUVWXYGQ"
_NUMBER_AND_FILLERS = re.compile(r"([9d]{7,10})(?:<{2,}|$)")
_MIDDLE_INSIDE = re.compile(r"[0-9OQDILTZSGB|$]{6}[0-9OQDILTZSGB|$<]?[MFmf<][0-9OQDILTZSGB|$]{6,7}[A-Z]{3}")
_NAMES_AND_FILLERS = re.compile(r"[A-Zd$9]{2,}<{1,3}[A-Zd$9]{2,}")
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


Role = int
FoundLines = tuple[SourceLine | None, SourceLine | None, SourceLine | None]
NOT_FOUND: Final[FoundLines] = (None, None, None)
_UPPER, _MIDDLE, _LOWER = range(3)
# A role, a role beside which it stands, and how many lines further; tried in this order.
_PLACES: Final = (
    (_UPPER, _MIDDLE, -1),
    (_LOWER, _MIDDLE, 1),
    (_MIDDLE, _UPPER, 1),
    (_MIDDLE, _LOWER, -1),
    (_UPPER, _MIDDLE, -1),
)


def find_mrz_lines(lines: Sequence[str | None], looks: LookAlikes = SHIPPED.look_alikes) -> tuple[int, ...]:
    """Return the indexes of the lines that make the MRZ: upper, middle, lower, without what is not there."""
    found = find_mrz(source_lines(lines, looks), looks)
    return tuple(dict.fromkeys(index for line in found if line is not None for index in line.indexes))


def find_mrz(lines: Sequence[SourceLine], looks: LookAlikes) -> FoundLines:
    """Return the upper, middle and lower line, each or none, whatever their order and what is between."""
    found = _best([piece for line in lines for piece in _pieces(line)], looks)
    if len(lines) == 3:
        # Three lines were given as the MRZ: they are in order where that is not clear.
        used = {index for line in found if line is not None for index in line.indexes}
        upper, middle, lower = (
            given if line is None and given.text and not used & {*given.indexes} else line
            for line, given in zip(found, lines, strict=True)
        )
        return upper, middle, lower
    return found


def find_joined_mrz(lines: Sequence[SourceLine], looks: LookAlikes) -> FoundLines:
    """Return the MRZ with lines put together that came in two, or nothing where none can have."""
    joined = [
        one.joined(other)
        for one, other in itertools.pairwise(lines)
        if len(one.text) + len(other.text) in _OF_ONE_LINE
    ]
    if not joined:
        return NOT_FOUND
    return _best([*joined, *(piece for line in lines for piece in _pieces(line))], looks)


def _best(lines: Sequence[SourceLine], looks: LookAlikes) -> FoundLines:
    pieces = [piece for piece in lines if _may_be_of_an_mrz(piece.text)]
    scores = [_scores(piece.text, looks) for piece in pieces]
    best: tuple[int | None, ...] = (None, None, None)
    best_score = 0.0
    choices: list[list[int | None]] = []
    for role in range(3):
        able = [(score[role], -at) for at, score in enumerate(scores) if score[role] >= _SURE]
        choices.append([None, *(-at for _, at in heapq.nlargest(_BEST_OF_A_ROLE, able))])
    for choice in itertools.product(*choices):
        taken = [at for at in choice if at is not None]
        indexes = [index for at in taken for index in pieces[at].indexes]
        if len(set(taken)) < len(taken) or len(set(indexes)) < len(indexes) - _shared(pieces, taken):
            continue
        score = sum(scores[at][role] for role, at in enumerate(choice) if at is not None)
        for one, other in itertools.pairwise(taken):
            score += _NEXT_TO_EACH_OTHER * (other == one + 1) + _IN_ORDER * (other > one)
        if score > best_score:
            best, best_score = choice, score
    upper, middle, lower = (None if at is None else pieces[at] for at in _neighbours(list(best), pieces))
    return upper, middle, lower


def _shared(pieces: Sequence[SourceLine], taken: Sequence[int]) -> int:
    # Pieces of one line that was run together have its index in common; a joined line has two of its own.
    single = [pieces[at].indexes for at in taken if len(pieces[at].indexes) == 1]
    return len(single) - len(set(single))


def _may_be_of_an_mrz(text: str) -> bool:
    # Cheap, for every line of a card: fillers, the code of the State, or the numerals of a number.
    return len(text) >= 6 and (
        text.count("<") >= 2 or STATE in text or sum(map(text.count, ASCII_DIGITS)) >= 9 or len(text) >= 26
    )


def _neighbours(found: list[int | None], pieces: Sequence[SourceLine]) -> tuple[int | None, ...]:
    # A line that is not recognised by itself is still the upper or lower one if it stands in its place.
    for role, anchor, step in _PLACES:
        at = found[anchor]
        if found[role] is not None or at is None:
            continue
        beside = at + step
        if 0 <= beside < len(pieces) and beside not in found and _may_belong(pieces[beside].text, role):
            found[role] = beside
    return tuple(found)


def _may_belong(text: str, role: Role) -> bool:
    return text.count("<") >= 3 or (
        role == _UPPER and sum(character in ASCII_DIGITS for character in text) >= 9
    )


def _pieces(line: SourceLine) -> list[SourceLine]:
    # Lines run together come apart at the middle line, whose shape is the plainest.
    if len(line.text) <= _LONGEST:
        return [line]
    shape = _MIDDLE_INSIDE.search(line.text)
    if shape is None:
        return [line.part(at, at + 30) for at in (0, 30, 60)] if len(line.text) in _ALL_IN_ONE else [line]
    start = shape.start()
    end = _near_break(line, min(start + 30, len(line.text)))
    return [
        line.part(_near_break(line, max(0, start - 30)), start),
        line.part(start, end),
        line.part(end, _near_break(line, min(end + 30, len(line.text)))),
    ]


def _near_break(line: SourceLine, at: int) -> int:
    # A line that was run together comes apart at a blank, if one is near its length.
    near = (one for one in line.breaks if abs(one - at) <= _NEAR_A_BLANK)
    return min(near, key=lambda one: abs(one - at), default=at)


@functools.lru_cache(maxsize=16)  # one for each set of look-alikes in use
def _classes(looks: LookAlikes) -> dict[int, str]:
    """Return what each character may be: a numeral, what is read for one, another letter, a filler."""
    classes = dict.fromkeys(looks.numerals, "d") | dict.fromkeys(ASCII_DIGITS, "9")
    return str.maketrans(classes | dict.fromkeys(_OTHER_LETTERS, "A") | {"<": "<"})


def _scores(text: str, looks: LookAlikes) -> tuple[float, float, float]:
    """Return how well a text fits as upper, middle and lower line."""
    shape = text[:_LOOKED_AT].translate(_classes(looks))
    return (
        _score_as_upper(text, shape, looks),
        _score_as_middle(text, shape, looks),
        _score_as_lower(text, shape, looks),
    )


def _score_as_upper(text: str, shape: str, looks: LookAlikes) -> float:
    score = 0.0
    if text.find(STATE, 0, 12) >= 0:
        score += _CODE_OF_STATE
    elif text[:1] in "IACLT1":
        score += _LETTER_OF_DOCUMENT
    number = _NUMBER_AND_FILLERS.search(shape)
    if number:
        score += number.group(1).count("9") * _NUMERAL + _NUMBER_BEFORE_FILLERS
    else:
        score += shape[5:15].count("9") * _NUMERAL + shape[5:15].count("d") * _LIKE_NUMERAL
    score += min(_fillers(text[15:], looks), 15) * _FILLER
    return score - _NUMERALS_AT_THE_START * (shape[:5].count("9") >= 4)


def _score_as_middle(text: str, shape: str, looks: LookAlikes) -> float:
    best = 0.0
    for start in range(min(6, len(text))):
        birth, expiry = shape[start : start + 7], shape[start + 8 : start + 15]
        score = (birth.count("9") + expiry.count("9")) * _NUMERAL
        score += (birth.count("d") + expiry.count("d")) * _LIKE_NUMERAL
        score += _SEX * (text[start + 7 : start + 8] in ("M", "F"))
        score += shape[start + 15 : start + 18].count("A") * _LETTER - start * _SHIFT
        best = max(best, score)
    if text.find(STATE, 10, 24) >= 0:
        best += _CODE_OF_STATE_IN_MIDDLE
    return best + min(_fillers(text[17:], looks), 12) * _MIDDLE_FILLER


def _score_as_lower(text: str, shape: str, looks: LookAlikes) -> float:
    score = 0.0
    if _NAMES_AND_FILLERS.search(text[:_LOOKED_AT]):
        score += _NAMES_AND_FILLERS_POINTS
    if "<<" in text[1:30]:
        score += _TWO_FILLERS
    score += min(_fillers(text[8:], looks), 20) * _FILLER
    head = shape[:10]
    score += (head.count("A") + head.count("d")) * _LETTER_OF_NAME
    return score - head.count("9") * _NUMERAL_IN_NAME


def _fillers(text: str, looks: LookAlikes) -> float:
    others = sum(character in looks.filler_like for character in text if character != "<")
    return text.count("<") + _FILLER * others


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
