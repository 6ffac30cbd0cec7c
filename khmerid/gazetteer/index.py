"""All the ways in which a commune is named with its district and province, folded for comparing.

>>> from khmerid.gazetteer.folding import to_bare
>>> [spelling.path.code for spelling in khmer_index().exact[to_bare("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ")]]
['210901']
>>> former = khmer_index().exact[to_bare("ឃុំមេមត់ ស្រុកមេមត់ កំពង់ចាម")][0]
>>> former.path.province.name_khmer, former.change.until.year
('ត្បូងឃ្មុំ', 2013)

"""

import functools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from khmerid.gazetteer.aliases import COMMUNE_ALIASES, PROVINCE_ALIASES, PROVINCE_ALIASES_LATIN
from khmerid.gazetteer.changes import CHANGES, UnitChange
from khmerid.gazetteer.folding import ComparisonKey, cost, to_letters, to_shapes
from khmerid.gazetteer.units import UnitPath, UnitType, gazetteer
from khmerid.text.normal_form import to_normal_form

_NEAR = 1.0  # one letter, or two that look like others: a misreading of this size happens
_LOCK = threading.Lock()


@attrs.frozen(kw_only=True)
class PathSpelling:
    """One way to name a path, and the change since, where it is a former one."""

    path: UnitPath
    key: ComparisonKey
    levels: tuple[tuple[int, int], ...]  # where in the key the names stand, without types, lowest first
    change: UnitChange | None


@attrs.frozen(kw_only=True)
class SearchedSpellings:
    """Spellings, and beside them what the search runs over."""

    spellings: tuple[PathSpelling, ...]
    shapes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class SpellingIndex:
    """What the matching looks up.

    ``typed`` and ``bare`` name a commune with its district and province, with the words for their types and
    without; ``partial`` is a district with its province, or a province. ``exact`` has all bare keys.
    """

    exact: Mapping[str, tuple[PathSpelling, ...]]
    typed: SearchedSpellings
    bare: SearchedSpellings
    partial: SearchedSpellings


@attrs.frozen(kw_only=True)
class _PathInWords:
    """A path in words; what it does not go down to is empty."""

    path: UnitPath
    commune_type: str = ""
    commune: str = ""
    district_type: str = ""
    district: str = ""
    province: str
    change: UnitChange | None = None


def khmer_index() -> SpellingIndex:
    """Return the index of the Khmer names, which the first call builds."""
    with _LOCK:  # two threads that ask at the same time get the same one
        return _build(_khmer_lines)


def latin_index() -> SpellingIndex:
    """Return the index of the Latin names, which the first call builds.

    >>> latin_index().exact["tramkaktakeo"][0].path.code
    '2109'

    """
    with _LOCK:
        return _build(_latin_lines)


@functools.cache
def easily_misread(district: str) -> Mapping[str, tuple[str, ...]]:
    """Return the communes of a district whose names are near others, and the siblings that they are near.

    The name of one without such a sibling is near the word for a type.

    >>> easily_misread("0201"), easily_misread("0306"), easily_misread("2109")
    ({'020101': ('020102',), '020102': ('020101',)}, {'030613': ()}, {})

    """
    keys = {
        path.code: ComparisonKey.of(path.commune.name_khmer)
        for path in gazetteer().values()
        if path.commune and path.code.startswith(district)
    }
    types = [ComparisonKey.of(member.value) for member in UnitType]
    near = {
        code: tuple(other for other in keys if other != code and cost(key, keys[other]) <= _NEAR)
        for code, key in keys.items()
    }
    return {
        code: siblings
        for code, siblings in near.items()
        if siblings or any(cost(keys[code], word) <= _NEAR for word in types)
    }


@functools.cache
def _build(lines_of: Callable[[Iterable[UnitPath]], Iterator[_PathInWords]]) -> SpellingIndex:
    lines = list(lines_of(gazetteer().values()))
    today = {_bare(line) for line in lines if line.change is None}
    lines = [line for line in lines if line.change is None or _bare(line) not in today]
    bare = [_spelling(line, typed=False) for line in lines]
    exact: dict[str, dict[str, PathSpelling]] = {}
    for line, spelling in zip(lines, bare, strict=True):
        for letters in (_bare(line), spelling.key.letters):  # as published, and in normal form
            exact.setdefault(letters, {}).setdefault(spelling.path.code, spelling)
    return SpellingIndex(
        exact={letters: tuple(spellings.values()) for letters, spellings in exact.items()},
        typed=_keys(_spelling(line, typed=True) for line in lines if line.commune),
        bare=_keys(spelling for spelling in bare if spelling.path.commune),
        partial=_keys(_spelling(line, typed=True) for line in lines if not line.commune),
    )


def _khmer_lines(paths: Iterable[UnitPath]) -> Iterator[_PathInWords]:
    """Give every path of today as it is printed, then every former one."""
    for path in paths:
        yield from _variants(_line(path))
    for change in CHANGES:
        for path in paths:
            if path.commune and path.code.startswith(change.today):
                yield from _variants(_former(_line(path), change))


def _latin_lines(paths: Iterable[UnitPath]) -> Iterator[_PathInWords]:
    for path in paths:
        for province in (path.province.name_latin, *PROVINCE_ALIASES_LATIN.get(path.province.code, ())):
            yield _PathInWords(
                path=path,
                commune=path.commune.name_latin if path.commune else "",
                district=path.district.name_latin if path.district else "",
                province=province,
            )


def _line(path: UnitPath) -> _PathInWords:
    return _PathInWords(
        path=path,
        commune_type=path.commune.unit_type.value if path.commune else "",
        commune=path.commune.name_khmer if path.commune else "",
        district_type=path.district.unit_type.value if path.district else "",
        district=path.district.name_khmer if path.district else "",
        province=path.province.name_khmer,
    )


def _former(line: _PathInWords, change: UnitChange) -> _PathInWords:
    match change.level:
        case "province":
            return attrs.evolve(line, province=change.was, change=change)
        case "district":
            return attrs.evolve(line, district=change.was, change=change)
        case _:
            return attrs.evolve(line, commune=change.was, change=change)


def _variants(line: _PathInWords) -> Iterator[_PathInWords]:
    yield line
    for alias in PROVINCE_ALIASES.get(line.path.province.code, ()):
        yield attrs.evolve(line, province=alias)
    for alias in COMMUNE_ALIASES.get(line.path.code, ()):
        yield attrs.evolve(line, commune=alias)
    if line.commune_type == UnitType.SANGKAT.value:
        # What is a town or a khan today was a srok with khums before.
        yield attrs.evolve(line, commune_type=UnitType.KHUM.value, district_type=UnitType.SROK.value)


def _bare(line: _PathInWords) -> str:
    return to_letters(line.commune + line.district + line.province)


def _spelling(line: _PathInWords, *, typed: bool) -> PathSpelling:
    commune_type, district_type = (line.commune_type, line.district_type) if typed else ("", "")
    letters, levels = "", []
    for word, name in ((commune_type, line.commune), (district_type, line.district), ("", line.province)):
        if name:
            begin = len(letters) + len(word)
            letters += to_letters(word + to_normal_form(name))
            levels.append((begin, len(letters)))
    key = ComparisonKey(letters, to_shapes(letters))
    return PathSpelling(path=line.path, key=key, levels=tuple(levels), change=line.change)


def _keys(spellings: Iterable[PathSpelling]) -> SearchedSpellings:
    unique: dict[tuple[ComparisonKey, str], PathSpelling] = {}
    for spelling in spellings:
        unique.setdefault((spelling.key, spelling.path.code), spelling)
    kept = tuple(unique.values())
    return SearchedSpellings(spellings=kept, shapes=tuple(spelling.key.shapes for spelling in kept))
