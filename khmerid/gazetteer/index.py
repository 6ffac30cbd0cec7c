"""Every way in which a commune is printed with its district and province, folded for comparing.

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
from typing import Final

import attrs

from khmerid.gazetteer.folding import ComparisonKey, are_near, to_bare, to_letters, to_shapes
from khmerid.gazetteer.other_names import (
    CHANGES,
    COMMUNE_ALIASES,
    PROVINCE_ALIASES,
    PROVINCE_ALIASES_LATIN,
    UnitChange,
)
from khmerid.gazetteer.units import UnitPath, UnitType, gazetteer
from khmerid.masking import Masked
from khmerid.text.normal_form import to_normal_form

_LOCK = threading.Lock()


@attrs.frozen(kw_only=True)
class PathSpelling(Masked):
    """One way to print a path, and the change since, if it is a former one."""

    path: UnitPath
    key: ComparisonKey
    levels: tuple[tuple[int, int], ...]  # where in the key the names stand, without types, lowest first
    change: UnitChange | None


@attrs.frozen(kw_only=True)
class SearchedSpellings(Masked):
    """Spellings, and their shapes side by side as the search for the nearest takes them."""

    spellings: tuple[PathSpelling, ...]
    shapes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class SpellingIndex(Masked):
    """The spellings of all paths in one script.

    ``typed`` and ``bare`` have communes with their district and province, with the types printed and without;
    ``partial`` has districts with their province, and provinces. ``exact`` has every bare spelling by its
    letters, ``printed`` every one as the card prints it, with the types: most texts are found there at once.
    """

    printed: Mapping[str, tuple[PathSpelling, ...]]
    exact: Mapping[str, tuple[PathSpelling, ...]]
    typed: SearchedSpellings
    bare: SearchedSpellings
    partial: SearchedSpellings


@attrs.frozen(kw_only=True)
class _PathInWords(Masked):
    """The types and names of a path; those of levels to which it does not go down are empty."""

    path: UnitPath
    commune_type: str = ""
    commune: str = ""
    district_type: str = ""
    district: str = ""
    province: str
    change: UnitChange | None = None

    @property
    def printed(self) -> str:
        """The path as the card prints it."""
        names = (self.commune_type + self.commune, self.district_type + self.district, self.province)
        return " ".join(filter(None, names))


def khmer_index() -> SpellingIndex:
    """Return the index of the Khmer names, which the first call builds."""
    with _LOCK:  # two threads that ask at the same time get the same one
        return _build(_khmer_words)


def latin_index() -> SpellingIndex:
    """Return the index of the Latin names, which the first call builds.

    >>> latin_index().exact["tramkaktakeo"][0].path.code
    '2109'
    """
    with _LOCK:
        return _build(_latin_words)


@functools.cache
def easily_misread(district: str) -> Mapping[str, tuple[str, ...]]:
    """Return the communes of a district that can be misread for others, with the siblings they are near.

    A commune without such a sibling is there because its name is near a word for a type.

    >>> easily_misread("0201"), easily_misread("0306"), easily_misread("2109")
    ({'020101': ('020102',), '020102': ('020101',)}, {'030613': ()}, {})
    """
    keys = _communes_by_district().get(district, {})
    near = {
        code: tuple(other for other in keys if other != code and are_near(key, keys[other]))
        for code, key in keys.items()
    }
    return {
        code: siblings
        for code, siblings in near.items()
        if siblings or any(are_near(keys[code], word) for word in _TYPE_KEYS)
    }


@functools.cache
def _communes_by_district() -> Mapping[str, Mapping[str, ComparisonKey]]:
    found: dict[str, dict[str, ComparisonKey]] = {}
    for path in gazetteer().values():
        if path.district and path.commune:
            key = ComparisonKey.of(path.commune.name_khmer)
            found.setdefault(path.district.code, {})[path.code] = key
    return found


_TYPE_KEYS: Final = tuple(ComparisonKey.of(member.value) for member in UnitType)


@functools.cache
def _build(words_of: Callable[[Iterable[UnitPath]], Iterator[_PathInWords]]) -> SpellingIndex:
    every = list(words_of(gazetteer().values()))
    today = {_bare_letters(words) for words in every if words.change is None}
    every = [words for words in every if words.change is None or _bare_letters(words) not in today]
    bare = [_spelling(words, typed=False) for words in every]
    exact: dict[str, dict[str, PathSpelling]] = {}
    for words, spelling in zip(every, bare, strict=True):
        for letters in (_bare_letters(words), spelling.key.letters):  # as published, and in normal form
            exact.setdefault(letters, {}).setdefault(spelling.path.code, spelling)
    by_letters = {letters: tuple(spellings.values()) for letters, spellings in exact.items()}
    texts = (words.printed for words in every)
    return SpellingIndex(
        printed={text: by_letters[key] for text in texts if (key := to_bare(text)) in by_letters},
        exact=by_letters,
        typed=_searched(_spelling(words, typed=True) for words in every if words.commune),
        bare=_searched(spelling for spelling in bare if spelling.path.commune),
        partial=_searched(_spelling(words, typed=True) for words in every if not words.commune),
    )


def _khmer_words(paths: Iterable[UnitPath]) -> Iterator[_PathInWords]:
    """Yield every path of today as it is printed, then every former one."""
    for path in paths:
        yield from _variants(_in_words(path))
    for change in CHANGES:
        for path in paths:
            if path.commune and path.code.startswith(change.today):
                yield from _variants(_before_change(_in_words(path), change))


def _latin_words(paths: Iterable[UnitPath]) -> Iterator[_PathInWords]:
    for path in paths:
        for province in (path.province.name_latin, *PROVINCE_ALIASES_LATIN.get(path.province.code, ())):
            yield _PathInWords(
                path=path,
                commune=path.commune.name_latin if path.commune else "",
                district=path.district.name_latin if path.district else "",
                province=province,
            )


def _in_words(path: UnitPath) -> _PathInWords:
    return _PathInWords(
        path=path,
        commune_type=path.commune.unit_type.value if path.commune else "",
        commune=path.commune.name_khmer if path.commune else "",
        district_type=path.district.unit_type.value if path.district else "",
        district=path.district.name_khmer if path.district else "",
        province=path.province.name_khmer,
    )


def _before_change(words: _PathInWords, change: UnitChange) -> _PathInWords:
    # The level is the name of the field.
    return attrs.evolve(words, change=change, **{change.level: change.was})  # type: ignore[arg-type]  # text


def _variants(words: _PathInWords) -> Iterator[_PathInWords]:
    yield words
    for alias in PROVINCE_ALIASES.get(words.path.province.code, ()):
        yield attrs.evolve(words, province=alias)
    for alias in COMMUNE_ALIASES.get(words.path.code, ()):
        yield attrs.evolve(words, commune=alias)
    if words.commune_type == UnitType.SANGKAT.value:
        # A town or a khan of today was a srok with khums before.
        yield attrs.evolve(words, commune_type=UnitType.KHUM.value, district_type=UnitType.SROK.value)


def _bare_letters(words: _PathInWords) -> str:
    return to_letters(words.commune + words.district + words.province)


def _spelling(words: _PathInWords, *, typed: bool) -> PathSpelling:
    commune_type, district_type = (words.commune_type, words.district_type) if typed else ("", "")
    letters, levels = "", []
    for unit_type, name in (
        (commune_type, words.commune),
        (district_type, words.district),
        ("", words.province),
    ):
        if name:
            begin = len(letters) + len(unit_type)
            letters += to_letters(unit_type + to_normal_form(name))
            levels.append((begin, len(letters)))
    key = ComparisonKey(letters, to_shapes(letters))
    return PathSpelling(path=words.path, key=key, levels=tuple(levels), change=words.change)


def _searched(spellings: Iterable[PathSpelling]) -> SearchedSpellings:
    unique: dict[tuple[ComparisonKey, str], PathSpelling] = {}
    for spelling in spellings:
        unique.setdefault((spelling.key, spelling.path.code), spelling)
    kept = tuple(unique.values())
    return SearchedSpellings(spellings=kept, shapes=tuple(spelling.key.shapes for spelling in kept))
