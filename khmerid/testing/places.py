"""Places for invented people: printed as cards print them, with the official units they mean.

>>> from khmerid.testing.choosing import RandomChooser
>>> place = birth_place(RandomChooser(1), dt.date(2020, 1, 1), "210901")
>>> place.text, place.commune.name_latin
('ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ', 'Ang Ta Saom')
"""

import datetime as dt
import functools
from collections import Counter
from collections.abc import Sequence
from typing import Final

from khmerid.fields.places import Address, Place
from khmerid.gazetteer.folding import to_bare
from khmerid.gazetteer.index import khmer_index
from khmerid.gazetteer.other_names import CHANGES, UnitChange
from khmerid.gazetteer.units import Unit, UnitPath, gazetteer
from khmerid.testing.choosing import Chooser
from khmerid.text.numerals import to_khmer_digits

# How a house, a street and a group are printed, and which of them a line has.
_HOUSES: Final = ("", "ផ្ទះ{}", "ផ្ទះលេខ {}")
_STREETS: Final = ("", "ផ្លូវ{}", "ផ្លូវ {}")
_GROUPS: Final = ("", "ក្រុម{}", "ក្រុមទី{}")
_LETTERS: Final = ("", "", "បេ", "អា")
_HIGHEST: Final = 599


def birth_place(choose: Chooser, issue: dt.date, code: str | None = None) -> Place:
    """Choose a commune as a card issued on this day prints it; ``code`` is that of the commune wanted."""
    path = _path(choose, issue, code)
    former = _former(path, issue)
    return Place(
        text=_printed(path, former),
        province=path.province,
        district=path.district,
        commune=path.commune,
        former=former,
    )


def address(choose: Chooser, issue: dt.date, code: str | None = None) -> tuple[Address, str]:
    """Choose an address and return it with its first printed line; ``code`` is of a commune or village."""
    path = _path(choose, issue, code[:6] if code else None)
    former = _former(path, issue)
    village = _village(choose, path, code)
    house, house_text = _numbered(choose, _HOUSES, _LETTERS)
    street, street_text = _numbered(choose, _STREETS)
    group, group_text = _numbered(choose, _GROUPS)
    parts = [house_text, street_text, group_text, village.printed]
    first = " ".join(part for part in parts if part)
    found = Address(
        text=f"{first} {_printed(path, former)}",
        province=path.province,
        district=path.district,
        commune=path.commune,
        village=village,
        former=former,
        house=house,
        street=street,
        group=group,
    )
    return found, first


def _numbered(
    choose: Chooser, forms: Sequence[str], letters: Sequence[str] = ("",)
) -> tuple[str | None, str]:
    form = choose.choice(forms)
    if not form:
        return None, ""
    number, letter = choose.integer(1, _HIGHEST), choose.choice(letters)
    return f"{number}{letter}", form.format(to_khmer_digits(str(number)) + letter)


def _path(choose: Chooser, issue: dt.date, code: str | None) -> UnitPath:
    if code is None:
        plain, former = _paths()
        old = [path for until, path in former if issue <= until]
        # One in eight of the cards that are old enough names a unit that no longer exists.
        return choose.choice(old if old and choose.integer(0, 7) == 7 else plain)
    path = gazetteer().get(code)
    if path is None or path.commune is None:
        message = f"the gazetteer has no commune {code!r}"
        raise ValueError(message)
    return path


def _village(choose: Chooser, path: UnitPath, code: str | None) -> Unit:
    villages = _villages(path)
    if code and len(code) > 6:
        villages = [village for village in villages if village.code == code]
    if not villages:
        message = f"the gazetteer has no village {code!r} whose name its commune has once"
        raise ValueError(message)
    return choose.choice(villages)


def _villages(path: UnitPath) -> list[Unit]:
    """Return the villages whose names tell them from the others of the commune."""
    counted = Counter(_bare(village) for village in path.villages)
    return [village for village in path.villages if counted[_bare(village)] == 1]


def _bare(village: Unit) -> str:
    return village.name_khmer.replace(" ", "").removeprefix(village.unit_type.value)


@functools.cache
def _paths() -> tuple[list[UnitPath], list[tuple[dt.date, UnitPath]]]:
    """Return the communes to choose from, and those that had another district or province until a day."""
    paths = [path for path in gazetteer().values() if path.commune and _villages(path)]
    # The source names eight communes of one district alike: such a path means none of them in particular.
    paths = [path for path in paths if _means_one(path, None)]
    old = [(former.until, path) for path in paths if (former := _former(path, dt.date.min)) and former.until]
    return paths, old


def _former(path: UnitPath, issue: dt.date) -> UnitChange | None:
    """Return the change after the day of issue, where what was printed before it means this commune only."""
    for change in CHANGES:
        if change.level == "commune" or change.until is None or change.until < issue:
            continue
        if path.code.startswith(change.today) and _means_one(path, change):
            return change
    return None


def _means_one(path: UnitPath, former: UnitChange | None) -> bool:
    meant = khmer_index().exact.get(to_bare(_printed(path, former)), ())
    return [spelling.path.code for spelling in meant] == [path.code]


def _printed(path: UnitPath, former: UnitChange | None) -> str:
    was = {former.level: former.was} if former else {}
    district = path.district
    units = [
        path.commune.printed if path.commune else "",
        district.unit_type.value + was.get("district", district.name_khmer) if district else "",
        was.get("province", path.province.name_khmer),
    ]
    return " ".join(units)
