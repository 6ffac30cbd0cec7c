"""The numerals that a stretch of misread characters can have been, given its check digit.

`cheapest_by_residue` is the solver: the cheapest texts for each residue of the weighted sum, slot by slot.
A check digit is one more slot, or it prices the residues; resolve does the latter
(`khmerid.resolve.decoder`).

`solve` is what an MRZ alone can tell. A field ends with its check digit; a solution is a text of numerals
whose digit agrees, and its cost says how much rarer its misreadings are than a right reading. Numeral for
numeral is never assumed: where only such a change would make the digit agree there is no solution.

>>> from khmerid.misreading import SHIPPED
>>> [solution.text for solution in solve("9OO3152", 7, SHIPPED)[:1]]
['9003152']
>>> solve("9003162", 7, SHIPPED)
()
"""

import enum
import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.misreading import Misreadings
from khmerid.mrz.check_digit import weight_at
from khmerid.text.numerals import ASCII_DIGITS

#: The cost of a character too many in a field, of a numeral too many, and of a character too few. Set by
#: hand: each is as much as two look-alikes. Lower, and fields are proven from which something was left out;
#: higher, and fewer are.
_LETTER_DROPPED: Final = 5.0
_NUMERAL_DROPPED: Final = 8.0
_GUESSED: Final = 7.0
#: The cost of any numeral for a character that looks like none: dearer than all that look like one.
_ERASED: Final = 8.0
#: Characters that are not numerals, in a field that is too long or too short, and in one where each of them
#: may have been any numeral: with more, nearly every number has a solution.
_MOST_UNCLEAR: Final = 4
_MOST_ERASED: Final = 2
#: Solutions kept of a field, and texts kept for each residue to find them among, before the calendar is
#: asked. More costs time; fewer, and a day of the calendar may not be among them.
_MOST: Final = 12
_MOST_OF_A_RESIDUE: Final = 24

# Held against real OCR output by ``benchmarks/mrz_recovery.py``: within these, no solution was wrong but by
# two numerals misread at once. Higher, and more fields are proven, some of them wrongly.
#: How much dearer than the likeliest reading a repair may be that the digit asked for.
_DEAREST_REPAIR: Final = 1.0
#: The cost up to which one check digit proves a field: two look-alikes; and up to which its own and the
#: composite prove it together.
_PROVEN_ONCE: Final = 7.0
_PROVEN_TWICE: Final = 12.0

# The weight of the check digit itself beside what it is taken over: -1 modulo ten, the sum of all is zero.
OWN_WEIGHT: Final = 9

Options = Sequence[tuple[float, str]]  # the numerals that a slot may have been, with their costs

_ANY_NUMERAL: Final[Options] = tuple((_ERASED, numeral) for numeral in ASCII_DIGITS)
_GUESS: Final[Options] = tuple((0.0, numeral) for numeral in ASCII_DIGITS)
_AS_READ: Final[Mapping[str, Options]] = {numeral: ((0.0, numeral),) for numeral in ASCII_DIGITS}


class Proof(enum.Enum):
    """What proves a solution, if no other comes near it."""

    OWN_DIGIT = 1
    WITH_COMPOSITE = 2
    SETTLED = 3  # one answer with the composite, and still not certain
    NONE = 4


@attrs.frozen
class Solution(Masked):
    """Numerals whose check digit agrees, what they cost, and what it takes to prove them.

    ``read`` is what was received; ``is_plain`` says that each letter is the numeral it looks like most.
    """

    cost: float
    text: str
    read: str = ""
    is_plain: bool = True
    proof: Proof = Proof.OWN_DIGIT


def cheapest_by_residue(
    slots: Sequence[Options], keep: int, last_weight: int | None = None
) -> dict[int, list[tuple[float, str]]]:
    """Return the cheapest texts with their costs for each residue of the weighted sum modulo ten.

    The weights are 7, 3, 1, repeated from the left (Doc 9303-3, 4.9), but for ``last_weight`` where it is
    given.
    """
    states: dict[int, list[tuple[float, str]]] = {0: [(0.0, "")]}
    for position, options in enumerate(slots):
        weight = weight_at(position)
        if last_weight is not None and position == len(slots) - 1:
            weight = last_weight
        steps = [(cost, numeral, int(numeral) * weight) for cost, numeral in options]
        grown: dict[int, list[tuple[float, str]]] = {}
        for residue, bests in states.items():
            for cost, numeral, added in steps:
                bucket = grown.setdefault((residue + added) % 10, [])
                for best, text in bests:
                    bucket.append((best + cost, text + numeral))
        for bucket in grown.values():
            bucket.sort()
            del bucket[keep:]
        states = grown
    return states


def solve(
    read: str,
    length: int,
    misreadings: Misreadings,
    *,
    admits: Callable[[str], bool] = bool,
    seen_twice: bool = False,
) -> tuple[Solution, ...]:
    """Return the solutions of a field that has ``length`` numerals with its check digit, cheapest first.

    One character too many or too few is tried at every place; more than that is not solved. ``admits`` is
    what the field's calendar says of a text, ``seen_twice`` that the composite weighs the field otherwise
    than its own digit does.
    """
    unclear = sum(character not in ASCII_DIGITS for character in read)
    if abs(len(read) - length) > 1 or (len(read) != length and unclear > _MOST_UNCLEAR):
        return ()
    wide = unclear <= _MOST_ERASED
    options = [_options(character, misreadings, wide=wide) for character in read]
    ways: list[tuple[float, list[Options]]] = [(0.0, options)]
    if len(read) > length:
        ways = [
            (
                _NUMERAL_DROPPED if read[at] in ASCII_DIGITS else _LETTER_DROPPED,
                options[:at] + options[at + 1 :],
            )
            for at in range(len(read))
        ]
    elif len(read) < length:
        ways = [(_GUESSED, [*options[:at], _GUESS, *options[at:]]) for at in range(length)]
    cheapest = min(extra + math.fsum(choices[0][0] for choices in way) for extra, way in ways)
    most = _PROVEN_TWICE if seen_twice else _PROVEN_ONCE
    distinct: dict[str, float] = {}
    for extra, way in ways:
        agreeing = cheapest_by_residue(way, _MOST_OF_A_RESIDUE, OWN_WEIGHT).get(0, [])
        for cost, text in agreeing:
            if extra + cost < distinct.get(text, extra + cost + 1) and admits(text):
                distinct[text] = extra + cost
    plain = "".join(_plain(character, misreadings) for character in read)
    ranked = sorted((cost, text) for text, cost in distinct.items())[:_MOST]
    return tuple(
        Solution(
            cost,
            text,
            read,
            text == plain,
            Proof.SETTLED
            if len(read) < length
            else _proof(cost, cost - cheapest, most, is_plain=seen_twice and text == plain),
        )
        for cost, text in ranked
    )


@functools.lru_cache(maxsize=1024)  # of each engine, the characters of an alphabet
def numeral_options(misreadings: Misreadings, read: str) -> Options:
    """Return the numerals that a character looks like, cheapest first; none for one that looks like none.

    A numeral is itself: that it was read for another one is not assumed. The costs are those of shape
    (`khmerid.misreading.look_alikes` says why not the learned ones).
    """
    if read in _AS_READ:
        return _AS_READ[read]
    by_shape = misreadings.look_alikes.numerals.get(read, {})
    return tuple(sorted((cost, numeral) for numeral, cost in by_shape.items()))


def _options(character: str, misreadings: Misreadings, *, wide: bool) -> Options:
    known = numeral_options(misreadings, character)
    if not known:
        return _ANY_NUMERAL
    if not wide or character in ASCII_DIGITS:
        return known
    others = {*ASCII_DIGITS} - {numeral for _, numeral in known}
    return (*known, *((_ERASED + 1, numeral) for numeral in sorted(others)))


def _plain(character: str, misreadings: Misreadings) -> str:
    """Return the numeral that a character looks like most, or the character."""
    known = numeral_options(misreadings, character)
    return known[0][1] if known else character


def _proof(cost: float, dearer: float, most: float, *, is_plain: bool) -> Proof:
    if cost <= _PROVEN_ONCE and dearer <= _DEAREST_REPAIR:
        return Proof.OWN_DIGIT
    if cost <= most and dearer <= _DEAREST_REPAIR:
        return Proof.WITH_COMPOSITE
    return Proof.SETTLED if is_plain else Proof.NONE
