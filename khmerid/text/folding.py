r"""The comparison form of Khmer text: equal for texts that a reader of the print cannot tell apart.

It is for looking up and comparing only and is never put out: it joins letters that mean different things.
Besides the normal form, it takes out all blanks, writes digits in one script, and folds the
look-alikes that Unicode Technical Note 61 lists as visually confusable.

>>> fold("កណ្ដាល") == fold("កណ្តាល"), fold("ទី ២") == fold("ទី2")
(True, True)
>>> fold("អូរឬស្សី") == fold("អូរឫស្សី")
True

"""

from typing import Final

import regex

from khmerid.text.normal_form import to_normal_form
from khmerid.text.numerals import to_ascii_digits

_BLANKS = regex.compile(r"\s+")
# One code point for another: the colons, and two letters of which one is written for the other.
_SAME_SIGN = str.maketrans({":": "\u17c8", "៖": "\u17c8", "ឬ": "ឫ"})
# In the order of the normal form: the subscript YO stands before the vowel that it makes look like another.
_LOOK_ALIKES: Final = {
    "ទ្ប": "ឡ",
    "ទ្ឡ": "ឡ",
    "ប្ញ": "ឫ",
    "ព្ញា": "ញ",
    "ឭា": "ញ",
    "ឮា": "ញ",
    "ព្ញ": "ឭ",
    "ព្ឋ": "ឰ",
    "ព្ធ": "ឰ",
    "ឪ": "ឱ",
    "ឳ": "ឱ",
    "ឧិ": "ឱ",
    "ឧ៌": "ឱ",
    "ឧ៍": "ឱ",
    "្ឋ": "្ធ",
    "្ឡ": "្ប",
    "្យេ": "ៀ",
    "្យើ": "ឿ",
    "្យ៉េ": "៉ៀ",
    "្យ៊េ": "៊ៀ",
    "្យ៉ើ": "៉ឿ",
    "្យ៊ើ": "៊ឿ",
}
_LOOK_ALIKE = regex.compile("(?<!\u17d2)(?:" + "|".join(_LOOK_ALIKES) + ")")


def fold(text: str) -> str:
    """Return the text as a key for comparing; folding twice is folding once."""
    solid = to_ascii_digits(_BLANKS.sub("", text)).translate(_SAME_SIGN)
    folded = _LOOK_ALIKE.sub(lambda match: _LOOK_ALIKES[match[0]], to_normal_form(solid))
    return to_normal_form(folded)
