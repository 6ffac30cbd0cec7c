"""What an address or a place of birth names: the units, how surely, and what stands before them."""

import re
from typing import Final, TypeGuard

import attrs

from khmerid.gazetteer.address_numbers import NO_NUMBERS, AddressNumbers, read_address_numbers
from khmerid.gazetteer.index import PathSpelling, easily_misread
from khmerid.gazetteer.matching import COMMUNE_WORD, PathMatch, exact_paths, match_partial, match_path
from khmerid.gazetteer.other_names import UnitChange
from khmerid.gazetteer.units import Unit, UnitPath
from khmerid.gazetteer.villages import VillageMatch, commune_of_village, match_village
from khmerid.masking import Masked
from khmerid.notes import Code, Note
from khmerid.text.normal_form import to_normal_form


@attrs.frozen(kw_only=True)
class SurePathLimits:
    """How much may be misread of a path that is sure, and how far away every other commune has to be."""

    share: float  # of the letters of the path that may be misread
    commune_share: float  # of those of the commune's name: a lost name looks like any short one
    commune_letters: int  # the same in letters: long names begin alike, with ត្រពាំង or កំពង់
    above_share: float  # of those of the district's and of the province's name: each has to be there
    margin: float  # edits by which every other commune is worse,
    margin_per_share: float  # and more of them where more is misread


_DISTRICT_WORD = re.compile("ស្រុក|ខណ្ឌ|ក្រុង")
#: Chosen on one half of a corpus and on drawn noise, checked on the other half: benchmarks/places.py. Looser
#: limits protect more places, and wrong ones among them.
SURE_PATH: Final = SurePathLimits(
    share=0.3,
    commune_share=0.4,
    commune_letters=3,
    above_share=0.67,
    margin=1.75,
    margin_per_share=2.0,
)
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
        return _exactly(spellings[0], text[:start])
    text = to_normal_form(text)
    match = match_path(text)
    if match is None or match.share > _OFFERED_SHARE:
        partial = match_partial(text)
        return FoundPlace(path=partial, notes=(Note(Code.PATH_DOUBTFUL if partial else Code.PATH_UNKNOWN),))
    if match.cost == match.before == 0 and match.margin >= _OFFERED_MARGIN:
        return _exactly(match.best, text[: match.start])
    path = _offered(match)
    if path and path.district and not path.commune:
        path = commune_of_village(_lost(text, match), path.district.code) or path
    before, village, parts = _read_before(text[: match.start].strip(), path)
    note = Note(_path_code(text, path, match))
    rivals = (spelling.path for _, spelling in match.rivals)
    return FoundPlace(
        path=path,
        village=village,
        parts=parts,
        former=match.best.change,
        candidates=() if note.code is Code.PATH_REPAIRED else (match.best.path, *rivals),
        notes=(note, *_former_notes(match.best), *before),
    )


def is_sure(match: PathMatch, limits: SurePathLimits = SURE_PATH) -> bool:
    """Return whether a misread text has one path near it: all of it is there, no other commune is near."""
    return (
        match.best.path.commune is not None
        and match.is_nearest
        and _siblings(match.best.path) != ()  # near the word for a type; siblings count in the margin
        and match.margin >= limits.margin + limits.margin_per_share * max(match.share, match.shares[0])
        and match.share <= limits.share
        and match.misread[0] <= limits.commune_letters
        and match.shares[0] <= limits.commune_share
        and max(match.shares[1:]) <= limits.above_share
    )


def _exactly(spelling: PathSpelling, head: str) -> FoundPlace:
    path = spelling.path
    notes, village, parts = _read_before(head.strip(), path)
    if path.commune is None:
        notes = (Note(Code.PATH_INCOMPLETE),)
    elif not _is_told_apart(path, village, parts.rest):
        notes = (Note(Code.NEAR_SIBLING), *notes)
    return FoundPlace(
        path=path,
        village=village,
        parts=parts,
        former=spelling.change,
        notes=(*_former_notes(spelling), *notes) if spelling.change else notes,
    )


def _path_code(text: str, path: UnitPath | None, match: PathMatch) -> Code:
    if path is None:
        return Code.PATH_UNKNOWN
    is_one = is_sure(match) and not _names_another(text, match) and not _lacks_its_commune(text, match)
    return Code.PATH_REPAIRED if is_one else Code.PATH_DOUBTFUL


def _names_another(text: str, match: PathMatch) -> bool:
    """Return whether the text ends in another district or province, spelt without a fault."""
    named = match_partial(text)
    return named is not None and match.best.change is None and not match.best.path.code.startswith(named.code)


def _lacks_its_commune(text: str, match: PathMatch) -> bool:
    """Return whether a commune is named before the path, or the path begins as one of districts does.

    Communes are called as their districts: of a district that was read twice the one may be taken for such a
    commune, and the one that is printed for what stands before it.
    """
    return bool(COMMUNE_WORD.search(text, 0, match.start) or _DISTRICT_WORD.match(text, match.start))


def _siblings(path: UnitPath) -> tuple[str, ...] | None:
    return easily_misread(path.code[:4]).get(path.code)


def _is_told_apart(path: UnitPath, village: Unit | None, rest: str) -> bool:
    """Return whether a commune cannot be a sibling misread: by its name, or by a village that only it has."""
    siblings = _siblings(path)
    if siblings is None:
        return True
    own = match_village(rest, path.code) if village and siblings else None
    if own is None:
        return False
    others = [match_village(rest, sibling) for sibling in siblings]
    return all(other is None or other.cost >= own.cost + SURE_PATH.margin for other in others)


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
