r"""Alibaba Cloud general OCR: ``prism_wordsInfo`` in ``Data``, which is JSON within JSON.

Confidences are whole numbers to 100. The client puts the response into ``body``.
Source: Alibaba Cloud OCR API, RecognizeGeneral and RecognizeAdvanced.

>>> to_lines({"Data": '{"prism_wordsInfo": [{"word": "SOK", "prob": 91}]}'})[0].confidence
0.91

"""

import json
from typing import Any, Final

from khmerid.adapters.line import to_box, to_confidence
from khmerid.adapters.shape import at, either, items_of, text_of
from khmerid.errors import UnexpectedResponseError
from khmerid.raw_card import Line

NAME: Final = "Alibaba general"
_KEY: Final = "prism_wordsInfo"


def recognises(response: object) -> bool:
    """Tell whether the response has the list of words, in ``Data`` or by itself."""
    data = _data(response)
    return f'"{_KEY}"' in data if isinstance(data, str) else at(data, _KEY) is not None


def to_lines(response: object) -> list[Line]:
    """Return a line for each word, which is what the service calls a line."""
    data = _data(response)
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError) as error:
            message = "Data: JSON was expected"
            raise UnexpectedResponseError(message) from error
    return [
        Line(
            text_of(at(word, "word"), f"{_KEY}.word"),
            to_confidence(at(word, "prob"), scale=100),
            to_box(at(word, "pos")),
        )
        for word in items_of(at(data, _KEY), _KEY)
    ]


def _data(response: object) -> Any:
    body = either(response, "body") or response
    return either(body, "Data", "data") or body
