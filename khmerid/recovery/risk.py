"""How likely a value that verifies is wrong all the same, where nothing is known but its MRZ.

Two misread numerals hide each other from a check digit once in nine times. One MRZ has some thirty numerals:
enough to show that they were read badly, too few to show that they were read well. So all `_RATES` count,
each as likely as what was read makes it. What is summed are the pairs of misreadings that no digit sees;
three and more are far rarer. The calendar, which refuses some of the wrong days, is left out: dates are a
little safer than this says.

The State and the nationality have no digit: two codes alike are wrong where both were misread alike.

>>> from khmerid.misreading import SHIPPED
>>> from khmerid.mrz.formats import TD1
>>> read_once = Solution(0.0, "0102030402", "0102030402")
>>> noise = noise_of(right=27, misread=0, failed=())
>>> f"{risk_of_numerals(read_once, TD1, 'document_number', noise, SHIPPED, agrees=True):.1e}"
'1.1e-03'
>>> risk_of_codes(("KHM", "KHM"), "KHM", SHIPPED) < RISK < risk_of_codes(("MLT", "MLT"), "MLT", SHIPPED)
True
"""

import functools
import itertools
import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.misreading import Channel, Misreadings
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.misreading.noise import Rates, likelihoods
from khmerid.mrz.check_digit import FILLER, sees, weight_at
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import MrzFormat
from khmerid.recovery.elements import same_shape
from khmerid.recovery.issuers import compare_with_states
from khmerid.recovery.solver import OWN_WEIGHT, Solution
from khmerid.rules import STATE

#: The risk up to which a value is certain, and by default sure in a report (`khmerid.report.policy`).
RISK: Final = 2e-5
#: How often a character may be misread, each as likely as the others before anything is read: from an engine
#: on a clean print to text that no one would call clean. Higher ones make every value doubtful; with lower
#: ones alone, values are called certain that are wrong (``benchmarks/mrz_recovery.py`` tries up to a tenth).
_RATES: Final = (5e-5, 2e-3, 0.015, 0.1)
#: Rates of noise at which a character that is none, in a place of numerals, is weighed as any of the ten.
_OF_CHANGED: Final = Rates(1.0, 2e-3, 0.01, 3e-3)
#: The odds of another numeral where a character was lost or added: that it was another one is as likely.
_OF_SLIP: Final = 1.0
#: How often State and nationality differ: a guess, on the high side. Lower, and one readable code is enough.
_OF_TWO: Final = 0.01
#: Of misread letters, the share that is one certain letter that looks like it, and one that does not.
_ALIKE, _UNLIKE = 0.5, 1 / 30


@attrs.frozen
class ZoneNoise:
    """How often numerals of one MRZ are misread as others and as letters, and the squares of that: means."""

    numeral: float
    numeral_squared: float
    letter: float
    letter_squared: float


@functools.lru_cache(maxsize=1024)  # of counts
def noise_of(*, right: int, misread: int, failed: tuple[int, ...]) -> ZoneNoise:
    """Return the rates that an MRZ shows.

    ``right`` numerals were read as they are, ``misread`` ones as something else; each field of so many
    numerals that ``failed`` to verify has at least one that is another numeral.
    """
    of_numerals = [
        (1 - rate) ** right * math.prod(1 - (1 - rate) ** length for length in failed) for rate in _RATES
    ]
    of_letters = [(1 - rate) ** right * rate**misread for rate in _RATES]
    return ZoneNoise(*_moments(of_numerals), *_moments(of_letters))


def _moments(weights: Sequence[float]) -> tuple[float, float]:
    total = math.fsum(weights)
    mean, square = (
        math.fsum(weight * rate**power for weight, rate in zip(weights, _RATES, strict=True)) / total
        for power in (1, 2)
    )
    return mean, square


def risk_of_numerals(  # noqa: PLR0913 - all that tells of a field
    solution: Solution,
    table: MrzFormat,
    name: str,
    noise: ZoneNoise,
    misreadings: Misreadings,
    *,
    agrees: bool,
    may_have_letters: bool = False,
) -> float:
    """Return the risk of a field that verifies; ``agrees`` says that the composite digit does so too."""
    count = len(solution.text)
    odds = odds_of_changes(solution, misreadings.mrz)
    kept = count - len(odds)
    mean, square, blind = noise.numeral, noise.numeral_squared, 0.0
    if may_have_letters:
        mean += noise.letter
        square += noise.letter_squared + 2 * noise.numeral * noise.letter
        blind = noise.letter * _blind_characters(solution.text[:-1].rstrip(FILLER), misreadings.look_alikes)
    pairs = math.comb(kept, 2) * square + kept * mean * math.fsum(odds)
    pairs += math.fsum(one * other for one, other in itertools.combinations(odds, 2))
    wrong = pairs * _share_hidden(table, name, agrees=agrees) + blind
    return wrong / (1 + wrong)


def odds_of_changes(solution: Solution, channel: Channel) -> list[float]:
    """Return, for each character that is not as it was read, the odds that it is yet another one."""
    read, text = solution.read, solution.text
    if read == text:
        return []
    if len(read) != len(text):
        others = (Counter(read) - Counter(text)).total()
        return [_OF_SLIP] * min(max(others, abs(len(read) - len(text))), len(text))
    found = []
    for one, other in zip(read, text, strict=True):
        if one != other:
            likely = likelihoods(channel, one, _OF_CHANGED)
            found.append(math.fsum(likely) / likely[int(other)] - 1)
    return found


def _blind_characters(number: str, looks: LookAlikes) -> int:
    """Return how many characters may be a look-alike that no digit tells from them, as 1 from L or 6 from G.

    A filler within a number may be a K.
    """
    alike = same_shape(looks)
    return number.count(FILLER) + sum(
        any(not sees(character, other) for other in alike.get(character, ())) for character in number
    )


@functools.cache  # of each field of a format
def _share_hidden(table: MrzFormat, name: str, *, agrees: bool) -> float:
    """Return of all pairs of misread numerals of a field the share that its digit does not see.

    With ``agrees`` neither does the composite (Doc 9303-3, 4.9; 9303-5, 4.2.4), in which the numerals of a
    number weigh as they do for its own digit, and those of a date otherwise.
    """
    where = table.places[name][1]
    count = where.stop - where.start
    own = [*(weight_at(at) for at in range(count - 1)), OWN_WEIGHT]
    composite = [weight_at(table.before[name] + at) for at in range(count)]
    hidden = sum(
        (own[first] * one + own[second] * other) % 10 == 0
        and not (agrees and (composite[first] * one + composite[second] * other) % 10)
        for first, second in itertools.combinations(range(count), 2)
        for one, other in itertools.product(range(1, 10), repeat=2)
    )
    return hidden / (81 * math.comb(count, 2))


def risk_of_codes(texts: tuple[str, str], code: str, misreadings: Misreadings) -> float:
    """Return the risk that State and nationality are not both this code, given what was read of each."""
    if texts == (code.ljust(3, FILLER),) * 2:
        return _risk_of_clean_codes(code, misreadings.look_alikes)
    return _risk_of_codes(texts, code, misreadings.look_alikes)


@functools.lru_cache(maxsize=1024)  # of each engine, the codes of States
def _risk_of_clean_codes(code: str, looks: LookAlikes) -> float:
    return _risk_of_codes((code.ljust(3, FILLER),) * 2, code, looks)


def _risk_of_codes(texts: tuple[str, str], code: str, looks: LookAlikes) -> float:
    # One that is shorter or longer than a code tells nothing: as read it is all of them alike.
    one, other = (compare_with_states(text if len(text) == len(STATE) else "", looks) for text in texts)
    pairs = Counter(zip(one.values(), other.values(), strict=True))
    first, second = Counter(one.values()), Counter(other.values())
    same, two = (1 - _OF_TWO) / len(STATES), _OF_TWO / len(STATES) ** 2  # of each code; of any two
    right = every = 0.0
    for rate in _RATES:
        likely = {found: _likely(*found, rate) for found in (*first, *second)}
        right += likely[one[code]] * likely[other[code]] * (same + two)
        every += same * math.fsum(count * likely[a] * likely[b] for (a, b), count in pairs.items())
        any_one, any_other = (
            math.fsum(count * likely[found] for found, count in side.items()) for side in (first, second)
        )
        every += two * any_one * any_other
    return max(1 - right / every, 0.0)


def _likely(same: int, like: int, rate: float) -> float:
    """Return how likely a code is read with so many letters as they are, and so many that look like them."""
    return (1 - rate) ** same * (rate * _ALIKE) ** like * (rate * _UNLIKE) ** (len(STATE) - same - like)
