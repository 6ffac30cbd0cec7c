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
from typing import Final, NamedTuple

import attrs

from khmerid.gazetteer.folding import ComparisonKey, near_ones, to_letters
from khmerid.gazetteer.other_names import (
    CHANGES,
    COMMUNE_ALIASES,
    PROVINCE_ALIASES,
    PROVINCE_ALIASES_LATIN,
    UnitChange,
)
from khmerid.gazetteer.units import UnitPath, UnitType, communes_of, gazetteer
from khmerid.masking import Masked
from khmerid.text.normal_form import to_normal_form

_LOCK = threading.Lock()


class PathInWords(NamedTuple):
    """The types and names of a path; those of levels to which it does not go down are empty."""

    path: UnitPath
    commune_type: str
    commune: str
    district_type: str
    district: str
    province: str
    change: UnitChange | None = None  # since then, if these are former names

    @property
    def names(self) -> tuple[str, str, str]:
        """The names without types, lowest first."""
        return self.commune, self.district, self.province

    @property
    def printed(self) -> str:
        """The path as the card prints it."""
        names = (self.commune_type + self.commune, self.district_type + self.district, self.province)
        return " ".join(filter(None, names))


@attrs.frozen
class PathSpelling(ComparisonKey):
    """One way to print a path, with the types or without, as it is compared."""

    words: PathInWords
    is_typed: bool

    @property
    def path(self) -> UnitPath:
        """The path that is printed so."""
        return self.words.path

    @property
    def change(self) -> UnitChange | None:
        """The change since, if it is a former way."""
        return self.words.change


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
    communes = communes_of(district)
    codes, keys = [*communes], [ComparisonKey.of(commune.name_khmer) for commune in communes.values()]
    near = {
        code: tuple(codes[other] for other in near_ones(key, keys) if codes[other] != code)
        for code, key in zip(codes, keys, strict=True)
    }
    return {
        code: siblings
        for (code, siblings), key in zip(near.items(), keys, strict=True)
        if siblings or near_ones(key, _TYPE_KEYS)
    }


_TYPE_KEYS: Final = tuple(ComparisonKey.of(member.value) for member in UnitType)


def name_spans(spelling: PathSpelling) -> tuple[tuple[int, int], ...]:
    """Return where in the letters of a spelling the names stand, without their types, lowest first.

    >>> [name_spans(spelling) for spelling in latin_index().exact["tramkaktakeo"]]
    [((0, 7), (7, 12))]
    """
    words = spelling.words
    spans, begin = [], 0
    for unit_type, name in zip((words.commune_type, words.district_type, ""), words.names, strict=True):
        if name:
            begin += len(to_letters(unit_type)) if spelling.is_typed else 0
            end = begin + len(_in_normal_form(name).letters)
            spans.append((begin, end))
            begin = end
    return tuple(spans)


@functools.cache
def _build(words_of: Callable[[Iterable[UnitPath]], Iterator[PathInWords]]) -> SpellingIndex:
    published = functools.cache(to_letters)  # most words are in several paths
    folded = functools.cache(_in_normal_form)
    every = list(words_of(gazetteer().values()))
    letters = ["".join(map(published, words.names)) for words in every]
    today = {bare for words, bare in zip(every, letters, strict=True) if words.change is None}
    exact: dict[str, tuple[PathSpelling, ...]] = {}
    printed: dict[str, str] = {}
    typed, bare = [], []
    for words, as_published in zip(every, letters, strict=True):
        if words.change and as_published in today:
            continue
        spelling = _spelling(words, folded, is_typed=False)
        bare.append(spelling)
        typed.append(_spelling(words, folded, is_typed=True))
        for same in (as_published, spelling.letters):
            others = exact.get(same, ())
            if all(other.path.code != words.path.code for other in others):
                exact[same] = (*others, spelling)
        printed[words.printed] = as_published
    return SpellingIndex(
        printed={text: exact[as_published] for text, as_published in printed.items()},
        exact=exact,
        typed=_searched(spelling for spelling in typed if spelling.words.commune),
        bare=_searched(spelling for spelling in bare if spelling.words.commune),
        partial=_searched(spelling for spelling in typed if not spelling.words.commune),
    )


def _khmer_words(paths: Iterable[UnitPath]) -> Iterator[PathInWords]:
    """Yield every path of today as it is printed, then every former one."""
    communes = []
    for path in paths:
        words = _in_words(path)
        if path.commune:
            communes.append((path.code, words))
        yield from _variants(words)
    for change in CHANGES:
        for code, words in communes:
            if code.startswith(change.today):
                yield from _variants(_before_change(words, change))


def _latin_words(paths: Iterable[UnitPath]) -> Iterator[PathInWords]:
    for path in paths:
        commune = path.commune.name_latin if path.commune else ""
        district = path.district.name_latin if path.district else ""
        for province in (path.province.name_latin, *PROVINCE_ALIASES_LATIN.get(path.province.code, ())):
            yield PathInWords(path, "", commune, "", district, province)


def _in_words(path: UnitPath) -> PathInWords:
    commune = (path.commune.unit_type.value, path.commune.name_khmer) if path.commune else ("", "")
    district = (path.district.unit_type.value, path.district.name_khmer) if path.district else ("", "")
    return PathInWords(path, *commune, *district, path.province.name_khmer)


def _before_change(words: PathInWords, change: UnitChange) -> PathInWords:
    # The level is the name of the field.
    return words._replace(change=change, **{change.level: change.was})  # type: ignore[arg-type]  # text


def _variants(words: PathInWords) -> Iterator[PathInWords]:
    yield words
    for alias in PROVINCE_ALIASES.get(words.path.province.code, ()):
        yield words._replace(province=alias)
    for alias in COMMUNE_ALIASES.get(words.path.code, ()):
        yield words._replace(commune=alias)
    if words.commune_type == UnitType.SANGKAT.value:
        # A town or a khan of today was a srok with khums before.
        yield words._replace(commune_type=UnitType.KHUM.value, district_type=UnitType.SROK.value)


def _in_normal_form(name: str) -> ComparisonKey:
    return ComparisonKey.of(to_normal_form(name))


def _spelling(words: PathInWords, folded: Callable[[str], ComparisonKey], *, is_typed: bool) -> PathSpelling:
    """Return a spelling, put together of its folded types and names."""
    of_path = words[1:6] if is_typed else words.names  # from the type of the commune to the province
    keys = [folded(word) for word in of_path if word]
    letters = "".join([key.letters for key in keys])
    shapes = "".join([key.shapes for key in keys])
    return PathSpelling(letters, shapes, words, is_typed)


def _searched(spellings: Iterable[PathSpelling]) -> SearchedSpellings:
    unique: dict[tuple[str, str], PathSpelling] = {}
    for spelling in spellings:
        unique.setdefault((spelling.letters, spelling.path.code), spelling)
    return SearchedSpellings(
        spellings=tuple(unique.values()), shapes=tuple(spelling.shapes for spelling in unique.values())
    )
