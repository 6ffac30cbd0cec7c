"""What an address or a place of birth names: the units, how surely, and what stands before them."""

from typing import Final, TypeGuard

import attrs

from khmerid.gazetteer.address_numbers import NO_NUMBERS, AddressNumbers, read_address_numbers
from khmerid.gazetteer.index import PathSpelling
from khmerid.gazetteer.matching import PathMatch, exact_paths, match_partial, match_path
from khmerid.gazetteer.other_names import UnitChange
from khmerid.gazetteer.sure_paths import (
    is_sure,
    is_told_apart,
    names_another_before,
    others_of_exact,
)
from khmerid.gazetteer.units import Unit, UnitPath
from khmerid.gazetteer.villages import VillageMatch, commune_of_village, match_village
from khmerid.masking import Masked
from khmerid.notes import Code, Note
from khmerid.text.normal_form import to_normal_form

# What is offered, though doubtful: set by hand; benchmarks/places.py counts it. Higher shares and lower
# margins offer more units, and more wrong ones.
#: The share of the letters of a path that may be misread.
_OFFERED_SHARE: Final = 0.5
#: Edits by which every other path has to be worse for its lower units not to be left open.
_OFFERED_MARGIN: Final = 0.5
#: The share of the letters of a commune's name; beyond it, it is a guess by the length of the name.
_OFFERED_COMMUNE_SHARE: Final = 0.8
#: The same share and margin of a village, within its commune.
_VILLAGE_SHARE: Final = 0.4
_VILLAGE_MARGIN: Final = 1.0


@attrs.frozen(kw_only=True)
class FoundPlace(Masked):
    """The lowest unit that is clear, and the paths that are possible where that is not a commune."""

    path: UnitPath | None = None
    village: Unit | None = None
    parts: AddressNumbers = NO_NUMBERS
    former: UnitChange | None = None
    candidates: tuple[UnitPath, ...] = ()
    notes: tuple[Note, ...] = ()


def find_place(text: str) -> FoundPlace:
    """Find the units that a cleaned text names, and note what was repaired or doubted."""
    start, spellings = exact_paths(text)
    if len(spellings) == 1:
        return _exactly(spellings[0], text, start)
    text = to_normal_form(text)
    match = match_path(text)
    if match is None or match.share > _OFFERED_SHARE:
        partial = match_partial(text)
        return FoundPlace(path=partial, notes=(Note(Code.PATH_DOUBTFUL if partial else Code.PATH_UNKNOWN),))
    if match.cost == match.before == 0 and match.margin >= _OFFERED_MARGIN:
        return _exactly(match.best, text, match.start)
    path = _offered(match)
    if path and path.district and not path.commune:
        path = commune_of_village(_lost(text, match), path.district.code) or path
    before, village, parts = _read_before(text[: match.start].strip(), path)
    is_one = path is not None and is_sure(text, match)
    note = Note(Code.PATH_REPAIRED if is_one else Code.PATH_DOUBTFUL if path else Code.PATH_UNKNOWN)
    rivals = (spelling.path for _, spelling in match.rivals)
    return FoundPlace(
        path=path,
        village=village,
        parts=parts,
        former=match.best.change,
        candidates=() if is_one else (match.best.path, *rivals),
        notes=(note, *_former_notes(match.best), *before),
    )


def _exactly(spelling: PathSpelling, text: str, start: int) -> FoundPlace:
    path = spelling.path
    notes, village, parts = _read_before(text[:start].strip(), path)
    others = others_of_exact(spelling, text, start)
    is_all_read = village is not None and not notes
    is_doubtful = bool(others) or (not is_all_read and names_another_before(parts.rest))
    if is_doubtful:
        notes = (Note(Code.PATH_DOUBTFUL), *notes)
    elif path.commune is None:
        notes = (Note(Code.PATH_INCOMPLETE),)
    elif not is_told_apart(path, village, parts.rest):
        notes = (Note(Code.NEAR_SIBLING), *notes)
    return FoundPlace(
        path=path,
        village=village,
        parts=parts,
        former=spelling.change,
        candidates=(path, *others) if is_doubtful else (),
        notes=(*_former_notes(spelling), *notes) if spelling.change else notes,
    )


def _former_notes(spelling: PathSpelling) -> tuple[Note, ...]:
    return (Note(Code.FORMER_NAME),) if spelling.change else ()


def _lost(text: str, match: PathMatch) -> str:
    """Return what stands before a district: parts that were not read, a village, and a lost commune."""
    rest = read_address_numbers(text[: match.start]).rest
    return f"{rest} ឃុំ" if match.best.path.commune else rest


def _offered(match: PathMatch) -> UnitPath | None:
    """Return how far down the text tells: to the commune, or as far as all that tie with it agree."""
    tied = [spelling.path for margin, spelling in match.rivals if margin < _OFFERED_MARGIN]
    best = match.best.path
    if not tied and match.shares[0] <= _OFFERED_COMMUNE_SHARE:
        return best
    if all(path.district == best.district for path in tied):
        return UnitPath(province=best.province, district=best.district)
    if all(path.province == best.province for path in tied):
        return UnitPath(province=best.province)
    return None


def _read_before(head: str, path: UnitPath | None) -> tuple[tuple[Note, ...], Unit | None, AddressNumbers]:
    """Read what stands before the commune: the numbered parts and the village."""
    if not head or path is None or path.commune is None:
        return (), None, NO_NUMBERS
    parts = read_address_numbers(head)
    if not parts.rest:
        return (), None, parts
    village = match_village(parts.rest, path.code)
    if not _is_clear(village):
        return (Note(Code.VILLAGE_UNKNOWN),), None, parts
    notes = (Note(Code.VILLAGE_REPAIRED),) if village.cost else ()
    unread = (Note(Code.PART_UNREAD),) if village.start else ()
    return (*notes, *unread), village.village, parts


def _is_clear(village: VillageMatch | None) -> TypeGuard[VillageMatch]:
    return village is not None and village.share <= _VILLAGE_SHARE and village.margin >= _VILLAGE_MARGIN
