"""What an address or a place of birth names: the units, how surely, and what stands before them."""

from typing import TypeGuard

import attrs

from khmerid.fields.houses import NO_PARTS, Parts, read_parts
from khmerid.gazetteer.changes import Change
from khmerid.gazetteer.index import Spelling, near_siblings
from khmerid.gazetteer.matching import Match, VillageMatch, match_partial, match_path, match_village
from khmerid.gazetteer.units import Path, Unit
from khmerid.notes import Code, Note

# Chosen on one half of the corpus and on drawn noise, checked on the other half: benchmarks/places.py.
_SURE_SHARE = 0.3  # of the letters of the official path may be misread
_SURE_COMMUNE_SHARE = 0.4  # and of those of the commune's name: a lost name looks like any short one
_SURE_MARGIN, _MARGIN_PER_SHARE = 1.75, 2.5  # edits to the next commune: the more noise, the more of them
_OFFERED_SHARE = 0.5
_OFFERED_MARGIN = 0.5
_VILLAGE_SHARE = 0.4
_VILLAGE_MARGIN = 1.0


@attrs.frozen(kw_only=True)
class Found:
    """The lowest unit that is clear, and the paths that are possible where that is no commune."""

    path: Path | None = None
    village: Unit | None = None
    parts: Parts = NO_PARTS
    former: Change | None = None
    candidates: tuple[Path, ...] = ()
    notes: tuple[Note, ...] = ()


def find(text: str) -> Found:
    """Find the units that a cleaned text names, and note what was repaired or doubted."""
    match = match_path(text)
    if match is None or match.share > _OFFERED_SHARE:
        partial = match_partial(text)
        return Found(path=partial, notes=(Note(Code.PATH_DOUBTFUL if partial else Code.PATH_UNKNOWN),))
    candidates = (match.best, *(spelling for _, spelling in match.rivals))
    tied = (match.best, *(spelling for margin, spelling in match.rivals if margin < _OFFERED_MARGIN))
    found = _find_before(text[: match.start].strip(), match.best.path) if len(tied) == 1 else Found()
    notes = _path_notes(match)
    return attrs.evolve(
        found,
        path=_common(tied),
        former=match.best.change,
        candidates=tuple(s.path for s in candidates) if Note(Code.PATH_DOUBTFUL) in notes else (),
        notes=(*notes, *found.notes),
    )


def _path_notes(match: Match) -> tuple[Note, ...]:
    notes = [Note(Code.FORMER_NAME)] if match.best.change else []
    path = match.best.path
    margin = _SURE_MARGIN + _MARGIN_PER_SHARE * match.share
    if match.cost == 0 and match.margin >= _OFFERED_MARGIN:
        if path.commune is None:
            notes.append(Note(Code.PATH_INCOMPLETE))
        elif path.code in near_siblings(path.code[:4]):
            notes.append(Note(Code.NEAR_SIBLING))
    elif (
        path.commune
        and match.margin >= margin
        and match.share <= _SURE_SHARE
        and match.commune_share <= _SURE_COMMUNE_SHARE
    ):
        notes.append(Note(Code.PATH_REPAIRED))
    else:
        notes.append(Note(Code.PATH_DOUBTFUL))
    return tuple(notes)


def _common(spellings: tuple[Spelling, ...]) -> Path | None:
    """Return how far down all spellings agree."""
    first, *others = (spelling.path for spelling in spellings)
    if not others:
        return first
    if all(path.district == first.district for path in others):
        return Path(province=first.province, district=first.district)
    if all(path.province == first.province for path in others):
        return Path(province=first.province)
    return None


def _find_before(head: str, path: Path) -> Found:
    """Read what stands before the commune: the numbered parts and the village."""
    if not head or path.commune is None:
        return Found()
    village = match_village(head, path.code)
    if _is_clear(village):
        parts = read_parts(head[: village.start])
    else:
        parts = read_parts(head)
        village = match_village(parts.rest, path.code)
        if not _is_clear(village):
            return Found(parts=parts, notes=(Note(Code.VILLAGE_UNKNOWN),) if parts.rest else ())
        parts = attrs.evolve(parts, rest=parts.rest[: village.start])
    notes = (Note(Code.VILLAGE_REPAIRED),) if village.cost else ()
    rest = (Note(Code.PART_UNREAD),) if parts.rest else ()
    return Found(village=village.village, parts=parts, notes=(*notes, *rest))


def _is_clear(village: VillageMatch | None) -> TypeGuard[VillageMatch]:
    return village is not None and village.share <= _VILLAGE_SHARE and village.margin >= _VILLAGE_MARGIN
