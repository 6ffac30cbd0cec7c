"""What it costs to have misread printed numerals as the text that is there.

A cost is a negative natural logarithm of a rate, learned from labelled OCR output (`confusions.py`), and
bounded: no single character, however clean, weighs more than `DEAREST`. A value that is to be sure needs
more than that for each of its numerals, so it always needs a second witness: the other zone, a check digit
or a rule of the card.

A printed text is a template of numerals (``0``) and literal separators. `see` lays a text along its
template in every way that is nearly the cheapest, since noise adds and loses characters:

>>> [way.read for way in see("khmer", "00.00.0000", "១០.០៧.១៩៩៩").ways]
[('១', '០', '០', '៧', '១', '៩', '៩', '៩')]
>>> sight = see("mrz", "0000000", "730B07I")
>>> [way.read for way in sight.ways]
[('7', '3', '0', 'B', '0', '7', 'I')]
>>> round(cost_of(sight, "7308071"), 1), round(cost_of(sight, "7309071"), 1)
(7.0, 11.8)

"""

import functools
import itertools
from collections.abc import Callable, Iterable
from typing import Final

import attrs

from khmerid.misreading.tables import CONFUSIONS, DOUBLED

DEAREST: Final = 7.5
_DEAREST_SLIP: Final = 8.0  # a character added or lost that was never seen added or lost
_BEFORE: Final = 0.5  # a character of what stands before an open start,
_NUMERAL_BEFORE: Final = 2.0  # and a numeral there, which is rarer
_NEARLY: Final = 4.0
_MOST_ALIGNMENTS: Final = 6
_MOST_STEPS: Final = 600  # of a search; a text that takes more is hardly a reading of its template
_MOST_SLIPS: Final = 4
_WEIGHT_OF_ONE_MORE: Final = 0.5

Costs = tuple[float, ...]


@attrs.frozen
class Alignment:
    """One way in which a text was read from its template: its characters numeral by numeral.

    ``cost`` is that of the separators and of characters added or lost between them; the numerals' own costs
    are `numeral_costs` of each character read, ``""`` for a numeral that was lost.
    """

    cost: float
    read: tuple[str, ...]


@functools.lru_cache(maxsize=4096)
def numeral_costs(channel: str, read: str) -> Costs:
    """Return, for each numeral 0 to 9, the cost of reading it as this character, as none, or as these two."""
    if len(read) == 2:
        return tuple(_cost_of_two(channel, numeral, read) for numeral in range(10))
    table = CONFUSIONS[channel]
    dearest = DEAREST if read else _DEAREST_SLIP
    return tuple(min(table[str(numeral)].get(read, 99) / 10, dearest) for numeral in range(10))


def _cost_of_two(channel: str, numeral: int, read: str) -> float:
    """Return the cost of a numeral read twice, by two look-alikes; otherwise one of the two is a surplus."""
    one, other = (numeral_costs(channel, character)[numeral] for character in read)
    if max(one, other) < DEAREST:
        return DOUBLED[channel] / 10 + min(one, other)
    return min(one + _surplus(channel, read[1]), other + _surplus(channel, read[0]))


@functools.lru_cache(maxsize=4096)
def _cheapest(channel: str, slot: str, read: str) -> float:
    if slot == "0":
        return min(numeral_costs(channel, read))
    return min(CONFUSIONS[channel][slot].get(read, 99) / 10, DEAREST)


def _before(read: str) -> float:
    return _NUMERAL_BEFORE if read.isdecimal() else _BEFORE


@functools.lru_cache(maxsize=4096)
def _surplus(channel: str, read: str) -> float:
    return min(CONFUSIONS[channel][""].get(read, 99) / 10, _DEAREST_SLIP)


@attrs.frozen(repr=False)
class Sight:
    """A text that was printed after a template, and the nearly cheapest ways to read it so.

    ``open_start`` says that other text may stand before the template's. ``weight`` is how much it counts as a
    witness, 1 unless others were read from the same print.
    """

    channel: str
    template: str
    text: str
    open_start: bool
    ways: tuple[Alignment, ...]
    weight: float = 1.0

    @property
    def has_slips(self) -> bool:
        """Tell whether characters were added or lost, so that the ways are not all there are."""
        return self.open_start or len(self.text) != len(self.template)


def see(channel: str, template: str, text: str, *, open_start: bool = False) -> Sight | None:
    """Lay a text along its template; ``None`` for one much too long or short to be a reading of it."""
    too_long = len(text) - len(template) > _MOST_SLIPS and not open_start
    if too_long or len(template) - len(text) > _MOST_SLIPS or not text:
        return None
    ways = _ways(channel, template, text, _before if open_start else functools.partial(_surplus, channel))
    return Sight(channel, template, text, open_start, ways)


def weighed(sights: Iterable[Sight | None]) -> list[Sight]:
    """Return the sights that are there, each text once; those after the clearest of a template weigh less.

    Pictures of one card, and engines on one picture, stumble over the same damage: they are no two witnesses.
    """
    found: list[Sight] = []
    for sight in sorted((sight for sight in sights if sight is not None), key=_clearest):
        alike = [other for other in found if other.template == sight.template]
        if all(other.text != sight.text for other in alike):
            found.append(attrs.evolve(sight, weight=_WEIGHT_OF_ONE_MORE) if alike else sight)
    return found


def _clearest(sight: Sight) -> float:
    way = sight.ways[0]
    return way.cost + sum(min(numeral_costs(sight.channel, read)) for read in way.read)


def cost_of(sight: Sight, numerals: str) -> float:
    """Return what it costs to have misread these numerals, in their template, as the text of a sight."""
    return pricing_of(sight)(numerals)


def pricing_of(sight: Sight) -> Callable[[str], float]:
    """Return what `cost_of` does for one sight and many numerals: a beginning they share is costed once."""
    channel, text = sight.channel, sight.text
    if not sight.has_slips:
        way = sight.ways[0]
        slots = [numeral_costs(channel, read) for read in way.read]
        return lambda numerals: (
            way.cost + sum([costs[int(numeral)] for costs, numeral in zip(slots, numerals, strict=True)])
        )
    surplus = [_surplus(channel, read) for read in text]
    numeral_slots = [_numeral_slot(channel, numeral, text) for numeral in range(10)]
    literals = [
        [_literal_slot(channel, slot, text) for slot in between] for between in sight.template.split("0")
    ]

    @functools.cache
    def row_after(numerals: str) -> list[float]:
        if numerals:
            row = _next_row(row_after(numerals[:-1]), numeral_slots[int(numerals[-1])], surplus)
        else:
            row = [0.0, *itertools.accumulate(map(_before, text) if sight.open_start else surplus)]
        for slot in literals[len(numerals)]:
            row = _next_row(row, slot, surplus)
        return row

    return lambda numerals: row_after(numerals)[-1]


# What a slot costs where it was lost, where it was read as each character of the text, and as each two.
_Slot = tuple[float, list[float], list[float]]


def _numeral_slot(channel: str, numeral: int, text: str) -> _Slot:
    return (
        numeral_costs(channel, "")[numeral],
        [numeral_costs(channel, read)[numeral] for read in text],
        [numeral_costs(channel, one + other)[numeral] for one, other in itertools.pairwise(text)],
    )


def _literal_slot(channel: str, slot: str, text: str) -> _Slot:
    return _cheapest(channel, slot, ""), [_cheapest(channel, slot, read) for read in text], []


def _next_row(above: list[float], slot: _Slot, surplus: list[float]) -> list[float]:
    """Return the least cost up to each place of the text, one slot of the template further."""
    lost, costs, twos = slot
    row = [above[0] + lost]
    for j, cost in enumerate(costs):
        best = min(above[j] + cost, above[j + 1] + lost, row[j] + surplus[j])
        row.append(min(best, above[j - 1] + twos[j - 1]) if twos and j else best)
    return row


def _ways(channel: str, template: str, text: str, before: Callable[[str], float]) -> tuple[Alignment, ...]:
    if len(text) == len(template) and all(
        (slot == "0" and read.isdecimal()) or slot == read for slot, read in zip(template, text, strict=True)
    ):
        pairs = zip(template, text, strict=True)
        return (Alignment(0.0, tuple(read for slot, read in pairs if slot == "0")),)
    ways = [Alignment(between, reads) for reads, between in _search(channel, template, text, before).items()]
    ways.sort(key=lambda way: way.cost + sum(min(numeral_costs(channel, read)) for read in way.read))
    return tuple(ways[:_MOST_ALIGNMENTS])


def _search(
    channel: str, template: str, text: str, before: Callable[[str], float]
) -> dict[tuple[str, ...], float]:
    """Return what was read for each numeral, in every way near the cheapest, and the cost of all between."""
    rest = _costs_of_the_rest(channel, template, text, before)
    bound = rest[0][0] + _NEARLY
    found: dict[tuple[str, ...], float] = {}
    stack: list[tuple[int, int, float, float, tuple[str, ...]]] = [(0, 0, 0.0, 0.0, ())]
    for _ in range(_MOST_STEPS):
        if not stack:
            break
        i, j, total, between, reads = stack.pop()
        if i == len(template) and j == len(text):
            found[reads] = min(between, found.get(reads, between))
            continue
        if j < len(text):
            step = before(text[j]) if i == 0 else _surplus(channel, text[j])
            if total + step + rest[i][j + 1] <= bound:
                stack.append((i, j + 1, total + step, between + step, reads))
        if i < len(template):
            slot = template[i]
            for read in _reads(slot, text, j):
                step = _cheapest(channel, slot, read)
                if total + step + rest[i + 1][j + len(read)] <= bound:
                    apart, now = (0.0, (read,)) if slot == "0" else (step, ())
                    stack.append((i + 1, j + len(read), total + step, between + apart, reads + now))
    return found


def _reads(slot: str, text: str, start: int) -> tuple[str, ...]:
    """Return what a slot may have been read as here: nothing, a character, and a numeral also as two."""
    left = len(text) - start
    if slot == "0" and left > 1:
        return "", text[start], text[start : start + 2]
    return ("", text[start]) if left else ("",)


def _costs_of_the_rest(
    channel: str, template: str, text: str, before: Callable[[str], float]
) -> list[list[float]]:
    """Return for each place in template and text the least cost from there to the ends."""
    width = len(text) + 1
    rest = [[0.0] * width for _ in range(len(template) + 1)]
    for i in range(len(template), -1, -1):
        for j in range(len(text), -1, -1):
            steps = []
            if i < len(template):
                reads = _reads(template[i], text, j)
                steps += [
                    _cheapest(channel, template[i], read) + rest[i + 1][j + len(read)] for read in reads
                ]
            if j < len(text):
                surplus = before(text[j]) if i == 0 else _surplus(channel, text[j])
                steps.append(surplus + rest[i][j + 1])
            rest[i][j] = min(steps, default=0.0)
    return rest
