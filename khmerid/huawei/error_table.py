"""The service's error codes: what each means and whether another try helps.

Sources: the service's list of error codes and its API gateway's list. Where they name no remedy, whether to
retry is our judgement.

>>> look_up("APIG.0308", "limit:100,time:1 minute"), look_up("APIG.0308", "limit:100,time:1 day")
(('too many requests in a minute', 'backoff'), ("the day's quota is used up", 'no'))

"""

import re
from typing import Final, Literal

Retry = Literal["no", "once", "backoff"]

_OTHER_API = "a fault of another OCR API; check the address"
_TOKEN = "the token is missing, malformed, expired or not for this project; get a new one"  # noqa: S105  # a sentence
_STOPPED = "the service or this API does not exist or is stopped in this region"

_TABLE: Final[dict[str, tuple[str, Retry]]] = {
    "AIS.0101": ("a parameter of the request is wrong", "no"),
    "AIS.0102": ("the image's format is not supported, or it is not base64", "no"),
    "AIS.0103": ("the image's sides are out of bounds", "no"),
    "AIS.0104": ("the image is of poor quality, or shows something else", "no"),
    "AIS.0105": ("the recognition failed", "once"),
    **{f"AIS.01{number}": (_OTHER_API, "no") for number in range(17, 23)},
    "ModelArts.0203": (_TOKEN, "no"),
    "ModelArts.0212": (_TOKEN, "no"),
    "ModelArts.4101": (_TOKEN, "no"),
    "ModelArts.4102": (_TOKEN, "no"),
    "ModelArts.4103": (_TOKEN, "no"),
    "ModelArts.4104": ("the request is too long; base64 may have 10 MB", "no"),
    "ModelArts.4105": ("the request is not JSON", "no"),
    "ModelArts.4106": ("the account is restricted", "no"),
    "ModelArts.4107": ("the service could not get its own temporary keys", "backoff"),
    "ModelArts.4201": ("the address lacks the service's id", "no"),
    "ModelArts.4202": ("the address is malformed", "no"),
    "ModelArts.4203": ("the account has no permission", "no"),
    "ModelArts.4204": ("the account is not subscribed to this API in this region", "no"),
    "ModelArts.4301": ("the service could not get its own token", "backoff"),
    "ModelArts.4302": ("the service could not pass the request on", "backoff"),
    "ModelArts.4401": ("too many requests at the same time", "backoff"),
    "ModelArts.4402": ("the service timed out inside", "backoff"),
    "ModelArts.4403": ("the service is unavailable", "backoff"),
    "ModelArts.4502": ("the service got a bad answer inside", "backoff"),
    "ModelArts.4503": (_STOPPED, "no"),
    "ModelArts.4504": (_STOPPED, "no"),
    "ModelArts.4505": ("the service failed inside", "backoff"),
    "ModelArts.4506": (_STOPPED, "no"),
    "ModelArts.4508": (_STOPPED, "no"),
    "ModelArts.4601": ("this address of an image is not allowed", "no"),
    "ModelArts.4603": ("the image could not be downloaded from its address", "once"),
    "ModelArts.4702": ("the service may not read the object store; it needs an agency", "no"),
    "ModelArts.4703": ("the address in the object store is wrong", "no"),
    "ModelArts.4704": ("the object could not be fetched", "once"),
    "ModelArts.4705": ("the object is too large", "no"),
    "ModelArts.4706": ("the object does not exist", "no"),
    "ModelArts.6201": ("the account is frozen", "no"),
    "APIG.0101": ("the path, the method or the region of the address is wrong", "no"),
    "APIG.0106": ("the gateway could not put the request together", "no"),
    "APIG.0201": ("the gateway refused the request as malformed or too long", "no"),
    "APIG.0202": ("the service is unavailable behind the gateway", "backoff"),
    "APIG.0203": ("the service did not answer the gateway in time", "backoff"),
    "APIG.0301": ("the token or the signature is wrong or expired, or the clock is off", "no"),
    "APIG.0305": ("the authorizer refused; a new token may help", "once"),
    "APIG.0307": ("the token must be renewed", "once"),
    "APIG.0308": ("too many requests in a minute", "backoff"),
}
_DAY_QUOTA: Final = ("the day's quota is used up", "no")

_STATUSES: Final[dict[int, tuple[str, Retry]]] = {
    400: ("the service refused the request", "no"),
    401: ("the service does not accept the credentials", "no"),
    403: ("the account may not do this", "no"),
    404: ("the path, the method or the region of the address is wrong", "no"),
    413: ("the request is too long; base64 may have 10 MB", "no"),
    429: ("too many requests", "backoff"),
    500: ("the service failed inside", "backoff"),
    502: ("the service is unavailable behind the gateway", "backoff"),
    503: ("the service is unavailable", "backoff"),
    504: ("the service did not answer the gateway in time", "backoff"),
}
_UNKNOWN: Final = ("an error that the service does not document", "no")

# Exceptions of the SDK, of requests and of Python, by the name of the class or of one it derives from;
# the first match counts.
TRANSPORT: Final[dict[str, tuple[str, str, Retry]]] = {
    "SslHandShakeException": ("tls", "the connection could not be secured", "no"),
    "SSLError": ("tls", "the connection could not be secured", "no"),
    "RequestTimeoutException": ("timeout", "no answer came in time; the call may be billed", "backoff"),
    "Timeout": ("timeout", "no answer came in time; the call may be billed", "backoff"),
    "TimeoutException": ("timeout", "no answer came in time; the call may be billed", "backoff"),
    "TimeoutError": ("timeout", "no answer came in time; the call may be billed", "backoff"),
    "ConnectionException": ("connection", "the service could not be reached or hung up", "backoff"),
    "ConnectionError": ("connection", "the service could not be reached or hung up", "backoff"),
    "ChunkedEncodingError": ("connection", "the service could not be reached or hung up", "backoff"),
    "TransportError": ("connection", "the service could not be reached or hung up", "backoff"),
}

_A_DAY = re.compile(r"time: ?[0-9]{0,9} ?day", re.IGNORECASE)
_A_TIME_OUT = re.compile(r"time[d-]? ?out", re.IGNORECASE)


def look_up(code: str, message: str = "", status: int | None = None) -> tuple[str, Retry]:
    """Look up what an error means and whether another try helps.

    Two codes have two meanings each; there the service's message decides, or the HTTP status.
    """
    code = code.replace("APIGW.", "APIG.")
    if code == "APIG.0308" and _A_DAY.search(message):
        return _DAY_QUOTA
    # The gateway's list and the service's disagree on this code; only a time-out may be retried.
    if code == "APIG.0201" and (status == 504 or _A_TIME_OUT.search(message)):
        return _STATUSES[504]
    if code in _TABLE:
        return _TABLE[code]
    if status is None and code.isascii() and code.isdecimal():
        status = int(code)
    return _STATUSES.get(status or 0, _UNKNOWN)


def concerns_the_image(code: str) -> bool:
    """Tell an error of this one image from one that every other image would meet as well.

    >>> concerns_the_image("AIS.0104"), concerns_the_image("APIG.0301")
    (True, False)
    """
    return code.startswith(("AIS.", "ModelArts.46", "ModelArts.47")) or code in {"ModelArts.4104", "413"}
