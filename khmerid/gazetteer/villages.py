"""The villages of a commune, and how a text is matched to one of them: only within the commune.

>>> match = match_village("ផ្ទះ៣៣ ភូមិព្រៃដរី", "210901")
>>> match.village.name_khmer, match.cost, match.start
('ព្រៃដំរី', 1.0, 7)
"""

import functools
import math
from collections.abc import Collection, Mapping
from typing import Final

import attrs

from khmerid.gazetteer.folding import (
    ComparisonKey,
    cost,
    nearest,
    to_letters,
    word_starts,
)
from khmerid.gazetteer.units import (
    EASILY_MISREAD,
    TOLD_BY_ITS_WORD,
    Unit,
    UnitPath,
    UnitType,
    communes_of,
    gazetteer,
)
from khmerid.masking import Masked
from khmerid.text.normal_form import to_normal_form

VILLAGE_WORD = UnitType.PHUM.value
#: Words of a village at most: the gazetteer's have three, and blanks are added. More cost time.
VILLAGE_WORDS: Final = 5
#: Villages that are costed exactly, for each place where one may begin. More cost time and change nothing.
_COSTED: Final = 8
#: Words that a lost commune can have become, none included. More cost time.
_LOST_WORDS: Final = 3
#: The share of the letters of a village that may be misread where it tells a lost commune; set by hand.
#: Higher, and a village tells the wrong commune.
_CLEAR: Final = 0.2


@attrs.frozen(kw_only=True)
class VillageMatch(Masked):
    """The best village of a commune for a text, and how far the next one is behind."""

    village: Unit
    start: int  # where in the text the village begins
    cost: float
    share: float
    margin: float


@attrs.frozen(kw_only=True, slots=False)  # what is worked out once is kept in its dictionary
class Villages(Masked):
    """The villages of a commune, as they are found and as the search wants them.

    Each is there with the word for village and without. Most texts are found in ``printed``: what is wanted
    for others is made when it is first asked for.
    """

    villages: tuple[Unit, ...]
    printed: Mapping[str, Unit]  # those that no other can be misread for
    by_word: Collection[str]  # names that only the word for a village tells from others

    def named(self, text: str) -> Unit | None:
        """Return the one village that a text names without a misreading."""
        unit = self.printed.get(text)
        if unit is None:
            units = self.exact.get(to_letters(text), ())
            unit = units[0] if len(units) == 1 else None
        return unit

    @functools.cached_property
    def exact(self) -> Mapping[str, tuple[Unit, ...]]:
        """The villages by the letters of their names, in normal form and as published."""
        exact: dict[str, tuple[Unit, ...]] = {}
        for unit in self.villages:
            for name in {to_letters(unit.name_khmer), to_letters(to_normal_form(unit.name_khmer))}:
                for letters in (name, _WORD_LETTERS + name):
                    exact[letters] = (*exact.get(letters, ()), unit)
        return exact

    @functools.cached_property
    def units(self) -> tuple[Unit, ...]:
        """The village of each of ``keys``."""
        return tuple(unit for unit in self.villages for _ in range(2))

    @functools.cached_property
    def keys(self) -> tuple[ComparisonKey, ...]:
        """The spellings, as they are compared."""
        return tuple(
            ComparisonKey.of(to_normal_form(text))
            for unit in self.villages
            for text in (unit.printed, unit.name_khmer)
        )

    @functools.cached_property
    def shapes(self) -> tuple[str, ...]:
        """The shapes of each of ``keys``."""
        return tuple(key.shapes for key in self.keys)


_WORD_LETTERS: Final = to_letters(VILLAGE_WORD)


@functools.cache
def villages_of(commune: str) -> Villages:
    """Return the villages of a commune, each under its name with the word for village and without."""
    path = gazetteer()[commune]
    printed = {
        text: unit
        for unit, doubts in zip(path.villages, path.village_doubts, strict=True)
        if EASILY_MISREAD not in doubts
        for text in (unit.printed, unit.name_khmer)
    }
    by_word = [
        unit.name_khmer
        for unit, doubts in zip(path.villages, path.village_doubts, strict=True)
        if TOLD_BY_ITS_WORD in doubts
    ]
    return Villages(villages=path.villages, printed=printed, by_word=by_word)


def is_easily_misread(village: Unit, commune: str) -> bool:
    """Return whether a village can be misread for another one of its commune, as a numbered one always can.

    >>> [is_easily_misread(gazetteer()[code].villages[0], code) for code in ("120101", "210901")]
    [True, False]
    """
    return village.name_khmer not in villages_of(commune).printed


def is_told_by_its_word(village: Unit, commune: str) -> bool:
    """Return whether a village needs the word for one before it: a unit above or another's end is called so.

    Many cards print a village without that word. It is then told by its beginning alone from a longer name
    that was cut, and from a commune or district that was read twice.

    >>> [is_told_by_its_word(gazetteer()[code].villages[0], code) for code in ("230201", "210901")]
    [True, False]
    """
    return village.name_khmer in villages_of(commune).by_word


def match_village(text: str, commune: str) -> VillageMatch | None:
    """Find the village of a commune that ends a text; what stands before it is left alone.

    >>> match_village("ភូមិព្រៃដំរី", "210901").margin
    inf
    """
    known = villages_of(commune)
    starts = word_starts(text)[-VILLAGE_WORDS:]
    marked = text.find(VILLAGE_WORD)  # the first: the word is also a part of names
    for start in starts if marked < 0 else (marked, *starts):
        unit = known.named(text[start:])
        if unit:
            return VillageMatch(village=unit, start=start, cost=0.0, share=0.0, margin=math.inf)
    best: dict[tuple[str, str], VillageMatch] = {}
    for start in starts:
        tail = ComparisonKey.of(text[start:])
        for place in nearest(tail.shapes, known.shapes, _COSTED):
            unit, key = known.units[place], known.keys[place]
            found = cost(tail, key)
            same = (unit.code, unit.name_khmer)  # some codes are shared by several villages
            if same not in best or found < best[same].cost:
                share = found / len(key.letters)
                best[same] = VillageMatch(village=unit, start=start, cost=found, share=share, margin=math.inf)
    if not best:
        return None
    first, *others = sorted(best.values(), key=lambda match: match.cost)
    return attrs.evolve(first, margin=others[0].cost - first.cost) if others else first


def commune_of_village(rest: str, district: str) -> UnitPath | None:
    """Find the one commune of a district that has the village in a text whose commune is lost.

    >>> path = commune_of_village("ភូមិព្រៃដំរី wind", "2109")
    >>> path.commune.name_khmer, commune_of_village("wind", "2109")
    ('អង្គតាសោម', None)
    """
    words = rest.split()
    tails = [" ".join(words[:end]) for end in range(len(words) - 1, 0, -1)]
    if rest.startswith(VILLAGE_WORD):
        tails.insert(0, rest)
    found = sorted(
        (match.cost, commune)
        for commune in communes_of(district)
        for match in [match_village(tail, commune) for tail in tails[:_LOST_WORDS]]
        if match and match.share <= _CLEAR
    )
    nearest = {code for cost_of, code in found if cost_of < found[0][0] + 1}
    return gazetteer()[nearest.pop()] if len(nearest) == 1 else None
