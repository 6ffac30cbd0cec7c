r"""The marks of one Khmer syllable: their order, and the steps that make one encoding out of several.

Section and step numbers are those of Unicode Technical Note 61 (Hosken, 2024). A cluster is a base with all
that follows it up to the next base; each step takes a cluster and returns one, and is named by a code.

>>> _order_marks("ខ\u17c2\u17d2ម") == "ខ\u17d2ម\u17c2"
True
>>> _is_strong("ស"), _is_strong("ប"), _is_strong("ស\u17d2ប")
(True, False, False)
"""

import re
from collections.abc import Callable
from typing import Final

from khmerid.notes import Code

COENG, ZWNJ = "\u17d2", "\u200c"
# ZWSP, ZWJ (of use in Middle Khmer only), word joiner, BOM, soft hyphen, and two vowels that are never shown.
INVISIBLE = "\u200b\u200d\u2060\ufeff\u00ad\u17b4\u17b5"
BASE = "[\u1780-\u17a2\u17a5-\u17b3]"

_CLASSES: Final = {
    "\u17cc": 2,  # robat
    COENG: 3,  # alone or with its base
    **dict.fromkeys("\u17c9\u17ca", 4),  # shifters
    ZWNJ: 5,
    **dict.fromkeys("\u17be\u17bf\u17c0\u17c1\u17c2\u17c3\u17c4\u17c5", 6),
    **dict.fromkeys("\u17bb\u17bc\u17bd", 7),
    **dict.fromkeys("\u17b7\u17b8\u17b9\u17ba", 8),
    "\u17b6": 9,
    **dict.fromkeys("\u17c6\u17cb\u17cd\u17ce\u17cf\u17d0\u17d1\u17d3\u17dd", 10),
    **dict.fromkeys("\u17c7\u17c8", 11),
}
_UNIT = re.compile(f"{COENG}{BASE}|.", re.DOTALL)

_NO_INVISIBLES = str.maketrans(dict.fromkeys(INVISIBLE))
_NO_DEPRECATED = str.maketrans({"\u17a3": "\u17a2", "\u17a4": "\u17a2\u17b6"})
_JOINERS = re.compile(f"{COENG}[{COENG}{ZWNJ}]+")
# Not the modifiers: the grammar allows two of them (Unicode Technical Note 61, section 1).
_SAME_MARK = re.compile("([\u17b6-\u17c5\u17c7-\u17ca\u17cc])\\1+")

_E_II = re.compile("\u17c1([\u17bb-\u17bd]?)\u17b8")
_E_AA = re.compile("\u17c1([\u17bb-\u17bd]?)\u17b6")

_SERIES_1 = re.compile(
    "[\u1780-\u1783\u1785-\u1788\u178a-\u178d\u178f-\u1792\u1795-\u1797\u179e-\u17a0\u17a2]"
)
_BA = "\u1794"
_ABOVE = "(?:[\u17b7-\u17ba\u17be\u17dd]|\u17b6\u17c6)"
_U_BEFORE_ABOVE = re.compile(
    f"({BASE}\u17cc?(?:{COENG}{BASE})*+)([\u17c1-\u17c5]?)\u17bb(?:(?={_ABOVE})|(?=(\u17d0)))"
)
_KEPT_ZWNJ = re.compile(
    f"({BASE}\u17cc?(?:{COENG}{BASE})*+)([\u17c9\u17ca]){ZWNJ}(?:(?={_ABOVE})|(?=(\u17d0)))"
)
# Unicode Technical Note 61, section 1: at most two subscripts, one vowel, two modifiers, one final.
_SYLLABLES = re.compile(  # several times faster here than ``regex``
    f"(?:{BASE}\u17cc?(?:{COENG}{BASE}){{0,2}}+[\u17c9\u17ca]?{ZWNJ}?[\u17b6-\u17c5]?+"
    "[\u17c6\u17cb\u17cd-\u17d1\u17dd]{0,2}+[\u17c7\u17c8]?+)++"
)
# The letters that a shifter moves to the other series; tests check this with the names of places.
_SHIFTED_LETTERS: Final = {"\u17c9": set("ងញបមយរវនល"), "\u17ca": set("សហអប")}
_SHIFTED = re.compile(f"({BASE}(?:{COENG}{BASE})*+)([\u17c9\u17ca])")
_COENGS = re.compile(f"(?:{COENG}{BASE}){{2,}}")


def _is_strong(syllable: str) -> bool:
    """Return whether a base with its coengs is strong: a consonant of the first series, and no BA."""
    return _BA not in syllable and _SERIES_1.search(syllable) is not None


def is_made_of_syllables(word: str) -> bool:
    """Return whether a word in normal form is made of syllables as Khmer writes them.

    >>> is_made_of_syllables("ធឿន"), is_made_of_syllables("ធឿៅន")
    (True, False)
    """
    return _SYLLABLES.fullmatch(word) is not None


def is_usual(word: str) -> bool:
    """Return whether shifters stand on letters that take them, and no word ends in U+17B9.

    >>> is_usual("ស៊ីណា"), is_usual("គ៊ីណា"), is_usual("សុផានឹ")
    (True, False, False)
    """
    if "\u17c9" not in word and "\u17ca" not in word:
        return not word.endswith("\u17b9")
    return not word.endswith("\u17b9") and all(
        set(stack) & _SHIFTED_LETTERS[shifter] for stack, shifter in _SHIFTED.findall(word)
    )


def _order_marks(cluster: str) -> str:
    """Sort the marks behind the base by their class, those of one class as they stand (step 2)."""
    return "".join(sorted(_UNIT.findall(cluster), key=_class_of))


def _class_of(unit: str) -> int:
    return _CLASSES.get(unit[0], 1)


def _remove_invisibles(cluster: str) -> str:
    """Take out what is never shown, but for the ZWNJ."""
    return cluster.translate(_NO_INVISIBLES)


def _replace_deprecated(cluster: str) -> str:
    return cluster.translate(_NO_DEPRECATED)


def _keep_one_of_doubles(cluster: str) -> str:
    return _SAME_MARK.sub(r"\1", _JOINERS.sub(COENG, cluster))  # step 3.1, and any other mark typed twice


def _join_vowel_halves(cluster: str) -> str:
    cluster = cluster.replace("\u17be\u17b6", "\u17c4\u17b8")  # step 3.2
    cluster = _E_II.sub("\u17be\\1", cluster)  # step 3.3
    cluster = _E_AA.sub("\u17c4\\1", cluster)  # step 3.4
    return cluster.replace("\u17be\u17bb", "\u17bb\u17be")  # step 3.5


def _restore_shifter(cluster: str) -> str:
    """Replace an -u that is a shifter pushed down by a vowel above (step 3.6)."""
    match = _U_BEFORE_ABOVE.match(cluster)
    if match is None:
        return cluster
    syllable, vowel, samyok = match.groups()
    strong = _is_strong(syllable)
    if samyok and strong:  # samyok sannya does not push triisap down
        return cluster
    return syllable + vowel + ("\u17ca" if strong else "\u17c9") + cluster[match.end() :]


def _put_coeng_ro_last(cluster: str) -> str:
    return _COENGS.sub(_ro_last, cluster)  # step 3.7, for any number of coengs


def _ro_last(match: re.Match[str]) -> str:
    coengs = _UNIT.findall(match[0])
    return "".join(sorted(coengs, key=lambda coeng: coeng == f"{COENG}\u179a"))


def write_coeng_ta(cluster: str) -> str:
    """Replace each coeng DA by a coeng TA, which looks the same (step 3.8)."""
    return cluster.replace(f"{COENG}\u178a", f"{COENG}\u178f")


def _remove_useless_zwnj(cluster: str) -> str:
    """Keep a ZWNJ only behind a shifter that would otherwise go down (section 1, Shifter)."""
    if ZWNJ not in cluster:
        return cluster
    bare = cluster.replace(ZWNJ, "")
    match = _KEPT_ZWNJ.match(cluster)
    if match is None:
        return bare
    syllable, shifter, samyok = match.groups()
    strong = _is_strong(syllable)
    if strong != (shifter == "\u17ca") or (strong and samyok):
        return bare
    return syllable + shifter + ZWNJ + bare[len(syllable) + 1 :]


STEPS: Final[tuple[tuple[Code, Callable[[str], str]], ...]] = (
    (Code.INVISIBLE_REMOVED, _remove_invisibles),
    (Code.DEPRECATED_REPLACED, _replace_deprecated),
    (Code.MARKS_REORDERED, _order_marks),
    (Code.DOUBLED_MARK, _keep_one_of_doubles),
    (Code.VOWEL_HALVES_JOINED, _join_vowel_halves),
    (Code.SHIFTER_RESTORED, _restore_shifter),
    (Code.COENG_RO_LAST, _put_coeng_ro_last),
    (Code.COENG_DA_AS_TA, write_coeng_ta),
    (Code.INVISIBLE_REMOVED, _remove_useless_zwnj),
)
