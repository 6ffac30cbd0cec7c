r"""Alibaba Cloud general OCR: ``prism_wordsInfo`` in ``Data``, which is JSON within JSON.

Confidences are whole numbers to 100. The client puts the response into ``body``.
Source: Alibaba Cloud OCR API, RecognizeGeneral and RecognizeAdvanced.

>>> to_lines({"Data": '{"prism_wordsInfo": [{"word": "SOK", "prob": 91}]}'})[0].confidence
0.91
"""

from typing import Any, Final

from khmerid.adapters.response import at, items_at, json_of, line_of, unwrapped
from khmerid.raw_card import Line

NAME: Final = "Alibaba general"
_KEY: Final = "prism_wordsInfo"


def recognises(response: object) -> bool:
    """Return whether the response has the list of words, in ``Data`` or by itself."""
    data = _data(response)
    return f'"{_KEY}"' in data if isinstance(data, str) else at(data, _KEY) is not None


def to_lines(response: object) -> list[Line]:
    """Return a line for each word, which is what the service calls a line."""
    data = _data(response)
    data = json_of(data, "Data") if isinstance(data, str) else data
    return [line_of(word, "word", "prob", "pos", scale=100) for word in items_at(data, _KEY)]


def _data(response: object) -> Any:
    return unwrapped(unwrapped(response, "body"), "Data", "data")
