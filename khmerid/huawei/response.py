"""From whatever a caller has in hand to the fields of the card, and from these to a ``RawCard``.

The official SDK drops unknown keys, turns the text "false" into true and hides errors that come with
status 200, so the bytes it received are read first and its objects only where there are none.

>>> find_result(b'{"result": {"sex": "M"}}')
{'sex': 'M'}
>>> find_result({"result": None})
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: the key 'result' holds NoneType, not an object
>>> card = read_result({"name_en": "SOK KUMRU", "sex": 1, "score_info": {"glare_score": 51}})
>>> card.name_latin, card.image
('SOK KUMRU', ImageQuality(type=None, alarms={'glare': True}, scores={'glare': 51}))
>>> [(finding.where, str(finding.note.code), finding.note.detail) for finding in card.findings]
[('sex', 'not_text', 'int')]
"""

import functools
import inspect
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from khmerid.errors import UnexpectedResponseError
from khmerid.huawei import wire
from khmerid.huawei.errors import error_of_body, error_of_exception, error_of_status
from khmerid.json_text import parse_json
from khmerid.notes import Code, Finding, Note
from khmerid.raw_card import ImageQuality, Origin, RawCard

_ERROR_KEYS: Final = frozenset((wire.ERROR, *(key for form in wire.OWN_ERROR_FORMS for key in form)))
_KIND: Final = next(key for key in wire.RESULT_KEYS if key.shape is wire.KeyShape.KIND)
_IMAGE: Final = (
    "image."  # our names of what is said of the picture begin so; an ``ImageQuality`` has the rest
)
_TYPE: Final = _KIND.ours.removeprefix(_IMAGE)
_SCORES: Final = {key.score: key.ours.removeprefix(_IMAGE) for key in wire.RESULT_KEYS if key.score}
_FLAGS: Final = {
    key.name: key.ours.removeprefix(_IMAGE) for key in wire.RESULT_KEYS if key.shape is wire.KeyShape.FLAG
}
_OF_THE_IMAGE: Final = frozenset((_KIND.name, wire.SCORES, *_FLAGS))
_WITH_CONFIDENCE: Final = wire.ALL_TEXTS | {_KIND.name: _KIND.ours}
_WORDS: Final = {"true": True, "false": False}
_HIGHEST_SCORE: Final = 100  # one more than documented, in case the service counts to a hundred


def find_result(response: object) -> Mapping[str, object]:
    """Return the fields of the card in an answer of the service; see ``adapt_huawei`` for what is raised."""
    if isinstance(response, (str, bytes, bytearray)):
        response = parse_json(response)
    if isinstance(response, Mapping):
        return _result_of_body(response, None, None)
    if isinstance(response, BaseException):
        raise error_of_exception(response) from None
    if _is_pending(response):
        message = f"{_kind(response)} is a call that is not finished: pass what it results in"
        raise UnexpectedResponseError(message)
    if hasattr(response, "raw_content"):
        return _result_of_sdk_response(response)
    if _is_sdk_result(response):
        return _attributes_of_result(response)
    message = f"{_kind(response)} is nothing that the service or its SDK returns"
    raise UnexpectedResponseError(message)


def result_of_answer(
    content: bytes | bytearray, status: int | None = None, request_id: str | None = None
) -> Mapping[str, object]:
    """Return the fields of the card in an HTTP answer, given its content, status and request id."""
    failed = status is not None and status >= wire.FIRST_FAILED_STATUS
    try:
        body = parse_json(content)
    except UnexpectedResponseError:
        if not failed:
            raise
        body = None
    if failed:
        raise error_of_body(body, status, request_id) or error_of_status(status, request_id) from None
    if isinstance(body, Mapping):
        return _result_of_body(body, status, request_id)
    message = f"the response is JSON, but {_kind(body)}, not an object"
    raise UnexpectedResponseError(message)


def recognises(response: object) -> bool:
    """Return whether an answer is one of this service, or an error or exception of its kind.

    >>> recognises({"result": {"id_number": "012345678"}}), recognises({"lines": []})
    (True, False)
    """
    if isinstance(response, (str, bytes, bytearray)):
        try:
            response = parse_json(response)
        except UnexpectedResponseError:
            return False
    if isinstance(response, Mapping):
        result = response.get(wire.RESULT)
        if isinstance(result, Mapping) and result:
            return not wire.OWN_KEYS.isdisjoint(result)
        return (
            wire.RESULT in response
            or not wire.OWN_KEYS.isdisjoint(response)
            or not _ERROR_KEYS.isdisjoint(response)
            or all(key in response for key in wire.COMMON_ERROR_FORM)
        )
    if hasattr(response, "raw_content"):
        result = getattr(response, wire.RESULT, None)
        return result is None or _is_sdk_result(result)
    return isinstance(response, BaseException) or _is_pending(response) or _is_sdk_result(response)


def read_result(result: Mapping[str, object]) -> RawCard:
    """Return a result as a ``RawCard``; what is not text becomes ``None`` and a finding.

    Pictures and the place of the portrait are left where they are.
    """
    findings: list[Finding] = []
    texts = _texts(result, wire.TEXTS, findings)
    lines = _texts(result, wire.MRZ, findings).values()
    confidences = _confidences(result.get(wire.CONFIDENCE), findings)
    image = _image(result, findings)
    return RawCard(
        **texts,  # type: ignore[arg-type]  # each name is that of a field of text
        # A line that is missing leaves its place empty, so that the others keep theirs.
        mrz=tuple(line or "" for line in lines) if any(lines) else (),
        origins={name: _origin(confidence) for name, confidence in confidences.items()},
        image=image,
        findings=tuple(findings),
    )


@functools.lru_cache(maxsize=16_384)  # confidences have four decimals
def _origin(confidence: float) -> Origin:
    return Origin(confidence=confidence)


def _result_of_body(
    body: Mapping[str, object], status: int | None, request_id: str | None
) -> Mapping[str, object]:
    result = body.get(wire.RESULT)
    if not body.get(wire.ERROR_CODE):
        if isinstance(result, Mapping):
            if result and wire.OWN_KEYS.isdisjoint(result):
                message = f"the key {wire.RESULT!r} holds none of the fields of this card"
                raise UnexpectedResponseError(message)
            return result
        if not wire.OWN_KEYS.isdisjoint(body):
            return body
    error = error_of_body(body, status, request_id)
    if error is not None:
        raise error
    message = (
        f"the key {wire.RESULT!r} holds {_kind(result)}, not an object"
        if wire.RESULT in body
        else f"the response has no key {wire.RESULT!r}, no error and no field of this card"
    )
    raise UnexpectedResponseError(message)


def _result_of_sdk_response(response: object) -> Mapping[str, object]:
    content = getattr(response, "raw_content", None)
    result = getattr(response, wire.RESULT, None)
    if not content and _is_sdk_result(result):
        return _attributes_of_result(result)
    status = getattr(response, "status_code", None)
    request_id = getattr(response, "x_request_id", None)
    return result_of_answer(content if isinstance(content, bytes) else b"", status, request_id)


def _is_pending(response: object) -> bool:
    """Return whether this is a future or a coroutine: a finished SDK response has no method ``result``."""
    return callable(getattr(response, wire.RESULT, None)) or inspect.isawaitable(response)


def _is_sdk_result(response: object) -> bool:
    types = getattr(response, "openapi_types", None)
    return isinstance(types, Mapping) and not wire.OWN_KEYS.isdisjoint(types)


def _attributes_of_result(result: object) -> dict[str, object]:
    found = _attributes(result, (key.name for key in wire.RESULT_KEYS))
    if hasattr(found[wire.SCORES], "openapi_types"):
        found[wire.SCORES] = _attributes(found[wire.SCORES], _SCORES)
    return found


def _attributes(of: object, names: Iterable[str]) -> dict[str, object]:
    """Return attributes of an SDK object; old versions of the SDK have fewer."""
    return {name: getattr(of, name, None) for name in names}


def _texts(
    result: Mapping[str, object], names: Mapping[str, str], findings: list[Finding]
) -> dict[str, str | None]:
    texts: dict[str, str | None] = {}
    for theirs, ours in names.items():
        value = result.get(theirs)
        if value is not None and not isinstance(value, str):
            findings.append(Finding(ours, Note(Code.NOT_TEXT, _kind(value))))
            value = None
        texts[ours] = value
    return texts


def _confidences(sent: object, findings: list[Finding]) -> dict[str, float]:
    """Return the finite numbers from 0 to 1; the SDK gives decimals, and strings as they came."""
    if sent is None:
        return {}
    if not isinstance(sent, Mapping):
        findings.append(Finding("confidences", Note(Code.CONFIDENCE_UNUSABLE, _kind(sent))))
        return {}
    kept = {}
    for theirs, value in sent.items():
        ours = _WITH_CONFIDENCE.get(theirs)
        if ours is None or value is None:
            continue
        if type(value) is float and 0.0 <= value <= 1.0:
            kept[ours] = value
        elif _is_share(value):
            kept[ours] = float(value)
        else:
            findings.append(Finding(ours, Note(Code.CONFIDENCE_UNUSABLE, _kind(value))))
    return kept


def _is_share(value: object) -> bool:
    """Return whether this is a number from 0 to 1; a decimal that is not finite cannot even be compared."""
    if isinstance(value, Decimal):
        return value.is_finite() and 0 <= value <= 1
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _image(result: Mapping[str, object], findings: list[Finding]) -> ImageQuality:
    """Return what is said of the picture; where a flag and a score were sent, the flag decides."""
    if _OF_THE_IMAGE.isdisjoint(result):  # as when no switch was on: then nothing is spent on the picture
        return ImageQuality()
    scores = _scores(result.get(wire.SCORES), findings)
    flags = {ours: _flag(result.get(theirs), ours, findings) for theirs, ours in _FLAGS.items()}
    flags[_TYPE] = _is_copy(result.get(_KIND.name), findings)
    for name, score in scores.items():
        by_score = score > wire.HIGHEST_GOOD_SCORE
        if flags[name] is None:
            flags[name] = by_score
        elif flags[name] is not by_score:
            findings.append(Finding(_IMAGE + name, Note(Code.ALARM_AGAINST_SCORE)))
    is_copy = flags.pop(_TYPE)
    return ImageQuality(
        type=None if is_copy is None else wire.COPY if is_copy else wire.ORIGINAL,
        alarms={name: flag for name, flag in flags.items() if flag is not None},
        scores=scores,
    )


def _scores(sent: object, findings: list[Finding]) -> dict[str, int]:
    if sent is None:
        return {}
    if not isinstance(sent, Mapping):
        findings.append(_unexpected("scores", sent))
        return {}
    kept = {}
    for theirs, ours in _SCORES.items():
        score = sent.get(theirs)
        if score is None:
            continue
        if type(score) is not int or not 0 <= score <= _HIGHEST_SCORE:
            findings.append(_unexpected(ours, score))
        if type(score) in {int, float} and 0 <= score <= _HIGHEST_SCORE:
            kept[ours] = math.ceil(score)  # never down: 50.7 is an alarm
    return kept


def _flag(sent: object, where: str, findings: list[Finding]) -> bool | None:
    if sent is None or isinstance(sent, bool):
        return sent
    findings.append(_unexpected(where, sent))
    return _WORDS.get(sent.strip().lower()) if isinstance(sent, str) else None


def _is_copy(sent: object, findings: list[Finding]) -> bool | None:
    if isinstance(sent, str) and sent in {wire.ORIGINAL, wire.COPY}:
        return sent == wire.COPY
    if sent is not None:
        findings.append(_unexpected(_TYPE, sent))
    return None


def _unexpected(where: str, value: object) -> Finding:
    return Finding(_IMAGE + where, Note(Code.IMAGE_RESULT_UNEXPECTED, _kind(value)))


def _kind(value: object) -> str:
    return type(value).__name__
