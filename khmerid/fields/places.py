"""Place of birth and address, as official units.

On the card: ``ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ``, and for an address before it ``ផ្ទះ៣៣ ផ្លូវ៣៥៥ ភូមិព្រៃធំ``
(CARD.md, section 3). Commune, district and province are matched together, so that each repairs the other.

>>> place = read_place("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value
>>> place.commune.code, place.district.name_latin, place.province.name_latin
('210901', 'Tram Kak', 'Takeo')
>>> read_place("ប្រទេសថៃ").value.province is None
True

"""

from collections.abc import Sequence
from typing import TypeGuard

import attrs

from khmerid.fields.houses import Parts, read_parts
from khmerid.gazetteer.index import names
from khmerid.gazetteer.matching import Match, VillageMatch, match_partial, match_path, match_village
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

_NO_PARTS = Parts(None, None, None, "")


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


def read_place(text: str | None) -> Reading[Place]:
    """Read a place of birth; a hospital or a foreign place is kept as text.

    The status is ``CLEAN`` when the whole path is spelt as an official one, ``REPAIRED`` when it is misread
    but has one official path near it, ``DOUBTFUL`` otherwise; see `is_protected`.

    >>> read_place("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ").status
    <Status.REPAIRED: 1>

    """
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes)
    found = _find(cleaned)
    place = Place(
        text=cleaned,
        province=found.path.province if found.path else None,
        district=found.path.district if found.path else None,
        commune=found.path.commune if found.path else None,
        village=found.village,
        candidates=found.candidates,
    )
    return Reading(text, place, (*notes, *found.notes))


def read_address(text: str | Sequence[str | None] | None) -> Reading[Address]:
    """Read an address, given as one text or as the lines of the card.

    The status is as `read_place` says. House, street and group are as read: nothing protects them.

    >>> address = read_address(["ផ្ទះ៣៣បេ ផ្លូវ ៣៥៥ ភូមិព្រៃដំរី", "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"]).value
    >>> address.house, address.street, address.village.code, address.commune.code
    ('33បេ', '355', '21090102', '210901')

    """
    raw = text if text is None or isinstance(text, str) else " ".join(line for line in text if line)
    cleaned, notes = clean(raw)
    if not cleaned:
        return Reading(raw, None, notes)
    found = _find(cleaned)
    address = Address(
        text=cleaned,
        province=found.path.province if found.path else None,
        district=found.path.district if found.path else None,
        commune=found.path.commune if found.path else None,
        village=found.village,
        candidates=found.candidates,
        house=found.parts.house,
        street=found.parts.street,
        group=found.parts.group,
    )
    return Reading(raw, address, (*notes, *found.notes))


def is_protected(reading: Reading[Place] | Reading[Address]) -> bool:
    """Say whether commune, district and province are the one path that the text admits.

    True when a commune was found, the reading is clean or repaired, and no commune near it is easily
    misread for it: an exact path needs no sibling within one letter, a misread one at most a quarter of its
    letters wrong and every other commune two edits farther away. House, street and group are never meant.

    >>> is_protected(read_place("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ"))
    True
    >>> is_protected(read_place("សង្កាត់ផ្សារថ្មីទី ១ ខណ្ឌដូនពេញ ភ្នំពេញ"))
    False

    """
    return (
        reading.value is not None
        and reading.value.commune is not None
        and reading.status <= Status.REPAIRED
        and all(note.code is not Code.NEAR_SIBLING for note in reading.notes)
    )


def to_plain(place: Place) -> dict[str, object]:
    """Return a place as plain data for JSON, with the system of its codes.

    >>> plain = to_plain(read_place("ស្រុកត្រាំកក់ តាកែវ").value)
    >>> plain["district"], plain["commune"], plain["codes_system"]
    ({'code': '2109', 'name_khmer': 'ត្រាំកក់', 'name_latin': 'Tram Kak'}, None, 'mef')

    """
    plain: dict[str, object] = {"text": place.text}
    if isinstance(place, Address):
        plain |= {"house": place.house, "street": place.street, "group": place.group}
    for level in ("village", "commune", "district", "province"):
        plain[level] = _unit_to_plain(getattr(place, level))
    return {**plain, "codes_system": CODES_SYSTEM}


@attrs.frozen(kw_only=True)
class _Found:
    path: Path | None = None
    village: Unit | None = None
    parts: Parts = _NO_PARTS
    candidates: tuple[Path, ...] = ()
    notes: tuple[Note, ...] = ()


def _find(text: str) -> _Found:
    match = match_path(text)
    if match is None or match.cost > _OFFERED_SHARE * match.length or match.margin < _OFFERED_MARGIN:
        return _find_partial(text, match)
    if match.path.commune is None:
        return _Found(path=match.path, notes=(Note(Code.PATH_INCOMPLETE),))
    note = _path_note(match)
    doubtful = note is not None and note.status is Status.DOUBTFUL
    before = _find_before(text[: match.start].strip(), match.path.code)
    return attrs.evolve(
        before,
        path=match.path,
        candidates=(match.path, *match.rivals) if doubtful else (),
        notes=(*((note,) if note else ()), *before.notes),
    )


def _path_note(match: Match) -> Note | None:
    if match.exact:
        near = names().near_siblings.get(match.path.code)
        return Note(Code.NEAR_SIBLING, " ".join(near)) if near else None
    if match.cost <= _SURE_SHARE * match.length and match.margin >= _SURE_MARGIN:
        return Note(Code.PATH_REPAIRED, f"{match.cost:g} edits in {match.length} letters")
    return Note(
        Code.PATH_DOUBTFUL, f"{match.cost:g} edits in {match.length} letters, margin {match.margin:g}"
    )


def _find_partial(text: str, match: Match | None) -> _Found:
    candidates: tuple[Path, ...] = ()
    if match and match.cost <= _OFFERED_SHARE * match.length:
        candidates = (match.path, *match.rivals)
    partial = match_partial(text)
    if partial:
        return _Found(path=partial, candidates=candidates, notes=(Note(Code.PATH_DOUBTFUL),))
    return _Found(candidates=candidates, notes=(Note(Code.PATH_UNKNOWN),))


def _find_before(head: str, commune: str) -> _Found:
    """Read what stands before the commune: the numbered parts and the village."""
    if not head:
        return _Found()
    village = match_village(head, commune)
    if _clear(village):
        parts = read_parts(head[: village.start])
    else:
        parts = read_parts(head)
        village = match_village(parts.rest, commune)
        if not _clear(village):
            notes = (Note(Code.VILLAGE_UNKNOWN),) if parts.rest else ()
            return _Found(parts=parts, notes=notes)
        parts = attrs.evolve(parts, rest=parts.rest[: village.start])
    return _Found(
        village=village.village,
        parts=parts,
        notes=(
            *((Note(Code.VILLAGE_REPAIRED),) if village.cost else ()),
            *((Note(Code.PART_UNREAD),) if parts.rest else ()),
        ),
    )


def _clear(village: VillageMatch | None) -> TypeGuard[VillageMatch]:
    return (
        village is not None
        and village.cost <= _VILLAGE_SHARE * village.length
        and village.margin >= _VILLAGE_MARGIN
    )


def _unit_to_plain(unit: Unit | None) -> dict[str, str] | None:
    if unit is None:
        return None
    return {"code": unit.code, "name_khmer": unit.name_khmer, "name_latin": unit.name_latin}
