"""What the check digits of a value say, and what they cannot see of it here (ICAO Doc 9303-3, 4.9).

A digit sees every single numeral that is misread, since the weights 7, 3 and 1 have no factor in common with
ten. It does not see two that make up for each other, nor one that is misread with the digit itself, unless
the composite digit does, which is taken over the value and its digit with other weights.

>>> from khmerid.misreading import SHIPPED
>>> from khmerid.misreading.noise import LEVELS
>>> looks = [(SHIPPED.printed_latin, LEVELS[1]), (SHIPPED.mrz, LEVELS[1])]
>>> digits = ReadDigits(own=True, before=0)
>>> for spot in blind_spots("010203040", digits, looks, of_value=str):
...     print(spot.code, spot.positions, spot.alternative)
two_numerals (4, 5) 010193040
numeral_with_digit (8,) 010203090
"""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

import attrs

from khmerid.ledger.records import BlindSpot, Unseen
from khmerid.misreading.channel import Channel
from khmerid.misreading.noise import Rates, likelihoods, numerals_of
from khmerid.mrz.check_digit import check_digit, weight_at
from khmerid.outcome import Outcome
from khmerid.text.numerals import ASCII_DIGITS

Looks = Sequence[tuple[Channel, Rates]]  # of each side on which the value was read, the MRZ last
Changes = tuple[tuple[int, int], ...]  # places, and the numerals that stand there instead
Scored = tuple[float, Changes]


@attrs.frozen
class ReadDigits:
    """Which check digits of a value could be read.

    ``before`` is how many characters precede the value in what the composite digit is taken over, ``None``
    where that digit could not be read.
    """

    own: bool
    before: int | None


def said_by(read: str, expected: str) -> Outcome:
    """Return what a check digit says: nothing where it is no numeral, or where none is expected.

    >>> said_by("4", "4"), said_by("A", "4")
    (<Outcome.AGREES: 'agrees'>, <Outcome.UNDECIDED: 'undecided'>)
    """
    if not expected or read not in tuple(ASCII_DIGITS):
        return Outcome.UNDECIDED
    return Outcome.AGREES if read == expected else Outcome.CONFLICTS


def blind_spots(
    numerals: str, digits: ReadDigits, looks: Looks, of_value: Callable[[str], str | None]
) -> Iterator[BlindSpot]:
    """Yield what none of the digits that were read can see of a value, given as the MRZ has it.

    ``of_value`` returns the value that other numerals are, or ``None`` where they are none that a card has.
    """
    own = [weight_at(at) for at in range(len(numerals))]
    composite = _weights_in_composite(own, digits.before)
    of_read = ([own] if digits.own else []) + composite
    if not of_read:
        yield BlindSpot(Unseen.NO_DIGIT_READ)
        return
    tables = [_misread_as(numerals, *look) for look in looks]
    pairs = list(_unseen_pairs(numerals, of_read))
    swaps = [(1.0, pair) for pair in pairs if _is_swap(numerals, pair)]
    yield from _spots(Unseen.SWAP, numerals, swaps, of_value)
    scored = [(_likely(pair, tables), pair) for pair in pairs]
    yield from itertools.islice(_spots(Unseen.PAIR, numerals, scored, of_value), 1)
    if digits.own:
        singles = _unseen_singles(numerals, composite)
        beside = [(_likely_with_digit(numerals, one, tables, looks[-1]), one) for one in singles]
        yield from itertools.islice(_spots(Unseen.WITH_DIGIT, numerals, beside, of_value), 1)


def _weights_in_composite(own: Sequence[int], before: int | None) -> list[list[int]]:
    """Return what each numeral weighs in the composite digit, by itself and through the value's digit."""
    if before is None:
        return []
    of_digit = weight_at(before + len(own))
    return [[weight_at(before + at) + weight * of_digit for at, weight in enumerate(own)]]


def _unseen_pairs(numerals: str, of_read: Sequence[Sequence[int]]) -> Iterator[Changes]:
    """Yield the changes of two numerals that leave every digit as it is."""
    by_residue = [_by_residue(at, numeral, of_read) for at, numeral in enumerate(numerals)]
    for (at, one), (then, other) in itertools.combinations(enumerate(by_residue), 2):
        for residues, firsts in one.items():
            seconds = other.get(tuple(-residue % 10 for residue in residues), ())
            for first, second in itertools.product(firsts, seconds):
                yield (at, first), (then, second)


def _by_residue(at: int, numeral: str, of_read: Sequence[Sequence[int]]) -> dict[tuple[int, ...], list[int]]:
    """Return the other numerals in a place by how much they change each digit."""
    found: dict[tuple[int, ...], list[int]] = {}
    for other in range(10):
        if other != int(numeral):
            residues = tuple(weights[at] * (other - int(numeral)) % 10 for weights in of_read)
            found.setdefault(residues, []).append(other)
    return found


def _is_swap(numerals: str, pair: Changes) -> bool:
    (at, one), (then, other) = pair
    return then == at + 1 and (str(one), str(other)) == (numerals[then], numerals[at])


def _unseen_singles(numerals: str, composite: Sequence[Sequence[int]]) -> Iterator[Changes]:
    """Yield the changes of one numeral that leave the composite digit as it is, if that was read."""
    nothing = (0,) * len(composite)
    for at, numeral in enumerate(numerals):
        for other in _by_residue(at, numeral, composite).get(nothing, ()):
            yield ((at, other),)


def _misread_as(numerals: str, channel: Channel, rates: Rates) -> list[Sequence[float]]:
    """Return, for each place, how likely each numeral is misread as the one that stands there."""
    return [likelihoods(channel, numerals_of(channel)[int(numeral)], rates) for numeral in numerals]


def _likely(changes: Changes, tables: Iterable[Sequence[Sequence[float]]]) -> float:
    """Return how likely other numerals are misread, on every side, as those that stand there."""
    return math.prod(table[at][other] for table in tables for at, other in changes)


def _likely_with_digit(
    numerals: str,
    changes: Changes,
    tables: Iterable[Sequence[Sequence[float]]],
    in_mrz: tuple[Channel, Rates],
) -> float:
    """Return how likely that is together with the check digit, which stands in the MRZ alone."""
    digit = _misread_as(check_digit(numerals), *in_mrz)[0]
    return _likely(changes, tables) * digit[int(check_digit(_changed(numerals, changes)))]


def _changed(numerals: str, changes: Changes) -> str:
    found = list(numerals)
    for at, other in changes:
        found[at] = str(other)
    return "".join(found)


def _spots(
    code: Unseen, numerals: str, scored: Iterable[Scored], of_value: Callable[[str], str | None]
) -> Iterator[BlindSpot]:
    """Yield the changes that make another value, the likeliest first."""
    for _, changes in sorted(scored, key=itemgetter(0), reverse=True):
        value = of_value(_changed(numerals, changes))
        if value is not None:
            yield BlindSpot(code, tuple(at + 1 for at, _ in changes), value)
