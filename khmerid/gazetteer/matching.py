"""A printed path, however damaged, matched to the official units over all its levels together.

>>> match = match_path("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ")
>>> match.path.code, match.cost, match.margin > 4
('210901', 2.5, True)

"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence

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
_MOST_RIVALS = 7
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
    return _decide(text, sorted(pool.values(), key=lambda found: found.cost), exact=False) if pool else None


def match_partial(text: str) -> Path | None:
    """Find the district and province, or the province alone, that end a text without a misreading."""
    for start in _word_starts(text)[-_MOST_WORDS:]:
        spellings = names().exact.get(to_bare(text[start:]), ())
        paths = [spelling.path for spelling in spellings if spelling.path.commune is None]
        if len(paths) == 1:
            return paths[0]
    return None


def match_village(text: str, commune: str) -> VillageMatch | None:
    """Find the village of a commune that ends a text; what stands before it is left alone."""
    best: dict[tuple[str, str], tuple[float, int, Unit, int]] = {}
    for start in _word_starts(text):
        key = Key.of(text[start:])
        for unit, name in village_keys(commune):
            found = (cost(key, name), start, unit, len(name.letters))
            same = (unit.code, unit.name_khmer)  # some codes are shared by several villages
            if found[0] < best.get(same, (math.inf,))[0]:
                best[same] = found
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
            found = [_Candidate(0.0, start, spelling, len(key)) for spelling in spellings]
            return _decide(text, found, exact=True)
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


def _decide(text: str, ranked: Sequence[_Candidate], *, exact: bool) -> Match:
    near = [found for found in ranked if found.cost <= ranked[0].cost + _VILLAGE_WEIGHT]
    weighed = [(found.cost, found) for found in ranked]
    if len(near) > 1:
        weighed = sorted(
            ((found.cost + _village_cost(text[: found.start], found.spelling.path), found) for found in near),
            key=lambda pair: pair[0],
        )
    (least, first), *others = weighed
    return Match(
        path=first.spelling.path,
        start=first.start,
        cost=first.cost,
        length=first.length,
        margin=others[0][0] - least if others else math.inf,
        rivals=tuple(found.spelling.path for _, found in others[:_MOST_RIVALS]),
        exact=exact,
    )


def _village_cost(head: str, path: Path) -> float:
    match = match_village(head.strip(), path.code) if path.commune else None
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
