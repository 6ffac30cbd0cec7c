"""The values a stretch of misread characters can have had, given its check digit.

A field ends with its check digit. A solution is a text of numerals whose digit agrees; its cost says how
much rarer its misreadings are than a right reading. Numeral for numeral is never assumed: where only such
a change would make the digit agree there is no solution.

>>> [solution.text for solution in solve("9OO3152", 7, any_numerals).solutions[:1]]
['9003152']
>>> solve("9003162", 7, any_numerals).solutions
()

"""

from collections.abc import Callable, Sequence

import attrs

from khmerid.mrz.lookalikes import ERASED, NUMERAL_OPTIONS, NUMERALS

Options = tuple[tuple[int, str], ...]

_LETTER_DROPPED = 5  # the cost of a character too many in a field
_NUMERAL_DROPPED = 8
_GUESSED = 7  # the cost of a character too few
_MOST_PARTIAL = 48  # partial solutions kept at each character
_MOST = 8  # solutions kept of a field
_ANY_NUMERAL: Options = tuple((ERASED, numeral) for numeral in NUMERALS)
_GUESS: Options = tuple((0, numeral) for numeral in NUMERALS)
_WEIGHTS = (7, 3, 1)


@attrs.frozen
class Solution:
    """Numerals whose check digit agrees, and what they cost."""

    cost: int
    text: str
    is_plain: bool = True  # each letter is the numeral it looks like most


@attrs.frozen
class Field:
    """The solutions of one field, cheapest first.

    ``cheapest`` is the cost of its likeliest reading, whether its digit agrees or not; ``guessed`` says
    that a character was put in that was not there.
    """

    solutions: tuple[Solution, ...]
    cheapest: int = 0
    guessed: bool = False


UNSOLVED = Field(())


def any_numerals(text: str) -> bool:
    """Admit every text: a document number has no calendar."""
    return bool(text)


def solve(read: str, length: int, admits: Callable[[str], bool]) -> Field:
    """Return the solutions of a field that has ``length`` numerals with its check digit.

    One character too many or too few is tried at every place; more than that is not solved.
    """
    if abs(len(read) - length) > 1:
        return UNSOLVED
    options = [_options(character) for character in read]
    ways = [(0, options)]
    if len(read) > length:
        ways = [
            (_NUMERAL_DROPPED if character in NUMERALS else _LETTER_DROPPED, options[:at] + options[at + 1 :])
            for at, character in enumerate(read)
        ]
    elif len(read) < length:
        ways = [(_GUESSED, [*options[:at], _GUESS, *options[at:]]) for at in range(length)]
    found: list[Solution] = []
    cheapest = min(extra + sum(choices[0][0] for choices in way) for extra, way in ways)
    plain = read.translate(_PLAIN)
    for extra, way in ways:
        found += _solutions(way, extra, admits, plain)
    found.sort(key=lambda solution: solution.cost)
    distinct: dict[str, Solution] = {}
    for solution in found:
        distinct.setdefault(solution.text, solution)
    return Field(tuple(distinct.values())[:_MOST], cheapest, len(read) < length)


def _options(character: str) -> Options:
    known = NUMERAL_OPTIONS.get(character)
    if known is None:
        return _ANY_NUMERAL
    if character in NUMERALS:
        return known
    return _WITH_ERASED[character]


_PLAIN = str.maketrans({character: known[0][1] for character, known in NUMERAL_OPTIONS.items()})
_WITH_ERASED: dict[str, Options] = {
    character: (
        *known,
        *((ERASED + 1, numeral) for numeral in NUMERALS if numeral not in {option[1] for option in known}),
    )
    for character, known in NUMERAL_OPTIONS.items()
}


def _solutions(
    way: Sequence[Options], extra: int, admits: Callable[[str], bool], plain: str
) -> list[Solution]:
    last = len(way) - 1
    partial: list[tuple[int, int, str]] = [(extra, 0, "")]
    for at, choices in enumerate(way):
        weight = 9 if at == last else _WEIGHTS[at % 3]  # 9 is -1 modulo 10: the sum of all is then nought
        partial = [
            (total + cost, residue + int(numeral) * weight, text + numeral)
            for total, residue, text in partial
            for cost, numeral in choices
        ]
        if len(partial) > _MOST_PARTIAL:
            partial.sort()
            del partial[_MOST_PARTIAL:]
    return [
        Solution(total, text, text == plain)
        for total, residue, text in partial
        if residue % 10 == 0 and admits(text)
    ]
