"""How noisily this card was read, inferred from the card: each text bears witness for the others.

Each side of the card, printed Latin numerals, printed Khmer numerals and MRZ, has a level of noise
(`khmerid.misreading.noise.LEVELS`); a common condition of the picture ties them. What is known of a text,
that it is read as the value that all evidence suggests, tells how likely it was at each level. A text that is
judged itself takes no part: its noise is inferred from the other texts, and it may be a line that was read
much worse than the rest.

>>> from khmerid.misreading import SHIPPED
>>> clean = card_noise((Witness("document_number", SHIPPED.mrz, 10),))
>>> noisy = card_noise((Witness("document_number", SHIPPED.mrz, 8, (("1", "7"), ("6", "8"))),))
>>> clean.rates(SHIPPED.mrz, "date_of_birth").numeral < noisy.rates(SHIPPED.mrz, "date_of_birth").numeral
True
"""

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from operator import add, mul
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.misreading.channel import Channel
from khmerid.misreading.noise import (
    LEVELS,
    NUMERAL_RATES,
    Rates,
    logs_of_reading,
    logs_of_right_reading,
)

Logs = Sequence[float]  # for each level, a logarithm of likelihood
Weights = Sequence[float]  # for each level, a probability
Misread = tuple[tuple[str, str], ...]  # numerals as they were printed, and what they were read as

_SIDES: Final = ("latin", "khmer", "mrz")  # channels by name: what has a level of noise of its own


@attrs.frozen
class Witness(Masked):
    """How a text was read, given what it says: how many numerals were read right, and which were misread."""

    field: str
    channel: Channel
    right: int
    misread: Misread = ()

    @property
    def logs(self) -> Logs:
        """How likely that is at each level."""
        return _logs(self.channel, self.right, self.misread)


#: Conditions of a picture, each with how often it is met, how often each damage is in it, and how often each
#: rate of numerals for numerals: good, fair, bad; and one in which numerals are taken for others although
#: nothing looks damaged. Set by hand with a heavy tail, so that on simulated noise of every kind the
#: predicted error is not below the seen one (``benchmarks/calibration.py``). Lighter, and a card that looks
#: clean by chance is believed; heavier, and fewer values are sure.
_CONDITIONS: Final = (
    (0.7, (0.95, 0.047, 0.002, 0.001), (0.8, 0.19, 0.0095, 0.0005)),
    (0.2, (0.4, 0.5, 0.08, 0.02), (0.6, 0.35, 0.047, 0.003)),
    (0.08, (0.05, 0.4, 0.4, 0.15), (0.4, 0.45, 0.13, 0.02)),
    (0.02, (0.82, 0.13, 0.03, 0.02), (0.02, 0.08, 0.4, 0.5)),
)
_PRIORS: Final = tuple(
    (often, tuple(damage * numeral for damage, numeral in itertools.product(damages, numerals)))
    for often, damages, numerals in _CONDITIONS
)
#: How often one text is read as if it were of another card, mostly a bad one: a crease, glare, a thumb.
_ALONE: Final = 0.03
_PRIOR_ALONE: Final = _PRIORS[2][1]


@attrs.frozen
class Component:
    """Rates that a text may have been read at, and how likely that is."""

    weight: float
    rates: Rates


@functools.lru_cache(maxsize=8192)
def _logs(channel: Channel, right: int, misread: Misread) -> tuple[float, ...]:
    total: Iterable[float] = [right * log for log in logs_of_right_reading(channel)]
    for printed, read in misread:
        total = map(add, total, logs_of_reading(channel, printed, read))
    return tuple(total)


@functools.lru_cache(maxsize=8192)
def _borne_out(channel: Channel, right: int, misread: Misread) -> tuple[float, ...]:
    """Return what a text says of the others: as `_logs`, but it may have been read alone as it was."""
    logs = _logs(channel, right, misread)
    top = max(logs)
    likely = [math.exp(log - top) for log in logs]
    alone = _ALONE * sum(map(mul, _PRIOR_ALONE, likely))
    return tuple(math.log((1 - _ALONE) * one + alone) for one in likely)


class CardNoise:
    """The noise of one card, as its texts bear witness."""

    def __init__(self, witnesses: tuple[Witness, ...]) -> None:
        self._witnesses = witnesses
        self._found: dict[tuple[str, str], Weights] = {}
        self._rates: dict[tuple[str, str], Rates] = {}
        self._within: dict[tuple[str, str], Rates] = {}
        self._by_damage: dict[tuple[str, str], list[Component]] = {}

    def levels(self, channel: Channel, judged: str) -> Weights:
        """Return how likely each level is for a text of a field, as the other texts say."""
        key = channel.name, judged
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = self._levels_of(channel, judged)
        return known

    def _levels_of(self, channel: Channel, judged: str) -> Weights:
        shared = self._shared_levels(channel, judged)
        return [(1 - _ALONE) * one + _ALONE * other for one, other in zip(shared, _PRIOR_ALONE, strict=True)]

    def _shared_levels(self, channel: Channel, judged: str) -> Weights:
        others: dict[str, Logs] = {}
        for witness in self._witnesses:
            if witness.field != judged:
                side, logs = witness.channel.name, _borne_out(witness.channel, witness.right, witness.misread)
                known = others.get(side)
                others[side] = list(map(add, known, logs)) if known else logs
        return _levels_of_side(channel.name, [(side, others[side]) for side in _SIDES if side in others])

    def rates(self, channel: Channel, judged: str) -> Rates:
        """Return the mean rates of a text."""
        key = channel.name, judged
        if key not in self._rates:
            self._rates[key] = _mean(self.levels(channel, judged), LEVELS)
        return self._rates[key]

    def rates_within(self, channel: Channel, judged: str) -> Rates:
        """Return the mean rates of one character within a line whose other texts bear witness.

        It is read as they are: a line is read badly alone, not one of its cells.
        """
        key = channel.name, judged
        if key not in self._within:
            self._within[key] = _mean(self._shared_levels(channel, judged), LEVELS)
        return self._within[key]

    def by_damage(self, channel: Channel, judged: str) -> list[Component]:
        """Return each damage that a text may have, with its mean rate of numerals for numerals."""
        key = channel.name, judged
        if key not in self._by_damage:
            levels, many = self.levels(channel, judged), len(NUMERAL_RATES)
            parts = [slice(at, at + many) for at in range(0, len(levels), many)]
            self._by_damage[key] = [
                Component(sum(levels[part]), _mean(levels[part], LEVELS[part])) for part in parts
            ]
        return self._by_damage[key]

    def by_numerals(self, channel: Channel, judged: str, own: Logs | None = None) -> list[Component]:
        """Return each rate of numerals for numerals that a text may have, with its mean damage.

        ``own`` is how likely the text itself is at each level: it shows how damaged it is.
        """
        levels, many = self.levels(channel, judged), len(NUMERAL_RATES)
        shown: Weights = levels
        if own is not None:
            top = max(own)
            shown = [
                weight * math.exp(log - top) + _LITTLE * weight
                for weight, log in zip(levels, own, strict=True)
            ]
        parts = [slice(at, None, many) for at in range(many)]
        return [Component(sum(levels[part]), _mean(shown[part], LEVELS[part])) for part in parts]


#: Keeps a mean from being that of nothing.
_LITTLE: Final = 1e-30


@functools.lru_cache(maxsize=512)
def card_noise(witnesses: tuple[Witness, ...]) -> CardNoise:
    """Return what so many witnesses say; clean cards all say the same."""
    return CardNoise(witnesses)


def _levels_of_side(side: str, seen: Sequence[tuple[str, Logs]]) -> list[float]:
    """Return how likely each level is on a side, given what was seen on each."""
    by_condition = []
    for often, prior in _PRIORS:
        weight, own = often, prior
        for other, logs in seen:
            top = max(logs)
            found = [one * math.exp(log - top) for one, log in zip(prior, logs, strict=True)]
            total = sum(found)
            weight *= total  # the same factor is left out of it in each condition
            if other == side:
                own = tuple(one / total for one in found)
        by_condition.append((weight, own))
    total = sum(weight for weight, _ in by_condition)
    return [sum(weight * own[at] for weight, own in by_condition) / total for at in range(len(LEVELS))]


def _mean(weights: Weights, rates: Sequence[Rates]) -> Rates:
    total = sum(weights)
    columns = zip(*((one.learned, one.numeral, one.other, one.slip) for one in rates), strict=True)
    return Rates(*(sum(map(mul, weights, column)) / total for column in columns))
