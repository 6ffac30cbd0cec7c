"""Damage as real OCR does it, so that a team can test what its own thresholds let through.

The rates of numerals, of the MRZ and of the separators are those of `khmerid.misreading`, learned from real
OCR output. Of Khmer letters one in a hundred is misread; as what, was counted on rendered lines that three
engines read.

>>> from khmerid.testing import make_specimen
>>> response = make_specimen(seed=1).response()
>>> damaged = damage(response, seed=3, severity=1.0)
>>> damaged["result"]["birth_date"], damaged["result"]["machine_code2"]
('០៩.០ ១.១៩២៧', '2701091F350306SKHM<<<<<<A<<<<6')
>>> misread("០", TextKind.PRINTED, RandomChooser(1)), misread("<", TextKind.MRZ_NAME, RandomChooser(2))
('0', 'T')
"""

import copy
import enum
import functools
import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from khmerid.huawei.wire import ALL_TEXTS, MRZ, RESULT
from khmerid.misreading import SHIPPED, Channel
from khmerid.testing.choosing import Chooser, RandomChooser
from khmerid.text.numerals import KHMER_DIGITS, to_western_digits

_PARTS: Final = 1_000_000
_MOST: Final = 0.9  # of the characters, however severe
_LOST: Final = 0.01  # of the texts, at severity 1
_NUMERAL: Final = re.compile("[0-9]")
_LETTER_RATE: Final = 0.01
# What a Khmer letter or sign is read as, most frequent first; "" where it is lost.
_LETTERS: Final = {
    "ម": ("ប", "រ", "ន"),
    "ស": ("ល", "រ", ""),
    "ត": ("ក", "គ", "ន"),
    "ួ": ("ូ",),
    "វ": ("រ",),
    "ភ": ("ក", "គ", "ត"),
    "ុ": ("", "ូ", "ា"),
    "ឃ": ("យ", ""),
    "ក": ("ត",),
    "ង": ("ន",),
    "ច": ("ប",),
    "ដ": ("ជ",),
    "ី": ("", "ឹ"),
    "ោ": ("ា",),
    "រ": ("", "ស"),
    "គ": ("ត", "ភ", "ន"),
    "ឈ": ("ឆ", "ជ"),
    "យ": ("ឃ",),
    "្": ("",),
    "ំ": ("",),
    "៉": ("",),
    "ា": ("",),
}


class TextKind(enum.Enum):
    """What a text is, since the same character is misread in different ways."""

    PRINTED = "printed"
    MRZ = "mrz"  # the upper and the middle line
    MRZ_NAME = "mrz_name"  # the lower line


@attrs.frozen(repr=False)
class TextSlot:
    """One text of a response, and where it stands."""

    holder: dict[str, Any]
    key: str

    @property
    def text(self) -> str:
        """The text that stands there."""
        text: str = self.holder[self.key]
        return text

    def write(self, text: str) -> None:
        """Put another text there."""
        self.holder[self.key] = text

    @property
    def kind(self) -> TextKind:
        """What the text is: printed, or a line of the MRZ."""
        text = self.text
        if self.key not in MRZ and not (text.isascii() and "<<" in text):
            return TextKind.PRINTED
        return TextKind.MRZ if _NUMERAL.search(text) else TextKind.MRZ_NAME


def damage(response: Mapping[str, Any], *, seed: int = 0, severity: float = 1.0) -> dict[str, Any]:
    """Return a response in which characters are misread, lost and added, the same for the same seed.

    The response is the service's answer, its result alone, or lines in the neutral shape. At a severity of 1
    a numeral is misread as often as in the corpus from which the rates were learned, where one card in four
    was hardly legible; 0.2 is a good picture, 0 does nothing. Raises ``TypeError`` for another response and
    ``ValueError`` for a severity below 0.
    """
    if not severity >= 0:
        message = "the severity is not a number from 0 on"
        raise ValueError(message)
    damaged = copy.deepcopy(dict(response))
    choose = RandomChooser(seed)
    for slot in slots_of(damaged):
        lost = _happens(_LOST * severity, choose)
        slot.write("" if lost else _damage_text(slot.text, slot.kind, choose, severity))
    return damaged


def slots_of(response: Mapping[str, Any]) -> list[TextSlot]:
    """Return the texts of the service's answer, its result alone, or lines in the neutral shape.

    Raises ``TypeError`` for any other response.
    """
    result = response.get(RESULT, response)
    if isinstance(response.get("lines"), list):
        return [TextSlot(line, "text") for line in response["lines"]]
    if isinstance(result, dict) and any(isinstance(result.get(name), str) for name in ALL_TEXTS):
        return [TextSlot(result, name) for name in ALL_TEXTS if isinstance(result.get(name), str)]
    message = "the response is neither the service's answer nor {'lines': [{'text': ...}]}"
    raise TypeError(message)


def rate(character: str, kind: TextKind) -> float:
    """Return how often the character is misread, from 0 to 1; for ``""``, how often something is added."""
    return sum(_rates(character, kind).values())


def misread(character: str, kind: TextKind, choose: Chooser) -> str:
    """Return what the character is misread as, chosen by how often each is.

    One that is never misread stays as it is.
    """
    rates = _rates(character, kind)
    left = choose.integer(0, _PARTS) / _PARTS * sum(rates.values())
    for read, share in rates.items():
        left -= share
        if left <= 0:
            return read
    return character


def digits_misread_as_digits(digit: str) -> tuple[str, ...]:
    """Return the Khmer digits for which a Khmer digit is taken, most frequent first.

    >>> digits_misread_as_digits("៤")
    ('៨', '៥', '៩', '០', '៦')
    """
    return tuple(read for read in _rates(digit, TextKind.PRINTED) if read in KHMER_DIGITS and read)


def letters_for(numeral: str) -> tuple[str, ...]:
    """Return the capital letters that are read in the MRZ for a numeral, most frequent first.

    >>> letters_for("0")[:2]
    ('O', 'D')
    """
    return tuple(read for read in _rates(numeral, TextKind.MRZ) if "A" <= read <= "Z")


def _damage_text(text: str, kind: TextKind, choose: Chooser, severity: float) -> str:
    """Return a text in which each character may be misread."""
    added = rate("", kind) * severity
    read = []
    for character in text:
        wrong = _happens(rate(character, kind) * severity, choose)
        read.append(misread(character, kind, choose) if wrong else character)
        if _happens(added, choose):
            read.append(misread("", kind, choose))
    return "".join(read)


def _happens(chance: float, choose: Chooser) -> bool:
    return choose.integer(1, _PARTS) <= min(chance, _MOST) * _PARTS


@functools.cache
def _rates(character: str, kind: TextKind) -> dict[str, float]:
    """Return what the character is misread as, and how often, most frequent first."""
    if kind is TextKind.PRINTED and character in _LETTERS:
        letters = _LETTERS[character]
        return dict.fromkeys(letters, _LETTER_RATE / len(letters))
    printed = to_western_digits(character)  # as the channels name the Khmer digits
    rates = _channel(character, kind).rates(printed)
    rates.pop(character, None)
    return dict(sorted(rates.items(), key=lambda item: -item[1]))


def _channel(character: str, kind: TextKind) -> Channel:
    if kind is TextKind.MRZ:
        return SHIPPED.mrz_name if character == "<" else SHIPPED.mrz
    if kind is TextKind.MRZ_NAME or "A" <= character <= "Z":
        return SHIPPED.mrz_name
    return SHIPPED.printed_latin if character.isascii() and character.isdigit() else SHIPPED.printed_khmer
