"""House, street and group, printed before the village on the first line of an address.

Printed as ``ផ្ទះ៣៣បេ ផ្លូវ ៣៥៥ ក្រុមទី១២``, and also as ``ផ្ទះលេខ ៣៣``. Where a word follows the label in
place of a number (``ផ្លូវបេតុង``), both stay in the rest.

>>> numbers = read_address_numbers("ផ្ទះ៣៣បេ ផ្លូវ ៣៥៥ ក្រុមទី១២")
>>> numbers.house, numbers.street, numbers.group, numbers.rest
('33បេ', '355', '12', '')
>>> read_address_numbers("ផ្លុវ៣៥៥ ផ្ទះ4៤").street, read_address_numbers("ផ្លុវ៣៥៥ ផ្ទះ4៤").rest
('355', 'ផ្ទះ4៤')
"""

import re
from typing import Final

import attrs
from rapidfuzz.distance import Levenshtein

from khmerid.gazetteer.folding import ComparisonKey, cost, to_letters, to_shapes
from khmerid.masking import Masked
from khmerid.text.numerals import to_western_digits

# Numerals of one script only (two are a sign of misreading), and the letter of a house that was divided.
_NUMBER = re.compile(r"((?:[0-9]+|[០-៩]+)(?:[-/](?:[0-9]+|[០-៩]+))?)((?:អា|អេ|បេ|សេ|ដេ|អឺ|[A-Z])?)")
_DIGIT = re.compile(r"[0-9០-៩]")
_WORDS = {
    "ផ្ទះ": "house",
    "ផ្ទះលេខ": "house",
    "ផ្លូវ": "street",
    "ផ្លូវលេខ": "street",
    "ផ្លូវជាតិលេខ": "street",
    "ក្រុម": "group",
    "ក្រុមទី": "group",
}
_KEYS = tuple((ComparisonKey.of(word), part) for word, part in _WORDS.items())
#: Edits (`folding.cost`) by which a label may be misread: one letter, or two that look like others. Every
#: misread label seen in OCR of cards (ផ្លុវ, ផ្លុរ, ផ្លូ, ផ្ទ, ផ្លះ) is within it. Of the names of villages 2
#: are within 1.0 of a label, 7 within 1.5 and 54 within 2.0: with more, villages are taken for labels.
_MISREAD_LABEL: Final = 1.0
_MOST_EDITS: Final = int(2 * _MISREAD_LABEL)  # of letters, with which a label costs no more than that
# The labels that a text of so many letters can be: where more are added or lost, the letters alone cost more.
_KEYS_BY_LENGTH: Final = {
    length: near
    for length in range(40)
    if (near := tuple(known for known in _KEYS if abs(len(known[0].letters) - length) <= _MOST_EDITS))
}


@attrs.frozen
class AddressNumbers(Masked):
    """House, street and group as read, and the rest of the text in its order; digits are ASCII."""

    house: str | None
    street: str | None
    group: str | None
    rest: str


NO_NUMBERS: Final = AddressNumbers(None, None, None, "")


def read_address_numbers(text: str) -> AddressNumbers:
    """Return the numbers in a text; what is not clearly one of them stays in the rest."""
    parts: dict[str, str] = {}
    rest: list[str] = []
    words = text.split()
    while words:
        word = words.pop(0)
        first = _DIGIT.search(word)
        label = word[: first.start()] if first else word
        number = word[len(label) :]
        part = _part(label)
        took_next = False
        if part and not number and words and _NUMBER.fullmatch(words[0]):
            number, took_next = words.pop(0), True
        whole = _NUMBER.fullmatch(number)
        if part and whole and part not in parts:
            parts[part] = to_western_digits(whole[1]) + whole[2]
        else:
            rest += [word, number] if took_next else [word]
    return AddressNumbers(parts.get("house"), parts.get("street"), parts.get("group"), " ".join(rest))


def _part(label: str) -> str | None:
    if label in _WORDS:
        return _WORDS[label]
    letters = to_letters(label)
    for known, part in _KEYS_BY_LENGTH.get(len(letters), ()):
        # Shapes are no more edits apart than letters are, so most need no look at them.
        edits = Levenshtein.distance(letters, known.letters, score_cutoff=_MOST_EDITS)
        if edits <= _MOST_EDITS and cost(ComparisonKey(letters, to_shapes(letters)), known) <= _MISREAD_LABEL:
            return part
    return None
