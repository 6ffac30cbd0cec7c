"""A printed path, however damaged, matched to the official units over all its levels together.

>>> match = match_path("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ")
>>> match.best.path.code, match.cost, match.margin > 4
('210901', 2.5, True)

"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from khmerid.gazetteer.folding import TYPE_WORDS, Key, cost, to_bare, to_bare_latin
from khmerid.gazetteer.index import Keys, Names, Spelling, latin_names, names, villages
from khmerid.gazetteer.units import Path, Unit

_KHMER = re.compile(r"[ក-៓]")
_TYPE_WORD = re.compile(TYPE_WORDS)
_COMMUNE_WORD = re.compile("ឃុំ|សង្កាត់")
_WORD = re.compile(r"[^ ]+")
_MOST_WORDS = 7  # of a path: three names, some with blanks inside, and blanks that OCR put in
_POOL = 16  # candidates that are costed exactly, for each place where the path may begin
_GOOD = 0.12  # of the letters wrong: no other beginning is tried
_SLACK = 6  # edits by which a candidate may be worse than the best one and still be looked at
_VILLAGE_WEIGHT = 4.0  # the most that a village unheard of can cost a commune


@attrs.frozen(kw_only=True)
class Match:
    """The best path for a text, and how far the next one is behind."""

    best: Spelling
    start: int  # where in the text the path begins
    cost: float  # edits between text and spelling, see `folding.cost`
    margin: float  # edits by which the best path of another unit is worse, its village taken in
    rivals: tuple[tuple[float, Spelling], ...]  # the other units with their margins, best first
    commune_share: float  # of the letters of the commune's name that are misread

    @property
    def share(self) -> float:
        """The part of the letters that is misread."""
        return self.cost / len(self.best.key.letters)


@attrs.frozen(kw_only=True)
class VillageMatch:
    """The best village of a commune for a text, and how far the next one is behind."""

    village: Unit
    start: int  # where in the text the village begins
    cost: float
    share: float
    margin: float


@attrs.frozen
class _Candidate:
    cost: float
    start: int
    spelling: Spelling


def match_path(text: str) -> Match | None:
    """Find the commune, district and province that end a text; what stands before them is left alone.

    A text in Latin letters is compared as a whole with the Latin names.
    """
    if not _KHMER.search(text):
        bare = to_bare_latin(text)
        known = latin_names().exact.get(bare, ())
        found = [_Candidate(0.0, 0, spelling) for spelling in known] or _pool(bare, [0], latin_names())
    else:
        found = _exact(text) or _pool(text, _likely_starts(text), names())
    return _decide(text, found) if found else None


def match_partial(text: str) -> Path | None:
    """Find the district and province, or the province alone, that end a text without a misreading."""
    for start in _word_starts(text)[-_MOST_WORDS:]:
        spellings = names().exact.get(to_bare(text[start:]), ())
        paths = [spelling.path for spelling in spellings if spelling.path.commune is None]
        if len(paths) == 1:
            return paths[0]
    return None


def match_village(text: str, commune: str) -> VillageMatch | None:
    """Find the village of a commune that ends a text; what stands before it is left alone.

    >>> match = match_village("ផ្ទះ៣៣ ភូមិព្រៃដរី", "210901")
    >>> match.village.name_khmer, match.cost, match.start
    ('ព្រៃដំរី', 1.0, 7)

    """
    known = villages(commune)
    tails = [(start, Key.of(text[start:])) for start in _word_starts(text)]
    for start, tail in tails:
        units = known.exact.get(tail.letters, ())
        if len(units) == 1:
            return VillageMatch(village=units[0], start=start, cost=0.0, share=0.0, margin=math.inf)
    best: dict[tuple[str, str], VillageMatch] = {}
    for (start, tail), (unit, key) in itertools.product(tails, known.keys):
        found = cost(tail, key)
        same = (unit.code, unit.name_khmer)  # some codes are shared by several villages
        if same not in best or found < best[same].cost:
            share = found / len(key.letters)
            best[same] = VillageMatch(village=unit, start=start, cost=found, share=share, margin=math.inf)
    if not best:
        return None
    first, *others = sorted(best.values(), key=lambda match: match.cost)
    return attrs.evolve(first, margin=others[0].cost - first.cost) if others else first


def _exact(text: str) -> list[_Candidate]:
    exact = names().exact
    for start in _likely_starts(text):
        spellings = exact.get(to_bare(text[start:]))
        if spellings and (spellings[0].path.commune or start == 0):
            return [_Candidate(0.0, start, spelling) for spelling in spellings]
    return []


def _pool(text: str, starts: Iterable[int], index: Names) -> list[_Candidate]:
    """Cost the nearest spellings for every place where the path may begin; the best one of each unit."""
    keys = (index.typed,) if _TYPE_WORD.search(text) else (index.typed, index.bare)
    pool: dict[str, _Candidate] = {}
    best = math.inf
    for start in starts:
        tail = Key.of(text[start:])
        for found in itertools.chain.from_iterable(_nearest(tail, start, some, best) for some in keys):
            code = found.spelling.path.code
            if code not in pool or found.cost < pool[code].cost:
                pool[code] = found
            best = min(best, found.cost)
        if best <= _GOOD * len(tail.letters):
            break
    return sorted(pool.values(), key=lambda found: found.cost)


def _nearest(tail: Key, start: int, keys: Keys, best: float) -> Iterator[_Candidate]:
    cutoff = None if best == math.inf else int(best) + _SLACK
    for _, _, place in process.extract(
        tail.shapes, keys.shapes, scorer=Levenshtein.distance, score_cutoff=cutoff, limit=_POOL
    ):
        spelling = keys.spellings[place]
        yield _Candidate(cost(tail, spelling.key), start, spelling)


def _decide(text: str, ranked: Sequence[_Candidate]) -> Match:
    """Choose among candidates; where several are near, the village before the path has a say."""
    weighed = [(found.cost, found) for found in ranked]
    near = [found for found in ranked if found.cost <= ranked[0].cost + _VILLAGE_WEIGHT]
    if len(near) > 1:
        weighed = [(found.cost + _village_cost(text, found), found) for found in near]
        weighed.sort(key=lambda pair: pair[0])
    (least, first), *others = weighed
    return Match(
        best=first.spelling,
        start=first.start,
        cost=first.cost,
        margin=others[0][0] - least if others else math.inf,
        rivals=tuple((weight - least, found.spelling) for weight, found in others),
        commune_share=_commune_share(text, first) if first.cost else 0.0,
    )


def _village_cost(text: str, found: _Candidate) -> float:
    head = text[: found.start].strip()
    match = match_village(head, found.spelling.path.code) if head and found.spelling.path.commune else None
    return min(match.cost, _VILLAGE_WEIGHT) if match else 0.0


def _commune_share(text: str, found: _Candidate) -> float:
    """Count the edits that fall on the name of the commune, by the letters."""
    begin, end = found.spelling.commune_name
    if begin == end:
        return 0.0
    edits = Levenshtein.editops(Key.of(text[found.start :]).letters, found.spelling.key.letters)
    return len([edit for edit in edits if begin <= edit.dest_pos < end]) / (end - begin)


def _likely_starts(text: str) -> Iterable[int]:
    """Give the places where a path may begin, the likeliest first."""
    marked = [match.start() for match in _COMMUNE_WORD.finditer(text)]
    yield from reversed(marked)
    starts = _word_starts(text)[-_MOST_WORDS:]
    if len(starts) <= 4:
        yield 0
    for words in (3, 4, 2, 5, 6, 7):
        if words <= len(starts) and starts[-words] not in marked:
            yield starts[-words]


def _word_starts(text: str) -> list[int]:
    return [match.start() for match in _WORD.finditer(text)]
