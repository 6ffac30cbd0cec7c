"""Where each element stands in a TD1 zone, so that a user interface can mark it (ICAO Doc 9303-5, 4.2.2).

>>> POSITIONS["date_of_expiry"]
Position(line=2, start=9, end=14)

"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from khmerid.mrz.check_digit import FILLER
from khmerid.mrz.parsing import NumberRule, Td1


@attrs.frozen
class Position:
    """Where an element stands: the line (1 to 3) and its first and last position, from 1 as in Doc 9303."""

    line: int
    start: int
    end: int


# Doc 9303-5, 4.2.2.1 to 4.2.2.3.
POSITIONS: Mapping[str, Position] = MappingProxyType(
    {
        "document_code": Position(1, 1, 2),
        "issuing_state": Position(1, 3, 5),
        "document_number": Position(1, 6, 14),
        "document_number_check_digit": Position(1, 15, 15),
        "optional_data_1": Position(1, 16, 30),
        "date_of_birth": Position(2, 1, 6),
        "date_of_birth_check_digit": Position(2, 7, 7),
        "sex": Position(2, 8, 8),
        "date_of_expiry": Position(2, 9, 14),
        "date_of_expiry_check_digit": Position(2, 15, 15),
        "nationality": Position(2, 16, 18),
        "optional_data_2": Position(2, 19, 29),
        "composite_check_digit": Position(2, 30, 30),
        "name": Position(3, 1, 30),
    }
)


def positions_of(zone: Td1) -> dict[str, tuple[Position, ...]]:
    """Return where each element of this zone stands; a long document number stands in two places."""
    where: dict[str, tuple[Position, ...]] = {name: (position,) for name, position in POSITIONS.items()}
    rest = len(zone.lines[0][15:].partition(FILLER)[0])
    if zone.number_rule is not NumberRule.SHORT and rest:
        where["document_number"] = (Position(1, 6, 14), Position(1, 16, 14 + rest))[: 1 + (rest > 1)]
        where["document_number_check_digit"] = (Position(1, 15 + rest, 15 + rest),)
        where["optional_data_1"] = (Position(1, min(17 + rest, 30), 30),)
    return where
