r"""The one encoding of Khmer text, out of the several that look alike.

Unicode Technical Note 61 (Hosken, Khmer Encoding Structure, 2024) sorts the marks of a syllable into a fixed
order and folds what is typed differently but looks the same. NFC does neither. In addition, invisible
characters go, deprecated characters are replaced, and a mark typed twice is kept once.

Where the note's prose and its code disagree, this module follows the prose: a BA anywhere makes a syllable
weak, and an -u before samyok sannya (U+17D0) stays an -u in a strong syllable. Text in normal form is
recognised in one pass. A base with more than thirty-two marks is no Khmer and stays as it is.

>>> to_normal_form("ខែ្មរ"), to_normal_form("ស្រ្តី"), to_normal_form("សុី")
('ខ្មែរ', 'ស្ត្រី', 'ស៊ី')
>>> [(change.start, change.end, str(change.note.code)) for change in explain("ស្រ្តី")]
[(0, 6, 'coeng_ro_last')]
"""

import re
from typing import Final

import attrs

from khmerid.notes import Code, Note
from khmerid.text.syllables import (
    BASE,
    COENG,
    INVISIBLE,
    STEPS,
    ZWNJ,
    write_coeng_ta,
)

_LONGEST_CLUSTER: Final = 33  # characters; no real syllable has half as many

# The patterns are for ``re``, which is several times faster here than ``regex``. They need no possessive
# quantifiers: no two neighbouring parts begin alike, so nothing is tried twice.
# By far the most common syllables: one vowel, one sign, all in order. None of the steps changes them.
_PLAIN_CLUSTER = (
    rf"{BASE}\u17cc?(?:{COENG}[\u1780-\u1789\u178b-\u1799\u179b-\u17a2\u17a5-\u17b3])*(?:{COENG}\u179a)?"
    r"[\u17c9\u17ca]?(?:[\u17b6-\u17ba\u17bc-\u17c5]|\u17bb(?![\u17d0\u17dd]))?"
    r"[\u17c6\u17cb\u17cd-\u17d1\u17dd]?[\u17c7\u17c8]?"
)
_MARK = rf"[\u17b4-\u17d1\u17d3\u17dd{ZWNJ}{INVISIBLE}]"
_PLAIN = re.compile(
    rf"(?:{_PLAIN_CLUSTER}(?!{_MARK}|{COENG})"
    rf"|[^\u1780-\u17d3\u17dd{ZWNJ}{INVISIBLE}])*",
)
_CLUSTER = re.compile(
    rf"(?!{_PLAIN_CLUSTER}(?!{_MARK}|{COENG}))[\u1780-\u17b3]"
    rf"(?:{COENG}[{COENG}{ZWNJ}{INVISIBLE}]*[\u1780-\u17b3]|{_MARK})*"
    rf"|{COENG}[{COENG}{ZWNJ}{INVISIBLE}]+|[{ZWNJ}{INVISIBLE}]+"
)
_LUNAR_DAY = re.compile(rf"(?<![០-៩])(១[០-៥]|[០-៩]){COENG}។|។{COENG}(១[០-៥]|[០-៩])(?![០-៩])")


@attrs.frozen
class NormalizationStep:
    """A step to the normal form, and the part of the source, ``start`` to ``end``, in which it was taken."""

    start: int
    end: int
    note: Note


def to_normal_form(text: str) -> str:
    """Return the text in normal form; doing so twice is doing so once, and no letter is lost."""
    if _PLAIN.fullmatch(text):
        return text
    text = _CLUSTER.sub(_normalize_match, text)
    return _LUNAR_DAY.sub(_to_lunar_sign, text) if COENG in text else text


def is_normal_form(text: str) -> bool:
    """Return whether the text is in normal form.

    >>> is_normal_form("ខ្មែរ"), is_normal_form("ខែ្មរ")
    (True, False)
    """
    return to_normal_form(text) == text


def explain(text: str) -> tuple[NormalizationStep, ...]:
    """Return the steps that lead to the normal form, each with the part of the source that it concerns."""
    if _PLAIN.fullmatch(text):
        return ()
    changes = [
        NormalizationStep(match.start(), match.end(), Note(code))
        for match in _CLUSTER.finditer(text)
        for code in _normalize(match[0])[1]
    ]
    # The signs of lunar days are looked for behind the removals; their place is that of the sign ។.
    lunar = [
        NormalizationStep(match.start(), match.end(), Note(Code.LUNAR_SIGN))
        for match in _LUNAR_DAY.finditer(text)
    ]
    return tuple(changes + lunar)


def _normalize_match(match: re.Match[str]) -> str:
    return _normalize(match[0])[0]


def _normalize(cluster: str) -> tuple[str, tuple[Code, ...]]:
    """Return a base with its marks in normal form, and the steps that this took."""
    spelt = write_coeng_ta(cluster)
    if spelt != cluster and _PLAIN.fullmatch(
        spelt
    ):  # by far the most that are not plain, and no other step changes them
        return spelt, (Code.COENG_DA_AS_TA,)
    result, before = cluster, ""
    codes: dict[Code, None] = {}
    while before != result and len(result) <= _LONGEST_CLUSTER:
        before = result
        for code, step in STEPS:
            stepped = step(result)
            if stepped != result:
                result = stepped
                codes[code] = None
    return result, tuple(codes) if result != cluster else ()


def _to_lunar_sign(match: re.Match[str]) -> str:
    waxing, waning = match.groups()
    return chr((0x19E0 if waxing else 0x19F0) + int(waxing or waning))  # step 4
