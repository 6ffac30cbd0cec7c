"""The aligner: a text laid along the slots it was read from, at the least cost.

A slot is a character that was printed, known or not. It was lost, read as one character, or (a numeral) as
two; a character of the text that no slot was read as was added. Whoever aligns says what each of these
costs; the costs of an alignment are their sum.

>>> slots = [(1.0, [float(letter != read) for read in "SOKH"], ()) for letter in "SOK"]
>>> rows = fill(slots, [1.0] * 4)
>>> rows[-1]
[3.0, 2.0, 1.0, 0.0, 1.0]
>>> [(move, slot, place) for move, slot, place in trace(rows, slots, end=4)]
[('read', 0, 0), ('read', 1, 1), ('read', 2, 2), ('added', 2, 3)]
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

# What a slot costs where it was lost, where it was read as each character of the text, and as each two.
Slot = tuple[float, Sequence[float], Sequence[float]]
# What each character of the text costs as an added one: everywhere alike, or by how many slots stand before
# it.
Added = Sequence[float] | Sequence[Sequence[float]]

_NOWHERE: Final = math.inf


class Step(NamedTuple):
    """One step of an alignment: what became of a slot, or of a character, and where in the text that is.

    Of a slot that was read as two characters it is the first. An added character has the slot before it, -1
    where there is none.
    """

    move: Literal["read", "two", "lost", "added"]
    slot: int
    place: int


def first_row(added: Sequence[float]) -> list[float]:
    """Return the cost up to each place of the text before any slot: all of it was added."""
    return [0.0, *itertools.accumulate(added)]


def next_row(above: Sequence[float], slot: Slot, added: Sequence[float]) -> list[float]:
    """Return the least cost up to each place of the text, one slot further."""
    lost, read, two = slot
    before, here = above[0], above[0] + lost
    row = [here]
    for place, (cost, over, extra) in enumerate(zip(read, above[1:], added, strict=False)):
        # Comparisons are faster than `min`.
        best = before + cost
        if over + lost < best:  # noqa: PLR1730
            best = over + lost
        if here + extra < best:  # noqa: PLR1730
            best = here + extra
        if two and place and above[place - 1] + two[place - 1] < best:
            best = above[place - 1] + two[place - 1]
        row.append(best)
        before, here = over, best
    return row


def fill(slots: Sequence[Slot], added: Added, *, band: tuple[int, int] | None = None) -> list[list[float]]:
    """Return the least cost up to each place of the text, before the first slot and after each.

    A ``band`` of (behind, ahead) leaves out places of the text that lie farther than that behind or ahead of
    the slot; there the cost is infinite.
    """
    by_slot = _by_slot(added, len(slots))
    rows = [first_row(by_slot[0])]
    for number, (slot, own) in enumerate(zip(slots, by_slot[1:], strict=True)):
        if band is None:
            rows.append(next_row(rows[-1], slot, own))
        else:
            rows.append(_banded_row(rows[-1], slot, own, (number - band[0], number + 1 + band[1])))
    return rows


def _banded_row(
    above: Sequence[float], slot: Slot, added: Sequence[float], bounds: tuple[int, int]
) -> list[float]:
    lost, read, _ = slot
    row = [_NOWHERE] * len(above)
    here = _NOWHERE
    for place in range(max(0, bounds[0]), min(len(read), bounds[1]) + 1):
        best = above[place] + lost
        if place:  # compared as in `next_row`
            if above[place - 1] + read[place - 1] < best:  # noqa: PLR1730
                best = above[place - 1] + read[place - 1]
            if here + added[place - 1] < best:  # noqa: PLR1730
                best = here + added[place - 1]
        row[place] = here = best
    return row


def _by_slot(added: Added, slots: int) -> Sequence[Sequence[float]]:
    if added and not isinstance(added[0], int | float):
        return added  # type: ignore[return-value]  # one sequence for each number of slots
    return [added] * (slots + 1)  # type: ignore[list-item]  # alike for all


def trace(rows: Sequence[Sequence[float]], slots: Sequence[Slot], end: int) -> Iterator[Step]:
    """Yield the steps of the cheapest alignment of all slots with the text up to ``end``, in their order.

    Of several, it is the one that reads rather than loses, and loses rather than adds, from its end on.
    """
    steps = []
    slot, place = len(slots), end
    while slot or place:
        cost = rows[slot][place]
        if slot and place and rows[slot - 1][place - 1] + slots[slot - 1][1][place - 1] == cost:
            slot, place = slot - 1, place - 1
            steps.append(Step("read", slot, place))
        elif _was_two(rows, slots, slot, place):
            slot, place = slot - 1, place - 2
            steps.append(Step("two", slot, place))
        elif slot and (not place or rows[slot - 1][place] + slots[slot - 1][0] == cost):
            slot -= 1
            steps.append(Step("lost", slot, place))
        else:
            place -= 1
            steps.append(Step("added", slot - 1, place))
    return reversed(steps)


def _was_two(rows: Sequence[Sequence[float]], slots: Sequence[Slot], slot: int, place: int) -> bool:
    """Return whether the last of so many slots was read as the two characters before a place."""
    if not slot or place < 2 or not (two := slots[slot - 1][2]):
        return False
    return rows[slot - 1][place - 2] + two[place - 2] == rows[slot][place]


class Part(NamedTuple):
    """A part of a text: the edits between it and what was looked for, and where it begins and ends."""

    edits: int
    start: int
    end: int


def nearest_part(pattern: str, text: str, most_edits: int) -> Part | None:
    """Return the part of a text that is fewest edits from a pattern; ``None`` if more than ``most_edits``.

    Of several, it is the one that ends first, and of those the shortest. Every edit costs one: this finds
    where a word stands, not how likely it is.

    >>> nearest_part("ភេទ", "១០.០៧.១៩៩៩ គេទ: ស្រី", most_edits=1)
    Part(edits=1, start=12, end=14)
    """
    edits, end = _fewest_edits(pattern, text)
    if edits > most_edits:
        return None
    _, length = _fewest_edits(pattern[::-1], text[:end][::-1])
    return Part(edits, end - length, end)


def _fewest_edits(pattern: str, text: str) -> tuple[int, int]:
    """Return the fewest edits that make the pattern a part of the text, and where that part ends first.

    This is the bit-parallel search of G. Myers, "A fast bit-vector algorithm for approximate string
    matching", J. ACM 46 (1999): linear in the text, one machine word of state per pattern. The partial
    ratios of libraries hold a window of the pattern's length against it, and lose short words.
    """
    bits: dict[str, int] = {}
    for place, character in enumerate(pattern):
        bits[character] = bits.get(character, 0) | 1 << place
    every = (1 << len(pattern)) - 1
    last = 1 << (len(pattern) - 1)
    more, less, edits = every, 0, len(pattern)
    fewest, end = edits, 0
    for place, character in enumerate(text, 1):
        equal = bits.get(character, 0)
        vertical = equal | less
        horizontal = (((equal & more) + more) ^ more) | equal
        up = less | (~(horizontal | more) & every)
        down = more & horizontal
        if up & last:
            edits += 1
        elif down & last:
            edits -= 1
        up <<= 1
        down <<= 1
        more = (down | ~(vertical | up)) & every
        less = up & vertical & every
        if edits < fewest:
            fewest, end = edits, place
    return fewest, end
