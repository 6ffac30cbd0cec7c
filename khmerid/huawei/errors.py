"""Errors of every form that the service, its gateway and its SDK have, as one ``ApiError``.

A message of the service is never passed on: that of a refused signature may hold the access key. Neither is a
code that is not documented: it is ``unknown``.

>>> error = error_of_body({"error": {"code": "ModelArts.4204", "message": "Not subscribed"}}, 403)
>>> error.code, error.status, error.retry, error.meaning
('ModelArts.4204', 403, 'no', 'the account is not subscribed to this API in this region')
>>> look_up("APIG.0308", "limit:100,time:1 minute"), look_up("APIG.0308", "limit:100,time:1 day")
(('too many requests in a minute', 'backoff'), ("the day's quota is used up", 'no'))
"""

import re
from collections.abc import Mapping
from typing import Final

from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei import wire
from khmerid.json_text import parse_json

_STATUSES: Final[Mapping[int, tuple[str, wire.Retry]]] = {
    400: ("the service refused the request", "no"),
    401: ("the service does not accept the credentials", "no"),
    403: ("the account may not do this", "no"),
    404: (wire.NO_SUCH_PATH.meaning, "no"),
    413: (wire.TOO_LONG.meaning, "no"),
    429: ("too many requests", "backoff"),
    500: ("the service failed inside", "backoff"),
    502: ("the service is unavailable behind the gateway", "backoff"),
    503: ("the service is unavailable", "backoff"),
    504: ("the service did not answer the gateway in time", "backoff"),
}
_DAY_QUOTA: Final = ("the day's quota is used up", "no")
_UNKNOWN: Final = ("an error that the service does not document", "no")

# Exceptions of the SDK, of httpx, of requests and of Python, by the name of the class or of one it derives
# from; the first match counts.
_EXCEPTIONS: Final = (
    ({"SslHandShakeException", "SSLError"}, "tls", "the connection could not be secured", "no"),
    (
        {"RequestTimeoutException", "Timeout", "TimeoutException", "TimeoutError"},
        "timeout",
        "no answer came in time; the call may be billed",
        "backoff",
    ),
    (
        {"ConnectionException", "ConnectionError", "ChunkedEncodingError", "TransportError"},
        "connection",
        "the service could not be reached or hung up",
        "backoff",
    ),
)

_DEEPEST: Final = 3  # objects within objects; the documented forms have one
# 32 hexadecimal numerals, with or without the hyphens of a UUID: anything else could be content.
_REQUEST_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_HTTP_STATUSES: Final = range(100, 600)  # RFC 9110, 15
_STATUSES_AS_CODES: Final = frozenset(map(str, _STATUSES))
_A_DAY: Final = re.compile(r"time: ?[0-9]{0,9} ?day", re.IGNORECASE)
_A_TIME_OUT: Final = re.compile(r"time[d-]? ?out", re.IGNORECASE)


def look_up(code: str, message: str = "", status: int | None = None) -> tuple[str, wire.Retry]:
    """Return what an error means and whether another try helps.

    Two codes have two meanings each; there the service's message decides, or the HTTP status.
    """
    known = wire.find_code(code)
    if known is wire.THROTTLED and _A_DAY.search(message):
        return _DAY_QUOTA
    if known is wire.REFUSED_OR_TIMED_OUT and (status == 504 or _A_TIME_OUT.search(message)):
        return _STATUSES[504]
    if known is not None:
        return known.meaning, known.retry
    if status is None and code.isascii() and code.isdecimal():
        status = int(code)
    return _STATUSES.get(status or 0, _UNKNOWN)


def concerns_the_image(code: str) -> bool:
    """Return whether an error is one of this image alone, which another one may not meet.

    >>> concerns_the_image("AIS.0104"), concerns_the_image("APIG.0301")
    (True, False)
    """
    return code.startswith(wire.OF_AN_IMAGE) or code == "413"


def error_of_body(body: object, status: int | None = None, request_id: str | None = None) -> ApiError | None:
    """Return an error of any of the forms that the service and its gateway use; ``None`` if there is none."""
    found = _code_and_message({wire.ERROR: body}, _DEEPEST)
    if found is None:
        return None
    code, message = found
    if request_id is None and isinstance(body, Mapping):
        request_id = _text(body.get(wire.REQUEST_ID))
    return _error(_text(code), message, status, request_id)


def error_of_status(status: int | None, request_id: str | None = None) -> ApiError:
    """Return the error of an answer that says nothing but its HTTP status."""
    return _error(None, "", status, request_id)


def error_of_exception(exception: BaseException) -> Exception:
    """Return the ``ApiError`` for an exception of the SDK or of an HTTP client.

    What is not a failure of a call becomes an ``UnexpectedResponseError``.
    """
    if isinstance(exception, (ApiError, UnexpectedResponseError)):
        return exception
    status = getattr(exception, "status_code", None)
    if isinstance(status, int) and hasattr(exception, wire.ERROR_CODE):
        return _error_of_service_exception(exception, status)
    ancestors = _ancestors(exception)
    for names, code, meaning, retry in _EXCEPTIONS:
        if not names.isdisjoint(ancestors):
            return ApiError(code=code, meaning=meaning, retry=retry)
    return UnexpectedResponseError(f"{type(exception).__name__} is not a failure that the service documents")


def _error_of_service_exception(exception: BaseException, status: int) -> ApiError:
    # The SDK's attributes have the names of the keys.
    names = (wire.ERROR_CODE, wire.ERROR_MESSAGE, wire.REQUEST_ID)
    code, message, request_id = (getattr(exception, name, None) for name in names)
    # Where the SDK found no code and message, it gives the status and the body as it came.
    if not isinstance(code, str) or code == str(status):
        try:
            body = parse_json(message) if isinstance(message, str) else None
        except UnexpectedResponseError:
            body = None
        found = error_of_body(body, status, request_id)
        if found is not None:
            return found
    return _error(_text(code), message, status, _text(request_id))


def _ancestors(exception: BaseException) -> set[str]:
    """Return the classes of an exception; httpx has none for TLS, so there those of the causes count too."""
    names = {ancestor.__name__ for ancestor in type(exception).__mro__}
    if "NetworkError" in names:
        cause = exception.__cause__ or exception.__context__
        return names if cause is None else names | _ancestors(cause)
    return names


def _error(code: str | None, message: object, status: int | None, request_id: str | None) -> ApiError:
    """Return an error; of what was sent, only a known code and what has the form of a request's id pass."""
    if status not in _HTTP_STATUSES:
        status = None
    if code is None and status is not None and status >= wire.FIRST_FAILED_STATUS:
        code = str(status)
    code = code or "unknown"
    meaning, retry = look_up(code, message if isinstance(message, str) else "", status)
    is_known = wire.find_code(code) is not None or code == str(status) or code in _STATUSES_AS_CODES
    return ApiError(
        code=code if is_known else "unknown",
        meaning=meaning,
        retry=retry,
        status=status,
        request_id=request_id if request_id and _REQUEST_ID.fullmatch(request_id) else None,
    )


def _code_and_message(body: Mapping[str, object], depth: int) -> tuple[object, object] | None:
    for code_key, message_key in (*wire.OWN_ERROR_FORMS, wire.COMMON_ERROR_FORM):
        code, message = body.get(code_key), body.get(message_key)
        if code or message:
            return code, message
    if isinstance(body.get(wire.ERROR), str):
        return None, body[wire.ERROR]
    if depth:
        for value in body.values():
            nested = value[0] if isinstance(value, list) and value else value
            if isinstance(nested, Mapping) and (found := _code_and_message(nested, depth - 1)):
                return found
    return None


def _text(sent: object) -> str | None:
    """Return a code or an id that was sent as text or as a number."""
    if type(sent) is int and 0 <= sent < 10**9:
        return str(sent)
    return sent if isinstance(sent, str) else None
