"""How noisy a text may be: rates of noise, and what each numeral is read as at such rates.

Learned rates are those of an engine on the cards it was learned from. This card may be clearer, or ruined,
and its faults may be of a kind that nobody saw. `Rates` say by how much the learned rates are multiplied, and
how often, whatever was learned, a numeral is read as any other numeral, as some other character, or lost.
Which of the `LEVELS` a card has is inferred from the card itself (`khmerid.resolve.card_noise`).

>>> from khmerid.misreading import SHIPPED
>>> clean, ruined = (likelihoods(SHIPPED.mrz, "1", LEVELS[at]) for at in (0, -1))
>>> clean[1] > 0.9, clean[7] < 0.001 < 0.02 < ruined[7]
(True, True)
"""

import functools
import itertools
import math
from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.misreading.channel import UNSEEN, Channel
from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS, to_western_digits


@attrs.frozen
class Rates:
    """Rates of noise for each printed numeral.

    ``learned`` multiplies what was learned; ``numeral`` is the rate of any numeral for any other, ``other``
    that of another character, ``slip`` that of a character lost or added.
    """

    learned: float
    numeral: float
    other: float
    slip: float


#: How damaged a text is: how much of the learned noise there is, and at least how often a numeral is read as
#: any other, as another character, lost or added to; from texts such as most are, in which next to nothing is
#: misread, to text of which hardly anything is left, and text that tells next to nothing. Set by hand. Fewer,
#: and one bad text is believed as the others are, or makes all of them doubtful; without the first, a numeral
#: of a clear text is thought to be misread as often as one of a damaged text.
DAMAGES: Final = (
    Rates(0.03, 0.0, 2e-4, 1e-4),
    Rates(0.25, 0.0, 1e-3, 3e-4),
    Rates(1.5, 5e-4, 0.01, 3e-3),
    Rates(4.0, 0.02, 0.15, 0.04),
    Rates(4.0, 0.45, 0.4, 0.1),
)
#: The rate of any numeral for any other, the noise that nothing in one text shows. The engines of the corpora
#: lie below the third; the last is twenty times what any of them does.
NUMERAL_RATES: Final = (5e-5, 2e-3, 0.015, 0.1)
#: All combinations; the damage changes slowest.
LEVELS: Final = tuple(
    attrs.evolve(damage, numeral=max(damage.numeral, numeral))
    for damage, numeral in itertools.product(DAMAGES, NUMERAL_RATES)
)
#: Characters that one may be read as, besides numerals, where nothing is known of which.
_OTHERS: Final = 40
#: The least that is read right at any rates, and the most of a learned misreading: a text of which less is
#: read is no reading.
_LEAST_RIGHT: Final = 0.1
_MOST_LEARNED: Final = 0.5

Likelihoods = tuple[float, ...]  # of each numeral 0 to 9


def likelihoods(channel: Channel, read: str, rates: Rates) -> Likelihoods:
    """Return how likely each numeral 0 to 9 is read as this at some rates: one character, two, or none."""
    if len(read) == 2:
        return _of_two(channel, read, rates)
    learned, right, missed = _learned(channel, read)
    floors = (rates.numeral / 9, rates.other / _OTHERS, rates.slip)
    floor = floors[0 if right >= 0 else 1 if read else 2]
    scale, found = rates.learned, [floor] * 10
    for numeral, rate in learned:
        found[numeral] += min(scale * rate, _MOST_LEARNED)
    if right >= 0:
        found[right] = max(1.0 - scale * missed - rates.numeral - rates.other, _LEAST_RIGHT)
    return tuple(found)


def _of_two(channel: Channel, read: str, rates: Rates) -> Likelihoods:
    """Return those of a numeral read twice, or of one beside which a character was added."""
    first, second = (likelihoods(channel, each, rates) for each in read)
    added_first, added_second = (likelihood_between(channel, "", each, rates) for each in read)
    doubled = min(rates.learned * math.exp(-channel.doubled), _MOST_LEARNED)
    return tuple(
        doubled * min(one, other) + one * added_second + other * added_first
        for one, other in zip(first, second, strict=True)
    )


def likelihood_between(channel: Channel, printed: str, read: str, rates: Rates) -> float:
    """Return how likely a separator was read as this, or a character where nothing is printed."""
    if printed and read == printed:
        missed = 1.0 - _learned_rate(channel, printed, printed)
        return max(1.0 - rates.learned * missed - rates.other, _LEAST_RIGHT)
    floor = (rates.other if printed else rates.slip) / _OTHERS if read else rates.slip
    return min(rates.learned * _learned_rate(channel, printed, read), _MOST_LEARNED) + floor


@functools.lru_cache(maxsize=4096)
def _learned_rate(channel: Channel, printed: str, read: str) -> float:
    cost = channel.cost(printed, read)
    return math.exp(-cost) if cost < UNSEEN else 0.0


@functools.lru_cache(maxsize=4096)
def logs_between(channel: Channel, printed: str, read: str) -> tuple[float, ...]:
    """Return, for each level, the logarithm of how likely a separator was read as this."""
    return tuple(math.log(likelihood_between(channel, printed, read, level)) for level in LEVELS)


@functools.lru_cache(maxsize=4096)  # the characters that an engine returns for numerals
def _learned(channel: Channel, read: str) -> tuple[Sequence[tuple[int, float]], int, float]:
    """Return how often others were seen read as this numeral, which one it is, and how often that is missed.

    The numeral is -1 where the character is none of the channel's script: a numeral of the other script is
    itself a sign of misreading.
    """
    right = numerals_of(channel).find(read) if read else -1
    rates = [_learned_rate(channel, printed, read) for printed in ASCII_DIGITS]
    missed = 1.0 - rates[right] if right >= 0 else 0.0
    return [(one, rate) for one, rate in enumerate(rates) if rate and one != right], right, missed


@functools.lru_cache(maxsize=4096)
def logs_of_reading(channel: Channel, printed: str, read: str) -> tuple[float, ...]:
    """Return, for each level, the logarithm of how likely a numeral is read as this."""
    return tuple(math.log(likelihoods(channel, read, level)[int(printed)]) for level in LEVELS)


@functools.lru_cache(maxsize=64)
def logs_of_right_reading(channel: Channel) -> tuple[float, ...]:
    """Return, for each level, the logarithm of how likely a numeral is read right, of all numerals alike."""
    numerals = numerals_of(channel)
    return tuple(
        math.log(math.fsum(likelihoods(channel, numerals[one], level)[one] for one in range(10)) / 10)
        for level in LEVELS
    )


@functools.lru_cache(maxsize=64)
def logs_of_any_numeral(channel: Channel) -> tuple[float, ...]:
    """Return, for each level, the logarithm of how likely a numeral is read as one, the right one or not."""
    numerals = numerals_of(channel)
    return tuple(
        math.log(math.fsum(math.fsum(likelihoods(channel, read, level)) for read in numerals) / 10)
        for level in LEVELS
    )


@functools.lru_cache(maxsize=64)
def numerals_of(channel: Channel) -> str:
    """Return the numerals that this channel prints, in its own script."""
    return KHMER_DIGITS if channel.cost("0", KHMER_DIGITS[0]) < channel.cost("0", "0") else ASCII_DIGITS


def numeral_of(channel: Channel, read: str) -> str:
    """Return the numeral 0 to 9 that was read, ``""`` for anything that is none of the channel's script."""
    return to_western_digits(read) if read and read in numerals_of(channel) else ""
