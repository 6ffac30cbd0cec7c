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

import enum
from typing import Final

import attrs

from khmerid.fields.name_sounds import Sound, khmer_sounds, latin_sounds
from khmerid.notes import Code, Note

_SAME: Final = 0.65  # one added consonant at most, as in ចរិយា CHAKRIYA
_ONE_LETTER: Final = 1.35  # a consonant and a vowel, or a consonant and a habit
_ONE_LETTER_SIMILARITY: Final = 0.4
_MOST_TOKENS: Final = 8

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


_CODES: Final = {
    NameMatch.AGREES: Code.MATCHES_LATIN,
    NameMatch.MISREAD: Code.NEARLY_MATCHES_LATIN,
    NameMatch.SWAPPED: Code.ORDER_DIFFERS_FROM_LATIN,
    NameMatch.CONFLICTS: Code.DIFFERS_FROM_LATIN,
}


@attrs.frozen(kw_only=True)
class NameComparison:
    """How two names match; ``similarity`` is that of their less similar part, from 0 to 1."""

    match: NameMatch
    similarity: float

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the comparison says of the Khmer name: nothing, where there was none."""
        return (Note(_CODES[self.match]),) if self.match in _CODES else ()


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
        swapped = _compare_parts(first, second, latin_tokens)
        if swapped.match is NameMatch.AGREES:
            return NameComparison(match=NameMatch.SWAPPED, similarity=swapped.similarity)
    return straight


def _compare_parts(first: str, second: str, latin_tokens: list[str]) -> NameComparison:
    """Compare two Khmer parts with the Latin tokens, split where they agree best."""
    if not second or len(latin_tokens) == 1:
        return _judge([_align(first + second, "".join(latin_tokens))])
    splits = range(1, len(latin_tokens))
    return max(
        (
            _judge(
                [_align(first, "".join(latin_tokens[:at])), _align(second, "".join(latin_tokens[at:]))],
            )
            for at in splits
        ),
        key=lambda comparison: (comparison.match is NameMatch.AGREES, comparison.similarity),
    )


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


def _align(khmer: str, latin: str) -> tuple[float, float]:
    """Return the least cost of aligning the sounds of two names, and their similarity from 0 to 1."""
    khmer_side, latin_side = khmer_sounds(khmer), latin_sounds(latin)
    row = [0.0]
    for sound in latin_side:
        row.append(row[-1] + sound.omission)
    for left in khmer_side:
        above, row = row, [row[0] + left.omission]
        for column, right in enumerate(latin_side):
            row.append(
                min(
                    above[column] + _substitution(left, right),
                    above[column + 1] + left.omission,
                    row[-1] + right.omission,
                )
            )
    worst = sum(sound.omission for sound in khmer_side + latin_side)
    return row[-1], 1 - row[-1] / worst if worst else 0.0


def _substitution(khmer: Sound, latin: Sound) -> float:
    """Return the cost of one sound in the place of another."""
    if khmer.vowel != latin.vowel:
        return khmer.omission + latin.omission
    if khmer.vowel:
        return 0.0 if set(khmer.letters) & set(latin.letters) else _OTHER_VOWEL
    if khmer.letters == latin.letters:
        return 0.0
    return _NEIGHBOURS.get(frozenset((khmer.letters, latin.letters)), _OTHER_CONSONANT)
