"""All the ways in which a card can name a commune, folded for comparing.

>>> index = names()
>>> [spelling.path.code for spelling in index.exact[to_bare("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ")]]
['210901']

"""

import functools
import itertools
import threading
from collections.abc import Callable, Iterable, Mapping

import attrs

from khmerid.gazetteer.folding import Key, cost, to_bare, to_letters, to_shapes
from khmerid.gazetteer.units import Path, Unit, UnitType, gazetteer

_NEAR = 1.0  # one letter, or two that look like another: a misreading of this size happens
_LOCK = threading.Lock()


@attrs.frozen(kw_only=True)
class Spelling:
    """One way to name a path."""

    path: Path
    text: str


@attrs.frozen(kw_only=True)
class Keys:
    """Spellings side by side with their keys, as the search wants them."""

    spellings: tuple[Spelling, ...]
    letters: tuple[str, ...]
    shapes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Names:
    """What the matching looks up: full paths with and without type words, and paths that stop higher."""

    exact: Mapping[str, tuple[Spelling, ...]]
    typed: Keys
    bare: Keys
    partial: Keys
    near_siblings: Mapping[str, tuple[str, ...]]


def names() -> Names:
    """Return the index, which the first call builds."""
    with _LOCK:
        return _build()


@functools.cache
def village_keys(commune: str) -> tuple[tuple[Unit, Key], ...]:
    """Return the villages of a commune, each under its name with the word for village and without."""
    villages = gazetteer().by_code[commune].villages
    return tuple(
        (unit, Key.of(text)) for unit in villages for text in dict.fromkeys((unit.printed, unit.name_khmer))
    )


@functools.cache
def _build() -> Names:
    paths = gazetteer().by_code.values()
    full = [spelling for path in paths if path.commune for spelling in _spellings(path)]
    partial = [spelling for path in paths if not path.commune for spelling in _spellings(path)]
    exact: dict[str, dict[str, Spelling]] = {}
    for spelling in full + partial:
        exact.setdefault(to_bare(spelling.text), {}).setdefault(spelling.path.code, spelling)
    return Names(
        exact={key: tuple(spellings.values()) for key, spellings in exact.items()},
        typed=_keys(full, to_letters),
        bare=_keys(full, to_bare),
        partial=_keys(partial, to_letters),
        near_siblings=_near_siblings(),
    )


def _spellings(path: Path) -> Iterable[Spelling]:
    for line in dict.fromkeys(_lines(path)):
        yield Spelling(path=path, text=line)


def _lines(path: Path) -> Iterable[str]:
    province = path.province.name_khmer
    if path.district is None:
        yield province
    elif path.commune is None:
        yield f"{path.district.printed} {province}"
    else:
        yield f"{path.commune.printed} {path.district.printed} {province}"
        if path.district.unit_type is UnitType.KRONG:  # what is a town today was a srok before
            yield f"ឃុំ{path.commune.name_khmer} ស្រុក{path.district.name_khmer} {province}"


def _keys(spellings: Iterable[Spelling], fold: Callable[[str], str]) -> Keys:
    unique: dict[tuple[str, str], Spelling] = {}
    for spelling in spellings:
        unique.setdefault((fold(spelling.text), spelling.path.code), spelling)
    letters = tuple(key for key, _ in unique)
    return Keys(
        spellings=tuple(unique.values()),
        letters=letters,
        shapes=tuple(to_shapes(key) for key in letters),
    )


def _near_siblings() -> Mapping[str, tuple[str, ...]]:
    by_district: dict[str, list[tuple[str, Key]]] = {}
    for path in gazetteer().by_code.values():
        if path.commune:
            by_district.setdefault(path.code[:4], []).append((path.code, Key.of(path.commune.name_khmer)))
    near: dict[str, tuple[str, ...]] = {}
    for siblings in by_district.values():
        for (code, key), (other_code, other_key) in itertools.combinations(siblings, 2):
            if cost(key, other_key) <= _NEAR:
                near[code] = (*near.get(code, ()), other_code)
                near[other_code] = (*near.get(other_code, ()), code)
    return near
