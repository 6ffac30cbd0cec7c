"""The contract of the recognition service without a network: what it answers to a request, and in what shape.

Names, limits, codes and messages are those of `khmerid.huawei.wire`. An image is looked at for its format and
size only; which card it shows, its mark settles (`khmerid.testing.marking`), or else its bytes, so that the
same picture is always the same card.

>>> refusal = check_request("/v2/0123/ocr/cambodian-idcard", {"X-Auth-Token": "t"}, b'{"url": 1}')
>>> refusal.code, refusal.status
('AIS.0101', 400)
>>> for problem in problems_of({"result": {"sex": 1, "smile": "", "score_info": {"blur_score": 7.5}}}):
...     print(problem)
Problem(where='result.sex', found='int', right='text')
Problem(where='result.smile', found='a key', right='no such key')
Problem(where='result.score_info.blur_score', found='float', right='a whole number from 0 to 99')
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from khmerid.huawei import wire
from khmerid.huawei.received import RefusedRequestError, Wanted, read_wanted
from khmerid.huawei.wire import KeyShape, ServiceError

# What the service can be made to answer instead of a card, by its code.
REFUSALS: Final = {code: error for code, error in wire.ERRORS.items() if error.message}

_PATH: Final = re.compile(wire.PATH.format(wire.PROJECT_ID.pattern))


def check_request(
    path: str, headers: Mapping[str, str], content: bytes, *, token: str | None = None
) -> ServiceError | Wanted:
    """Return why the service refuses a request, or what it asks for.

    A request has a token, which is held to ``token`` where one is given, or is signed with AK/SK, which is
    not checked. ``headers`` are looked up by the names that the service documents. Nothing is downloaded.
    """
    sent = headers.get(wire.TOKEN_HEADER)
    if not _PATH.fullmatch(path.partition("?")[0]):
        return wire.NO_SUCH_PATH
    if sent is None and wire.SIGNATURE_HEADER not in headers:
        return wire.BAD_CREDENTIALS
    if token is not None and sent is not None and sent != token:
        return wire.BAD_CREDENTIALS
    try:
        wanted = read_wanted(content)
    except RefusedRequestError as refusal:
        return refusal.error
    if wanted.url is not None and not wanted.url.startswith(("http://", "https://")):
        return wire.NOT_DOWNLOADED
    return wanted


def number_of(wanted: Wanted) -> int:
    """Return a number for the picture that is wanted, the same for the same one."""
    return zlib.crc32(wanted.image if wanted.image is not None else (wanted.url or "").encode())


@attrs.frozen
class Problem:
    """Where an answer has another shape, what is there, and what the documentation says."""

    where: str
    found: str
    right: str


_Documented: TypeAlias = "KeyShape | Mapping[str, _Documented]"

_RESULT: Final[Mapping[str, _Documented]] = {
    **{key.name: key.shape for key in wire.RESULT_KEYS},
    wire.SCORES: {key.score: KeyShape.SCORE for key in wire.RESULT_KEYS if key.score},
    wire.CONFIDENCE: {
        key.name: KeyShape.SHARE for key in wire.RESULT_KEYS if key.shape in (KeyShape.TEXT, KeyShape.KIND)
    },
}
_TYPES: Final[Mapping[KeyShape, tuple[type, ...]]] = {
    KeyShape.TEXT: (str,),
    KeyShape.PICTURE: (str,),
    KeyShape.FLAG: (bool,),
    KeyShape.SCORE: (int,),
    KeyShape.SHARE: (int, float),
}
_MOST: Final = {KeyShape.SCORE: wire.HIGHEST_SCORE, KeyShape.SHARE: 1}


def problems_of(answer: Mapping[str, Any]) -> list[Problem]:
    """Return where an answer, or a result alone, has another shape than the documented one.

    No key is required: the service leaves out what it did not read.
    """
    return [*_problems("", answer, {wire.RESULT: _RESULT} if wire.RESULT in answer else _RESULT)]


def _problems(where: str, value: Any, documented: _Documented) -> Iterator[Problem]:
    if isinstance(documented, KeyShape):
        found = _misshapen(value, documented)
        if found:
            yield Problem(where, found, documented.value)
    elif not isinstance(value, Mapping):
        yield Problem(where, type(value).__name__, KeyShape.OBJECT.value)
    else:
        for key, inner in value.items():
            path = f"{where}.{key}" if where else str(key)
            if key not in documented:
                yield Problem(path, "a key", "no such key")
            elif inner is not None:  # nothing was read
                yield from _problems(path, inner, documented[key])


def _misshapen(value: Any, shape: KeyShape) -> str:
    """Return what a value is where it should have another shape."""
    if shape is KeyShape.KIND:
        return "" if value in (wire.ORIGINAL, wire.COPY) else "another word"
    if shape is KeyShape.CORNERS:
        corners = isinstance(value, list) and len(value) == 4 and all(map(_is_point, value))
        return "" if corners else type(value).__name__
    if type(value) not in _TYPES[shape]:
        return type(value).__name__
    return "a number out of bounds" if shape in _MOST and not 0 <= value <= _MOST[shape] else ""


def _is_point(point: object) -> bool:
    return isinstance(point, list) and len(point) == 2 and all(type(number) is int for number in point)
