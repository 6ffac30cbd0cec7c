"""A printed path, however damaged, matched to the official units over all its levels together.

The text is compared with every path that there is, for each place in it where the path may begin; what
stands before the path has to be explained, too: numbered parts and a village of the commune are free.

>>> match = match_path("ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ")
>>> match.best.path.code, match.cost, match.margin > 4
('210901', 2.5, True)
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs
from rapidfuzz.distance import Levenshtein

from khmerid.gazetteer.address_numbers import read_address_numbers
from khmerid.gazetteer.folding import (
    TYPE_WORDS,
    ComparisonKey,
    cost,
    nearest,
    to_bare,
    to_bare_latin,
    to_letters,
    word_starts,
)
from khmerid.gazetteer.index import PathSpelling, SpellingIndex, khmer_index, latin_index, name_spans
from khmerid.gazetteer.units import UnitPath
from khmerid.gazetteer.villages import VILLAGE_WORD, VILLAGE_WORDS, villages_of
from khmerid.masking import Masked

#: A text without any of these is in Latin letters.
KHMER = re.compile(r"[ក-៓]")
_TYPE_WORD = re.compile(TYPE_WORDS)
#: What stands before the name of a commune.
COMMUNE_WORD = re.compile("ឃុំ|សង្កាត់")
# The numbers below were set by hand; benchmarks/places.py shows what they find, and how fast. More of the
# first four finds more candidates in more time.
#: Words of a path, the likeliest first: three names, some with blanks inside or lost.
_LIKELY_WORDS: Final = (3, 4, 2, 5)
#: Words for a commune that are tried as the beginning.
_MOST_MARKS: Final = 3
#: Paths that are costed exactly, for each place where the path may begin.
_POOL: Final = 16
#: Paths that are weighed with what stands before them: more are near only where all is lost.
_WEIGHED: Final = 48
#: The share of wrong letters with which no other beginning is tried. Higher is faster, and finds worse ones.
_GOOD: Final = 0.12
#: Edits by which a path may be worse than the best one and be found at all; more than `_RIVALS`.
_SLACK: Final = 6
#: Edits by which it may be worse and still count as a rival: more than any margin asked for
#: (`khmerid.gazetteer.search.SURE_PATH`), so that none that counts is left out.
_RIVALS: Final = 4.0
#: Edits that text before the path can cost which is no village of the commune. Higher, and noise before a
#: path makes it lose to a longer one; lower, and a misread type is left outside.
_MOST_BEFORE: Final = 6.0


@attrs.frozen(kw_only=True)
class PathMatch(Masked):
    """The best path for a text, and how far the next one is behind."""

    best: PathSpelling
    start: int  # where in the text the path begins
    cost: float  # edits between text and spelling, see `folding.cost`
    before: float  # edits that what stands before the path costs
    margin: float  # edits by which the best path of another unit is worse, with what stands before it
    is_nearest: bool  # no other path there costs less; what stands before may only bear the best one out
    rivals: tuple[tuple[float, PathSpelling], ...]  # the other units with their margins, best first
    lengths: tuple[int, ...]  # letters of each name, lowest level first
    misread: tuple[int, ...]  # how many of them are misread

    @property
    def share(self) -> float:
        """The part of the letters that is misread."""
        return self.cost / len(self.best.letters)

    @property
    def shares(self) -> tuple[float, ...]:
        """The part of the letters of each name that is misread, lowest level first."""
        names = zip(self.misread, self.lengths, strict=True)
        return tuple(misread / length for misread, length in names)


@attrs.frozen
class _PathCandidate(Masked):
    cost: float
    start: int
    spelling: PathSpelling


@attrs.frozen
class _TextBefore(Masked):
    """What stands before a path, numbered parts taken out: its length, and its ends that can be a village."""

    length: int
    tails: tuple[ComparisonKey, ...]


def match_path(text: str) -> PathMatch | None:
    """Find the commune, district and province that end a text; what stands before them is left alone.

    A text in Latin letters is compared as a whole with the Latin names.
    """
    if not KHMER.search(text):
        bare = to_bare_latin(text)
        known = latin_index().exact.get(bare, ())
        found = [_PathCandidate(0.0, 0, spelling) for spelling in known] or _pool(bare, [0], latin_index())
    else:
        start, spellings = exact_paths(text)
        found = [_PathCandidate(0.0, start, spelling) for spelling in spellings]
        found = found or _pool(text, _likely_starts(text), khmer_index())
    return _decide(text, found)


def exact_paths(text: str) -> tuple[int, tuple[PathSpelling, ...]]:
    """Find the paths that end a text without a misreading, and where in it they begin.

    >>> start, spellings = exact_paths("ផ្ទះ៣៣ ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ")
    >>> start, [spelling.path.code for spelling in spellings]
    (7, ['210901'])
    """
    for start in _likely_starts(text):
        spellings = _spellings_of(text[start:])
        if spellings and _is_whole(text, start, spellings[0].path):
            return start, spellings
    return 0, ()


def _spellings_of(text: str) -> tuple[PathSpelling, ...]:
    """Return the paths that a text names without a misreading."""
    index = khmer_index()
    return index.printed.get(text) or index.exact.get(to_bare(text), ())


def match_partial(text: str) -> UnitPath | None:
    """Find the district and province, or the province alone, that end a text without a misreading."""
    for start in word_starts(text)[-max(_LIKELY_WORDS) :]:
        spellings = _spellings_of(text[start:])
        paths = [spelling.path for spelling in spellings if spelling.path.commune is None]
        if len(paths) == 1:
            return paths[0]
    return None


def _is_whole(text: str, start: int, path: UnitPath) -> bool:
    """Return whether nothing before an exact path could be a part of it that was misread.

    A commune is called ស្រក: without its type, before the name of its district, it is also ស្រុក misread.
    """
    if start == 0:
        return True
    if path.commune is None:
        return False
    if COMMUNE_WORD.match(text, start):
        return True
    rest = read_address_numbers(text[:start]).rest
    known = villages_of(path.code)
    return not rest or rest in known.printed or to_letters(rest) in known.exact


def _pool(text: str, starts: Iterable[int], index: SpellingIndex) -> list[_PathCandidate]:
    """Cost the nearest spellings for every place where the path may begin."""
    searched = [index.partial, index.typed]
    if not _TYPE_WORD.search(text):
        searched.append(index.bare)
    pool: list[_PathCandidate] = []
    best = math.inf
    for start in dict.fromkeys(starts):
        if text.startswith(VILLAGE_WORD, start):
            continue
        tail = ComparisonKey.of(text[start:])
        cutoff = None if best == math.inf else int(best) + _SLACK
        near = [
            some.spellings[place]
            for some in searched
            for place in nearest(tail.shapes, some.shapes, _POOL, cutoff)
        ]
        found_here = [_PathCandidate(cost(tail, spelling), start, spelling) for spelling in near]
        pool += found_here
        best = min((best, *(found.cost for found in found_here)))
        if best <= _GOOD * len(tail.letters):
            break
    return pool


def _decide(text: str, pool: Iterable[_PathCandidate]) -> PathMatch | None:
    """Choose among candidates; what stands before the path has to be explained, too."""
    before: dict[int, _TextBefore] = {}
    best: dict[str, tuple[float, _PathCandidate]] = {}
    least = math.inf
    for found in sorted(pool, key=lambda found: found.cost)[:_WEIGHED]:
        if found.cost > least + _RIVALS:
            break
        if found.start not in before:
            before[found.start] = _before(read_address_numbers(text[: found.start]).rest)
        path = found.spelling.path
        total = found.cost + _cost_before(before[found.start], path)
        if path.code not in best or total < best[path.code][0]:
            best[path.code] = (total, found)
        least = min(least, total)
    if not best:
        return None
    (total, first), *others = sorted(best.values(), key=lambda weighed: weighed[0])
    spans = name_spans(first.spelling)
    return PathMatch(
        best=first.spelling,
        start=first.start,
        cost=first.cost,
        before=total - first.cost,
        margin=others[0][0] - total if others else math.inf,
        is_nearest=all(other.cost >= first.cost for _, other in others if other.start == first.start),
        rivals=tuple((other - total, found.spelling) for other, found in others),
        lengths=tuple(end - begin for begin, end in spans),
        misread=_misread(text, first, spans),
    )


def _before(rest: str) -> _TextBefore:
    tails = (ComparisonKey.of(rest[start:]) for start in word_starts(rest)[-VILLAGE_WORDS:])
    return _TextBefore(len(to_letters(rest)), tuple(tails))


def _cost_before(before: _TextBefore, path: UnitPath) -> float:
    """Count what is left before the path when the numbered parts and the village are taken out."""
    if path.commune is None:  # the commune is left, too
        return min(2 * _MOST_BEFORE, before.length)
    least = min(_MOST_BEFORE, before.length)
    known = villages_of(path.code)
    for tail in before.tails:
        if tail.letters in known.exact:
            return 0.0
        for place in nearest(tail.shapes, known.shapes, 2, int(least)):
            least = min(least, cost(tail, known.keys[place]))
    return least


def _misread(text: str, found: _PathCandidate, spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Count the edits that fall on each name, by the letters."""
    edits = Levenshtein.editops(ComparisonKey.of(text[found.start :]).letters, found.spelling.letters)
    return tuple(
        sum(begin <= edit.dest_pos < end + (edit.tag == "delete") for edit in edits) for begin, end in spans
    )


def _likely_starts(text: str) -> Iterator[int]:
    """Yield the places where a path may begin, the likeliest first."""
    marked = [match.start() for match in COMMUNE_WORD.finditer(text)]
    yield from reversed(marked[-_MOST_MARKS:])
    starts = word_starts(text)
    if not marked or len(starts) <= max(_LIKELY_WORDS):
        yield 0
    for words in _LIKELY_WORDS:
        if words <= len(starts) and starts[-words] not in marked:
            yield starts[-words]
