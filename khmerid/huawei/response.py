"""From whatever a caller has in hand to the mapping that holds the fields of the card.

The official SDK drops unknown keys, turns the text "false" into true and hides errors that come with
status 200, so the bytes it received are read first and its objects only where there are none.

>>> find_result(b'{"result": {"sex": "M"}}')
{'sex': 'M'}
>>> find_result({"result": None})
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: the key 'result' holds NoneType, not an object

"""

import inspect
from collections.abc import Iterable, Mapping
from typing import Final

from khmerid.errors import UnexpectedResponseError
from khmerid.huawei.errors import (
    FIRST_FAILED_STATUS,
    error_of_body,
    error_of_exception,
    error_of_status,
)
from khmerid.huawei.image import SCORES
from khmerid.huawei.result import FIELDS
from khmerid.json_text import parse_json

_KEYS: Final = FIELDS | {"confidence"}
_ERROR_KEYS: Final = frozenset({"error_code", "error_msg", "errorCode", "errorMsg", "error"})


def find_result(response: object) -> Mapping[str, object]:
    """Find the fields of the card in an answer of the service; see ``adapt_huawei`` for what is raised."""
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
        return _attributes(response, _KEYS)
    message = f"{_kind(response)} is nothing that the service or its SDK returns"
    raise UnexpectedResponseError(message)


def result_of_answer(
    content: bytes, status: int | None = None, request_id: str | None = None
) -> Mapping[str, object]:
    """Find the fields of the card in an HTTP answer: its content, status and request id."""
    failed = status is not None and status >= FIRST_FAILED_STATUS
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
    """Tell whether an answer is one of this service, or an error or exception of its kind.

    >>> recognises({"result": {"id_number": "012345678"}}), recognises({"lines": []})
    (True, False)
    """
    if isinstance(response, (str, bytes, bytearray)):
        try:
            response = parse_json(response)
        except UnexpectedResponseError:
            return False
    if isinstance(response, Mapping):
        result = response.get("result")
        if isinstance(result, Mapping) and result:
            return not FIELDS.isdisjoint(result)
        return (
            "result" in response
            or not FIELDS.isdisjoint(response)
            or not _ERROR_KEYS.isdisjoint(response)
            or ("code" in response and "message" in response)
        )
    if hasattr(response, "raw_content"):
        result = getattr(response, "result", None)
        return result is None or _is_sdk_result(result)
    return isinstance(response, BaseException) or _is_pending(response) or _is_sdk_result(response)


def _result_of_body(
    body: Mapping[str, object], status: int | None, request_id: str | None
) -> Mapping[str, object]:
    result = body.get("result")
    if not body.get("error_code"):
        if isinstance(result, Mapping):
            if result and FIELDS.isdisjoint(result):
                message = "the key 'result' holds none of the fields of this card"
                raise UnexpectedResponseError(message)
            return result
        if not FIELDS.isdisjoint(body):
            return body
    error = error_of_body(body, status, request_id)
    if error is not None:
        raise error
    message = (
        f"the key 'result' holds {_kind(result)}, not an object"
        if "result" in body
        else "the response has no key 'result', no error and no field of this card"
    )
    raise UnexpectedResponseError(message)


def _result_of_sdk_response(response: object) -> Mapping[str, object]:
    content = getattr(response, "raw_content", None)
    result = getattr(response, "result", None)
    if not content and _is_sdk_result(result):
        return _attributes(result, _KEYS)
    status = getattr(response, "status_code", None)
    request_id = getattr(response, "x_request_id", None)
    return result_of_answer(content if isinstance(content, bytes) else b"", status, request_id)


def _is_pending(response: object) -> bool:
    """Tell a future or a coroutine: of a finished SDK response, ``result`` is no method."""
    return callable(getattr(response, "result", None)) or inspect.isawaitable(response)


def _is_sdk_result(response: object) -> bool:
    types = getattr(response, "openapi_types", None)
    return isinstance(types, Mapping) and not FIELDS.isdisjoint(types)


def _attributes(result: object, names: Iterable[str]) -> dict[str, object]:
    """Read an SDK object; old versions of the SDK know fewer of the fields."""
    found = {name: getattr(result, name, None) for name in names}
    scores = found.get("score_info")
    if hasattr(scores, "openapi_types"):
        found["score_info"] = _attributes(scores, SCORES)
    return found


def _kind(value: object) -> str:
    return type(value).__name__
