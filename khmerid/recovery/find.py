"""Which of the lines of an OCR text are the upper, middle and lower machine readable line.

>>> find_mrz_lines(["KINGDOM", "SOK<<SOPHEA<<<<<<<<<", "IDKHM0102030402<<<<<<", "9003152F2912316KHM<<<<<4"])
(2, 3, 1)

"""

import heapq
import itertools
import re
from collections.abc import Sequence

from khmerid.misreading.look_alikes import FILLER_LIKE, NUMERAL_OPTIONS, NUMERALS
from khmerid.recovery.source_lines import SourceLine, source_lines

_SURE = 9.0  # a line that scores less in a role does not have it by itself
_BEST_OF_A_ROLE = 3
_LONGEST_ZONE_LINE = 45
_NEXT_TO_EACH_OTHER = 2.0
_IN_ORDER = 0.5

_CLASSES = dict.fromkeys(NUMERAL_OPTIONS, "d") | dict.fromkeys("0123456789", "9")
_CLASSES |= dict.fromkeys("ACEFHKMNPRUVWXYGQ", "A") | {"<": "<"}
_TO_CLASS = str.maketrans(_CLASSES)
_NUMBER_AND_FILLERS = re.compile(r"([9d]{7,10})(?:<{2,}|$)")
_MIDDLE_INSIDE = re.compile(r"[0-9OQDILTZSGB|$]{6}[0-9OQDILTZSGB|$<]?[MFmf<][0-9OQDILTZSGB|$]{6,7}[A-Z]{3}")
_NAMES_AND_FILLERS = re.compile(r"[A-Zd$9]{2,}<{1,3}[A-Zd$9]{2,}")

Role = int
Found = tuple[SourceLine | None, SourceLine | None, SourceLine | None]
_UPPER, _MIDDLE, _LOWER = range(3)
_PLACES = (
    (_UPPER, _MIDDLE, -1),
    (_LOWER, _MIDDLE, 1),
    (_MIDDLE, _UPPER, 1),
    (_MIDDLE, _LOWER, -1),
    (_UPPER, _MIDDLE, -1),
)


def find_mrz_lines(lines: Sequence[str | None]) -> tuple[int, ...]:
    """Return the indexes of the lines that make the zone: upper, middle, lower, without what is not there."""
    found = find_zone(source_lines(lines))
    return tuple(dict.fromkeys(index for line in found if line is not None for index in line.indexes))


def find_zone(lines: Sequence[SourceLine]) -> Found:
    """Return the upper, middle and lower line, each or none, whatever their order and what is between."""
    found = _best([piece for line in lines for piece in _pieces(line)])
    if len(lines) == 3:
        # Three lines were given as the zone: they are in order where that is not clear.
        used = {index for line in found if line is not None for index in line.indexes}
        upper, middle, lower = (
            given if line is None and given.text and not used & {*given.indexes} else line
            for line, given in zip(found, lines, strict=True)
        )
        return upper, middle, lower
    return found


def find_joined_zone(lines: Sequence[SourceLine]) -> Found:
    """Return the zone with lines put together that came in two, or nothing where none can have."""
    joined = [one.joined(other) for one, other in itertools.pairwise(lines) if _may_be_one(one, other)]
    if not joined:
        return None, None, None
    return _best([*joined, *(piece for line in lines for piece in _pieces(line))])


def _may_be_one(one: SourceLine, other: SourceLine) -> bool:
    return 20 <= len(one.text) + len(other.text) <= 31


def _best(lines: Sequence[SourceLine]) -> Found:
    pieces = [piece for piece in lines if _may_be_of_a_zone(piece.text)]
    scores = [
        (_score_upper(piece.text), _score_middle(piece.text), _score_lower(piece.text)) for piece in pieces
    ]
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
    best = _neighbours(list(best), pieces)
    upper, middle, lower = (None if at is None else pieces[at] for at in best)
    return upper, middle, lower


def _shared(pieces: Sequence[SourceLine], taken: Sequence[int]) -> int:
    # Pieces of one line that was run together have its index in common; a joined line has two of its own.
    single = [pieces[at].indexes for at in taken if len(pieces[at].indexes) == 1]
    return len(single) - len(set(single))


def _may_be_of_a_zone(text: str) -> bool:
    # Cheap, for every line of a card: fillers, the code of the State, or the numerals of a number.
    return len(text) >= 6 and (
        text.count("<") >= 2 or "KHM" in text or sum(map(text.count, NUMERALS)) >= 9 or len(text) >= 26
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
        role == _UPPER and sum(character in "0123456789" for character in text) >= 9
    )


def _pieces(line: SourceLine) -> list[SourceLine]:
    # Lines run together come apart at the middle line, whose shape is the plainest.
    if len(line.text) <= _LONGEST_ZONE_LINE:
        return [line]
    shape = _MIDDLE_INSIDE.search(line.text)
    if shape is None:
        return [line.part(at, at + 30) for at in (0, 30, 60)] if 80 <= len(line.text) <= 96 else [line]
    start = shape.start()
    end = _near_break(line, min(start + 30, len(line.text)))
    return [
        line.part(_near_break(line, max(0, start - 30)), start),
        line.part(start, end),
        line.part(end, _near_break(line, min(end + 30, len(line.text)))),
    ]


def _near_break(line: SourceLine, at: int) -> int:
    # A line that was run together comes apart at a blank, if one is near its length.
    return min((one for one in line.breaks if abs(one - at) <= 4), key=lambda one: abs(one - at), default=at)


def _score_upper(text: str) -> float:
    score = 0.0
    at = text.find("KHM", 0, 12)
    if at >= 0:
        score += 6
    elif text[:1] in "IACLT1":
        score += 1.5
    shape = text[:40].translate(_TO_CLASS)
    number = _NUMBER_AND_FILLERS.search(shape)
    if number:
        score += number.group(1).count("9") * 0.7 + 2
    else:
        score += shape[5:15].count("9") * 0.7 + shape[5:15].count("d") * 0.2
    score += min(_fillers(text[15:]), 15) * 0.3
    return score - 4 * (shape[:5].count("9") >= 4)


def _score_middle(text: str) -> float:
    shape = text[:40].translate(_TO_CLASS)
    best = 0.0
    for start in range(min(6, len(text))):
        birth, expiry = shape[start : start + 7], shape[start + 8 : start + 15]
        score = (birth.count("9") + expiry.count("9")) * 0.7 + (birth.count("d") + expiry.count("d")) * 0.2
        score += 3 * (text[start + 7 : start + 8] in ("M", "F"))
        score += shape[start + 15 : start + 18].count("A") * 0.7 - start * 0.5
        best = max(best, score)
    if text.find("KHM", 10, 24) >= 0:
        best += 4
    return best + min(_fillers(text[17:]), 12) * 0.2


def _score_lower(text: str) -> float:
    shape = text[:40].translate(_TO_CLASS)
    score = 0.0
    if _NAMES_AND_FILLERS.search(text[:40]):
        score += 5
    if "<<" in text[1:30]:
        score += 3
    score += min(_fillers(text[8:]), 20) * 0.3
    head = shape[:10]
    score += (head.count("A") + head.count("d")) * 0.25
    return score - head.count("9") * 1.2


def _fillers(text: str) -> float:
    return text.count("<") + 0.3 * sum(character in FILLER_LIKE for character in text if character != "<")
