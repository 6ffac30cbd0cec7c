"""What several pictures or engines say of one card, held against each other.

Number, dates and sex are weighed from all texts. Names and places are taken from the picture that has them
best: where another has them just as clean and otherwise, only a person can tell which is right.

>>> import datetime as dt
>>> from khmerid.card import read_card
>>> from khmerid.raw_card import RawCard
>>> day = dt.date(2020, 6, 1)
>>> names = "SOK DARA", "SOK DARO"
>>> contradictions([read_card(RawCard(name_latin=name), latest_issue=day) for name in names])
{'name_latin': ()}
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from khmerid.card import Card
from khmerid.fields.places import Place, protected_parts
from khmerid.mrz.check_digit import FILLER
from khmerid.mrz.parsing import is_clean_name_line
from khmerid.outcome import Outcome
from khmerid.reading import Reading

#: What stands on both sides, and is compared on each.
_ON_BOTH_SIDES: Final = ("document_number", "date_of_birth", "sex", "date_of_expiry")
#: What is printed alone, and is not part of a path of places.
_PRINTED_ONCE: Final = ("name_khmer", "height_cm", "date_of_issue")
_PLACES: Final = ("place_of_birth", "address")
#: What is told of a place besides its units, which nothing protects.
_BESIDE_UNITS: Final = ("house", "street", "group")
#: Lowest first.
_UNITS: Final = ("village", "commune", "district", "province")
# A card is not decided by the rest: a Khmer name, a height or a house are often misread, and cleanly.
_DECIDED_BY: Final = frozenset((*_ON_BOTH_SIDES, "name_latin"))


def compare_pictures(pictures: Sequence[Card]) -> Outcome:
    """Compare the clean readings of all pictures of one card, as far as the card is decided by them.

    It agrees where two have one of number, birth, sex and expiry on the same side.
    """
    found = contradictions(pictures)
    parts = [part for name in _PLACES for part in found.get(name, ())]
    if not _DECIDED_BY.isdisjoint(found) or not set(_UNITS).isdisjoint(parts):
        return Outcome.CONFLICTS
    is_seen_twice = any(len(values) > 1 for name in _ON_BOTH_SIDES for values in _sides(pictures, name))
    return Outcome.AGREES if is_seen_twice else Outcome.UNDECIDED


def contradictions(pictures: Sequence[Card]) -> dict[str, tuple[str, ...]]:
    """Return the fields that two pictures have clean and otherwise, of a place with the parts that differ."""
    if len(pictures) < 2:
        return {}
    fields = [name for name in _ON_BOTH_SIDES if any(map(_differ, _sides(pictures, name)))]
    fields += [name for name in _PRINTED_ONCE if _differ(_clean(getattr(one, name) for one in pictures))]
    if _has_two_names(pictures):
        fields.append("name_latin")
    found: dict[str, tuple[str, ...]] = dict.fromkeys(fields, ())
    for name in _PLACES:
        parts = _parts_that_differ([getattr(one, name) for one in pictures])
        if parts:
            found[name] = parts
    return found


def _sides(pictures: Sequence[Card], name: str) -> tuple[list[Any], list[Any]]:
    """Return the clean values in print, and those in the MRZ."""
    return (
        _clean(getattr(one, name) for one in pictures),
        _clean(getattr(one.mrz, name) for one in pictures),
    )


def _clean(readings: Iterable[Reading[Any]]) -> list[Any]:
    return [value for reading in readings if (value := reading.well_formed) is not None]


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


def _has_two_names(pictures: Sequence[Card]) -> bool:
    """Return whether two pictures have two clean Latin names, in print or in the MRZ, whatever the blanks.

    A line that begins as the other has a filler misread as a letter.
    """
    printed = (name.replace(" ", "") for name in _clean(one.name_latin for one in pictures))
    lines = (one.mrz.name_line for one in pictures)
    in_mrz = sorted({line.replace(FILLER, "") for line in lines if is_clean_name_line(line)})
    return _differ(printed) or any(not in_mrz[-1].startswith(name) for name in in_mrz)


def _parts_that_differ(readings: Sequence[Reading[Place]]) -> tuple[str, ...]:
    """Return the parts of a place that two clean readings have otherwise, and the units within such a unit.

    A unit counts where both texts admit no other one.
    """
    codes = [
        {part: getattr(reading.value, part).code for part in protected_parts(reading)} for reading in readings
    ]
    differ = [unit for unit in _UNITS if _differ(one[unit] for one in codes if unit in one)]
    units = _UNITS[: _UNITS.index(differ[-1]) + 1] if differ else ()
    places = _clean(readings)
    return (*(part for part in _BESIDE_UNITS if _differ(_told(places, part))), *units)


def _told(places: Iterable[Place], part: str) -> list[str]:
    return [text for place in places if (text := getattr(place, part, None)) is not None]
