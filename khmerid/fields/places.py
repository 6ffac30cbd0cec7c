"""Place of birth and address, as official units.

Source: images of cards under Sub-decree 60 of 2007, with the units of Prakas 493 of 30 April 2001 and later
acts (docs/places.md).
On the card: ``ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ``, and for an address before it ``ផ្ទះ៣៣ ផ្លូវ៣៥៥
ភូមិព្រៃធំ``. Commune, district and province are matched together, so that each repairs the other.

>>> place = read_place("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value
>>> place.commune.code, place.district.name_latin, place.province.name_latin
('210901', 'Tram Kak', 'Takeo')
>>> read_place("ប្រទេសថៃ").value.province is None
True
"""

from collections.abc import Sequence
from typing import Final, TypeVar

import attrs

from khmerid.gazetteer.folding import to_letters
from khmerid.gazetteer.other_names import UnitChange
from khmerid.gazetteer.search import FoundPlace, find_place
from khmerid.gazetteer.units import Unit, UnitPath
from khmerid.gazetteer.villages import is_easily_misread, is_told_by_its_word
from khmerid.masking import Masked
from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.text.cleaning import Notes, read_cleaned
from khmerid.text.numerals import to_khmer_digits


@attrs.frozen(kw_only=True)
class Place(Masked):
    """A place as text and, as far as the text tells, as the official units of today.

    ``former`` is the change since, where the card prints what was so before. ``candidates`` are the official
    paths that the text may mean where it does not tell, best first.

    >>> place = read_place("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value
    >>> place
    Place(text, province, district, commune)
    >>> place.province.code, place.village is None
    ('21', True)
    """

    text: str
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None
    village: Unit | None = None
    former: UnitChange | None = None
    candidates: tuple[UnitPath, ...] = ()


@attrs.frozen(kw_only=True)
class Address(Place):
    """A place with what stands before the village; digits are ASCII, letters as printed.

    >>> address = read_address("ផ្ទះ៣៣ ផ្លូវ៣៥៥ ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value
    >>> address.house, address.street, address.group, address.commune.name_latin
    ('33', '355', None, 'Ang Ta Saom')
    """

    house: str | None = None
    street: str | None = None
    group: str | None = None


P = TypeVar("P", bound=Place)

_VILLAGE_DOUBTS: Final = frozenset((Code.VILLAGE_REPAIRED, Code.PART_UNREAD))


def read_place(text: str | None) -> Reading[Place]:
    """Read a place of birth; a hospital or a foreign place is kept as text.

    The status is ``CLEAN`` when the whole path is spelt as an official one, ``REPAIRED`` when it is misread
    but has one official path near it, ``DOUBTFUL`` otherwise; see `is_protected`. An address, with a house,
    street or group, is doubtful, too: it stands in the wrong field.

    >>> read_place("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ").status
    <Status.REPAIRED: 1>
    """

    def place_of(cleaned: str) -> tuple[Place, Notes]:
        found = find_place(cleaned)
        place, notes = _located(Place, cleaned, found)
        numbers = found.parts.house or found.parts.street or found.parts.group
        return place, (*notes, Note(Code.AN_ADDRESS)) if numbers else notes

    return read_cleaned(text, place_of)


def read_address(text: str | Sequence[str | None] | None) -> Reading[Address]:
    """Read an address, given as one text or as the lines of the card.

    The status is as `read_place` says. House, street and group are as read: nothing protects them.

    >>> address = read_address(["ផ្ទះ៣៣បេ ផ្លូវ ៣៥៥ ភូមិព្រៃដំរី", "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"]).value
    >>> address.house, address.street, address.village.code, address.commune.code
    ('33បេ', '355', '21090102', '210901')
    """
    raw = text if text is None or isinstance(text, str) else " ".join(line for line in text if line)

    def address_of(cleaned: str) -> tuple[Address, Notes]:
        found = find_place(cleaned)
        numbers = found.parts
        return _located(
            Address, cleaned, found, house=numbers.house, street=numbers.street, group=numbers.group
        )

    return read_cleaned(raw, address_of)


def _located(kind: type[P], text: str, found: FoundPlace, **numbers: str | None) -> tuple[P, Notes]:
    """Make a place of what was found in a text; ``numbers`` are what an address has besides."""
    path = found.path
    place = kind(
        text=text,
        province=path.province if path else None,
        district=path.district if path else None,
        commune=path.commune if path else None,
        village=found.village,
        former=found.former,
        candidates=found.candidates,
        **numbers,
    )
    return place, found.notes


def is_protected(reading: Reading[Place] | Reading[Address]) -> bool:
    """Return whether commune, district and province are the one path that the text admits.

    True when a commune was found, the reading is clean or repaired, and no commune near it is easily
    misread for it: an exact path needs no sibling within one letter, or a village that the sibling does not
    have; of a misread one at most three tenths of the letters are wrong, every other commune is about two
    edits farther away, and none of which letters in a row were lost is as near. What stands before the
    commune is not meant: a village is the one that is near, and house, street and group are as read.

    >>> is_protected(read_place("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ"))
    True
    >>> is_protected(read_place("សង្កាត់ផ្សារថ្មីទី ១ ខណ្ឌដូនពេញ ភ្នំពេញ"))
    False
    """
    return "commune" in protected_parts(reading)


def protected_parts(reading: Reading[Place] | Reading[Address]) -> tuple[str, ...]:
    """Return which units of a place are the one that the text admits, highest first.

    The commune is when the whole path is (`is_protected`). Where only a sibling is near it, district and
    province stand: every path of another district is about two edits away. A village has to be the first
    that is left before a protected commune, spelt as the official one, and no other village of that commune
    may be easily misread for it; one that differs in its number only always may. Without the word for a
    village before it, its name must not be the end of another's either, nor that of a unit above it.

    >>> protected_parts(read_place("ភូមិព្រៃដំរី ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ"))
    ('province', 'district', 'commune', 'village')
    >>> protected_parts(read_place("សង្កាត់ផ្សារថ្មីទី ១ ខណ្ឌដូនពេញ ភ្នំពេញ"))
    ('province', 'district')
    """
    place = reading.well_formed
    if place is None or place.commune is None:
        return ()
    codes = {note.code for note in reading.notes}
    if Code.NEAR_SIBLING in codes:
        return ("province", "district")
    path = ("province", "district", "commune")
    if place.village is None or codes & _VILLAGE_DOUBTS:
        return path
    return (*path, "village") if _is_told_apart(place.village, place.commune.code, place.text) else path


def _is_told_apart(village: Unit, commune: str, text: str) -> bool:
    """Return whether a village that is spelt as the official one can be no other unit."""
    if is_easily_misread(village, commune):
        return False
    return not is_told_by_its_word(village, commune) or to_letters(village.printed) in to_letters(text)


def to_printed(place: Place) -> str:
    """Return a place as the card prints it, with the units of today.

    >>> to_printed(read_place("អង្គតាសោម ត្រាំកក់ ខេត្តតាកែវ").value)
    'ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ'
    """
    units = [_in_one_word(unit) for level, unit in _levels(place) if unit and level != "province"]
    province = [place.province.name_khmer] if place.province else []
    before = [to_khmer_digits(part) for part in _before(place, "ផ្ទះ", "ផ្លូវ", "ក្រុម")]
    return " ".join([*before, *units, *province]) or place.text


def _in_one_word(unit: Unit) -> str:
    """Return a unit as printed; the names of numbered villages begin with the type already, ``ភូមិ ១``."""
    kind = unit.unit_type.value
    return kind + unit.name_khmer.removeprefix(kind).lstrip()


def to_latin(place: Place) -> str:
    """Return a place in the Latin names of the gazetteer.

    >>> to_latin(read_address("ផ្ទះ៣៣ ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value)
    'House 33, Phum Prey Damrei, Khum Ang Ta Saom, Srok Tram Kak, Takeo'
    """
    units = [
        unit.name_latin if level == "province" else f"{unit.unit_type.latin} {unit.name_latin}"
        for level, unit in _levels(place)
        if unit
    ]
    return ", ".join([*_before(place, "House ", "Street ", "Group "), *units]) or place.text


def _levels(place: Place) -> tuple[tuple[str, Unit | None], ...]:
    return (
        ("village", place.village),
        ("commune", place.commune),
        ("district", place.district),
        ("province", place.province),
    )


def _before(place: Place, house: str, street: str, group: str) -> list[str]:
    if not isinstance(place, Address):
        return []
    parts = ((house, place.house), (street, place.street), (group, place.group))
    return [f"{label}{number}" for label, number in parts if number]
