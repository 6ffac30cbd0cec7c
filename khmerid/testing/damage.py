"""Damage as real OCR does it, so that a team can test what its own thresholds let through.

>>> from khmerid.testing import make_specimen
>>> response = make_specimen(seed=1).response()
>>> damaged = damage(response, seed=3, severity=1.0)
>>> damaged["result"]["birth_date"], damaged["result"]["machine_code2"]
('០៩.០ ១.១៩២៧', '2701091F350306SKHM<<<<<<A<<<<6')

"""

import copy
from collections.abc import Mapping
from typing import Any, Final

from khmerid.testing.choosing import Chooser, RandomChooser
from khmerid.testing.misreading import Line, misread, rate
from khmerid.testing.texts import slots_of

_PARTS: Final = 1_000_000
_MOST: Final = 0.9  # of the characters, however severe
_LOST: Final = 0.01  # of the texts, at severity 1


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
        line = slot.line
        slot.write(
            "" if _happens(_LOST * severity, choose) else _damage_text(slot.text, line, choose, severity)
        )
    return damaged


def _damage_text(text: str, line: Line, choose: Chooser, severity: float) -> str:
    """Return a text in which each character may be misread."""
    added = rate("", line) * severity
    read = []
    for character in text:
        wrong = _happens(rate(character, line) * severity, choose)
        read.append(misread(character, line, choose) if wrong else character)
        if _happens(added, choose):
            read.append(misread("", line, choose))
    return "".join(read)


def _happens(chance: float, choose: Chooser) -> bool:
    return choose.integer(1, _PARTS) <= min(chance, _MOST) * _PARTS
