"""Place of birth and address, as official units.

On the card: ``ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ``, and for an address before it ``ផ្ទះ៣៣ ផ្លូវ៣៥៥ ភូមិព្រៃធំ``
(CARD.md, section 3). Commune, district and province are matched together, so that each repairs the other.

>>> place = read_place("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value
>>> place.commune.code, place.district.name_latin, place.province.name_latin
('210902', 'Tram Kak', 'Takeo')
>>> read_place("ប្រទេសថៃ").value.province is None
True

"""

import re
from collections.abc import Sequence
from typing import TypeAlias

import attrs

from khmerid.fields.house import read_house
from khmerid.gazetteer.index import names
from khmerid.gazetteer.matching import Match, VillageMatch, match_path, match_village, partial_path
from khmerid.gazetteer.units import CODES_SYSTEM, Path, Unit
from khmerid.notes import Code, Note, Status
from khmerid.reading import Reading
from khmerid.text.cleaning import clean

# Chosen on one half of the corpus and checked on the other: benchmarks/places.py prints both.
_SURE_SHARE = 0.25  # of the letters of the official path misread
_SURE_MARGIN = 2.0  # edits by which every other commune is worse
_OFFERED_SHARE = 0.5
_OFFERED_MARGIN = 0.5
_VILLAGE_SHARE = 0.4
_VILLAGE_MARGIN = 1.0


@attrs.frozen(kw_only=True)
class Place:
    """A place as text and, as far as the text tells, as official units.

    ``candidates`` are the official paths that the text may mean where it does not tell, best first.
    """

    text: str
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None
    village: Unit | None = None
    candidates: tuple[Path, ...] = ()


@attrs.frozen(kw_only=True)
class Address(Place):
    """A place with what stands before the village; digits are ASCII, letters as printed."""

    house: str | None = None
    street: str | None = None
    group: str | None = None


Plain: TypeAlias = dict[str, "str | None | dict[str, str]"]


def read_place(text: str | None) -> Reading[Place]:
    """Read a place of birth; a hospital or a foreign place is kept as text.

    The status is ``CLEAN`` when the whole path is spelt as an official one, ``REPAIRED`` when it is misread
    but the one official path near it, ``DOUBTFUL`` otherwise; see `is_protected`.

    >>> read_place("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ").status
    <Status.REPAIRED: 1>

    """
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes)
    found = _find(cleaned)
    place = Place(text=cleaned, village=found.village, **found.units)
    return Reading(text, place, (*notes, *found.notes))


def read_address(text: str | Sequence[str | None] | None) -> Reading[Address]:
    """Read an address, as one text or as the lines of the card.

    >>> address = read_address(["ផ្ទះ៣៣បេ ផ្លូវ ៣៥៥ ភូមិព្រៃធំ", "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"]).value
    >>> address.house, address.street, address.village.code, address.commune.code
    ('33បេ', '355', '21090209', '210902')

    """
    raw = text if text is None or isinstance(text, str) else " ".join(line for line in text if line)
    cleaned, notes = clean(raw)
    if not cleaned:
        return Reading(raw, None, notes)
    found = _find(cleaned)
    address = Address(text=cleaned, village=found.village, **found.units)
    return Reading(raw, address, (*notes, *found.notes))
