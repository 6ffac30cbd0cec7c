"""A line of text as any OCR returns it, brought to one form.

Engines differ in the scale of their confidence and in the form of their boxes (docs/engines.md); after
this module they do not.

>>> to_box([{"x": 331, "y": 150}, {"x": 486, "y": 150}, {"x": 486, "y": 170}, {"x": 331, "y": 170}])
((331.0, 150.0), (486.0, 150.0), (486.0, 170.0), (331.0, 170.0))

"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, SupportsFloat

from khmerid.raw_card import Box

_FARTHEST: Final = 1e9  # pixels; and what is no number at all compares as false


def to_box(shape: object) -> Box | None:
    """Return the four corners of a box in any of the usual forms, ``None`` for anything else.

    The forms are ``[x0, y0, x1, y1]``; eight numbers; two or four points, each a pair or a mapping with
    ``x`` and ``y`` in either case, where a coordinate that is missing is 0 (Google leaves it out).

    >>> to_box([[331, 150], [486, 170]])
    ((331.0, 150.0), (486.0, 150.0), (486.0, 170.0), (331.0, 170.0))
    >>> to_box([331, 150]) is None
    True
    """
    figures = _numbers(shape)
    if len(figures) == 4:
        left, top, right, bottom = figures
        return (left, top), (right, top), (right, bottom), (left, bottom)
    if len(figures) == 8:
        xs, ys = figures[::2], figures[1::2]
        return (xs[0], ys[0]), (xs[1], ys[1]), (xs[2], ys[2]), (xs[3], ys[3])
    return None


def from_size(left: Any, top: Any, width: Any, height: Any) -> Box | None:
    """Return the four corners of a box given by its upper left corner, its width and its height.

    >>> from_size(331, 150, 155, 20)
    ((331.0, 150.0), (486.0, 150.0), (486.0, 170.0), (331.0, 170.0))
    """
    figures = _numbers([left, top, width, height])
    if len(figures) != 4:
        return None
    x, y, w, h = figures
    return to_box([x, y, x + w, y + h])


def to_confidence(figure: object, scale: float = 1.0) -> float | None:
    """Return a confidence from 0 to 1, ``None`` where there is none or where it is outside the scale.

    >>> to_confidence(91, scale=100), to_confidence(None), to_confidence(-1, scale=100)
    (0.91, None, None)
    """
    number = _figure(figure)
    if number is None or not 0 <= number <= scale:
        return None
    return round(number / scale, 6)  # 0.9193, not 0.9193000000000001


def worst(confidences: Sequence[float | None]) -> float | None:
    """Return the least of the confidences that are there: a line is as sure as its worst word.

    >>> worst([0.93, None, 0.91]), worst([])
    (0.91, None)
    """
    return min((one for one in confidences if one is not None), default=None)


def _numbers(shape: object) -> list[float]:
    """Return all the numbers of a shape in order; none at all when one of them is no finite number."""
    items = _items(shape)
    if not items or len(items) > 8:
        return []
    flat = items if isinstance(items[0], int | float) else [one for item in items for one in _items(item)]
    figures = [_figure(one) for one in flat]
    return [figure for figure in figures if figure is not None] if None not in figures else []


def _figure(item: object) -> float | None:
    if type(item) is float or type(item) is int:
        return float(item) if -_FARTHEST < item < _FARTHEST else None
    if isinstance(item, bool) or not isinstance(item, SupportsFloat):
        return None
    return _figure(float(item))  # a number of NumPy


def _items(shape: object) -> Sequence[object]:
    if isinstance(shape, list | tuple):
        return shape
    if isinstance(shape, Mapping):
        return (shape.get("x", shape.get("X", 0)), shape.get("y", shape.get("Y", 0)))
    listed = shape.tolist() if hasattr(shape, "tolist") else ()  # an array of NumPy
    return listed if isinstance(listed, list) else ()
