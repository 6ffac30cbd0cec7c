"""An MRZ found in noise and laid on its cells, before anything in it is repaired."""

import attrs

from khmerid.mrz.parsing import Td1
from khmerid.recovery.alignment import NO_CELLS, Cells


@attrs.frozen(kw_only=True, repr=False)
class AlignedMrz:
    """What was received for each cell of the three lines, and what the lower line says of the name.

    ``as_it_stands`` is the MRZ where it was received as one has to be, and verifies; nothing in it needs to
    be looked for then, and the cells are left empty. ``cells`` are thirty for each line, ``identifiers``
    the primary and the secondary one, each ``None`` where the line cannot be read or has several readings.
    """

    as_it_stands: Td1 | None = None
    cells: tuple[Cells, Cells, Cells] = (NO_CELLS, NO_CELLS, NO_CELLS)
    identifiers: tuple[str | None, str | None] = (None, None)


def cells_of(mrz: Td1) -> tuple[Cells, Cells, Cells]:
    """Return the characters of an exact MRZ, cell by cell."""
    upper, middle, lower = mrz.lines
    return tuple(upper), tuple(middle), tuple(lower)
