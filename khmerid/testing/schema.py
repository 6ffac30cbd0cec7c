"""The documented shape of the recognition service's answer, or of its result alone.

No field is required: the service leaves out what it did not read. The limits are those of its reference.

>>> for problem in problems_of({"result": {"sex": 1, "smile": "", "score_info": {"blur_score": 7.5}}}):
...     print(problem)
Problem(where='result.sex', found='int', right='text')
Problem(where='result.smile', found='a key', right='no such key')
Problem(where='result.score_info.blur_score', found='float', right='a whole number from 0 to 99')

"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from khmerid.raw_card import ALARMS
from khmerid.testing.shapes import MRZ_NAMES, SERVICE_NAMES


@attrs.frozen
class Problem:
    """Where an answer has another shape, what is there, and what the documentation says."""

    where: str
    found: str
    right: str


_TEXTS: Final = (*SERVICE_NAMES.values(), *MRZ_NAMES)
_PICTURES: Final = ("portrait_image", "adjusted_image")
_SCORES: Final = ("idcard_type_score", *(f"{alarm}_score" for alarm in ALARMS))

Check = Callable[[str, Any], Iterator[Problem]]


def problems_of(answer: Mapping[str, Any]) -> list[Problem]:
    """Return where an answer, or a result alone, has another shape than the documented one."""
    return [*_object("", answer, {"result": _result} if "result" in answer else _FIELDS)]


def _result(where: str, result: Any) -> Iterator[Problem]:
    yield from _object(where, result, _FIELDS)


def _object(where: str, value: Any, fields: Mapping[str, Check]) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(where, type(value).__name__, "an object")
        return
    for key, found in value.items():
        path = f"{where}.{key}" if where else str(key)
        if key not in fields:
            yield Problem(path, "a key", "no such key")
        elif found is not None:  # nothing was read
            yield from fields[key](path, found)


def _text(where: str, value: Any) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(where, type(value).__name__, "text")


def _flag(where: str, value: Any) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(where, type(value).__name__, "true or false")


def _type(where: str, value: Any) -> Iterator[Problem]:
    if value not in ("normal", "copy"):
        yield Problem(where, "another word", "normal or copy")


def _score(where: str, value: Any) -> Iterator[Problem]:
    right = "a whole number from 0 to 99"
    if type(value) is not int:
        yield Problem(where, type(value).__name__, right)
    elif not 0 <= value <= 99:
        yield Problem(where, "a number out of bounds", right)


def _share(where: str, value: Any) -> Iterator[Problem]:
    right = "a number from 0 to 1"
    if type(value) not in (int, float):
        yield Problem(where, type(value).__name__, right)
    elif not 0 <= value <= 1:
        yield Problem(where, "a number out of bounds", right)


def _corners(where: str, value: Any) -> Iterator[Problem]:
    corners = isinstance(value, list) and len(value) == 4
    if not corners or not all(_is_point(point) for point in value):
        yield Problem(where, type(value).__name__, "four corners of two whole numbers")


def _is_point(point: object) -> bool:
    return isinstance(point, list) and len(point) == 2 and all(type(number) is int for number in point)


def _scores(where: str, value: Any) -> Iterator[Problem]:
    yield from _object(where, value, dict.fromkeys(_SCORES, _score))


def _confidence(where: str, value: Any) -> Iterator[Problem]:
    yield from _object(where, value, dict.fromkeys((*_TEXTS, "idcard_type"), _share))


_FIELDS: Final[Mapping[str, Check]] = {
    **dict.fromkeys((*_TEXTS, *_PICTURES), _text),
    **{f"detect_{alarm}_result": _flag for alarm in ALARMS},
    "idcard_type": _type,
    "portrait_location": _corners,
    "score_info": _scores,
    "confidence": _confidence,
}
