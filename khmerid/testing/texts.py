"""The texts of a response, whichever of the two shapes it has, to be changed in place.

>>> response = {"result": {"sex": "ស្រី", "machine_code3": "SOK<<KUMRU", "confidence": {"sex": 0.9}}}
>>> [slot.text for slot in slots_of(response)]
['ស្រី', 'SOK<<KUMRU']

"""

from collections.abc import Mapping
from typing import Any, Final

import attrs
import regex

from khmerid.testing.misreading import Line
from khmerid.testing.shapes import MRZ_NAMES, SERVICE_NAMES

_NUMERAL = regex.compile("[0-9]")
_TEXTS: Final = (*SERVICE_NAMES.values(), *MRZ_NAMES)


@attrs.frozen(repr=False)
class Slot:
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
    def line(self) -> Line:
        """What the text is: printed, or a line of the zone."""
        text = self.text
        if self.key not in MRZ_NAMES and not (text.isascii() and "<<" in text):
            return Line.PRINTED
        return Line.ZONE if _NUMERAL.search(text) else Line.NAME


def slots_of(response: Mapping[str, Any]) -> list[Slot]:
    """Return the texts of the service's answer, its result alone, or lines in the neutral shape.

    Raises ``TypeError`` for any other response.
    """
    result = response.get("result", response)
    if isinstance(response.get("lines"), list):
        return [Slot(line, "text") for line in response["lines"]]
    if isinstance(result, dict) and any(isinstance(result.get(name), str) for name in _TEXTS):
        return [Slot(result, name) for name in _TEXTS if isinstance(result.get(name), str)]
    message = "the response is neither the service's answer nor {'lines': [{'text': ...}]}"
    raise TypeError(message)
