"""How noisily this card was read, inferred from the card: each text bears witness for the others.

Each side of the card, printed Latin numerals, printed Khmer numerals and MRZ, has a level of noise
(`khmerid.misreading.noise.LEVELS`); a common condition of the picture ties them. What is known of a text,
that it is read as the value that all evidence suggests, tells how likely it was at each level. A text that is
judged itself takes no part: its noise is inferred from the other texts, and it may be a line that was read
much worse than the rest.

>>> from khmerid.misreading import SHIPPED
>>> witness = Witness("document_number", SHIPPED.mrz, 10)
>>> clean = card_noise((witness,), SHIPPED.conditions)
>>> misread = attrs.evolve(witness, right=8, misread=(("1", "7"), ("6", "8")))
>>> noisy = card_noise((misread,), SHIPPED.conditions)
>>> clean.rates(SHIPPED.mrz, ("sex",)).numeral < noisy.rates(SHIPPED.mrz, ("sex",)).numeral
True
"""

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from operator import add, mul
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.misreading.channel import Channel
from khmerid.misreading.conditions import CONDITIONS, SIDES, Condition
from khmerid.misreading.noise import (
    LEVELS,
    NUMERAL_RATES,
    Rates,
    logs_between,
    logs_of_any_numeral,
    logs_of_reading,
    logs_of_right_reading,
)

Logs = Sequence[float]  # for each level, a logarithm of likelihood
Weights = Sequence[float]  # for each level, a probability
Judged = tuple[str, ...]  # the fields that are judged: a text of theirs bears no witness
Misread = tuple[tuple[str, str], ...]  # numerals as they were printed, and what they were read as


@attrs.frozen
class Witness(Masked):
    """How a text was read, given what it says: how many numerals were read right, and which were misread.

    ``is_alone`` says that nothing else on the card has its value: then its numerals are numerals, but whether
    they are the right ones, a check digit alone can tell, and in print nothing. ``between`` are the
    separators, each with what it was read as, and what was added: where separators are misread, numerals
    are 10 to 190 times as often.
    """

    field: str
    channel: Channel
    right: int
    misread: Misread = ()
    is_alone: bool = False
    between: Misread = ()

    @property
    def logs(self) -> Logs:
        """How likely that is at each level."""
        return _logs(self)

    @property
    def logs_for_others(self) -> Logs:
        """The same, as far as it tells of the card's other texts: it may have been read alone as it was."""
        return _borne_out(self)


#: Damages in which hardly a numeral is misread: of such a text numerals are taken for others no oftener than
#: on a good picture, whatever became of the other texts.
_CLEAR: Final = 2


def _priors(condition: Condition, *, hidden: bool) -> Mapping[str, Weights]:
    """Return how often each level is on each side; ``hidden`` noise is not less in a clear text."""
    of_clear = condition.numerals if hidden else CONDITIONS[0].numerals
    return {
        side: tuple(
            often * rate
            for damage, often in enumerate(damages)
            for rate in (of_clear if damage < _CLEAR else condition.numerals)
        )
        for side, damages in condition.damages.items()
    }


_PRIORS: Final = tuple(_priors(condition, hidden=condition is CONDITIONS[-1]) for condition in CONDITIONS)
#: How often one text is read as if it were of another card, mostly a bad one: a crease, glare, a thumb.
_ALONE: Final = 0.03
_PRIORS_ALONE: Final = _PRIORS[2]
#: How often a text that is all there is of its value may have any numeral for any other, as in the last
#: condition: nothing shows it. Lower, and such a value is more often wrong than its risk says; it is never
#: sure, whatever this is. In the MRZ its check digit shows most, if the card has a print to go by.
_UNPROVEN: Final = 0.15
#: How often numerals that were misread are those of a check digit that was read.
_BY_CHANCE: Final = 0.1


@attrs.frozen
class Component:
    """Rates that a text may have been read at, and how likely that is."""

    weight: float
    rates: Rates


def _logs(witness: Witness) -> list[float]:
    """Return how likely a text is at each level; it says nothing of numerals that nothing else bears out."""
    channel, right = witness.channel, witness.right
    rights = [right * log for log in logs_of_right_reading(channel)]
    if witness.is_alone:
        by_chance = _BY_CHANCE if channel.name == "mrz" else 1.0
        any_numerals = (right * log for log in logs_of_any_numeral(channel))
        rights = [
            math.log((1 - by_chance) * math.exp(one) + by_chance * math.exp(other))
            for one, other in zip(rights, any_numerals, strict=True)
        ]
    total: Iterable[float] = rights
    for printed, read in witness.misread:
        total = map(add, total, logs_of_reading(channel, printed, read))
    for printed, read in witness.between:
        total = map(add, total, logs_between(channel, printed, read))
    return [*total]


@functools.lru_cache(maxsize=8192)
def _borne_out(witness: Witness) -> tuple[float, ...]:
    likely = _from_logs(_logs(witness))
    alone = _ALONE * math.fsum(map(mul, _PRIORS_ALONE[witness.channel.name], likely))
    return tuple(math.log((1 - _ALONE) * one + alone) for one in likely)


class CardNoise:
    """The noise of one card, as its texts bear witness."""

    def __init__(self, witnesses: tuple[Witness, ...], conditions: Weights) -> None:
        self._witnesses, self._conditions = witnesses, conditions
        self._has_one_side = len({witness.channel.name == "mrz" for witness in witnesses}) < 2
        self._found: dict[tuple[str, Judged, bool], Weights] = {}
        self._rates: dict[tuple[str, Judged], Rates] = {}
        self._within: dict[tuple[str, Judged], Rates] = {}
        self._by_damage: dict[tuple[str, Judged, bool], list[Component]] = {}

    def levels(self, channel: Channel, judged: Judged, *, is_alone: bool = False) -> Weights:
        """Return how likely each level is for a text of a field, as the texts of other fields say.

        ``is_alone`` says that nothing else on the card has the value of this text.
        """
        key = channel.name, judged, is_alone
        known = self._found.get(key)
        if known is None:
            known = self._levels_of(channel, judged)
            if is_alone and (channel.name != "mrz" or self._has_one_side):  # a check digit tells of the MRZ
                known = _mixed(known, _PRIORS[-1][channel.name], _UNPROVEN)
            self._found[key] = known
        return known

    def _levels_of(self, channel: Channel, judged: Judged) -> Weights:
        return _mixed(self._shared_levels(channel, judged), _PRIORS_ALONE[channel.name], _ALONE)

    def _shared_levels(self, channel: Channel, judged: Judged) -> Weights:
        return _levels_of_side(channel.name, self._seen(judged), self._conditions)

    def _seen(self, judged: Judged) -> list[tuple[str, Logs]]:
        """Return what the texts of other fields say of each side."""
        others: dict[str, Logs] = {}
        for witness in self._witnesses:
            if witness.field not in judged:
                side, logs = witness.channel.name, witness.logs_for_others
                known = others.get(side)
                others[side] = list(map(add, known, logs)) if known else logs
        return [(side, others[side]) for side in SIDES if side in others]

    @property
    def conditions(self) -> Weights:
        """How likely the picture is in each of the `CONDITIONS`, as all texts tell."""
        return [weight for weight, _ in _by_condition("", self._seen(()), self._conditions)]

    def rates(self, channel: Channel, judged: Judged) -> Rates:
        """Return the mean rates of a text."""
        key = channel.name, judged
        if key not in self._rates:
            self._rates[key] = _mean(self.levels(channel, judged), _EVERY)
        return self._rates[key]

    def rates_within(self, channel: Channel, judged: Judged) -> Rates:
        """Return the mean rates of one character within a line whose other texts bear witness.

        It is read as they are: a line is read badly alone, not one of its cells.
        """
        key = channel.name, judged
        if key not in self._within:
            self._within[key] = _mean(self._shared_levels(channel, judged), _EVERY)
        return self._within[key]

    def by_damage(self, channel: Channel, judged: Judged, *, is_alone: bool = False) -> list[Component]:
        """Return each damage that a text may have, with its mean rate of numerals for numerals."""
        key = channel.name, judged, is_alone
        if key not in self._by_damage:
            levels = self.levels(channel, judged, is_alone=is_alone)
            self._by_damage[key] = [
                Component(math.fsum(levels[part]), _mean(levels, part)) for part in _OF_DAMAGES
            ]
        return self._by_damage[key]

    def by_numerals(
        self, channel: Channel, judged: Judged, own: Logs | None = None, *, is_alone: bool = False
    ) -> list[Component]:
        """Return each rate of numerals for numerals that a text may have, with its mean damage.

        ``own`` is how likely the text itself is at each level: it shows how damaged it is.
        """
        levels = self.levels(channel, judged, is_alone=is_alone)
        shown: Weights = levels
        if own is not None:
            shown = [
                weight * likely + _LITTLE * weight
                for weight, likely in zip(levels, _from_logs(own), strict=True)
            ]
        return [Component(math.fsum(levels[part]), _mean(shown, part)) for part in _OF_NUMERAL_RATES]


#: Keeps a mean from being that of nothing.
_LITTLE: Final = 1e-30


@functools.lru_cache(maxsize=512)
def card_noise(witnesses: tuple[Witness, ...], conditions: tuple[float, ...]) -> CardNoise:
    """Return what so many witnesses say, where each condition of a picture is met so often.

    Clean cards all say the same.
    """
    return CardNoise(witnesses, conditions)


def _levels_of_side(side: str, seen: Sequence[tuple[str, Logs]], conditions: Weights) -> list[float]:
    """Return how likely each level is on a side, given what was seen on each."""
    shares, levels = zip(*_by_condition(side, seen, conditions), strict=True)
    return [math.fsum(map(mul, shares, of_level)) for of_level in zip(*levels, strict=True)]


def _by_condition(
    side: str, seen: Sequence[tuple[str, Logs]], conditions: Weights
) -> list[tuple[float, Weights]]:
    """Return how likely each condition is, and how likely each level is then on a side."""
    likely = {other: _from_logs(logs) for other, logs in seen}
    by_condition = []
    for often, priors in zip(conditions, _PRIORS, strict=True):
        weight, own = often, priors.get(side, ())
        for other, of_levels in likely.items():
            found = [*map(mul, priors[other], of_levels)]
            total = math.fsum(found)
            weight *= total  # the same factor is left out of it in each condition
            if other == side:
                own = tuple(one / total for one in found)
        by_condition.append((weight, own))
    total = math.fsum(weight for weight, _ in by_condition)
    return [(weight / total, own) for weight, own in by_condition]


def _mixed(levels: Weights, others: Weights, share: float) -> list[float]:
    return [(1 - share) * one + share * other for one, other in zip(levels, others, strict=True)]


def _from_logs(logs: Logs) -> list[float]:
    """Return likelihoods, as multiples of the greatest."""
    top = max(logs)
    return [math.exp(log - top) for log in logs]


# The levels: all, those of each damage, those of each rate of numerals for numerals; and each of their rates.
_EVERY: Final = slice(None)
_MANY: Final = len(NUMERAL_RATES)
_OF_DAMAGES: Final = tuple(slice(at, at + _MANY) for at in range(0, len(LEVELS), _MANY))
_OF_NUMERAL_RATES: Final = tuple(slice(at, None, _MANY) for at in range(_MANY))
_COLUMNS: Final = tuple(
    zip(*((one.learned, one.numeral, one.other, one.slip) for one in LEVELS), strict=True)
)


def _mean(weights: Weights, part: slice) -> Rates:
    """Return the mean rates of some of the levels."""
    of_part = weights[part]
    total = math.fsum(of_part)
    return Rates(*[math.fsum(map(mul, of_part, column[part])) / total for column in _COLUMNS])
