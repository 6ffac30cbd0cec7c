"""How likely all numbers are together, for each residue of their weighted sum (Doc 9303-3, 4.9).

The sum goes slot by slot, with the weighted sum modulo ten as the state: a row of ten. Ways to read a text
begin alike, so the row after a beginning is kept, and made once for all that begin so.

>>> as_seven = [0.0] * 7 + [1.0, 0.0, 0.0]
>>> as_two_or_three = [0.0, 0.0, 0.6, 0.4] + [0.0] * 6
>>> ResidueSums([as_seven, as_two_or_three]).of((0, 1))  # 7 * 7 + 3 * 2 is 55, 7 * 7 + 3 * 3 is 58
(0.0, 0.0, 0.0, 0.0, 0.0, 0.6, 0.0, 0.0, 0.4, 0.0)
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from khmerid.mrz.check_digit import WEIGHTS
from khmerid.resolve.side_texts import Table

Row = Sequence[float]  # for each residue modulo ten, a likelihood

#: For each weight, the table by the residues that the numerals add: 9, 8, ... 0.
_TURNED: Final = tuple(
    itemgetter(
        *(next(one for one in range(10) if one * weight % 10 == residue) for residue in range(9, -1, -1))
    )
    for weight in WEIGHTS
)


class ResidueSums:
    """Sums over the numerals of some slots, each of which has one of these tables."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._rows: list[Row] = [()]  # after each beginning, of which the first is none at all
        self._next: dict[int, int] = {}  # the beginning that is another one and a table more

    def of(self, slots: Sequence[int]) -> Row:
        """Return how likely all numerals are together, for each residue; ``slots`` are places of tables."""
        rows, following, many = self._rows, self._next, len(self._tables)
        at = 0
        for number, place in enumerate(slots):
            step = at * many + place
            known = following.get(step)
            if known is None:
                known = following[step] = len(rows)
                turned: Row = _TURNED[number % len(WEIGHTS)](self._tables[place])
                rows.append(_row_after(rows[at], turned) if number else turned[::-1])
            at = known
        return rows[at]


def _row_after(row: Row, turned: Row) -> Row:
    """Return the row one slot further: each residue from the ten that a numeral can make it of.

    Written out, it takes a third of the time of a loop, and nothing of a noisy number takes longer.
    """
    a, b, c, d, e, f, g, h, i, j = row
    t9, t8, t7, t6, t5, t4, t3, t2, t1, t0 = turned
    return (
        b * t9 + c * t8 + d * t7 + e * t6 + f * t5 + g * t4 + h * t3 + i * t2 + j * t1 + a * t0,
        c * t9 + d * t8 + e * t7 + f * t6 + g * t5 + h * t4 + i * t3 + j * t2 + a * t1 + b * t0,
        d * t9 + e * t8 + f * t7 + g * t6 + h * t5 + i * t4 + j * t3 + a * t2 + b * t1 + c * t0,
        e * t9 + f * t8 + g * t7 + h * t6 + i * t5 + j * t4 + a * t3 + b * t2 + c * t1 + d * t0,
        f * t9 + g * t8 + h * t7 + i * t6 + j * t5 + a * t4 + b * t3 + c * t2 + d * t1 + e * t0,
        g * t9 + h * t8 + i * t7 + j * t6 + a * t5 + b * t4 + c * t3 + d * t2 + e * t1 + f * t0,
        h * t9 + i * t8 + j * t7 + a * t6 + b * t5 + c * t4 + d * t3 + e * t2 + f * t1 + g * t0,
        i * t9 + j * t8 + a * t7 + b * t6 + c * t5 + d * t4 + e * t3 + f * t2 + g * t1 + h * t0,
        j * t9 + a * t8 + b * t7 + c * t6 + d * t5 + e * t4 + f * t3 + g * t2 + h * t1 + i * t0,
        a * t9 + b * t8 + c * t7 + d * t6 + e * t5 + f * t4 + g * t3 + h * t2 + i * t1 + j * t0,
    )
