"""An engine that errs as none of our corpora does, over invented cards: what a profile is learned for.

It takes certain numerals for certain other characters, each at a rate of its own, on every card alike. The
shipped tables know of none of it.

>>> specimen, response = strange_card(7)
>>> response == strange_card(7)[1], specimen.truth["document_number"] in response["result"]["id_number"]
(True, True)
"""

import random
from collections.abc import Mapping
from typing import Any, Final

from khmerid.huawei import wire
from khmerid.testing import Specimen, make_specimen

#: How often a character is read as another, by the texts that it stands in.
_DATES: Final[Mapping[str, tuple[str, float]]] = {
    "៣": ("m", 0.15),
    "៦": ("៩", 0.08),
    "១": ("I", 0.05),
    ".": (" ", 0.2),
}
_NUMBER: Final[Mapping[str, tuple[str, float]]] = {"6": ("b", 0.2), "1": ("7", 0.05)}
_OF_MRZ: Final[Mapping[str, tuple[str, float]]] = {"0": ("Q", 0.1), "5": ("S", 0.1), "8": ("3", 0.03)}
_MISREAD: Final = {
    **dict.fromkeys(("birth_date", "issue_date", "expiry_date"), _DATES),
    "id_number": _NUMBER,
    **dict.fromkeys(list(wire.MRZ)[:2], _OF_MRZ),
}


def strange_card(number: int) -> tuple[Specimen, dict[str, Any]]:
    """Return a specimen, another for each number, and the response of the engine."""
    chance = random.Random(f"strange engine {number}")  # noqa: S311 - repeatable, not secret
    specimen = make_specimen(seed=chance.getrandbits(48))
    response = specimen.response()
    result = response["result"]

    def read(character: str, rates: Mapping[str, tuple[str, float]]) -> str:
        other, rate = rates.get(character, (character, 0.0))
        return other if chance.random() < rate else character

    texts = {
        key: "".join(read(character, rates) for character in result[key]) for key, rates in _MISREAD.items()
    }
    return specimen, response | {"result": result | texts}
