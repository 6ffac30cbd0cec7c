"""What it costs to have misread printed numerals as the text that is there.

No single character, however clean, weighs more than `DEAREST`. A value that is to be sure needs more than
that for each of its numerals, so it always needs a second witness: the MRZ beside the print, a check digit
or a rule of the card.

A printed text is a template of numerals (``0``) and literal separators. `see` lays a text along its
template in every way that is nearly the cheapest, since noise adds and loses characters:

>>> from khmerid.misreading import SHIPPED
>>> [way.read for way in see(SHIPPED.printed_khmer, "00.00.0000", "១០.០៧.១៩៩៩").ways]
[('១', '០', '០', '៧', '១', '៩', '៩', '៩')]
>>> sight = see(SHIPPED.mrz, "0000000", "730B07I")
>>> [way.read for way in sight.ways]
[('7', '3', '0', 'B', '0', '7', 'I')]
>>> round(cost_of(sight, "7308071"), 1), round(cost_of(sight, "7309071"), 1)
(7.0, 11.8)
"""

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from operator import add
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.misreading.aligner import Slot, Step, fill, first_row, next_row, trace
from khmerid.misreading.channel import Channel, added_cost, literal_cost, numeral_costs

#: What a character costs that stands before an open start, and a numeral there, which is rarer: what is
#: left of the head of an MRZ line. Set by hand; dearer, and a number with its head lost is read with a part
#: of the head.
_BEFORE: Final = 0.5
_NUMERAL_BEFORE: Final = 2.0
#: How much dearer than the cheapest a way to read a text may be and still be looked at: half of a misreading
#: that was never seen. Set by hand; less, and a value loses a way that the other sights would have chosen.
_NEARLY: Final = 4.0
#: How many of these ways are kept, and how many steps finding them may take: a text that takes more is
#: hardly a reading of its template. More of either costs time and changes no value of the corpora.
_MOST_ALIGNMENTS: Final = 6
_MOST_STEPS: Final = 600
#: How many ways to have read one value are looked at besides. More cost time and change nothing seen.
_MOST_WAYS_OF_ONE: Final = 2
#: How many characters a text may have more or fewer than its template. Set by hand; more, and other text is
#: taken for a reading of it.
_MOST_SLIPS: Final = 4
#: What each further text counts that was read from the same print: half, since they stumble over the same
#: damage. Set by hand; more, and several readings of one bad picture make a value sure.
_WEIGHT_OF_ONE_MORE: Final = 0.5

#: A cost for each character beyond which text is not a reading of any value; a guess between a misread
#: numeral (3 to 7) and noise. Higher, and values are offered, as doubtful, that nobody can have read.
HOPELESS: Final = 4.5

_NUMERAL: Final = "0"  # in a template

Between = tuple[tuple[str, str], ...]  # what was printed, and what it was read as; ``""`` for nothing


@attrs.frozen
class Alignment(Masked):
    """One way in which a text was read from its template: its characters numeral by numeral.

    ``cost`` is that of the separators and of characters added or lost between them; the numerals' own costs
    are `numeral_costs` of each character read, ``""`` for a numeral that was lost. ``between`` are the
    separators, each with what it was read as, and what was added, which has ``""`` for what was printed;
    ``before`` is the cost of what stands before an open start, and was not misread from anything.
    """

    cost: float
    read: tuple[str, ...]
    between: Between = ()
    before: float = 0.0


@attrs.frozen(repr=False)
class Sight:
    """A text that was printed after a template, and the nearly cheapest ways to read it so.

    ``open_start`` says that other text may stand before the template's. ``weight`` is how much it counts as a
    witness, 1 unless others were read from the same print.
    """

    channel: Channel
    template: str
    text: str
    open_start: bool
    ways: tuple[Alignment, ...]
    weight: float = 1.0

    @property
    def has_slips(self) -> bool:
        """Whether characters were added or lost, so that the ways are not all there are."""
        return self.open_start or len(self.text) != len(self.template)

    @property
    def is_hopeless(self) -> bool:
        """Whether the text is hardly that of any value."""
        return _clearest(self) > HOPELESS * len(self.ways[0].read)


def see(channel: Channel, template: str, text: str, *, open_start: bool = False) -> Sight | None:
    """Lay a text along its template; ``None`` for one much too long or short to be a reading of it."""
    too_long = len(text) - len(template) > _MOST_SLIPS and not open_start
    if too_long or len(template) - len(text) > _MOST_SLIPS or not text:
        return None
    sight = Sight(channel, template, text, open_start, ())
    return attrs.evolve(sight, ways=_ways(sight))


def laid_along(sight: Sight, values: Iterable[str]) -> Sight:
    """Return a sight with the cheapest ways besides to have read certain numerals as its text.

    Where characters were added or lost, the ways that are cheap whatever was printed may leave out the one in
    which a value that the other side has was read.
    """
    if not sight.has_slips:
        return sight
    ways = [way for numerals in dict.fromkeys(values) for way in _ways_of(sight, numerals)]
    return attrs.evolve(sight, ways=tuple(dict.fromkeys([*ways, *sight.ways])))


def _ways_of(sight: Sight, numerals: str) -> list[Alignment]:
    """Return the cheapest ways to have read these numerals as the text of a sight."""
    slots = _slots_of(sight, numerals)
    ways = _near_ways(sight, slots)

    def whole_cost(way: Alignment) -> float:
        costs = zip(way.read, numerals, strict=True)
        return way.cost + math.fsum(numeral_costs(sight.channel, read)[int(one)] for read, one in costs)

    return sorted(ways, key=whole_cost)[:_MOST_WAYS_OF_ONE]


def _slots_of(sight: Sight, numerals: str) -> list[Slot]:
    channel, text, numeral = sight.channel, sight.text, iter(numerals)
    return [
        _numeral_slot(channel, int(next(numeral)), text)
        if slot == _NUMERAL
        else _literal_slot(channel, slot, text)
        for slot in sight.template
    ]


def _added(sight: Sight) -> tuple[Sequence[float], Sequence[float]]:
    """Return what each character of the text costs where it was added: before the first slot, and after."""
    return _costs_of_added(sight.channel, sight.text, open_start=sight.open_start)


def _costs_of_added(
    channel: Channel, text: str, *, open_start: bool
) -> tuple[Sequence[float], Sequence[float]]:
    added = [added_cost(channel, read) for read in text]
    return [_cost_before(read) for read in text] if open_start else added, added


def weighed(sights: Iterable[Sight | None]) -> list[Sight]:
    """Return the sights that are there, each text once; those after the clearest of a template weigh less.

    Pictures of one card, and engines on one picture, stumble over the same damage: they are not independent
    witnesses.
    """
    found: list[Sight] = []
    for sight in sorted((sight for sight in sights if sight is not None), key=_clearest):
        alike = [other for other in found if other.template == sight.template]
        if all(other.text != sight.text for other in alike):
            found.append(attrs.evolve(sight, weight=_WEIGHT_OF_ONE_MORE) if alike else sight)
    return found


def _clearest(sight: Sight) -> float:
    return _least_cost(sight.channel, sight.ways[0])


def _least_cost(channel: Channel, way: Alignment) -> float:
    """Return what a way costs for the numerals that fit it best."""
    return way.cost + math.fsum(min(numeral_costs(channel, read)) for read in way.read)


def cost_of(sight: Sight, numerals: str) -> float:
    """Return what it costs to have misread these numerals, in their template, as the text of a sight."""
    return Pricing(sight).cost(numerals)


class Pricing:
    """What `cost_of` tells, for one sight and many numerals: a beginning that they share is costed once."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self.has_slips = sight.has_slips
        self._rows: dict[str, list[float]] = {}
        channel, text = sight.channel, sight.text
        if self.has_slips:
            self._before, self._added = _added(sight)
            self._numerals = [_numeral_slot(channel, numeral, text) for numeral in range(10)]
            self._literals = [
                [_literal_slot(channel, literal, text) for literal in between]
                for between in sight.template.split(_NUMERAL)
            ]
        else:
            self._costs = [numeral_costs(channel, read) for read in sight.ways[0].read]

    def cost(self, numerals: str) -> float:
        """Return what it costs to have misread these numerals as the text."""
        if self.has_slips:
            return self._row_after(numerals)[-1]
        costs = zip(self._costs, numerals, strict=True)
        return self._sight.ways[0].cost + math.fsum([of_slot[int(numeral)] for of_slot, numeral in costs])

    def _row_after(self, numerals: str) -> list[float]:
        """Return what these cost up to each place of the text; where it has no slips, that is one place."""
        row = self._rows.get(numerals)
        if row is None:
            row = self._row_of(numerals) if self.has_slips else [self._cost_up_to(numerals)]
            self._rows[numerals] = row
        return row

    def _row_of(self, numerals: str) -> list[float]:
        if numerals:
            above, slot = self._row_after(numerals[:-1]), self._numerals[int(numerals[-1])]
            row = next_row(above, slot, self._added)
        else:
            row = first_row(self._before)
        for slot in self._literals[len(numerals)]:
            row = next_row(row, slot, self._added)
        return row

    def _cost_up_to(self, numerals: str) -> float:
        if not numerals:
            return self._sight.ways[0].cost
        return self._row_after(numerals[:-1])[0] + self._costs[len(numerals) - 1][int(numerals[-1])]

    def rest_of(self, numerals: str) -> Sequence[Sequence[float]]:
        """Return what `least` asks for, of numerals in a template without separators.

        If these are fewer than the template's, the others are any.
        """
        sight, text = self._sight, self._sight.text
        if not self.has_slips:
            costs = [of_slot[int(numeral)] for of_slot, numeral in zip(self._costs, numerals, strict=False)]
            costs += map(min, self._costs[len(numerals) :])
            return [[math.fsum(costs[at:])] for at in range(len(costs) + 1)]
        any_slot = _any_numeral_slot(sight.channel, text)
        slots = [self._numerals[int(numeral)] for numeral in numerals]
        slots += [any_slot] * (len(sight.template) - len(numerals))
        return _costs_of_the_rest(slots, (self._before, self._added))

    def least(self, begun: str, rest: Sequence[Sequence[float]]) -> float:
        """Return what numerals that begin so cost at least, if they go on as those that the rest is of."""
        together: Iterable[float] = map(add, self._row_after(begun), rest[len(begun)])
        return min(together)


def lay(sight: Sight, numerals: str) -> list[Step]:
    """Return step by step how these numerals, in their template, were read as the text of a sight.

    It is the cheapest way, as for `cost_of`; a slot is one of the template, separators included.

    >>> from khmerid.misreading import SHIPPED
    >>> sight = see(SHIPPED.printed_khmer, "00.00.0000", "១០.៧.១៩៩៩")
    >>> [slot for move, slot, _ in lay(sight, "10071999") if move == "lost"]
    [3]
    """
    slots, (before, after) = _slots_of(sight, numerals), _added(sight)
    rows = fill(slots, [before, *[after] * len(slots)])
    return list(trace(rows, slots, len(sight.text)))


def _cost_before(read: str) -> float:
    return _NUMERAL_BEFORE if read.isdecimal() else _BEFORE


def _numeral_slot(channel: Channel, numeral: int, text: str) -> Slot:
    return (
        numeral_costs(channel, "")[numeral],
        [numeral_costs(channel, read)[numeral] for read in text],
        [numeral_costs(channel, one + other)[numeral] for one, other in itertools.pairwise(text)],
    )


def _any_numeral_slot(channel: Channel, text: str) -> Slot:
    """Return what a slot costs whose numeral is not known: as much as the one that fits best."""
    return (
        _cheapest_numeral(channel, ""),
        [_cheapest_numeral(channel, read) for read in text],
        [_cheapest_numeral(channel, one + other) for one, other in itertools.pairwise(text)],
    )


@functools.lru_cache(maxsize=4096)
def _cheapest_numeral(channel: Channel, read: str) -> float:
    return min(numeral_costs(channel, read))


def _literal_slot(channel: Channel, literal: str, text: str) -> Slot:
    return (
        literal_cost(channel, literal, ""),
        [literal_cost(channel, literal, read) for read in text],
        (),
    )


def _ways(sight: Sight) -> tuple[Alignment, ...]:
    template, text = sight.template, sight.text
    if len(text) == len(template) and all(
        (slot == _NUMERAL and read.isdecimal()) or slot == read
        for slot, read in zip(template, text, strict=True)
    ):
        pairs = [*zip(template, text, strict=True)]
        numerals = tuple(read for slot, read in pairs if slot == _NUMERAL)
        return (Alignment(0.0, numerals, tuple(pair for pair in pairs if pair[0] != _NUMERAL)),)
    any_numeral = _any_numeral_slot(sight.channel, text)
    slots = [
        any_numeral if slot == _NUMERAL else _literal_slot(sight.channel, slot, text) for slot in template
    ]
    ways = _near_ways(sight, slots)
    ways.sort(key=lambda way: _least_cost(sight.channel, way))
    return tuple(ways[:_MOST_ALIGNMENTS])


@attrs.define(eq=False)  # made by the hundred: frozen, it takes three times as long
class _Path(Masked):
    """A beginning of a way to read a text: slots and characters that it has, and what they cost."""

    slot: int = 0
    place: int = 0
    total: float = 0.0
    cost: float = 0.0  # of all but numerals
    before: float = 0.0
    read: tuple[str, ...] = ()
    between: Between = ()


def _near_ways(sight: Sight, slots: Sequence[Slot]) -> list[Alignment]:
    """Return the ways near the cheapest to have read a text from these slots, for what was read once each."""
    template, text, added = sight.template, sight.text, _added(sight)
    rest = _costs_of_the_rest(slots, added)
    bound = rest[0][0] + _NEARLY
    found: dict[tuple[str, ...], Alignment] = {}
    stack = [_Path()]
    for _ in range(_MOST_STEPS):
        if not stack:
            break
        path = stack.pop()
        slot, place = path.slot, path.place
        if slot == len(template) and place == len(text):
            known = found.get(path.read)
            if known is None or path.cost < known.cost:
                found[path.read] = Alignment(path.cost, path.read, path.between, path.before)
            continue
        if place < len(text):
            step = added[slot > 0][place]
            if path.total + step + rest[slot][place + 1] <= bound:
                stack.append(_with_added(path, text[place], step, is_before=sight.open_start and not slot))
        if slot < len(template):
            for length, step in _steps(slots[slot], place, len(text)):
                if path.total + step + rest[slot + 1][place + length] <= bound:
                    stack.append(_with_slot(path, template[slot], text[place : place + length], step))
    return [*found.values()]


def _with_added(path: _Path, read: str, step: float, *, is_before: bool) -> _Path:
    total, cost, place = path.total + step, path.cost + step, path.place + 1
    if is_before:
        return _Path(path.slot, place, total, cost, path.before + step, path.read, path.between)
    return _Path(path.slot, place, total, cost, path.before, path.read, (*path.between, ("", read)))


def _with_slot(path: _Path, printed: str, read: str, step: float) -> _Path:
    slot, place, total = path.slot + 1, path.place + len(read), path.total + step
    if printed == _NUMERAL:
        return _Path(slot, place, total, path.cost, path.before, (*path.read, read), path.between)
    between = (*path.between, (printed, read))
    return _Path(slot, place, total, path.cost + step, path.before, path.read, between)


def _steps(slot: Slot, place: int, length: int) -> list[tuple[int, float]]:
    """Return how many characters a slot may have been read as here, and what each way costs."""
    lost, read, two = slot
    steps = [(0, lost)]
    if place < length:
        steps.append((1, read[place]))
        if two and place + 1 < length:
            steps.append((2, two[place]))
    return steps


def _costs_of_the_rest(
    slots: Sequence[Slot], added: tuple[Sequence[float], Sequence[float]]
) -> list[list[float]]:
    """Return for each slot and place of the text the least cost from there on: it is aligned backwards."""
    before, after = (list(reversed(costs)) for costs in added)
    backwards = [(lost, list(reversed(read)), list(reversed(two))) for lost, read, two in reversed(slots)]
    rows = fill(backwards, [*[after] * len(slots), before])
    return [row[::-1] for row in reversed(rows)]
