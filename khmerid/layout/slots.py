"""The printed lines of the card, and the rows that were found to be one of them.

>>> from khmerid.layout.rows import Row
>>> placing = Placing([Row("012345678", ((0, 0),)), Row("SOK KUMRU", ((0, 1),))])
>>> placing.place(0, Slot.NUMBER)
>>> placing.free, placing.has(Slot.NUMBER), placing.has(Slot.BIRTH)
([1], True, False)

"""

import enum
from collections.abc import Sequence

import attrs

from khmerid.layout.rows import Row


class Slot(enum.IntEnum):
    """The printed lines of the card, from top to bottom."""

    NUMBER = 1
    NAME_KHMER = 2
    NAME_LATIN = 3
    BIRTH = 4
    PLACE = 5
    ADDRESS = 6
    ADDRESS_END = 7
    VALIDITY = 8
    MARKS = 9
    MRZ = 10


@attrs.frozen
class Placed:
    """A row, the printed line it is, and where in the row its value begins."""

    slot: Slot
    row: Row
    start: int = 0
    labelled: bool = False

    @property
    def value(self) -> str:
        """The text after the label."""
        return self.row.text[self.start :].strip()


@attrs.define
class Placing:
    """The rows of one card while their places are being found: which have one, and which are used up."""

    rows: Sequence[Row]
    placed: dict[int, Placed] = attrs.field(factory=dict)
    used: set[int] = attrs.field(factory=set)
    slots: set[Slot] = attrs.field(factory=set)

    @property
    def free(self) -> list[int]:
        """The indices of the rows that have no place yet."""
        return [index for index in range(len(self.rows)) if index not in self.used]

    def has(self, slot: Slot) -> bool:
        """Tell whether a row is this printed line."""
        return slot in self.slots

    def first(self, least: Slot, most: Slot = Slot.MARKS) -> int:
        """Return the index of the first row that is one of these; the number of rows if none is."""
        return min(
            (index for index, one in self.placed.items() if least <= one.slot <= most),
            default=len(self.rows),
        )

    def last(self, least: Slot, most: Slot) -> int:
        """Return the index of the last row that is one of these; -1 if none is."""
        return max((index for index, one in self.placed.items() if least <= one.slot <= most), default=-1)

    def place(self, index: int, slot: Slot, start: int = 0, *, labelled: bool = False) -> None:
        """Give a row its place."""
        self.placed[index] = Placed(slot, self.rows[index], start, labelled)
        self.used.add(index)
        self.slots.add(slot)

    def join(self, index: int, following: int) -> None:
        """Add a row to the one that it goes on from."""
        one = self.placed[index]
        self.placed[index] = attrs.evolve(one, row=one.row.joined(self.rows[following]))
        self.used.add(following)
