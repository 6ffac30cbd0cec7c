"""What it costs to have misread printed numerals as the text that is there.

A cost is a negative natural logarithm of a rate, learned from labelled OCR output (`confusions.py`), and
bounded: no single character, however clean, weighs more than `DEAREST`. A value that is to be sure needs
more than that for each of its numerals, so it always needs a second witness: the other zone, a check digit
or a rule of the card.

A printed text is a template of numerals (``0``) and literal separators. `align` lays a text along its
template in every way that is nearly the cheapest, since noise adds and loses characters:

>>> [alignment.read for alignment in align("khmer", "00.00.0000", "១០.០៧.១៩៩៩")]
[('១', '០', '០', '៧', '១', '៩', '៩', '៩')]
>>> [alignment.read for alignment in align("mrz", "0000000", "730B07I")]
[('7', '3', '0', 'B', '0', '7', 'I')]

"""

import functools
from typing import Final

import attrs

from khmerid.confusions import CONFUSIONS

DEAREST: Final = 7.5
_DEAREST_SLIP: Final = 8.0  # a character added or lost that was never seen added or lost
_NEARLY: Final = 4.0
_MOST_ALIGNMENTS: Final = 6
_MOST_STEPS: Final = 600  # of a search; a text that takes more is hardly a reading of its template
_MOST_SLIPS: Final = 4

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
    """Return, for each numeral 0 to 9, the cost of reading it as this character."""
    table = CONFUSIONS[channel]
    dearest = DEAREST if read else _DEAREST_SLIP
    return tuple(min(table[str(numeral)].get(read, 99) / 10, dearest) for numeral in range(10))


@functools.lru_cache(maxsize=4096)
def _cheapest(channel: str, slot: str, read: str) -> float:
    if slot == "0":
        return min(numeral_costs(channel, read))
    return min(CONFUSIONS[channel][slot].get(read, 99) / 10, DEAREST)


@functools.lru_cache(maxsize=4096)
def _surplus(channel: str, read: str) -> float:
    return min(CONFUSIONS[channel][""].get(read, 99) / 10, _DEAREST_SLIP)


def align(channel: str, template: str, text: str) -> tuple[Alignment, ...]:
    """Return the nearly cheapest ways to read a text from its template, cheapest first.

    A text that is much too long or short is no reading of the template and has none.
    """
    if abs(len(text) - len(template)) > _MOST_SLIPS or not text:
        return ()
    if len(text) == len(template) and all(
        (slot == "0" and read.isdecimal()) or slot == read for slot, read in zip(template, text, strict=True)
    ):
        return (
            Alignment(0.0, tuple(read for slot, read in zip(template, text, strict=True) if slot == "0")),
        )
    ways = [Alignment(between, reads) for reads, between in _search(channel, template, text).items()]
    ways.sort(key=lambda way: way.cost + sum(min(numeral_costs(channel, read)) for read in way.read))
    return tuple(ways[:_MOST_ALIGNMENTS])


def _search(channel: str, template: str, text: str) -> dict[tuple[str, ...], float]:
    """Return what was read for each numeral, in every way near the cheapest, and the cost of all between."""
    rest = _costs_of_the_rest(channel, template, text)
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
            step = _surplus(channel, text[j])
            if total + step + rest[i][j + 1] <= bound:
                stack.append((i, j + 1, total + step, between + step, reads))
        if i < len(template):
            slot = template[i]
            for read in ("", text[j : j + 1]) if j < len(text) else ("",):
                step = _cheapest(channel, slot, read)
                if total + step + rest[i + 1][j + len(read)] <= bound:
                    apart, now = (0.0, (read,)) if slot == "0" else (step, ())
                    stack.append((i + 1, j + len(read), total + step, between + apart, reads + now))
    return found


def _costs_of_the_rest(channel: str, template: str, text: str) -> list[list[float]]:
    """Return for each place in template and text the least cost from there to the ends."""
    width = len(text) + 1
    rest = [[0.0] * width for _ in range(len(template) + 1)]
    for i in range(len(template), -1, -1):
        for j in range(len(text), -1, -1):
            steps = []
            if i < len(template):
                steps.append(_cheapest(channel, template[i], "") + rest[i + 1][j])
                if j < len(text):
                    steps.append(_cheapest(channel, template[i], text[j]) + rest[i + 1][j + 1])
            if j < len(text):
                steps.append(_surplus(channel, text[j]) + rest[i][j + 1])
            rest[i][j] = min(steps, default=0.0)
    return rest
