"""Which lines of an OCR text are those of an MRZ, and of which format.

A text comes as lines of the characters that may belong to an MRZ, each with what was received for it: blanks
and invisible characters are left out, HTML entities of the filler are one character, a line that was read
upside down is turned. Each line is scored for each role by what only that role has: the upper, middle and
lower line of a card (TD1), or the line of the names and that of the data of the two formats that have two
lines (TD2, TD3), which tell apart by their length and the document code. Those that score best together, in
their order and beside each other, are the MRZ. The points below were set by hand on real OCR output
(``benchmarks/mrz_recovery.py`` shows what is found); what counts is only how they compare with each other and
with `_SURE`.

>>> source_lines("KHM&lt;&lt; «4")[0].text
'KHM<<<4'
>>> find_mrz_lines(["KINGDOM", "SOK<<SOPHEA<<<<<<<<<", "IDKHM0102030402<<<<<<", "9003152F2912316KHM<<<<<4"])
(2, 3, 1)
>>> passport = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<", "L898902C36UTO74O8122F1204159ZE184226B<<<10"
>>> find_mrz(source_lines(["PASSPORT", *passport]), SHIPPED.look_alikes, every_format=True).format.name
'TD3'
"""

import functools
import heapq
import html
import itertools
import math
import re
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from khmerid.limits import LONGEST_MRZ_LINE
from khmerid.misreading import SHIPPED
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import TD1, TD2, TD3, MrzFormat
from khmerid.rules import STATE
from khmerid.text.numerals import ASCII_DIGITS

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
#: The same of a line of 36 or 44 characters.
_LONGEST_OF_TWO: Final = 60
#: Lines run together have about as many characters as they have together, less or more a few fillers.
_FEWER_OF_ALL: Final = 10
_MORE_OF_ALL: Final = 6
#: How far a blank may be from where a line should end for lines run together to come apart there: as many
#: fillers as are often lost or added.
_NEAR_A_BLANK: Final = 4
#: Two lines are one that came in two, if they have as many characters together as a line, up to so many
#: fewer, or one more: fillers are lost. More, and neighbours that belong to different lines are joined.
_FEWER_OF_ONE: Final = 10
#: Two lines that were given are an MRZ of two lines if each has up to so many characters more or fewer. More,
#: and the rest of a card's MRZ is called that of a passport.
_ABOUT: Final = 3
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
_MOST_OF_DATES: Final = 14 * _NUMERAL + _SEX + 3 * _LETTER
_NAMES_AND_FILLERS_POINTS: Final = 5.0
_TWO_FILLERS: Final = 3.0
_LETTER_OF_NAME: Final = 0.25
_NUMERAL_IN_NAME: Final = 1.2  # against a lower line
_FILLER: Final = 0.3  # for each filler, and that part of it for a character that is returned for one
_MIDDLE_FILLER: Final = 0.2
_KNOWN_CODE: Final = 4.0  # of a State, in its place in a line of two
_FORMAT_OF_CODE: Final = 8  # characters of length that the letter of a passport is worth, or that of a card

# A numeral is 9, what is read for one d, any other capital letter A; the filler is itself.
_OTHER_LETTERS: Final = "ACEFHKMNPRUVWXYGQ"
_NUMBER_AND_FILLERS = re.compile(r"([9d]{7,10})(?:<{2,}|$)")
_MIDDLE_INSIDE = re.compile(r"[0-9OQDILTZSGB|$]{6}[0-9OQDILTZSGB|$<]?[MFmf<][0-9OQDILTZSGB|$]{6,7}[A-Z]{3}")
_DATA_INSIDE = re.compile(
    r"[A-Z0-9<]{9}[0-9OQDILTZSGB][A-Z<0]{3}[0-9OQDILTZSGB|$]{7}[MFmf<][0-9OQDILTZSGB|$]{7}"
)
_NAMES_AND_FILLERS = re.compile(r"[A-Zd$9]{2,}<{1,3}[A-Zd$9]{2,}")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|laquo|lsaquo);|.")
_NOT_SEEN = re.compile(r"[\s\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+")
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


FoundLines = tuple[SourceLine | None, ...]
_UPPER, _MIDDLE, _LOWER = range(3)

Role = int
Score = Callable[[str, str, LookAlikes], float]


@attrs.frozen(repr=False)
class FoundMrz:
    """The lines of an MRZ that were found, each or none, and of which format they are."""

    format: MrzFormat
    lines: FoundLines


@attrs.frozen(eq=False, repr=False)
class _Roles:
    """The roles of the lines of formats with so many lines.

    ``scores`` has one for each role; ``places`` a role, a role beside which it stands, and how many lines
    further, tried in this order; ``inside`` is the form of the line of the dates within a longer text.
    """

    formats: tuple[MrzFormat, ...]
    scores: tuple[Score, ...]
    places: tuple[tuple[Role, Role, int], ...]
    inside: re.Pattern[str]
    longest: int


def find_mrz_lines(lines: Sequence[str | None], looks: LookAlikes = SHIPPED.look_alikes) -> tuple[int, ...]:
    """Return the indexes of the lines that make the MRZ of a card: upper, middle, lower, as far as found."""
    found = find_mrz(source_lines(lines, looks), looks)
    lines_found = () if found is None else found.lines
    return tuple(dict.fromkeys(index for line in lines_found if line is not None for index in line.indexes))


def find_mrz(
    lines: Sequence[SourceLine], looks: LookAlikes, *, every_format: bool = False, joined: bool = False
) -> FoundMrz | None:
    """Return the lines of the MRZ of a card, or of one of any format, and ``None`` where there are none.

    ``joined`` puts lines together that came in two; where none can have, there is no MRZ.
    """
    given = [line for line in lines if line.text]
    tried = (_TWO,) if every_format and _are_two(given) else (_THREE, _TWO) if every_format else (_THREE,)
    found = [_best(lines, roles, looks, joined=joined) for roles in tried]
    _, best, roles = max(found, key=lambda one: one[0])
    if not joined and (len(lines) == 3 if roles is _THREE else _are_two(given)):
        # Lines were given as the MRZ: they are in order where that is not clear.
        used = {index for line in best if line is not None for index in line.indexes}
        best = tuple(
            other if line is None and other.text and not used & {*other.indexes} else line
            for line, other in zip(best, lines if roles is _THREE else given, strict=True)
        )
    return FoundMrz(_format_of(best, roles), best) if any(best) else None


def _are_two(lines: Sequence[SourceLine]) -> bool:
    """Return whether lines are as many and about as long as those of a format of two."""
    return len(lines) == 2 and any(
        all(abs(len(line.text) - table.length) <= _ABOUT for line in lines) for table in _TWO.formats
    )


def _format_of(lines: FoundLines, roles: _Roles) -> MrzFormat:
    """Return the format whose length, and whose document code, is nearest."""
    there = [line.text for line in lines if line is not None]
    code = "" if lines[0] is None else lines[0].text[:1]

    def distance(table: MrzFormat) -> int:
        is_of_code = any(one.startswith(code) for one in table.document_codes) if code else False
        return sum(abs(len(text) - table.length) for text in there) - _FORMAT_OF_CODE * is_of_code

    return min(roles.formats, key=distance)


def _best(
    lines: Sequence[SourceLine], roles: _Roles, looks: LookAlikes, *, joined: bool
) -> tuple[float, FoundLines, _Roles]:
    """Return the lines that are best in their roles together, and their score; 0 where there are none."""
    together = _joined(lines, roles) if joined else []
    if joined and not together:
        return 0.0, (), roles
    every = [*together, *(piece for line in lines for piece in _pieces(line, roles))]
    pieces = [piece for piece in every if _may_be_of_an_mrz(piece.text)]
    shapes = [piece.text[:_LOOKED_AT].translate(_classes(looks)) for piece in pieces]
    scores = [
        [score(piece.text, shape, looks) for score in roles.scores]
        for piece, shape in zip(pieces, shapes, strict=True)
    ]
    best: tuple[int | None, ...] = (None,) * len(roles.scores)
    best_score = 0.0
    ranked: list[list[int]] = []
    for role in range(len(roles.scores)):
        able = [(score[role], -at) for at, score in enumerate(scores) if score[role] >= _SURE]
        ranked.append([-at for _, at in heapq.nlargest(_BEST_OF_A_ROLE, able)])
    choices: list[Sequence[int | None]] = [[None, *own] for own in ranked]
    if not joined and all(ranked) and all(two[0] == one[0] + 1 for one, two in itertools.pairwise(ranked)):
        # The best of each role stand as an MRZ does: no others have as many points.
        choices = [own[:1] for own in ranked]
    for choice in itertools.product(*choices):
        taken = [at for at in choice if at is not None]
        indexes = [index for at in taken for index in pieces[at].indexes]
        if len(set(taken)) < len(taken) or len(set(indexes)) < len(indexes) - _shared(pieces, taken):
            continue
        score = math.fsum(scores[at][role] for role, at in enumerate(choice) if at is not None)
        for one, other in itertools.pairwise(taken):
            score += _NEXT_TO_EACH_OTHER * (other == one + 1) + _IN_ORDER * (other > one)
        if score > best_score:
            best, best_score = choice, score
    found = _neighbours(list(best), pieces, roles)
    return best_score, tuple(None if at is None else pieces[at] for at in found), roles


def _joined(lines: Sequence[SourceLine], roles: _Roles) -> list[SourceLine]:
    """Return neighbours put together that may be one line of the MRZ that came in two."""
    lengths = {
        length for table in roles.formats for length in range(table.length - _FEWER_OF_ONE, table.length + 2)
    }
    return [
        one.joined(other)
        for one, other in itertools.pairwise(lines)
        if len(one.text) + len(other.text) in lengths
    ]


def _shared(pieces: Sequence[SourceLine], taken: Sequence[int]) -> int:
    # Pieces of one line that was run together have its index in common; a joined line has two of its own.
    single = [pieces[at].indexes for at in taken if len(pieces[at].indexes) == 1]
    return len(single) - len(set(single))


def _may_be_of_an_mrz(text: str) -> bool:
    # Cheap, for every line of a card: fillers, the code of the State, or the numerals of a number.
    return len(text) >= 6 and (
        text.count("<") >= 2 or STATE in text or sum(map(text.count, ASCII_DIGITS)) >= 9 or len(text) >= 26
    )


def _neighbours(found: list[int | None], pieces: Sequence[SourceLine], roles: _Roles) -> list[int | None]:
    # A line that is not recognised by itself still has its role if it stands in its place.
    for role, anchor, step in roles.places:
        at = found[anchor]
        if found[role] is not None or at is None:
            continue
        beside = at + step
        if 0 <= beside < len(pieces) and beside not in found and _may_belong(pieces[beside].text, role):
            found[role] = beside
    return found


def _may_belong(text: str, role: Role) -> bool:
    return text.count("<") >= 3 or (
        role == _UPPER and sum(character in ASCII_DIGITS for character in text) >= 9
    )


def _pieces(line: SourceLine, roles: _Roles) -> list[SourceLine]:
    # Lines run together come apart at the line of the dates, whose shape is the plainest.
    if len(line.text) <= roles.longest:
        return [line]
    shape = roles.inside.search(line.text)
    if shape is None:
        for table in roles.formats:
            every = table.length * table.lines
            if every - _FEWER_OF_ALL <= len(line.text) <= every + _MORE_OF_ALL:
                return [line.part(at, at + table.length) for at in range(0, every, table.length)]
        return [line]
    length = roles.formats[-1].length
    start = shape.start()
    end = _near_break(line, min(start + length, len(line.text)))
    return [
        line.part(_near_break(line, max(0, start - length)), start),
        line.part(start, end),
        line.part(end, _near_break(line, min(end + length, len(line.text)))),
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
        dates = shape[start : start + 7] + shape[start + 8 : start + 15]
        score = dates.count("9") * _NUMERAL + dates.count("d") * _LIKE_NUMERAL
        score += _SEX * (text[start + 7 : start + 8] in ("M", "F"))
        score += shape[start + 15 : start + 18].count("A") * _LETTER - start * _SHIFT
        best = max(best, score)
        if best > _MOST_OF_DATES - (start + 1) * _SHIFT:  # what begins farther on cannot have more
            break
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


def _score_as_names(text: str, shape: str, looks: LookAlikes) -> float:
    """Return how well a text fits as the upper of two lines: code, State and names."""
    score = _LETTER_OF_DOCUMENT * (text[:1] in "PIAC") + _KNOWN_CODE * (text[2:5].rstrip("<") in STATES)
    score += _score_as_lower(text[5:], shape[5:], looks)
    return score - shape[15:].count("9") * _NUMERAL_IN_NAME


def _score_as_data(text: str, shape: str, looks: LookAlikes) -> float:
    """Return how well a text fits as the lower of two lines: number, nationality and dates."""
    best = 0.0
    for start in range(_BIRTH_OF_TWO - 4, min(_BIRTH_OF_TWO + 5, len(text))):
        dates = shape[start : start + 7] + shape[start + 8 : start + 15]
        score = dates.count("9") * _NUMERAL + dates.count("d") * _LIKE_NUMERAL
        score += _SEX * (text[start + 7 : start + 8] in ("M", "F"))
        score += _KNOWN_CODE * (text[start - 3 : start].rstrip("<") in STATES)
        best = max(best, score - abs(start - _BIRTH_OF_TWO) * _SHIFT)
    return best + min(_fillers(text[28:], looks), 12) * _MIDDLE_FILLER


_BIRTH_OF_TWO: Final = TD3.slice_of("date_of_birth").start  # TD2's is the same
_THREE: Final = _Roles(
    (TD1,),
    (_score_as_upper, _score_as_middle, _score_as_lower),
    (
        *((_UPPER, _MIDDLE, -1), (_LOWER, _MIDDLE, 1), (_MIDDLE, _UPPER, 1)),
        *((_MIDDLE, _LOWER, -1), (_UPPER, _MIDDLE, -1)),
    ),
    _MIDDLE_INSIDE,
    _LONGEST,
)
_TWO: Final = _Roles(
    (TD2, TD3), (_score_as_names, _score_as_data), ((0, 1, -1), (1, 0, 1)), _DATA_INSIDE, _LONGEST_OF_TWO
)


def _fillers(text: str, looks: LookAlikes) -> float:
    others = sum(map(looks.filler_like.__contains__, text.replace("<", "")))
    return text.count("<") + _FILLER * others


def _source_line(index: int, line: str, looks: LookAlikes) -> SourceLine:
    if len(line) > LONGEST_MRZ_LINE:
        line = _window(line)
    if line.isascii() and line.isprintable() and "&" not in line and ">" not in line and " " not in line:
        return SourceLine((index,), looks.canonical(line), tuple(line))
    words = [_CHARACTER.findall(word) for word in _NOT_SEEN.split(line)]
    raw = tuple(itertools.chain.from_iterable(words))
    breaks = frozenset(itertools.accumulate(map(len, words))) - {0, len(raw)}
    text = looks.canonical("".join(map(html.unescape, raw) if "&" in line else raw))
    if text.count(">") >= _FEWEST_TURNED and text.count(">") > text.count("<"):
        turned = text[::-1].translate({ord(read): turned for read, turned in looks.upside_down.items()})
        return SourceLine((index,), turned, raw[::-1])
    return SourceLine((index,), text, raw, breaks)


def _window(line: str) -> str:
    # Of a very long line, what is around the dates of an MRZ; else its end, where a card has its MRZ.
    dates = _DATES_AND_STATE.search(line)
    end = len(line) if dates is None else dates.start() + LONGEST_MRZ_LINE // 2
    return line[max(0, end - LONGEST_MRZ_LINE) : end]
