"""A printed path, however damaged, matched to the official units over all its levels together.

>>> match = match_path("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ")
>>> match.path.code, match.cost, match.margin > 4
('210902', 2.5, True)

"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator

import attrs
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from khmerid.gazetteer.folding import TYPE_WORDS, Key, cost, to_bare
from khmerid.gazetteer.index import Keys, Spelling, names, village_keys
from khmerid.gazetteer.units import Path, Unit

_TYPE_WORD = re.compile(TYPE_WORDS)
_COMMUNE_WORD = re.compile("ឃុំ|សង្កាត់")
_MOST_WORDS = 7  # of a path: three names, some with blanks inside, and blanks that OCR put in
_POOL = 16  # candidates that are costed exactly, for each place where the path may begin
_GOOD = 0.12  # of the letters wrong: no other beginning is tried
_SLACK = 6  # edits by which a candidate may be worse than the best one and still be looked at
_VILLAGE_WEIGHT = 4.0  # the most that a village unheard of can cost a commune


@attrs.frozen(kw_only=True)
class Match:
    """The best path for a text, and how far the next one is behind."""

    path: Path
    start: int  # where in the text the path begins
    cost: float  # edits between text and spelling, see `folding.cost`
    length: int  # letters of the spelling
    margin: float  # edits by which the best path of another unit is worse
    rivals: tuple[Path, ...]  # the other units, best first
    exact: bool


@attrs.frozen(kw_only=True)
class VillageMatch:
    """The best village of a commune for a text, and how far the next one is behind."""

    village: Unit
    start: int
    cost: float
    length: int
    margin: float
    rivals: tuple[Unit, ...]


@attrs.frozen
class _Candidate:
    cost: float
    start: int
    spelling: Spelling
    length: int


def match_path(text: str) -> Match | None:
    """Find the commune, district and province that end a text; what stands before them is left alone."""
    if not text:
        return None
    exact = _exact(text)
    if exact:
        return exact
    pool = _pool(text)
    return _decide(text, pool) if pool else None


def match_village(text: str, commune: str) -> VillageMatch | None:
    """Find the village of a commune that ends a text; what stands before it is left alone."""
    best: dict[str, tuple[float, int, Unit, int]] = {}
    for start in _word_starts(text):
        key = Key.of(text[start:])
        for unit, name in village_keys(commune):
            found = (cost(key, name), start, unit, len(name.letters))
            if found[0] < best.get(unit.name_khmer, (math.inf,))[0]:
                best[unit.name_khmer] = found
    if not best:
        return None
    first, *others = sorted(best.values(), key=lambda found: found[0])
    return VillageMatch(
        village=first[2],
        start=first[1],
        cost=first[0],
        length=first[3],
        margin=others[0][0] - first[0] if others else math.inf,
        rivals=tuple(found[2] for found in others[:3]),
    )


def _exact(text: str) -> Match | None:
    exact = names().exact
    for start in _likely_starts(text):
        key = to_bare(text[start:])
        spellings = exact.get(key)
        if spellings and (spellings[0].path.commune or start == 0):
            first, *others = spellings
            return Match(
                path=first.path,
                start=start,
                cost=0.0,
                length=len(key),
                margin=0.0 if others else math.inf,
                rivals=tuple(spelling.path for spelling in others),
                exact=True,
            )
    return None


def _pool(text: str) -> dict[str, _Candidate]:
    index = names()
    keys = (index.typed,) if _TYPE_WORD.search(text) else (index.typed, index.bare)
    pool: dict[str, _Candidate] = {}
    best = math.inf
    for start in _likely_starts(text):
        tail = Key.of(text[start:])
        for found in itertools.chain.from_iterable(_nearest(tail, start, some, best) for some in keys):
            code = found.spelling.path.code
            if code not in pool or found.cost < pool[code].cost:
                pool[code] = found
            best = min(best, found.cost)
        if best <= _GOOD * len(tail.letters):
            break
    return pool


def _nearest(tail: Key, start: int, keys: Keys, best: float) -> Iterator[_Candidate]:
    cutoff = None if best == math.inf else int(best) + _SLACK
    for _, _, place in process.extract(
        tail.shapes, keys.shapes, scorer=Levenshtein.distance, score_cutoff=cutoff, limit=_POOL
    ):
        key = Key(keys.letters[place], keys.shapes[place])
        yield _Candidate(cost(tail, key), start, keys.spellings[place], len(key.letters))


def _decide(text: str, pool: dict[str, _Candidate]) -> Match:
    ranked = sorted(pool.values(), key=lambda found: found.cost)
    near = [found for found in ranked if found.cost <= ranked[0].cost + _VILLAGE_WEIGHT]
    weighed = sorted(
        ((found.cost + _village_cost(text[: found.start], found.spelling.path), found) for found in near),
        key=lambda pair: pair[0],
    )
    first = weighed[0][1]
    if len(weighed) > 1:
        margin = weighed[1][0] - weighed[0][0]
    else:
        margin = ranked[1].cost - ranked[0].cost if len(ranked) > 1 else math.inf
    return Match(
        path=first.spelling.path,
        start=first.start,
        cost=first.cost,
        length=first.length,
        margin=margin,
        rivals=tuple(found.spelling.path for _, found in weighed[1:5]),
        exact=False,
    )


def _village_cost(head: str, path: Path) -> float:
    match = match_village(head.strip(), path.code)
    return min(match.cost, _VILLAGE_WEIGHT) if match else 0.0


def _likely_starts(text: str) -> Iterable[int]:
    """Give the places where a path may begin, the likeliest first."""
    starts = _word_starts(text)[-_MOST_WORDS:]
    marked = [match.start() for match in _COMMUNE_WORD.finditer(text)][::-1]
    by_words = [starts[-words] for words in (3, 4, 2, 5, 6, 7) if words <= len(starts)]
    whole = [0] if len(starts) <= 4 else []
    return dict.fromkeys(marked + whole + by_words + starts[:1])


def _word_starts(text: str) -> list[int]:
    return [match.start() for match in re.finditer(r"[^ ]+", text)]
