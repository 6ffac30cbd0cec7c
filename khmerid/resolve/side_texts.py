"""The texts of one side of the card as tables: every way to read them, at each rate of noise.

A way to read a text has, for each slot of the value and for its check digit, a character; at some rates that
is a table: how likely each of the ten numerals is read so. The same characters come again in many ways, so
each table is made once, and a way has the places of its tables. What is made of the same tables is then made
once, too.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from operator import add, mul
from typing import Final

import attrs

from khmerid.misreading.channel import Channel, numeral_costs
from khmerid.misreading.noise import Rates, likelihood_between, likelihoods, numeral_of
from khmerid.misreading.sights import Alignment, Sight
from khmerid.resolve.card_noise import CardNoise, Component, Judged, Misread, Witness
from khmerid.resolve.decoder import ways_of

Table = Sequence[float]  # for each numeral 0 to 9, a likelihood
Text = tuple[float, Sequence[int]]  # one way to read all texts of a side: a factor, and its tables' places
Slots = Sequence[str | None]  # what was read in each slot; ``None`` in one that the text does not have
Arrange = Callable[[Sequence[str]], Slots]

#: Ways below this share of the likeliest are left out. Lower, and it takes more time.
SMALLEST: Final = 1e-8
#: The share of what is likely that those texts of a side may have in which likely days are not looked for.
#: More, and a day that only those suggest is missing, and the risk too low; less, and it takes more time.
_NOT_SEARCHED: Final = 0.2
_NEARLY_AS_LIKELY: Final = 1 - 1e-9
_NO_TABLE: Final[Table] = (1.0,) * 10


@attrs.frozen(eq=False, repr=False)
class SideTexts:
    """Every way to read the texts of a side, the likeliest first.

    ``likeliest`` is how likely each is for the value that fits it best.
    """

    tables: Sequence[Table]
    texts: Sequence[Text]
    likeliest: Sequence[float]
    _rows: dict[str, list[float]] = attrs.field(factory=dict, init=False)
    _columns: dict[tuple[int, str], list[float]] = attrs.field(factory=dict, init=False)

    def likely(self, numerals: str) -> float:
        """Return how likely the texts are that these numerals, one for each slot, were read as."""
        begun = len(numerals) - 3
        row, column, total = self._row_after(numerals[:begun]), self._column, 0.0
        for so_far, one, two, three in zip(
            row,
            column(begun, numerals[-3]),
            column(begun + 1, numerals[-2]),
            column(begun + 2, numerals[-1]),
            strict=True,
        ):
            total += so_far * one * two * three
        return total

    def _row_after(self, numerals: str) -> list[float]:
        """Return how likely each text is up to a slot: once for all values that begin alike."""
        row = self._rows.get(numerals)
        if row is None:
            if numerals:
                column = self._column(len(numerals) - 1, numerals[-1])
                row = [*map(mul, self._row_after(numerals[:-1]), column)]
            else:
                row = [factor for factor, _ in self.texts]
            self._rows[numerals] = row
        return row

    def _column(self, slot: int, numeral: str) -> list[float]:
        """Return how likely a numeral was read in a slot as it is in each text."""
        column = self._columns.get((slot, numeral))
        if column is None:
            tables, at = self.tables, int(numeral)
            column = [tables[places[slot]][at] for _, places in self.texts]
            self._columns[slot, numeral] = column
        return column

    @property
    def most(self) -> "SideTexts":
        """The likeliest texts that have most of what is likely, and those as likely as the last."""
        left = math.fsum(self.likeliest)
        most, before = _NOT_SEARCHED * left, math.inf
        for at, likely in enumerate(self.likeliest):
            if left <= most and likely < before * _NEARLY_AS_LIKELY:
                return SideTexts(self.tables, self.texts[:at], self.likeliest[:at])
            left -= likely
            before = likely
        return self

    def beside(self, other: "SideTexts") -> tuple[Sequence[Table], Sequence[Text]]:
        """Return what a text of each side say together, for every two: the tables, and each two texts."""
        tables: list[Table] = []
        texts: list[Text] = []
        known: dict[int, int] = {}
        many = len(other.tables)
        for factor, places in self.texts:
            rows = [place * many for place in places]
            for other_factor, other_places in other.texts:
                both = []
                for pair in map(add, rows, other_places):
                    place = known.get(pair)
                    if place is None:
                        place = known[pair] = len(tables)
                        tables.append([*map(mul, self.tables[pair // many], other.tables[pair % many])])
                    both.append(place)
                texts.append((factor * other_factor, both))
        return tables, texts


def together(sides: Sequence[SideTexts]) -> tuple[Sequence[Table], Sequence[Text]]:
    """Return what a text of each side say together, for every choice of one or of two sides."""
    first, *others = sides
    return first.beside(*others) if others else (first.tables, first.texts)


def number_slots(read: Sequence[str]) -> Slots:
    """Return what was read of the check digit of a number, and in its nine slots."""
    return (read[9] if len(read) == 10 else None, *read[:9])


def date_slots(read: Sequence[str]) -> Slots:
    """Return what was read in the slots of ``yyyymmdd``, and of the check digit."""
    if len(read) == 8:
        d1, d2, m1, m2, *year = read
        return (*year, m1, m2, d1, d2, None)
    return (None, None, *read)


def texts_of_issue(sight: Sight, noise: CardNoise, judged: Judged) -> SideTexts:
    """Return every way to read the printed issue, at each damage that it may have."""
    return _side_texts([sight], noise.by_damage(sight.channel, judged), date_slots)


def texts_of_side(  # noqa: PLR0913 - all that bears on how a text was read
    sights: Sequence[Sight],
    noise: CardNoise,
    judged: Judged,
    guess: str,
    arranged: Arrange,
    *,
    is_alone: bool,
) -> SideTexts:
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
    return _side_texts(sights, components, arranged)


def _side_texts(sights: Sequence[Sight], components: Iterable[Component], arranged: Arrange) -> SideTexts:
    """Return the ways at each of the rates; those that add nothing to the likeliest are left out."""
    channel = sights[0].channel
    ways = [
        (way, [*zip(*(arranged(alignment.read) for _, alignment in way), strict=True)])
        for way in itertools.product(*ways_of(sights))
    ]
    digit = 0 if arranged is number_slots else 8  # multiplied last: ways that are alike keep their order
    tables: list[Table] = []
    most: list[float] = []  # of each table
    found: list[tuple[float, float, list[int]]] = []
    for component in components:
        at = _AtRates(channel, component.rates)
        known: dict[tuple[str | None, ...], int] = {}
        for way, slots in ways:
            factor = component.weight
            for sight, alignment in way:
                factor *= at.between(sight, alignment)
            places = []
            for reads in slots:
                place = known.get(reads)
                if place is None:
                    place = known[reads] = len(tables)
                    table = at.table(sights, reads)
                    tables.append(table)
                    most.append(max(table))
                places.append(place)
            of_slots = math.prod([most[place] for at, place in enumerate(places) if at != digit])
            found.append((factor * of_slots * most[places[digit]], factor, places))
    found.sort(key=lambda one: -one[0])
    least = found[0][0] * SMALLEST
    kept = [one for one in found if one[0] >= least]
    return SideTexts(
        tables, [(factor, places) for _, factor, places in kept], [likeliest for likeliest, _, _ in kept]
    )


class _AtRates:
    """What is read, at some rates; each character and separator is looked at once."""

    def __init__(self, channel: Channel, rates: Rates) -> None:
        self._channel, self._rates = channel, rates
        self._numerals: dict[str, Table] = {}
        self._between: dict[tuple[str, str], float] = {}

    def table(self, sights: Sequence[Sight], reads: Sequence[str | None]) -> Table:
        """Return how likely each numeral is read so in one slot, by all sights that have the slot."""
        tables = [
            self._numeral(read) if sight.weight == 1.0 else [one**sight.weight for one in self._numeral(read)]
            for sight, read in zip(sights, reads, strict=True)
            if read is not None
        ]
        if not tables:
            return _NO_TABLE
        product = tables[0]
        for table in tables[1:]:
            product = [*map(mul, product, table)]
        return product

    def _numeral(self, read: str) -> Table:
        table = self._numerals.get(read)
        if table is None:
            table = self._numerals[read] = likelihoods(self._channel, read, self._rates)
        return table

    def between(self, sight: Sight, way: Alignment) -> float:
        """Return how likely the separators were read as they were, and what was added."""
        likely = math.exp(-way.before)
        for pair in way.between:
            one = self._between.get(pair)
            if one is None:
                one = self._between[pair] = likelihood_between(self._channel, *pair, self._rates)
            likely *= one
        return likely if sight.weight == 1.0 else likely**sight.weight


# Whose texts they are


def by_side(sights: Sequence[Sight]) -> list[list[Sight]]:
    """Return the sights of the print, and those of the MRZ, as far as there are any."""
    sides = (
        [sight for sight in sights if (sight.channel.name == "mrz") is in_mrz] for in_mrz in (False, True)
    )
    return [side for side in sides if side]


def are_alone(sights: Sequence[Sight], issue: Sight | None = None) -> bool:
    """Return whether only one side has texts that tell of a value, and no printed issue tells of it."""
    return issue is None and len(by_side([sight for sight in sights if not sight.is_hopeless])) < 2


def witness(field: str, sight: Sight, text: str, *, is_alone: bool = False) -> Witness:
    """Return how a sight was read if these numerals were there, in the way that is then the cheapest."""
    right, misread, way, _ = min(
        (_read_from(text, sight, way) for way in sight.ways), key=lambda found: found[-1]
    )
    return Witness(field, sight.channel, right, tuple(sorted(misread)), is_alone, tuple(sorted(way.between)))


def _read_from(text: str, sight: Sight, way: Alignment) -> tuple[int, Misread, Alignment, float]:
    pairs = zip(text, way.read, strict=True)
    misread = tuple((printed, read) for printed, read in pairs if numeral_of(sight.channel, read) != printed)
    cost = way.cost + math.fsum(numeral_costs(sight.channel, read)[int(printed)] for printed, read in misread)
    return len(text) - len(misread), misread, way, cost
