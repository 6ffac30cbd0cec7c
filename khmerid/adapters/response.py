"""Taking a response apart: what lies under its keys, and a line of text brought to one form.

Engines differ in the scale of their confidence and in the form of their boxes (docs/engines.md); the lines
that are made here do not. What has another shape than its key should have is refused by the name of the key.

>>> line_of({"txt": "SOK KUMRU", "prob": 91, "pos": [331, 150, 486, 170]}, "txt", "prob", "pos", scale=100)
Line(9 characters, page 0)
>>> line_of({"txt": 7}, "txt")
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: txt: text was expected, got int
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final, SupportsFloat

from khmerid.errors import UnexpectedResponseError
from khmerid.json_text import parse_json
from khmerid.raw_card import Box, Line

#: Pixels: a coordinate farther out is none, and neither is what is not a number.
_FARTHEST: Final = 1e9
# Made once: a union such as ``int | float`` is made anew at each look, for every number of a box.
_NUMBERS: Final = (int, float)
_LISTED: Final = (list, tuple)
#: A mapping besides a dict takes longer to tell.
MAPPING: Final = (dict, Mapping)


def at(response: object, *path: str) -> Any:
    """Return what lies at a path of keys, ``None`` where the path ends early.

    >>> at({"result": {"lines": ["a"]}}, "result", "lines"), at({"result": None}, "result", "lines")
    (['a'], None)
    """
    found = response
    for key in path:
        if type(found) is not dict and not isinstance(found, Mapping):  # the former is by far faster
            return None
        if key not in found:
            return None
        found = found[key]
    return found


def either(response: object, *keys: str) -> Any:
    """Return what lies at the first of the keys that is there: a service and its client spell differently."""
    if type(response) is not dict and not isinstance(response, Mapping):
        return None
    for key in keys:
        if key in response and response[key] is not None:
            return response[key]
    return None


def unwrapped(response: object, *keys: str) -> Any:
    """Return what lies at the first of the keys that is there, the response itself where none is."""
    return either(response, *keys) or response


def items_at(response: object, *keys: str) -> Sequence[Any]:
    """Return the list at the first of the keys that is there; it is empty where none is."""
    return items_of(either(response, *keys), keys[0])


def items_of(value: object, key: str) -> Sequence[Any]:
    """Return a list, a tuple or an array as a sequence; nothing for ``None``."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if value is None:
        return ()
    if isinstance(value, _LISTED):
        return value
    message = f"{key}: a list was expected, got {type(value).__name__}"
    raise UnexpectedResponseError(message)


def text_at(response: object, *keys: str) -> str:
    """Return the text at the first of the keys that is there; it is empty where none is."""
    return text_of(either(response, *keys), keys[0])


def text_of(value: object, key: str) -> str:
    """Return a text; an empty one for ``None``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    message = f"{key}: text was expected, got {type(value).__name__}"
    raise UnexpectedResponseError(message)


def json_of(text: str, key: str) -> Any:
    """Return the data of JSON within JSON."""
    with contextlib.suppress(UnexpectedResponseError):
        return parse_json(text)
    message = f"{key}: JSON was expected"
    raise UnexpectedResponseError(message)


def is_list_of(value: object, is_one: Callable[[Any], bool]) -> bool:
    """Return whether a value is a list, not an empty one, all of whose items pass a test."""
    return isinstance(value, list) and bool(value) and all(map(is_one, value))


def line_of(
    response: object, text: str, confidence: str = "confidence", box: str = "box", *, scale: float = 1.0
) -> Line:
    """Return the line whose text, confidence and box lie under these keys."""
    figure = to_confidence(at(response, confidence), scale)
    return Line(text_of(at(response, text), text), figure, to_box(at(response, box)))


def lines_of_lists(
    texts: Sequence[object], confidences: Sequence[object], boxes: Sequence[object], key: str, page: int = 0
) -> list[Line]:
    """Return a line for each text of parallel lists; confidences and boxes may be missing or more."""
    columns = list(zip_longest(texts, confidences, boxes))[: len(texts)]
    return [Line(text_of(text, key), to_confidence(sure), to_box(box), page) for text, sure, box in columns]


def is_tuple_line(line: object) -> bool:
    """Return whether a line is ``(box, text)`` or ``(box, text, confidence)``, as EasyOCR has it."""
    match line:
        case [list(), str()] | [list(), str(), _]:
            return True
    return False


def line_of_tuple(line: Sequence[object]) -> Line:
    """Return the line of such a tuple."""
    box, text, *confidence = line
    return Line(text_of(text, "text"), to_confidence(confidence[0]) if confidence else None, to_box(box))


def to_confidence(figure: object, scale: float = 1.0) -> float | None:
    """Return a confidence from 0 to 1, ``None`` where there is none or where it is outside the scale.

    >>> to_confidence(91, scale=100), to_confidence(None), to_confidence(-1, scale=100)
    (0.91, None, None)
    """
    number = figure if type(figure) is float else _figure(figure)
    if number is None or not 0 <= number <= scale:
        return None
    return round(number / scale, 6)  # 0.9193, not 0.9193000000000001


def least_confidence(words: Iterable[object]) -> float | None:
    """Return the least confidence of the words that have one: a line is as sure as its worst word.

    >>> least_confidence([{"confidence": 0.93}, {}, {"confidence": 0.91}]), least_confidence([])
    (0.91, None)
    """
    return least([to_confidence(at(word, "confidence")) for word in words])


def least(confidences: Iterable[float | None]) -> float | None:
    """Return the least of the confidences that are there."""
    return min((one for one in confidences if one is not None), default=None)


def to_box(shape: object) -> Box | None:
    """Return the four corners of a box in any of the usual forms, ``None`` for anything else.

    The forms are ``[x0, y0, x1, y1]``; eight numbers; two or four points, each a pair or a mapping with
    ``x`` and ``y`` in either case, where a coordinate that is missing is 0 (Google leaves it out).

    >>> to_box([[331, 150], [486, 170]]) == to_box([331, 150, 486, 170])
    True
    >>> to_box([{"x": 331, "y": 150}, {"x": 486, "y": 150}, {"x": 486, "y": 170}, {"x": 331, "y": 170}])
    ((331.0, 150.0), (486.0, 150.0), (486.0, 170.0), (331.0, 170.0))
    """
    match _figures(shape):
        case [left, top, right, bottom]:
            return (left, top), (right, top), (right, bottom), (left, bottom)
        case [x0, y0, x1, y1, x2, y2, x3, y3]:
            return (x0, y0), (x1, y1), (x2, y2), (x3, y3)
    return None


def box_of_size(sides: Sequence[object]) -> Box | None:
    """Return the four corners of a box given as left, top, width and height.

    >>> box_of_size([331, 150, 155, 20])
    ((331.0, 150.0), (486.0, 150.0), (486.0, 170.0), (331.0, 170.0))
    """
    match _figures(sides):
        case [left, top, width, height]:
            return to_box([left, top, left + width, top + height])
    return None


def _figures(shape: object) -> list[float]:
    """Return all the numbers of a shape in order; none at all when one of them is not a finite number."""
    flat = shape if isinstance(shape, _LISTED) else _coordinates(shape)
    if not flat or len(flat) > 8:
        return []
    if not isinstance(flat[0], _NUMBERS):
        flat = [one for item in flat for one in _coordinates(item)]
    plain = [float(one) for one in flat if type(one) in _NUMBERS and -_FARTHEST < one < _FARTHEST]
    if len(plain) == len(flat):  # nearly always
        return plain
    figures = [figure for one in flat if (figure := _figure(one)) is not None]
    return figures if len(figures) == len(flat) else []


def _figure(item: object) -> float | None:
    if type(item) is float or type(item) is int:
        return float(item) if -_FARTHEST < item < _FARTHEST else None
    if isinstance(item, bool) or not isinstance(item, SupportsFloat):
        return None
    return _figure(float(item))  # a number of NumPy


def _coordinates(shape: object) -> Sequence[Any]:
    if isinstance(shape, _LISTED):
        return shape
    if isinstance(shape, Mapping):
        return (shape.get("x", shape.get("X", 0)), shape.get("y", shape.get("Y", 0)))
    listed = shape.tolist() if hasattr(shape, "tolist") else ()  # an array of NumPy
    return listed if isinstance(listed, list) else ()
