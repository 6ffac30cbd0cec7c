"""Errors of every form that the service, its gateway and its SDK have, as one ``ApiError``.

A message of the service is never passed on: that of a refused signature may hold the access key.

>>> error = error_of_body({"error": {"code": "ModelArts.4204", "message": "Not subscribed"}}, 403)
>>> error.code, error.status, error.retry, error.meaning
('ModelArts.4204', 403, 'no', 'the account is not subscribed to this API in this region')

"""

import re
from collections.abc import Mapping
from typing import Final

from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei.error_table import TRANSPORT, look_up
from khmerid.json_text import parse_json

FIRST_FAILED_STATUS: Final = 300  # RFC 9110, 15: a redirection or an error

_FORMS: Final = (("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message"))
_DEEPEST = 3  # objects within objects; the documented forms have one
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def error_of_body(body: object, status: int | None = None, request_id: str | None = None) -> ApiError | None:
    """Read an error of any of the forms that the service and its gateway use; ``None`` if there is none."""
    found = _code_and_message({"error": body}, _DEEPEST)
    if found is None:
        return None
    code, message = found
    if request_id is None and isinstance(body, Mapping):
        return _error(_safe(code), message, status, body.get("request_id"))
    return _error(_safe(code), message, status, request_id)


def error_of_status(status: int | None, request_id: str | None = None) -> ApiError:
    """Make the error of an answer that says nothing but its HTTP status."""
    return _error(None, "", status, request_id)


def error_of_exception(exception: BaseException) -> Exception:
    """Turn an exception of the SDK or of an HTTP client into an ``ApiError``.

    Gives ``UnexpectedResponseError`` for what is no failure of a call.
    """
    if isinstance(exception, (ApiError, UnexpectedResponseError)):
        return exception
    status = getattr(exception, "status_code", None)
    if isinstance(status, int) and hasattr(exception, "error_code"):
        return _error_of_service_exception(exception, status)
    ancestors = _ancestors(exception)
    for name, (code, meaning, retry) in TRANSPORT.items():
        if name in ancestors:
            return ApiError(code=code, meaning=meaning, retry=retry)
    return UnexpectedResponseError(f"{type(exception).__name__} is no failure that the service documents")


def _error_of_service_exception(exception: BaseException, status: int) -> ApiError:
    code = getattr(exception, "error_code", None)
    message = getattr(exception, "error_msg", None)
    request_id = getattr(exception, "request_id", None)
    # Where the SDK found no code and message, it gives the status and the body as it came.
    if not isinstance(code, str) or code == str(status):
        try:
            body = parse_json(message) if isinstance(message, str) else None
        except UnexpectedResponseError:
            body = None
        found = error_of_body(body, status, request_id)
        if found is not None:
            return found
    return _error(_safe(code), message, status, request_id)


def _ancestors(exception: BaseException) -> set[str]:
    """Name the classes of an exception; httpx has none for TLS, so there those of the causes count too."""
    names = {ancestor.__name__ for ancestor in type(exception).__mro__}
    if "NetworkError" in names:
        cause = exception.__cause__ or exception.__context__
        return names if cause is None else names | _ancestors(cause)
    return names


def _error(code: str | None, message: object, status: int | None, request_id: object) -> ApiError:
    if code is None:
        code = str(status) if status is not None and status >= FIRST_FAILED_STATUS else "unknown"
    meaning, retry = look_up(code, message if isinstance(message, str) else "", status)
    return ApiError(code=code, meaning=meaning, retry=retry, status=status, request_id=_safe(request_id))


def _code_and_message(body: Mapping[str, object], depth: int) -> tuple[object, object] | None:
    for code_key, message_key in _FORMS:
        code, message = body.get(code_key), body.get(message_key)
        if code or message:
            return code, message
    if isinstance(body.get("error"), str):
        return None, body["error"]
    if depth:
        for value in body.values():
            nested = value[0] if isinstance(value, list) and value else value
            if isinstance(nested, Mapping) and (found := _code_and_message(nested, depth - 1)):
                return found
    return None


def _safe(text: object) -> str | None:
    """Keep what has the form of a code or an id: anything else could be content."""
    if type(text) is int and 0 <= text < 10**9:
        text = str(text)
    return text if isinstance(text, str) and _SAFE.fullmatch(text) else None
