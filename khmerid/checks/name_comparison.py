"""Whether a Khmer name and a Latin name can be those of one person.

The surname and the given name are compared each for itself, by their sounds: aligned at the least cost, a
consonant of another class costs one, of a neighbouring class less, and what one of the scripts often leaves
out costs little. Names that are the same cost next to nothing, one misread letter about one. The comparison
only ever flags: both names are what the holder declared, and neither corrects the other. But where print and
MRZ differ in a letter, the Khmer name can bear one of the two readings out.

The costs are set by hand, in tenths, from the habits of spelling and are not fitted; ``benchmarks/names.py``
compares them with the pairs of the gazetteer and against names as OCR reads them.

>>> str(compare_names("សុខ សុភា", "SOK SOPHEA").code)
'matches_latin'
>>> str(compare_names("សុខ សុជា", "SOK SOPHEA").code), str(compare_names("សុភា សុខ", "SOK SOPHEA").code)
('nearly_matches_latin', 'order_differs_from_latin')
>>> str(compare_names("ចាន់ ធារី", "SOK SOPHEA").code), compare_names("", "SOK SOPHEA").code
('differs_from_latin', None)
>>> bears_out("ឈឹម", "CHHIM", "CHHIN"), bears_out("សុភា", "SOPHEA", "SOPHEAK")
(True, False)
"""

import functools
import math
from collections.abc import Iterator
from typing import Final

import attrs

from khmerid.checks.name_sounds import Sound, khmer_sounds, latin_sounds
from khmerid.misreading.aligner import first_row
from khmerid.misreading.look_alikes import LOOK_ALIKES, LookAlikes
from khmerid.notes import Code, Note
from khmerid.text.syllables import COENG

#: The cost up to which a part is the same: one added consonant at most, as in ចរិយា CHAKRIYA. Higher, and
#: misread names agree; lower, and habits of spelling are taken for misreadings.
_SAME: Final = 0.65
#: The cost up to which a letter or so is misread: a consonant and a vowel, or a consonant and a habit.
_ONE_LETTER: Final = 1.35
#: The similarity that a short name needs besides, of which one letter is much.
_ONE_LETTER_SIMILARITY: Final = 0.4
#: The cost up to which a Khmer name bears a Latin one out: a vowel of another habit, and no consonant.
#: Higher, and a misread Khmer name does; lower, and fewer names are settled by it.
_CLOSE: Final = 0.3
#: How much more a reading costs that the Khmer name speaks against: one consonant of another class, but for
#: the last bit of the sum. Lower, and a habit of spelling speaks against it.
_PLAINLY: Final = 0.99
#: How much more a name costs that lacks a letter which the Khmer name has: less than any consonant that is
#: mostly written (0.6, 0.8), more than a vowel (0.3).
_ONE_SOUND: Final = 0.5
_MATCHES: Final = Code.MATCHES_LATIN  # an enumeration's member is slow to look up
_NIKAHIT: Final = "\u17c6"
# One letter of each sound that a subscript may be misread as: small as they are, any for any.
_SUBSCRIPTS: Final = "កងចញតនបមយរលវសហ"
#: Words of a name that are looked at; no name has half as many.
_MOST_TOKENS: Final = 8
#: Sounds of a part of a name, beyond which it is no other part misread: all of a line of the MRZ has thirty
#: letters. More cost time, with the square.
_MOST_SOUNDS: Final = 100

#: What one sound costs instead of another. Two consonants of neighbouring classes cost less: those that
#: holders write for each other, or that look or sound alike.
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


@attrs.frozen
class NameComparison:
    """How two names go together, and the similarity of their less similar part, from 0 to 1.

    ``code`` is ``None`` where one of the names is not there.
    """

    code: Code | None
    similarity: float

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the comparison says of the Khmer name: nothing, where there was none."""
        return () if self.code is None else (Note(self.code),)


def compare_names(khmer: str | None, latin: str | None) -> NameComparison:
    """Compare a Khmer name with a Latin one in capitals, the surname and what follows it each for itself.

    Where a blank is lost on one side, the whole names are compared. Given names may be one word or several.
    """
    khmer_tokens = (khmer or "").split()[:_MOST_TOKENS]
    latin_tokens = (latin or "").replace("-", " ").split()[:_MOST_TOKENS]
    if not khmer_tokens or not latin_tokens:
        return NameComparison(None, 0.0)
    surname, given = khmer_tokens[0], "".join(khmer_tokens[1:])
    straight = _compare_parts(surname, given, latin_tokens)
    if straight.code is _MATCHES or not given:
        return straight
    last, before = khmer_tokens[-1], "".join(khmer_tokens[:-1])
    for first, second in dict.fromkeys(((given, surname), (last, before))):
        swapped = _compare_parts(first, second, latin_tokens)
        if swapped.code is _MATCHES:  # less than agreement says nothing
            return NameComparison(Code.ORDER_DIFFERS_FROM_LATIN, swapped.similarity)
    return straight


def agrees_in_parts(khmer: tuple[str, str], surname: str, given_names: str) -> bool:
    """Return whether the parts of a Khmer name are those of this surname and of these given names.

    >>> khmer = "ចាន់", "ស្រីមុំ"
    >>> agrees_in_parts(khmer, "CHAN", "SREY MOM"), agrees_in_parts(khmer, "CHAN SREY", "MOM")
    (True, False)
    """
    return all(
        _judge(_align(khmer_sounds(part), latin.replace(" ", ""), _SAME)).code is _MATCHES
        for part, latin in zip(khmer, (surname, given_names), strict=True)
    )


def bears_out(khmer: str, latin: str, other: str, looks: LookAlikes = LOOK_ALIKES) -> bool:
    """Return whether a part of a Khmer name is that of one Latin reading, and plainly not of another.

    It has to have a consonant that the other reading has not, and no one letter of it may be misread so that
    the other would be right: for one of its shape, or a subscript for any other; a nikahit bears out neither
    M nor N. On rendered lines, ន and ម were read for each other as subscripts 20 times in 3,067, as letters
    3 times in 18,995.
    """
    costs = _misfit(khmer, latin), _misfit(khmer, other)
    return (
        costs[0] <= _CLOSE
        and costs[1] - costs[0] >= _PLAINLY
        and all(_misfit(misread, other) >= _PLAINLY for misread in khmer_misreadings(khmer, looks))
    )


def ends_in(khmer: str, latin: str, letter: str) -> bool:
    """Return whether a part of a Khmer name has the sound of a letter that its Latin name has not.

    >>> ends_in("សុភ័ក្ត្រ", "SOPHEA", "K"), ends_in("សុភា", "SOPHEA", "K")
    (True, False)
    """
    misfit = _misfit(khmer, latin)
    return misfit >= _ONE_SOUND and misfit - _misfit(khmer, latin + letter) >= _ONE_SOUND


def khmer_misreadings(khmer: str, looks: LookAlikes) -> Iterator[str]:
    """Yield what a Khmer word may have been if one letter of it was misread."""
    for place, letter in enumerate(khmer):
        shapes = "".join(shape for shape in looks.khmer_shapes if letter in shape)
        if place and khmer[place - 1] == COENG:
            shapes = _SUBSCRIPTS
        elif letter == _NIKAHIT:
            shapes = "ន"  # a nikahit stands for N in some Latin spellings and for M in others
        for other in shapes.replace(letter, ""):
            yield khmer[:place] + other + khmer[place + 1 :]


def _misfit(khmer: str, latin: str) -> float:
    """Return the least cost of aligning the sounds of two names."""
    return _align(khmer_sounds(khmer), latin.replace(" ", ""))[0]


def _compare_parts(first: str, second: str, latin_tokens: list[str]) -> NameComparison:
    """Compare two Khmer parts with the Latin tokens, split where they agree or are most alike."""
    if not second or len(latin_tokens) == 1:
        return _judge(_align(khmer_sounds(first + second), "".join(latin_tokens)))
    sounds = khmer_sounds(first), khmer_sounds(second)
    best = NameComparison(None, -1.0)
    for split in range(1, len(latin_tokens)):
        sides = "".join(latin_tokens[:split]), "".join(latin_tokens[split:])
        found = _judge(*map(_align, sounds, sides))
        if found.code is _MATCHES:
            return found
        best = max(best, found, key=lambda each: each.similarity)
    return best


def _judge(*parts: tuple[float, float]) -> NameComparison:
    """Turn the cost and the similarity of each part into one comparison."""
    cost, similarity = max(parts)[0], min([one[1] for one in parts])
    code = Code.DIFFERS_FROM_LATIN
    if cost <= _ONE_LETTER and similarity > _ONE_LETTER_SIMILARITY:
        code = _MATCHES if cost <= _SAME else Code.NEARLY_MATCHES_LATIN
    return NameComparison(code, similarity)


def _align(khmer_side: list[Sound], latin: str, most: float = math.inf) -> tuple[float, float]:
    """Return the least cost of aligning the sounds of two names, and their similarity from 0 to 1.

    A cost above ``most`` is not worked out, and is returned as infinite.
    """
    latin_side = latin_sounds(latin)
    if 0 < len(latin_side) == len(khmer_side) and all(map(_sounds_alike, khmer_side, latin_side)):
        return 0.0, 1.0  # as most names that agree: they need no alignment
    omissions = [sound.omission for sound in latin_side]
    row, worst = first_row(omissions), math.fsum(omissions)
    if max(len(latin_side), len(khmer_side)) > _MOST_SOUNDS:  # as if no sound had a partner
        return worst + math.fsum(sound.omission for sound in khmer_side), 0.0
    for sound in khmer_side:
        row = _next_row(row, sound, latin_side, most)
        worst += sound.omission
    cost = row[-1] if row[-1] <= most else math.inf
    # Added in another order, the same omissions may be more than their sum by the last bit.
    return cost, max(0.0, 1 - cost / worst) if worst else 0.0


def _next_row(above: list[float], sound: Sound, latin_side: list[Sound], most: float) -> list[float]:
    """Return the least cost up to each Latin sound, one Khmer sound further; infinite above ``most``."""
    letters, is_vowel, omission = sound
    before, here = above[0], above[0] + omission
    row = [here]
    for over, (other, other_is_vowel, other_omission) in zip(above[1:], latin_side, strict=True):
        # Comparisons are faster than `min`, and of a clean card's names nothing takes longer than this.
        here += other_omission
        if over + omission < here:  # noqa: PLR1730
            here = over + omission
        if before < here:
            same_kind = is_vowel == other_is_vowel
            before += _substitution(letters, other, is_vowel) if same_kind else omission + other_omission
            if before < here:  # noqa: PLR1730
                here = before
        row.append(here if here <= most else math.inf)
        before = over
    return row


def _sounds_alike(one: Sound, other: Sound) -> bool:
    letters, is_vowel, _ = one
    return is_vowel == other[1] and _substitution(letters, other[0], is_vowel) == 0


@functools.lru_cache(maxsize=4096)  # there are some hundreds of sounds
def _substitution(khmer: str, latin: str, is_vowel: bool) -> float:  # noqa: FBT001
    """Return the cost of one sound instead of another of its kind."""
    if khmer == latin:
        return 0.0
    if is_vowel:
        return _OTHER_VOWEL if set(khmer).isdisjoint(latin) else 0.0
    return _NEIGHBOURS.get(frozenset((khmer, latin)), _OTHER_CONSONANT)
