r"""Text from a card or a service made safe to show.

>>> to_visible("A\x07B")
'A<U+0007>B'
"""

import unicodedata
from typing import Final

# Controls, formatting and bidirectional characters, surrogates, private and unassigned ones, line ends.
_UNSEEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def to_visible(text: str) -> str:
    r"""Replace every character that acts on a terminal, or cannot be seen, by its code point.

    >>> to_visible("សុខ\x1b[31m\u202e")
    'សុខ<U+001B>[31m<U+202E>'
    """
    return "".join(
        f"<U+{ord(character):04X}>" if unicodedata.category(character) in _UNSEEN else character
        for character in text
    )
