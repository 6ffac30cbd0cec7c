"""The words of distinguishing marks, and how a misread description is aligned to them.

The grammar is ``noun [small] [spot size unit] [relation… part [side]]``. The words are those seen in OCR
output of cards (ភិនភាគ) and in the list of Khmer-ID-Parser (marks.json, MIT), with the parts of the body that
such descriptions name. The alignment is the cheapest way through the grammar: within a word a misread, lost
or added character costs one, a stretch that is not a known word costs one a character.

>>> [(word.khmer, word.faults) for word in align_words("សំលាកបំ1សមលើថ្ពាល់ធ្វេង")]
[('សំលាក', 0), ('ចំ', 1), ('1', 0), ('សម', 0), ('លើ', 0), ('ថ្ពាល់', 0), ('ឆ្វេង', 1)]
"""

import heapq
import itertools
import re
from typing import Final, NamedTuple

from rapidfuzz.distance.Levenshtein import distance

from khmerid.masking import masked

NONE: Final = "គ្មាន"

NOUNS: Final = {
    "ប្រជ្រុយ": "mole",
    "សំលាក": "scar",
    "សម្លាក": "scar",
    "ស្លាកស្នាម": "scar",
    "ស្នាម": "scar",
    "ស្នាមសាក់": "tattoo",
    "ស្នាមអុច": "spot",
    "សញ្ញាកំណើត": "birthmark",
    NONE: "none",
}
_RELATIONS: Final = {
    "លើ": "on",
    "ក្រោម": "under",
    "ក្រោយ": "behind",
    "ក្បែរ": "beside",
    "កណ្តាល": "in the middle of",
    "ចុង": "at the end of",
    "ខាង": "",
}
_PARTS: Final = {
    "ចិញ្ចើម": "eyebrow",
    "ភ្នែក": "eye",
    "ថ្ពាល់": "cheek",
    "បបូរមាត់": "lip",
    "មាត់": "mouth",
    "ចង្កា": "chin",
    "ថ្ងាស": "forehead",
    "ច្រមុះ": "nose",
    "ត្រចៀក": "ear",
    "ថ្គាម": "jaw",
    "ក្បាល": "head",
    "មុខ": "face",
    "ស្មា": "shoulder",
    "ទ្រូង": "chest",
    "ខ្នង": "back",
    "ម្រាមដៃ": "finger",
}
_SIDES: Final = {"ឆ្វេង": "left", "ស្តាំ": "right", "ខាងឆ្វេង": "left", "ខាងស្តាំ": "right"}

_KINDS: Final = {
    "noun": NOUNS,
    "small": {"តូច": "small"},
    "spot": {"ចំ": ""},
    "unit": {"សម": "cm"},
    "relation": _RELATIONS,
    "part": _PARTS,
    "side": _SIDES,
}
_START: Final = "start"
_NEXT: Final = {
    _START: ("noun",),
    "noun": ("small", "spot", "relation"),
    "small": ("spot", "relation"),
    "spot": ("size",),
    "size": ("unit",),
    "unit": ("relation", "part", "unknown"),
    "relation": ("relation", "part", "unknown"),
    "part": ("side",),
    "side": (),
    "unknown": (),
}
_FINAL: Final = frozenset({"noun", "unit", "part", "side", "unknown"})
_NEVER_LEFT_OUT: Final = frozenset({"spot", "unit"})  # round a size; where they are not read, they were lost
#: Characters of a description; the longest that the words can make has about sixty. More cost time.
_LONGEST: Final = 80


class MarkWord(NamedTuple):
    """A word of the description: its kind, spelling and English, and how many characters were misread."""

    kind: str
    khmer: str
    english: str
    faults: int

    def __repr__(self) -> str:
        return f"MarkWord({masked(self.khmer)})"


_WORDS: Final = {
    (kind, khmer): MarkWord(kind, khmer, english, 0)
    for kind, words in _KINDS.items()
    for khmer, english in words.items()
}
#: The words of each kind with their letters, and with how many faults each is still that word.
_NEAR: Final = {
    kind: tuple((_WORDS[kind, khmer], frozenset(khmer), max(1, len(khmer) * 2 // 5)) for khmer in words)
    for kind, words in _KINDS.items()
}
_BY_FIRST_LETTER: Final = {
    (kind, first): [word for (of_kind, khmer), word in _WORDS.items() if (of_kind, khmer[0]) == (kind, first)]
    for kind, first in {(kind, khmer[0]) for kind, khmer in _WORDS}
}
_LONGEST_SPAN: Final = max(len(word.khmer) + most for words in _NEAR.values() for word, _, most in words)
_ONE: Final = {kind: "|".join(words) for kind, words in _KINDS.items()}
_RELATION = re.compile(_ONE["relation"])
# The grammar as an expression, its groups in the order of the words.
_NOUN = rf"(?P<noun>{_ONE['noun']})(?P<small>{_ONE['small']})?"
_WHERE = rf"(?P<relation>(?:{_ONE['relation']})*)(?P<part>{_ONE['part']})(?P<side>{_ONE['side']})?"
_EXACT = re.compile(
    rf"{_NOUN}(?:(?P<spot>{_ONE['spot']})(?P<size>[0-9]{{1,2}})(?P<unit>{_ONE['unit']}))?(?:{_WHERE})?"
)
# By far the most descriptions, exactly as the card prints them.
PRINTED: Final = re.compile(rf"{_NOUN}ចំ\.? ?(?P<size>[១-៩](?:,[០-៩])?|០,[១-៩])ស\.ម {_WHERE}")


def align_words(solid: str) -> tuple[MarkWord, ...] | None:
    """Return the words that a description without blanks and signs is made of, or ``None``.

    Digits are ASCII. A text of more than eighty characters is not a description.
    """
    if len(solid) > _LONGEST:
        return None
    exact = _exact_words(solid)
    return exact or _nearest_words(solid)


def words_of_place(relations: str, part: str, side: str | None) -> tuple[MarkWord, ...]:
    """Return the words of a place of the body from its parts in `PRINTED`.

    >>> [word.english for word in words_of_place("លើចុង", "ចិញ្ចើម", "ឆ្វេង")]
    ['on', 'at the end of', 'eyebrow', 'left']
    """
    words = [*_relations(relations), _WORDS["part", part]]
    return tuple(words) if side is None else (*words, _WORDS["side", side])


def _relations(text: str) -> list[MarkWord]:
    return [_WORDS["relation", relation] for relation in _RELATION.findall(text)]


def _exact_words(solid: str) -> tuple[MarkWord, ...]:
    """Return the words of a description without a misread character: the only ones it can be, or none."""
    match = _EXACT.fullmatch(solid)
    if match is None:
        return ()
    if not match["spot"] and not match["relation"] and (match["small"] or match["part"]):
        return ()  # these stand before or behind one of the two
    words = []
    for kind, text in match.groupdict().items():
        if kind == "relation":
            words += _relations(text or "")
        elif text:
            words.append(_WORDS.get((kind, text)) or MarkWord(kind, text, "", 0))
    return tuple(words)


def _nearest_words(solid: str) -> tuple[MarkWord, ...] | None:
    # Best first, and of equals the farthest: what is read right is never compared with other words. An entry
    # waits twice, for the words that stand there exactly and, one fault later, for those that are near.
    count = itertools.count()
    heap: list[tuple[int, int, int, bool, tuple[MarkWord, ...]]] = [(0, 0, next(count), True, ())]
    done = set()
    while heap:
        faults, minus_start, _, exactly, words = heapq.heappop(heap)
        kind = words[-1].kind if words else _START
        if -minus_start == len(solid) and kind in _FINAL:
            return words
        if (minus_start, kind, exactly) in done:
            continue
        done.add((minus_start, kind, exactly))
        if exactly:
            heapq.heappush(heap, (faults + 1, minus_start, next(count), False, words))
        so_far = faults if exactly else faults - 1
        for next_kind in _NEXT[kind]:
            for word, length in _words_at(solid, -minus_start, next_kind, exactly=exactly):
                step = (so_far + word.faults, minus_start - length, next(count), True, (*words, word))
                heapq.heappush(heap, step)
    return None


def _words_at(solid: str, start: int, kind: str, *, exactly: bool) -> list[tuple[MarkWord, int]]:
    """Return the words of a kind that begin here, each with the length of text that it takes."""
    if kind == "size":
        return _sizes_at(solid, start, exactly=exactly)
    if kind == "unknown":
        rest = solid[start:]
        return [(MarkWord(kind, rest, "", len(rest)), len(rest))] if rest and not exactly else []
    if exactly:
        words = _BY_FIRST_LETTER.get((kind, solid[start : start + 1]), ())
        return [(word, len(word.khmer)) for word in words if solid.startswith(word.khmer, start)]
    found: list[tuple[MarkWord, int]] = []
    span = solid[start : start + _LONGEST_SPAN]
    there = {*span}
    for word, letters, most in _NEAR[kind]:
        if len(letters - there) <= most:  # each letter that is not there is an edit
            found += [(word._replace(faults=faults), length) for length, faults in _spans(word, span, most)]
        if kind in _NEVER_LEFT_OUT:
            found.append((word._replace(faults=len(word.khmer)), 0))
    return found


def _sizes_at(solid: str, start: int, *, exactly: bool) -> list[tuple[MarkWord, int]]:
    """Return the sizes that begin here: one or two digits, or as many characters that are not digits."""
    found: list[tuple[MarkWord, int]] = []
    for length in (1, 2):
        span = solid[start : start + length]
        faults = sum(character not in "0123456789" for character in span)
        if len(span) == length and exactly == (not faults):
            found.append((MarkWord("size", span, "", faults), length))
    return found


def _spans(word: MarkWord, text: str, most: int) -> list[tuple[int, int]]:
    """Return the beginnings of the text that are near the word: their length and edit distance."""
    khmer, many = word.khmer, len(word.khmer)
    if distance(khmer, text[:many]) > 2 * most:  # with one character less or more it is one less at most
        return []
    lengths = range(max(1, many - most), min(len(text), many + most) + 1)
    distances = [(taken, distance(khmer, text[:taken])) for taken in lengths]
    return [(taken, edits) for taken, edits in distances if edits <= most]
