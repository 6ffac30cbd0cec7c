"""Whether a path is the one that a text can mean, and not another that was misread, cut or read twice."""

import itertools
import re
from typing import Final

import attrs
from rapidfuzz import process
from rapidfuzz.distance import LCSseq, Levenshtein

from khmerid.gazetteer.address_numbers import read_address_numbers
from khmerid.gazetteer.folding import ComparisonKey, cost, word_starts
from khmerid.gazetteer.index import PathSpelling, easily_misread, khmer_index
from khmerid.gazetteer.matching import COMMUNE_WORD, KHMER, PathMatch, match_partial, match_path
from khmerid.gazetteer.units import Unit, UnitPath, UnitType
from khmerid.gazetteer.villages import VILLAGE_WORD, match_village
from khmerid.text.normal_form import to_normal_form


@attrs.frozen(kw_only=True)
class SurePathLimits:
    """How much may be misread of a path that is sure, and how far away every other commune has to be."""

    share: float  # of the letters of the path that may be misread
    commune_share: float  # of those of the commune's name: a lost name looks like any short one
    commune_letters: int  # the same in letters: long names begin alike, with ត្រពាំង or កំពង់
    above_share: float  # of those of the district's and of the province's name: each has to be there
    margin: float  # edits by which every other commune is worse,
    margin_per_share: float  # and more of them where more is misread


#: Chosen on one half of a corpus and on drawn noise, checked on the other half: benchmarks/places.py. Looser
#: limits protect more places, and wrong ones among them.
SURE_PATH: Final = SurePathLimits(
    share=0.3,
    commune_share=0.4,
    commune_letters=3,
    above_share=0.67,
    margin=1.75,
    margin_per_share=2.0,
)
_DISTRICT_WORDS: Final = f"{UnitType.SROK.value}|{UnitType.KHAN.value}|{UnitType.KRONG.value}"
_DISTRICT_WORD: Final = re.compile(_DISTRICT_WORDS)
#: Villages are called after districts, too, ស្រុកចេក: only at the beginning of a word it is the type.
_TYPE_ABOVE_VILLAGE: Final = re.compile(f"{COMMUNE_WORD.pattern}|(?:^| )(?:{_DISTRICT_WORDS})")
#: Types that the word for a commune can be misread for: what follows is then a village, or a district.
_OTHER_TYPES: Final = tuple(
    ComparisonKey.of(other.value) for other in (UnitType.PHUM, UnitType.SROK, UnitType.KHAN, UnitType.KRONG)
)
_NOTHING: Final = ComparisonKey.of("")
#: What it costs that letters in a row were lost, in edits: no wrong path was seen that is nearer than that.
_LOST_RUN: Final = 1.0
#: Edits beside a lost run with which another path is looked for. More takes long where much is misread, and
#: found none.
_MOST_BESIDE_RUN: Final = 3.0
#: Words that can be a path of their own.
_WORDS_OF_PATH: Final = 3


def is_sure(text: str, match: PathMatch, limits: SurePathLimits = SURE_PATH) -> bool:
    """Return whether a misread text has one path near it: all of it is there, no other commune is near.

    >>> from khmerid.gazetteer.matching import match_path
    >>> text = "ឃុំអង្គតាសាម ស្រកត្រាំកក តាកេវ"
    >>> is_sure(text, match_path(text))
    True
    """
    tail = ComparisonKey.of(text[match.start :])
    return (
        _is_near(match, limits)
        and _has_its_type(tail, match.best)
        and not _names_another(text, match)
        and not names_another_before(read_address_numbers(text[: match.start]).rest)
        and not (match.cost >= _LOST_RUN and _others_cut(tail, match.best.path, match.cost - _LOST_RUN))
    )


def others_of_exact(spelling: PathSpelling, text: str, start: int) -> tuple[UnitPath, ...]:
    """Return what else may be printed where a path begins that is spelt without a fault, but for its types.

    Where all types are printed, or none, it is nothing else. A commune or a district that lacks its own may
    be what is left of a longer name. Before a district, what lacks it may be a village whose commune was
    lost, or the district, read twice.

    >>> from khmerid.gazetteer.matching import exact_paths
    >>> def others(text):
    ...     start, (spelling,) = exact_paths(text)
    ...     return [path.printed for path in others_of_exact(spelling, text, start)]
    >>> others("ឃុំម្កាក់ ស្រុកអង្គស្នួល កណ្ដាល")
    []
    >>> others("ម្កាក់ ស្រុកអង្គស្នួល កណ្ដាល")
    ['ឃុំក្រាំងម្កាក់ ស្រុកអង្គស្នួល កណ្ដាល', 'ស្រុកអង្គស្នួល កណ្ដាល']
    """
    path = spelling.path
    has_own = COMMUNE_WORD.match(text, start) is not None
    has_district = _DISTRICT_WORD.search(text, start) is not None
    if path.commune is None or has_own == has_district:
        return ()
    tail = ComparisonKey.of(text[start:])
    if tail.letters == spelling.letters:
        return ()
    cut = _others_cut(tail, path, 0)
    above = [] if has_own else [UnitPath(province=path.province, district=path.district)]
    return (*cut, *above)


def names_another_before(rest: str) -> bool:
    """Return whether there is a second place in what stands before a path, numbered parts taken out.

    >>> names_another_before("ភូមិព្រៃដំរី"), names_another_before("ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ")
    (False, True)
    """
    if _TYPE_ABOVE_VILLAGE.search(rest):
        return True
    above = rest.partition(VILLAGE_WORD)[0]
    if len(word_starts(above)) < _WORDS_OF_PATH or not KHMER.search(above):
        return False
    match = match_path(to_normal_form(above))
    return match is not None and match.share <= SURE_PATH.share


def is_told_apart(path: UnitPath, village: Unit | None, rest: str) -> bool:
    """Return whether a commune cannot be a sibling misread: by its name, or by a village that only it has."""
    siblings = _siblings(path)
    if siblings is None:
        return True
    own = match_village(rest, path.code) if village and siblings else None
    if own is None:
        return False
    others = [match_village(rest, sibling) for sibling in siblings]
    return all(other is None or other.cost >= own.cost + SURE_PATH.margin for other in others)


def _is_near(match: PathMatch, limits: SurePathLimits) -> bool:
    return (
        match.best.path.commune is not None
        and match.is_nearest
        and _siblings(match.best.path) != ()  # near the word for a type; siblings count in the margin
        and match.margin >= limits.margin + limits.margin_per_share * max(match.share, match.shares[0])
        and match.share <= limits.share
        and match.misread[0] <= limits.commune_letters
        and match.shares[0] <= limits.commune_share
        and max(match.shares[1:]) <= limits.above_share
    )


def _siblings(path: UnitPath) -> tuple[str, ...] | None:
    return easily_misread(path.code[:4]).get(path.code)


def _names_another(text: str, match: PathMatch) -> bool:
    """Return whether the text ends in another district or province, spelt without a fault."""
    named = match_partial(text)
    return named is not None and match.best.change is None and not match.best.path.code.startswith(named.code)


def _has_its_type(tail: ComparisonKey, best: PathSpelling) -> bool:
    """Return whether the word for the commune is there, misread for no other type.

    Communes are called as villages and as their districts: what stands before a district may be a village
    whose commune was lost, or the same district once more.
    """
    if not best.is_typed:
        return False
    own = ComparisonKey.of(best.words.commune_type)
    read = ComparisonKey.of(tail.letters[: _end_of(len(own.letters), best.letters, tail.letters)])
    misread, lost = cost(read, own), cost(_NOTHING, own)
    return misread <= lost / 2 and misread < min(cost(read, other) for other in _OTHER_TYPES)


def _end_of(length: int, name: str, text: str) -> int:
    """Return where in a text that was a longer name its first letters end, so many of them."""
    edit = next(edit for edit in Levenshtein.opcodes(name, text) if length < edit.src_end)
    return min(edit.dest_start + length - edit.src_start, edit.dest_end)


def _others_cut(tail: ComparisonKey, path: UnitPath, most: float) -> list[UnitPath]:
    """Return the other paths so many edits away, once letters in a row were lost by a blot or a cut."""
    most = min(most, _MOST_BESIDE_RUN)
    known = khmer_index().typed
    near = process.extract(
        tail.shapes,
        known.shapes,
        scorer=LCSseq.similarity,
        processor=None,
        score_cutoff=len(tail.shapes) - int(most),  # what the two have not in common has to be edited
        limit=None,
    )
    others = (known.spellings[place] for _, _, place in near)
    cut = {
        other.path.code: other.path
        for other in others
        if other.path != path
        and (of_shapes := edits_but_for_a_run(tail.shapes, other.shapes)) <= most  # no more than of letters
        and of_shapes + edits_but_for_a_run(tail.letters, other.letters) <= 2 * most
    }
    return list(cut.values())


def edits_but_for_a_run(text: str, name: str) -> int:
    """Return the least edits between a text and a name, after letters in a row of the name were lost.

    >>> edits_but_for_a_run("ab", "a----b"), edits_but_for_a_run("axb", "a----b")
    (0, 1)
    """
    ahead = _edits_of_beginnings(text, name)
    behind = _edits_of_beginnings(text[::-1], name[::-1])
    return min(
        before + after
        for row, other in zip(ahead, reversed(behind), strict=True)
        for before, after in zip(itertools.accumulate(row, min), reversed(other), strict=True)
    )


def _edits_of_beginnings(text: str, name: str) -> list[list[int]]:
    """Return, for each beginning of a text, the edits between it and each beginning of a name."""
    rows = [list(range(len(name) + 1))]
    for letter in text:
        above = rows[-1]
        row = [above[0] + 1]
        for place, other in enumerate(name):
            row.append(min(row[place] + 1, above[place + 1] + 1, above[place] + (letter != other)))
        rows.append(row)
    return rows
