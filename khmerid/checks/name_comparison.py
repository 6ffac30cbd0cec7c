"""Whether a Khmer name and a Latin name can be those of one person.

The surname and the given name are compared each for itself, by their sounds: aligned at the least cost, a
consonant of another class costs one, of a neighbouring class less, and what one of the scripts often leaves
out costs little. Names that are the same cost next to nothing, one misread letter about one. The comparison
only ever flags: both names are what the holder declared, and neither corrects the other.

The costs are set by hand, in tenths, from the habits of spelling and are not fitted; ``benchmarks/names.py``
holds them against the pairs of the gazetteer and against names as OCR reads them.

>>> str(compare_names("សុខ សុភា", "SOK SOPHEA").match)
'agrees'
>>> str(compare_names("សុខ សុជា", "SOK SOPHEA").match), str(compare_names("សុភា សុខ", "SOK SOPHEA").match)
('misread', 'swapped')
>>> str(compare_names("សុខ សុភា", "SOK SOPHEA").notes[0].code)
'matches_latin'
>>> str(compare_names("ចាន់ ធារី", "SOK SOPHEA").match), str(compare_names("", "SOK SOPHEA").match)
('conflicts', 'undecided')

"""

import bisect
import enum
import itertools
from typing import Final

import attrs

from khmerid.checks.name_sounds import Sound, khmer_sounds, latin_sounds
from khmerid.notes import Code, Note

_SAME: Final = 0.65  # one added consonant at most, as in ចរិយា CHAKRIYA
_ONE_LETTER: Final = 1.35  # a consonant and a vowel, or a consonant and a habit
_ONE_LETTER_SIMILARITY: Final = 0.4
_MOST_TOKENS: Final = 8

_TOO_DEAR: Final = float("inf")
_OTHER_CONSONANT: Final = 1.0
_OTHER_VOWEL: Final = 0.3
_NEIGHBOURS: Final = {
    frozenset("NJ"): 0.3,
    frozenset("JY"): 0.3,
    frozenset("NG"): 0.6,
    frozenset("TC"): 0.8,
    frozenset("RL"): 0.8,
    frozenset("GK"): 0.8,
}


class NameMatch(enum.Enum):
    """How two names go together; all but ``AGREES`` and ``UNDECIDED`` speak against the reading of one."""

    AGREES = "agrees"
    MISREAD = "misread"  # all but a letter or so
    SWAPPED = "swapped"  # the same, with surname and given name in the other order
    CONFLICTS = "conflicts"
    UNDECIDED = "undecided"  # one of them is not there

    def __str__(self) -> str:
        return self.value


_NOTES: Final = {
    NameMatch.AGREES: (Note(Code.MATCHES_LATIN),),
    NameMatch.MISREAD: (Note(Code.NEARLY_MATCHES_LATIN),),
    NameMatch.SWAPPED: (Note(Code.ORDER_DIFFERS_FROM_LATIN),),
    NameMatch.CONFLICTS: (Note(Code.DIFFERS_FROM_LATIN),),
    NameMatch.UNDECIDED: (),
}


@attrs.frozen(kw_only=True)
class NameComparison:
    """How two names match; ``similarity`` is that of their less similar part, from 0 to 1."""

    match: NameMatch
    similarity: float

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the comparison says of the Khmer name: nothing, where there was none."""
        return _NOTES[self.match]


def compare_names(khmer: str | None, latin: str | None) -> NameComparison:
    """Compare a Khmer name with a Latin one in capitals, the surname and what follows it each for itself.

    Where a blank is lost on one side, the whole names are compared. Given names may be one word or several.
    """
    khmer_tokens = (khmer or "").split()[:_MOST_TOKENS]
    latin_tokens = (latin or "").replace("-", " ").split()[:_MOST_TOKENS]
    if not khmer_tokens or not latin_tokens:
        return NameComparison(match=NameMatch.UNDECIDED, similarity=0.0)
    surname, given = khmer_tokens[0], "".join(khmer_tokens[1:])
    straight = _compare_parts(surname, given, latin_tokens)
    if straight.match is NameMatch.AGREES or not given:
        return straight
    last, before = khmer_tokens[-1], "".join(khmer_tokens[:-1])
    for first, second in ((given, surname), (last, before)):
        swapped = _compare_parts(first, second, latin_tokens, _SAME)  # less than agreement says nothing
        if swapped.match is NameMatch.AGREES:
            return NameComparison(match=NameMatch.SWAPPED, similarity=swapped.similarity)
    return straight


def _compare_parts(
    first: str, second: str, latin_tokens: list[str], most: float = _TOO_DEAR
) -> NameComparison:
    """Compare two Khmer parts with the Latin tokens, split where they agree best.

    What costs more than ``most`` is not looked into.
    """
    if not second or len(latin_tokens) == 1:
        return _judge([_align(khmer_sounds(first + second), "".join(latin_tokens), most)])
    sounds = khmer_sounds(first), khmer_sounds(second)
    best = None
    for at in range(1, len(latin_tokens)):
        found = _judge(
            [
                _align(sounds[0], "".join(latin_tokens[:at]), most),
                _align(sounds[1], "".join(latin_tokens[at:]), most),
            ]
        )
        if best is None or _rank(found) > _rank(best):
            best = found
        if found.match is NameMatch.AGREES:  # beside it, only another one that agrees can be better
            most = _SAME
    return best  # type: ignore[return-value]  # of two tokens or more there is a split


def _rank(comparison: NameComparison) -> tuple[bool, float]:
    return comparison.match is NameMatch.AGREES, comparison.similarity


def _judge(parts: list[tuple[float, float]]) -> NameComparison:
    """Turn the cost and the similarity of each part into one comparison."""
    cost = max(cost for cost, _ in parts)
    similarity = min(similarity for _, similarity in parts)
    if cost <= _SAME and similarity > _ONE_LETTER_SIMILARITY:
        match = NameMatch.AGREES
    elif cost <= _ONE_LETTER and similarity > _ONE_LETTER_SIMILARITY:
        match = NameMatch.MISREAD
    else:
        match = NameMatch.CONFLICTS
    return NameComparison(match=match, similarity=similarity)


def _align(khmer_side: list[Sound], latin: str, most: float = _TOO_DEAR) -> tuple[float, float]:
    """Return the least cost of aligning the sounds of two names, and their similarity from 0 to 1.

    Where the cost is more than ``most``, it is infinite.
    """
    latin_side = latin_sounds(latin)
    cost = _plain_cost(khmer_side, latin_side)
    if cost > 0:  # otherwise none is less
        cost = _least_cost(khmer_side, latin_side, min(cost, most))
    worst = sum([sound.omission for sound in khmer_side + latin_side])
    # Added in another order, the same omissions may be more than their sum by the last bit.
    return cost, max(0.0, 1 - cost / worst) if worst else 0.0


def _plain_cost(khmer: list[Sound], latin: list[Sound]) -> float:
    """Return the cost of one way to align the sounds, for most names the best: a vowel alone is left out."""
    cost, at, end = 0.0, 0, len(latin)
    for left in khmer:
        while not left.vowel and at < end and latin[at].vowel:
            cost += latin[at].omission
            at += 1
        if at < end and left.vowel == latin[at].vowel:
            cost += _substitution(left, latin[at])
            at += 1
        else:
            cost += left.omission
    for sound in latin[at:]:
        cost += sound.omission
    return cost


def _least_cost(khmer: list[Sound], latin: list[Sound], bound: float) -> float:
    """Return the least cost of aligning the sounds, infinite beyond the bound: no dearer way is followed."""
    row = list(itertools.accumulate((sound.omission for sound in latin), initial=0.0))
    first, last = 0, bisect.bisect_right(row, bound)
    for left in khmer:
        above, row = row, [_TOO_DEAR] * len(row)
        alive = []
        for column in range(first, len(row)):
            cost = above[column] + left.omission
            if column:
                right = latin[column - 1]
                cost = min(
                    cost, above[column - 1] + _substitution(left, right), row[column - 1] + right.omission
                )
            if cost <= bound:
                row[column] = cost
                alive.append(column)
            elif column > last:
                break
        if not alive:
            return _TOO_DEAR
        first, last = alive[0], alive[-1]
    return row[-1]


def _substitution(khmer: Sound, latin: Sound) -> float:
    """Return the cost of one sound in the place of another."""
    if khmer.vowel != latin.vowel:
        return khmer.omission + latin.omission
    if khmer.letters == latin.letters:
        return 0.0
    if khmer.vowel:
        return _OTHER_VOWEL if set(khmer.letters).isdisjoint(latin.letters) else 0.0
    return _NEIGHBOURS.get(frozenset((khmer.letters, latin.letters)), _OTHER_CONSONANT)
