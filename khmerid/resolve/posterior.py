"""How likely each value is, given every text that was there: sums over all values.

A text is likely, given a value, as its numerals are misread so at the rates of this card
(`khmerid.resolve.card_noise`); the check digits bind the numerals. The number is summed position by position,
with the weighted sum modulo ten as the state: a table of ten. Dates are summed over the days of the calendar.
What the MRZ's composite check digit says of one value is a factor for each residue (`Composite`).

An error that both sides share cannot be seen: the same numeral taken for the same other one in print and MRZ,
and the digit to match. It is in the sums, at the rate that an engine would have that always errs alike.
"""

import datetime as dt
import functools
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from operator import add, mul
from typing import Final, Generic, TypeVar

import attrs

from khmerid.card_mrz import with_check_digit
from khmerid.masking import Masked
from khmerid.misreading.channel import Channel
from khmerid.misreading.noise import Rates, likelihoods, numeral_of, numerals_of
from khmerid.misreading.sights import Sight
from khmerid.mrz.check_digit import check_digit
from khmerid.resolve.card_noise import CardNoise, Component
from khmerid.resolve.day_sums import Bounds, IssueText, in_slots, near_days
from khmerid.resolve.evidence import in_print, in_sight
from khmerid.resolve.number_sums import ResidueSums
from khmerid.resolve.side_texts import (
    SMALLEST,
    Table,
    are_alone,
    by_side,
    date_slots,
    number_slots,
    texts_of_side,
    together,
)

T = TypeVar("T")

#: How much likelier it is that print and MRZ have the same numeral misread as the same other one than that
#: they have it by chance: an engine that always takes the same for the same would make it nine times, one
#: that chooses between two four and a half. Lower, and systematic noise is understated.
_SHARED: Final = 4.5
#: How often a value was read in none of the ways that are looked at, where characters were lost or added in
#: the texts of both sides. Lower, and the risk of such values is understated; higher, and fewer are sure.
_NOT_LAID: Final = 0.03
#: The share of the risk of a number that is not summed number by number but counted at its most. Higher, and
#: risks are overstated; lower, and it takes more time.
_LEFT_OUT: Final = 0.02
#: Values whose probability is told.
_MOST_RANKED: Final = 6

Factors = Sequence[float]  # for each residue modulo ten, a likelihood
NO_FACTORS: Final[Factors] = (1.0,) * 10


@attrs.frozen(repr=False)
class Posterior(Generic[T]):
    """Values with their probabilities, likeliest first; what is missing to one is that of none of these.

    ``risk`` is the probability that the likeliest is wrong: to more places than its probability has.
    """

    ranked: tuple[tuple[T, float], ...]
    risk: float

    def __repr__(self) -> str:
        return f"Posterior({len(self.ranked)} values, risk={self.risk:.1e})"

    @property
    def best(self) -> T | None:
        """The likeliest value, or ``None`` where the texts tell of none."""
        return self.ranked[0][0] if self.ranked else None


@attrs.frozen(repr=False)
class Weighed(Generic[T]):
    """How likely the texts are, given each value; before anything but the texts is known.

    ``rest`` is how likely they are given all other values together, for each check digit of these.
    """

    found: Mapping[T, float]
    rest: Factors

    def posterior(self, besides: Callable[[T], float], of_rest: Factors) -> Posterior[T]:
        """Return how likely each value is.

        ``besides`` is how likely a value is for anything else, as the composite digit or the day of
        presentation; ``of_rest`` the same of other values, for each check digit.
        """
        found = {value: likely * besides(value) for value, likely in self.found.items()}
        return _ranked(found, math.fsum(found.values()) + math.fsum(map(mul, self.rest, of_rest)))


#: Below what the arithmetic of a sum can tell from nothing.
_LEAST: Final = 1e-12


class AgreementRisk:
    """A bound of the risk that print and MRZ agree on wrong numerals that their check digit verifies.

    At least one numeral is misread alike in both, and the digit to match; or two numerals, and the digit as
    it is. A numeral is misread alike in four ways: both sides as learned; the print as learned and the MRZ as
    any; the other way round; both as any. How often others are learned to be read so is summed over the
    numerals for the first three, and is their count for the last: so the risk is a polynomial of the second
    degree in three sums.
    """

    def __init__(self, tables: Sequence[Factors], once: Factors, twice: Sequence[Factors], many: int) -> None:
        """Take, for the first three ways, how often others are learned to be read as each numeral.

        ``once`` is what each way adds with the digit misread, ``twice`` with another numeral misread in each
        way; ``many`` is how many numerals there are.
        """
        self._of_numeral = dict(zip("0123456789", zip(*tables, strict=True), strict=True))
        self._constant = many * (once[3] + many * twice[3][3])
        self._linear = [once[at] + 2 * many * twice[at][3] for at in range(3)]
        self._squares = [twice[at][at] for at in range(3)]
        self._products = [2 * twice[at][other] for at, other in itertools.combinations(range(3), 2)]

    def of(self, numerals: str) -> float:
        """Return the bound for these numerals, as many as it was made for."""
        x = y = z = 0.0
        for numeral in numerals:
            of_x, of_y, of_z = self._of_numeral[numeral]
            x += of_x
            y += of_y
            z += of_z
        linear, squares, products = self._linear, self._squares, self._products
        risk: float = (
            self._constant
            + x * (linear[0] + squares[0] * x + products[0] * y)
            + y * (linear[1] + squares[1] * y + products[2] * z)
            + z * (linear[2] + squares[2] * z + products[1] * x)
        )
        return min(max(risk, _LEAST), 1.0)


@functools.lru_cache(maxsize=2048)
def risk_of_agreement(
    noise: CardNoise, printed: Channel, mrz: Channel, field: str, numerals: int
) -> AgreementRisk:
    """Return the risk where both sides have a field alike, of so many numerals, at the noise of a card."""
    both, by_print, by_mrz, any_other = _learned_alike(printed, mrz)
    once, twice = [0.0] * 4, [[0.0] * 4 for _ in range(4)]
    for printed_at in _after_agreement(noise.by_damage(printed, (field,)), numerals):
        learned, p = printed_at.rates.learned, printed_at.rates.numeral / 9
        for read_at in _after_agreement(noise.by_numerals(mrz, (field,)), numerals + 1):
            rates, m = read_at.rates, read_at.rates.numeral / 9
            weight = printed_at.weight * read_at.weight
            shared = learned * rates.learned, learned * m, rates.learned * p, 9 * _SHARED * p * m
            digit = rates.learned * any_other + m
            for at, one in enumerate(shared):
                once[at] += weight * digit * one
                for other_at, other in enumerate(shared):
                    twice[at][other_at] += weight / 18 * one * other
    return AgreementRisk((both, by_print, by_mrz), once, twice, numerals)


def _after_agreement(components: Sequence[Component], numerals: int) -> list[Component]:
    """Return how likely each rate is once so many numerals were read as the other side has them."""
    weights = [
        one.weight * max(1 - one.rates.numeral - one.rates.other, _LITTLE) ** numerals for one in components
    ]
    total = math.fsum(weights)
    return [Component(weight / total, one.rates) for one, weight in zip(components, weights, strict=True)]


_LITTLE: Final = 0.1


@functools.lru_cache(maxsize=64)
def _learned_alike(printed: Channel, mrz: Channel) -> tuple[Factors, Factors, Factors, float]:
    """Return, for each numeral, how often others are learned to be read as it: by both, by each alone.

    And how often the MRZ's has any numeral as any other, on average.
    """
    one, other = (
        [_others(likelihoods(channel, numerals_of(channel)[read], _JUST_LEARNED), read) for read in range(10)]
        for channel in (printed, mrz)
    )
    both = [math.fsum(map(mul, a, b)) for a, b in zip(one, other, strict=True)]
    return both, [*map(math.fsum, one)], [*map(math.fsum, other)], math.fsum(map(math.fsum, other)) / 90


_JUST_LEARNED: Final = Rates(1.0, 0.0, 0.0, 0.0)


def _others(table: Table, kept: int) -> list[float]:
    return [0.0 if at == kept else likely for at, likely in enumerate(table)]


def weigh_number(candidates: Sequence[str], sights: Sequence[Sight], noise: CardNoise) -> Weighed[str]:
    """Return how likely the sights are given the candidates, and given all other numbers of nine numerals.

    The first of the candidates is the one that the noise is inferred with.
    """
    is_alone = are_alone(sights)
    guess = with_check_digit(candidates[0])
    sides = [
        texts_of_side(of_side, noise, ("document_number",), guess, number_slots, is_alone=is_alone)
        for of_side in by_side(sights)
    ]
    found: dict[str, float] = {}
    of_digit = [0.0] * 10
    for value in candidates:
        digit = check_digit(value)
        found[value] = math.prod([side.likely(digit + value) for side in sides])
        of_digit[int(digit)] += found[value]
    tables, texts = together(sides)
    totals, sums = [*map(math.fsum, tables)], ResidueSums(tables)
    bounds = [factor * math.prod([totals[place] for place in places[1:]]) for factor, places in texts]
    left_out, of_found = math.fsum(bounds), math.fsum(found.values())
    every = [0.0] * 10
    for at in sorted(range(len(texts)), key=bounds.__getitem__, reverse=True):
        if left_out <= max(_LEFT_OUT * (math.fsum(every) - of_found), SMALLEST * of_found):
            break
        left_out -= bounds[at]
        factor, (digits, *slots) = texts[at]
        likely = [factor * one * digit for one, digit in zip(sums.of(slots), tables[digits], strict=True)]
        every = [*map(add, every, likely)]
    left_out = max(left_out, 0.0)
    rest = [left_out + max(one - other, 0.0) for one, other in zip(every, of_digit, strict=True)]
    return _weighed(candidates[0], found, rest, sights)


def weigh_date(  # noqa: PLR0913 - all that tells of a day
    candidates: Sequence[dt.date],
    sights: Sequence[Sight],
    noise: CardNoise,
    field: str,
    bounds: Bounds,
    *,
    issue: Sight | None = None,
) -> Weighed[dt.date]:
    """Return how likely the sights are given the candidates, and given all other days within bounds.

    ``issue`` is a printed issue, which tells of an expiry.
    """
    guess, is_alone = candidates[0], are_alone(sights, issue)
    judged = (field,) if issue is None else (field, "date_of_issue")
    sides = [
        texts_of_side(of_side, noise, judged, in_sight(guess, of_side[0]), date_slots, is_alone=is_alone)
        for of_side in by_side(sights)
    ]
    of_issue = None if issue is None else IssueText(issue, noise, judged)

    def likely(day: dt.date) -> float:
        numerals = in_slots(day)
        texts = math.prod([side.likely(numerals) for side in sides])
        if of_issue is None:
            return texts
        return texts * of_issue.likely(day) * (1.0 if day == guess else _SHARED)

    found = {day: likely(day) for day in candidates}
    near, left_out = near_days(sides, bounds, of_issue, max(found.values()) * SMALLEST)
    found = {day: found.get(day) or likely(day) for day in dict.fromkeys([*found, *near])}
    return _weighed(guess, found, [left_out / 10] * 10, sights)


def _weighed(guess: T, found: dict[T, float], rest: Factors, sights: Sequence[Sight]) -> Weighed[T]:
    """Return how likely the texts are, with what the sums over their ways and sides leave out.

    Where both sides have one value that its check digit is against, they may be misread alike.
    """
    not_laid = _likely_not_laid(sights, found)
    shared = _SHARED if _is_against_both(guess, sights) else 1.0
    found = {value: likely * (1.0 if value == guess else shared) for value, likely in found.items()}
    return Weighed(found, [shared * likely + not_laid for likely in rest])


def _is_against_both(value: object, sights: Sequence[Sight]) -> bool:
    """Return whether the clearest text of each side has a value, and the check digit another numeral."""
    sides = by_side(sights)
    if len(sides) < 2:
        return False
    printed, mrz = (
        "".join(numeral_of(sight.channel, read) for read in sight.ways[0].read) for sight, *_ in sides
    )
    numerals, with_digit = in_print(value), with_check_digit(value)
    return printed == numerals and mrz[:-1] == with_digit[:-1] and mrz != with_digit


def _likely_not_laid(sights: Sequence[Sight], found: Mapping[T, float]) -> float:
    """Return how likely the texts are in ways that are not looked at, for each check digit."""
    has_slips = [all(sight.has_slips for sight in of_side) for of_side in by_side(sights)]
    return max(found.values()) * _NOT_LAID / 10 if has_slips == [True, True] else 0.0


def _ranked(found: Mapping[T, float], total: float) -> Posterior[T]:
    ranked = sorted(((value, likely) for value, likely in found.items() if likely), key=lambda one: -one[1])
    risk = max((total - ranked[0][1]) / total, _LEAST)
    return Posterior(tuple((value, likely / total) for value, likely in ranked[:_MOST_RANKED]), risk)


def risk_of_rule(issue: Sight, value: dt.date, by_rule: Sequence[dt.date], noise: CardNoise) -> float:
    """Return the risk that a printed issue is not this one of the days that a sure expiry gives."""
    text = IssueText(issue, noise, ("date_of_issue",))
    others = text.off_rule + math.fsum(text.by_rule(day) for day in by_rule if day != value)
    return others / (others + text.by_rule(value))


# The composite check digit


@attrs.frozen
class Composite(Masked):
    """What the composite check digit says of one value, given what is known of the two others.

    ``read`` is how likely the character in its place is read, for each digit that may have been there.
    """

    read: Factors

    def beside(self, one: Factors, other: Factors) -> Factors:
        """Return how likely that is for each share of the sum that a third value may have.

        ``one`` and ``other`` are the probabilities of the shares of the other two.
        """
        both = [math.fsum(one[at] * other[(total - at) % 10] for at in range(10)) for total in range(10)]
        return [math.fsum(both[at] * self.read[(at + share) % 10] for at in range(10)) for share in range(10)]


def shares_of(posterior: Posterior[T], share_of: Callable[[T], int]) -> Factors:
    """Return the probability of each share of the composite's sum; that of none of the values is spread."""
    shares = [0.0] * 10
    for value, probability in posterior.ranked:
        shares[share_of(value)] += probability
    rest = max(1.0 - math.fsum(shares), 0.0) / 10
    return [share + rest for share in shares]
