"""How likely each value is, given every text that was there: sums over all values.

A text is likely, given a value, as its numerals are misread so at the rates of this card
(`khmerid.resolve.card_noise`); the check digits bind the numerals. The number is summed position by position,
with the weighted sum modulo ten as the state: a table of ten. Dates are summed over the days of the calendar.
What the MRZ's composite check digit says of one value is a factor for each residue (`Composite`).

An error that both sides share cannot be seen: the same numeral taken for the same other one in print and MRZ,
and the digit to match. It is in the sums, at the rate that an engine would have that always errs alike.
"""

import calendar
import datetime as dt
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import add, mul
from typing import Final, Generic, TypeVar

import attrs

from khmerid.card_mrz import with_check_digit
from khmerid.masking import Masked
from khmerid.misreading.channel import Channel, numeral_costs
from khmerid.misreading.noise import Rates, likelihood_between, likelihoods, numeral_of, numerals_of
from khmerid.misreading.sights import Alignment, Sight
from khmerid.mrz.check_digit import WEIGHTS, check_digit
from khmerid.resolve.card_noise import CardNoise, Component, Judged, Misread, Witness
from khmerid.resolve.decoder import Way, combinations, date_remainder, last_of_month
from khmerid.resolve.evidence import in_print, in_sight
from khmerid.rules import FIRST_ISSUE, VALIDITY_YEARS, issues_of

T = TypeVar("T")

#: How much likelier it is that print and MRZ have the same numeral misread as the same other one than that
#: they have it by chance: an engine that always takes the same for the same would make it nine times, one
#: that chooses between two four and a half. Lower, and systematic noise is understated.
_SHARED: Final = 4.5
#: How often a card does not expire ten years less a day after its issue.
_OFF_RULE: Final = 2e-3
#: How often a value was read in none of the ways that are looked at, where characters were lost or added in
#: the texts of both sides. Lower, and the risk of such values is understated; higher, and fewer are sure.
_NOT_LAID: Final = 0.03
#: Days below this share of the likeliest are left out, and how many are looked at one by one. More cost time.
_SMALLEST: Final = 1e-8
_MOST_DAYS: Final = 60
#: The share of the risk of a number that is not summed number by number but counted at its most. Higher, and
#: risks are overstated; lower, and it takes more time.
_LEFT_OUT: Final = 0.02
#: Days beyond which a text tells nothing, and values whose probability is told.
_TOO_MANY: Final = 5_000
_MOST_RANKED: Final = 6
#: Of the issues that a text may be of, where no rule says which.
_YEARS_OF_ISSUE: Final = range(FIRST_ISSUE.year, FIRST_ISSUE.year + 30)
_DAYS_OF_ISSUE: Final = 365 * len(_YEARS_OF_ISSUE)

Factors = Sequence[float]  # for each residue modulo ten, a likelihood
Table = Sequence[float]  # for each numeral 0 to 9, a likelihood
Text = tuple[
    float, Sequence[Table], Factors
]  # one way to read all texts: a factor, its slots, its check digits
NO_FACTORS: Final[Factors] = (1.0,) * 10
_NO_TABLE: Final[Table] = (1.0,) * 10


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
        return _ranked(found, sum(found.values()) + sum(map(mul, self.rest, of_rest)))


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
    total = sum(weights)
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
    both = [sum(map(mul, a, b)) for a, b in zip(one, other, strict=True)]
    return both, [*map(sum, one)], [*map(sum, other)], sum(map(sum, other)) / 90


_JUST_LEARNED: Final = Rates(1.0, 0.0, 0.0, 0.0)


def _others(table: Table, kept: int) -> list[float]:
    return [0.0 if at == kept else likely for at, likely in enumerate(table)]


def weigh_number(candidates: Sequence[str], sights: Sequence[Sight], noise: CardNoise) -> Weighed[str]:
    """Return how likely the sights are given the candidates, and given all other numbers of nine numerals.

    The first of the candidates is the one that the noise is inferred with.
    """
    found = dict.fromkeys(candidates, 1.0)
    is_alone = are_alone(sights)
    guess = with_check_digit(candidates[0])
    sides = [
        _texts(of_side, noise, ("document_number",), guess, _as_it_stands, is_alone=is_alone)
        for of_side in by_side(sights)
    ]
    of_digit = [0.0] * 10
    for value in found:
        digit = int(check_digit(value))
        for texts in sides:
            found[value] *= sum(_likely_number(value, digit, text) for text in texts)
        of_digit[digit] += found[value]
    pairs = [_beside(pair) for pair in itertools.product(*sides)]
    bounds = [factor * math.prod(map(sum, tables)) for factor, tables, _ in pairs]
    left_out, of_found = sum(bounds), sum(found.values())
    every = [0.0] * 10
    for at in sorted(range(len(pairs)), key=bounds.__getitem__, reverse=True):
        if left_out <= max(_LEFT_OUT * (sum(every) - of_found), _SMALLEST * of_found):
            break
        left_out -= bounds[at]
        factor, tables, digits = pairs[at]
        likely = [factor * one * digit for one, digit in zip(_by_residue(tables), digits, strict=True)]
        every = [*map(add, every, likely)]
    left_out = max(left_out, 0.0)
    rest = [left_out + max(one - other, 0.0) for one, other in zip(every, of_digit, strict=True)]
    return _weighed(candidates[0], found, rest, sights)


def _likely_number(value: str, digit: int, text: Text) -> float:
    factor, tables, digits = text
    likely = factor * digits[digit]
    for table, numeral in zip(tables, value, strict=True):
        likely *= table[int(numeral)]
    return likely


def _by_residue(tables: Sequence[Table]) -> list[float]:
    """Return how likely all texts together are, for each residue of their weighted sum (Doc 9303-3, 4.9)."""
    found = [1.0, *[0.0] * 9]
    for table, order in zip(tables, itertools.cycle(_ORDERS), strict=False):
        turned = [table[numeral] for numeral in order]
        twice = found * 2
        found = [sum(map(mul, twice[at : at + 10], turned)) for at in range(1, 11)]
    return found


#: For each weight, the numerals that add the residues 9, 8, ... 0.
_ORDERS: Final = tuple(
    tuple(next(one for one in range(10) if one * weight % 10 == residue) for residue in range(9, -1, -1))
    for weight in WEIGHTS
)


def weigh_date(  # noqa: PLR0913 - all that tells of a day
    candidates: Sequence[dt.date],
    sights: Sequence[Sight],
    noise: CardNoise,
    field: str,
    bounds: tuple[dt.date, dt.date],
    *,
    issue: Sight | None = None,
) -> Weighed[dt.date]:
    """Return how likely the sights are given the candidates, and given all other days within bounds.

    ``issue`` is a printed issue, which tells of an expiry.
    """
    guess, is_alone = candidates[0], are_alone(sights, issue)
    judged = (field,) if issue is None else (field, "date_of_issue")
    sides = [
        _texts(of_side, noise, judged, in_sight(guess, of_side[0]), _as_a_date, is_alone=is_alone)
        for of_side in by_side(sights)
    ]
    of_issue = None if issue is None else _IssueText(issue, noise, judged)

    def likely(day: dt.date) -> float:
        texts = math.prod(_likely(day, texts) for texts in sides)
        if of_issue is None:
            return texts
        return texts * of_issue.likely(day) * (1.0 if day == guess else _SHARED)

    found = {day: likely(day) for day in candidates}
    together = [_beside(pair) for pair in itertools.product(*map(_most_of, sides))]
    near, left_out = _near_days(together, bounds, of_issue, max(found.values()) * _SMALLEST)
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


def _likely(day: dt.date, texts: Iterable[Text]) -> float:
    """Return how likely the texts are that a day was read as."""
    year, month, of_month = day.year, day.month, day.day
    digit = date_remainder(year, month, of_month)
    total = 0.0
    for factor, (y1, y2, y3, y4, m1, m2, d1, d2), digits in texts:
        total += (
            factor
            * y1[year // 1000]
            * y2[year // 100 % 10]
            * y3[year // 10 % 10]
            * y4[year % 10]
            * m1[month // 10]
            * m2[month % 10]
            * d1[of_month // 10]
            * d2[of_month % 10]
            * digits[digit]
        )
    return total


@attrs.frozen
class _DateTables(Masked):
    """How likely each day of the month is, each month and each year of the bounds, and the text besides."""

    factor: float
    days: Sequence[float]  # from 0, which is no day
    months: Sequence[float]
    years: Mapping[int, float]

    def beside(self, issue: "_DateTables") -> "_DateTables":
        """Return these of an expiry beside those of an issue in its month: a day more, ten years less."""
        return _DateTables(
            self.factor * issue.factor,
            [0.0, *map(mul, self.days[1:31], issue.days[2:32]), 0.0],
            [*map(mul, self.months, issue.months)],
            {year: likely * issue.years[year - VALIDITY_YEARS] for year, likely in self.years.items()},
        )

    @property
    def whole(self) -> float:
        """How likely all days are together, those included that no calendar has."""
        return self.factor * sum(self.days) * sum(self.months) * sum(self.years.values())

    @property
    def most(self) -> float:
        """How likely the likeliest day is, if the calendar has it."""
        return self.factor * max(self.days) * max(self.months) * max(self.years.values())


def _parts(text: Text, years: Iterable[int]) -> _DateTables:
    factor, (y1, y2, y3, y4, m1, m2, d1, d2), _ = text
    return _DateTables(
        factor,
        [0.0, *(d1[day // 10] * d2[day % 10] for day in range(1, 32))],
        [0.0, *(m1[month // 10] * m2[month % 10] for month in range(1, 13))],
        {
            year: y1[year // 1000] * y2[year // 100 % 10] * y3[year // 10 % 10] * y4[year % 10]
            for year in years
        },
    )


def _near_days(
    texts: Sequence[Text], bounds: tuple[dt.date, dt.date], issue: "_IssueText | None", least: float
) -> tuple[list[dt.date], float]:
    """Return the likeliest days, none less likely than ``least``, and how likely all others are together.

    Days are found without their check digit, which makes none likelier; of those that are left out it speaks
    for as many as it does of all.
    """
    years = range(bounds[0].year, bounds[1].year + 1)
    own = [_parts(text, years) for text in texts]
    every = own if issue is None else issue.beside(own, years)
    least = max(least, max(parts.most for parts in every) * _SMALLEST)
    found: dict[dt.date, float] = {}
    left_out = 0.0
    for parts in every:
        left_out += (
            parts.whole if parts.most < least else max(parts.whole - _collect(parts, least, found), 0.0)
        )
    if len(found) > _TOO_MANY:
        return [], 1.0
    if issue is not None:
        issue.add_month_ends(own, least, found)
    within = [(likely, day) for day, likely in found.items() if bounds[0] <= day <= bounds[1]]
    within.sort(reverse=True)
    left_out += sum(likely for likely, _ in within[_MOST_DAYS:])
    left_out *= max(sum(digits) / 10 for _, _, digits in texts)
    return [day for _, day in within[:_MOST_DAYS]], left_out


def _collect(parts: _DateTables, least: float, found: dict[dt.date, float]) -> float:
    """Add the days that are at least so likely, and return how likely they are together."""
    days, months, years = (
        sorted(((likely, one) for one, likely in part if likely), reverse=True)
        for part in (enumerate(parts.days), enumerate(parts.months), parts.years.items())
    )
    best_day, best_month = days[0][0], months[0][0]
    together = 0.0
    for of_year, year in years:
        so_far = parts.factor * of_year
        if so_far * best_month * best_day < least or len(found) > _TOO_MANY:
            break
        for of_month, month in months:
            of_both = so_far * of_month
            if of_both * best_day < least:
                break
            last = last_of_month(year, month)
            for of_day, day in days:
                likely = of_both * of_day
                if likely < least:
                    break
                together += likely
                if day <= last:
                    one = dt.date(year, month, day)
                    found[one] = found.get(one, 0.0) + likely
    return together


class _IssueText:
    """The printed issue, as what it says of the day of expiry."""

    def __init__(self, sight: Sight, noise: CardNoise, judged: Judged) -> None:
        self._texts = _likeliest(
            text
            for component in noise.by_damage(sight.channel, judged)
            for text in _at(component, [sight], _as_a_date)
        )
        self._known: dict[dt.date, float] = {}
        every = [_parts(text, _YEARS_OF_ISSUE).whole for text in self._texts]
        self.off_rule = _OFF_RULE * sum(every) / _DAYS_OF_ISSUE

    def likely(self, expiry: dt.date) -> float:
        """Return how likely the text is, on a card that expires on this day."""
        known = self._known.get(expiry)
        if known is None:
            issues = issues_of(expiry)
            known = self._known[expiry] = sum(map(self.by_rule, issues)) / len(issues) + self.off_rule
        return known

    def by_rule(self, issue: dt.date) -> float:
        """Return how likely the text is, on a card that was issued on this day."""
        return (1 - _OFF_RULE) * _likely(issue, self._texts)

    def beside(self, expiries: Sequence[_DateTables], years: range) -> list[_DateTables]:
        """Return the parts of the texts of an expiry together with those of the issue."""
        of_issue = range(years.start - VALIDITY_YEARS, years.stop - VALIDITY_YEARS)
        own = [_parts(text, of_issue) for text in _most_of(self._texts)]
        return [one.beside(other) for one in expiries for other in own]

    def add_month_ends(
        self, expiries: Sequence[_DateTables], least: float, found: dict[dt.date, float]
    ) -> None:
        """Add the days that end a month: their issue is the first of the next, or about 29 February."""
        for parts in expiries:
            likeliest_year = max(parts.years.values())
            for month in range(1, 13):
                for day in (28, 29) if month == 2 else (last_of_month(1, month),):
                    of_day = parts.factor * parts.months[month] * parts.days[day]
                    for year, of_year in parts.years.items() if of_day * likeliest_year >= least else ():
                        if of_day * of_year < least or (day == 29 and not calendar.isleap(year)):
                            continue
                        one = dt.date(year, month, day)
                        found[one] = max(found.get(one, 0.0), of_day * of_year * self.likely(one))


def _ranked(found: Mapping[T, float], total: float) -> Posterior[T]:
    ranked = sorted(((value, likely) for value, likely in found.items() if likely), key=lambda one: -one[1])
    risk = max((total - ranked[0][1]) / total, _LEAST)
    return Posterior(tuple((value, likely / total) for value, likely in ranked[:_MOST_RANKED]), risk)


#: The risk that an issue that is read as the day that the rule gives is another one after all.
RISK_OF_RULE: Final = _OFF_RULE / _DAYS_OF_ISSUE


def risk_of_rule(issue: Sight, value: dt.date, by_rule: Iterable[dt.date], noise: CardNoise) -> float:
    """Return the risk that a printed issue is not this one of the days that a sure expiry gives."""
    text = _IssueText(issue, noise, ("date_of_issue",))
    others = text.off_rule + sum(text.by_rule(day) for day in by_rule if day != value)
    return others / (others + text.by_rule(value))


# Texts as tables


def by_side(sights: Sequence[Sight]) -> list[list[Sight]]:
    """Return the sights of the print, and those of the MRZ, as far as there are any."""
    sides = (
        [sight for sight in sights if (sight.channel.name == "mrz") is in_mrz] for in_mrz in (False, True)
    )
    return [side for side in sides if side]


def are_alone(sights: Sequence[Sight], issue: Sight | None = None) -> bool:
    """Return whether only one side has texts that tell of a value, and no printed issue tells of it."""
    return issue is None and len(by_side([sight for sight in sights if not sight.is_hopeless])) < 2


def _texts(  # noqa: PLR0913 - all that bears on how a text was read
    sights: Sequence[Sight],
    noise: CardNoise,
    judged: Judged,
    guess: str,
    arranged: "Arrange",
    *,
    is_alone: bool,
) -> list[Text]:
    """Return every way to read the sights of one side, at each of the rates that they may have been read at.

    In the MRZ the rates of numerals for numerals are told apart, since several of them make a check digit
    verify by chance; in print the damage, of which the text itself shows how much there is.
    """
    channel = sights[0].channel
    if channel.name == "mrz":
        own = witness(judged[0], sights[0], guess, is_alone=is_alone).logs
        components = noise.by_numerals(channel, judged, own, is_alone=is_alone)
    else:
        components = noise.by_damage(channel, judged, is_alone=is_alone)
    return _likeliest(text for component in components for text in _at(component, sights, arranged))


def _likeliest(texts: Iterable[Text]) -> list[Text]:
    """Return the texts by how likely their likeliest value is; those that add nothing to it are left out."""
    most = [(_likeliest_of(text), text) for text in texts]
    most.sort(key=lambda one: -one[0])
    least = most[0][0] * _SMALLEST
    return [text for likely, text in most if likely >= least]


def _likeliest_of(text: Text) -> float:
    factor, tables, digits = text
    return factor * math.prod(map(max, tables)) * max(digits)


def _at(component: Component, sights: Sequence[Sight], arranged: "Arrange") -> list[Text]:
    tables: dict[str, Table] = {}

    def table_of(sight: Sight, read: str) -> Table:
        table = tables.get(read)
        if table is None:
            table = tables[read] = likelihoods(sight.channel, read, component.rates)
        return table if sight.weight == 1.0 else [likely**sight.weight for likely in table]

    found: list[Text] = []
    for ways in combinations(sights):
        factor = component.weight
        for sight, way in ways:
            factor *= _likely_between(sight, way, component.rates)
        slots, digits = arranged(ways)
        of_slots = [_product([table_of(sight, read) for sight, read in slot]) for slot in slots]
        found.append((factor, of_slots, _product([table_of(sight, read) for sight, read in digits])))
    return found


def _likely_between(sight: Sight, way: Alignment, rates: Rates) -> float:
    """Return how likely the separators were read as they were, and what was added."""
    likely = math.exp(-way.before)
    for printed, read in way.between:
        likely *= likelihood_between(sight.channel, printed, read, rates)
    return likely if sight.weight == 1.0 else likely**sight.weight


def _beside(pair: Sequence[Text]) -> Text:
    """Return what a text of the print and one of the MRZ say together."""
    if len(pair) == 1:
        return pair[0]
    (factor, tables, digits), (other_factor, other_tables, other_digits) = pair
    return (
        factor * other_factor,
        [[*map(mul, one, other)] for one, other in zip(tables, other_tables, strict=True)],
        [*map(mul, digits, other_digits)],
    )


#: The share of what is likely that those texts of a side may have in which likely days are not looked for.
#: More, and a day that only those suggest is missing, and the risk too low; less, and it takes more time.
_NOT_SEARCHED: Final = 0.2
_NEARLY_AS_LIKELY: Final = 1 - 1e-9


def _most_of(texts: Sequence[Text]) -> Sequence[Text]:
    """Return the likeliest texts that have most of what is likely, and those as likely as the last."""
    likely = [*map(_likeliest_of, texts)]
    left = sum(likely)
    most = _NOT_SEARCHED * left
    for at, one in enumerate(likely):
        if left <= most and one < likely[at - 1] * _NEARLY_AS_LIKELY:
            return texts[:at]
        left -= one
    return texts


def witness(field: str, sight: Sight, text: str, *, is_alone: bool = False) -> Witness:
    """Return how a sight was read if these numerals were there, in the way that is then the cheapest."""
    right, misread, way, _ = min(
        (_read_from(text, sight, way) for way in sight.ways), key=lambda found: found[-1]
    )
    return Witness(field, sight.channel, right, tuple(sorted(misread)), is_alone, tuple(sorted(way.between)))


def _read_from(text: str, sight: Sight, way: Alignment) -> tuple[int, Misread, Alignment, float]:
    pairs = zip(text, way.read, strict=True)
    misread = tuple((printed, read) for printed, read in pairs if numeral_of(sight.channel, read) != printed)
    cost = way.cost + sum(numeral_costs(sight.channel, read)[int(printed)] for printed, read in misread)
    return len(text) - len(misread), misread, way, cost


SlotTexts = Sequence[tuple[Sight, str]]  # what each sight has in one slot
Arrange = Callable[[Sequence[Way]], tuple[Sequence[SlotTexts], SlotTexts]]


def _product(tables: Sequence[Table]) -> Table:
    if not tables:
        return _NO_TABLE
    product = tables[0]
    for table in tables[1:]:
        product = [*map(mul, product, table)]
    return product


def _as_it_stands(ways: Sequence[Way]) -> tuple[Sequence[SlotTexts], SlotTexts]:
    """Arrange the readings of a number by its nine slots, and its check digits."""
    slots = [[(sight, way.read[at]) for sight, way in ways] for at in range(9)]
    return slots, [(sight, way.read[9]) for sight, way in ways if len(way.read) == 10]


def _as_a_date(ways: Sequence[Way]) -> tuple[Sequence[SlotTexts], SlotTexts]:
    """Arrange the readings of a date by the slots of ``yyyymmdd``, and its check digits."""
    slots: list[list[tuple[Sight, str]]] = [[] for _ in range(8)]
    digits = []
    for sight, way in ways:
        if len(way.read) == 8:
            for at, read in zip((6, 7, 4, 5, 0, 1, 2, 3), way.read, strict=True):
                slots[at].append((sight, read))
        else:
            for at, read in zip(range(2, 8), way.read, strict=False):
                slots[at].append((sight, read))
            digits.append((sight, way.read[6]))
    return slots, digits


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
        both = [sum(one[at] * other[(total - at) % 10] for at in range(10)) for total in range(10)]
        return [sum(both[at] * self.read[(at + share) % 10] for at in range(10)) for share in range(10)]


def shares_of(posterior: Posterior[T], share_of: Callable[[T], int]) -> Factors:
    """Return the probability of each share of the composite's sum; that of none of the values is spread."""
    shares = [0.0] * 10
    for value, probability in posterior.ranked:
        shares[share_of(value)] += probability
    rest = max(1.0 - sum(shares), 0.0) / 10
    return [share + rest for share in shares]
