"""The values a stretch of misread characters can have had, given its check digit.

A field ends with its check digit. A solution is a text of numerals whose digit agrees; its cost says how
much rarer its misreadings are than a right reading. Numeral for numeral is never assumed: where only such
a change would make the digit agree there is no solution.

>>> [solution.text for solution in solve("9OO3152", 7, any_numerals)[:1]]
['9003152']
>>> solve("9003162", 7, any_numerals)
()

"""

import enum
from collections.abc import Callable, Sequence

import attrs

from khmerid.misreading.look_alikes import ERASED, NUMERAL_OPTIONS, NUMERALS

_LETTER_DROPPED = 5  # the cost of a character too many in a field
_NUMERAL_DROPPED = 8
_GUESSED = 7  # the cost of a character too few
_MOST_UNCLEAR = 4  # characters that are no numerals, in a field that is too long or too short
_MOST_ERASED = 2  # unclear characters up to which each may have been any numeral
_MOST_PARTIAL = 40  # partial solutions kept at each character
_MOST = 12  # solutions kept of a field

# Held against real OCR output by ``benchmarks/mrz_recovery.py``: within these, no solution was wrong but
# by two numerals misread at once.
_DEAREST_REPAIR = 1  # how much dearer than the likeliest reading a repair may be that the digit asked for
_PROVEN_ONCE = 7  # the cost up to which one check digit proves a field: two look-alikes
_PROVEN_TWICE = 12  # and up to which its own and the composite prove it together

Options = tuple[tuple[int, str], ...]

_ANY_NUMERAL: Options = tuple((ERASED, numeral) for numeral in NUMERALS)
_GUESS: Options = tuple((0, numeral) for numeral in NUMERALS)
_WEIGHTS = (7, 3, 1)
_PLAIN = str.maketrans({character: known[0][1] for character, known in NUMERAL_OPTIONS.items()})
_OR_ERASED: dict[str, Options] = {
    character: (
        *known,
        *((ERASED + 1, numeral) for numeral in NUMERALS if numeral not in dict(known).values()),
    )
    for character, known in NUMERAL_OPTIONS.items()
    if character not in NUMERALS
}


class Proof(enum.Enum):
    """What proves a solution, if no other comes near it."""

    OWN_DIGIT = 1
    WITH_COMPOSITE = 2
    SETTLED = 3  # one answer with the composite, and still not certain
    NONE = 4


@attrs.frozen
class Solution:
    """Numerals whose check digit agrees, what they cost, and what it takes to prove them.

    ``is_plain`` says that each letter is the numeral it looks like most.
    """

    cost: int
    text: str
    is_plain: bool = True
    proof: Proof = Proof.OWN_DIGIT


def any_numerals(text: str) -> bool:
    """Admit every text: a document number has no calendar."""
    return bool(text)


def solve(
    read: str, length: int, admits: Callable[[str], bool], *, seen_twice: bool = False
) -> tuple[Solution, ...]:
    """Return the solutions of a field that has ``length`` numerals with its check digit, cheapest first.

    One character too many or too few is tried at every place; more than that is not solved.
    ``seen_twice`` says that the composite weighs the field otherwise than its own digit does.
    """
    unclear = sum(character not in NUMERALS for character in read)
    if abs(len(read) - length) > 1 or (len(read) != length and unclear > _MOST_UNCLEAR):
        return ()
    wide = unclear <= _MOST_ERASED
    options = [_options(character, wide=wide) for character in read]
    ways = [(0, options)]
    if len(read) > length:
        ways = [
            (_NUMERAL_DROPPED if read[at] in NUMERALS else _LETTER_DROPPED, options[:at] + options[at + 1 :])
            for at in range(len(read))
        ]
    elif len(read) < length:
        ways = [(_GUESSED, [*options[:at], _GUESS, *options[at:]]) for at in range(length)]
    cheapest = min(extra + sum(choices[0][0] for choices in way) for extra, way in ways)
    most = _PROVEN_TWICE if seen_twice else _PROVEN_ONCE
    distinct: dict[str, int] = {}
    for extra, way in ways:
        for cost, text in _agreeing(way, extra):
            if cost < distinct.get(text, cost + 1) and admits(text):
                distinct[text] = cost
    plain = read.translate(_PLAIN)
    ranked = sorted((cost, text) for text, cost in distinct.items())[:_MOST]
    return tuple(
        Solution(
            cost,
            text,
            text == plain,
            Proof.SETTLED
            if len(read) < length
            else _proof(cost, cost - cheapest, most, is_plain=seen_twice and text == plain),
        )
        for cost, text in ranked
    )


def _options(character: str, *, wide: bool) -> Options:
    known = NUMERAL_OPTIONS.get(character)
    if known is None:
        return _ANY_NUMERAL
    return _OR_ERASED.get(character, known) if wide else known


def _agreeing(way: Sequence[Options], extra: int) -> list[tuple[int, str]]:
    last = len(way) - 1
    partial: list[tuple[int, int, str]] = [(extra, 0, "")]
    for at, choices in enumerate(way):
        weight = 9 if at == last else _WEIGHTS[at % 3]  # 9 is -1 modulo 10: the sum of all is then nought
        partial = [
            (total + cost, residue + int(numeral) * weight, text + numeral)
            for total, residue, text in partial
            for cost, numeral in choices
        ]
        if len(partial) > _MOST_PARTIAL and at < last:
            partial.sort()
            del partial[_MOST_PARTIAL:]
    return [(total, text) for total, residue, text in partial if residue % 10 == 0]


def _proof(cost: int, dearer: int, most: int, *, is_plain: bool) -> Proof:
    if cost <= _PROVEN_ONCE and dearer <= _DEAREST_REPAIR:
        return Proof.OWN_DIGIT
    if cost <= most and dearer <= _DEAREST_REPAIR:
        return Proof.WITH_COMPOSITE
    return Proof.SETTLED if is_plain else Proof.NONE
